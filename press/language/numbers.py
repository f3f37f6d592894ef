"""Numbers in texts, in figures and in words: ``1.200``, ``seribu dua ratus``, ``Rp2,3 triliun``, ``45 persen``."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import msgspec


class Unit(enum.StrEnum):
    """What a number counts."""

    NONE = ""
    MONEY = "money"
    PERCENT = "percent"


class Number(msgspec.Struct, frozen=True):
    """A number in a text."""

    value: Decimal
    unit: Unit
    start: int
    end: int
    """Its span in the text, with its currency, its scale such as *juta*, and *persen*."""
    is_figure: bool
    """Whether it is written with digits."""
    is_rounded: bool
    """Whether the text says that it is not exact: *sekitar 800*, *40-an*."""


_ONES = {
    word: value
    for value, words in enumerate((
        "nol zero", "satu one", "dua two", "tiga three", "empat four", "lima five", "enam six", "tujuh seven",
        "delapan eight", "sembilan nine", "sepuluh ten", "sebelas eleven", "twelve", "thirteen", "fourteen", "fifteen",
        "sixteen", "seventeen", "eighteen", "nineteen",
    ))
    for word in words.split()
}  # fmt: skip
_ONES |= {"seratus": 100}
_TENS = {word: 10 * value for value, word in enumerate(
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
)}  # fmt: skip
_FACTORS = {"belas": 0, "puluh": 10, "ratus": 100, "hundred": 100}
_SCALES = {
    "ribu": 10**3, "thousand": 10**3, "juta": 10**6, "million": 10**6, "miliar": 10**9, "milyar": 10**9,
    "billion": 10**9, "rb": 10**3, "jt": 10**6, "m": 10**9, "t": 10**12, "triliun": 10**12, "trilyun": 10**12,
    "trillion": 10**12,
}  # fmt: skip
_SCALE = "|".join(word for word in _SCALES if len(word) > 1)
_ALONE = frozenset({"seribu", "sejuta", "semiliar", "setriliun"})
_DIGITS = r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_WORDS = frozenset({*_ONES, *_TENS, *_FACTORS, *_SCALE.split("|"), *_ALONE})
_TOKEN = re.compile(r"[A-Za-z]+")
_CURRENCIES = ("Rp", "Rp.", "rp", "RP", "IDR", "US$", "USD", "$")
_ROUNDING = frozenset({
    "lebih dari", "kurang dari", "sekitar", "hampir", "kira-kira", "kurang lebih", "di atas", "di bawah", "minimal",
    "maksimal", "setidaknya", "sedikitnya", "paling sedikit", "paling banyak", "paling tidak", "paling lama",
    "mendekati", "melebihi", "nyaris", "rata-rata", "about", "around", "nearly", "almost", "more than", "less than",
    "over", "under", "at least", "at most", "up to", "some", "±", ">", "<", "~",
})  # fmt: skip
"""One or two words before a number that say that it is not exact."""
_AFTER = r"(?P<percent>\s?%|\s+(?:persen|per cent|percent)\b)?(?P<about>-an\b|an\b|\s+lebih\b)?(?!\w|[/:.,]\d)"
_CHARACTERS_BEFORE = 30
"""Characters before a number in which the words *kurang lebih Rp* are looked for."""


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """Return a pattern; compiled when first needed, since most commands check no texts.

    Each begins with what is rare in a text: then the search is several times faster.
    """
    scales = rf"(?P<scales>(?:\s*(?:{_SCALE})\b)*(?:\s?(?-i:(?P<letter>[MT]))\b)?)"
    patterns = {
        "figure": rf"(?P<digits>{_DIGITS}){scales}{_AFTER}",
        "after": _AFTER,
    }
    return re.compile(patterns[name], re.IGNORECASE)


def numbers(text: str, language: str = "id") -> list[Number]:
    """Return the numbers in a text, in their order. Parts of dates, times and names are numbers too."""
    found = [*figures(text, language), *_in_words(text)]
    return sorted(found, key=lambda number: number.start)


def figures(text: str, language: str = "id") -> Iterator[Number]:
    """Yield the numbers in a text that are written with digits."""
    for found in _pattern("figure").finditer(text):
        start = found.start()
        if _is_inside(text, start):
            continue
        before = _before(text, start)
        value = of_figure(found["digits"], language)
        for scale in re.findall(r"[a-z]+", found["scales"].lower()):
            if len(scale) > 1 or before.is_money:
                value *= _SCALES[scale]
        yield _number(found, value, before, is_figure=True)


def _is_inside(text: str, start: int) -> bool:
    """Tell whether digits are a part of something longer: COVID-19, 09.30, B12."""
    if not start:
        return False
    last, before = text[start - 1], text[max(0, start - 2) : start - 1]
    if last == "-":
        return before.isalpha()
    return (last in ".,/:" and before.isdigit()) or (last.isalpha() and not text.endswith(_CURRENCIES, 0, start))


def _in_words(text: str) -> Iterator[Number]:
    for start, end in _runs(text):
        found, value = _pattern("after").match(text, end), of_words(text[start:end])
        if found and value is not None:
            yield _number(found, value, _before(text, start), is_figure=False)


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span of each run of number words, such as *dua puluh lima*."""
    start = end = 0
    for found in _TOKEN.finditer(text):
        is_number = found[0].lower() in _WORDS
        is_next = bool(end) and not text[end : found.start()].strip(" \n-")
        if end and not (is_number and is_next):
            yield start, end
            end = 0
        if is_number and (end or text[found.start() - 1 : found.start()] != "-"):
            start, end = (start if end else found.start()), found.end()
    if end:
        yield start, end


