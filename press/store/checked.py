"""The cache of text problems: what slow checks found in each text, and for which text and settings it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from press.diagnostics import Diagnostic
from press.store.database import Database

_SCHEMA = """
CREATE TABLE IF NOT EXISTS text(path TEXT PRIMARY KEY, key TEXT NOT NULL, problems BLOB NOT NULL) WITHOUT ROWID, STRICT;
"""
_decode = msgspec.json.Decoder(tuple[Diagnostic, ...]).decode
_encode = msgspec.json.Encoder().encode


class CheckedTexts:
    """The problems of each text, by its path and a key of all that they depend on."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.execute(_SCHEMA)

    def keys(self) -> dict[str, str]:
        """Return the key of each text that was checked."""
        return dict(self._database.execute("SELECT path, key FROM text"))

    def problems(self) -> Iterator[Diagnostic]:
        """Yield the problems of all texts, by path."""
        for (data,) in self._database.execute("SELECT problems FROM text ORDER BY path"):
            yield from _decode(data)

    def record(self, path: str, key: str, problems: tuple[Diagnostic, ...]) -> None:
        """Record what was found in a text."""
        self._database.execute("INSERT OR REPLACE INTO text VALUES (?, ?, ?)", (path, key, _encode(problems)))

    def delete(self, paths: Iterable[str]) -> None:
        """Forget texts that no longer exist."""
        self._database.executemany("DELETE FROM text WHERE path = ?", ((path,) for path in paths))
