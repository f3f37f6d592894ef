"""The context for reading one release, and the readers of simple fields.

A *reader* turns the value of one field into the value of a field of `Release`. If the value is empty or invalid, it
returns None; if it is invalid, it also adds the problem to the findings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from functools import cached_property
from typing import Any

from press import rules
from press.config import Config
from press.content import dates
from press.content.front_matter import names
from press.content.front_matter.values import Fields, Findings, Value, entries, is_empty
from press.i18n.mark import N_

Reader = Callable[[Value, str, "ReadContext"], Any]
"""Arguments: value, its path in the front matter (``images.0.src``), context."""

MAX_ENTRIES = 200
"""Most entries of a list. Every term has pages and feeds of its own, every former address a page, every photo files."""
MAX_CHARACTERS = 10_000
"""Most characters of a text. Titles and summaries are on many pages."""


class ReadContext:
    """What readers need besides the value."""

    def __init__(self, fields: Fields, source: str, config: Config, findings: Findings) -> None:
        self.fields = fields
        self.source = source
        self.config = config
        self.findings = findings
        self.lines: dict[str, int] = {}
        """Line of each field that is not empty, by its path."""
        self.suggested: set[str] = set()
        """Paths of fields that were suggested in place of unknown ones: none is suggested twice."""

    @property
    def is_page(self) -> bool:
        """Tell whether this is a standing page."""
        return self.source.startswith("pages/")

    @property
    def is_draft(self) -> bool:
        """Tell whether this is a draft, or may be meant as one: a wrong value is reported by its reader."""
        draft = self.fields.get("draft")
        return draft is not None and bool(draft.data) and not (isinstance(draft.data, str) and draft.data.lower() in NO)

    @cached_property
    def zone(self) -> tzinfo:
        """Time zone of times without an offset."""
        place = self.fields.get("place")
        return self.config.zone_of(place.data) if place and isinstance(place.data, str) else self.config.zone

    def add_error(self, value: Value, path: str, message: str, hint: str = "", **values: object) -> None:
        """Add a problem of a value, under the rule of its field."""
        self.findings.add(value.at, rules.of_field(path), message, hint, **{"field": path, **values})


def read_fields(
    fields: Fields, readers: Mapping[str, Reader], context: ReadContext, prefix: str = ""
) -> dict[str, Any]:
    """Read all fields of a mapping. The result leaves out those that are empty or invalid."""
    values = {}
    for name, value in fields.items():
        path = prefix + name
        reader = readers.get(name)
        if reader is None:
            _report_unknown(path, value, fields, readers, context)
        elif value.data:
            context.lines[path] = value.key[0]
            found = reader(value, path, context)
            if found is not None:
                values[name] = found
    return values


def text(value: Value, path: str, context: ReadContext) -> str | None:
    """Read a single text."""
    if isinstance(value.data, str):
        return (value.data or None) if is_short(value, value.data, path, context) else None
    context.add_error(value, path, N_("“{field}” must be one text, not a list"), N_("write it on one line, in quotes"))
    return None


def texts(value: Value, path: str, context: ReadContext) -> tuple[str, ...] | None:
    """Read a list of texts, without duplicates; a single text is a list of one."""
    if not has_few(value, path, context):
        return None
    found = (text(entry, path, context) for entry in entries(value))
    return tuple(dict.fromkeys(filter(None, found))) or None


def is_short(value: Value, written: str, path: str, context: ReadContext) -> bool:
    """Tell whether a text is not longer than any may be; report it if it is."""
    if len(written) <= MAX_CHARACTERS:
        return True
    message, hint = N_("“{field}” has {count} characters; at most {limit} are allowed"), N_("shorten it")
    context.findings.add(value.at, rules.SIZE, message, hint, field=path, count=len(written), limit=MAX_CHARACTERS)
    return False


def has_few(value: Value, path: str, context: ReadContext) -> bool:
    """Tell whether a list is not longer than any may be; report it if it is."""
    if len(entries(value)) <= MAX_ENTRIES:
        return True
    message, hint = (
        N_("“{field}” has {count} entries; at most {limit} are allowed"),
        N_("delete those that are not needed"),
    )
    context.findings.add(value.at, rules.SIZE, message, hint, field=path, count=len(entries(value)), limit=MAX_ENTRIES)
    return False


def moment(value: Value, path: str, context: ReadContext) -> datetime | None:
    """Read a date with or without a time."""
    written = text(value, path, context)
    found = dates.moment(written, context.zone) if written else None
    if written and found is None:
        context.findings.add(value.at, rules.DATE, N_("“{text}” is not a date"), DATE_HINT, text=written[:80])
    return found


DATE_HINT = N_("write the day and the time as 2026-03-14 09:30")

YES = frozenset({"true", "yes", "on", "y", "1", "ya"})
NO = frozenset({"false", "no", "off", "n", "0", "tidak"})


def boolean(value: Value, path: str, context: ReadContext) -> bool | None:
    """Read a boolean, in English or Indonesian."""
    written = value.data.lower() if isinstance(value.data, str) else ""
    if written in YES or written in NO:
        return written in YES
    context.add_error(value, path, N_("“{field}” must be true or false"), N_("write true or false"))
    return None


def mapping(value: Value, path: str, readers: Mapping[str, Reader], context: ReadContext) -> dict[str, Any] | None:
    """Read a value that is a mapping."""
    if isinstance(value.data, dict):
        return read_fields(names.in_press(value.data, readers, context.findings), readers, context, f"{path}.")
    context.add_error(
        value,
        path,
        N_("“{field}” needs fields of its own: {names}"),
        N_("write them below it, each on a line that begins with two spaces"),
        names=", ".join(readers),
    )
    return None


def complete(found: Mapping[str, Any], needed: tuple[str, ...], value: Value, path: str, context: ReadContext) -> bool:
    """Tell whether all fields that a mapping needs were read; report those that are missing."""
    written = value.data if isinstance(value.data, dict) else {}
    for name in needed:
        if name not in found and is_empty(written.get(name)):
            message, hint = N_("“{field}” is missing"), N_("write {name}: and its value below {parent}:")
            parent = path.partition(".")[0]
            context.findings.add(
                value.key, rules.of_field(path), message, hint, field=f"{path}.{name}", name=name, parent=parent
            )
    return all(name in found for name in needed)


def _report_unknown(path: str, value: Value, fields: Fields, known: Mapping[str, Reader], context: ReadContext) -> None:
    """Report a field that Press does not know; as an error, where it may be meant to keep something from the public."""
    nearest = names.similar(path, value, known, context.findings)
    if "." in nearest and nearest.partition(".")[0] not in fields:
        nearest = ""
    parent, _, name = nearest.rpartition(".")
    values = {"field": path[:80], "nearest": name, "parent": parent, "text": str(value.data)[:80]}
    is_denied = isinstance(value.data, str) and value.data.lower() in NO
    protected = rules.FIELDS.get(path.partition(".")[0] if "." in path else nearest)
    if protected in _PROTECTIVE and not is_denied:
        message = N_("“{field}” is not a field of a release; it may be meant to keep something from the public")
        hint = N_("write {nearest}: instead, or delete this") if nearest else N_("delete this")
        context.findings.add(value.key, protected, message, hint, **values)
        return
    message = N_("“{field}” is not a field of a release, and is ignored")
    suggested = path.removesuffix(path.rpartition(".")[2]) + nearest
    hint = names.advice(path, nearest, is_there=nearest in fields or suggested in context.suggested)
    context.suggested.add(suggested)
    context.findings.add(value.key, rules.UNKNOWN_FIELD, message, hint, **values)


_PROTECTIVE = (rules.FIELDS["draft"], rules.FIELDS["withdrawn"])
"""The rules of the fields that keep something from the public."""
