"""A virtual file system (VFS) for SQLite with a checksum in every page, so that damaged pages are detected.

SQLite does not detect a changed byte. Here each page ends in eight additional bytes, a *trailer*: the generation of the
page, and the CRC-32 of its number, content and generation. It is checked whenever SQLite reads the page. A build reads
few pages, however large the archive is, and so checks few trailers.

The *generation* of the file is that of page 1, which every transaction writes. The pages of a transaction have the next
generation, and page 1 is written last. So wherever a build crashes, and whatever happens to its journal, no page of an
unfinished transaction is accepted: its generation is higher than that of the file.

Why not SQLite's own checksum layer (cksumvfs): docs/decisions/0007-every-page-carries-its-checksum.md.
"""

from __future__ import annotations

import struct
import zlib

import apsw

PAGE = 16384
"""Size of a page in bytes."""
TRAILER = struct.Struct(">II")
"""The generation of a page, and the CRC-32 of its number, content and generation."""
_HEADER = 100
"""Bytes at the beginning of page 1, which SQLite also reads separately, before it reads the page."""


class ChecksummedFile(apsw.VFSFile):
    """The database file as SQLite reads and writes it. Raises `apsw.CorruptError` for a damaged page."""

    def __init__(self, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self._generation = -1
        """The generation of page 1; -1 if it was not read yet."""
        self._highest = -1
        """The highest generation that a page may have: that of page 1, or the next while a transaction writes."""
        self._first_page = b""
        """Page 1, until it is written."""
        self._end = 0
        """Size of the file in bytes when the transaction began to write."""
        self._added: set[int] = set()
        """Offsets of the pages that were written after that end."""

    def xRead(self, amount: int, offset: int) -> bytes:
        """Read a page and check its trailer."""
        if self._first_page and offset < PAGE:
            return self._first_page[offset : offset + amount]
        data = super().xRead(amount, offset)
        if offset + amount <= _HEADER or self._is_unwritten(offset):
            return data
        generation = _generation(data, offset)
        if offset == 0:
            self._generation = self._highest = generation
        if not 0 <= generation <= self._highest:
            raise apsw.CorruptError(f"page {offset // PAGE + 1} is not what was written")
        return data

    def xWrite(self, data: bytes, offset: int) -> None:
        """Write a page with its trailer. A page that a rollback restores has one already."""
        page = data
        if _generation(page, offset) < 0:
            page = self._with_trailer(page, offset)
        elif self._generation < 0 and not self._first_page:  # a rollback: page 1 is empty until the journal restores it
            self._first_page = bytes(PAGE)
        if not offset:
            self._first_page = page
            return
        super().xWrite(page, offset)
        if offset >= self._end:
            self._added.add(offset)

    def xTruncate(self, newsize: int) -> None:
        """Truncate the file; an empty one has no page 1."""
        if not newsize:
            self._first_page = b""
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:
        """Sync the file to the disk: first the pages that SQLite skipped because it does not use them, then page 1.

        All other pages were written before.
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
        """Report that only whole pages can be read."""
        return super().xDeviceCharacteristics() & ~apsw.SQLITE_IOCAP_SUBPAGE_READ

    def _is_unwritten(self, offset: int) -> bool:
        """Tell whether no page was written here yet: SQLite may skip a page that it freed, and still read it."""
        return offset >= self._end and self._highest > self._generation and offset not in self._added

    def _with_trailer(self, page: bytes, offset: int) -> bytes:
        """Return the page with the trailer of the generation that is being written.

        If a page without a trailer is written before page 1 was read, it is from a journal and damaged.
        """
        if self._generation < 0 and self.xFileSize():
            raise apsw.CorruptError("the journal is not what was written")
        if self._highest <= self._generation or self._generation < 0:
            self._generation = max(self._generation, 0)
            self._highest = self._generation + 1
            self._end = self.xFileSize()
        content = page[: -TRAILER.size]
        return content + TRAILER.pack(self._highest, _checksum(content, self._highest, offset))


def _generation(page: bytes, offset: int) -> int:
    """Return the generation of a page; -1 if the page is damaged or belongs at another offset."""
    if len(page) != PAGE or offset % PAGE:
        return -1
    generation, found = TRAILER.unpack_from(page, PAGE - TRAILER.size)
    return int(generation) if found == _checksum(memoryview(page)[: -TRAILER.size], generation, offset) else -1


def _checksum(content: bytes | memoryview, generation: int, offset: int) -> int:
    return zlib.crc32(content, zlib.crc32(TRAILER.pack(generation, offset // PAGE)))


class _ChecksumVFS(apsw.VFS):
    """Opens files for SQLite: the database with checksums, a journal without."""

    def __init__(self) -> None:
        self.name = "press"
        super().__init__(self.name, base="")

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        """Open a file."""
        is_database = flags[0] & apsw.SQLITE_OPEN_MAIN_DB
        return ChecksummedFile(name, flags) if is_database else super().xOpen(name, flags)


VFS = _ChecksumVFS()
"""Registered with SQLite until the process ends."""
