"""Write a release as a file: YAML front matter, with quotation marks only where they are needed to read it back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import msgspec

from press.content import dates
from press.content.front_matter.release_fields import NAMES, slug_of
from press.expressions import expression
from press.model import Evidence, Release, ReleaseKind

Plain = str | list["Plain"] | dict[str, "Plain"]
"""A value of front matter: a text, a list or a mapping."""


def dump(release: Release, text: str) -> str:
    """Return a release and its Markdown as a file; `parse` is the inverse. The fields are in the order of `NAMES`."""
    fields = _release_fields(release)
    lines = [line for name in NAMES if name in fields for line in field_lines(name, fields[name], "")]
    matter = "\n".join(("---", *lines, "---", ""))
    return f"{matter}\n{text}\n" if text else matter


def _release_fields(release: Release) -> dict[str, Plain]:
    """Return the fields to write: all but empty values, defaults, and what follows from the name of the file."""
    fields = _fields(release)
    if release.slug == slug_of(release.source):
        del fields["slug"]
    if release.kind in (ReleaseKind.RELEASE, ReleaseKind.PAGE):
        fields.pop("kind", None)
    if release.offices:
        fields["office"], *others = release.offices
        fields["offices"] = list(others)
    for name in _PEOPLE:
        if len(people := getattr(release, name)) == 1:
            fields[name] = people[0]
    return {name: value for name, value in fields.items() if value}


_PEOPLE = ("author", "photographer", "editor", "approved_by")
"""Fields that usually have one name: then it is written without brackets."""


def _fields(struct: msgspec.Struct) -> dict[str, Plain]:
    """Return the fields of a struct whose values are neither empty nor the default."""
    defaults = {field.name: field.default for field in msgspec.structs.fields(struct)}
    values = {name: getattr(struct, name) for name in struct.__struct_fields__ if name != "lines"}
    plain = {name: _plain(value) for name, value in values.items() if value is not defaults[name]}
    return {name: value for name, value in plain.items() if value}


def _evidence(one: Evidence) -> Plain:
    """Return a name with its address, or only one of them."""
    return _fields(one) if one.title and one.url else one.title or one.url


def _plain(value: Any) -> Plain:
    if isinstance(value, msgspec.Struct):
        return _evidence(value) if isinstance(value, Evidence) else _fields(value)
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, datetime):
        return dates.formatted(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if value else ""


def field_lines(name: str, value: Plain, indent: str) -> Iterator[str]:
    """Yield the lines of a field."""
    if isinstance(value, str):
        yield f"{indent}{name}: {scalar(value)}"
    elif isinstance(value, Mapping):
        yield f"{indent}{name}:"
        for inner, entry in value.items():
            yield from field_lines(inner, entry, f"{indent}  ")
    elif all(isinstance(entry, str) and _FLOW_TEXT.fullmatch(entry) and _is_bare(entry) for entry in value):
        yield f"{indent}{name}: [{', '.join(map(str, value))}]"
    else:
        yield f"{indent}{name}:"
        for entry in value:
            yield from _entry(entry, f"{indent}  ")


def _entry(entry: Plain, indent: str) -> Iterator[str]:
    """Yield the lines of a list entry. For a mapping, the hyphen is on the line of its first field."""
    if isinstance(entry, str):
        yield f"{indent}- {scalar(entry)}"
    elif isinstance(entry, Mapping):
        lines = [line for name, value in entry.items() for line in field_lines(name, value, f"{indent}  ")]
        yield f"{indent}- {lines[0].lstrip()}"
        yield from lines[1:]


_FLOW_TEXT = expression(r"\w[\w ./-]*")
"""A text that needs no quotation marks in ``[a, b]``."""
_INDICATORS = tuple("-?:,[]{}#&*!|>'\"%@` ")
_UNPRINTABLE = expression("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def scalar(text: str, quote: str = "") -> str:
    """Return a text as YAML reads it back, in the quotation marks `quote`; if none are given, only where needed."""
    if not quote and _is_bare(text):
        return text
    has_marks = '"' in text or "\\" in text
    if text.isprintable() and (quote == "'" or (has_marks and not quote)):
        return "'" + text.replace("'", "''") + "'"
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def _is_bare(text: str) -> bool:
    """Tell whether YAML reads the text back unchanged without quotation marks."""
    if not text.isprintable() or text.startswith(_INDICATORS) or text.endswith((":", " ")):
        return False
    return ": " not in text and " #" not in text and text not in ("~", "null", "Null", "NULL")
