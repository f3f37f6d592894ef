"""The blocks that can be open while a text is read: containers, which hold blocks, and leaves, which hold lines.

A block makes its element when it is closed, at the end of its parent's element; a container has its element from the
beginning. Text of an element is Markdown that `inline` will read, unless it is an `AtomicString`.
"""

from __future__ import annotations

import re
from typing import ClassVar
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString, HtmlStash, code_escape

from press.content.markdown.dialect.lines import CODE_INDENT, Line

TIGHT = "tight-paragraph"
"""Tag of a paragraph in a list without blank lines; `inline` replaces it by its text."""
_IMAGE = re.compile(r"[ \t]*<img\s[^<>]*>[ \t]*", re.IGNORECASE)
_TASK = re.compile(r"\[([ xX])\](?=\s)")


class Block:
    """A block that is not closed yet."""

    is_verbatim: ClassVar = False
    """Whether no block begins in its lines."""

    def __init__(self) -> None:
        self.attributes: dict[str, str | None] = {}
        """From an attribute list, for its element."""

    def open(self, parent: Element) -> None:
        """Begin the block as the last child of `parent`."""

    def continues(self, line: Line) -> bool:
        """Tell whether a line may belong to this block, and skip the block's marker in it."""
        raise NotImplementedError

    def can_hold(self, block: Block) -> bool:
        """Tell whether a block may be a child of this one."""
        return False

    def close(self, parent: Element) -> Element | None:
        """Finish the block, and return its element, if it has one in `parent`."""
        raise NotImplementedError


class Container(Block):
    """A block that holds blocks."""

    element: Element
    is_empty = True
    has_gap = False
    """Whether a blank line is between two of its blocks."""

    def can_hold(self, block: Block) -> bool:
        return not isinstance(block, Item | Definition)

    def close(self, parent: Element) -> Element | None:
        return self.element


class Document(Container):
    """The whole text."""

    def open(self, parent: Element) -> None:
        self.element = parent

    def continues(self, line: Line) -> bool:
        return True


class Quote(Container):
    """Lines that begin with ``>``."""

    def open(self, parent: Element) -> None:
        self.element = SubElement(parent, "blockquote")

    def continues(self, line: Line) -> bool:
        if line.indent >= CODE_INDENT or not line.content.startswith(">"):
            return False
        line.skip(1)
        line.skip_indent(1)
        return True


class List(Container):
    """Items with markers of one kind."""

    def __init__(self, marker: str, start: int | None) -> None:
        super().__init__()
        self.marker = marker
        """The bullet, or the character after the number."""
        self._start = start
        """The first number; None for a list with bullets."""

    def open(self, parent: Element) -> None:
        self.element = SubElement(parent, "ul" if self._start is None else "ol")
        if self._start not in (None, 1):
            self.element.set("start", str(self._start))

    def continues(self, line: Line) -> bool:
        return True

    def can_hold(self, block: Block) -> bool:
        return isinstance(block, Item) and block.list_marker == self.marker

    def close(self, parent: Element) -> Element | None:
        if "toc" in self.attributes:  # kramdown's placeholder for a table of contents
            parent.remove(self.element)
        elif not self.has_gap:
            for item in self.element:
                _mark_tight(item)
        return self.element


class Item(Container):
    """One item of a list."""

    def __init__(self, list_marker: str, content_indent: int) -> None:
        super().__init__()
        self.list_marker = list_marker
        self._content_indent = content_indent

    def open(self, parent: Element) -> None:
        self.element = SubElement(parent, "li")

    def continues(self, line: Line) -> bool:
        if line.content and line.indent < self._content_indent:
            return False
        if not line.content and self.is_empty:
            return False  # an item begins with at most one blank line
        line.skip_indent(self._content_indent)
        return True

    def close(self, parent: Element) -> Element | None:
        first = self.element[0] if len(self.element) else None
        if first is not None and first.tag == "p" and (task := _TASK.match(first.text or "")):
            first.text = f"{'☐' if task[1] == ' ' else '☑'}{(first.text or '')[task.end() :]}"
        return self.element


class DefinitionList(Container):
    """Terms and their definitions."""

    def open(self, parent: Element) -> None:
        has_list = len(parent) and parent[-1].tag == "dl"
        self.element = parent[-1] if has_list else SubElement(parent, "dl")

    def continues(self, line: Line) -> bool:
        return True

    def can_hold(self, block: Block) -> bool:
        return isinstance(block, Definition)


class Definition(Container):
    """One definition: a line that begins with a colon, and what is indented below it."""

    def __init__(self, terms: list[str], content_indent: int, is_loose: bool) -> None:
        super().__init__()
        self._terms = terms
        self._content_indent = min(content_indent, CODE_INDENT)
        self._is_loose = is_loose

    def open(self, parent: Element) -> None:
        for term in self._terms:
            SubElement(parent, "dt").text = term
        self.element = SubElement(parent, "dd")

    def continues(self, line: Line) -> bool:
        if line.content and line.indent < self._content_indent:
            return False
        line.skip_indent(self._content_indent)
        return True

    def close(self, parent: Element) -> Element | None:
        if not (self._is_loose or self.has_gap):
            _mark_tight(self.element)
        return self.element


