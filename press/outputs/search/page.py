"""The search page: a form, which needs scripts, and links to the lists for readers without scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from press import urls, views
from press.config import Config
from press.i18n.catalogues import translator
from press.i18n.mark import N_
from press.model import Card, Invalidation, ListingKind
from press.outputs import Described
from press.outputs.search import pagefind
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views import terms, trail
from press.views.context import Snapshot

TEMPLATES = ("search.html",)
_ID = "search"
_page = msgspec.json.Decoder(views.Search)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The page is always there."""
    return (_ID,)


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The page, which names the years and folders of the index."""
    return (_ID,)


def owns(path: str, config: Config) -> bool:
    """The search page."""
    return path == urls.file_of(urls.search_address(config))


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """The page."""
    config = snapshot.config
    address = urls.search_address(config)
    years = _years(snapshot) if config.search.enabled else []
    yield (
        urls.file_of(address),
        views.Search(
            head=trail.head("", address, snapshot, trail.Trail(translator(config.language)(N_("Search")))),
            groups=terms.groups(snapshot),
            years=tuple(year for year, _ in years),
            engine=urls.href(urls.search_engine(pagefind.version(), config), config) if years else "",
            bundles=tuple(urls.href(folder, config) for folder in _folders(years, config)),
            synonyms=config.search.synonyms,
        ),
    )


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Render the page."""
    return context.page("search.html", _page.decode(view))


def _years(snapshot: Snapshot) -> list[tuple[str, int]]:
    """The years, newest first, with the number of releases of each."""
    return [(listing.term, count) for listing, count in reversed(snapshot.catalogue.counts(ListingKind.SEARCH))]


def _folders(years: list[tuple[str, int]], config: Config) -> Iterator[str]:
    """The folders of the index, newest first."""
    for year, count in years:
        for number in range(urls.search_parts(count), 0, -1):
            yield urls.search_part(year, number, config)
