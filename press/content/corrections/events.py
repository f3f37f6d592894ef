"""Events of which calendars are not told that they have changed: the old release is compared with the new one.

A calendar takes a change over if ``SEQUENCE`` grows (RFC 5545, section 3.8.7.4), which is made from the last change of
which readers are told.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from press import rules
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.model import Event, Release

_COUNTED = ("starts", "ends", "all_day", "status")
"""The fields whose changes must be counted."""


def problems(old: Release, new: Release) -> Iterator[Diagnostic]:
    """Yield a problem if the time or the state of an event was changed, and nothing tells it."""
    if old.event and new.event and _last_change(new) <= _last_change(old):
        changed = [name for name in _COUNTED if getattr(old.event, name) != getattr(new.event, name)]
        for name in changed[:1]:
            line = new.lines.get(f"event.{name}", new.lines.get("event", 1))
            message = N_("the event was {was} and is {now}, but calendars keep what they have")
            hint = N_("write the time of the change as updated:, or a correction; then calendars take it over")
            values = {"was": _shown(old.event, name), "now": _shown(new.event, name)}
            yield rules.EVENT_UPDATED.broken(Place(new.source, line), message, hint, **values)


def _last_change(release: Release) -> datetime:
    """Return when a release last changed so that readers are told, or was published."""
    dates = [release.date, *(entry.date for entry in release.corrections)]
    return max([*dates, release.updated] if release.updated else dates)


def _shown(event: Event, name: str) -> str:
    """Return the value of a field as people write it."""
    value = getattr(event, name)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if event.all_day else f"{value:%Y-%m-%d %H:%M %z}"
    return "–" if value is None else str(value).lower()
