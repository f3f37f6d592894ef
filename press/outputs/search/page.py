"""The search page: a form, which needs scripts, and links to the lists for readers without scripts.

The page of an edition searches the same index, and finds what is in its language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from press import urls, views
from press.config import Config
from press.i18n.catalogues import translator
from press.i18n.mark import N_
from press.model import ALL, Card, Invalidation, ListingKind
from press.outputs import Described
from press.outputs.search import pagefind
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views import editions, terms, trail
from press.views.context import Snapshot

TEMPLATES = ("search.html",)
_ID = "search"
_page = msgspec.json.Decoder(views.Search)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The page is always there, in each edition, under one id."""
    return (_ID,)


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The page of each edition, which names the years and folders of the index."""
    return (_ID,)


def owns(path: str, config: Config) -> bool:
    """The search page of each edition."""
    whole = (config, *config.other_editions.values())
    return path in {urls.file_of(urls.search_address(one)) for one in whole}


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """The page of the portal, and of each edition."""
    for edition in editions.all_of(snapshot):
        yield urls.file_of(urls.search_address(edition.config)), _view(edition)


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Render the page."""
    page = _page.decode(view)
    return context.edition(page.head.edition).page("search.html", page)


def _view(snapshot: Snapshot) -> views.Search:
    config = snapshot.config
    years = _years(snapshot) if config.search.enabled else []
    here = trail.Trail(translator(config.language)(N_("Search")))
    alternates = editions.of_page(urls.search_address, snapshot)
    return views.Search(
        head=trail.head("", urls.search_address(config), snapshot, here, alternates=alternates),
        groups=terms.groups(snapshot),
        years=tuple(year for year, _ in years),
        engine=urls.href(urls.search_engine(pagefind.version(), config), config) if years else "",
        bundles=tuple(urls.href(folder, config) for folder in _folders(years, config)),
        synonyms=config.search.synonyms,
        whole=urls.href(urls.search_address(config.portal), config) if config.folder else "",
    )


def _years(snapshot: Snapshot) -> list[tuple[str, int]]:
    """The years, newest first, with the number of releases of each; in an edition since the oldest in its language."""
    years = [(listing.term, count) for listing, count in reversed(snapshot.catalogue.counts(ListingKind.SEARCH))]
    if not snapshot.config.folder:
        return years
    since = next((f"{card.release.date:%Y}" for card in snapshot.catalogue.oldest(ALL, 1)), "")
    return [(year, count) for year, count in years if since and year >= since]


def _folders(years: list[tuple[str, int]], config: Config) -> Iterator[str]:
    """The folders of the index, newest first."""
    for year, count in years:
        for number in range(urls.search_parts(count), 0, -1):
            yield urls.search_part(year, number, config)
