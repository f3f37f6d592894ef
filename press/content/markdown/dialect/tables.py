"""Tables: GitHub Flavored Markdown, "Tables (extension)"."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from press.content.markdown.dialect.blocks import Text

_CELL = r"[ \t]*+:?-++:?[ \t]*+"
_DELIMITER_ROW = re.compile(rf"\|?{_CELL}(?:\|{_CELL})*\|?[ \t]*+$")
_CELL_END = re.compile(r"(?<!\\)\|")


class Table(Text):
    """A header, and the rows that follow it without a blank line."""

    def __init__(self, header: str, delimiter_row: str) -> None:
        super().__init__()
        self._alignments = [_alignment(cell) for cell in cells(delimiter_row)]
        self.lines.append(header)

    def close(self, parent: Element) -> Element | None:
        table = SubElement(parent, "table")
        self._add_row(SubElement(table, "thead"), "th", self.lines[0])
        body = SubElement(table, "tbody") if self.lines[1:] else None
        for row in self.lines[1:]:
            assert body is not None
            self._add_row(body, "td", row)
        return table

    def _add_row(self, part: Element, tag: str, row: str) -> None:
        """Add a row, with at least as many cells as the header has.

        GitHub drops the cells to the right of the header's last; no word of an author is dropped here.
        """
        line, texts = SubElement(part, "tr"), cells(row)
        while len(texts) > len(self._alignments) and not texts[-1]:
            texts.pop()
        for index in range(max(len(texts), len(self._alignments))):
            cell = SubElement(line, tag)
            cell.text = texts[index] if index < len(texts) else ""
            if index < len(self._alignments) and (alignment := self._alignments[index]):
                cell.set("align", alignment)


def is_delimiter_row(header: str, row: str) -> bool:
    """Tell whether two lines are the header and the delimiter row of a table."""
    if "|" not in header and "|" not in row:
        return False
    return bool(_DELIMITER_ROW.match(row)) and len(cells(header)) == len(cells(row))


def cells(row: str) -> list[str]:
    r"""Split a row at each ``|`` that has no backslash before it. In the cells, ``\|`` is ``|``."""
    row = row.strip(" \t").removeprefix("|")
    parts = _CELL_END.split(row)
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    return [part.strip(" \t").replace("\\|", "|") for part in parts]


def _alignment(cell: str) -> str | None:
    begins, ends = cell.startswith(":"), cell.endswith(":")
    return "center" if begins and ends else "left" if begins else "right" if ends else None
