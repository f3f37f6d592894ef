"""The cache of links to other sites: when each was last known to lead to a page."""

from __future__ import annotations

from press.store.database import Database

_SCHEMA = "CREATE TABLE IF NOT EXISTS link(address TEXT PRIMARY KEY, seen INTEGER NOT NULL) WITHOUT ROWID, STRICT;"


class CheckedLinks:
    """The times at which pages on other sites answered, in seconds since the epoch."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.execute(_SCHEMA)

    def seen_since(self, since: int) -> set[str]:
        """Return the addresses that answered at a time or later."""
        return {address for (address,) in self._database.execute("SELECT address FROM link WHERE seen >= ?", (since,))}

    def record(self, address: str, seen: int) -> None:
        """Record that a page answered."""
        self._database.execute("INSERT OR REPLACE INTO link VALUES (?, ?)", (address, seen))

    def delete_before(self, since: int) -> None:
        """Forget pages that answered only before a time."""
        self._database.execute("DELETE FROM link WHERE seen < ?", (since,))
