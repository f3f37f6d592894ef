"""Text → elements within a block, as CommonMark describes it in "Phase 2: inline structure".

Text that is not Markdown any more is escaped, and raw HTML is a placeholder of Python-Markdown's stash.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString, code_escape

from press.content.markdown.dialect import bare_links
from press.content.markdown.dialect.bare_links import BareLink, bare_link
from press.content.markdown.dialect.blocks import TIGHT
from press.content.markdown.dialect.emphasis import Run, pair, run_at
from press.content.markdown.dialect.notes import Notes
from press.content.markdown.dialect.starts import ATTRIBUTE, TAG_NAME
from press.content.markdown.dialect.targets import (
    ENTITY,
    PUNCTUATION,
    character,
    inline_target,
    key,
    label,
)  # fmt: skip
from press.expressions import expression

Node = str | Element | Run | BareLink

_SIGNS = r"[\\`*_~\[\]!<&]"
_SPACES = r"(?<! ) ++\n"
_ESCAPE = expression(rf"\\([{PUNCTUATION}])")
_BACKTICKS = expression("`+")
_RUN = expression(r"\*+|_+|~+")
_AUTOLINK = expression(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\x00-\x20<>]*)>")
_AUTOMAIL = expression(r"<([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)>")
_TAG = expression(rf"<(?:{TAG_NAME}(?:{ATTRIBUTE})*+\s*+/?|/{TAG_NAME}\s*+)>")
_OTHER_HTML = (
    (expression("<!--"), "-->"), (expression(r"<\?"), "?>"), (expression(r"<!\[CDATA\["), "]]>"),
    (expression("<![A-Za-z]"), ">"),
)  # fmt: skip
_EMPTY_COMMENT = expression("<!--?>|<!--->")
_ANCHOR = expression(r"<(/?)a[\s>]", re.IGNORECASE)


class InlineReader(Treeprocessor):
    """The inline processor, in the place of Python-Markdown's own."""

    def run(self, root: Element) -> None:
        processors: Any = self.md.parser.blockprocessors
        notes = Notes(processors["footnote"].footnotes) if "footnote" in processors else None
        for element in list(root.iter()):
            if not element.text or isinstance(element.text, AtomicString):
                continue
            if not _special(element.text).search(element.text):
                element.text = code_escape(element.text)
            else:
                nodes = _Text(element.text, self.md, notes).nodes()
                element.text = None
                children = Element("children")
                fill(children, nodes)
                element.text = children.text
                element[:0] = list(children)
        for element in list(root.iter()):
            for child in element.findall(TIGHT):
                _unwrap(element, child)


def _special(text: str) -> re.Pattern[str]:
    """Return the expression that finds the beginnings of all that a text may contain."""
    has_link = "://" in text or "www." in text.lower()
    return _expression(" \n" in text, has_link, "@" in text)


@cache
def _expression(has_spaces: bool, has_link: bool, has_mail: bool) -> re.Pattern[str]:
    kinds = {_SPACES: has_spaces, bare_links.ADDRESS: has_link, bare_links.MAIL: has_mail}
    pieces = [_SIGNS, *(kind for kind, is_needed in kinds.items() if is_needed)]
    return re.compile("|".join(pieces), re.IGNORECASE if has_link else 0)


def _unwrap(parent: Element, paragraph: Element) -> None:
    """Replace a paragraph by its contents."""
    index = list(parent).index(paragraph)
    contents = [*paragraph]
    _add_text(parent, index, paragraph.text or "")
    parent[index : index + 1] = contents
    _add_text(parent, index + len(contents), paragraph.tail or "")


