"""Check ranges and shares: a range does not end below its beginning, and a share is at most 100 per cent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from press import rules
from press.checks.texts import TextContext, own_passages
from press.content.prose import Passage, Prose
from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.language.dates import MONTHS, dates
from press.language.numbers import Number, Unit, figures

_UNTIL = r"(?P<sign>\s*[–—-]\s*|\s+(?:hingga|sampai(?:\s+dengan)?|s\.?/?d\.?|to|until)\s+)"
_TIMES = re.compile(
    rf"(?<![\d.,/:])(?P<h1>\d{{1,2}})[.:](?P<m1>\d\d)(?:\s+(?:WIB|WITA|WIT))?{_UNTIL}(?:pukul\s+)?"
    r"(?P<h2>\d{1,2})[.:](?P<m2>\d\d)(?![\d:]|[.,]\d)"
)
_TIME_BEFORE = re.compile(r"\b(?:pukul|pkl\.?|jam|antara|dari|from|between)\s+(?:pukul\s+)?$", re.IGNORECASE)
_ZONE_AFTER = re.compile(r"\s*(?:WIB|WITA|WIT)\b")
_MAY_BE_RANGE = re.compile(
    r"\d\S*(?:\s+\S+)?(?:\s*[–—-]|\s+(?:hingga|sampai|s\.?/?d\.?|dan|to|until|and)\s|\s?%|\s+per)"
)
_HALF_A_YEAR = 183
_LONGEST_NIGHT = 16 * 60
"""Minutes: a range that goes on after midnight is seldom longer."""
_DAYS = re.compile(rf"(?<![\w.,/])(?P<first>\d{{1,2}}){_UNTIL}(?P<last>\d{{1,2}})\s+(?P<month>[A-Za-z]{{3,9}})\b")
_SMALL = 100
_YEARS = re.compile(rf"(?<![\w.,/-])(?P<first>(?:19|20)\d\d){_UNTIL}(?P<last>(?:19|20)\d\d)(?![\w.,/-]\d)")
_UNITS = re.compile(
    r"\s*(?:persen|%|per ?cent|derajat|°|meter|kilometer|km|sentimeter|cm|milimeter|mm|hektare|kilogram|kg|gram|ton|"
    r"liter|tahun|bulan|minggu|pekan|hari|jam|menit|orang|rupiah|years|months|weeks|days|hours|minutes|people)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\b(?:antara|kisaran|between)\s+$", re.IGNORECASE)
_JOIN = re.compile(r"\s*[–—-]\s*|\s+(?:hingga|sampai(?:\s+dengan)?|to)\s+")
_AND = re.compile(r"\s+(?:dan|and)\s+")
_CHANGE = re.compile(
    r"\b(?:dari|turun|naik|from|fell|rose|menjadi|skor|menang|kalah|unggul|imbang)\b[^.]{0,40}$", re.IGNORECASE
)
_WHOLES = (
    r"penduduk|warga|populasi|responden|siswa|siswi|murid|pelajar|mahasiswa|peserta|pegawai|karyawan|anggota|keluarga|"
    r"kepala keluarga|rumah tangga|balita|bayi|anak|lansia|ibu hamil|perempuan|pemilih|pasien|guru|petani|"
    r"nelayan|desa|kelurahan|kecamatan|sekolah|puskesmas|residents|people|respondents|students|pupils|households|voters|villages|schools|children"
)
_SHARE = re.compile(
    r"\s+(?:di antaranya\b|(?:(?:dari|of)\s+)?(?:the\s+|all\s+|total\s+|seluruh\s+|semua\s+|jumlah\s+|keseluruhan\s+"
    rf"|\d[\d.,]*\s+(?:ribu\s+|juta\s+)?)*(?:{_WHOLES})\b)"
)
_GROWTH = re.compile(
    r"\b(?:naik|meningkat|tumbuh|bertambah|lebih tinggi|target|realisasi|capaian|dibanding\w*|tahun lalu|sebelumnya|"
    r"rose|grew|increase|increased|growth|higher)\b",
    re.IGNORECASE,
)  # fmt: skip


def check(prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
    """Yield a problem for each range that runs backwards, and for each share over 100 per cent."""
    language = prose.release.lang or context.config.language
    for passage in own_passages(prose):
        if _MAY_BE_RANGE.search(passage.text):
            yield from _backward_times(passage)
            yield from _backward_days(passage)
            yield from _backward_dates(passage)
            yield from _quantities(passage, language)


def _backward(passage: Passage, start: int, end: int) -> Diagnostic:
    message, hint = (
        N_("the range “{range}” ends before it begins"),
        N_("correct one of the two numbers, or their order"),
    )
    return rules.RANGE.broken(passage.place(start), message, hint, range=passage.text[start:end])


def _backward_times(passage: Passage) -> Iterator[Diagnostic]:
    for found in _TIMES.finditer(passage.text):
        first, last = (int(found[f"h{part}"]) * 60 + int(found[f"m{part}"]) for part in (1, 2))
        is_time = _TIME_BEFORE.search(passage.text, max(0, found.start() - 20), found.start())
        is_long = last < first <= 24 * 60 and last + 24 * 60 - first > _LONGEST_NIGHT
        if is_long and (is_time or _ZONE_AFTER.match(passage.text, found.end())):
            yield _backward(passage, *found.span())


def _backward_days(passage: Passage) -> Iterator[Diagnostic]:
    for found in _DAYS.finditer(passage.text):
        if found["month"].lower() in MONTHS and int(found["last"]) < int(found["first"]) <= 31:
            yield _backward(passage, *found.span())
    for found in _YEARS.finditer(passage.text):
        if int(found["last"]) < int(found["first"]) and not _CHANGE.search(passage.text, 0, found.start()):
            yield _backward(passage, *found.span())


def _backward_dates(passage: Passage) -> Iterator[Diagnostic]:
    """Yield a problem for two dates in the wrong order; one without a year may be of the year before the other's."""
    found = dates(passage.text)
    for first, last in pairwise(found):
        if _JOIN.fullmatch(passage.text[first.end : last.start]):
            begin, end = first.day_in(last.year or 2000), last.day_in(first.year or 2000)
            if begin and end and end < begin and (first.year or (begin - end).days < _HALF_A_YEAR):
                yield _backward(passage, first.start, last.end)


