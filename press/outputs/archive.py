"""The archive: a page for each month, a page for each year, and their overview.

Months are the canonical pagination: releases of later months do not change the page of a month.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from press import urls, views
from press.config import Config
from press.i18n.catalogues import translator
from press.i18n.mark import N_
from press.model import Card, Invalidation, Listing, ListingKind
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views import builders, terms, trail
from press.views.context import Snapshot

TEMPLATES = ("month.html", "year.html", "archive.html")
_OVERVIEW = "archive"
_page: msgspec.json.Decoder[views.Month | views.Year | views.Archive] = msgspec.json.Decoder(
    views.Month | views.Year | views.Archive
)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The overview is always there."""
    return (_OVERVIEW,)


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The month and the year of the release, and the overview.

    A month that is new or gone affects the months before and after it, which link to it. In that case this is also
    called for the oldest release of the month.
    """
    month, year = card.listing(ListingKind.MONTH), card.listing(ListingKind.YEAR)
    if month and year:
        yield str(month)
        if not catalogue.has_older(month, card.instant):
            yield from (str(other) for other in catalogue.neighbours(month) if other)
        yield str(year)
        yield _OVERVIEW


def owns(path: str, config: Config) -> bool:
    """The overview, and the pages of all months and years."""
    listing = urls.listing_of(path, config)
    is_period = listing is not None and listing.kind in (ListingKind.MONTH, ListingKind.YEAR)
    return is_period or path == urls.file_of(urls.archive_address(config))


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """One page: of a month, of a year, or the overview."""
    if invalidation.id == _OVERVIEW:
        yield urls.file_of(urls.archive_address(snapshot.config)), _overview(snapshot)
        return
    listing = Listing.named(invalidation.id)
    describe_one = _month if listing.kind is ListingKind.MONTH else _year
    view = describe_one(listing, snapshot) if snapshot.catalogue.count(listing) else None
    yield urls.file_of(urls.listing_address(listing, snapshot.config)), view


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Render the page."""
    page = _page.decode(view)
    match page:
        case views.Month():
            return context.page("month.html", page)
        case views.Year():
            return context.page("year.html", page)
    return context.page("archive.html", page)


def _month(listing: Listing, snapshot: Snapshot) -> views.Month:
    month, address = listing.term, urls.listing_address(listing, snapshot.config)
    older, newer = snapshot.catalogue.neighbours(listing)
    cards = snapshot.catalogue.newest(listing, -1)
    return views.Month(
        head=trail.head(
            month,
            address,
            snapshot,
            trail.Trail(terms.list_title(listing, snapshot), _breadcrumbs(snapshot, month[:4])),
        ),
        month=month,
        teasers=tuple(builders.teaser(card, snapshot) for card in cards),
        older=_link(older, snapshot) if older else None,
        newer=_link(newer, snapshot) if newer else None,
    )


def _year(listing: Listing, snapshot: Snapshot) -> views.Year:
    year, address = listing.term, urls.listing_address(listing, snapshot.config)
    months = _counts(snapshot.catalogue.counts(ListingKind.MONTH, year), snapshot)
    head = trail.head(year, address, snapshot, trail.Trail(year, _breadcrumbs(snapshot)))
    return views.Year(head=head, year=year, months=months, total=sum(month.count for month in months))


def _overview(snapshot: Snapshot) -> views.Archive:
    years = [listing for listing, _ in reversed(snapshot.catalogue.counts(ListingKind.YEAR))]
    return views.Archive(
        head=trail.head("", urls.archive_address(snapshot.config), snapshot, trail.Trail(_name(snapshot.config))),
        years=tuple(_year_count(listing, snapshot) for listing in years),
    )


def _year_count(listing: Listing, snapshot: Snapshot) -> views.YearCount:
    months = _counts(snapshot.catalogue.counts(ListingKind.MONTH, listing.term), snapshot)
    return views.YearCount(
        href=_href(listing, snapshot),
        year=listing.term,
        count=sum(month.count for month in months),
        months=months,
    )


def _counts(months: list[tuple[Listing, int]], snapshot: Snapshot) -> tuple[views.MonthCount, ...]:
    return tuple(
        views.MonthCount(href=_href(month, snapshot), month=month.term, count=count) for month, count in months
    )


def _link(listing: Listing, snapshot: Snapshot) -> views.Link:
    return views.Link(href=_href(listing, snapshot), label=listing.term)


def _href(listing: Listing, snapshot: Snapshot) -> str:
    return urls.href(urls.listing_address(listing, snapshot.config), snapshot.config)


def _breadcrumbs(snapshot: Snapshot, year: str = "") -> tuple[views.Link, ...]:
    config = snapshot.config
    overview = trail.link(_name(config), urls.archive_address(config), config)
    return (overview, _link(Listing(ListingKind.YEAR, year), snapshot)) if year else (overview,)


def _name(config: Config) -> str:
    return translator(config.language)(N_("Archive"))
