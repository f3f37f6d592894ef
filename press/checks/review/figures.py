"""Check that the numbers of title, summary and main points are those of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from press import rules
from press.checks.texts import TextContext
from press.content.prose import REMOVED, Passage, PassageKind, Prose
from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.language.dates import MONTHS, dates, times
from press.language.numbers import Number, Unit, numbers
from press.model import ReleaseKind

_TITLES = ("title", "short_title")
_FEWEST_WORDS = 40
"""A shorter text, such as that of a photo release, may leave the numbers to its summary."""
_LONGEST = 200_000
"""Characters of a longer text: it is no release."""
_SMALL = 20
"""A count up to this may be that of things that the text lists; it is compared only with counts of the same thing."""
_NAMED = re.compile(
    r"\b(?:SDN?|MIN?|SMPN?|MTsN?|SMAN?|SMKN?|MAN?|TK|PAUD|Nomor|No\.?|Pasal|Ayat|Kelas|Tahap|Jilid|Seri|Blok|Km|RT|RW|Tipe"
    r"|Golongan|Zona|Gelombang|Angkatan|Eselon|Liga|Piala|U|Top|G|Jalan|Jl\.?|Gang|Jalur|Peringkat|Rumah|Tahun|Hari|Unit"
    r"|Periode|Kloter|Lokasi|Terminal|Lantai|Ruang|Kamar|Usia|Umur|Perda|UU|PP|Permen\w*|SNI|ISO|Versi|Batch|Fase"
    r"|Grade|Phase|Level|Article|Part|Class|Koridor)[ -]$",
    re.IGNORECASE,
)
"""The word before a number that is a part of a name."""
_MEASURES = frozenset({
    "meter", "kilometer", "sentimeter", "milimeter", "jam", "hari", "tahun", "bulan", "pekan", "minggu",
    "menit", "detik", "hektare", "ton", "kilogram", "gram", "liter", "ribu", "juta", "miliar", "triliun",
    "rupiah", "kali", "persen", "poin", "derajat", "yang", "dari", "pada", "untuk", "dengan", "dalam", "hingga",
    "sampai", "atau", "lebih", "hours", "days", "years", "months", "weeks", "minutes", "metres", "kilometres",
    "tonnes", "times", "percent", "from", "with",
})  # fmt: skip
"""Words after a number that do not say what is counted."""
_COUNTED = re.compile(r"\s+(?:(?:orang|unit|buah|ekor|lembar|paket|people)\s+)?(?P<noun>[A-Za-z]{4,})")
_BEFORE_TIME = re.compile(r"\s*[–—-]\s*\d{1,2}[.:]\d\d\b(?!\.)")
_NOT_A_COUNT = re.compile(r"\s?[/x×]\s?\d|\s*°|\s+jam sehari")
_TELEPHONE = re.compile(r"\(0\d+\)[\d \-–]+|(?<![\w.,])(?:\+62|0\d{2,})[\d \-–]{5,}|(?<![\w.,])1\d\d(?![\w.,])")


def check(prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
    """Yield a problem for each number of the title that is nowhere else, and for each that the text contradicts."""
    if prose.release.kind in (ReleaseKind.PAGE, ReleaseKind.LINK):
        return
    body = "\n".join(_texts(prose.body)).replace(REMOVED, " ")
    if body.count(" ") < _FEWEST_WORDS or len(body) > _LONGEST:
        return
    language = prose.release.lang or context.config.language
    known: list[Number] | None = None
    for passage in prose.fields:
        if passage.field not in (*_TITLES, "summary") and not passage.field.startswith("points."):
            continue
        for number in _stated(passage, language):
            if _has(body, passage.text[number.start : number.end]):
                continue
            known = numbers(body, language) if known is None else known
            if _is_known(number, known):
                continue
            is_alone = passage.field in _TITLES and _is_large(number) and not _is_in_summary(number, prose, language)
            if is_alone or _contradicts(number, passage.text, known, body):
                message = N_("“{number}” is not in the text below, or the text has another number")
                hint = N_("compare it with the text, and correct one of the two")
                written = passage.text[number.start : number.end]
                yield rules.NUMBER.broken(passage.place(number.start), message, hint, number=written)


def _texts(passages: tuple[Passage, ...]) -> Iterator[str]:
    return (passage.text for passage in passages if passage.kind is not PassageKind.ALT)


def _stated(passage: Passage, language: str) -> Iterator[Number]:
    """Yield the numbers that state a quantity: no dates, times, years, ordinals, names and roundings."""
    text = passage.text
    spans = [(one.start, one.end) for one in dates(text)] + [(one.start, one.end) for one in times(text)]
    for number in numbers(text, language):
        is_word = not number.is_figure and (number.value <= _SMALL or number.value in (100, 1000))
        is_in_date = any(first <= number.start < last for first, last in spans)
        if not (number.is_rounded or is_word or is_in_date or _is_other(number, text)):
            yield number


def _is_other(number: Number, text: str) -> bool:
    """Tell whether a number is a year, a day, a time, an age, a fraction, or a part of a name."""
    written = text[number.start : number.end]
    following = text[number.end :].split(maxsplit=1)[:1]
    is_year = number.unit is Unit.NONE and re.fullmatch(r"(?:1[5-9]|20|21)\d\d", written)
    is_time = re.fullmatch(r"\d{1,2}[.:]\d\d", written) or _BEFORE_TIME.match(text, number.end)
    is_day = bool(following) and following[0].strip(".,;").lower() in MONTHS
    is_telephone = any(found.start() <= number.start < found.end() for found in _TELEPHONE.finditer(text))
    return bool(
        is_year or is_time or is_day or is_telephone or _is_first_day(text, number.end)
        or (number.value % 1 == 0 and _NAMED.search(text, max(0, number.start - 14), number.start))
        or _NOT_A_COUNT.match(text, number.end)
    )  # fmt: skip


def _is_first_day(text: str, end: int) -> bool:
    """Tell whether a number is the first of two days: ``19–20 Maret``."""
    found = re.match(r"\s*[–—-]\s*\d{1,2}\s+([A-Za-z]+)", text[end:])
    return bool(found and found[1].lower() in MONTHS)


def _is_known(number: Number, known: list[Number]) -> bool:
    return any(number.unit in (other.unit, Unit.NONE) and _agree(number.value, other.value) for other in known)


def _agree(stated: Decimal, exact: Decimal) -> bool:
    """Tell whether two numbers are equal, or the first is the second rounded to two digits or more."""
    if stated == exact:
        return True
    _, digits, exponent = stated.normalize().as_tuple()
    if len(digits) < 2 or not isinstance(exponent, int):
        return False
    return abs(stated - exact) <= Decimal(5).scaleb(exponent - 1)


def _has(body: str, written: str) -> bool:
    """Tell whether the text has a number as it is written elsewhere."""
    return written in body and bool(re.search(rf"(?<![\d.,]){re.escape(written)}(?!\d|[.,]\d)", body))


def _is_large(number: Number) -> bool:
    return number.unit is not Unit.NONE or number.value > _SMALL or number.value % 1 != 0


def _is_in_summary(number: Number, prose: Prose, language: str) -> bool:
    return _is_known(number, numbers(prose.release.summary, language))


def _contradicts(number: Number, text: str, known: list[Number], body: str) -> bool:
    """Tell whether the text has a number that is this one with a slip, or counts the same thing with other numbers."""
    others = [other for other in known if other.unit is number.unit and other.value > 1 and other.is_figure]
    if any(_is_slip(number.value, other.value) for other in others):
        return True
    noun = _noun(text, number.end)
    return bool(noun) and any(_noun(body, other.end) == noun for other in known if other.unit is number.unit)


def _noun(text: str, offset: int) -> str:
    """Return the word for what a number counts; empty if there is none."""
    found = _COUNTED.match(text, offset)
    word = found["noun"].lower() if found else ""
    return "" if word in _MEASURES else word


def _is_slip(one: Decimal, other: Decimal) -> bool:
    """Tell whether two numbers differ by exchanged digits, by one digit of four or more, or by their scale."""
    first, second = (format(value.normalize(), "f").replace(".", "") for value in (one, other))
    significant = first.strip("0")
    if len(significant) > 1 and significant == second.strip("0"):
        return True  # 2,3 triliun and 2,3 miliar
    if len(first) != len(second) or len(set(first)) < 2:
        return False
    different = [(left, right) for left, right in zip(first, second, strict=True) if left != right]
    is_exchange = sorted(first) == sorted(second) and len(different) <= 3
    return (is_exchange and len(significant) > 1) or (len(different) == 1 and len(significant) > 3)
