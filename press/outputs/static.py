"""The files of ``static/``, copied as they are."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from press.config import Config
from press.model import STATIC, Card, Invalidation
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views import View
from press.views.context import Snapshot
from press.views.icons import ICONS, WEB_MANIFEST

TEMPLATES = ()
REPLACEABLE = frozenset({
    "404.html", "410.html", "robots.txt", "sitemap.xml", "sitemap-news.xml", "feeds.opml", "feed.css", "_headers",
    ".htaccess", "_redirects", "_redirects.nginx", "_redirects.caddy", *ICONS, WEB_MANIFEST,
})  # fmt: skip
"""Addresses of files of the portal that a file of ``static/`` replaces."""


class Copy(View, frozen=True, kw_only=True):
    """A file to copy."""

    source: str
    """Path from the root of the portal."""
    digest: str
    """SHA-256 of its bytes, hexadecimal."""


_copy = msgspec.json.Decoder(Copy)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The addresses of all of them."""
    return snapshot.static


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """No ids: no release changes them."""
    return ()


def owns(path: str, config: Config) -> bool:
    """No path: each file is checked against all owners."""
    return False


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """One file, by its address."""
    address = invalidation.id
    digest = snapshot.static.get(address)
    yield address, Copy(source=f"{STATIC}{address}", digest=digest) if digest else None


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Read the file."""
    return (context.root / _copy.decode(view).source).read_bytes()
