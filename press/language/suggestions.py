"""Known words that differ from a misspelt one by one letter, the likeliest first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from press.language.lexicon import Lexicon
from press.language.nearness import common_words_near
from press.language.word_lists import common_words

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LONGEST = 32
"""Longer ones are no words."""
_LONG = 8
"""Fewest letters of a word that may have two wrong letters."""
_SHORT = 3
"""A word of so few letters is near to many others: it is an error only if it is near to a common word."""
_MIDDLE = 4
"""The same for a word of so few letters that looks foreign."""
_FOREIGN = re.compile(
    r"[xq]|ck|[^n]gh|ph|wh|th|oo|ee|ou|ea|ie|ss|ll|ff|zz|tt|sh|ch|[^aeiou]y(?![aeiou])|[cjvy]$|ion$|[rlnsm][dtkps]$"
)
"""Letters that Indonesian words rarely have, but English ones and names do."""


@lru_cache(maxsize=8192)
def suggestions(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the words that an unknown word may be meant as: one letter added, left out, replaced or exchanged.

    None: it is not near to a word, so it may be a name or a word of another language.
    """
    if len(word) > _LONGEST or not word.isascii() or ("-" in word and not _is_reduplication(word)):
        return ()
    candidates = dict(reversed(list(_neighbours(word))))
    found = {each: cost + _rarity(each) for each, cost in candidates.items() if lexicon.is_listed(each)}
    if not found and len(word) > _SHORT:
        found = {each: cost for each, cost in candidates.items() if lexicon.is_formed(each)}
    ranked = sorted(found, key=lambda each: (found[each], each))
    if len(word) <= _SHORT or (len(word) <= _MIDDLE and _FOREIGN.search(word)):
        ranked = ranked if ranked and ranked[0] in common_words() else []
    near = (*ranked, *_apart(word))
    return near or (common_words_near(word, 2) if len(word) >= _LONG else ())


def _neighbours(word: str) -> Iterator[tuple[str, float]]:
    """Yield the words at distance one with their costs: exchanged and doubled letters are the commonest errors."""
    for place in range(len(word)):
        before, after = word[:place], word[place:]
        if len(after) > 1 and after[0] != after[1]:
            yield before + after[1] + after[0] + after[2:], 0
        yield before + after[1:], 0 if before[-1:] == after[0] else 0.5
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        first = place == 0
        for letter in _LETTERS:
            yield before + letter + after, (0 if letter in (before[-1:], after[:1]) else 0.5) + first
            if after and letter != after[0]:
                yield before + letter + after[1:], 1.0 + first


def _is_reduplication(word: str) -> bool:
    """Tell whether the parts of a word are alike. In others, an affix is before a foreign word: "me-launching"."""
    left, _, right = word.partition("-")
    return left[:3] == right[:3] or left[-3:] in right or right[:3] in left


def _rarity(word: str) -> float:
    """Return how rare a listed word is, from 0 to 2."""
    rank = common_words().get(word)
    return 2.0 if rank is None else rank / len(common_words())


def _apart(word: str) -> tuple[str, ...]:
    """Return two common words that the word consists of, such as "dan juga" for "danjuga"."""
    pairs = ((word[:place], word[place:]) for place in range(2, len(word) - 1))
    return tuple(f"{left} {right}" for left, right in pairs if left in common_words() and right in common_words())
