"""Words of a text, with their offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_WORD = re.compile(r"\w+(?:['’]\w+)*(?:[-‑–](?=\w)\w+(?:['’]\w+)*)*")


class Word(NamedTuple):
    """A word in a text: letters, digits, and hyphens and apostrophes between them."""

    text: str
    start: int
    end: int


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """Yield the words of a text, or of a part of it."""
    for found in _WORD.finditer(text, start, len(text) if end is None else end):
        yield Word(found[0], found.start(), found.end())
