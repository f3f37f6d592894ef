"""The facts that a text states: its numbers, dates, times, names and quotes, each in one form for comparisons.

``1.200`` and ``seribu dua ratus`` are the same number, ``14 Maret 2026`` and ``14/3/2026`` the same day.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from press.content.corrections.numerals import NUMERALS, value_of
from press.content.dates import MONTHS


class FactKind(enum.StrEnum):
    """What a fact is."""

    NUMBER = "number"
    DATE = "date"
    WEEKDAY = "weekday"
    TIME = "time"
    NAME = "name"
    QUOTE = "quote"


class Fact(msgspec.Struct, frozen=True):
    """A fact in a text."""

    kind: FactKind
    key: str
    """What all its forms have in common."""
    text: str
    """As it is written; of a name the whole run of capitalised words."""
    start: int
    end: int
    is_weak: bool = False
    """Whether it may be an ordinary word, such as one at the beginning of a sentence."""
    is_quoted: bool = False
    """Whether it is inside a quote, which is a fact itself."""


class Reading(msgspec.Struct, frozen=True):
    """How the numbers and dates of a release are read."""

    language: str
    """BCP 47."""
    year: int
    """The year of dates without one."""


_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_FULL_MONTHS = frozenset(
    name for name in MONTHS if len(name) > 4 or name in ("mei", "juni", "juli", "may", "june", "july")
)
_QUOTE = re.compile(r"[“„\"][^“”„\"]{2,2000}[”“\"]|(?<!\w)‘[^‘’]{3,2000}’(?!\w)|(?<!\w)'[^'\n]{3,2000}'(?!\w)")
_DATE = re.compile(
    rf"(?<![\w./-])(?:(?P<d>\d{{1,2}})\s+(?P<m>{_MONTH})\.?(?:\s+(?P<y>\d{{4}}))?(?!\w)"
    rf"|(?P<m2>{_MONTH})\s+(?:(?P<d2>\d{{1,2}}),?\s+)?(?P<y2>\d{{4}})(?!\w)"
    r"|(?P<d3>\d{1,2})/(?P<m3>\d{1,2})(?:/(?P<y3>\d{4}|\d\d))?(?![\w/])"
    r"|(?P<y4>\d{4})-(?P<m4>\d\d)-(?P<d4>\d\d)(?![\w-])|(?P<d5>\d{1,2})-(?P<m5>\d{1,2})-(?P<y5>\d{4})(?![\w-]))",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?<![\w.,])(?:(?:pukul|pkl\.?|jam)\s+(?P<h>\d{1,2})(?:[.:](?P<n>\d\d))?(?!\d)(?:\s*(?P<z>WIB|WITA|WIT)\b)?"
    r"|(?P<h2>\d{1,2})[.:](?P<n2>\d\d)\s*(?P<z2>WIB|WITA|WIT)\b|(?P<h3>\d{1,2}):(?P<n3>\d\d)(?![\d:]))",
    re.IGNORECASE,
)
_SCALES = {
    "ribu": 3, "rb": 3, "thousand": 3, "juta": 6, "jt": 6, "million": 6, "miliar": 9, "milyar": 9, "billion": 9,
    "triliun": 12, "trillion": 12,
}  # fmt: skip
"""Powers of ten."""
_UNITS = {
    "%": "%", "persen": "%", "percent": "%", "km": "km", "kilometer": "km", "m": "m", "meter": "m", "cm": "cm",
    "sentimeter": "cm", "mm": "mm", "milimeter": "mm", "kg": "kg", "kilogram": "kg", "gram": "g", "ton": "ton",
    "kuintal": "kuintal", "liter": "l", "hektare": "ha", "hektar": "ha", "ha": "ha", "°c": "°", "°": "°",
    "rupiah": "Rp", "dolar": "$", "jam": "jam", "menit": "menit", "hari": "hari", "pekan": "pekan", "minggu": "pekan",
    "bulan": "bulan", "tahun": "tahun",
}  # fmt: skip
_CURRENCIES = {"rp": "Rp", "idr": "Rp", "us$": "$", "usd": "$", "$": "$"}
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_NUMBER = re.compile(
    r"(?:(?<!\w)(?P<currency>Rp|IDR|US\$|USD|\$)\.?\s?)?(?:(?<![\w,.])|(?<=Rp)|(?<=Rp\.)|(?<=IDR)|(?<=USD)|(?<=\$))"
    r"(?P<sign>(?<!\w)[-−](?=\d))?(?P<digits>\d+(?:[.,]\d+)*)"
    rf"(?:[\s-]?(?P<scale>{'|'.join(_SCALES)})\b)?(?:\s?(?P<unit>{_UNIT})(?!\w))?",
    re.IGNORECASE,
)
_NUMERAL = "|".join(sorted(NUMERALS - {"setengah"}, key=len, reverse=True))
_NUMBER_WORDS = re.compile(
    rf"(?<![\w-])(?P<ordinal>ke-?)?(?P<words>(?:{_NUMERAL})(?:\s+(?:{_NUMERAL}))*)(?![\w-])(?:\s+(?P<unit>{_UNIT})(?!\w))?",
    re.IGNORECASE,
)
_OTHER_WORDS = re.compile(
    r"(?<![\w-])(?:setengah|separuh|se(?:per|per-)(?:tiga|empat|lima)|(?:dua|tiga)\s+per(?:tiga|empat|lima))(?![\w-])",
    re.IGNORECASE,
)
"""Parts of a whole."""
_ENGLISH_NUMERAL = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|"
    "forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|half|thirds?|quarters?|dozens?"
)
_ENGLISH = re.compile(rf"\b(?:{_ENGLISH_NUMERAL})(?:[\s-](?:{_ENGLISH_NUMERAL}))*\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_](?:[\w’']|-(?=\w))*")
_WEEKDAYS = frozenset({
    "senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu", "ahad", "monday", "tuesday", "wednesday",
    "thursday", "friday", "saturday", "sunday",
})  # fmt: skip
_BEFORE_SENTENCE = frozenset('.!?:;…•–—|"“„‘([/')
_ABBREVIATION = re.compile(r"(?:[A-Z]|Dr|Ir|Hj|Drs|Dra|Prof)")
_FEWEST_QUOTED = 3
"""A quote of fewer words may be the name of something, or a word that is marked."""


_COMMON = """
ada adapun agar akan akibat akibatnya antara anda apa apabila atas awal awalnya bagi bagaimana bahkan bahwa banyak baru
beberapa begitu belum berikut bila biasanya bisa bukan cukup dalam dan dapat dari demi demikian dengan di dia hal hampir
hanya harus hingga ia ini itu jadi jangan jika juga jumlah kali kalau kami kapan karena kata kini kita ketika lain lalu
lebih maka masih mereka meski mulai mungkin namun nanti oleh pada padahal para per pihak saat saja salah sama sampai
satu saya sebab sejak selain selama semua serta setiap siapa suatu sudah tak tanpa tapi telah tentu tetapi tiap tidak
total untuk usai walau warga yaitu yakni yang
the a an in on at by of for from to with and but or if when while after before as it he she they we this that there
"""
_OPENERS = frozenset(_COMMON.split())
"""Words with which sentences often begin, and which are no names."""
_DERIVED = re.compile(r"(?:me|ber|di|ter|per|se|ke)\w{5,}", re.IGNORECASE)
"""Words that are formed as verbs and adverbs are: ``Menurut``, ``Sebanyak``, ``Berdasarkan``."""


def facts(text: str, reading: Reading) -> list[Fact]:
    """Return the facts of a text, by their places; those inside a quote come after it."""
    taken = bytearray(len(text))
    found = list(_quotes(text))
    quoted = [(fact.start, fact.end) for fact in found]
    for finder in (_dates, _times, _other_numbers, _numbers, _numbers_in_words, _names):
        for fact in finder(text, reading):
            if not any(taken[fact.start : fact.end]):
                taken[fact.start : fact.end] = b"\1" * (fact.end - fact.start)
                is_quoted = any(start <= fact.start and fact.end <= end for start, end in quoted)
                found.append(msgspec.structs.replace(fact, is_quoted=is_quoted))
    return sorted(found, key=lambda fact: (fact.start, -fact.end))


def quote_key(text: str) -> str:
    """Return the words of a quote: its punctuation does not count."""
    return " ".join(re.findall(r"\w+(?:[.,:/-]\w+)*", text))


def _quotes(text: str) -> Iterator[Fact]:
    for found in _QUOTE.finditer(text):
        key = quote_key(found[0])
        is_weak = len(key.split()) < _FEWEST_QUOTED
        yield Fact(FactKind.QUOTE, key, found[0], *found.span(), is_weak=is_weak)


def _dates(text: str, reading: Reading) -> Iterator[Fact]:
    for found in _DATE.finditer(text):
        parts = {name[0]: value for name, value in found.groupdict().items() if value}
        month = MONTHS.get(parts["m"].lower()) or int(parts["m"])
        day, year = int(parts.get("d", "0")), int(parts.get("y", reading.year))
        if 1 <= month <= 12 and day <= 31:
            year += 2000 if year < 100 else 0
            yield Fact(FactKind.DATE, f"{year}-{month}-{day}", found[0], *found.span())


def _times(text: str, reading: Reading) -> Iterator[Fact]:
    for found in _TIME.finditer(text):
        parts = {name[0]: value for name, value in found.groupdict().items() if value}
        hour, minute = int(parts["h"]), int(parts.get("n", "0"))
        if hour <= 24 and minute < 60:
            key = f"{hour}:{minute:02} {parts.get('z', '').upper()}".strip()
            yield Fact(FactKind.TIME, key, found[0], *found.span())


def _numbers(text: str, reading: Reading) -> Iterator[Fact]:
    for found in _NUMBER.finditer(text):
        value = _number(found["digits"], reading.language)
        if value is not None and found["scale"]:
            value *= 10 ** _SCALES[found["scale"].lower()]
        unit = _UNITS.get((found["unit"] or "").lower(), "")
        currency = _CURRENCIES.get((found["currency"] or "").lower(), "")
        number = found["digits"] if value is None else f"{value.normalize():f}"
        key = f"{'-' if found['sign'] else ''}{number} {currency or unit}".strip()
        yield Fact(FactKind.NUMBER, key, found[0], *found.span())


def _number(digits: str, language: str) -> Decimal | None:
    """Return the value of a number as it is written in a language; None if it is no number, such as ``1.2.3``."""
    thousands, point = (".", ",") if not language.startswith("en") else (",", ".")
    groups, _, decimals = digits.partition(point)
    if re.fullmatch(rf"\d{{1,3}}(?:\{thousands}\d{{3}})+|\d+", groups) and (decimals.isdigit() or not decimals):
        return Decimal(f"{groups.replace(thousands, '')}.{decimals or 0}")
    return Decimal(digits) if re.fullmatch(r"\d+\.\d+", digits) else None


def _numbers_in_words(text: str, reading: Reading) -> Iterator[Fact]:
    for found in _NUMBER_WORDS.finditer(text):
        words = found["words"].lower().split()
        value = value_of(words)
        if value is not None:
            unit = _UNITS.get((found["unit"] or "").lower(), "")
            key = f"{'ke-' if found['ordinal'] else ''}{value} {unit}".strip()
            yield Fact(
                FactKind.NUMBER, key, found[0], *found.span(), is_weak=words == ["satu"] or bool(found["ordinal"])
            )


def _other_numbers(text: str, reading: Reading) -> Iterator[Fact]:
    """Yield what is compared word by word: parts of a whole, and English numbers."""
    for found in (_ENGLISH if reading.language.startswith("en") else _OTHER_WORDS).finditer(text):
        yield Fact(FactKind.NUMBER, found[0].lower(), found[0], *found.span())


def _names(text: str, reading: Reading) -> Iterator[Fact]:
    """Yield each capitalised word, with the run of such words that it is a part of."""
    for run in _runs(text):
        starts_sentence = _is_at_beginning(text, run[0].start())
        if starts_sentence and (run[0][0].lower() in _OPENERS or _DERIVED.fullmatch(run[0][0])):
            run.pop(0)
            starts_sentence = False
        whole = text[run[0].start() : run[-1].end()] if run else ""
        for number, word in enumerate(run):
            folded = word[0].lower()
            is_weak = number == 0 and starts_sentence
            if folded in _WEEKDAYS:
                yield Fact(FactKind.WEEKDAY, folded, word[0], *word.span(), is_weak=True)
            elif folded in _FULL_MONTHS and len(run) == 1:
                yield Fact(FactKind.DATE, f"{MONTHS[folded]}", word[0], *word.span(), is_weak=is_weak)
            else:
                yield Fact(FactKind.NAME, word[0], whole, *word.span(), is_weak=is_weak)


def _is_at_beginning(text: str, offset: int) -> bool:
    """Tell whether a sentence, or a part of one such as a quote, begins at an offset."""
    before = text[max(offset - 20, 0) : offset].rstrip()
    return not before or before[-1] in _BEFORE_SENTENCE


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    run: list[re.Match[str]] = []
    for word in _WORD.finditer(text):
        is_capital = word[0][0].isupper()
        if run and not (is_capital and _is_next(run[-1], text[run[-1].end() : word.start()])):
            yield run
            run = []
        if is_capital:
            run.append(word)
    if run:
        yield run


def _is_next(word: re.Match[str], between: str) -> bool:
    """Tell whether a name goes on after a word: "H. Budi" is one, "Pelaya. Budi" is not."""
    return between.isspace() or (between.strip() == "." and bool(_ABBREVIATION.fullmatch(word[0])))
