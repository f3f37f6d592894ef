"""Calendars as iCalendar (RFC 5545), with the properties of RFC 7986 for names and renewal.

All times are in UTC, so that no time zones need to be defined; whole days are dates. Nothing depends on the clock:
``DTSTAMP`` is when the release last changed significantly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from press import views

_LINE = 75
"""The longest line, in bytes (section 3.1)."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_RENEWAL = "PT1H"
"""How often programs should ask for a calendar again."""


_NO_EVENTS = (
    "BEGIN:VTIMEZONE", "TZID:Etc/UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE",
)  # fmt: skip
"""What stands in a calendar without events, since one must have some component (section 3.4)."""


def calendar(found: views.Calendar) -> bytes:
    """Write a calendar."""
    events = [line for event in found.events for line in _event(event)]
    first = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Press//Agenda//EN", "CALSCALE:GREGORIAN")
    lines = (*first, *_head(found), *(events or _NO_EVENTS), "END:VCALENDAR")
    return b"".join(map(_folded, lines))


def _head(found: views.Calendar) -> Iterator[str]:
    """Yield what programs show of a calendar; of a single event, nothing."""
    if found.source:
        yield f"NAME:{_text(found.name)}"
        yield f"X-WR-CALNAME:{_text(found.name)}"
        yield f"URL:{found.url}"
        yield f"SOURCE;VALUE=URI:{found.source}"
        yield f"REFRESH-INTERVAL;VALUE=DURATION:{_RENEWAL}"
        yield f"X-PUBLISHED-TTL:{_RENEWAL}"


def _event(event: views.CalendarEvent) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{_utc(event.modified)}"
    yield f"CREATED:{_utc(event.created)}"
    yield f"LAST-MODIFIED:{_utc(event.modified)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"STATUS:{event.status}"
    yield _time("DTSTART", event.starts)
    if event.ends:
        yield _time("DTEND", event.ends)
    yield f"SUMMARY:{_text(event.title)}"
    yield f"DESCRIPTION:{_text(event.description)}"
    if event.place:
        yield f"LOCATION:{_text(event.place)}"
    if event.online:
        yield f"CONFERENCE;VALUE=URI:{event.online}"
    if event.contact:
        yield f"CONTACT:{_text(event.contact)}"
    if event.categories:
        yield f"CATEGORIES:{','.join(map(_text, event.categories))}"
    yield f"URL:{event.url}"
    yield "END:VEVENT"


def _time(name: str, iso: str) -> str:
    return f"{name}:{_utc(iso)}" if "T" in iso else f"{name};VALUE=DATE:{iso.replace('-', '')}"


def _utc(iso: str) -> str:
    return f"{datetime.fromisoformat(iso).astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """Escape a text (section 3.3.11)."""
    plain = _CONTROL.sub("", text.replace("\r\n", "\n"))
    return re.sub(r"([\\;,])", r"\\\1", plain).replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Encode a line, and fold it between characters if it is long."""
    parts: list[bytes] = [b""]
    for character in line:
        encoded = character.encode()
        if len(parts[-1]) + len(encoded) > _LINE:
            parts.append(b" ")
        parts[-1] += encoded
    return b"\r\n".join(parts) + b"\r\n"
