"""The pages of the agenda: what is coming and past, and the months."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date as day
from datetime import timedelta

from press import urls, views
from press.config import Config
from press.i18n.catalogues import translator
from press.i18n.formats import LocaleFormat
from press.i18n.mark import N_
from press.i18n.words import words
from press.model import EVENTS, Card, Event, Listing, ListingKind
from press.views import events, terms, trail
from press.views.context import Snapshot, declared, feed_links

_COMING, _PAST = 50, 12
"""How many events the agenda shows; its months have all."""
ABOUT = N_("What {publisher} invites to: when, where, and for whom.")
"""Message id: what the agenda is."""


def agenda(snapshot: Snapshot) -> views.Agenda:
    """Return the agenda."""
    config = snapshot.config
    title, address = words(config.language).kind_lists["event"], urls.listing_address(EVENTS, config)
    calendar = urls.calendar_address(address, config)
    coming = events.coming(_COMING + 1, snapshot)
    head = trail.head(
        title,
        address,
        snapshot,
        trail.of_list(EVENTS, 0, snapshot),
        description=translator(config.language)(ABOUT).format(publisher=config.publisher),
        feeds=feed_links(EVENTS, terms.list_title(EVENTS, snapshot), config),
    )
    return views.Agenda(
        head=head,
        coming=events.entries(coming[:_COMING], snapshot),
        past=events.entries(events.past(_PAST, snapshot), snapshot),
        has_more=len(coming) > _COMING,
        months=tuple(_link(listing, config) for listing, _ in reversed(snapshot.catalogue.counts(ListingKind.AGENDA))),
        calendar=views.Link(href=urls.href(calendar, config), label=urls.absolute(calendar, config)),
        calendars=tuple(_calendars(snapshot)),
    )


def _calendars(snapshot: Snapshot) -> Iterator[views.Term]:
    """Yield links to the calendars of the offices that have or had events."""
    config, catalogue = snapshot.config, snapshot.catalogue
    found = {listing.term for kind in (ListingKind.COMING, ListingKind.PAST) for listing, _ in catalogue.counts(kind)}
    offices = [Listing(ListingKind.OFFICE, term) for term in sorted(found - {""})]
    for listing in dict.fromkeys((*declared(config), *offices)):
        if listing in offices:
            name = events.office_name(listing, snapshot)
            term = terms.vocabulary(ListingKind.OFFICE, config).get(listing.term)
            href = urls.href(urls.calendar_address(urls.listing_address(listing, config), config), config)
            yield views.Term(href=href, label=(term.short if term else "") or name, name=name)


def _link(listing: Listing, config: Config) -> views.Link:
    return views.Link(href=urls.href(urls.listing_address(listing, config), config), label=listing.term)


# Months ---------------------------------------------------------------------------------------------------------


def month(listing: Listing, snapshot: Snapshot) -> views.AgendaMonth:
    """Return the page of a month."""
    config, address = snapshot.config, urls.listing_address(listing, snapshot.config)
    name, above = words(config.language).kind_lists["event"], urls.listing_address(EVENTS, config)
    before, after = snapshot.catalogue.neighbours(listing)
    title = LocaleFormat(config.language).date(listing.term, "month")
    return views.AgendaMonth(
        head=trail.head(
            f"{name}, {title}", address, snapshot, trail.Trail(title, (trail.link(name, above, config),)),
            description=translator(config.language)(ABOUT).format(publisher=config.publisher),
        ),
        month=listing.term,
        days=tuple(_days(listing, snapshot)),
        agenda=urls.href(above, config),
        older=_link(before, config) if before else None,
        newer=_link(after, config) if after else None,
    )  # fmt: skip


def _days(listing: Listing, snapshot: Snapshot) -> Iterator[views.AgendaDay]:
    """Yield all days of a month; an event is on each of its days, in the time zone of its place."""
    first = day.fromisoformat(f"{listing.term}-01")
    cards: defaultdict[day, list[Card]] = defaultdict(list)
    for card in snapshot.catalogue.oldest(listing, -1):
        if card.event:
            for date in _days_of(card.event, first):
                cards[date].append(card)
    date = first
    while date.month == first.month:
        entries = events.entries(cards[date], snapshot)
        yield views.AgendaDay(date=date.isoformat(), weekday=date.isoweekday(), entries=entries)
        date += timedelta(days=1)


def _days_of(event: Event, first: day) -> Iterator[day]:
    """Yield the days of an event within the month that begins with a day."""
    date, last = max(event.starts.date(), first), (event.over - timedelta(seconds=1)).date()
    yield from (date for date in (event.starts.date(),) if date > last and date.month == first.month)
    while date <= last and date.month == first.month:
        yield date
        date += timedelta(days=1)
