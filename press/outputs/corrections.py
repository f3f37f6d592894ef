"""The register of corrections and withdrawals, a page a year: the newest year first, former years behind it.

A change stands under the year in which it was made, whenever the release was published. A closed year changes only if
one of its releases does, and once when the next year begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from press import urls, views
from press.errors import N_
from press.i18n import translator
from press.model import Card, State, Touch
from press.rendering.context import Bodies, Workshop, decode
from press.store import card_keys
from press.views import builders
from press.views.context import Edition, feed_links

TEMPLATES = ("corrections.html",)
_NEWEST, _YEAR = "changes", "changes:"
_NAME = N_("Corrections and withdrawals")
_Dated = tuple[datetime, str, int, views.Change]
"""A change with what settles its place: its date, the source of its release, its number among that one's changes."""


def fixed(edition: Edition) -> Iterable[str]:
    """The newest year's page is always there, empty or not."""
    return (_NEWEST,)


def touched(card: Card, edition: Edition) -> Iterable[str]:
    """The years of its changes. A year that is new or gone stands in the links of all others; then even its first
    change is among those that are asked.
    """
    years = card_keys.changes_by_year(card)
    for year, at in years.items():
        yield year
        if not edition.catalogue.has_before(year, at):
            yield from (other for other, _ in edition.catalogue.listings(_YEAR))
    if years:
        yield _NEWEST


def describe(touch: Touch, edition: Edition) -> Iterable[tuple[str, views.View | None]]:
    """One year's page; the newest year has none but the register's own."""
    years = [name for name, _ in edition.catalogue.listings(_YEAR)]
    newest = years[-1] if years else ""
    address = urls.listing_address(touch.id, edition.config)
    if touch.id == _NEWEST:
        yield urls.file_of(address), _view(newest, address, years, edition)
    else:
        there = touch.id in years and touch.id != newest
        yield urls.file_of(address), _view(touch.id, address, years, edition) if there else None


def render(view: bytes, bodies: Bodies, workshop: Workshop) -> bytes:
    """Draw the page."""
    return workshop.page("corrections.html", decode(view))


def _view(year: str, address: str, years: list[str], edition: Edition) -> views.Corrections:
    config = edition.config
    name = translator(config.language)(_NAME)
    cards = edition.catalogue.newest(year, -1) if year else []
    dated = sorted(
        (one for card in cards for one in _changes(card, edition) if f"{_YEAR}{one[0]:%Y}" == year),
        key=lambda one: one[:3],
        reverse=True,
    )
    return views.Corrections(
        head=builders.head(name, address, edition, feeds=feed_links(_NEWEST, name, config)),
        changes=tuple(change for *_, change in dated),
        year=year.removeprefix(_YEAR) if len(years) > 1 else "",
        years=_links(years, edition) if len(years) > 1 else (),
    )


def _links(years: list[str], edition: Edition) -> tuple[views.Link, ...]:
    """The years, newest first."""
    addresses = {year: urls.listing_address(year, edition.config) for year in years}
    addresses[years[-1]] = urls.listing_address(_NEWEST, edition.config)
    return tuple(
        views.Link(href=urls.href(addresses[year], edition.config), label=year.removeprefix(_YEAR))
        for year in reversed(years)
    )


def _changes(card: Card, edition: Edition) -> Iterator[_Dated]:
    """The changes of a release, as `entries.corrections` dates them."""
    release, source = card.release, card.release.source
    teaser = builders.teaser(card, edition)
    for number, one in enumerate(() if builders.is_blank(card) else release.corrections):
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
    if withdrawn and card.state is State.WITHDRAWN:
        change = views.Change(
            teaser=teaser,
            date=withdrawn.date.isoformat(),
            what="withdrawn",
            note=withdrawn.reason,
            was="",
            now="",
            replacement=builders.replacement(card, edition),
        )
        yield withdrawn.date, source, len(release.corrections), change
