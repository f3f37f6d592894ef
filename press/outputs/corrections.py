"""The register of corrections and withdrawals: its own page shows the newest year; each former year has a page.

A change is listed in the year in which it was made, whenever the release was published. The page of a former year
changes only if one of its releases does, and when a year is added or removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from press import urls, views
from press.config import Config
from press.i18n.catalogues import translator
from press.i18n.words import ABOUT_CORRECTIONS, CORRECTIONS
from press.model import CHANGES, Card, Invalidation, Listing, ListingKind
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store import card_keys
from press.store.catalogue import Catalogue
from press.views import builders, links, trail
from press.views.context import Snapshot, feed_links

TEMPLATES = ("corrections.html",)
_DatedChange = tuple[datetime, str, int, views.Change]
"""A change, after its sort key: its date, the source of its release, its number among that release's changes."""
_page = msgspec.json.Decoder(views.Corrections)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The page of the newest year is always there, empty or not."""
    return (str(CHANGES),)


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The years of its changes, and the register's own page.

    All years link to each other, so a year that is new or gone affects all. In that case this is also called for the
    card with the earliest change of the year, which has none older.
    """
    years = card_keys.changes_by_year(card)
    for year, instant in years.items():
        yield str(year)
        if not catalogue.has_older(year, instant):
            yield from (str(other) for other, _ in catalogue.counts(ListingKind.CHANGES))
    if years:
        yield str(CHANGES)


def owns(path: str, config: Config) -> bool:
    """The page of the register, and those of all years."""
    listing = urls.listing_of(path, config)
    is_year = listing is not None and listing.kind is ListingKind.CHANGES
    return is_year or path == urls.file_of(urls.listing_address(CHANGES, config))


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """The page of one year; the newest year has no page besides the register's own."""
    years = [listing for listing, _ in snapshot.catalogue.counts(ListingKind.CHANGES)]
    newest = years[-1] if years else None
    wanted = Listing.named(invalidation.id)
    address = urls.listing_address(wanted, snapshot.config)
    if wanted == CHANGES:
        yield urls.file_of(address), _view(newest, address, years, snapshot)
    else:
        exists = wanted in years and wanted != newest
        yield urls.file_of(address), _view(wanted, address, years, snapshot) if exists else None


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Render the page."""
    return context.page("corrections.html", _page.decode(view))


def _view(year: Listing | None, address: str, years: list[Listing], snapshot: Snapshot) -> views.Corrections:
    config = snapshot.config
    name = translator(config.language)(CORRECTIONS)
    has_several = len(years) > 1
    return views.Corrections(
        head=trail.head(
            name,
            address,
            snapshot,
            _trail(name, address, config),
            description=translator(config.language)(ABOUT_CORRECTIONS),
            feeds=feed_links(CHANGES, name, config),
        ),
        changes=_changes_in(year, snapshot) if year else (),
        year=year.term if year and has_several else "",
        years=_links(years, snapshot) if has_several else (),
    )


def _trail(name: str, address: str, config: Config) -> trail.Trail:
    """The breadcrumbs: a former year is below the register."""
    register = urls.listing_address(CHANGES, config)
    if address == register:
        return trail.Trail(name)
    return trail.Trail(address.strip("/").rpartition("/")[2], (trail.link(name, register, config),))


def _links(years: list[Listing], snapshot: Snapshot) -> tuple[views.Link, ...]:
    """The years, newest first."""
    addresses = {year: urls.listing_address(year, snapshot.config) for year in years}
    addresses[years[-1]] = urls.listing_address(CHANGES, snapshot.config)
    return tuple(
        views.Link(href=urls.href(addresses[year], snapshot.config), label=year.term) for year in reversed(years)
    )


def _changes_in(year: Listing, snapshot: Snapshot) -> tuple[views.Change, ...]:
    """The changes of a year, newest first."""
    cards = snapshot.catalogue.newest(year, -1)
    dated = [one for card in cards for one in _changes(card, snapshot) if f"{one[0]:%Y}" == year.term]
    return tuple(change for *_, change in sorted(dated, key=lambda one: one[:3], reverse=True))


def _changes(card: Card, snapshot: Snapshot) -> Iterator[_DatedChange]:
    """The changes of a release, with the dates that `card_keys.corrections` gives."""
    release, source = card.release, card.release.source
    teaser = builders.teaser(card, snapshot)
    for number, one in enumerate(release.corrections):
        change = views.Change(
            teaser=teaser,
            date=one.date.isoformat(),
            what="corrected",
            note=one.note,
            was=one.was,
            now=one.now,
            replacement=None,
        )
        yield one.date, source, number, change
    withdrawn = release.withdrawn
    if withdrawn and card.is_withdrawn:
        change = views.Change(
            teaser=teaser,
            date=withdrawn.date.isoformat(),
            what="withdrawn",
            note=withdrawn.reason,
            was="",
            now="",
            replacement=links.replacement(card, snapshot),
        )
        yield withdrawn.date, source, len(release.corrections), change
