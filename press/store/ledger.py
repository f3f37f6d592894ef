"""What was read and what was made: sources with their digests, addresses with the key that they were made by.

A row of what was made is written after its file; a build that is refused takes its rows back with the transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from press.errors import Diagnostic
from press.model import NOWHERE, Made, Revision, Seen
from press.store.database import Database

_SCHEMA = """
CREATE TABLE IF NOT EXISTS made(address TEXT PRIMARY KEY, kind TEXT, owner TEXT, key TEXT, digest TEXT, size INTEGER,
    mtime INTEGER) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS made_top ON made(address) WHERE instr(address, '/') = 0;
CREATE INDEX IF NOT EXISTS made_manifest ON made(address) WHERE kind = 'manifest';
CREATE TABLE IF NOT EXISTS tally(name TEXT PRIMARY KEY, count INTEGER) WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS made_more AFTER INSERT ON made BEGIN
    INSERT INTO tally VALUES ('made', 1) ON CONFLICT DO UPDATE SET count = count + 1; END;
CREATE TRIGGER IF NOT EXISTS made_less AFTER DELETE ON made BEGIN
    UPDATE tally SET count = count - 1 WHERE name = 'made'; END;
CREATE TABLE IF NOT EXISTS folder(path TEXT PRIMARY KEY, mtime INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS source(path TEXT PRIMARY KEY, digest TEXT, size INTEGER, mtime INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS note(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS problem(source TEXT, phase TEXT, data BLOB, PRIMARY KEY(source, phase)) WITHOUT ROWID;
"""


_problems = msgspec.json.Decoder(tuple[Diagnostic, ...]).decode
_json = msgspec.json.Encoder().encode


class Ledger:
    """The rows of what was read and of what was made."""

    def __init__(self, db: Database) -> None:
        self._db = db
        db.execute(_SCHEMA)

    def made(self, address: str) -> Made | None:
        """What was made at an address."""
        row = self._db.execute("SELECT * FROM made WHERE address = ?", (address,)).fetchone()
        return Made(*row) if row else None

    def all(self) -> Iterator[Made]:
        """Everything that was made, in the order of addresses."""
        return (Made(*row) for row in self._db.execute("SELECT * FROM made ORDER BY address"))

    def under(self, prefix: str) -> list[Made]:
        """What was made at the addresses that begin so, in order."""
        query = "SELECT * FROM made WHERE address >= ? AND address < ? ORDER BY address"
        return [Made(*row) for row in self._db.execute(query, (prefix, prefix + "\U0010ffff"))]

    def manifests(self) -> list[Made]:
        """The manifests that were made, in order."""
        query = "SELECT * FROM made WHERE kind = 'manifest' ORDER BY address"
        return [Made(*row) for row in self._db.execute(query)]

    def at_top(self) -> list[Made]:
        """What was made at the top of the site, in order."""
        query = "SELECT * FROM made WHERE instr(address, '/') = 0 ORDER BY address"
        return [Made(*row) for row in self._db.execute(query)]

    def total(self) -> int:
        """How many files the site has."""
        row = self._db.execute("SELECT count FROM tally WHERE name = 'made'").fetchone()
        return int(row[0]) if row else 0

    def remember(self, rows: Iterable[Made]) -> None:
        """Write down what was made."""
        self._db.executemany(
            "INSERT INTO made VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET kind = excluded.kind,"
            " owner = excluded.owner, key = excluded.key, digest = excluded.digest, size = excluded.size,"
            " mtime = excluded.mtime",
            ((m.address, m.kind, m.owner, m.key, m.digest, m.size, m.mtime) for m in rows),
        )

    def mistrust(self, addresses: Iterable[str]) -> None:
        """Let files be made anew, whatever they were made by and whatever they held."""
        query = "UPDATE made SET key = '', digest = '' WHERE address = ?"
        self._db.executemany(query, ((address,) for address in addresses))

    def forget(self, addresses: Iterable[str]) -> None:
        """Strike out what no longer exists."""
        self._db.executemany("DELETE FROM made WHERE address = ?", ((address,) for address in addresses))

    # Folders of the site, whose mtimes tell whether a stranger came in -----------------------------------------

    def folders(self) -> dict[str, int]:
        """The folders of the site with their mtimes in nanoseconds."""
        return dict(self._db.execute("SELECT path, mtime FROM folder"))

    def remember_folders(self, folders: Mapping[str, int], gone: Iterable[str] = ()) -> None:
        """Write down the mtimes of folders."""
        self._db.executemany("DELETE FROM folder WHERE path = ?", ((path,) for path in gone))
        self._db.executemany("INSERT OR REPLACE INTO folder VALUES (?, ?)", folders.items())

    # What was read ----------------------------------------------------------------------------------------------

    def seen(self) -> Iterator[Seen]:
        """The files that were read."""
        return (Seen(*row) for row in self._db.execute("SELECT * FROM source"))

    def has_seen(self) -> bool:
        """Tell whether any file was read."""
        return self._db.execute("SELECT 1 FROM source LIMIT 1").fetchone() is not None

    def seen_at(self, path: str) -> Seen:
        """A file as it was last read."""
        return Seen(*self._db.execute("SELECT * FROM source WHERE path = ?", (path,)).fetchone())

    def seen_under(self, path: str) -> list[Seen]:
        """A file as it was last read, or the files of a folder."""
        query = "SELECT * FROM source WHERE path = ? OR path >= ? AND path < ?"
        return [Seen(*row) for row in self._db.execute(query, (path, f"{path}/", f"{path}0"))]

    def digests_under(self, folder: str) -> dict[str, str]:
        """The digests of the files of a folder, by their paths in it."""
        query = "SELECT substr(path, ?), digest FROM source WHERE path >= ? AND path < ?"
        return dict(self._db.execute(query, (len(folder) + 1, folder, folder + "\U0010ffff")))

    def clear_seen(self) -> None:
        """Forget what was read: everything will be read anew."""
        self._db.execute("DELETE FROM source")
        self._db.execute("DELETE FROM problem")

    def remember_seen(self, rows: Iterable[Seen], gone: Iterable[str] = ()) -> None:
        """Write down which files were read."""
        self._db.executemany("DELETE FROM source WHERE path = ?", ((path,) for path in gone))
        self._db.executemany(
            "INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?)", ((s.path, s.digest, s.size, s.mtime) for s in rows)
        )

    def note(self, name: str) -> str:
        """A noted fact about the last build, ``""`` where there is none."""
        row = self._db.execute("SELECT value FROM note WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def write_note(self, name: str, value: str) -> None:
        """Note a fact about this build, unless it stands there already."""
        if self.note(name) != value:
            self._db.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (name, value))

    def revision(self) -> Revision:
        """What git had of the portal when it was last read."""
        noted = self.note("revision")
        return msgspec.json.decode(noted, type=Revision) if noted else NOWHERE

    def remember_revision(self, revision: Revision) -> None:
        """Write down what git has of the portal now."""
        self.write_note("revision", msgspec.json.encode(revision).decode())

    def problems(self) -> Iterator[Diagnostic]:
        """What stands to be mended, by file."""
        for (data,) in self._db.execute("SELECT data FROM problem ORDER BY source, phase"):
            yield from _problems(data)

    def remember_problems(self, source: str, phase: str, problems: Iterable[Diagnostic]) -> None:
        """Write down what one phase found in a file, in place of what it found before."""
        self._db.execute("DELETE FROM problem WHERE source = ? AND phase = ?", (source, phase))
        if found := tuple(problems):
            self._db.execute("INSERT INTO problem VALUES (?, ?, ?)", (source, phase, _json(found)))
