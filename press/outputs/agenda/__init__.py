"""The agenda: what is coming and what is past, a page for each month, and calendars: of all, of an office, of an event.

The pages are ordered by the starts of the events. Whether an event is coming or past is decided when its card is made
(`press.content.agenda`), and the clock makes it again at these minutes. One event more changes its own calendar, those
of its offices, the agenda and its months, whatever the number of events is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from press import urls, views
from press.config import Config
from press.model import EVENTS, Card, Invalidation, Listing, ListingKind
from press.outputs import Described
from press.outputs.agenda import calendars, icalendar, pages
from press.rendering.context import Bodies, RenderContext
from press.store import card_keys
from press.store.catalogue import Catalogue
from press.views.context import Snapshot, declared

TEMPLATES = ("agenda.html", "agenda_month.html")
_view: msgspec.json.Decoder[views.Agenda | views.AgendaMonth | views.Calendar] = msgspec.json.Decoder(
    views.Agenda | views.AgendaMonth | views.Calendar
)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The agenda, and the calendars of all declared offices: their addresses are there before their first event."""
    offices = (listing for listing in declared(snapshot.config) if listing.kind is ListingKind.OFFICE)
    return (str(EVENTS), *map(str, offices))


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The calendar of an event, those of its offices, the agenda, and its months.

    A month that is new or gone affects the months before and after it, which link to it. In that case this is also
    called for the earliest event of the month.
    """
    if card.event:
        yield card.address
    for listing in card.agenda:
        yield from _affected(listing, card_keys.starts(card), catalogue)


def _affected(listing: Listing, starts: int, catalogue: Catalogue) -> Iterator[str]:
    if listing.kind is ListingKind.AGENDA:
        yield str(listing)
        if not catalogue.has_older(listing, starts):
            yield from (str(other) for other in catalogue.neighbours(listing) if other)
    else:
        yield str(Listing(ListingKind.OFFICE, listing.term) if listing.term else EVENTS)


def owns(path: str, config: Config) -> bool:
    """The agenda, its months and pages, and all calendars but those of single events, which are in their folders."""
    folder, _, name = path.rpartition("/")
    listing = urls.listing_at(folder, config)[0]
    if listing is None or (listing != EVENTS and listing.kind not in (ListingKind.AGENDA, ListingKind.OFFICE)):
        return False
    other = ListingKind.OFFICE if name == "index.html" else ListingKind.AGENDA
    return name in ("index.html", urls.calendar_address("", config)) and listing.kind is not other


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """The agenda with its calendar; the page of a month; the calendar of an office, or of an event."""
    config = snapshot.config
    if invalidation.id.endswith("/"):
        yield urls.calendar_address(invalidation.id, config), calendars.of_event(invalidation.id, snapshot)
        return
    listing = Listing.named(invalidation.id)
    address = urls.listing_address(listing, config)
    if listing.kind is ListingKind.AGENDA:
        yield urls.file_of(address), pages.month(listing, snapshot) if snapshot.catalogue.count(listing) else None
        return
    if listing == EVENTS:
        yield urls.file_of(address), pages.agenda(snapshot)
    yield urls.calendar_address(address, config), calendars.of_listing(listing, snapshot)


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Render the page, or write the calendar."""
    found = _view.decode(view)
    match found:
        case views.Agenda():
            return context.page("agenda.html", found)
        case views.AgendaMonth():
            return context.page("agenda_month.html", found)
    return icalendar.calendar(found)
