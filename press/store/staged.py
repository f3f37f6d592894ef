"""The staged cards, which will replace those in the catalogue."""

from __future__ import annotations

from press.model import Card
from press.model.encoding import decode_card
from press.store.database import Database

_SCHEMA = "CREATE TABLE IF NOT EXISTS staged(source TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID, STRICT"


class Staged:
    """What is staged, by source file."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.execute(_SCHEMA)

    def put(self, source: str, card: bytes | None) -> None:
        """Stage an encoded card, to replace the present card of the source; None: the source was removed."""
        self._database.execute("INSERT OR REPLACE INTO staged VALUES (?, ?)", (source, card))

    def sources(self) -> list[str]:
        """Return the sources for which something is staged, in order."""
        return [row[0] for row in self._database.execute("SELECT source FROM staged ORDER BY source")]

    def card(self, source: str) -> Card | None:
        """Return the card that is staged for a source; None: the source was removed."""
        query = "SELECT data FROM staged WHERE source = ? AND data IS NOT NULL"
        row = self._database.execute(query, (source,)).fetchone()
        return decode_card(row[0]) if row else None

    def clear(self) -> None:
        """Delete all staged cards."""
        # Without WHERE, SQLite would write a page even if there is nothing to delete.
        self._database.execute("DELETE FROM staged WHERE true")
