"""Which characters a canonical text has: composed, without what nobody sees, and none that shows a text as another."""

from __future__ import annotations

import re
import unicodedata

_DROPPED = re.compile("[\u00ad\u200b\u2060\ufeff\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Soft hyphen, zero-width space, word joiner, byte order mark, and variation selectors, which can carry hidden data."""
_SPACES = re.compile("[\t\n\x0b\x0c\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Controls with which a text is shown in another order than it is stored."""
_FORBIDDEN = frozenset({"Cc", "Cn", "Co", "Cs"})
"""General categories: controls, characters that Unicode does not know (yet), private ones, halves of pairs."""
_MARKS = re.compile(r"[\\~^\[⟨⟩]")
_CELL_MARKS = re.compile(r"\|")


class NotCanonicalError(ValueError):
    """A text has a character that no canonical text may have."""

    def __init__(self, character: str) -> None:
        super().__init__(f"U+{ord(character):04X}")
        self.character = f"U+{ord(character):04X}"
        """Its code point, as people look it up."""


def normalised(text: str) -> str:
    """Return a text in NFC, with single spaces, and without invisible characters. It may begin or end with a space.

    Raises `NotCanonicalError`.
    """
    if text.isascii() and text.isprintable():
        return _SPACES.sub(" ", text)
    text = unicodedata.normalize("NFC", _SPACES.sub(" ", _DROPPED.sub("", text)))
    if text.isprintable():  # then it has no character of a category that begins with C
        return text
    for character in text:
        if character in _BIDI or unicodedata.category(character) in _FORBIDDEN:
            raise NotCanonicalError(character)
    return text


def escaped(text: str) -> str:
    """Return a normalised text in which a backslash stands before each character that marks have."""
    return _MARKS.sub(r"\\\g<0>", text)


def escaped_cell(text: str) -> str:
    """Return the text of a cell in which a backslash stands before each bar."""
    return _CELL_MARKS.sub(r"\\|", text)
