"""The links of a text as they were written: their words, their targets, and where they are in the file."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import msgspec

from press.content.prose.reading import Prose
from press.expressions import expression

_CODE = expression(
    r"^ {0,3}(?P<fence>`{3,}|~{3,})[\s\S]*?(?:^ {0,3}(?P=fence)|\Z)|(?<!`)(?P<ticks>`{1,9})[^`\n]+(?P=ticks)",
    re.MULTILINE,
)
_LINK = expression(
    r"(?P<image>!?)\[(?P<text>(?:[^\[\]\\]|\\.|!?\[[^\[\]]*\](?:\([^()\s]*\))?){0,1000})\]"
    r"(?:\(\s*<?(?P<target>[^\s<>()]{0,2000}(?:\([^\s()]{0,200}\)[^\s<>()]{0,200}){0,9})>?[^()\n]{0,300}\)"
    r"|\[(?P<name>[^\[\]\n]{0,300})\])"
    r"|<a\s[^<>]{0,500}?href\s*=\s*[\"']?(?P<href>[^\"'\s<>]+)[^<>]*>(?P<html>[\s\S]{0,1000}?)</a>"
    r"|<img\s[^<>]{0,500}?src\s*=\s*[\"']?(?P<src>[^\"'\s<>]+)"
    r"|</?[a-z][\w-]*(?:\s[^<>]*)?>"
    r"|^ {0,3}\[(?P<defined>[^\]\n^][^\]\n]*)\]:[ \t]*<?(?P<definition>\S+?)>?(?:[ \t].*)?$"
    r"|(?P<bare>(?:https?://|www\.)[^\s<>\"')\]]*[\w/])",
    re.MULTILINE | re.IGNORECASE,
)  # fmt: skip
_MAY_BE_LINK = expression(r"\]|://|www\.|<[aAiI]")
_MAY_BE_CODE = expression(r"`|~~~")
_MAY_BE_INDENTED_CODE = expression(r"^(?: {4}|\t)", re.MULTILINE)
_TAG = expression(r"<[^<>]*>")
_MARKS = expression(r"[*_`~\\]|!\[[^\[\]]*\](?:\([^()]*\))?")


class Link(msgspec.Struct, frozen=True):
    """A link."""

    text: str
    """Its words, without marks; empty for an image alone, equal to the target for a bare address."""
    target: str
    """As written."""
    offset: int
    """Where it begins in `Prose.markdown`."""
    is_bare: bool = False
    """Whether it is an address without words of its own."""
    is_image: bool = False
    """Whether it is the address of an image."""


def links(prose: Prose) -> Iterator[Link]:
    """Yield the links of the text below the front matter, not those in code; and the images in it."""
    if not _MAY_BE_LINK.search(prose.markdown):
        return
    text = prose.markdown
    if _MAY_BE_CODE.search(text):
        text = _CODE.sub(lambda found: " " * len(found[0]), text)
    if _MAY_BE_INDENTED_CODE.search(text):
        text = _without_indented_code(text, prose)
    definitions = {found["defined"].lower(): found["definition"] for found in _LINK.finditer(text) if found["defined"]}
    for found in _LINK.finditer(text):
        if found["bare"]:
            yield Link(found["bare"], found["bare"], found.start(), is_bare=True)
        elif found["href"]:
            words = _TAG.sub("", found["html"])
            yield Link(_plain(words), html.unescape(found["href"]), found.start())
        elif found["src"]:
            yield Link("", html.unescape(found["src"]), found.start(), is_image=True)
        elif found["text"] is not None:
            name = found["name"] if found["name"] is None or found["name"] else found["text"]
            target = found["target"] if name is None else definitions.get(name.lower(), "")
            if target:
                yield Link(_plain(found["text"]), target, found.start(), is_image=bool(found["image"]))


def _without_indented_code(text: str, prose: Prose) -> str:
    """Return a text with spaces in place of the indented lines that no passage has: these are code."""
    known = {line for passage in prose.body for _, line, _ in passage.starts}
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if prose.line + number not in known and _MAY_BE_INDENTED_CODE.match(line):
            lines[number] = " " * len(line)
    return "\n".join(lines)


def _plain(text: str) -> str:
    return " ".join(_MARKS.sub("", html.unescape(_TAG.sub("", text))).split())
