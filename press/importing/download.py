"""Download the files of an old site: each once, and after an interruption from where it stopped."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from pathlib import Path

from press import disk, web
from press.media.probe import FILE_BYTES

_TIMEOUT = 30
"""Seconds without an answer."""
_PIECE = 1 << 16
_ATTEMPTS = 3


class Downloads:
    """A folder of files that were downloaded, by address."""

    def __init__(self, folder: Path, hosts: frozenset[str]) -> None:
        """`hosts` are those that may be asked, without ``www.``: the import asks no other site."""
        self._folder, self._hosts = folder, hosts
        self._failed: set[str] = set()

    def __call__(self, address: str) -> Path | None:
        """Return the file of an address; None if it cannot be had."""
        host = (web.split(address).hostname or "").removeprefix("www.")
        if host not in self._hosts or not web.is_web_address(address) or address in self._failed:
            return None
        self._folder.mkdir(parents=True, exist_ok=True)
        target = self._folder / disk.digest(address.encode())
        if target.is_file():
            return target
        for _ in range(_ATTEMPTS):
            try:
                if _fetch(web.encoded(address), target):
                    return target
                break
            except urllib.error.HTTPError as error:
                error.close()
                break
            except (OSError, http.client.HTTPException):
                continue
        self._failed.add(address)
        return None


def _fetch(address: str, target: Path) -> bool:
    """Download a file, beginning after what was downloaded before. Returns False if it is too large or no file."""
    part = target.with_suffix(".part")
    done = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(address, headers={"User-Agent": "Press import", **_range(done)})  # noqa: S310
    with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:  # noqa: S310 - http and https only
        if answer.headers.get_content_type() == "text/html":
            return False
        is_rest = done and answer.status == http.HTTPStatus.PARTIAL_CONTENT
        length = int(answer.headers.get("Content-Length") or 0) + (done if is_rest else 0)
        with part.open("ab" if is_rest else "wb") as file:
            size = done if is_rest else 0
            while piece := answer.read(_PIECE):
                size += len(piece)
                if size > FILE_BYTES:
                    part.unlink()
                    return False
                file.write(piece)
    if length and size < length:
        raise ConnectionError(address)
    part.replace(target)
    return True


def _range(done: int) -> dict[str, str]:
    return {"Range": f"bytes={done}-"} if done else {}
