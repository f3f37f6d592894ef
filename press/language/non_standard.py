"""Forms that are not standard Indonesian: those of the table, also with affixes, and verbs with an undissolved root."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from press.language import morphology
from press.language.lexicon import Lexicon
from press.language.word_lists import non_standard_forms

_LONGEST = 40
"""Most letters of a word: longer ones are no words."""
_EXCEPTIONS = ("punya", "kaji", "pelajar", "kini", "kultus", "perintah", "posting", "timun")
"""Roots whose first letter remains: mempunyai, mengkaji; mempelajari has the prefix pel-."""


class Finding(NamedTuple):
    """A form that is not standard, and the standard one."""

    start: int
    wrong: str
    right: str


def phrases(text: str) -> Iterator[Finding]:
    """Yield the non-standard forms of more than one word in a text."""
    for found in _phrases().finditer(text):
        wrong = " ".join(found[0].split())
        right = _form(wrong)
        if right:
            yield Finding(found.start(), wrong, right)


def standard_form(word: str, lexicon: Lexicon, is_first: bool) -> str:
    """Return the standard form of a word that has another one, else an empty text. `is_first`: in its sentence."""
    text = word.replace("’", "'")
    if not text.islower() and not is_first:
        return non_standard_forms().get(text, "")
    lower = text.lower()
    right = _standard(lower, lexicon) if len(lower) <= _LONGEST else ""
    return right if text.islower() or not right else right[0].upper() + right[1:]


@lru_cache(maxsize=65536)
def _standard(word: str, lexicon: Lexicon) -> str:
    return _form(word) or _with_affixes(word, lexicon) or _dissolved(word, lexicon)


def _form(text: str) -> str:
    forms = non_standard_forms()
    return forms.get(text) or forms.get(text[0].lower() + text[1:], "")


@cache
def _phrases() -> re.Pattern[str]:
    wrong = sorted((form for form in non_standard_forms() if " " in form), key=len, reverse=True)
    either = "|".join(r"\s+".join(map(re.escape, form.split())) for form in wrong)
    return re.compile(rf"(?<![\w-])(?:{either})(?![\w-])")


def _with_affixes(word: str, lexicon: Lexicon) -> str:
    """Return the right form of a word whose root is not standard: perizinan for "perijinan"."""
    forms = non_standard_forms()
    for stem in (word, *morphology.without_clitics(word)):
        for root in (stem, *morphology.roots(stem)):
            right = forms.get(root, "")
            if right and " " not in right:
                # The nasal may have replaced the first letter: "menelpon"
                whole = word.replace(root, right) if root in word else word.replace(root[1:], right[1:])
                if whole != word and (root == stem or lexicon.is_listed(whole) or lexicon.is_formed(whole)):
                    return whole
    return ""


def _dissolved(word: str, lexicon: Lexicon) -> str:
    """Return the right form of a verb whose first letter the nasal must replace: menyukseskan for "mensukseskan"."""
    if "-" in word:
        return ""
    for root, right in morphology.undissolved(word):
        is_prefix = root.startswith("per") and any(map(lexicon.is_listed, morphology.without_suffixes(root[3:])))
        if is_prefix or root.startswith(_EXCEPTIONS):
            continue
        if any(len(each) > 3 and lexicon.is_listed(each) for each in morphology.without_suffixes(root)):
            return right
    return ""
