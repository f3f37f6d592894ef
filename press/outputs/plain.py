"""The pages for addresses that do not exist (404) or were removed (410), and robots.txt."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from press import urls, views
from press.config import Config
from press.i18n.catalogues import translator
from press.i18n.mark import N_
from press.model import ALL, Card, Invalidation
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views import builders
from press.views.context import Snapshot

TEMPLATES = ("404.html",)
_NEWEST = 5
"""How many releases the pages name."""
_NOT_FOUND, _GONE, _ROBOTS = "404.html", "410.html", "robots.txt"


class Robots(views.View, frozen=True, kw_only=True, tag=True):
    """The rules for crawlers."""

    sitemaps: tuple[str, ...]
    closed: bool
    """A preview: crawlers may read nothing."""


_page: msgspec.json.Decoder[views.NotFound | Robots] = msgspec.json.Decoder(views.NotFound | Robots)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The ids of all three."""
    return (_NOT_FOUND, _GONE, _ROBOTS)


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The pages, which may name any release that is in the list of all."""
    return (_NOT_FOUND, _GONE) if ALL in card.listings else ()


def owns(path: str, config: Config) -> bool:
    """All three."""
    return path in (_NOT_FOUND, _GONE, _ROBOTS)


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """The page or the file that has the id."""
    if invalidation.id != _ROBOTS:
        newest = snapshot.catalogue.newest(ALL, _NEWEST)
        head = builders.head(invalidation.id.removesuffix(".html"), invalidation.id, snapshot, noindex=True)
        latest = tuple(builders.teaser(card, snapshot) for card in newest)
        others = tuple(_in_other_words(edition, invalidation.id) for edition in snapshot.config.other_editions.values())
        yield (
            invalidation.id,
            views.NotFound(head=head, is_gone=invalidation.id == _GONE, latest=latest, editions=others),
        )
    else:
        maps = tuple(urls.absolute(name, snapshot.config) for name in ("sitemap.xml", "sitemap-news.xml"))
        yield _ROBOTS, Robots(sitemaps=() if snapshot.site.preview else maps, closed=snapshot.site.preview)


def _in_other_words(edition: Config, id: str) -> views.Lost:
    """The same in the language of an edition: nobody knows which one is read where a page is missing."""
    translate = translator(edition.language)
    return views.Lost(
        lang=edition.language,
        title=translate(N_("This page was removed") if id == _GONE else N_("This page does not exist")),
        home=views.Link(href=urls.href(edition.folder, edition), label=translate(N_("Home page"))),
        feeds=views.Link(href=urls.href(urls.subscribe_address(edition), edition), label=translate(N_("Subscribe"))),
    )


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Render the page, or write the file."""
    page = _page.decode(view)
    if isinstance(page, views.NotFound):
        return context.page("404.html", page)
    rule = "Disallow: /" if page.closed else "Disallow:"
    return "\n".join(["User-agent: *", rule, "", *(f"Sitemap: {url}" for url in page.sitemaps), ""]).encode()
