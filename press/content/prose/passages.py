"""The values that hold the prose of a release.

A `Passage` is one block, such as a paragraph, a list item or a cell, so that no sentence goes from one block into the
next.
"""

from __future__ import annotations

import enum
from bisect import bisect_right

import msgspec

from press.diagnostics import Place

REMOVED = "\N{OBJECT REPLACEMENT CHARACTER}"
"""What a passage has where the text has code or an address: they are no prose."""


class PassageKind(enum.StrEnum):
    """What a passage is."""

    FIELD = "field"
    """A field of the front matter."""
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    """A list item."""
    QUOTE = "quote"
    CELL = "cell"
    """A cell of a table."""
    ALT = "alt"
    """The description of an image in the text."""


class Cell(msgspec.Struct, frozen=True):
    """The position of a cell, each number from 0; row 0 is the header."""

    table: int
    row: int
    column: int


class Passage(msgspec.Struct, frozen=True):
    """One block of prose."""

    kind: PassageKind
    text: str
    path: str
    starts: tuple[tuple[int, int, int], ...]
    """The pieces of the text: the offset of each in `text`, its line in the file, and its column (0: unknown)."""
    field: str = ""
    """The field of the front matter that it is the value of, such as ``images.0.alt``; empty for the body."""
    cell: Cell | None = None

    def place(self, offset: int) -> Place:
        """Return the place in the file of a character of `text`."""
        start, line, column = self.starts[bisect_right(self.starts, offset, key=_offset) - 1]
        line += self.text.count("\n", start, offset) if self.field else 0
        return Place(self.path, line, column and column + offset - start)


def _offset(start: tuple[int, int, int]) -> int:
    return start[0]
