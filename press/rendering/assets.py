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

_STYLESHEET, _FEED_STYLESHEET = "press.css", "feed.css"
_ADVICE = N_(
    "This is a news feed. To subscribe, copy the address of this page into a feed reader; it then shows what is new."
)
_COMMENT_LINE = re.compile(rb"^[ \t]*(?://.*|/\*\*.*\*/)\r?\n", re.MULTILINE)
_FONT_NAMED = re.compile(rb'url\("([\w./-]+\.woff2)"\)')
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
    assets = {name: _asset(name, _published(name, data, config)) for name, data in sorted(files.items())}
    if _STYLESHEET in assets:
        assets[_STYLESHEET] = _asset(_STYLESHEET, _with_fonts(assets[_STYLESHEET].data, assets))
    return assets


def font(assets: Mapping[str, Asset]) -> str:
    """Return the address of the font that the stylesheet names first, for pages to load early; empty: none."""
    named = _FONT_NAMED.search(assets[_STYLESHEET].data) if _STYLESHEET in assets else None
    address = f"assets/{named[1].decode()}" if named else ""
    return address if address in {asset.address for asset in assets.values()} else ""


def _asset(name: str, data: bytes) -> Asset:
    path = PurePosixPath(name)
    with_digest = path.with_name(f"{path.stem}.{disk.digest(data)[:_DIGEST_LENGTH]}{path.suffix}")
    return Asset(f"assets/{with_digest}", data)


def _published(name: str, data: bytes, config: Config) -> bytes:
    """The bytes to publish: of a script, without its comment lines; of a stylesheet of ours, with what is set."""
    if name.endswith(".js"):
        return _COMMENT_LINE.sub(b"", data)
    if name == _FEED_STYLESHEET:
        return _with_advice(data, config)
    return _with_colour(data, config) if name == _STYLESHEET else data


def _with_advice(data: bytes, config: Config) -> bytes:
    """Put what to do with a feed behind its stylesheet, in the portal's language: rules of namespaces come first."""
    text = translator(config.language)(_ADVICE).replace("\\", r"\\").replace('"', r"\"")
    return data + f':root{{--how:"{text}"}}\n'.encode()


def _with_fonts(data: bytes, assets: Mapping[str, Asset]) -> bytes:
    """Put the published names of fonts into a stylesheet, which is in the same folder."""

    def published(match: re.Match[bytes]) -> bytes:
        asset = assets.get(match[1].decode())
        return b'url("%s")' % asset.address.removeprefix("assets/").encode() if asset else match[0]

    return _FONT_NAMED.sub(published, data)


def _with_colour(data: bytes, config: Config) -> bytes:
    """Put the portal's colour before the stylesheet: the Content-Security-Policy forbids styles in pages."""
    return b":root{--accent:%s}\n" % config.theme.colour.encode() + data
