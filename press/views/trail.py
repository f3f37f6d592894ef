"""The breadcrumbs of pages other than releases: for readers, and as JSON-LD for search engines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from press import urls, views
from press.config import Config
from press.i18n.catalogues import translator
from press.i18n.mark import N_
from press.i18n.words import words
from press.model import REGISTERS, Listing, ListingKind, ReleaseKind
from press.views import builders, indexes, json_ld, terms
from press.views.context import Snapshot

CONTACT = N_("Contact")
"""Message id: the name of the page of contacts."""
_PAGE = N_("Page {number}")


class Trail(NamedTuple):
    """Breadcrumbs below the home page."""

    here: str
    """The name of the page itself."""
    parents: tuple[views.Link, ...] = ()


def head(
    title: str, address: str, snapshot: Snapshot, trail: Trail, items: Iterable[str] = (), **more: object
) -> views.Head:
    """Return the ``<head>`` of a page with breadcrumbs; `more` are other fields, as in `builders`.

    `items` are links to the releases that a list shows.
    """
    found = json_ld.of_page(trail.here, address, trail.parents, snapshot, items)
    return builders.head(title, address, snapshot, crumbs=trail.parents, here=trail.here, json_ld=found, **more)


def of_list(listing: Listing, number: int, snapshot: Snapshot) -> Trail:
    """Return the breadcrumbs of a list, or of one of its numbered pages."""
    config = snapshot.config
    name, parents = list_name(listing, snapshot), _above(listing, config)
    if not number:
        return Trail(name, parents)
    itself = link(name, urls.listing_address(listing, config), config)
    return Trail(translator(config.language)(_PAGE).format(number=number), (*parents, itself))


def list_name(listing: Listing, snapshot: Snapshot) -> str:
    """Return the name of a list below its parent: that of a verdict without “Clarifications:”."""
    if listing.kind in REGISTERS:
        return words(snapshot.config.language).verdicts.get(listing.term, listing.term)
    return terms.list_title(listing, snapshot)


def _above(listing: Listing, config: Config) -> tuple[views.Link, ...]:
    """Return the link to what is above a list: the index page of its kind, or the register of clarifications.

    An edition has no index pages.
    """
    names = words(config.language)
    if listing.kind in REGISTERS:
        whole = Listing(ListingKind.KIND, ReleaseKind.CLARIFICATION)
        return (link(names.kind_lists[whole.term], urls.listing_address(whole, config), config),)
    if listing.kind in indexes.INDEXED and not config.folder:
        return (link(names.listings[listing.kind], indexes.index_address(listing.kind, config), config),)
    return ()


def link(label: str, address: str, config: Config) -> views.Link:
    """Return a link to a page of the portal."""
    return views.Link(href=urls.href(address, config), label=label)
