"""The views of events: on the page of a release, in the agenda, and in calendars."""

from __future__ import annotations

from press.views.parts import Head, Link, Term, View


class Event(View, frozen=True, kw_only=True):
    """When and where an event is, on its page."""

    starts: str
    """ISO 8601, in the zone of its place; a day without a time if it takes whole days."""
    ends: str
    """The same; empty: not known. Of whole days: the last one."""
    local: tuple[str, str] | None = None
    """Both times in the portal's zone, if that is another one."""
    phase: str
    """``coming``, ``now`` or ``past``."""
    status: str
    """``tentative``, ``confirmed``, ``cancelled`` or ``postponed``."""
    reason: str
    postponed_from: str
    has_no_time: bool
    """Whether it is postponed, and its new time is not known."""
    place: str
    address: str
    map: str
    """Where its address is found on a map; empty: it has none."""
    online: str
    online_host: str
    for_media: bool
    accreditation: Link | None
    accreditation_until: str
    result: Link | None
    """The release that says what came of it."""
    calendar: str
    """Link to its calendar file."""


class EventEntry(View, frozen=True, kw_only=True):
    """An event as the agenda and the home page list it."""

    href: str
    title: str
    lang: str
    """Empty: the portal's own."""
    state: str
    starts: str
    ends: str
    phase: str
    status: str
    has_no_time: bool
    postponed_from: str
    place: str
    online: bool
    for_media: bool
    office: str
    result: Link | None = None


class Agenda(View, frozen=True, kw_only=True, tag=True):
    """The agenda: what is coming, soonest first, then what is past, latest first."""

    head: Head
    coming: tuple[EventEntry, ...]
    past: tuple[EventEntry, ...]
    has_more: bool
    """Whether there are more events to come than these."""
    months: tuple[Link, ...]
    """The months that have events, newest first; the label is the month as ``2026-02``."""
    calendar: Link
    """The label is its absolute URL."""
    calendars: tuple[Term, ...]
    """Links to the calendars of offices."""


class AgendaDay(View, frozen=True, kw_only=True):
    """A day of a month, with its events."""

    date: str
    weekday: int
    """1 for Monday, to 7."""
    entries: tuple[EventEntry, ...]


class AgendaMonth(View, frozen=True, kw_only=True, tag=True):
    """All days of a month, with their events."""

    head: Head
    month: str
    """``2026-11``."""
    days: tuple[AgendaDay, ...]
    agenda: str
    """Link to the agenda."""
    older: Link | None
    newer: Link | None
    """The nearest months that have events; the label is the month as ``2026-02``."""


class CalendarEvent(View, frozen=True, kw_only=True, omit_defaults=True):
    """An event in a calendar (RFC 5545)."""

    uid: str
    sequence: int
    """Grows with each change of its time, place or status."""
    created: str
    modified: str
    """ISO 8601."""
    starts: str
    """ISO 8601; a day without a time if it takes whole days."""
    ends: str = ""
    """The same; of whole days, the day after the last one."""
    status: str
    """``TENTATIVE``, ``CONFIRMED`` or ``CANCELLED``."""
    title: str
    description: str
    place: str = ""
    url: str
    online: str = ""
    contact: str = ""
    categories: tuple[str, ...] = ()


class Calendar(View, frozen=True, kw_only=True, tag=True):
    """A calendar: a single event, or those of an office or of all."""

    name: str
    url: str
    """Absolute URL of its page."""
    source: str
    """Its own absolute URL; empty for a single event, to which nobody subscribes."""
    language: str
    events: tuple[CalendarEvent, ...]
