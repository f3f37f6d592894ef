"""Words of a text, with their offsets."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_WORD = re.compile(r"\w+(?:['’]\w+)*(?:[-‑–](?=\w)\w+(?:['’]\w+)*)*")


class Word(NamedTuple):
    """A word in a text: letters, digits, and hyphens and apostrophes between them."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=512)
def words(text: str) -> tuple[Word, ...]:
    """Return the words of a text. The last texts are cached: several checks read each."""
    return tuple(Word(found[0], found.start(), found.end()) for found in _WORD.finditer(text))
