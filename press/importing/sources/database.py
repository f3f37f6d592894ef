"""A table of a database: a CSV file or a dump of MySQL or MariaDB, perhaps with a mapping file in TOML beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from press.errors import Misuse
from press.i18n.mark import N_
from press.importing.items import Archive, Item
from press.importing.tables import dumps, items, mapping, sheets
from press.importing.tables.dumps import Row

_ENDINGS = (".csv", ".tsv", ".sql", ".toml")


def recognises(path: Path, head: bytes) -> bool:
    """Tell whether a file is a table, a dump, or the mapping of one."""
    name = path.name.lower()
    return path.is_file() and (name.endswith(_ENDINGS) or b"INSERT INTO `" in head or b"-- MySQL dump" in head)


def opened(path: Path, zone: ZoneInfo) -> Archive:
    """Find the columns of the table. Raises OSError, `Misuse` if there is no table with texts."""
    file, described = mapping.read(path)
    found = _survey(file, described)
    columns = mapping.columns(described, list(found.names), found.table)
    if "title" not in columns or "body" not in columns:
        message = N_(
            "{path} has no column for the title or the text; it has {names}; docs/import.md shows a mapping file"
        )
        raise Misuse(message, path=file, names=", ".join(found.names) or "–")
    table = items.Table(described, columns, found.lookups, zone, file)

    def all_items() -> Iterator[Item]:
        return (items.item(row, table) for row in _rows(file, described) if row.table == found.table)

    host = (urlsplit(described.address).hostname or "").removeprefix("www.")
    skipped = {f"{name}": number for name, number in found.counts.items() if name != found.table}
    return Archive(
        items=all_items, address=f"{described.address.rstrip('/')}/" if host else "", hosts=frozenset({host} - {""}),
        skipped=skipped,
    )  # fmt: skip


class _Found(NamedTuple):
    """What the first reading found."""

    table: str
    names: dict[str, None]
    """The columns of the table, in order."""
    counts: dict[str, int]
    """How many rows each table has."""
    lookups: dict[str, dict[str, str]]


def _rows(file: Path, described: mapping.Mapping) -> Iterator[Row]:
    with file.open("rb") as opened_file:
        head = opened_file.read(65_536)
    if file.suffix.lower() == ".sql" or b"INSERT INTO" in head or b"CREATE TABLE" in head:
        return dumps.rows(file)
    return sheets.rows(file, described.columns, described.delimiter)


def _survey(file: Path, described: mapping.Mapping) -> _Found:
    """Read all rows once: which tables there are, and the names for numbers."""
    counts: dict[str, int] = {}
    columns: dict[str, dict[str, None]] = {}
    names: dict[str, dict[str, str]] = {"category": dict(described.categories)}
    for row in _rows(file, described):
        counts[row.table] = counts.get(row.table, 0) + 1
        columns.setdefault(row.table, {}).update(dict.fromkeys(row.values))
        for field, lookup in described.lookup.items():
            if row.table == lookup.table.lower():
                id, name = (row.values.get(one.lower()) for one in (lookup.id, lookup.name))
                names.setdefault(field, {})[id or ""] = name or ""
    table = described.table.lower() or _likely(columns, counts, described)
    if table not in columns:
        message = N_("{path} has no table {table} with rows; it has {names}")
        raise Misuse(message, path=file, table=table or "–", names=", ".join(sorted(columns)) or "–")
    return _Found(table, columns[table], counts, names)


def _likely(columns: dict[str, dict[str, None]], counts: dict[str, int], described: mapping.Mapping) -> str:
    """Return the table that has a title and a text, the largest of several."""

    def is_likely(table: str) -> bool:
        found = mapping.columns(mapping.Mapping(), list(columns[table]), table)
        return {"title", "body"} <= found.keys()

    likely = [table for table in columns if is_likely(table)] or list(columns)
    return max(likely, key=lambda table: counts[table], default="")
