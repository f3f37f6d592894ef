"""Lines → a tree of blocks, as CommonMark describes it in "Appendix: A parsing strategy".

Each line goes through the open blocks: first those that it continues, then the blocks that begin in it; what is left
is text. A paragraph takes a line also if the blocks around it do not ("laziness").
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element, ElementTree

from markdown.blockparser import BlockParser

from press.content.markdown.dialect.blocks import Leaf, Paragraph
from press.content.markdown.dialect.lines import Line
from press.content.markdown.dialect.open_blocks import OpenBlocks
from press.content.markdown.dialect.starts import begins


class BlockReader(BlockParser):
    """The block parser, in the place of Python-Markdown's own."""

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:
        self.root = Element(self.md.doc_tag)
        blocks = OpenBlocks(self.md, self.root)
        for text in lines:
            read_line(text, blocks)
        blocks.close_all()
        return ElementTree(self.root)

    def parseChunk(self, parent: Element, text: Any) -> None:
        """Put the blocks of a footnote, which are read already, into `parent`."""
        parent.extend(list(text))


def read_line(text: str, blocks: OpenBlocks) -> None:
    """Read one line: continue the open blocks, and open those that begin in it."""
    blocks.end_line(is_blank=_read(Line(text), blocks))


def _read(line: Line, blocks: OpenBlocks) -> bool:
    """Read a line. Returns whether it is blank, and not in code or HTML."""
    blocks.match(line)
    if not line.content and not blocks.tip.is_verbatim:
        return True
    while not blocks.tip.is_verbatim and begins(blocks, line):
        if not line.content:
            return False
    _add(line, blocks)
    return False


def _add(line: Line, blocks: OpenBlocks) -> None:
    """Add what is left of a line to a leaf."""
    leaf = blocks.last
    if not isinstance(leaf, Paragraph):  # which takes also a line that does not continue the blocks around it
        leaf = blocks.tip
    if not isinstance(leaf, Leaf):
        leaf = Paragraph()
        blocks.begin(leaf)
    if leaf.add(line):
        blocks.close_last()
