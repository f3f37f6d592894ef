"""The cache of one output folder: an SQLite file in which every damaged page is detected.

Damage raises `CacheDamaged`: the build deletes the file and builds everything. If a build crashes, SQLite rolls it back
with its own journal.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import apsw

from press import disk
from press.errors import CacheDamaged, Unwritable
from press.i18n.mark import N_
from press.store.page_checksums import PAGE, TRAILER, VFS

_UNUSABLE = N_("the cache cannot be read: {reason}; delete the folder .press, then try again")
Value = str | bytes | int | float | None
"""The types of values in a column."""


class Rows(Protocol):
    """The rows that a statement returns."""

    def fetchone(self) -> Any:
        """Return the next row; None if there is none."""

    def fetchall(self) -> list[Any]:
        """Return the remaining rows."""

    def __iter__(self) -> Iterator[Any]: ...


class Database(Protocol):
    """The methods of an SQL connection that are used."""

    def execute(self, statements: str, values: Sequence[Value] = ..., /) -> Rows:
        """Execute one statement with values, or several without."""

    def executemany(self, statement: str, values: Iterable[Sequence[Value]], /) -> Rows:
        """Execute a statement with each of many rows of values."""


class Cache:
    """An open cache. `database` is in a transaction until `commit`; without it, nothing is kept."""

    database: Database

    def __init__(self, path: Path) -> None:
        """Open the file, or create it. Raises `CacheDamaged`."""
        path.parent.mkdir(parents=True, exist_ok=True)
        for file in _files(path):
            if os.path.lexists(file) and (file.is_symlink() or not file.is_file()):
                raise CacheDamaged(_UNUSABLE, reason=file.name)  # SQLite would wait for a named pipe for ever
        with _errors_of_sqlite():
            self.database = self._connection = connect(path)

    def commit(self) -> None:
        """Keep what was written. If nothing changed, no byte is written."""
        with _errors_of_sqlite():
            self.database.execute("COMMIT")

    def close(self) -> None:
        """Close the file; what was not committed is lost."""
        self._connection.close(force=True)


@contextmanager
def opened(path: Path) -> Iterator[Cache]:
    """Open a cache for a block; an error of SQLite in the block is raised as `CacheDamaged` or `Unwritable`."""
    cache = Cache(path)
    try:
        with _errors_of_sqlite():
            yield cache
    finally:
        cache.close()


def delete(path: Path) -> None:
    """Delete a cache and its journal, also a folder in their place. Raises OSError."""
    for file in _files(path):
        disk.remove(file)


def _files(path: Path) -> tuple[Path, Path]:
    """Return the files of a cache: the database and its journal."""
    return path, Path(f"{path}-journal")


def connect(path: Path) -> apsw.Connection:
    """Open a file and begin a transaction; it locks nothing until it writes."""
    # SQLite reports the full path of a link in a way that apsw takes for an error.
    connection = apsw.Connection(os.path.realpath(path), vfs=VFS.name, statementcachesize=256)
    connection.reserve_bytes("main", TRAILER.size)
    connection.pragma("page_size", PAGE)
    connection.pragma("mmap_size", 0)  # pages that SQLite maps into memory would bypass our checksums
    connection.pragma("synchronous", "EXTRA")
    connection.pragma("cache_size", -32768)
    connection.pragma("temp_store", "MEMORY")
    connection.execute("BEGIN")
    return connection


@contextmanager
def _errors_of_sqlite() -> Iterator[None]:
    try:
        yield
    except apsw.FullError as reason:
        message = N_("cannot write {address}: {reason}; check the free space and the permissions, then try again")
        raise Unwritable(message, address="build.db", reason=reason) from reason
    except apsw.Error as reason:
        raise CacheDamaged(_UNUSABLE, reason=reason) from reason
