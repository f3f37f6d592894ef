"""Changes of a few lines of a source file. Every byte of the other lines stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

_LINE = re.compile(rb"([^\r\n]*)(\r\n|\r|\n|\Z)")


class Edit(msgspec.Struct, frozen=True):
    """Lines of a file, and those to write in their place."""

    line: int
    """The first of the lines, from 1."""
    count: int
    """How many lines are replaced; 0: the new ones are written above `line`."""
    lines: tuple[str, ...]
    """The new lines, without line ends; none: the old ones are deleted."""


def applied(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return a file with its edits, which do not overlap. New lines end as the file's first line does."""
    lines = [found.groups() for found in _LINE.finditer(data)]
    end = next((end for _, end in lines if end), b"\n")
    for edit in sorted(edits, key=lambda edit: edit.line, reverse=True):
        old = lines[edit.line - 1 : edit.line - 1 + edit.count]
        new = [(line.encode(), end) for line in edit.lines]
        if new and old:
            new[-1] = (new[-1][0], old[-1][1])
        lines[edit.line - 1 : edit.line - 1 + edit.count] = new
    return b"".join(text + end for text, end in lines)
