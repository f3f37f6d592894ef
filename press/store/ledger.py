"""The ledger: source files that were read, with their digests, and outputs that were made, with their keys.

The row of an output is written after its file. If a build is refused, its rows are rolled back with the transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

import msgspec

from press.diagnostics import Diagnostic
from press.model import NO_REVISION, OutputRecord, Revision, SourceRecord
from press.store.database import Database

_SCHEMA = """
CREATE TABLE IF NOT EXISTS output(address TEXT PRIMARY KEY, kind TEXT, owner TEXT, key TEXT, digest TEXT, size INTEGER,
    mtime INTEGER) WITHOUT ROWID, STRICT;
CREATE INDEX IF NOT EXISTS output_top ON output(address) WHERE instr(address, '/') = 0;
CREATE INDEX IF NOT EXISTS output_second ON output(address) WHERE address NOT GLOB '*/*/*';
CREATE INDEX IF NOT EXISTS output_manifest ON output(address) WHERE kind = 'manifest';
CREATE TABLE IF NOT EXISTS tally(name TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID, STRICT;
CREATE TRIGGER IF NOT EXISTS output_inserted AFTER INSERT ON output BEGIN
    INSERT INTO tally VALUES ('output', 1) ON CONFLICT DO UPDATE SET count = count + 1; END;
CREATE TRIGGER IF NOT EXISTS output_deleted AFTER DELETE ON output BEGIN
    UPDATE tally SET count = count - 1 WHERE name = 'output'; END;
CREATE TABLE IF NOT EXISTS folder(path TEXT PRIMARY KEY, mtime INTEGER) WITHOUT ROWID, STRICT;
CREATE TABLE IF NOT EXISTS source(path TEXT PRIMARY KEY, digest TEXT, size INTEGER, mtime INTEGER, ctime INTEGER,
    inode INTEGER) WITHOUT ROWID, STRICT;
CREATE TABLE IF NOT EXISTS note(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID, STRICT;
CREATE TABLE IF NOT EXISTS problem(source TEXT, found_by TEXT, data BLOB NOT NULL,
    PRIMARY KEY(source, found_by)) WITHOUT ROWID, STRICT;
"""
_LAST = "\U0010ffff"
"""The last character in the sort order."""
_decode_problems = msgspec.json.Decoder(tuple[Diagnostic, ...]).decode
_encode = msgspec.json.Encoder().encode


class Ledger:
    """The records of what was read and what was made."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.execute(_SCHEMA)

    # Outputs ----------------------------------------------------------------------------------------------------

    def output(self, address: str) -> OutputRecord | None:
        """Return what was made at an address."""
        row = self._database.execute("SELECT * FROM output WHERE address = ?", (address,)).fetchone()
        return OutputRecord(*row) if row else None

    def outputs(self) -> Iterator[OutputRecord]:
        """Yield everything that was made, in the order of addresses."""
        return (OutputRecord(*row) for row in self._database.execute("SELECT * FROM output ORDER BY address"))

    def outputs_under(self, prefix: str) -> list[OutputRecord]:
        """Return what was made at the addresses that begin with `prefix`, in order."""
        query = "SELECT * FROM output WHERE address >= ? AND address < ? ORDER BY address"
        return [OutputRecord(*row) for row in self._database.execute(query, (prefix, prefix + _LAST))]

    def outputs_directly_in(self, folder: str) -> list[OutputRecord]:
        """Return what was made in a folder at the top of the site, without what is in its folders, in order."""
        query = "SELECT * FROM output WHERE address NOT GLOB '*/*/*' AND address > ? AND address < ? ORDER BY address"
        return [OutputRecord(*row) for row in self._database.execute(query, (f"{folder}/", f"{folder}0"))]

    def manifests(self) -> list[OutputRecord]:
        """Return the manifests that were made, in order."""
        query = "SELECT * FROM output WHERE kind = 'manifest' ORDER BY address"
        return [OutputRecord(*row) for row in self._database.execute(query)]

    def outputs_at_top(self) -> list[OutputRecord]:
        """Return what was made at the top of the site, in order."""
        query = "SELECT * FROM output WHERE instr(address, '/') = 0 ORDER BY address"
        return [OutputRecord(*row) for row in self._database.execute(query)]

    def count(self) -> int:
        """Return the number of files of the site."""
        row = self._database.execute("SELECT count FROM tally WHERE name = 'output'").fetchone()
        return int(row[0]) if row else 0

    def count_of(self, kinds: Collection[str]) -> int:
        """Return the number of files of some output kinds."""
        query = f"SELECT count(*) FROM output WHERE kind IN ({', '.join('?' * len(kinds))})"  # noqa: S608
        row = self._database.execute(query, tuple(kinds)).fetchone()
        return int(row[0]) if row else 0

    def record_outputs(self, rows: Iterable[OutputRecord]) -> None:
        """Record what was made."""
        self._database.executemany(
            "INSERT INTO output VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET kind = excluded.kind,"
            " owner = excluded.owner, key = excluded.key, digest = excluded.digest, size = excluded.size,"
            " mtime = excluded.mtime",
            ((one.address, one.kind, one.owner, one.key, one.digest, one.size, one.mtime) for one in rows),
        )

    def invalidate(self, addresses: Iterable[str]) -> None:
        """Clear the keys and digests of files, so that they are made again."""
        query = "UPDATE output SET key = '', digest = '' WHERE address = ?"
        self._database.executemany(query, ((address,) for address in addresses))

    def delete_outputs(self, addresses: Iterable[str]) -> None:
        """Delete the records of what no longer exists."""
        self._database.executemany("DELETE FROM output WHERE address = ?", ((address,) for address in addresses))

    # Folders of the site, whose mtimes show whether another program added or removed a file -----------------------

    def folders(self) -> dict[str, int]:
        """Return the folders of the site with their mtimes in nanoseconds."""
        return dict(self._database.execute("SELECT path, mtime FROM folder"))

    def record_folders(self, folders: Mapping[str, int], gone: Iterable[str] = ()) -> None:
        """Record the mtimes of folders."""
        self._database.executemany("DELETE FROM folder WHERE path = ?", ((path,) for path in gone))
        self._database.executemany("INSERT OR REPLACE INTO folder VALUES (?, ?)", folders.items())

    # Sources ----------------------------------------------------------------------------------------------------

    def sources(self) -> Iterator[SourceRecord]:
        """Return the files that were read."""
        return (SourceRecord(*row) for row in self._database.execute("SELECT * FROM source"))

    def has_sources(self) -> bool:
        """Tell whether any file was read."""
        return self._database.execute("SELECT 1 FROM source LIMIT 1").fetchone() is not None

    def source(self, path: str) -> SourceRecord:
        """Return a file as it was last read."""
        return SourceRecord(*self._database.execute("SELECT * FROM source WHERE path = ?", (path,)).fetchone())

    def sources_under(self, path: str) -> list[SourceRecord]:
        """Return a file as it was last read, or the files of a folder."""
        query = "SELECT * FROM source WHERE path = ? OR path >= ? AND path < ?"
        return [SourceRecord(*row) for row in self._database.execute(query, (path, f"{path}/", f"{path}0"))]

    def digests_under(self, folder: str) -> dict[str, str]:
        """Return the digests of the files of a folder (with a slash at its end), by their paths in it."""
        query = "SELECT substr(path, ?), digest FROM source WHERE path >= ? AND path < ?"
        return dict(self._database.execute(query, (len(folder) + 1, folder, folder + _LAST)))

    def clear_sources(self) -> None:
        """Delete the records of what was read, so that everything is read again."""
        self._database.execute("DELETE FROM source")
        self._database.execute("DELETE FROM problem")

    def record_sources(self, rows: Iterable[SourceRecord], gone: Iterable[str] = ()) -> None:
        """Record which files were read."""
        self._database.executemany("DELETE FROM source WHERE path = ?", ((path,) for path in gone))
        self._database.executemany(
            "INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, ?, ?)",
            ((one.path, one.digest, one.size, one.mtime, one.ctime, one.inode) for one in rows),
        )

    # Notes and problems -----------------------------------------------------------------------------------------

    def note(self, name: str) -> str:
        """Return a note of the last build, ``""`` if there is none."""
        row = self._database.execute("SELECT value FROM note WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def write_note(self, name: str, value: str) -> None:
        """Store a note of this build, unless it is stored already: an equal row would be written to the disk again."""
        if self.note(name) != value:
            self._database.execute("INSERT OR REPLACE INTO note VALUES (?, ?)", (name, value))

    def revision(self) -> Revision:
        """Return the state of the portal in git when it was last read."""
        noted = self.note("revision")
        return msgspec.json.decode(noted, type=Revision) if noted else NO_REVISION

    def record_revision(self, revision: Revision) -> None:
        """Record the state of the portal in git, unless only its time is new: an earlier time is right, too."""
        last = self.revision()
        if (last.commit, last.dirty) != (revision.commit, revision.dirty):
            self.write_note("revision", _encode(revision).decode())

    def problems(self) -> Iterator[Diagnostic]:
        """Yield all problems of the portal, by file."""
        for (data,) in self._database.execute("SELECT data FROM problem ORDER BY source, found_by"):
            yield from _decode_problems(data)

    def problems_by_file(self) -> Iterator[tuple[str, tuple[Diagnostic, ...]]]:
        """Yield each file in which problems were found, with those of one step."""
        rows = self._database.execute("SELECT source, data FROM problem ORDER BY source, found_by").fetchall()
        return ((source, _decode_problems(data)) for source, data in rows)

    def pages_with_problems(self) -> dict[str, str]:
        """Return the address of each text in which problems were found, by its source."""
        query = "SELECT source, address FROM card WHERE source IN (SELECT source FROM problem)"
        return dict(self._database.execute(query))

    def public_ids(self) -> set[str]:
        """Return the ids of all releases that are public."""
        query = "SELECT id FROM card WHERE source NOT IN (SELECT source FROM hidden)"
        return {row[0] for row in self._database.execute(query)}

    def record_problems(self, source: str, found_by: str, problems: Iterable[Diagnostic]) -> None:
        """Record the problems that reading or checking a file found, in place of those that it found before."""
        self._database.execute("DELETE FROM problem WHERE source = ? AND found_by = ?", (source, found_by))
        if found := tuple(problems):
            self._database.execute("INSERT INTO problem VALUES (?, ?, ?)", (source, found_by, _encode(found)))
