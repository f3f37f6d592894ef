"""The pages and files that say the same whatever the releases are: 404, robots.txt, headers for hosts."""

from __future__ import annotations

from collections.abc import Iterable

from press import urls, views
from press.model import Card, Touch
from press.rendering.context import Bodies, Workshop, decode
from press.views import builders
from press.views.context import Edition

TEMPLATES = ("404.html",)
_NOT_FOUND, _ROBOTS = "404.html", "robots.txt"


class Robots(views.View, frozen=True, kw_only=True):
    """What crawlers are told."""

    sitemaps: tuple[str, ...]
    closed: bool
    """A preview: nothing may be indexed."""


def fixed(edition: Edition) -> Iterable[str]:
    """All of them."""
    return (_NOT_FOUND, _ROBOTS)


def touched(card: Card, edition: Edition) -> Iterable[str]:
    """None: no release changes them."""
    return ()


def describe(touch: Touch, edition: Edition) -> Iterable[tuple[str, views.View | None]]:
    """One of them."""
    if touch.id == _NOT_FOUND:
        yield _NOT_FOUND, views.NotFound(head=builders.head("404", _NOT_FOUND, edition, noindex=True))
    else:
        maps = tuple(urls.absolute(name, edition.config) for name in ("sitemap.xml", "sitemap-news.xml"))
        yield _ROBOTS, Robots(sitemaps=maps, closed=edition.site.preview)


def render(view: bytes, bodies: Bodies, workshop: Workshop) -> bytes:
    """Draw or write it."""
    page = decode(view)
    if "head" in page:
        return workshop.page("404.html", page)
    rule = "Disallow: /" if page["closed"] else "Disallow:"
    return "\n".join(["User-agent: *", rule, "", *(f"Sitemap: {url}" for url in page["sitemaps"]), ""]).encode()