def _quantities(passage: Passage, language: str) -> Iterator[Diagnostic]:
    """Yield the problems of quantities: of two with a unit that make a range, and of shares."""
    last: Number | None = None
    for number in figures(passage.text, language):
        if last and _is_range(last, number, passage.text) and _begin(last, number, passage.text) > number.value:
            yield _backward(passage, last.start, _with_unit(number, passage.text))
        if number.unit is Unit.PERCENT and number.value > 100 and _is_share(number, passage.text):
            message = N_("a share of {share} is more than the whole")
            hint = N_("correct the number, or write that it is a growth or a comparison")
            share = passage.text[number.start : number.end]
            yield rules.SHARE.broken(passage.place(number.start), message, hint, share=share)
        last = number


def _with_unit(number: Number, text: str) -> int:
    found = _UNITS.match(text, number.end)
    return found.end() if found else number.end


def _is_range(first: Number, last: Number, text: str) -> bool:
    """Tell whether two numbers are the ends of one range of the same unit."""
    between = text[first.end : last.start]
    is_span = bool(_JOIN.fullmatch(between)) and between.strip() != "to"  # 90% to 10% is a change
    is_joined = is_span or bool(_AND.fullmatch(between) and _BETWEEN.search(text[: first.start]))
    has_unit = last.unit is not Unit.NONE or bool(_UNITS.match(text, last.end))
    is_same = first.unit in (last.unit, Unit.NONE) or (first.unit is Unit.MONEY and last.unit is Unit.NONE)
    is_change = bool(_CHANGE.search(text[: first.start])) and not _JOIN.fullmatch(between.replace(" ", ""))
    return is_joined and (has_unit or first.unit is Unit.MONEY) and is_same and not is_change


def _begin(first: Number, last: Number, text: str) -> Decimal:
    """Return where a range begins; a small number without a scale has that of the second: “20–40 ribu orang”."""
    if _has_scale(first, text) or not _has_scale(last, text):
        return first.value
    scale = Decimal(10) ** (3 * ((last.value.adjusted()) // 3))
    return first.value * scale if first.value < _SMALL else Decimal(0)


def _has_scale(number: Number, text: str) -> bool:
    return bool(re.search(r"[a-z]\s*$", text[number.start : number.end])) and number.unit is not Unit.PERCENT


def _is_share(number: Number, text: str) -> bool:
    begin = max(text.rfind(sign, 0, number.start) for sign in ".;!?") + 1
    return bool(_SHARE.match(text, number.end)) and not _GROWTH.search(text, begin)
