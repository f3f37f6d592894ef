"""Functions that make the views of events: for the page of an event, for lists, and for calendars."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from press import urls, views
from press.config import Config
from press.model import Card, Event, EventStatus, Listing, ListingKind
from press.store import card_keys
from press.views import builders, terms
from press.views.context import Snapshot
from press.views.offices import MAPS

_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
"""Before every change that a sequence number counts."""
_STEPS = {EventStatus.TENTATIVE: 0, EventStatus.CONFIRMED: 1, EventStatus.POSTPONED: 2, EventStatus.CANCELLED: 3}
"""The states of an event, in the order in which it passes through them."""
_STATUS = {EventStatus.TENTATIVE: "TENTATIVE", EventStatus.CANCELLED: "CANCELLED"}
"""The states that calendars have besides ``CONFIRMED``."""


# For the page of a release --------------------------------------------------------------------------------------


def of_card(card: Card, snapshot: Snapshot) -> views.Event | None:
    """Return when and where an event is; None for a release of another kind."""
    event, config = card.event, snapshot.config
    if event is None:
        return None
    where = ", ".join(filter(None, (event.place, event.address)))
    return views.Event(
        **_times(event, snapshot),
        local=_local(event, config),
        reason=event.reason,
        place=event.place,
        address=event.address,
        map=MAPS + quote(where, safe="") if event.address else "",
        online=event.online,
        online_host=urlsplit(event.online).hostname or "",
        for_media=event.for_media,
        accreditation=_accreditation(event.accreditation),
        accreditation_until=event.accreditation_until.isoformat() if event.accreditation_until else "",
        result=_result(event, snapshot),
        calendar=urls.href(urls.calendar_address(card.address, config), config),
    )


def with_result(card: Card, snapshot: Snapshot) -> tuple[views.Link, ...]:
    """Return links to the events of which a release is the result."""
    id = card.release.id
    cards = (snapshot.catalogue.card(source) for source in snapshot.catalogue.using(f"id:{id}"))
    return tuple(_link(one, snapshot.config) for one in cards if one and one.public and _names(one, id))


def _names(card: Card, id: str) -> bool:
    return card.event is not None and card.event.result == id


def _link(card: Card, config: Config) -> views.Link:
    return views.Link(href=urls.href(card.address, config), label=builders.headline(card, config))


def _result(event: Event, snapshot: Snapshot) -> views.Link | None:
    card = snapshot.catalogue.by_id(event.result) if event.result else None
    return _link(card, snapshot.config) if card and card.public else None


def _accreditation(written: str) -> views.Link | None:
    if not written:
        return None
    is_mail = "://" not in written and not written.startswith("mailto:")
    return views.Link(href=f"mailto:{written}" if is_mail else written, label=urlsplit(written).hostname or written)


def _times(event: Event, snapshot: Snapshot) -> dict[str, Any]:
    """Return the times and the state of an event, by the fields of its views."""
    return {
        "starts": time(event.starts, event),
        "ends": time(event.ends, event),
        "phase": _phase(event, snapshot.now),
        "status": event.status,
        "postponed_from": time(event.postponed_from, event),
        "has_no_time": event.has_no_time,
    }


def span(event: Event) -> tuple[str, str]:
    """Return when an event begins and ends, ISO 8601; days without times if it takes whole days."""
    return time(event.starts, event), time(event.ends, event)


def time(at: datetime | None, event: Event) -> str:
    """Return a time of an event, ISO 8601; a day without a time if it takes whole days."""
    if at is None:
        return ""
    return at.date().isoformat() if event.all_day else at.isoformat()


def _phase(event: Event, now: datetime) -> str:
    return "coming" if now < event.starts else "now" if now < event.over else "past"


def _local(event: Event, config: Config) -> tuple[str, str] | None:
    """Return the times of an event in the portal's zone, if that is another one then."""
    starts = event.starts.astimezone(config.zone)
    if event.all_day or starts.utcoffset() == event.starts.utcoffset():
        return None
    return starts.isoformat(), event.ends.astimezone(config.zone).isoformat() if event.ends else ""


# For lists ------------------------------------------------------------------------------------------------------


def entry(card: Card, event: Event, snapshot: Snapshot) -> views.EventEntry:
    """Return an event as lists show it."""
    release = card.release
    office = terms.term(ListingKind.OFFICE, release.offices[0], snapshot).label if release.offices else ""
    return views.EventEntry(
        href=urls.href(card.address, snapshot.config),
        title=release.title,
        lang=release.lang,
        state=card.state,
        **_times(event, snapshot),
        place=event.place or event.address,
        online=bool(event.online),
        for_media=event.for_media,
        office=office,
        result=_result(event, snapshot),
    )


def entries(cards: list[Card], snapshot: Snapshot) -> tuple[views.EventEntry, ...]:
    """Return events as lists show them."""
    return tuple(entry(card, card.event, snapshot) for card in cards if card.event)


def coming(limit: int, snapshot: Snapshot, office: str = "") -> list[Card]:
    """Return the next events of all offices, or of one, soonest first."""
    return snapshot.catalogue.oldest(Listing(ListingKind.COMING, office), limit)


def past(limit: int, snapshot: Snapshot, office: str = "") -> list[Card]:
    """Return the last events of all offices, or of one, latest first."""
    return snapshot.catalogue.newest(Listing(ListingKind.PAST, office), limit)


def office_name(listing: Listing, snapshot: Snapshot) -> str:
    """Return the name of an office that has events: as declared, else as its events spell it."""
    declared = terms.vocabulary(ListingKind.OFFICE, snapshot.config).get(listing.term)
    if declared:
        return declared.name
    cards = past(1, snapshot, listing.term) or coming(1, snapshot, listing.term)
    return terms.spelling(listing, cards[0].release.offices if cards else ())


# For calendars --------------------------------------------------------------------------------------------------


def in_calendar(card: Card, event: Event, snapshot: Snapshot) -> views.CalendarEvent:
    """Return an event for a calendar. A translation is the same event."""
    release, config = card.release, snapshot.config
    id = quote(release.translation_of or release.id, safe="")
    last = event.over if event.all_day else event.ends
    contact = builders.contact(card, config)
    url = urls.absolute(card.address, config)
    return views.CalendarEvent(
        uid=f"{id}@{config.identity.authority}",
        sequence=sequence(card, event),
        created=release.date.isoformat(),
        modified=card_keys.modified(card).isoformat(),
        starts=time(event.starts, event),
        ends=time(last, event),
        status="CANCELLED" if card.is_withdrawn or event.has_no_time else _STATUS.get(event.status, "CONFIRMED"),
        title=builders.headline(card, config),
        description="\n\n".join(filter(None, (event.reason, builders.description(card, config), url))),
        place=", ".join(filter(None, (event.place, event.address))) or event.online,
        url=url,
        online=event.online,
        contact=", ".join(filter(None, (contact.name, contact.phone, contact.email))) if contact else "",
        categories=tuple(terms.term(ListingKind.TOPIC, topic, snapshot).name for topic in release.topics),
    )


def sequence(card: Card, event: Event) -> int:
    """Return a number that grows with each change that is told: four steps for each minute until the last one.

    Within a minute, it grows with the state of the event (RFC 5545, section 3.8.7.4).
    """
    changed = card_keys.changed(card)
    minutes = max(0, (changed - _BEGINNING) // timedelta(minutes=1)) if changed else 0
    return 4 * minutes + (3 if card.is_withdrawn else _STEPS[event.status])
