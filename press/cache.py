"""The cache of one output folder: an SQLite file that is either exactly what was written, or thrown away.

SQLite does not notice a flipped byte, so the digest of the whole file stands beside it (`.sum`). It is checked when the
cache is opened and written after the last commit. A build that dies in between leaves a digest that does not match, and
the next build starts afresh: slower, never wrong. That also makes SQLite's own syncing needless.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from press.errors import N_, CacheDamaged


class Cache:
    """An open cache. `db` is in a transaction until `seal` or `discard`."""

    def __init__(self, path: Path) -> None:
        """Open the file, made anew where there is none. Raises `CacheDamaged`."""
        self.path = path
        self._sum = path.with_suffix(".sum")
        self._sealed = b""
        path.parent.mkdir(parents=True, exist_ok=True)
        with _as_damage():
            self.db = _connected(path)
            self.db.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # rolls a dead build's journal back
        if path.stat().st_size and not self._is_sealed():
            self.close()
            raise CacheDamaged(N_("the cache is not what was written"))

    def seal(self) -> None:
        """Commit, and write down the digest, unless nothing changed."""
        changes = self.db.total_changes
        self.db.commit()
        if changes:
            _synced(self.path)
            replaced = self._sum.with_suffix(".sum~")
            replaced.write_bytes(_digest(self.path))
            replaced.replace(self._sum)

    def discard(self) -> None:
        """Take back all that happened since the last `seal`."""
        self.db.rollback()

    def close(self) -> None:
        """Close the file; what was not sealed is gone."""
        self.db.close()

    def _is_sealed(self) -> bool:
        try:
            return self._sum.read_bytes() == _digest(self.path)
        except OSError:
            return False


@contextmanager
def opened(path: Path) -> Iterator[Cache]:
    """Open a cache for a block; any fault of SQLite in it comes out as `CacheDamaged`."""
    cache = Cache(path)
    try:
        with _as_damage():
            yield cache
    finally:
        cache.close()


def thrown_away(path: Path) -> None:
    """Remove a cache and all that belongs to it."""
    for ending in ("", "-journal"):
        Path(f"{path}{ending}").unlink(missing_ok=True)
    path.with_suffix(".sum").unlink(missing_ok=True)


def _connected(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level="DEFERRED", cached_statements=256)
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA cache_size = -32768")
    db.execute("PRAGMA temp_store = MEMORY")
    return db


@contextmanager
def _as_damage() -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as reason:
        if "disk" in str(reason) and "full" in str(reason):
            raise OSError(28, "the disk is full") from reason
        raise CacheDamaged(N_("the cache cannot be read: {reason}"), reason=reason) from reason
    except sqlite3.DatabaseError as reason:
        raise CacheDamaged(N_("the cache cannot be read: {reason}"), reason=reason) from reason


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _synced(path: Path) -> None:
    """Bring the file to the disk, once per build."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
