"""Registered names of more than one word: near misses of them in a text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from press.language import word_lists
from press.language.tokens import Word

_FURTHEST = 2
"""Most letters that may differ in a long word; in one of under eight letters, one."""


class NearMiss(NamedTuple):
    """A name in a text that is nearly a registered one."""

    start: int
    written: str
    right: str


def near_misses(words: tuple[Word, ...], text: str, names: Iterable[str]) -> Iterator[NearMiss]:
    """Yield the near misses of registered names among the words of a text: one word differs by a letter or two."""
    registry = _registry(tuple(names))
    if registry.known.isdisjoint(word.text for word in words):
        return
    for place, word in enumerate(words):
        if not word.text[0].isupper():
            continue
        for length in registry.lengths:
            part = words[place : place + length]
            if len(part) == length and _is_joined(part, text):
                right = registry.nearest(tuple(each.text for each in part))
                if right:
                    yield NearMiss(part[0].start, text[part[0].start : part[-1].end], right)
                    break


def _is_joined(part: tuple[Word, ...], text: str) -> bool:
    """Tell whether only spaces are between words."""
    return all(text[left.end : right.start].isspace() for left, right in pairwise(part))


class _Registry:
    """Names by the number of their words, and by all their words but one."""

    def __init__(self, names: tuple[str, ...]) -> None:
        split = {tuple(re.findall(r"[\w'’-]+", name)): name for name in names}
        self._names = {words: name for words, name in split.items() if len(words) > 1}
        self.lengths = sorted({len(words) for words in self._names}, reverse=True)
        self.known = {word for words in self._names for word in words}
        """All words of the names."""
        self._others: defaultdict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
        for words in self._names:
            for place in range(len(words)):
                self._others[_without(words, place)].append(words)

    def nearest(self, words: tuple[str, ...]) -> str:
        """Return the name that words nearly are, else an empty text."""
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - only where texts are checked

        if words in self._names or sum(word in self.known for word in words) < len(words) - 1:
            return ""
        for place, word in enumerate(words):
            if word in self.known or word.lower() in word_lists.common_words():
                continue
            for name in self._others.get(_without(words, place), ()):
                furthest = _FURTHEST if len(name[place]) > 7 else 1
                if 0 < OSA.distance(word, name[place], score_cutoff=furthest) <= furthest and len(name[place]) > 3:
                    return self._names[name]
        return ""


def _without(words: tuple[str, ...], place: int) -> tuple[str, ...]:
    return (*words[:place], "", *words[place + 1 :])


@lru_cache(maxsize=2)
def _registry(names: tuple[str, ...]) -> _Registry:
    return _Registry(names)
