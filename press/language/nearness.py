"""The common words near to a word: letters left out, added, replaced or exchanged with a neighbour count one each."""

from __future__ import annotations

from press.language.word_lists import common_words

_MOST = 3


def common_words_near(word: str, distance: int) -> tuple[str, ...]:
    """Return up to three common words within a distance of a word, the nearest first."""
    from rapidfuzz import process  # noqa: PLC0415 - only where texts are checked
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    found = process.extract(word, common_words().keys(), scorer=OSA.distance, score_cutoff=distance, limit=_MOST)
    return tuple(each for each, _, _ in found)
