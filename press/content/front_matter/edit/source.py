"""The text of a file as it is read, and how changes of it are made in its bytes: everything else stays as it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from press.content.front_matter.decode import clean

_SHRUNK = re.compile("\r\n|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What may be shorter in the text than in the file: line ends, and characters that are removed."""


class Change(NamedTuple):
    """A part of a text, and what is written in place of it."""

    start: int
    end: int
    new: str


def changed(data: bytes, changes: Iterable[Change]) -> bytes:
    """Return the bytes of a file after changes, whose offsets are those of its decoded text.

    The changes must not overlap; of those at one offset, the first comes first. New lines end as those of the file.
    """
    raw = data.decode()
    offsets = _Offsets(raw)
    found = re.search("\r\n|\n|\r", raw)
    line_end = found[0] if found else "\n"
    parts, position = [], 0
    for start, end, new in sorted(changes, key=lambda change: change[:2]):
        at = offsets.in_file(start)
        parts += [raw[position:at], new.replace("\n", line_end)]
        position = at if end == start else offsets.in_file(end)
    return "".join([*parts, raw[position:]]).encode()


class _Offsets:
    """From offsets in the decoded text to offsets in the file."""

    def __init__(self, raw: str) -> None:
        self._beginnings: list[int] = []
        """From which offset in the text on `_shifts` are to be added."""
        self._shifts: list[int] = []
        shift = 0
        for found in _SHRUNK.finditer(raw):
            length = 1 if found[0] == "\r\n" else len(clean(found[0]))
            if length < len(found[0]):
                self._beginnings.append(found.start() - shift + length)
                shift += len(found[0]) - length
                self._shifts.append(shift)

    def in_file(self, offset: int) -> int:
        number = bisect_right(self._beginnings, offset)
        return offset + (self._shifts[number - 1] if number else 0)
