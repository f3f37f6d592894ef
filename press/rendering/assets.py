"""The files of ``templates/assets/``: CSS, scripts, the crest, published under names that change with their content."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import msgspec

from press.config import Config

_STYLESHEET = "press.css"
_COMMENT = re.compile(rb"^[ \t]*(?://.*|/\*\*.*\*/)\r?\n", re.MULTILINE)


class Asset(msgspec.Struct, frozen=True):
    """An asset as it is published."""

    address: str
    """``assets/press.3f2a91bc.css``: may be cached for ever."""
    data: bytes


def load(folders: Sequence[Path], config: Config) -> dict[str, Asset]:
    """Read the assets of the template folders, by name; a file in an earlier folder hides one in a later."""
    assets: dict[str, Asset] = {}
    for folder in reversed(folders):
        for path in sorted((folder / "assets").rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                name = path.relative_to(folder / "assets").as_posix()
                assets[name] = _asset(name, _made(name, path.read_bytes(), config))
    return dict(sorted(assets.items()))


def _asset(name: str, data: bytes) -> Asset:
    path = PurePosixPath(name)
    mark = hashlib.sha256(data).hexdigest()[:8]
    return Asset(f"assets/{path.with_name(f'{path.stem}.{mark}{path.suffix}')}", data)


def _made(name: str, data: bytes, config: Config) -> bytes:
    """Scripts go out without the lines that are only a comment: readers of pages need not pay for them."""
    if name.endswith(".js"):
        return _COMMENT.sub(b"", data)
    return _themed(data, config) if name == _STYLESHEET else data


def _themed(data: bytes, config: Config) -> bytes:
    """Give the stylesheet the portal's colour: pages may not carry style themselves (Content-Security-Policy)."""
    return b":root{--accent:%s}\n" % config.theme.colour.encode() + data
