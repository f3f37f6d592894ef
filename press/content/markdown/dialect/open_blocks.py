"""The blocks that are open while a text is read, and the changes that a line makes to them."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.attr_list import sanitize_name
from markdown.util import HtmlStash

from press.content.markdown.dialect.blocks import (
    Block,
    Container,
    DefinitionList,
    Document,
    Item,
    List,
    Paragraph,
    Quote,
)  # fmt: skip
from press.content.markdown.dialect.lines import Line
from press.content.markdown.dialect.tables import Table
from press.content.markdown.dialect.targets import definition

MAX_DEPTH = 200
"""Most blocks inside each other. The HTML is limited to fewer levels; this bounds the time until then."""


class OpenBlocks:
    """The open blocks, from the document to the innermost one. Each holds the next."""

    def __init__(self, markdown: Markdown, root: Element) -> None:
        processors: Any = markdown.parser.blockprocessors
        self.stash: HtmlStash = markdown.htmlStash
        self.notes: dict[str, Any] | None = None
        """The footnotes by their names; None if footnotes are not read, because the text has none."""
        if "footnote" in processors:
            self.notes = processors["footnote"].footnotes.footnotes
        self.abbreviations: dict[str, str] | None = processors["abbr"].abbrs if "abbr" in processors else None
        self._references: Any = markdown.references
        document = Document()
        document.open(root)
        self._blocks: list[Block] = [document]
        self._matched = 1
        """How many of the blocks the current line continues."""
        self._blank_depth: int | None = None
        """If the line before was blank: the depth of the innermost quote in it, else 0."""
        self._attributes: dict[str, str | None] = {}
        """Of an attribute list that is before its block."""

    def match(self, line: Line) -> None:
        """Find the blocks that a line continues, and skip their markers in it."""
        self._matched = 1
        for block in self._blocks[1:]:
            if not block.continues(line):
                break
            self._matched += 1

    @property
    def tip(self) -> Block:
        """The innermost block that the current line continues."""
        return self._blocks[self._matched - 1]

    @property
    def last(self) -> Block:
        """The innermost block, whether the current line continues it or not."""
        return self._blocks[-1]

    @property
    def depth(self) -> int:
        """How many blocks are open, besides the document."""
        return len(self._blocks) - 1

    @property
    def is_after_blank_line(self) -> bool:
        """Whether the line before was blank."""
        return self._blank_depth is not None

    def end_line(self, is_blank: bool) -> None:
        """Remember whether the current line is blank, before the next one is read."""
        if is_blank:
            self.close_unmatched()
            quotes = (depth for depth, block in enumerate(self._blocks) if isinstance(block, Quote))
            self._blank_depth = max(quotes, default=0)
        else:
            self._blank_depth = None

    def close_all(self) -> None:
        """Close all blocks but the document."""
        while len(self._blocks) > 1:
            self.close_last()

    def begin(self, block: Block) -> None:
        """Open a block, in the innermost block that can hold it."""
        self.close_unmatched()
        while not self._blocks[-1].can_hold(block):
            self.close_last()
        depth, parent = len(self._blocks) - 1, self._blocks[-1]
        assert isinstance(parent, Container)
        if depth > MAX_DEPTH:
            raise RecursionError
        if not parent.is_empty and self._blank_depth is not None and self._blank_depth <= depth:
            parent.has_gap = True
        parent.is_empty = False
        block.open(parent.element)
        block.attributes, self._attributes = self._attributes, {}
        self._blocks.append(block)
        self._matched = len(self._blocks)

    def close_unmatched(self) -> None:
        """Close the blocks that the current line does not continue."""
        while len(self._blocks) > self._matched:
            self.close_last()

    def take_text(self) -> str | None:
        """Remove the paragraph that is open, and return its text, if it has any besides definitions of links."""
        text = self._text_of(self.tip) if isinstance(self.tip, Paragraph) else ""
        if text:
            self._remove_tip()
        return text or None

    def take_terms(self) -> list[str] | None:
        """Remove and return the lines that a definition can define; none for another definition of the same terms."""
        if isinstance(self.tip, DefinitionList):
            return []
        if isinstance(self.tip, Paragraph):
            terms = self.tip.lines
            self._remove_tip()
            return terms
        parent = self.tip
        if not isinstance(parent, Container) or not self.is_after_blank_line:
            return None
        self.close_unmatched()
        paragraph = parent.element[-1] if len(parent.element) else None
        if paragraph is None or paragraph.tag != "p" or paragraph.tail:  # HTML may be between the two
            return None
        parent.element.remove(paragraph)
        return (paragraph.text or "").split("\n")

    def assign(self, attributes: dict[str, str | None]) -> None:
        """Give attributes to the block that ends with the line before, or else to the next one."""
        block = self.tip
        if self.is_after_blank_line:
            self._matched -= isinstance(block, List)  # a list with attributes is another list
            self.close_unmatched()
            self._attributes |= attributes
        elif isinstance(block, Paragraph | Table | List):
            block.attributes |= attributes
            self._matched -= not isinstance(block, List)
            self.close_unmatched()
        else:
            self.close_unmatched()
            assert isinstance(block, Container)
            if len(block.element):
                _assign(block.element[-1], attributes)
            else:
                self._attributes |= attributes

    def _remove_tip(self) -> None:
        self._blocks.pop()
        self._matched -= 1

    def close_last(self) -> None:
        """Close the innermost block."""
        block, parent = self._blocks.pop(), self._blocks[-1]
        self._matched = min(self._matched, len(self._blocks))
        assert isinstance(parent, Container)
        if isinstance(block, Paragraph):
            self._text_of(block)
        element = block.close(parent.element)
        if element is not None:
            _assign(element, block.attributes)
        if isinstance(block, Item) and block.has_gap:
            parent.has_gap = True

    def _text_of(self, paragraph: Paragraph) -> str:
        """Take the definitions of links out of a paragraph, and return the rest."""
        text = "\n".join(paragraph.lines)
        position = 0
        while text.startswith("[", position) and (found := definition(text, position)):
            name, target = found
            self._references.setdefault(name, (target.address, target.title))
            position = target.end
        if position:
            text = text[position:]
            paragraph.lines = [text] if text else []
        return text.rstrip(" \t")


def _assign(element: Element, attributes: dict[str, str | None]) -> None:
    for name, value in attributes.items():
        element.set(sanitize_name(name), value)  # type: ignore[arg-type]  # None: an attribute without a value
