"""The files of ``templates/assets/``: CSS, scripts, the crest, published under names with a digest of their content."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

import msgspec

from press import disk
from press.config import Config
from press.i18n.catalogues import translator
from press.i18n.mark import N_
from press.rendering.minify import minified

_STYLESHEET, _FEED_STYLESHEET = "press.css", "feed.css"
_WITH_COLOUR = (_STYLESHEET, "check.css")
_ADVICE = N_(
    "This is a news feed. To subscribe, copy the address of this page into a feed reader; it then shows what is new."
)
_FONT_NAMED = re.compile(rb'url\("?([\w./-]+\.woff2)"?\)')
_DIGEST_LENGTH = 8
"""Hexadecimal digits of a digest in the name of an asset."""


class Asset(msgspec.Struct, frozen=True):
    """An asset as it is published."""

    address: str
    """``assets/press.3f2a91bc.css``; browsers may cache it for ever."""
    data: bytes


def load(folders: Sequence[Path], config: Config) -> dict[str, Asset]:
    """Read the assets of the template folders, by name; a file in an earlier folder replaces one in a later folder."""
    files: dict[str, bytes] = {}
    for folder in reversed(folders):
        for path in (folder / "assets").rglob("*"):
            if path.is_file() and not path.name.startswith("."):
                files[path.relative_to(folder / "assets").as_posix()] = path.read_bytes()
    if _STYLESHEET in files:
        files[_STYLESHEET] = _with_fonts(files[_STYLESHEET], files)
    return {name: _asset(name, _published(name, data, config)) for name, data in sorted(files.items())}


def font(assets: Mapping[str, Asset]) -> str:
    """Return the address of the font that the stylesheet names first, for pages to load early; empty: none."""
    addresses = {asset.address for asset in assets.values()}
    found = _FONT_NAMED.findall(assets[_STYLESHEET].data) if _STYLESHEET in assets else []
    named = (f"assets/{name.decode()}" for name in found)
    return next((address for address in named if address in addresses), "")


def _asset(name: str, data: bytes) -> Asset:
    return Asset(f"assets/{_with_digest(name, data)}", data)


def _with_digest(name: str, data: bytes) -> str:
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}.{disk.digest(data)[:_DIGEST_LENGTH]}{path.suffix}"))


def _published(name: str, data: bytes, config: Config) -> bytes:
    """The bytes to publish: of a stylesheet of ours, with what is set."""
    if name == _FEED_STYLESHEET:
        data = _with_advice(data, config)
    elif name in _WITH_COLOUR:
        data = _with_colour(data, config)
    return minified(name, data)


def _with_advice(data: bytes, config: Config) -> bytes:
    """Put what to do with a feed behind its stylesheet, in the portal's language: rules of namespaces come first."""
    text = translator(config.language)(_ADVICE).replace("\\", r"\\").replace('"', r"\"")
    return data + f':root{{--how:"{text}"}}\n'.encode()


def _with_fonts(data: bytes, files: Mapping[str, bytes]) -> bytes:
    """Put the published names of fonts into a stylesheet, which is in the same folder."""

    def published(match: re.Match[bytes]) -> bytes:
        name = match[1].decode()
        return b'url("%s")' % _with_digest(name, files[name]).encode() if name in files else match[0]

    return _FONT_NAMED.sub(published, data)


def _with_colour(data: bytes, config: Config) -> bytes:
    """Put the portal's colour before the stylesheet: the Content-Security-Policy forbids styles in pages."""
    return b":root{--accent:%s}\n" % config.theme.colour.encode() + data
