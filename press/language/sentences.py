"""Sentences of a text: abbreviations, initials, numbers and quotations do not end one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from press.language.tokens import Word, words
from press.language.word_lists import word_list

_MAY_END = frozenset({"dll", "dsb", "dst", "dkk", "tbk", "wib", "wita", "wit"})
"""Abbreviations that end a sentence where a capital follows."""
_END = re.compile(r"(?<![.!?…])(?P<mark>[.!?…]+)[\"”’')\]]*(?=\s+[\"“‘'(\[]*(?P<next>[^\W_]))")
_LAST = re.compile(r"[\w.]*\w$")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the offsets of each sentence: its begin and its end."""
    begin = 0
    for found in _END.finditer(text):
        if _ends(text, found):
            yield begin, found.end()
            begin = found.end() + len(text[found.end() :]) - len(text[found.end() :].lstrip())
    if text[begin:].strip():
        yield begin, len(text)


@lru_cache(maxsize=512)
def words_by_sentence(text: str) -> tuple[tuple[Word, ...], ...]:
    """Return the words of each sentence. The last texts are cached."""
    found, split, place = words(text), [], 0
    for _, end in sentences(text):
        first = place
        while place < len(found) and found[place].start < end:
            place += 1
        split.append(found[first:place])
    return tuple(split)


def _ends(text: str, mark: re.Match[str]) -> bool:
    """Tell whether a mark ends a sentence."""
    if mark["next"].islower():
        return False
    if mark["mark"] != ".":
        return True
    last = _LAST.search(text, max(0, mark.start() - 24), mark.start())
    word = last[0].lower() if last else ""
    if word in word_list("abbreviations-id"):
        return word in _MAY_END and mark["next"].isupper()
    is_initial = len(word.rpartition(".")[2]) == 1 and word[-1:].isalpha()
    is_degree = bool(last) and "." in word
    return not is_initial and not is_degree
