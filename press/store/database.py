"""The cache of one output folder: an SQLite file whose every page is either exactly what was written, or damage.

Damage is `CacheDamaged`: the build deletes the file and makes everything. A build that dies is taken back by SQLite's
own journal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import apsw

from press.errors import CacheDamaged, Unwritable
from press.i18n.mark import N_
from press.store.page_checksums import FILE_LAYER, PAGE, TRAILER

Value = str | bytes | int | float | None
"""What a column can hold."""


class Rows(Protocol):
    """The rows that a statement gives."""

    def fetchone(self) -> Any:
        """Give the next row; None: there is none."""

    def fetchall(self) -> list[Any]:
        """Give the rows that are left."""

    def __iter__(self) -> Iterator[Any]: ...


class Database(Protocol):
    """What can be asked in SQL."""

    def execute(self, statements: str, values: Sequence[Value] = ..., /) -> Rows:
        """Carry out one statement with values, or several without."""

    def executemany(self, statement: str, values: Iterable[Sequence[Value]], /) -> Rows:
        """Carry out a statement with each of many rows of values."""


class Cache:
    """An open cache. `database` is in a transaction until `commit`; without it, nothing is kept."""

    database: Database

    def __init__(self, path: Path) -> None:
        """Open the file, or make it. Raises `CacheDamaged`."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with _errors_of_sqlite():
            self.database = self._connection = connect(path)

    def commit(self) -> None:
        """Keep what was written. Where nothing changed, no byte is written."""
        with _errors_of_sqlite():
            self.database.execute("COMMIT")

    def close(self) -> None:
        """Close the file; what was not committed is gone."""
        self._connection.close(force=True)


@contextmanager
def opened(path: Path) -> Iterator[Cache]:
    """Open a cache for a block; an error of SQLite in the block comes out as `CacheDamaged` or `Unwritable`."""
    cache = Cache(path)
    try:
        with _errors_of_sqlite():
            yield cache
    finally:
        cache.close()


def delete(path: Path) -> None:
    """Delete a cache and its journal."""
    for ending in ("", "-journal"):
        Path(f"{path}{ending}").unlink(missing_ok=True)


def connect(path: Path) -> apsw.Connection:
    """Open a file and begin a transaction; it locks nothing until it writes."""
    connection = apsw.Connection(str(path), vfs=FILE_LAYER.name, statementcachesize=256)
    connection.reserve_bytes("main", TRAILER.size)
    connection.pragma("page_size", PAGE)
    connection.pragma("mmap_size", 0)  # pages that SQLite maps into memory would pass by our checksums
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
        raise Unwritable(N_("cannot write {address}: {reason}"), address="build.db", reason=reason) from reason
    except apsw.Error as reason:
        raise CacheDamaged(N_("the cache cannot be read: {reason}"), reason=reason) from reason