class Footnote(Container):
    """The text of a footnote: ``[^name]:``, and what is indented by four below it."""

    def __init__(self, name: str, notes: dict[str, Element]) -> None:
        super().__init__()
        self.element = notes.setdefault(name, Element("div"))  # a second one of the same name continues the first

    def continues(self, line: Line) -> bool:
        if line.content and line.indent < CODE_INDENT:
            return False
        line.skip_indent(CODE_INDENT)
        return True

    def close(self, parent: Element) -> Element | None:
        if self.element.text or not len(self.element):  # only the children of the element are moved to the page
            first = Element("p")
            first.text, self.element.text = AtomicString(self.element.text or ""), None
            self.element.insert(0, first)
        return None


def _mark_tight(item: Element) -> None:
    """Mark the paragraphs of a list item or definition, so that only their texts stay."""
    for child in item:
        if child.tag == "p":
            child.tag = TIGHT


class Leaf(Block):
    """A block that holds lines."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def add(self, line: Line) -> bool:
        """Add a line. Returns whether the block ends with it."""
        raise NotImplementedError


class OneLine(Leaf):
    """A heading or a rule."""

    def __init__(self, tag: str, text: str | None = None) -> None:
        super().__init__()
        self._tag = tag
        self._text = text

    def continues(self, line: Line) -> bool:
        return False

    def close(self, parent: Element) -> Element | None:
        element = SubElement(parent, self._tag)
        element.text = self._text
        return element


class Text(Leaf):
    """Lines until a blank one, or until another block begins."""

    def continues(self, line: Line) -> bool:
        return bool(line.content)

    def add(self, line: Line) -> bool:
        self.lines.append(line.content)
        return False


class Paragraph(Text):
    """Lines of text. Definitions of links at its beginning are taken out before it is closed."""

    def close(self, parent: Element) -> Element | None:
        text = "\n".join(self.lines).rstrip(" \t")
        if not text:
            return None
        element = SubElement(parent, "p")
        element.text = text
        return element


class Code(Leaf):
    """Code: its text is not Markdown."""

    is_verbatim = True

    def close(self, parent: Element) -> Element | None:
        code = SubElement(SubElement(parent, "pre"), "code")
        code.text = AtomicString(code_escape("\n".join([*self.lines, ""])))
        return parent[-1]


class IndentedCode(Code):
    """Lines that are indented by four columns or more."""

    def continues(self, line: Line) -> bool:
        return line.indent >= CODE_INDENT or not line.content

    def add(self, line: Line) -> bool:
        line.skip_indent(CODE_INDENT)
        self.lines.append(line.rest)
        return False

    def close(self, parent: Element) -> Element | None:
        while not self.lines[-1].strip(" \t"):
            self.lines.pop()
        return super().close(parent)


class Fence(Code):
    """Lines between two fences."""

    def __init__(self, fence: str, indent: int) -> None:
        super().__init__()
        self._end = re.compile(rf"{re.escape(fence[0])}{{{len(fence)},}}[ \t]*$")
        self._indent = indent

    def continues(self, line: Line) -> bool:
        return True

    def add(self, line: Line) -> bool:
        if line.indent < CODE_INDENT and self._end.match(line.content):
            return True
        if self._indent:
            line.skip_indent(self._indent)
        self.lines.append(line.rest)
        return False


class Html(Leaf):
    """Raw HTML: until a line with its end or, without one, until a blank line."""

    is_verbatim = True

    def __init__(self, end: re.Pattern[str] | None, stash: HtmlStash) -> None:
        super().__init__()
        self._end = end
        self._stash = stash

    def continues(self, line: Line) -> bool:
        return bool(self._end or line.content)

    def add(self, line: Line) -> bool:
        self.lines.append(line.rest)
        return bool(self._end and self._end.search(line.rest))

    def close(self, parent: Element) -> Element | None:
        raw = "\n".join(self.lines)
        if not _IMAGE.fullmatch(raw):
            _append_literal(parent, self._stash.store(raw))
            return None
        paragraph = SubElement(parent, "p")  # so that an image is treated alike in HTML and in Markdown
        paragraph.text = AtomicString(self._stash.store(raw))
        return paragraph


def _append_literal(parent: Element, text: str) -> None:
    """Add lines that are not Markdown at the end of an element."""
    if len(parent):
        parent[-1].tail = AtomicString((parent[-1].tail or "\n") + text + "\n")
    else:
        parent.text = AtomicString((parent.text or "\n") + text + "\n")
