"""A file layer for SQLite in which every page carries a checksum, so that a page is what was written, or an error.

SQLite does not notice a flipped byte. Here each page ends in eight bytes of its own, a *trailer*: the generation of the
page, and the CRC-32 of its number, content and generation. It is checked whenever SQLite reads the page. A build reads
few pages, however large the archive is, and so checks few trailers.

The *generation* of the file is that of page 1, which every transaction writes anew. The pages of a transaction are one
generation younger than the file, and page 1 is held back until all of them are written. So wherever a build dies, and
whatever happens to its journal, no page of an unfinished transaction is taken for one of the file: it is too young.

Why not SQLite's own checksum layer (cksumvfs): docs/decisions/0007-every-page-carries-its-checksum.md.
"""

from __future__ import annotations

import struct
import zlib

import apsw

PAGE = 16384
"""Bytes of a page."""
TRAILER = struct.Struct(">II")
"""The generation of a page, and the CRC-32 of its number, content and generation."""
_HEADER = 100
"""Bytes at the beginning of page 1, which SQLite also reads alone, before it reads the page."""


class ChecksummedFile(apsw.VFSFile):
    """The database file as SQLite reads and writes it. Raises `apsw.CorruptError` for a page that is not right."""

    def __init__(self, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self._generation = -1
        """Of page 1; -1 where it was not read yet."""
        self._youngest = -1
        """The generation of the youngest page that may exist: over that of page 1 while a transaction writes."""
        self._first_page = b""
        """Page 1, held back."""
        self._end = 0
        """Size of the file in bytes when the transaction began to write."""
        self._added: set[int] = set()
        """Offsets of the pages that were written behind that end."""

    def xRead(self, amount: int, offset: int) -> bytes:
        """Read a page and check its trailer."""
        if self._first_page and offset < PAGE:
            return self._first_page[offset : offset + amount]
        data = super().xRead(amount, offset)
        if offset + amount <= _HEADER or self._is_unwritten(offset):
            return data
        generation = _generation(data, offset)
        if offset == 0:
            self._generation = self._youngest = generation
        if not 0 <= generation <= self._youngest:
            raise apsw.CorruptError(f"page {offset // PAGE + 1} is not what was written")
        return data

    def xWrite(self, data: bytes, offset: int) -> None:
        """Write a page with its trailer. A page that a rollback puts back still has its own."""
        page = data
        if _generation(page, offset) < 0:
            page = self._with_trailer(page, offset)
        elif self._generation < 0 and not self._first_page:  # a rollback: no page 1 until the journal brings one
            self._first_page = bytes(PAGE)
        if not offset:
            self._first_page = page
            return
        super().xWrite(page, offset)
        if offset >= self._end:
            self._added.add(offset)

    def xTruncate(self, newsize: int) -> None:
        """Cut the file; an empty one has no page 1."""
        if not newsize:
            self._first_page = b""
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:
        """Bring the file to the disk: first the pages that SQLite left out because it does not use them, then page 1.

        All other pages are written by now.
        """
        for offset in range(self._end, self.xFileSize(), PAGE):
            if self._is_unwritten(offset):
                super().xWrite(self._with_trailer(bytes(PAGE), offset), offset)
        if self._first_page:
            super().xWrite(self._first_page, 0)
            self._generation = _generation(self._first_page, 0)
        self._first_page = b""
        self._added.clear()
        super().xSync(flags)

    def xDeviceCharacteristics(self) -> int:
        """Say that only whole pages can be read."""
        return super().xDeviceCharacteristics() & ~apsw.SQLITE_IOCAP_SUBPAGE_READ

    def _is_unwritten(self, offset: int) -> bool:
        """Tell whether no page was written here yet: SQLite may leave out a page that it freed, and still read it."""
        return offset >= self._end and self._youngest > self._generation and offset not in self._added

    def _with_trailer(self, page: bytes, offset: int) -> bytes:
        """The page with the trailer of the generation that is being written.

        A page without a trailer that comes before page 1 was read is from a journal, and damaged.
        """
        if self._generation < 0 and self.xFileSize():
            raise apsw.CorruptError("the journal is not what was written")
        if self._youngest <= self._generation or self._generation < 0:
            self._generation = max(self._generation, 0)
            self._youngest = self._generation + 1
            self._end = self.xFileSize()
        content = page[: -TRAILER.size]
        return content + TRAILER.pack(self._youngest, _checksum(content, self._youngest, offset))


def _generation(page: bytes, offset: int) -> int:
    """The generation of a page; -1 where the page is not what was written there."""
    if len(page) != PAGE or offset % PAGE:
        return -1
    generation, found = TRAILER.unpack_from(page, PAGE - TRAILER.size)
    return int(generation) if found == _checksum(memoryview(page)[: -TRAILER.size], generation, offset) else -1


def _checksum(content: bytes | memoryview, generation: int, offset: int) -> int:
    return zlib.crc32(content, zlib.crc32(TRAILER.pack(generation, offset // PAGE)))


class _FileLayer(apsw.VFS):
    """Gives SQLite its files: the database with checksums, a journal as it is."""

    def __init__(self) -> None:
        self.name = "press"
        super().__init__(self.name, base="")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        """Open a file."""
        is_database = flags[0] & apsw.SQLITE_OPEN_MAIN_DB
        return ChecksummedFile(name, flags) if is_database else super().xOpen(name, flags)


FILE_LAYER = _FileLayer()
"""Registered with SQLite for as long as the process lives."""
