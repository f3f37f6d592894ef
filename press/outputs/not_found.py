"""The pages for addresses that do not exist (404), or whose content was removed (410)."""

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
_GONE = "410.html"
_IDS = ("404.html", _GONE)

_page = msgspec.json.Decoder(views.NotFound)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The ids of both, which are their files."""
    return _IDS


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """Both pages, which may name any release that is in the list of all."""
    return _IDS if ALL in card.listings else ()


def owns(path: str, config: Config) -> bool:
    """Both pages."""
    return path in _IDS


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """The page that has the id."""
    id, config = invalidation.id, snapshot.config
    yield (
        id,
        views.NotFound(
            head=builders.head(id.removesuffix(".html"), id, snapshot, noindex=True),
            is_gone=id == _GONE,
            latest=tuple(builders.teaser(card, snapshot) for card in snapshot.catalogue.newest(ALL, _NEWEST)),
            editions=tuple(_in_other_words(edition, id) for edition in config.other_editions.values()),
        ),
    )


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
    """Render the page."""
    return context.page("404.html", _page.decode(view))
