"""Check the spelling of Indonesian words: those that are in no list, and those that are not standard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from press import rules
from press.checks.language.passages import RUNNING, Emphasis, indonesian, is_title_case
from press.checks.texts import TextContext
from press.content.prose import Passage, Prose
from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.language import lexicon, non_standard
from press.language.lexicon import Lexicon
from press.language.sentences import words_by_sentence
from press.language.suggestions import suggestions
from press.language.tokens import Word
from press.language.word_lists import common_words, word_list

_SHOWN = 3
"""Most suggestions in a hint."""
_MOST_UNKNOWN, _FEWEST_COMMON = 0.4, 0.3
"""Shares of unknown words, and of common Indonesian ones, by which a sentence is in another language."""
_LONGEST = 40
"""Most letters of a word: longer ones are no words."""
_SHORTEST_FIRST = 5
"""Fewest letters of a word with a capital that is checked: shorter ones are mostly names."""


def check(prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
    """Yield the misspelt and the non-standard words; nothing where the computer has no dictionary."""
    known = lexicon.load(context.root, context.lists)
    if known:
        emphasis = Emphasis(prose)
        names = _names(prose)
        for passage in indonesian(prose, context):
            yield from _phrases(passage)
            for found in words_by_sentence(passage.text):
                yield from _sentence(passage, found, known, emphasis, names)


def _names(prose: Prose) -> set[str]:
    """Return the words that the text has with a capital within a sentence."""
    found = set()
    for passage in prose.passages:
        for sentence in words_by_sentence(passage.text):
            found |= {word.text for word in sentence[1:] if word.text[0].isupper()}
    return found


def _phrases(passage: Passage) -> Iterator[Diagnostic]:
    for found in non_standard.phrases(passage.text):
        yield _not_standard(passage, found.start, found.wrong, found.right)


def _sentence(
    passage: Passage, found: Sequence[Word], known: Lexicon, emphasis: Emphasis, names: set[str]
) -> Iterator[Diagnostic]:
    doubtful = [word for word in found if not _is_plain(word.text, known)]
    unknown = [word for word in doubtful if _is_checked(word, passage.text) and not known.is_known(word.text)]
    if unknown and _is_foreign([word for word in found if _is_checked(word, passage.text)], unknown, known):
        return
    for word in doubtful:
        if not any(letter.isdigit() for letter in word.text) and not emphasis.has(passage, word.start):
            is_first = word is found[0] and word.text.istitle() and len(found) > 1 and found[1].text.islower()
            right = non_standard.standard_form(word.text, known, is_first)
            if right and right != word.text:
                yield _not_standard(passage, word.start, word.text, right)
            elif word in unknown and not _is_joined(word.text):
                yield from _misspelt(passage, word, suggestions(word.text, known))
            elif is_first and word.text not in names and _is_in_sentence(passage, found):
                yield from _first(passage, word, known)


@lru_cache(maxsize=65536)
def _is_plain(text: str, known: Lexicon) -> bool:
    """Tell whether a word in lower case is known and standard. Most are, and are in many texts."""
    return text.islower() and known.is_known(text) and not non_standard.standard_form(text, known, is_first=False)


def _is_foreign(own: list[Word], unknown: list[Word], known: Lexicon) -> bool:
    """Tell whether the words of a sentence are of another language: many are unknown, and near to no known word."""
    if len(unknown) <= _MOST_UNKNOWN * len(own):
        return False
    common = sum(word.text in common_words() for word in own)
    strange = sum(not suggestions(word.text, known) for word in unknown)
    return common < _FEWEST_COMMON * len(own) and 3 * strange > len(unknown)


def _is_joined(word: str) -> bool:
    """Tell whether a preposition is joined to a place, which `prepositions` reports."""
    return word[:2] in ("di", "ke") and word[2:].partition("-")[0] in word_list("places-id")


def _is_checked(word: Word, text: str) -> bool:
    """Tell whether a word is in lower case, and no part of an address such as data.go.id."""
    if not 3 <= len(word.text) <= _LONGEST or not word.text.islower() or not word.text.replace("-", "").isalpha():
        return False
    before, after = text[max(0, word.start - 1)], text[word.end : word.end + 2]
    is_address = before in ".@/" or (after[:1] in (".", "@", "/") and after[1:].isalnum())
    return not is_address


def _is_in_sentence(passage: Passage, found: Sequence[Word]) -> bool:
    """Tell whether the words are a sentence, and the first is not the first of a name."""
    is_running = passage.kind in RUNNING or not is_title_case(passage)
    return is_running and len(found) > 3


def _first(passage: Passage, word: Word, known: Lexicon) -> Iterator[Diagnostic]:
    """Check the first word of a sentence, which may be a name: only near misses of common words are errors."""
    lower = word.text.lower()
    if len(lower) >= _SHORTEST_FIRST and lower.isalpha() and not known.is_known(lower):
        found = [each for each in suggestions(lower, known) if each in common_words()]
        yield from _misspelt(passage, word, tuple(each.capitalize() for each in found))


def _misspelt(passage: Passage, word: Word, found: tuple[str, ...]) -> Iterator[Diagnostic]:
    if found:
        message = N_("“{word}” is in no dictionary")
        hint = N_("did you mean {suggestions}? If the word is right, write it into a list in dictionaries/")
        shown = " / ".join(f"“{each}”" for each in found[:_SHOWN])
        yield rules.SPELLING.broken(passage.place(word.start), message, hint, word=word.text, suggestions=shown)


def _not_standard(passage: Passage, start: int, wrong: str, right: str) -> Diagnostic:
    message = N_("“{wrong}” is not the standard form")
    return rules.NON_STANDARD.broken(passage.place(start), message, N_("write “{right}”"), wrong=wrong, right=right)
