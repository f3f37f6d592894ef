"""How long a text may be where people share it: paragraphs that fit a length, and how X counts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

Length = Callable[[str], int]
Fits = Callable[[str], bool]
URL_WEIGHT = 23
"""What an address counts on X, however long it is."""
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Characters that count 1 on X; all others, such as Chinese ones and emoji, count 2 (twitter-text, ``v3.json``)."""
_LINE_OF_URL = re.compile(r"^https?://[\w.~:/?#@!$&'()*+,;=%-]+$", re.MULTILINE | re.ASCII)
_LIKE_URL = re.compile(r"\w\.[^\W\d_]{2,}")
"""What words have that X may take for addresses, also without ``https://``: ``wirantara.go.id``."""
_MOST = 4
"""Characters of which nothing is read, as a multiple of the limit: a text may be a megabyte long."""
_SENTENCE = re.compile(r"([.!?…]+[\"”')]*)\s+(?=[\"“'(]*[^\W\d_a-z])")
_SHORT = {
    "prof", "drs", "dra", "drg", "jln", "tgl", "kab", "kec", "kel", "sdr", "bpk", "yth", "dll", "dsb", "dst", "tbk",
    "hlm", "mrs", "inc", "ltd", "jan", "feb", "apr", "agt", "sep", "okt", "nov", "des",
}  # fmt: skip
"""Words before a stop that does not end a sentence; the page of checks has the same (check-text.js)."""
_MAIN, _LEAST = 2, 40
"""A paragraph after this rank of which fewer characters would remain is left out."""


def characters(text: str) -> int:
    """Count the characters of a text as WhatsApp, Instagram and Facebook do: in UTF-16, in which an emoji has two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def weighted_length(text: str) -> int:
    """Count the characters of a text as X does, or more, never fewer.

    An emoji of several characters counts as all of them; what may be an address counts at least as much as one.
    """
    text = unicodedata.normalize("NFC", text)
    total = sum(URL_WEIGHT for _ in _LINE_OF_URL.finditer(text))
    text = _LINE_OF_URL.sub("", text)
    total += sum(max(0, URL_WEIGHT - _weight(word)) for word in text.split() if _LIKE_URL.search(word))
    return total + _weight(text)


def _weight(text: str) -> int:
    return sum(1 if any(first <= ord(one) <= last for first, last in _LIGHT) else 2 for one in text)


class Paragraph(NamedTuple):
    """A paragraph of a text that must not be too long."""

    text: str
    rank: int
    """How important it is: 0 is kept whole; what has the highest rank is shortened first, or left out."""
    before: str = ""
    after: str = ""
    """What encloses the text, also if it was shortened: asterisks, quotation marks."""
    is_whole: bool = False
    """Whether it is left out rather than shortened."""
    by_sentence: bool = False
    """Whether it is shortened by whole sentences; it is left out if not even the first one fits."""
    instead: str = ""
    """What is said if the text does not fit whole."""


def within(paragraphs: Sequence[Paragraph], limit: int, length: Length) -> str:
    """Join paragraphs, with an empty line between them, to a text of at most `limit`."""
    kept: dict[int, str] = {}
    for number, paragraph in sorted(enumerate(paragraphs), key=lambda each: each[1].rank):
        if written := _written(paragraph, number, kept, limit, length):
            kept[number] = written
    return _joined(kept)


def _written(paragraph: Paragraph, number: int, kept: dict[int, str], limit: int, length: Length) -> str:
    """Return what of a paragraph fits beside those that are kept; empty: nothing."""

    def enclosed(text: str) -> str:
        return f"{paragraph.before}{text}{paragraph.after}"

    def fits(text: str) -> bool:
        return length(_joined({**kept, number: enclosed(text)})) <= limit

    if not paragraph.rank or not paragraph.text:
        return enclosed(paragraph.text) if paragraph.text else ""
    text = _whole_lines(paragraph.text[: _MOST * limit], fits)
    if not fits(text) and paragraph.instead:
        text = paragraph.instead
    if not fits(text):
        text = _part_of(paragraph, text, fits)
    return enclosed(text) if text else ""


def _part_of(paragraph: Paragraph, text: str, fits: Fits) -> str:
    """Return what fits of a text that is too long; empty: the paragraph is left out."""
    if paragraph.is_whole:
        return ""
    part = whole_sentences(text, fits) if paragraph.by_sentence else shortened(text, fits)
    return "" if paragraph.rank > _MAIN and len(part) < _LEAST else part


def _joined(kept: dict[int, str]) -> str:
    return "\n\n".join(kept[number] for number in sorted(kept))


def _whole_lines(text: str, fits: Fits) -> str:
    """Leave out the last lines of a text, as many as necessary, but not the first."""
    lines = text.split("\n")
    while len(lines) > 1 and not fits("\n".join(lines)):
        lines.pop()
    return "\n".join(lines)


def whole_sentences(text: str, fits: Fits) -> str:
    """Return as many sentences of a text as fit, from the beginning."""
    ends = [found.end(1) for found in _SENTENCE.finditer(text) if _ends(text[: found.start()])]
    return next((text[:end] for end in reversed(ends) if fits(text[:end])), "")


def _ends(text: str) -> bool:
    """Tell whether a stop behind a text ends a sentence, not a short form or an ordinal number."""
    word = re.split(r"[^\w.]", text.rstrip("\"”'%)]"))[-1].casefold()
    return len(word) > 2 and word not in _SHORT and "." not in word and not word[-1].isdigit()


def shortened(text: str, fits: Fits) -> str:
    """Cut a text at a word, with an ellipsis, so that it fits; empty if nothing of it does."""
    if fits(text):
        return text
    low, high = 0, len(text) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(_cut(text, middle)) else (low, middle - 1)
    return _cut(text, low) if low > 0 else ""


def _cut(text: str, end: int) -> str:
    """Return the beginning of a text, up to a position or to the end of the word before."""
    head = text[:end]
    if not text[end].isspace():
        words, _, last = head.rpartition(" ")
        head = words if words and len(last) < _LEAST else head
    return f"{head.rstrip(' ,;:–-')} …"


def hashtags(tags: Iterable[str], most: int) -> tuple[str, ...]:
    """Return tags as people write them behind a text, each once: ``#PasarMurah``. What has no letter cannot be one."""
    found: dict[str, str] = {}
    for tag in tags:
        words = "".join(one if unicodedata.category(one)[0] in "LMN" else " " for one in tag).split()
        name = "".join(word[:1].upper() + word[1:] for word in words)
        if any(one.isalpha() for one in name):
            found.setdefault(name.casefold(), f"#{name}")
    return tuple(found.values())[:most]
