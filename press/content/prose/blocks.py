"""The blocks of a Markdown text as lines: without the marks of lists, quotes and headings, and without code.

It reads what the converter reads (`press.content.markdown.dialect`), only for its prose: where the two differ, a check
sees two sentences as one, at worst.
"""

from __future__ import annotations

from collections.abc import Iterator

from press.content.markdown.dialect.tables import is_delimiter_row
from press.content.prose.passages import Cell, PassageKind
from press.expressions import expression

_FENCE = expression(r"[ \t]*(?P<fence>`{3,}(?=[^`]*$)|~{3,})")
_QUOTE = expression(r"(?: {0,3}>[ \t]?)+")
_ITEM = expression(r"[ \t]*(?:[-*+:•▪◦]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?|[ \t]{0,3}\[\^[^\]\s]+\]:[ \t]*")
_HEADING = expression(r" {0,3}#{1,6}[ \t]+")
_HEADING_END = expression(r"[ \t]+#+[ \t]*$")
_UNDERLINE = expression(r" {0,3}(?:=+|-+)[ \t]*$")
_RULE = expression(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_NO_PROSE = expression(r" {0,3}(?:\*?\[(?!\^)[^\]\n]+\]:[ \t]*\S|\{:[^}\n]*\}[ \t]*$)")
"""A definition of a link or an abbreviation, and a line of attributes."""
_CODE_INDENT = expression(r" {4}| {0,3}\t")
_CELL = expression(r"(?:\\.|[^|\\])+")


class Block:
    """Lines that belong together."""

    def __init__(self, kind: PassageKind, cell: Cell | None = None) -> None:
        self.kind, self.cell = kind, cell
        self.text = ""
        self.starts: list[tuple[int, int, int]] = []
        """Of each line: its offset in `text`, its number in the Markdown, its column, both from 1."""

    def add(self, line: int, column: int, text: str) -> None:
        """Add a line, or a part of one."""
        self.text += "\n" * bool(self.text)
        self.starts.append((len(self.text), line, column))
        self.text += text


def split(markdown: str) -> Iterator[Block]:
    """Yield the blocks of a text, in their order."""
    return _Splitter(markdown).blocks()


class _Splitter:
    """Splits one text."""

    def __init__(self, markdown: str) -> None:
        self._lines = markdown.splitlines()
        self._finished: list[Block] = []
        self._open: Block | None = None
        self._fence = ""
        self._is_in_list = False
        self._tables = 0
        self._row = -1
        """The number of the next row of the open table; -1: there is none."""

    def blocks(self) -> Iterator[Block]:
        for number, line in enumerate(self._lines, 1):
            quote = _QUOTE.match(line)
            column = quote.end() if quote else 0
            self._read(number, column, line[column:], bool(quote))
            yield from self._finished
            self._finished.clear()
        self._close()
        yield from self._finished

    def _read(self, number: int, column: int, line: str, is_quote: bool) -> None:
        if self._is_code(line) or not line.strip():
            self._close()
        elif self._row >= 0:
            self._add_row(number, column, line)
        elif self._open and self._open.kind is not PassageKind.ITEM and _UNDERLINE.match(line):
            self._open.kind = PassageKind.HEADING
            self._close()
        elif _RULE.match(line) or _NO_PROSE.match(line):
            self._close()
        elif heading := _HEADING.match(line):
            self._begin(PassageKind.HEADING)
            self._add(number, column, _HEADING_END.sub("", line), heading.end())
            self._close()
        elif "|" in line and self._is_table(number, column, line):
            self._close()
            self._row = 0
            self._add_row(number, column, line)
        elif item := _ITEM.match(line):
            self._begin(PassageKind.ITEM)
            self._is_in_list = True
            self._add(number, column, line, item.end())
        else:
            self._add_text(number, column, line, is_quote)

    def _is_code(self, line: str) -> bool:
        """Tell whether a line is of code, or begins or ends a fence."""
        found = _FENCE.match(line)
        if self._fence:
            if found and found["fence"].startswith(self._fence) and not line[found.end() :].strip():
                self._fence = ""
            return True
        if found:
            self._fence = found["fence"]
            return True
        is_indented = bool(_CODE_INDENT.match(line))
        return is_indented and self._open is None and not self._is_in_list and bool(line.strip())

    def _is_table(self, number: int, column: int, line: str) -> bool:
        below = self._lines[number][column:] if number < len(self._lines) else ""
        return is_delimiter_row(line, below)

    def _add_row(self, number: int, column: int, line: str) -> None:
        """Add a row of a table; the delimiter row, which is below the header, is left out."""
        row, self._row = self._row, self._row + 1
        if row == 1:
            return
        cells = [cell for cell in _CELL.finditer(line) if cell[0].strip() or cell.start()]
        for position, cell in enumerate(cells):
            self._open = Block(PassageKind.CELL, Cell(self._tables, max(row - 1, 0), position))
            self._add(number, column, line[: cell.end()].rstrip(), cell.start())
            self._finished.append(self._open)
        self._open = None

    def _add_text(self, number: int, column: int, line: str, is_quote: bool) -> None:
        if self._open is None:
            is_part = self._is_in_list and line[0] in " \t"
            self._is_in_list = is_part
            kind = PassageKind.ITEM if is_part else PassageKind.QUOTE if is_quote else PassageKind.PARAGRAPH
            self._begin(kind)
        self._add(number, column, line, 0)

    def _begin(self, kind: PassageKind) -> None:
        self._close()
        self._open = Block(kind)

    def _add(self, number: int, column: int, line: str, start: int) -> None:
        """Add a line to the open block, from a position in it and without the space there."""
        text = line[start:].lstrip()
        start = len(line) - len(text)
        if self._open:
            self._open.add(number, column + start + 1, text.rstrip())

    def _close(self) -> None:
        if self._open:
            self._finished.append(self._open)
        self._tables += self._row >= 0
        self._open, self._row = None, -1
