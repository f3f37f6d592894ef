"""The cache of one output folder: an SQLite file whose every page is either exactly what was written, or damage.

SQLite does not notice a flipped byte, so each page ends in a *stamp*, which is looked at whenever SQLite reads the
page. A build reads few pages, whatever the size of the archive, and so looks at few stamps. What does not agree is
`CacheDamaged`: the engine throws the file away and builds everything. A build that dies is taken back by SQLite's own
journal; the stamps also tell whether all of it was.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import apsw

from press.errors import N_, CacheDamaged, Unwritable

Value = str | bytes | int | float | None
"""What a column can hold."""
_PAGE = 16384
"""Bytes of a page."""
_HEADER = 100
"""Bytes at the head of page 1, which SQLite also reads by themselves, before it reads the page."""
_STAMP = struct.Struct(">II")
"""The generation of a page, and the CRC-32 of its number, content and generation."""


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
    """An open cache. `db` is in a transaction until `seal`; one that is not sealed never was."""

    db: Database

    def __init__(self, path: Path) -> None:
        """Open the file, made anew where there is none. Raises `CacheDamaged`."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with _as_damage():
            self.db = self._connection = _connected(path)

    def seal(self) -> None:
        """Commit. Where nothing changed, nothing is written."""
        with _as_damage():
            self.db.execute("COMMIT")

    def close(self) -> None:
        """Close the file; what was not sealed is gone."""
        self._connection.close(force=True)


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


def _connected(path: Path) -> apsw.Connection:
    """Open a file and begin a transaction; it locks nothing until it writes."""
    db = apsw.Connection(str(path), vfs=_DISK.name, statementcachesize=256)
    db.reserve_bytes("main", _STAMP.size)
    db.pragma("page_size", _PAGE)
    db.pragma("mmap_size", 0)  # what SQLite does not read through us we cannot look at
    db.pragma("synchronous", "EXTRA")
    db.pragma("cache_size", -32768)
    db.pragma("temp_store", "MEMORY")
    db.execute("BEGIN")
    return db


@contextmanager
def _as_damage() -> Iterator[None]:
    try:
        yield
    except apsw.FullError as reason:
        raise Unwritable(N_("cannot write {address}: {reason}"), address="build.db", reason=reason) from reason
    except apsw.Error as reason:
        raise CacheDamaged(N_("the cache cannot be read: {reason}"), reason=reason) from reason


class _Pages(apsw.VFSFile):
    """The file as SQLite reads and writes it: stamps are made and looked at here.

    The *generation* of the file is that of page 1, which every transaction writes anew. Its pages are one generation
    younger than the file, and page 1 is held back until they all are written. So wherever a build dies, and whatever
    becomes of its journal, no page of an unfinished generation is taken for one of the file: it is too young.
    """

    def __init__(self, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self._generation = -1
        """Of page 1; -1 where it was not read yet."""
        self._youngest = -1
        """The generation of the youngest page that there may be: over that of page 1 while a transaction writes."""
        self._first = b""
        """Page 1, held back."""
        self._end = 0
        """Size of the file when the transaction began to write, in bytes."""
        self._added: set[int] = set()
        """Where pages were written behind that end."""

    def xRead(self, amount: int, offset: int) -> bytes:
        """Read a page and look at its stamp. Raises `apsw.CorruptError`."""
        if self._first and offset < _PAGE:
            return self._first[offset : offset + amount]
        data = super().xRead(amount, offset)
        if offset + amount <= _HEADER or self._is_unwritten(offset):
            return data
        generation = _generation(data, offset)
        if offset == 0:
            self._generation = self._youngest = generation
        if not 0 <= generation <= self._youngest:
            raise apsw.CorruptError(f"page {offset // _PAGE + 1} is not what was written")
        return data

    def xWrite(self, data: bytes, offset: int) -> None:
        """Write a page with its stamp; one that is put back as it was still has its own."""
        page = data
        if _generation(page, offset) < 0:
            page = self._stamped(page, offset)
        elif self._generation < 0 and not self._first:  # a journal is played back: no page 1 until it brings one
            self._first = bytes(_PAGE)
        if not offset:
            self._first = page
            return
        super().xWrite(page, offset)
        if offset >= self._end:
            self._added.add(offset)

    def xTruncate(self, newsize: int) -> None:
        """Cut the file; an empty one has no page 1."""
        if not newsize:
            self._first = b""
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:
        """Bring the file to the disk. All pages are written by now but those that SQLite has no use for, and page 1."""
        for offset in range(self._end, self.xFileSize(), _PAGE):
            if self._is_unwritten(offset):
                super().xWrite(self._stamped(bytes(_PAGE), offset), offset)
        if self._first:
            super().xWrite(self._first, 0)
            self._generation = _generation(self._first, 0)
        self._first = b""
        self._added.clear()
        super().xSync(flags)

    def xDeviceCharacteristics(self) -> int:
        """Say that pages are read as a whole."""
        return super().xDeviceCharacteristics() & ~apsw.SQLITE_IOCAP_SUBPAGE_READ

    def _is_unwritten(self, offset: int) -> bool:
        """Tell whether there is no page yet: SQLite may leave one out that it freed, and look at what is there."""
        return offset >= self._end and self._youngest > self._generation and offset not in self._added

    def _stamped(self, page: bytes, offset: int) -> bytes:
        """A page of the generation that is being written.

        A page that comes without a stamp before page 1 was read is from a journal, and not as it was written there.
        """
        if self._generation < 0 and self.xFileSize():
            raise apsw.CorruptError("the journal is not what was written")
        if self._youngest <= self._generation or self._generation < 0:
            self._generation = max(self._generation, 0)
            self._youngest = self._generation + 1
            self._end = self.xFileSize()
        content = page[: -_STAMP.size]
        return content + _STAMP.pack(self._youngest, _sum(content, self._youngest, offset))


def _generation(page: bytes, offset: int) -> int:
    """The generation of a page; -1 where it is not what was written there."""
    if len(page) != _PAGE or offset % _PAGE:
        return -1
    generation, found = _STAMP.unpack_from(page, _PAGE - _STAMP.size)
    return int(generation) if found == _sum(memoryview(page)[: -_STAMP.size], generation, offset) else -1


def _sum(content: bytes | memoryview, generation: int, offset: int) -> int:
    return zlib.crc32(content, zlib.crc32(_STAMP.pack(generation, offset // _PAGE)))


class _Disk(apsw.VFS):
    """Where SQLite finds files: the cache with its stamps, a journal as it is."""

    name = "press"

    def __init__(self) -> None:
        super().__init__(self.name, base="")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        """Open a file of the cache."""
        return _Pages(name, flags) if flags[0] & apsw.SQLITE_OPEN_MAIN_DB else super().xOpen(name, flags)


_DISK = _Disk()
