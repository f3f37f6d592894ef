"""Numbers in texts, in figures and in words: ``1.200``, ``seribu dua ratus``, ``Rp2,3 triliun``, ``45 persen``."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

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
_WORD = "|".join(sorted((*_ONES, *_TENS, *_FACTORS, *_SCALE.split("|"), *_ALONE), key=len, reverse=True))
_CURRENCY = r"(?:Rp\.?|IDR|US\$|USD|\$)[ \u00a0]?"
_ROUNDED_BEFORE = (
    r"lebih dari|kurang dari|sekitar|hampir|kira-kira|kurang lebih|di atas|di bawah|minimal|maksimal|setidaknya|"
    r"sedikitnya|paling (?:sedikit|banyak|lambat|tidak|lama|kecil|besar)|mendekati|melebihi|nyaris|rata-rata|"
    r"about|around|nearly|almost|more than|less than|over|under|at least|at most|up to|some|±|>|<"
)


@cache
def _number() -> re.Pattern[str]:
    """The pattern of a number; compiled when first needed, since most commands check no texts."""
    return re.compile(
        rf"(?P<rounded>\b(?:{_ROUNDED_BEFORE})\s+)?"
        rf"(?:(?P<currency>{_CURRENCY})|(?<![\w./:,])(?<![^\W\d_]-))"
        rf"(?:(?P<digits>{_DIGITS})(?P<scales>(?:\s*(?:{_SCALE})\b)*(?(currency)(?:\s?(?-i:[MT])\b)?))"
        rf"|(?P<words>(?:{_WORD})(?:[\s-]+(?:{_WORD}))*)\b)"
        r"(?P<percent>\s?%|\s+(?:persen|per cent|percent)\b)?"
        r"(?P<about>-an\b|an\b|\s+lebih\b)?(?!\w|[/:.,]\d)",
        re.IGNORECASE,
    )


def numbers(text: str, language: str = "id") -> Iterator[Number]:
    """Yield the numbers in a text. Parts of dates, times and names are numbers too."""
    for found in _number().finditer(text):
        value = _value(found, language)
        if value is not None:
            unit = Unit.PERCENT if found["percent"] else Unit.MONEY if found["currency"] else Unit.NONE
            start = found.end("rounded") if found["rounded"] else found.start()
            end = found.start("about") if found["about"] else found.end()
            is_rounded = bool(found["rounded"] or found["about"])
            yield Number(value, unit, start, end, bool(found["digits"]), is_rounded)


def _value(found: re.Match[str], language: str) -> Decimal | None:
    if not found["digits"]:
        return of_words(found["words"])
    value = of_figure(found["digits"], language)
    for scale in re.findall(r"[a-z]+", found["scales"].lower()):
        value *= _SCALES[scale]
    return value


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
