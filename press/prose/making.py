"""The stages one after the other: from Markdown to a `Body`."""

from __future__ import annotations

import re

from press.errors import Diagnostic
from press.model import Body
from press.prose import reading, rewriting, sanitiser, tidying
from press.prose.converter import forget, to_html
from press.prose.notes import Notes
from press.prose.paragraphs import Parted, part
from press.prose.tidying import DEEPEST, TooDeep

__all__ = ["DEEPEST", "TooDeep", "TooMuch", "body", "forget", "make"]

LARGEST = 10_000_000
"""Characters of HTML: links by reference and abbreviations can multiply a text."""


class TooMuch(Exception):
    """The HTML is many times as long as its Markdown may be."""


def make(text: str, path: str, first_line: int) -> tuple[Body, tuple[Diagnostic, ...]]:
    """Turn Markdown into a `Body`. Raises `TooDeep`, `TooMuch`, and whatever Markdown raises."""
    parted = part(text)
    if _CONTROL.search(parted.rest):  # no plain paragraph has any
        text = _without_control(text)
        parted = part(text)
    notes = Notes(text, path, first_line)
    return body(parted, notes), notes.problems()


def body(parted: Parted, notes: Notes) -> Body:
    """Convert the rest of a text, and put its plain paragraphs back."""
    authored = "<" in parted.rest or "{" in parted.rest  # else every tag is Markdown's own, and balanced
    raw = to_html(parted.rest)
    if len(raw) > LARGEST:
        raise TooMuch
    if authored or tidying.may_be_deep(raw):
        raw = tidying.tidy(raw, notes)
    clean = sanitiser.clean(raw)
    if "&#" in raw or "\x02" in raw:  # a character by its number; a mark that Markdown has left behind
        clean = _without_control(clean)
    clean = clean.replace('"press:', '"press&#58;')  # in the author's words; it must mean a `Ref` and nothing else
    written = rewriting.rewrite(clean, notes)
    if written.lost and not authored:
        tidying.tidy(raw, notes)  # only to say which links the sanitiser took
    text = parted.text(reading.plain(written.html))
    return Body(
        html=parted.html(written.html),
        text=text,
        lead=parted.lead(reading.lead(written.html)),
        words=reading.words(text),
        refs=written.refs,
        headings=written.headings,
    )


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def _without_control(text: str) -> str:
    """Leave out characters that nobody sees, that XML forbids, and two of which Markdown uses inside."""
    return _CONTROL.sub("", text)
