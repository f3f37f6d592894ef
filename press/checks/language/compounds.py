"""Check hyphens: bound forms, se- and ke-, reduplication; and the particle "pun".

EYD V, Kata Turunan, Tanda Hubung, Partikel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from press import rules
from press.checks.language.passages import indonesian
from press.checks.texts import TextContext
from press.content.prose import Passage, Prose
from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.language import lexicon
from press.language.lexicon import Lexicon
from press.language.word_lists import word_list


class _Guarded(NamedTuple):
    """A pattern, and a fast one without which it matches nothing."""

    guard: re.Pattern[str]
    pattern: re.Pattern[str]

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        """Return the matches in a text."""
        return self.pattern.finditer(text) if self.guard.search(text) else iter(())


_BOUND = (
    "adi|anti|antar|dwi|ekstra|inter|intra|mikro|makro|maha|mono|multi|nara|non|panca|pasca|poli|pra|purna|semi|sub|supra"
    "|swa|tri|tuna|ultra"
)
_FORMS = tuple(f"{form}{mark}" for form in _BOUND.split("|") for mark in " \n-")
_AMBIGUOUS = frozenset(
    {"antar", "adi", "inter", "tri", "dwi", "maha", "ekstra", "panca", "mono", "nara", "semi", "mikro", "makro", "tuna"}
)
"""Bound forms that are words or names too: these count only where the joined word is known."""
_APART = re.compile(rf"(?<![\w-])((?i:{_BOUND}))[ \n]+(?:([a-z]{{3,}})|([A-Z][\w-]+))(?!\w)")
_JOINED_CAPITAL = _Guarded(re.compile("[a-z][A-Z]"), re.compile(rf"(?<![\w-])({_BOUND}|se|ke)([A-Z][\w-]*)"))
_SE = re.compile(r"(?<![\w-])(?:[sS]e[ \n]+(?P<apart>[A-Z][a-z]+)|[sS]e-(?P<hyphen>[a-z]{3,}))(?![\w-])")
_TWO = _Guarded(re.compile("[a-z][2²]"), re.compile(r"(?<![\w-])([a-zA-Z]{3,})[2²](?:(nya|an|kan)\b|(?!\w))"))
_YEARS = "HUT|[Uu]lang [Tt]ahun|Dies Natalis|Hari Jadi|Haul|Milad"
_COUNTED = "[Aa]bad|[Pp]eringkat|[Ee]disi|[Aa]ngkatan|urutan|kali|[Hh]ari|tahun"
_NYA = _Guarded(re.compile(r"[ \n]nya"), re.compile(r"(?<![\w-])[A-Za-z][a-z]{2,30}[ \n]nya(?![\w-])"))
_WITH_HYPHEN = re.compile(rf"(?<![\w-])((?i:{_BOUND}))-([a-z]{{3,}})(?![\w-])")
_KE_WORD = _Guarded(
    re.compile("[kK]e-"),
    re.compile(r"(?<![\w-])([kK]e)-(satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas)(?![\w-])"),
)
_KE_NUMBER = _Guarded(
    re.compile(r"[kK]e ?[\dIVXL]"),
    re.compile(
        rf"(?<![\w-])(?P<joined>ke\d+)(?![\w:])|(?P<times>ke \d+)(?= kali)"
        rf"|(?:(?:{_YEARS})\b[^.,;:()\n]{{0,40}}?\s|\b(?:{_COUNTED}) )(?P<apart>[kK]e (?:\d{{1,3}}|[IVXL]+))(?![\w.])"
    ),
)
_DECADE = re.compile(r"(?<![\w.,-])(\d{2,4})[ ]?an(?!\w)")
_PUN = _Guarded(
    re.compile("pun"),
    re.compile(
        r"(?<![\w-])(?:(?P<joined>[A-Za-z]{2,}pun)"
        r"|(?i:walau|meski|kendati|biar|sungguh|atau|kalau|jika|andai)[ \n]+pun)(?![\w-])"
    ),
)
_FIXED = frozenset(
    {"adapun", "andaipun", "ataupun", "bagaimanapun", "biarpun", "jikapun", "kalaupun", "kendatipun", "maupun"}
    | {"meskipun", "sekalipun", "sementangpun", "sungguhpun", "walaupun"}
)
_ROOTS_IN_PUN = ("ampun", "himpun", "rumpun", "tumpun")


def check(prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
    """Yield the wrong hyphens and the wrong "pun" of a text."""
    known = lexicon.load(context.root, context.lists)
    for passage in indonesian(prose, context):
        yield from _bound_forms(passage, known)
        yield from _se_and_ke(passage)
        yield from _reduplications(passage, known)
        yield from _particles(passage, known)


def _bound_forms(passage: Passage, known: Lexicon | None) -> Iterator[Diagnostic]:
    lower_text = passage.text.lower()
    if not any(form in lower_text for form in _FORMS):
        return  # a tenth of the time of the patterns
    for found in _APART.finditer(passage.text):
        form, lower, capital = found[1], found[2], found[3]
        if form[0].isupper() and (capital or not form.istitle()):
            continue  # "Antar Kota" in a name
        if lower and _is_joined(form.lower(), lower, known):
            yield _hyphen(passage, found.start(), found[0], f"{form}{lower}")
        elif capital and form.lower() not in _AMBIGUOUS:
            yield _hyphen(passage, found.start(), found[0], f"{form}-{capital}")
    for found in _WITH_HYPHEN.finditer(passage.text):
        if _is_joined(found[1].lower(), found[2], known) and (known is None or known.is_listed(found[2])):
            yield _hyphen(passage, found.start(), found[0], f"{found[1]}{found[2]}")


def _is_joined(form: str, word: str, known: Lexicon | None) -> bool:
    if form == "antar":
        return word in word_list("after-antar-id")
    if form in _AMBIGUOUS:
        return bool(known and known.is_listed(form + word))
    return word not in ("dan", "atau", "yang", "dengan", "itu", "ini") and (known is None or known.is_known(word))


def _se_and_ke(passage: Passage) -> Iterator[Diagnostic]:
    for found in _JOINED_CAPITAL.matches(passage.text):
        yield _hyphen(passage, found.start(), found[0], f"{found[1]}-{found[2]}")
    for found in _SE.finditer(passage.text):
        right = f"se-{found['apart']}" if found["apart"] else f"se{found['hyphen']}"
        yield _hyphen(passage, found.start(), found[0], right)
    for found in _DECADE.finditer(passage.text):
        yield _hyphen(passage, found.start(), found[0], f"{found[1]}-an")
    for found in _KE_NUMBER.matches(passage.text):
        group = found.lastgroup or "joined"
        yield _hyphen(passage, found.start(group), found[group], "ke-" + found[group][2:].strip())
    for found in (*_KE_WORD.matches(passage.text), *_NYA.matches(passage.text)):
        yield _hyphen(passage, found.start(), found[0], re.sub(r"[-\s]", "", found[0]))


def _reduplications(passage: Passage, known: Lexicon | None) -> Iterator[Diagnostic]:
    for found in _TWO.matches(passage.text):
        word, lower = found[1], found[1].lower()
        if word in (lower, lower.capitalize()) and (known is None or known.is_known(f"{lower}-{lower}")):
            yield _hyphen(passage, found.start(), found[0], f"{word}-{lower}{found[2] or ''}")


def _particles(passage: Passage, known: Lexicon | None) -> Iterator[Diagnostic]:
    for found in _PUN.matches(passage.text):
        word = found[0]
        if not found["joined"]:
            yield _pun(passage, found.start(), word, "".join(word.split()))
        elif word.lower() not in _FIXED and not word.lower().endswith(_ROOTS_IN_PUN):
            base = word[:-3]
            if base.lower() in word_list("before-pun-id") or (known and base.islower() and known.is_known(base)):
                yield _pun(passage, found.start(), word, f"{base} pun")


def _hyphen(passage: Passage, start: int, wrong: str, right: str) -> Diagnostic:
    message = N_("“{wrong}” needs another hyphen or space")
    wrong = " ".join(wrong.split())
    return rules.HYPHEN.broken(passage.place(start), message, N_("write “{right}”"), wrong=wrong, right=right)


def _pun(passage: Passage, start: int, wrong: str, right: str) -> Diagnostic:
    message = N_("“{wrong}”: “pun” is apart, but for words such as “walaupun” and “maupun”")
    wrong = " ".join(wrong.split())
    return rules.PUN.broken(passage.place(start), message, N_("write “{right}”"), wrong=wrong, right=right)
