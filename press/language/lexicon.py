"""What is a word: the dictionary, the shipped lists, the desk's list, and what affixes make of their words."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from press.language import dictionary, morphology, word_lists
from press.language.dictionary import Dictionary
from press.language.nearness import common_words_near

_SHORTEST_ROOT, _SHORTEST_SLIP = 4, 5


class Lexicon:
    """All known words of a portal. All words are in lower case."""

    def __init__(self, loaded: Dictionary, desk_words: frozenset[str]) -> None:
        self._dictionary = loaded
        self._own = word_lists.word_list("words-id") | word_lists.common_words().keys() | desk_words
        self._foreign = word_lists.word_list("foreign-id") | word_lists.word_list("bound-forms-id")
        self._known: dict[str, bool] = {}
        """What is known of the words of texts: most are in many."""

    def is_known(self, word: str) -> bool:
        """Tell whether a word of a text is Indonesian, or a foreign word that news uses."""
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = self._is_known(word)
        return found

    def is_listed(self, word: str) -> bool:
        """Tell whether an Indonesian word is in the dictionary or a list as it is."""
        return word in self._own or self._dictionary.has(word)

    def is_formed(self, word: str) -> bool:
        """Tell whether affixes form a word of a listed one."""
        return self._is_derived(word) or any(
            self.is_listed(stem) or self._is_derived(stem) for stem in morphology.without_clitics(word)
        )

    def _is_imperative(self, word: str) -> bool:
        """Tell whether a word is one of a listed verb: "hubungi" of "dihubungi"."""
        return word.endswith("i") and self._dictionary.has(f"di{word}")

    def _is_derived(self, word: str) -> bool:
        """Tell whether a word without clitics is derived."""
        return any(map(self._is_root, morphology.roots(word)))

    def _is_root(self, word: str) -> bool:
        return word in self._own or (len(word) >= _SHORTEST_ROOT and self.is_listed(word))

    def _is_known(self, word: str) -> bool:
        if self.is_listed(word) or word in self._foreign or self._is_imperative(word):
            return True
        if self.is_formed(word):
            # "perusahan" may be formed of "usah", but is meant as "perusahaan"
            return len(word) < _SHORTEST_SLIP or not common_words_near(word, 1)
        if any(self._is_root(rest) or self.is_formed(rest) for rest in morphology.after_bound_form(word)):
            return True
        if "-" in word:
            return all(part.isdigit() or self.is_known(part) for part in word.split("-"))
        return word.removesuffix("nya") in self._foreign or (len(word) > 5 and word.removesuffix("s") in self._foreign)


def load(root: Path, lists: str = "") -> Lexicon | None:
    """Return the lexicon of a portal, cached by the fingerprint of its `lists`; None: there is no dictionary."""
    return _cached(root, lists) if lists else _found(root)


@lru_cache(maxsize=1)
def _cached(root: Path, lists: str) -> Lexicon | None:
    return _found(root)


def _found(root: Path) -> Lexicon | None:
    path = dictionary.find(root)
    if path is None or not dictionary.is_available():
        return None
    return _load(path, path.stat().st_mtime_ns, word_lists.desk_words(root))


@lru_cache(maxsize=2)
def _load(path: Path, modified: int, desk_words: frozenset[str]) -> Lexicon:
    return Lexicon(_dictionary(path, modified), desk_words)


@lru_cache(maxsize=2)
def _dictionary(path: Path, modified: int) -> Dictionary:
    return Dictionary(path)