def _add_text(parent: Element, index: int, text: str) -> None:
    """Add text before the child with an index."""
    if index:
        parent[index - 1].tail = (parent[index - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


@dataclass
class _Bracket:
    """A ``[`` or ``![`` that may begin a link or an image."""

    node: int
    """Its index in the nodes."""
    run: int
    """How many runs are before it."""
    position: int
    """Of the text behind it."""
    is_image: bool
    is_active: bool = True
    """False before a link: a link has no link in it."""
    has_bracket: bool = False
    """Whether another bracket begins in its text."""


class _Text:
    """One pass over the text of a block."""

    def __init__(self, text: str, markdown: Markdown, notes: Notes | None) -> None:
        self._text = text
        self._markdown = markdown
        self._notes = notes
        self._nodes: list[Node] = []
        self._runs: list[Run] = []
        self._brackets: list[_Bracket] = []
        self._backticks: dict[int, list[int]] | None = None
        """The positions of all runs of backticks, by their lengths."""
        self._missing_ends: set[str] = set()
        """What is not in the rest of the text; it is searched once."""
        self._is_in_anchor = False
        """Whether the text is in an ``<a>`` that the author wrote as HTML."""

    def nodes(self) -> list[Node]:
        """Return what the text consists of; runs know what begins and ends at them."""
        text, position = self._text, 0
        special = _special(text)
        while found := special.search(text, position):
            start = found.start()
            if start > position:
                self._nodes.append(code_escape(text[position:start]))
            position = _READERS.get(text[start], _Text._bare_link)(self, start)
        self._nodes.append(code_escape(text[position:]))
        pair(self._runs)
        return self._nodes

    # Each reader gets the position of a special character, and returns the position after what it read

    def _literal(self, start: int, length: int = 1) -> int:
        self._nodes.append(code_escape(self._text[start : start + length]))
        return start + length

    def _backslash(self, start: int) -> int:
        if found := _ESCAPE.match(self._text, start):
            self._nodes.append(code_escape(found[1]))
            return found.end()
        if self._text.startswith("\n", start + 1):
            self._nodes.append(Element("br"))
            return start + 2
        return self._literal(start)

    def _spaces(self, start: int) -> int:
        """Read the spaces before a line ending: two or more are a line break."""
        end = self._text.index("\n", start) + 1
        self._nodes.append(Element("br") if end - start > 2 else "\n")
        return end

    def _code(self, start: int) -> int:
        found = _BACKTICKS.match(self._text, start)
        assert found
        begin, length = found.end(), len(found[0])
        end = self._next_backticks(length, begin)
        if end is None:
            return self._literal(start, length)
        content = self._text[begin:end].replace("\n", " ")
        if content.strip(" ") and content[0] == content[-1] == " ":
            content = content[1:-1]
        code = Element("code")
        code.text = AtomicString(code_escape(content))
        self._nodes.append(code)
        return end + length

    def _next_backticks(self, length: int, begin: int) -> int | None:
        if self._backticks is None:
            self._backticks = {}
            for found in _BACKTICKS.finditer(self._text):
                self._backticks.setdefault(len(found[0]), []).append(found.start())
        positions = self._backticks.get(length, [])
        index = bisect_left(positions, begin)
        return positions[index] if index < len(positions) else None

    def _run(self, start: int) -> int:
        found = _RUN.match(self._text, start)
        assert found
        run = run_at(self._text, start, found.end())
        self._nodes.append(run)
        self._runs.append(run)
        return found.end()

    def _reference(self, start: int) -> int:
        found = ENTITY.match(self._text, start)
        if not found:
            return self._literal(start)
        self._nodes.append(code_escape(character(found)))
        return found.end()

    def _less_than(self, start: int) -> int:
        if found := _AUTOLINK.match(self._text, start):
            self._add_link(found[1], found[1])
        elif found := _AUTOMAIL.match(self._text, start):
            self._add_link(found[1], f"mailto:{found[1]}")
        else:
            return self._html(start)
        return found.end()

    def _add_link(self, text: str, address: str) -> None:
        link = Element("a", {"href": code_escape(address)})
        link.text = AtomicString(code_escape(text))
        self._nodes.append(link)

    def _html(self, start: int) -> int:
        found = _TAG.match(self._text, start) or _EMPTY_COMMENT.match(self._text, start)
        end = found.end() if found else self._end_of_other_html(start)
        if not end:
            return self._literal(start)
        raw = self._text[start:end]
        self._nodes.append(self._markdown.htmlStash.store(raw))
        if anchor := _ANCHOR.match(raw):
            self._is_in_anchor = not anchor[1]
        return end

    def _end_of_other_html(self, start: int) -> int | None:
        """Return the end of a comment, declaration, or the like; None if none begins, or it has no end."""
        for begin, end in _OTHER_HTML:
            found = begin.match(self._text, start)
            if found and end not in self._missing_ends:
                position = self._text.find(end, found.end())
                if position >= 0:
                    return position + len(end)
                self._missing_ends.add(end)
        return None

    def _bare_link(self, start: int) -> int:
        link = None if self._is_in_anchor else bare_link(self._text, start)
        if not link:
            return self._literal(start)
        self._nodes.append(link)
        return start + len(link.text)

    def _exclamation_mark(self, start: int) -> int:
        if not self._text.startswith("![", start):
            return self._literal(start)
        return self._open(start, 2)

    def _opening_bracket(self, start: int) -> int:
        return self._open(start, 1)

    def _open(self, start: int, length: int) -> int:
        if self._brackets:
            self._brackets[-1].has_bracket = True
        self._brackets.append(_Bracket(len(self._nodes), len(self._runs), start + length, is_image=length == 2))
        return self._literal(start, length)

    def _closing_bracket(self, start: int) -> int:
        bracket = self._brackets.pop() if self._brackets else None
        if not bracket or not (bracket.is_image or bracket.is_active):
            return self._literal(start)
        note = self._note(bracket, start)
        if note is not None:
            return self._close(bracket, note, start + 1)
        found = self._target(bracket, start)
        if not found:
            return self._literal(start)
        address, title, end = found
        link = Element("img", {"alt": ""}) if bracket.is_image else Element("a")
        link.set("src" if bracket.is_image else "href", code_escape(address))
        if title is not None:
            link.set("title", code_escape(title))
        self._fill(link, bracket)
        return self._close(bracket, link, end)

    def _note(self, bracket: _Bracket, start: int) -> Element | None:
        """Return the reference to a footnote that ends at ``]``."""
        if bracket.is_image or self._notes is None or not self._text.startswith("^", bracket.position):
            return None
        return self._notes.reference(self._text[bracket.position + 1 : start])

    def _target(self, bracket: _Bracket, start: int) -> tuple[str, str | None, int] | None:
        """Return the address and the title of a link whose text ends at ``]``, and the position after it."""
        if self._text.startswith("(", start + 1) and (target := inline_target(self._text, start + 1)):
            return target
        following = label(self._text, start + 1)
        if following:
            name, end = following
        elif (bracket.has_bracket and not bracket.is_image) or start - bracket.position > 999:
            return None
        else:
            name = self._text[bracket.position : start]
            end = start + 1 + 2 * self._text.startswith("[]", start + 1)
        reference = self._markdown.references.get(key(name))
        return (*reference, end) if reference else None

    def _fill(self, link: Element, bracket: _Bracket) -> None:
        """Put the nodes and runs behind a bracket into a link or image."""
        pair(self._runs[bracket.run :])
        fill(link, self._nodes[bracket.node + 1 :], is_in_link=not bracket.is_image)
        if bracket.is_image:
            link.set("alt", HTML_PLACEHOLDER_RE.sub("", _text_of(link)))
            link.text = None
            del link[:]

    def _close(self, bracket: _Bracket, element: Element, end: int) -> int:
        """Put an element in the place of a bracket and everything behind it."""
        del self._runs[bracket.run :]
        self._nodes[bracket.node :] = [element]
        if element.tag == "a":
            for outer in self._brackets:
                outer.is_active = False
        return end


_READERS: dict[str, Callable[[_Text, int], int]] = {
    "\\": _Text._backslash,
    "`": _Text._code,
    "*": _Text._run,
    "_": _Text._run,
    "~": _Text._run,
    "[": _Text._opening_bracket,
    "]": _Text._closing_bracket,
    "!": _Text._exclamation_mark,
    "<": _Text._less_than,
    "&": _Text._reference,
    " ": _Text._spaces,
}


def fill(parent: Element, nodes: Iterable[Node], is_in_link: bool = False) -> None:
    """Put nodes into an element, and make the elements that their runs begin and end."""
    stack = [parent]
    for node in nodes:
        if isinstance(node, Run):
            del stack[len(stack) - node.closes :]
            _append_text(stack[-1], node.character * node.left)
            for tag in reversed(node.opens):
                stack.append(SubElement(stack[-1], tag))
        elif isinstance(node, Element):
            stack[-1].append(node)
        elif isinstance(node, str):
            _append_text(stack[-1], node)
        elif is_in_link:
            _append_text(stack[-1], code_escape(node.text))
        else:
            link = SubElement(stack[-1], "a", {"href": code_escape(node.address)})
            link.text = AtomicString(code_escape(node.text))


def _append_text(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _text_of(element: Element) -> str:
    """Return the text of an element, with the alternative texts of its images."""
    pieces = [element.get("alt", ""), element.text or ""]
    for child in element:
        pieces += [_text_of(child), child.tail or ""]
    return "".join(pieces)
