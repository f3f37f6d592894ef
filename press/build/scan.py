"""Scanning files for marks, in any process: texts and digests that must not be in the site. Compressed data too."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache, partial
from itertools import chain

import msgspec

from press.model import OutputRecord

_BY_PEOPLE = frozenset({"static", "assets"})
"""Output kinds of files that a person put there as they are, to be published."""
_PNG = b"\x89PNG\r\n\x1a\n"
_IMAGES = (_PNG, b"\xff\xd8\xff", b"RIFF", b"GIF8")
_LONGEST = 1 << 24
"""Bytes of a compressed text that are read."""
_COMPRESSED_TEXTS = (b"zTXt", b"iTXt")
_SMALL = 64_000
"""Bytes of marks up to which the faster automaton is used."""
_SLOW, _NEVER = 4_000_000, 1 << 62
"""Bytes that are searched before the faster automaton is made."""


class Marks(msgspec.Struct, frozen=True):
    """What to search for. False if there is nothing."""

    texts: tuple[bytes, ...] = ()
    """A mark is known by its position here. Only whole words are found."""
    digests: dict[str, int] = {}
    """SHA-256 of files, hexadecimal; each is a mark too, with the same text in `texts`."""

    def __bool__(self) -> bool:
        """Tell whether there is anything to search for."""
        return bool(self.texts)


NO_MARKS = Marks()


def marks_in(record: OutputRecord, data: bytes, marks: Marks) -> tuple[int, ...]:
    """Return the marks in the bytes of a file and in its address."""
    if not marks or record.kind in _BY_PEOPLE:
        return ()
    found = {
        number for part in (record.address.encode(), *_readable(record, data)) for number in texts_in(part, marks.texts)
    }
    if record.kind == "manifest":
        found -= set(marks.digests.values())  # those of files that people put into static/; others were searched
    if record.digest in marks.digests:
        found.add(marks.digests[record.digest])
    return tuple(sorted(found))


def texts_in(data: bytes, texts: tuple[bytes, ...]) -> Iterator[int]:
    """Yield the positions of those of the texts that are in the data as whole words, in any order, also repeatedly."""
    for number, start, end in _searcher(texts).find(data):
        before, after = data[max(0, start - 2) : start], data[end : end + 2]
        if not _continues(before[::-1]) and not _continues(after):
            yield number


def _continues(beside: bytes) -> bool:
    """Tell whether the two bytes beside a text continue its last word: ``s``, or ``-s`` in a slug, but not ``--``."""
    return beside[:1].isalnum() or (beside[:1] in (b"-", b"_") and beside[1:].isalnum())


class _Searcher:
    """Searches for texts: with an automaton that is quickly made, and after some megabytes with a faster one.

    The faster one needs more memory, and 20 ms to make for the marks of 50 drafts, which is long for one new release.
    """

    def __init__(self, texts: tuple[bytes, ...]) -> None:
        from ahocorasick_rs import BytesAhoCorasick, Implementation  # noqa: PLC0415 - only if there are marks

        self._make_fast = partial(BytesAhoCorasick, texts, implementation=Implementation.DFA)
        self._automaton = BytesAhoCorasick(texts, implementation=Implementation.ContiguousNFA)
        self._slow_bytes = _SLOW if sum(map(len, texts)) <= _SMALL else _NEVER

    def find(self, data: bytes) -> list[tuple[int, int, int]]:
        """Return the position, start and end of each text in the data."""
        self._slow_bytes -= len(data)
        if self._slow_bytes < 0:
            self._automaton, self._slow_bytes = self._make_fast(), _NEVER
        return self._automaton.find_matches_as_indexes(data, overlapping=True)


@lru_cache(maxsize=2)
def _searcher(texts: tuple[bytes, ...]) -> _Searcher:
    return _Searcher(texts)


def _readable(record: OutputRecord, data: bytes) -> Iterator[bytes]:
    """Yield the bytes of a file and, where they are compressed, the texts in them.

    Of documents that a person published, nothing: what is in them is that person's choice.
    """
    if data.startswith(b"\x1f\x8b"):
        yield from _decompressed(data, wbits=31)
    elif data.startswith(_PNG):
        yield from _texts_of_png(data)
    if record.kind != "files" or data.startswith(_IMAGES) or data[4:8] == b"ftyp":
        yield data


def _texts_of_png(data: bytes) -> Iterator[bytes]:
    """Yield the compressed texts in the metadata of a PNG file (w3.org/TR/png-3)."""
    at = len(_PNG)
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        if kind in _COMPRESSED_TEXTS:
            chunk = data[at + 8 : at + 8 + size]
            starts = (start for start in range(len(chunk)) if chunk[start : start + 1] == b"x")  # of nearly all streams
            yield from chain.from_iterable(_decompressed(chunk[start:]) for start in starts)
        at += size + 12


def _decompressed(data: bytes, wbits: int = 15) -> Iterator[bytes]:
    """Yield the beginning of what is compressed, if it is."""
    with suppress(zlib.error):
        yield zlib.decompressobj(wbits).decompress(data, _LONGEST)
