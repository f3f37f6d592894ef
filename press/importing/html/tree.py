"""HTML as a tree, by Beautiful Soup on lxml's parser, and questions about its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from bs4 import BeautifulSoup, CData, Comment, Declaration, ProcessingInstruction, Tag
from bs4.element import Doctype, NavigableString

from press.content.markdown.sanitise import BLOCKS, PARTS
from press.content.markdown.tags import SEPARATE

__all__ = ["NavigableString", "Tag"]

BLOCK_TAGS = frozenset(BLOCKS | PARTS | SEPARATE | {"body", "html", "center", "form", "video", "audio", "iframe"})
"""Tags that end a paragraph."""
RAW = "data-press-raw"
"""The attribute of an element that stays HTML."""
NOTE = "data-press-note"
"""The attribute of a footnote with its number: ``sup`` where it is referred to, ``div`` around its text."""
FLAT = "data-press-flat"
"""The attribute of the body of a text that was nested too deep."""
_DEEPEST = 60
"""Most elements inside each other. Of a text that is nested deeper, only words, images and paragraphs are kept."""
_UNUSED_WHEN_FLAT = re.compile(r"</?(?!(?:img|p|br)\b)[a-z][^<>]*>?", re.IGNORECASE)
_NO_TEXT = (Comment, Declaration, Doctype, ProcessingInstruction)
WITHOUT_WORDS = frozenset({"script", "style", "template", "head", "title"})
"""Tags whose contents nobody sees."""
INVISIBLE = re.compile(
    "[\u00ad\u200b\u2060\ufeff\u200e\u200f]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]"
)
"""Characters without a shape: soft hyphens, zero-width spaces, control characters."""


def parse(html: str) -> Tag:
    """Parse HTML, however broken, and return its body."""
    body = _parsed(html)
    if _is_deep(body):
        body = _parsed(_UNUSED_WHEN_FLAT.sub(" ", html))
        body[FLAT] = ""
    for link in body.find_all("a"):
        if link.find("a") is not None:
            _close_before_next(link)
    return body


def _parsed(html: str) -> Tag:
    soup = BeautifulSoup(f"<html><body>{html}</body></html>", "lxml")
    return soup.body or soup.new_tag("body")


def _is_deep(body: Tag) -> bool:
    level = [body]
    for _ in range(_DEEPEST):
        level = [child for tag in level for child in tag.children if isinstance(child, Tag)]
    return bool(level)


def _close_before_next(link: Tag) -> None:
    """End a link where the next one begins inside it, as browsers do."""
    first = list(takewhile(lambda node: not _has_link(node), link.children))
    if first:
        copy = new_tag("a")
        copy.attrs = dict(link.attrs)
        link.insert_before(copy)
        for node in first:
            copy.append(node.extract())
    link.unwrap()


def _has_link(node: object) -> bool:
    return isinstance(node, Tag) and (node.name == "a" or node.find("a") is not None)


def new_tag(name: str, **attributes: str) -> Tag:
    """Return a new element."""
    return BeautifulSoup("", "lxml").new_tag(name, attrs=dict(attributes))


def attribute(tag: Tag, name: str) -> str:
    """Return an attribute, ``""`` if there is none."""
    value = tag.get(name)
    return " ".join(value) if isinstance(value, list) else (value or "").strip()


def is_block(node: object) -> bool:
    """Tell whether a node is an element that ends a paragraph."""
    return isinstance(node, Tag) and node.name in BLOCK_TAGS


def has_blocks(tag: Tag) -> bool:
    """Tell whether an element has one inside that ends a paragraph."""
    return tag.find(sorted(BLOCK_TAGS)) is not None


def is_text(node: object) -> bool:
    """Tell whether a node is text, not a comment or declaration."""
    return (isinstance(node, NavigableString) and not isinstance(node, _NO_TEXT)) or isinstance(node, CData)


def is_blank(node: object) -> bool:
    """Tell whether a node is nothing that a reader sees."""
    return isinstance(node, NavigableString) and (not is_text(node) or not str(node).strip())


def has_contents(tag: Tag) -> bool:
    """Tell whether an element has words or a picture."""
    return bool(tag.find(["img", "iframe", "video", "audio", "hr", "object", "embed"])) or bool(plain(tag).strip())


def one_line(text: str) -> str:
    """Return a text that may have tags and entities as readers see it, on one line."""
    return " ".join((plain(parse(text)) if "<" in text or "&" in text else text).split())


def plain(tag: Tag) -> str:
    """Return the words of an element: a line for each block, and a space for each cell and line break."""
    return "".join(_pieces(tag))


def _pieces(tag: Tag) -> Iterator[str]:
    """Yield the text of an element, without recursion, since broken HTML may be nested deep."""
    stack: list[object] = [tag]
    while stack:
        node = stack.pop()
        if isinstance(node, str) and not isinstance(node, NavigableString):
            yield node
        elif isinstance(node, NavigableString):
            yield INVISIBLE.sub("", str(node)) if is_text(node) else ""
        elif isinstance(node, Tag) and node.name not in WITHOUT_WORDS:
            sign = "\n" if is_block(node) or node.name == "br" else ""
            stack += [sign, *reversed(node.contents), sign]
