"""From rows to items."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import msgspec

from press import slugs
from press.content import dates
from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.importing.html.tree import one_line
from press.importing.items import Item, Picture, Status, Term
from press.importing.notes import note
from press.importing.tables.dumps import Row, Value
from press.importing.tables.mapping import Mapping as TableMapping
from press.importing.wordpress.paragraphs import with_paragraphs

_NUMBERS = re.compile(r"(\d\d?)[/.-](\d\d?)[/.-](\d{4})(.*)", re.DOTALL)
_FIRST_TIMESTAMP = 946_684_800
"""The first second of 2000: smaller numbers are no dates."""


class Table(msgspec.Struct, frozen=True):
    """How the rows of a table are read."""

    mapping: TableMapping
    columns: Mapping[str, str]
    """The column of each of our fields."""
    names: Mapping[str, Mapping[str, str]]
    """By our fields: the names for numbers."""
    zone: ZoneInfo
    path: Path


def item(row: Row, table: Table) -> Item:
    """Return the item of a row."""
    get = _Getter(row, table)
    notes: list[Diagnostic] = []
    title, slug, id = one_line(get("title")), get("slug").strip("/").rpartition("/")[2], get("id")
    date = moment(get("date"), table.zone) or moment(get("created"), table.zone)
    status = _status(get, table, notes)
    key = f"{row.table}-{id or slug or row.line}"
    return Item(
        key=slugs.slugify(key),
        line=row.line,
        title=title,
        date=date,
        status=status,
        slug=slug,
        kind=table.mapping.kind,
        body="" if status is Status.WITHHELD else body(get("body"), table.mapping.markdown),
        is_markdown=table.mapping.markdown,
        summary=one_line(get("summary")),
        authors=tuple(one for one in (get.named("author"),) if one and not one.isdigit()),
        terms=tuple(_terms(get)),
        lead=_lead(get, table),
        attachments=tuple(_address(one, table) for one in _several(get("file"))),
        addresses=tuple(_addresses(row, get, date, table)),
        notes=tuple(notes),
    )


class _Getter:
    """Gives the values of a row by our names."""

    def __init__(self, row: Row, table: Table) -> None:
        self._row, self._table = row, table

    def __call__(self, field: str) -> str:
        return (self._row.values.get(self._table.columns.get(field, "")) or "").strip()

    def named(self, field: str) -> str:
        """Return the name for the number that a column has."""
        written = self(field)
        return one_line(self._table.names.get(field, {}).get(written, written))


def _status(get: _Getter, table: Table, notes: list[Diagnostic]) -> Status:
    """Return what becomes of a row: without a column that says so, it was public."""
    deleted = get("deleted")
    if deleted and deleted != "0" and not deleted.startswith("0000"):
        notes.append(note("status", _DELETED, _DELETED_HINT))
        return Status.WITHHELD
    written = get("status")
    if "status" not in table.columns or written.casefold() in {one.casefold() for one in table.mapping.public}:
        return Status.PUBLIC
    notes.append(note("status", _DRAFT, _DRAFT_HINT, column=table.columns["status"], value=written or "–"))
    return Status.DRAFT


def moment(written: str, zone: ZoneInfo) -> datetime | None:
    """Return a date as databases and people write it: also ``28/07/2022`` and seconds since 1970; not a zero date."""
    text = " ".join(written.replace("|", " ").replace("(", " ").replace(")", " ").split()).strip(" ,")
    if not text or text.startswith("0000"):
        return None
    if re.fullmatch(r"\d{9,10}", text):
        at = datetime.fromtimestamp(int(text), UTC).astimezone(zone)
        return at if int(text) >= _FIRST_TIMESTAMP else None
    text = re.sub(r"^[A-Za-z']+,?\s+(?=\d)", "", text)
    if found := _NUMBERS.match(text):
        text = f"{found[3]}-{found[2]}-{found[1]}{found[4]}"
    return dates.moment(re.sub(r"\s+-\s+", " ", text), zone)


def body(text: str, is_markdown: bool) -> str:
    """Return a text as HTML: one that was escaped once too often, or has no tags, becomes what readers saw."""
    if "\\n" in text and "\n" not in text:
        text = text.replace("\\r\\n", "\n").replace("\\n", "\n").replace('\\"', '"').replace("\\'", "'")
    if is_markdown:
        return text
    if not re.search(r"<[a-zA-Z/!]", text):
        text = html.unescape(text) if re.search(r"&lt;/?[a-zA-Z]+", text) else text
    return (
        text
        if re.search(r"<(?:p|div|table|ul|ol|h\d|br)\b", text, re.IGNORECASE)
        else with_paragraphs(text.replace("\r\n", "\n"))
    )


def _several(text: str) -> list[str]:
    """Return the names in a cell: one, several with commas, or a list in JSON."""
    if text.startswith(("[", "{", '"')):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            return []
        found = list(found.values()) if isinstance(found, dict) else found if isinstance(found, list) else [found]
        return [one for one in found if isinstance(one, str) and one.strip()]
    return [
        one.strip()
        for one in re.split(r"[,;|](?=\s*\S+\.\w{2,4}\b)", text)
        if one.strip() not in ("", "-", "0", "null")
    ]


def _address(name: str, table: Table) -> str:
    """Return the old address of a file that a cell names."""
    mapping = table.mapping
    if re.match(r"https?://|//|/", name):
        return name
    is_below = mapping.images and not name.startswith(mapping.images.strip("/"))
    return f"/{mapping.images.strip('/')}/{name}" if is_below else f"/{name}"


def _lead(get: _Getter, table: Table) -> Picture | None:
    found = next(iter(_several(get("image"))), "")
    return Picture(_address(found, table), one_line(get("alt")), one_line(get("caption"))) if found else None


def _terms(get: _Getter) -> Iterator[Term]:
    category = get.named("category")
    if category and not category.isdigit():
        yield Term(category)
    yield from (
        Term(one.strip(), is_tag=True)
        for one in re.split(r"[,;]", one_line(get("tags")))
        if one.strip() and not one.strip().isdigit()
    )


def _addresses(row: Row, get: _Getter, date: datetime | None, table: Table) -> Iterator[str]:
    """Yield the old addresses of a text: the patterns, filled with columns and the parts of the date."""
    patterns = table.mapping.pages
    known: dict[str, Value] = {**row.values, "id": get("id"), "slug": get("slug")}
    if date:
        known |= {"year": f"{date:%Y}", "month": f"{date:%m}", "day": f"{date:%d}"}
    for pattern in [patterns] if isinstance(patterns, str) else patterns:
        missing = [name for name in re.findall(r"\{(\w+)\}", pattern) if not known.get(name.lower())]
        if pattern and not missing:
            path = re.sub(r"\{(\w+)\}", lambda found: known[found[1].lower()] or "", pattern)
            yield urljoin(table.mapping.address, path) if table.mapping.address else f"/{path.lstrip('/')}"


_DRAFT = N_("it was not public on the old site ({column}: {value}): it is a draft")
_DRAFT_HINT = N_("if that value means that it was public, add it to public = […] in the mapping file, and import again")
_DELETED = N_("it was deleted on the old site: it is not imported")
_DELETED_HINT = N_("nothing is left to do, unless it should be public: then restore it there and export again")
