"""The passages that the checks of Indonesian read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from press.checks.texts import TextContext
from press.content.prose import Passage, PassageKind, Prose

_EMPHASIS = re.compile(r"(?<![\w*])(\*|_)(?![*_\s])[^*_\n]{1,200}?(?<!\s)\1(?![\w*])")
RUNNING = (PassageKind.PARAGRAPH, PassageKind.ITEM, PassageKind.QUOTE)
"""Kinds of passages that consist of sentences."""


def indonesian(prose: Prose, context: TextContext) -> Iterator[Passage]:
    """Yield the passages of an Indonesian release, without what it quotes: a claim, and what a correction corrects."""
    language = prose.release.lang or context.config.language
    if language.partition("-")[0] == "id":
        yield from (
            passage for passage in prose.passages if not passage.field.startswith(("claim.text", "corrections."))
        )


def is_title_case(passage: Passage) -> bool:
    """Tell whether most words of a heading begin with a capital, so that capitals say nothing of names."""
    words = [word for word in passage.text.split() if word[:1].isalpha() and len(word) > 3]
    return sum(word[0].isupper() for word in words) > len(words) / 2


class Emphasis:
    """The parts of a text that are in italics: foreign words, titles of works."""

    def __init__(self, prose: Prose) -> None:
        self._spans: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for number, line in enumerate(prose.markdown.splitlines(), prose.line):
            if "*" in line or "_" in line:
                self._spans[number] = [(found.start() + 1, found.end() + 1) for found in _EMPHASIS.finditer(line)]

    def has(self, passage: Passage, offset: int) -> bool:
        """Tell whether the character of a passage is in italics."""
        if not self._spans or passage.field:
            return False
        place = passage.place(offset)
        return any(begin <= place.column < end for begin, end in self._spans.get(place.line, ()))
