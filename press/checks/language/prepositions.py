"""Check that "di" and "ke" are apart as prepositions, and joined as prefixes (EYD V, Kata Depan and Kata Turunan)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from press import rules
from press.checks.language.passages import indonesian
from press.checks.texts import TextContext
from press.content.prose import Passage, Prose
from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.language import lexicon
from press.language.lexicon import Lexicon
from press.language.word_lists import word_list

_JOINED_RIGHT = frozenset({"diatasi", "keluar", "kedua"})
"""Words that are right as one: keluar is a verb too, kedua a number."""
_JOINED = re.compile(r"(?<![\w-])([dD]i|[kK]e)([a-z]{3,})(-mana|-tengah)?(?![\w-])")
_APART = re.compile(r"(?<![\w-])([dD]i)[ \n]+([a-z]{3,})(?![\w-])")
_NUMBERS = r"dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh"
_ORDINAL = re.compile(
    rf"(?<![\w-])(?i:hari|tahun|kali|yang|tahap|bulan|minggu|pekan|anak|gelombang|periode|putaran|peringkat|posisi|juara)\s+"
    rf"(ke\s+(?:{_NUMBERS}))(?![\w-])|(?<![\w-])(ke\s+(?:{_NUMBERS}))\s+kali"
)


def check(prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
    """Yield the prepositions that are joined, and the prefixes that are apart."""
    known = lexicon.load(context.root, context.lists)
    for passage in indonesian(prose, context):
        yield from _joined(passage, known)
        yield from _apart(passage, known)
        for found in _ORDINAL.finditer(passage.text):
            group = 1 if found[1] else 2
            yield _problem(passage, found.start(group), found[group], "ke" + found[group][2:].strip())


def _joined(passage: Passage, known: Lexicon | None) -> Iterator[Diagnostic]:
    for found in _JOINED.finditer(passage.text):
        word, place = found[0], found[2]
        if word.lower() in _JOINED_RIGHT:
            continue
        is_place = place in word_list("places-id")
        if is_place and not (known and known.is_listed(word.lower()) and place not in word_list("obvious-places-id")):
            apart = "mana pun" if place == "manapun" else f"{place}{found[3] or ''}"
            yield _problem(passage, found.start(), word, f"{found[1]} {apart}")


def _apart(passage: Passage, known: Lexicon | None) -> Iterator[Diagnostic]:
    for found in _APART.finditer(passage.text):
        verb = found[2]
        is_verb = verb in word_list("verbs-id") or (known is not None and _is_passive(verb, known))
        if is_verb and verb not in word_list("places-id"):
            yield _problem(passage, found.start(), " ".join(found[0].split()), found[1] + verb)


def _is_passive(word: str, known: Lexicon) -> bool:
    """Tell whether a word is only right after the prefix: "laksanakan", "hadiri", but not "pekan" and "provinsi"."""
    stem = word.removesuffix("nya")
    if stem.endswith("kan") and len(stem) > 6:
        return known.is_listed(f"di{stem}") and known.is_listed(stem[:-3])
    if stem.endswith("i") and len(stem) > 5:
        return known.is_listed(f"di{stem}") and known.is_listed(stem[:-1])
    return False


def _problem(passage: Passage, start: int, wrong: str, right: str) -> Diagnostic:
    message = N_("“{wrong}”: a preposition is apart from its word, a prefix is joined to it")
    return rules.PREPOSITION.broken(passage.place(start), message, N_("write “{right}”"), wrong=wrong, right=right)
