"""What the reading of one release knows, and how fields are taken one by one.

A *reader* turns the value of one field into what `Release` holds. It gives None where the value says nothing or is
wrong, and findings what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from functools import cached_property
from typing import Any

from press import rules
from press.config import Config
from press.content.front_matter import dates
from press.content.front_matter.values import Fields, Findings, Value, entries, is_empty
from press.i18n.mark import N_

Reader = Callable[[Value, str, "ReadContext"], Any]
"""Value, its path in the front matter (``images.0.src``), context."""


class ReadContext:
    """What readers need besides the value."""

    def __init__(self, fields: Fields, source: str, config: Config, findings: Findings) -> None:
        self.fields = fields
        self.source = source
        self.config = config
        self.findings = findings
        self.lines: dict[str, int] = {}
        """Line of each field that says something."""

    @property
    def is_page(self) -> bool:
        """Tell whether this is a standing page."""
        return self.source.startswith("pages/")

    @cached_property
    def zone(self) -> tzinfo:
        """The zone of times without an offset."""
        place = self.fields.get("place")
        return self.config.zone_of(place.data) if place and isinstance(place.data, str) else self.config.zone

    def wrong(self, value: Value, path: str, message: str, hint: str = "", **values: object) -> None:
        """Note an error in a value under the rule of its field."""
        self.findings.add(value.at, rules.of_field(path), message, hint, **{"field": path, **values})


def take(fields: Fields, readers: Mapping[str, Reader], context: ReadContext, within: str = "") -> dict[str, Any]:
    """Read all the fields of a mapping; what says nothing or is wrong is left out."""
    taken = {}
    for name, value in fields.items():
        path = within + name
        reader = readers.get(name)
        if reader is None:
            _unknown(path, value, readers, context)
        elif value.data:
            context.lines[path] = value.key[0]
            found = reader(value, path, context)
            if found is not None:
                taken[name] = found
    return taken


def text(value: Value, path: str, context: ReadContext) -> str | None:
    """Read one text."""
    if isinstance(value.data, str):
        return value.data or None
    context.wrong(value, path, N_("“{field}” takes one text, not a list"), N_("write it on one line, in quotes"))
    return None


def texts(value: Value, path: str, context: ReadContext) -> tuple[str, ...] | None:
    """Read a list of texts; a single one stands for a list of one. What comes twice counts once."""
    found = (text(entry, path, context) for entry in entries(value))
    return tuple(dict.fromkeys(filter(None, found))) or None


def moment(value: Value, path: str, context: ReadContext) -> datetime | None:
    """Read a date with or without a time."""
    written = text(value, path, context)
    found = dates.moment(written, context.zone) if written else None
    if written and found is None:
        context.findings.add(value.at, rules.DATE, N_("“{text}” is not a date"), DATE_HINT, text=written[:80])
    return found


DATE_HINT = N_("write the day and the time as 2026-03-14 09:30")

_YES = frozenset({"true", "yes", "ya"})
_NO = frozenset({"false", "no", "tidak"})


def boolean(value: Value, path: str, context: ReadContext) -> bool | None:
    """Read yes or no."""
    written = value.data.lower() if isinstance(value.data, str) else ""
    if written in _YES or written in _NO:
        return written in _YES
    context.wrong(value, path, N_("“{field}” takes true or false"))
    return None


def mapping(value: Value, path: str, readers: Mapping[str, Reader], context: ReadContext) -> dict[str, Any] | None:
    """Read a value with fields of its own."""
    if isinstance(value.data, dict):
        return take(value.data, readers, context, f"{path}.")
    context.wrong(
        value,
        path,
        N_("“{field}” needs fields of its own: {names}"),
        N_("write them below it, each on a line that begins with two spaces"),
        names=", ".join(readers),
    )
    return None


def complete(found: Mapping[str, Any], needed: tuple[str, ...], value: Value, path: str, context: ReadContext) -> bool:
    """Tell whether all that a mapping needs was taken; note what was left out."""
    written = value.data if isinstance(value.data, dict) else {}
    for name in needed:
        if name not in found and is_empty(written.get(name)):
            context.findings.add(value.key, rules.of_field(path), N_("“{field}” is missing"), field=f"{path}.{name}")
    return all(name in found for name in needed)


SYNONYMS = {
    "excerpt": "summary", "description": "summary", "subtitle": "summary", "lead": "summary", "ringkasan": "summary",
    "judul": "title", "headline": "title", "tanggal": "date", "publishdate": "date", "pubdate": "date",
    "lastmod": "updated", "modified": "updated", "last_modified_at": "updated", "diperbarui": "updated",
    "authors": "author", "penulis": "author", "fotografer": "photographer", "penyunting": "editor",
    "categories": "topics", "category": "topics", "topic": "topics", "topik": "topics", "tag": "tags",
    "keywords": "tags", "instansi": "office", "wilayah": "regions", "region": "regions", "tempat": "place",
    "permalink": "slug", "url": "slug", "guid": "id", "redirect_from": "aliases", "narahubung": "contact",
    "gambar": "image", "thumbnail": "image", "cover": "image", "foto": "image", "lampiran": "attachments",
    "image_alt": "image.alt", "image_caption": "image.caption", "image_figcaption": "image.caption",
    "published": "draft", "status": "draft", "expirydate": "expires", "language": "lang", "locale": "lang",
    "canonical": "original", "canonical_url": "original", "ralat": "corrections", "klaim": "claim",
}  # fmt: skip
"""What other generators, and Indonesian, call our fields; all in lower case."""


def _unknown(path: str, value: Value, known: Mapping[str, Reader], context: ReadContext) -> None:
    name = path.rpartition(".")[2]
    synonym = SYNONYMS.get(path.lower(), "")
    nearest = synonym or context.findings.nearest(name, known)
    if synonym:
        hint = N_("here it is called “{nearest}”")
    else:
        hint = N_("did you mean “{nearest}”?") if nearest else N_("the fields are listed in docs/front-matter.md")
    message = N_("“{field}” is not a field of a release, and is ignored")
    context.findings.add(value.key, rules.UNKNOWN_FIELD, message, hint, field=path[:80], nearest=nearest)
