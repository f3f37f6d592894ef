"""What surrounds a place in a passage: its sentence, and quotation marks."""

from __future__ import annotations

import re
from functools import cache


@cache
def _end() -> re.Pattern[str]:
    return re.compile(r"(?<!\b[A-Z])(?<!\bNo)(?<!\bdr)(?<!\bDr)[.!?][\"”’)]*\s+(?=[A-Z\"“(])")


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of the sentence, or of the sentences, that contain a span of a passage."""
    first, last = 0, len(text)
    for found in _end().finditer(text):
        if found.end() <= start:
            first = found.end()
        elif found.start() >= end - 1:
            last = found.start() + 1
            break
    return first, last


def is_quoted(text: str, offset: int) -> bool:
    """Tell whether a character of a passage is between quotation marks."""
    before = text[:offset]
    return before.count('"') % 2 == 1 or before.count("“") > before.count("”")
