"""Check events: that their times are in order, and that readers and journalists are told all that they need."""

from __future__ import annotations

from collections.abc import Iterator

from press import rules
from press.content import lifecycle
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.model import Card, Event, EventStatus
from press.store import card_keys
from press.views import builders
from press.views.context import Snapshot


def check(card: Card, snapshot: Snapshot) -> Iterator[Diagnostic]:
    """Yield the problems of an event."""
    event = card.event
    if event is None or card.is_withdrawn:
        return
    yield from _times(event, card)
    yield from _status(event, card)
    yield from _completeness(event, card, snapshot)
    if event.over + lifecycle.RESULT_AFTER <= snapshot.now and not event.result and _takes_place(event):
        message = N_("the event was on {date}, but no release says what came of it")
        hint = N_("write the id of that release as result: below event:; if there is none, say in the text how it went")
        yield rules.EVENT_RESULT.broken(_place(card, "starts"), message, hint, date=event.starts.date())


def _times(event: Event, card: Card) -> Iterator[Diagnostic]:
    hint = N_("correct one of the two times")
    if event.ends and event.over <= event.starts:
        message = N_("the event is over before it begins")
        yield rules.EVENT_TIMES.broken(_place(card, "ends"), message, hint)
    if event.accreditation_until and event.accreditation_until > event.starts:
        message = N_("journalists could register until after the event has begun")
        yield rules.EVENT_TIMES.broken(_place(card, "accreditation_until"), message, hint)
    if not event.all_day and not (event.starts.hour or event.starts.minute):
        message = N_("the event begins at midnight")
        hint = N_("write the time of day, such as 2026-03-14 09:30; if it takes whole days, write all_day: true")
        yield rules.EVENT_MIDNIGHT.broken(_place(card, "starts"), message, hint)


def _status(event: Event, card: Card) -> Iterator[Diagnostic]:
    if event.is_cancelled and not event.reason:
        message, hint = N_("the event is cancelled, but does not say why"), N_("write reason: and a sentence")
        yield rules.EVENT_STATUS.broken(_place(card, "status"), message, hint)
    if event.status is EventStatus.POSTPONED and not event.postponed_from:
        message = N_("the event is postponed, but does not say from when")
        hint = N_(
            "write the old time as postponed_from:, and the new one as starts:; if it is not known, the old one in both"
        )
        yield rules.EVENT_STATUS.broken(_place(card, "status"), message, hint)
    if event.status in (EventStatus.CANCELLED, EventStatus.POSTPONED) and not card_keys.changed(card):
        message = N_("nothing tells the subscribers of feeds and calendars that the event has changed")
        hint = N_("write the time of the change as updated:")
        yield rules.EVENT_UPDATED.broken(_place(card, "status"), message, hint)


def _completeness(event: Event, card: Card, snapshot: Snapshot) -> Iterator[Diagnostic]:
    if not (event.place or event.address or event.online):
        message, hint = N_("the event has no place"), N_("write place: and address:, or online: and its web address")
        yield rules.EVENT_PLACE.broken(_place(card, "starts"), message, hint)
    if event.for_media and not event.accreditation and not builders.contact(card, snapshot.config):
        message = N_("journalists are invited, but do not learn where to register")
        hint = N_("write accreditation: and an address below event:, or contact: of the release")
        yield rules.EVENT_MEDIA.broken(_place(card, "for_media"), message, hint)


def _takes_place(event: Event) -> bool:
    return not event.is_cancelled and not event.has_no_time


def _place(card: Card, field: str) -> Place:
    lines = card.release.lines
    return Place(card.release.source, lines.get(f"event.{field}", lines.get("event", 1)))
