"""The reader of `event`: when and where an event is, and whether it takes place."""

from __future__ import annotations

import re
from typing import Any

from press import rules, web
from press.content.front_matter.readers import ReadContext, Reader, boolean, complete, mapping, moment, text
from press.content.front_matter.values import Value, has_value, is_empty
from press.i18n.mark import N_
from press.i18n.words import meaning, words
from press.model import Event, EventStatus, ReleaseKind

_MAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+")


def event(value: Value, path: str, context: ReadContext) -> Event | None:
    """Read an event. A draft may not have its time yet, as `new` writes it."""
    if context.is_draft and isinstance(value.data, dict) and is_empty(value.data.get("starts")):
        return None
    found = mapping(value, path, _EVENT, _at_its_place(value, context))
    return Event(**found) if found is not None and complete(found, ("starts",), value, path, context) else None


def _at_its_place(value: Value, context: ReadContext) -> ReadContext:
    """Return the context with the place of the event as that of the release, if ``[places]`` gives it a time zone."""
    place = value.data.get("place") if isinstance(value.data, dict) else None
    if place is None or place.data not in context.config.places:
        return context
    there = ReadContext({**context.fields, "place": place}, context.source, context.config, context.findings)
    there.lines, there.suggested = context.lines, context.suggested
    return there


def _status(value: Value, path: str, context: ReadContext) -> EventStatus | None:
    written = text(value, path, context)
    if written is None:
        return None
    found = meaning(written, "event_states")
    if not found:
        names = ", ".join(label.lower() for label in words(context.config.language).event_states.values())
        message, hint = N_("“{name}” does not say whether an event takes place"), N_("write one of: {names}")
        context.add_error(value, path, message, hint, name=written[:80], names=names)
    return EventStatus(found) if found else None


def _online(value: Value, path: str, context: ReadContext) -> str | None:
    written = text(value, path, context)
    address = web.link_of(written or "")
    if written is not None and not address:
        hint = N_("write the complete address, beginning with https://")
        context.add_error(value, path, N_("“{address}” is not a web address"), hint, address=written[:80])
    return address or None


def _accreditation(value: Value, path: str, context: ReadContext) -> str | None:
    written = text(value, path, context)
    if written is None or _MAIL.fullmatch(written):
        return written
    address = web.link_of(written)
    if not address:
        message = N_("“{address}” is neither a web address nor an e-mail address")
        hint = N_("write where journalists register, such as https://… or humas@…")
        context.add_error(value, path, message, hint, address=written[:80])
    return address or None


_EVENT: dict[str, Reader] = {
    "starts": moment, "ends": moment, "all_day": boolean, "place": text, "address": text, "online": _online,
    "for_media": boolean, "accreditation": _accreditation, "accreditation_until": moment, "status": _status,
    "reason": text, "postponed_from": moment, "result": text,
}  # fmt: skip


def check(values: dict[str, Any], context: ReadContext) -> None:
    """Report an event without its time, and a time of an event in any other kind."""
    is_event = values.get("kind") is ReleaseKind.EVENT
    if is_event and not has_value(context.fields, "event"):
        message = N_("an event must say when it is")
        hint = N_("write event: and below it starts: and place:")
        context.findings.add((context.lines["kind"], 0), rules.EVENT_KIND, message, hint)
    elif "event" in values and not is_event:
        message, hint = N_("only an event says when it is"), N_("write kind: event")
        context.findings.add((context.lines["event"], 0), rules.EVENT_KIND, message, hint)
