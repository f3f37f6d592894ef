"""From a block to its passages: emphasis, links, tags and other marks within a block are removed."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator

from press.content.prose.blocks import Block
from press.content.prose.passages import REMOVED, Passage, PassageKind
from press.expressions import expression

_TARGET = r"\([ \t\n]*(?:<[^<>\n]*>|(?:[^\s()\\]|\\.|\([^\s()]*\))*)(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?[ \t\n]*\)"
_CODE = r"(?P<code>(?<!`)(?P<ticks>`+)(?!`)[\s\S]{0,500}?(?<!`)(?P=ticks)(?!`))"
_ESCAPED = r"(?P<escaped>\\[!-/:-@\[-`{-~])|\\$"
_ADDRESS = r"<(?:https?|mailto|tel):[^<>\s]*>|<[^<>\s@]+@[^<>\s]+>|(?:https?://|www\.)[^\s<>]*[\w/]"
_MAIL = r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_HTML = r"<!--(?:(?!<!--)[\s\S])*?-->|</?[a-zA-Z][^<>]*>"
_TAG = r"\{%(?:(?!\{%)[\s\S])*?%\}|\{\{(?:(?!\{\{)[\s\S])*?\}\}|\{:?[ ]?[#.][^{}\n]*\}|\{:[^{}\n]*\}"
_IMAGE = rf"!\[(?P<alt>[^\[\]]*)\](?:{_TARGET}|\[[^\[\]\n]*\])"
_LINK_TEXT = r"(?P<text>(?:[^\[\]]|!?\[[^\[\]]*\](?:\([^()\s]*\))?)*)"
_LINK = rf"\[\^[^\]\s]+\]|(?P<link>\[{_LINK_TEXT}\](?:{_TARGET}|\[[^\[\]\n]*\]))"
_ENTITY = r"(?P<entity>&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z][a-zA-Z\d]{1,30});)"
_EMPHASIS = r"\*+(?=\S)|(?<=\S)\*+|(?<!\w)_+(?=\w)|(?<=[\w.,!?)])_+(?!\w)|~~"
_SIGNS = (
    rf"(?=[\\`*_<!\[{{&~hw])"
    rf"(?:{_CODE}|{_ESCAPED}|(?P<address>{_ADDRESS})|{_HTML}|{_TAG}|{_IMAGE}|{_LINK}|{_ENTITY}|{_EMPHASIS})"
)
_MARKS = expression(_SIGNS, re.MULTILINE)
_MARKS_AND_MAIL = expression(rf"{_SIGNS}|(?P<mail>{_MAIL})", re.MULTILINE)
"""Slower, since a mail address may begin at every letter."""
_NO_PROSE = frozenset({"code", "ticks", "address", "mail"})
_SIGN = expression(r"[\\`*_<\[{&~@]|://|www\.")
"""What every mark contains."""


def passages(block: Block, path: str, first_line: int) -> Iterator[Passage]:
    """Yield the passage of a block, if it has words, and one for the description of each image in it."""
    for start, end in _images(block.text):
        yield _passage(block, [(block.text[start:end], start)], path, first_line, PassageKind.ALT)
    pieces = list(_pieces(block.text, 0, len(block.text)))
    if "".join(piece for piece, _ in pieces).strip():
        yield _passage(block, pieces, path, first_line, block.kind)


def _images(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span of the description of each image."""
    if "![" in text:
        for mark in _MARKS.finditer(text):
            if mark["alt"] and mark["alt"].strip():
                yield mark.span("alt")
            elif mark["link"]:
                inner = _images(mark["text"])
                yield from ((mark.start("text") + start, mark.start("text") + end) for start, end in inner)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """Yield the pieces of prose between two offsets, each with its own offset."""
    if not _SIGN.search(text, start, end):
        yield text[start:end], start
        return
    position = start
    marks = _MARKS_AND_MAIL if "@" in text else _MARKS
    for mark in marks.finditer(text, start, end):
        if mark.start() > position:
            yield text[position : mark.start()], position
        position = mark.end()
        if mark["link"] and mark["text"].strip():
            yield from _pieces(text, *mark.span("text"))
        elif mark["escaped"]:
            yield mark[0][1], mark.start() + 1
        elif mark["entity"]:
            yield html.unescape(mark[0]), mark.start()
        elif mark.lastgroup in _NO_PROSE or mark["link"]:
            yield REMOVED, mark.start()
    if position < end:
        yield text[position:end], position


def _passage(block: Block, pieces: list[tuple[str, int]], path: str, first_line: int, kind: PassageKind) -> Passage:
    """Make a passage of pieces of a block."""
    text, starts = "", []
    offsets = [offset for offset, _, _ in block.starts]
    for piece, offset in pieces:
        for part in piece.splitlines(keepends=True):
            begin, line, column = block.starts[bisect_right(offsets, offset) - 1]
            starts.append((len(text), first_line - 1 + line, column + offset - begin))
            text += part
            offset += len(part)  # noqa: PLW2901 - the parts of a piece follow each other
    return Passage(kind, text, path, tuple(starts), cell=block.cell)
