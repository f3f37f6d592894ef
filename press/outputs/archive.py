"""The archive: a page a month, a page a year, and their overview. Months are the canonical paging: closed ones never
change by what is added later.
"""

from __future__ import annotations

from collections.abc import Iterable

from press import urls, views
from press.errors import N_
from press.i18n import translator
from press.model import Card, Touch
from press.rendering.context import Bodies, Workshop, decode
from press.views import builders
from press.views.context import Edition

TEMPLATES = ("month.html", "year.html", "archive.html")
_OVERVIEW = "archive"


def fixed(edition: Edition) -> Iterable[str]:
    """The overview is always there."""
    return (_OVERVIEW,)


def touched(card: Card, edition: Edition) -> Iterable[str]:
    """Its month, its year, and the overview. A month that is new or gone changes the months beside it, which link to
    it; then even its oldest release is among those that are asked.
    """
    month = next((listing for listing in card.listings if listing.startswith("month:")), "")
    if month:
        yield month
        if not edition.catalogue.has_before(month, card.instant):
            yield from (beside for beside in edition.catalogue.beside(month) if beside)
        yield f"year:{month[6:10]}"
        yield _OVERVIEW


def describe(touch: Touch, edition: Edition) -> Iterable[tuple[str, views.View | None]]:
    """One page: of a month, of a year, or the overview."""
    if touch.id == _OVERVIEW:
        yield urls.file_of(urls.archive_address(edition.config)), _overview(edition)
        return
    prefix, _, period = touch.id.partition(":")
    address = urls.listing_address(touch.id, edition.config)
    there = bool(_months(edition, period))
    view = (_month if prefix == "month" else _year)(period, address, edition) if there else None
    yield urls.file_of(address), view


def render(view: bytes, bodies: Bodies, workshop: Workshop) -> bytes:
    """Draw the page."""
    page = decode(view)
    template = "month.html" if "month" in page else "year.html" if "year" in page else "archive.html"
    return workshop.page(template, page)


def _month(month: str, address: str, edition: Edition) -> views.Month:
    older, newer = edition.catalogue.beside(f"month:{month}")
    cards = edition.catalogue.newest(f"month:{month}", -1)
    return views.Month(
        head=builders.head(month, address, edition, crumbs=_crumbs(edition, month[:4])),
        month=month,
        teasers=tuple(builders.teaser(card, edition) for card in cards),
        older=_link(older, edition),
        newer=_link(newer, edition),
    )


def _year(year: str, address: str, edition: Edition) -> views.Year:
    months = _counts(_months(edition, year), edition)
    head = builders.head(year, address, edition, crumbs=_crumbs(edition))
    return views.Year(head=head, year=year, months=months, total=sum(month.count for month in months))


def _overview(edition: Edition) -> views.Archive:
    months = _months(edition, "")
    years = sorted({month[:4] for month, _ in months}, reverse=True)
    return views.Archive(
        head=builders.head("", urls.archive_address(edition.config), edition),
        years=tuple(
            views.YearCount(
                href=urls.href(urls.listing_address(f"year:{year}", edition.config), edition.config),
                year=year,
                count=sum(count for month, count in months if month.startswith(year)),
                months=_counts([pair for pair in months if pair[0].startswith(year)], edition),
            )
            for year in years
        ),
    )


def _months(edition: Edition, period: str) -> list[tuple[str, int]]:
    """The months of a period (a year, a month, or all) with how many releases each has, oldest first."""
    found = edition.catalogue.listings(f"month:{period}")
    return [(name.removeprefix("month:"), count) for name, count in found]


def _counts(months: list[tuple[str, int]], edition: Edition) -> tuple[views.MonthCount, ...]:
    config = edition.config
    return tuple(
        views.MonthCount(
            href=urls.href(urls.listing_address(f"month:{month}", config), config), month=month, count=count
        )
        for month, count in months
    )


def _link(listing: str, edition: Edition) -> views.Link | None:
    if not listing:
        return None
    href = urls.href(urls.listing_address(listing, edition.config), edition.config)
    return views.Link(href=href, label=listing.removeprefix("month:"))


def _crumbs(edition: Edition, year: str = "") -> tuple[views.Link, ...]:
    config = edition.config
    way = [
        views.Link(
            href=urls.href(urls.archive_address(config), config), label=translator(config.language)(N_("Archive"))
        )
    ]
    if year:
        href = urls.href(urls.listing_address(f"year:{year}", config), config)
        way.append(views.Link(href=href, label=year))
    return tuple(way)
