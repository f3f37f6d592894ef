"""What each line of a text is to the converter, for those who look for lines that are not read as they were meant."""

from __future__ import annotations

import enum
from xml.etree.ElementTree import Element

import msgspec

from press.content.markdown import leftovers
from press.content.markdown.convert import converter
from press.content.markdown.diagnostics import Findings
from press.content.markdown.dialect.blocks import IndentedCode, Paragraph
from press.content.markdown.dialect.document import read_line
from press.content.markdown.dialect.open_blocks import OpenBlocks


class LineKind(enum.Enum):
    """What a line is."""

    TEXT = enum.auto()
    """A line of a paragraph, also in a list item or a quote."""
    CODE = enum.auto()
    """Code, because it is indented; not in a list or a quote."""
    BLANK = enum.auto()
    """Without characters, or only white space."""
    OTHER = enum.auto()
    """Anything else: a heading, a row of a table, HTML, code between fences."""


class OutlineLine(msgspec.Struct, frozen=True):
    """A line of a Markdown text."""

    number: int
    """From 1."""
    text: str
    kind: LineKind
    is_outermost: bool
    """Whether it is in no list and no quote."""


def outline(text: str) -> list[OutlineLine]:
    """Return the lines of a text. Raises RecursionError for one that is nested too deep."""
    converted = leftovers.convert(text, Findings(text, "", 1))
    blocks = OpenBlocks(converter(converted), Element("div"))
    lines = []
    for number, (written, line) in enumerate(zip(text.split("\n"), converted.split("\n"), strict=True), 1):
        read_line(line, blocks)
        lines.append(OutlineLine(number, written, _kind(line, blocks), blocks.depth <= 1))
    return lines


def _kind(line: str, blocks: OpenBlocks) -> LineKind:
    if not line.strip(" \t"):
        return LineKind.BLANK
    if isinstance(blocks.last, Paragraph):
        return LineKind.TEXT
    is_code = isinstance(blocks.last, IndentedCode) and blocks.depth == 1
    return LineKind.CODE if is_code else LineKind.OTHER