class _Before(NamedTuple):
    """What stands before a number."""

    start: int
    """Where the number begins, with its currency."""
    is_money: bool
    is_rounded: bool


def _before(text: str, start: int) -> _Before:
    head = text[max(0, start - _CHARACTERS_BEFORE) : start]
    rest = head.rstrip(" \u00a0")
    currency = next((sign for sign in _CURRENCIES if rest.endswith(sign) and len(head) - len(rest) < 2), "")
    words = rest.removesuffix(currency).lower().split()[-2:]
    is_rounded = bool(words) and (words[-1] in _ROUNDING or " ".join(words) in _ROUNDING or words[-1][-1] in "±<>~")
    return _Before(start - len(head) + len(rest) - len(currency) if currency else start, bool(currency), is_rounded)


def _number(found: re.Match[str], value: Decimal, before: _Before, *, is_figure: bool) -> Number:
    unit = Unit.PERCENT if found["percent"] else Unit.MONEY if before.is_money else Unit.NONE
    end = found.start("about") if found["about"] else found.end()
    return Number(value, unit, before.start, end, is_figure, before.is_rounded or bool(found["about"]))


def of_figure(digits: str, language: str = "id") -> Decimal:
    """Return the value of a number in figures: dots separate thousands, except in English, where commas do.

    A number that is only possible with the separators of the other language, such as ``7.5``, is read with these.
    """
    separators = [(",", "."), (".", ",")] if language.startswith("en") else [(".", ","), (",", ".")]
    for thousands, decimals in separators:
        if re.fullmatch(rf"\d{{1,3}}(?:\{thousands}\d{{3}})+(?:\{decimals}\d+)?|\d+(?:\{decimals}\d+)?", digits):
            return Decimal(digits.replace(thousands, "").replace(decimals, "."))
    return Decimal(re.sub(r"\D", "", digits))


def of_words(words: str) -> Decimal | None:
    """Return the value of a number in words, Indonesian or English; None if it is none, such as *belas*."""
    total, hundreds, last = 0, 0, 0
    for word in re.split(r"[\s-]+", words.lower()):
        if word in _ALONE:
            total += 10**3 if word == "seribu" else _SCALES[word[2:]]
        elif word in _ONES:
            hundreds, last = hundreds + last, _ONES[word]
        elif word in _TENS:
            hundreds, last = hundreds + last + _TENS[word], 0
        elif word in _FACTORS:
            if not last:
                return None
            hundreds, last = hundreds + (last * _FACTORS[word] or last + 10), 0
        else:
            if not hundreds + last:
                return None
            total, hundreds, last = total + (hundreds + last) * _SCALES[word], 0, 0
    return Decimal(total + hundreds + last)
