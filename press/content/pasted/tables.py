"""Rows of a spreadsheet, with tabs between the cells; rows with ``|`` but no delimiter row; and forms.

The first row of a table becomes its header. A form (``Hari : Senin``) becomes a list of terms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, takewhile
from typing import NamedTuple

from press.content.markdown.dialect.tables import cells
from press.content.markdown.outline import LineKind, OutlineLine
from press.content.pasted.found import Found
from press.content.pasted.markers import markers
from press.content.typed.endings import is_byline
from press.expressions import expression

_FORM = expression(
    r"(?P<term>[*_]{0,2}\w[^:\t|]{0,59}?)(?:[ \xa0]*\t[ \t\xa0]*|[ \xa0]+):(?:[ \t\xa0]++|(?=[A-Z\d]))(?P<text>\S.*)$"
)
"""A term, a colon with a space or a tab before it, and a text. Prose has no space before a colon."""
_DELIMITERS = expression(r"(?=[^-=_‐-―]*[-=_‐-―])[|:=_\s‐-―+-]+$")
"""A delimiter row that is not right: that of another program, with too few cells, or whose hyphens became dashes."""
_GRID = expression(r"\+[-=+]{3,}$")
"""A line of a table that is drawn with ``+---+``: its rows are no rows of cells."""
_FEWEST_UNFRAMED = 3
"""Fewest cells of a row without ``|`` at its ends: ``a | b`` may be prose."""


class _Shape(NamedTuple):
    """What rows of one sort have in common."""

    sample: str
    """What is between their cells."""
    columns: Callable[[str], int]
    """The number of columns of a line; 0 if it is no such row."""
    write: Callable[[list[str]], Iterator[str]]
    needs_gap: bool
    """Whether a blank line must be above it."""


def find(lines: Sequence[OutlineLine]) -> Iterator[Found]:
    """Yield the tables and forms that are not read as such."""
    for is_text, group in groupby(lines, lambda line: line.kind is LineKind.TEXT and line.is_outermost):
        paragraph = list(group) if is_text else []
        if paragraph and _is_header_of(lines[paragraph[0].number - 2], paragraph[0]):
            paragraph.insert(0, lines[paragraph[0].number - 2])
        if not any(_GRID.match(line.text) for line in paragraph):
            yield from _in_paragraph(paragraph)


def _is_header_of(line: OutlineLine, first: OutlineLine) -> bool:
    """Tell whether a line is the header of rows with tabs, with an empty first cell: it looks like code."""
    is_code = line.number == first.number - 1 and line.kind is LineKind.CODE
    return is_code and line.text.startswith("\t") and line.text.count("\t") == first.text.strip(" ").count("\t") > 1


def _in_paragraph(paragraph: list[OutlineLine]) -> Iterator[Found]:
    start = 0
    while start < len(paragraph):
        shape, rows = next(
            ((shape, rows) for shape in _SHAPES if len(rows := _rows(paragraph, start, shape)) > 1), (_FORMS, [])
        )
        if rows:
            above = [""] if start and shape.needs_gap else []
            below = [""] if start + len(rows) < len(paragraph) else []
            written = (*above, *shape.write(rows), *below)
            yield Found(paragraph[start].number, len(rows), written, shape.sample)
        start += len(rows) or 1


def _rows(paragraph: list[OutlineLine], start: int, shape: _Shape) -> list[str]:
    """Return the lines from one on that are rows of a shape, all with as many columns as the first."""
    columns = shape.columns(paragraph[start].text)
    if not columns:
        return []
    lines = (paragraph[index].text for index in range(start + 1, len(paragraph)))
    rows = takewhile(lambda line: shape.columns(line) == columns or _is_delimiter_row(line), lines)
    return [paragraph[start].text, *rows]


def _is_delimiter_row(line: str) -> bool:
    return "|" in line and bool(_DELIMITERS.match(line))


def _tabbed_columns(line: str) -> int:
    line = line.strip(" ")
    marks = [line.removesuffix(marker.text) for marker in markers(line)]
    is_item = any("\t" in mark for mark in marks)
    return 0 if "\t" not in line or line.startswith("\t\t") or is_item else line.count("\t") + 1


def _tabbed(rows: list[str]) -> Iterator[str]:
    for number, row in enumerate(rows):
        texts = [cell.strip().replace("|", "\\|") for cell in row.split("\t")]
        yield _row(texts)
        if number == 0:
            yield _row(["---"] * len(texts))


def _piped_columns(line: str) -> int:
    line, count = line.strip(), len(cells(line))
    is_framed = line.startswith("|") and line.endswith("|")
    return count if count >= (2 if is_framed else _FEWEST_UNFRAMED) and not _is_delimiter_row(line) else 0


def _piped(rows: list[str]) -> Iterator[str]:
    yield rows[0]
    yield _row(["---"] * len(cells(rows[0])))
    yield from (row for row in rows[1:] if not _is_delimiter_row(row))


def _row(texts: list[str]) -> str:
    return f"| {' | '.join(texts)} |"


def _form_columns(line: str) -> int:
    return 2 * bool(_FORM.match(line) and not is_byline(line))


def _form(rows: list[str]) -> Iterator[str]:
    for number, row in enumerate(rows):
        if found := _FORM.match(row):
            yield from [""] * bool(number)
            yield found["term"]
            yield f": {found['text']}"


_FORMS = _Shape(":", _form_columns, _form, needs_gap=True)
_SHAPES = (
    _FORMS,
    _Shape("Tab", _tabbed_columns, _tabbed, needs_gap=False),
    _Shape("|", _piped_columns, _piped, needs_gap=False),
)
