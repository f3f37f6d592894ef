"""One line of a text, read from left to right: its indentation, and what is behind it.

A tab reaches to the next column that is a multiple of four (CommonMark, "Tabs"). It counts as so many spaces where
indentation is measured, and stays a tab everywhere else.
"""

from __future__ import annotations

TAB_STOP = 4
CODE_INDENT = 4
"""Columns of indentation from which a line is code, and no other block begins."""


class Line:
    """What is left of a line, after the markers of the blocks around it."""

    __slots__ = ("column", "content", "indent", "rest")

    def __init__(self, text: str) -> None:
        self.column = 0
        self._read(text)

    def _read(self, rest: str) -> None:
        self.rest = rest
        self.content = rest.lstrip(" \t")
        """What is left, without its indentation; "" for a blank line."""
        space = rest[: len(rest) - len(self.content)]
        self.indent = self._width(space) if "\t" in space else len(space)
        """Columns of indentation."""

    def _width(self, space: str) -> int:
        column = self.column
        for character in space:
            column += TAB_STOP - column % TAB_STOP if character == "\t" else 1
        return column - self.column

    def skip_indent(self, columns: int) -> None:
        """Skip so many columns of the indentation, or all if there are fewer. Of half a tab, spaces are left."""
        end, column, index = self.column + min(columns, self.indent), self.column, 0
        while column < end:
            column += TAB_STOP - column % TAB_STOP if self.rest[index] == "\t" else 1
            index += 1
        self.column = end
        self._read(" " * (column - end) + self.rest[index:])

    def skip(self, length: int) -> None:
        """Skip the indentation, and so many characters after it."""
        self.column += self.indent + length
        self._read(self.content[length:])

    def skip_all(self) -> None:
        """Skip the whole line."""
        self._read("")
