"""The calendars to which people subscribe: of all events, and of each office; and the file of each event.

A calendar has a window: the next events and the last ones, by number and not by the clock, so that no calendar grows
with the archive or changes because a day has passed.
"""

from __future__ import annotations

from press import urls, views
from press.model import EVENTS, Listing
from press.views import addresses, builders, events, terms
from press.views.context import Snapshot

COMING, PAST = 300, 60
"""How many events a calendar has."""


def of_listing(listing: Listing, snapshot: Snapshot) -> views.Calendar | None:
    """Return the calendar of an office, or of all events; None if the office is not declared and has no events."""
    if not addresses.has_calendar(listing, snapshot):
        return None
    config, office = snapshot.config, "" if listing == EVENTS else listing.term
    address = urls.listing_address(listing, config)
    past, coming = events.past(PAST, snapshot, office), events.coming(COMING, snapshot, office)
    title = terms.list_title(EVENTS, snapshot)
    owner = events.office_name(listing, snapshot) if office else config.title
    return views.Calendar(
        name=f"{title} – {owner}",
        url=urls.absolute(address, config),
        source=urls.absolute(urls.calendar_address(address, config), config),
        language=config.language,
        events=tuple(events.in_calendar(card, card.event, snapshot) for card in (*past[::-1], *coming) if card.event),
    )


def of_event(address: str, snapshot: Snapshot) -> views.Calendar | None:
    """Return the file of one event, given the address of its page; None if no event is there."""
    card, config = snapshot.catalogue.page_at(address), snapshot.config
    if card is None or card.event is None:
        return None
    return views.Calendar(
        name=builders.headline(card, config),
        url=urls.absolute(address, config),
        source="",
        language=card.release.lang or config.portal.language,
        events=(events.in_calendar(card, card.event, snapshot),),
    )
