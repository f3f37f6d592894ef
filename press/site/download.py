"""Downloads of the manifest of the live site over http and https."""

from __future__ import annotations

from http import HTTPStatus
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from press.errors import UNREADABLE, MemoryUnreadable
from press.i18n.mark import N_

_ABSENT = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
_RESERVED = (".example", ".invalid")
"""Domains that nobody can have (RFC 2606): the sample's address was not replaced yet, so nothing is published there."""


def download(url: str, timeout: float, largest: int) -> bytes | None:
    """Return the bytes at a URL; None if the host says that there is nothing. Raises `MemoryUnreadable` for all else.

    `timeout` is in seconds, for each step of the connection; `largest` is in bytes.
    """
    if urlsplit(url).scheme not in ("http", "https"):
        raise MemoryUnreadable(N_("“{location}” must begin with http:// or https://"), location=url)
    if (urlsplit(url).hostname or "").endswith(_RESERVED):
        return None
    try:
        with urlopen(Request(url, headers={"User-Agent": "press"}), timeout=timeout) as response:  # noqa: S310 - above
            data: bytes = response.read(largest + 1)
    except HTTPError as reason:
        if reason.code in _ABSENT:
            return None
        raise MemoryUnreadable(UNREADABLE, location=url, reason=reason) from reason
    except (OSError, ValueError, HTTPException) as reason:
        raise MemoryUnreadable(UNREADABLE, location=url, reason=getattr(reason, "reason", reason)) from reason
    if len(data) > largest:
        raise MemoryUnreadable(N_("{location} is larger than a manifest can be; check the address"), location=url)
    return data
