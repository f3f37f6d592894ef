"""The fingerprints of sealed texts, as the last build made them: so that a text more costs the work of one text.

All of it can be made again from the log; `press.views.check.finding` does so, and says what the values mean.
"""

from __future__ import annotations

from collections.abc import Iterable

from press.store.database import Database

_SCHEMA = """
CREATE TABLE IF NOT EXISTS sealed(id TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID, STRICT;
CREATE TABLE IF NOT EXISTS sealed_text(number INTEGER PRIMARY KEY, item BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS shard(number INTEGER PRIMARY KEY, size INTEGER NOT NULL, data BLOB NOT NULL) STRICT;
"""
_TABLES = ("sealed", "sealed_text", "shard")


class Prints:
    """What is known of the sealed texts, by the numbers of their entries in the log."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.execute(_SCHEMA)

    def clear(self) -> None:
        """Forget everything."""
        for table in _TABLES:
            self._database.execute(f"DELETE FROM {table}")  # noqa: S608 - names from the tuple above

    def state(self, id: str) -> str | None:
        """Return the state of a release for which its fingerprints were made; None: they were not."""
        found = self._database.execute("SELECT state FROM sealed WHERE id = ?", (id,)).fetchone()
        return found[0] if found else None

    def ids(self) -> list[str]:
        """Return the ids of the releases whose fingerprints were made."""
        return [id for (id,) in self._database.execute("SELECT id FROM sealed")]

    def record_states(self, states: Iterable[tuple[str, str]]) -> None:
        """Record ids with their states."""
        self._database.executemany("INSERT OR REPLACE INTO sealed VALUES (?, ?)", states)

    def items(self, first: int, last: int) -> dict[int, bytes]:
        """Return the items of those texts of a range that are known."""
        query = "SELECT number, item FROM sealed_text WHERE number >= ? AND number < ?"
        return dict(self._database.execute(query, (first, last)))

    def record_items(self, items: Iterable[tuple[int, bytes]], first: int) -> None:
        """Record the items of texts; those before `first` are no longer needed."""
        self._database.executemany("INSERT OR REPLACE INTO sealed_text VALUES (?, ?)", items)
        self._database.execute("DELETE FROM sealed_text WHERE number < ?", (first,))

    def shard(self, number: int) -> tuple[int, bytes] | None:
        """Return a shard: the size of the log of which it has all texts, and its data; None: it was not made."""
        found = self._database.execute("SELECT size, data FROM shard WHERE number = ?", (number,)).fetchone()
        return (found[0], found[1]) if found else None

    def record_shards(self, shards: Iterable[tuple[int, int, bytes]]) -> None:
        """Record shards: number, size of the log, data."""
        self._database.executemany("INSERT OR REPLACE INTO shard VALUES (?, ?, ?)", shards)
