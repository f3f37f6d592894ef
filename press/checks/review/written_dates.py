"""Check the dates and times in a text: the weekday is that of the date, the year is there, and the day exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from press import rules
from press.checks.texts import TextContext, own_passages
from press.content.prose import Passage, PassageKind, Prose
from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.language import surroundings
from press.language.dates import (
    ENGLISH_WEEKDAYS,
    INDONESIAN_WEEKDAYS,
    MONTHS,
    WEEKDAYS,
    WrittenDate,
    dates,
    times,
)
from press.model import ReleaseKind

_NUMBERED = re.compile(r"\b(?:nomor|no\.?|number|pasal|article)[\s:]+\S*$", re.IGNORECASE)
"""What comes before the number of a letter or a law, which may look like a date."""
_PAST = re.compile(r"\b(?:telah|sudah|has been|have been|was|were)\b")
_PLANNED = re.compile(
    r"\b(?:akan|hingga|sampai|mulai|berlaku|berakhir|dijadwalkan|direncanakan|ditargetkan|dianggarkan|disepakati|"
    r"ditetapkan|rencana|target|jadwal|tenggat|batas|lambat|sebelum|menjelang|untuk|tempo|periode|tahap|"
    r"until|till|by|from|for|before|scheduled|planned|due|expected|set|will|agreed|deadline|postponed)\b"
)
_AGO = re.compile(r"\s+(?:yang\s+)?(?:lalu|silam)\b|\s+ago\b")
_BARE_YEAR = re.compile(r"(?P<year>\d{4})(?<!\d\d{4})(?!\w|[.,]\d|\s*%)")
_WORD_BEFORE = re.compile(r"\b([A-Za-z-]+)\s+$")
_YEAR_WORDS = frozenset({
    "tahun", "year", "anggaran", "ajaran", "pelajaran", "apbd", "apbn", "apbd-p", "apbn-p", "periode",
    "pemilu", "pilkada",
})  # fmt: skip
_YEARS_AHEAD = 20
"""A date with a day is seldom further ahead; a plan without a day, such as “net zero 2060”, may be."""
_OLDEST = 1500
_LAST_YEAR = 2150


def check(prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
    """Yield the problems of every date and time in the text."""
    passages = list(own_passages(prose))
    complete = {(one.day, one.month) for passage in passages for one in dates(passage.text) if one.year}
    for passage in passages:
        for one in dates(passage.text):
            if not _NUMBERED.search(passage.text, max(0, one.start - 40), one.start):
                yield from _problems(one, passage, prose, complete)
        yield from _wrong_times(passage)
        if prose.release.kind is not ReleaseKind.PAGE:  # whose date is not its own
            yield from _far_years(passage, prose)


def _problems(one: WrittenDate, passage: Passage, prose: Prose, complete: set[tuple[int, int]]) -> Iterator[Diagnostic]:
    is_page = prose.release.kind is ReleaseKind.PAGE
    place = passage.place(one.start)
    published = prose.release.date.date()
    year = one.nearest_year(published)
    written = passage.text[one.start : one.end].removeprefix("(")
    written += ")" * (written.count("(") - written.count(")"))
    if not _exists(one, year):
        if one.year or one.month:
            hint = N_("correct the day or the month")
            yield rules.IMPOSSIBLE_DATE.broken(place, N_("there is no day “{date}”"), hint, date=written)
        return
    if one.year or not is_page:
        yield from _wrong_weekdays(one, year, passage)
    if one.weekday and not one.year and not is_page and not _has_year(one, passage, complete):
        message, hint = (
            N_("“{date}” has no year; the release will be read for years"),
            N_("write the year, such as {example}"),
        )
        yield rules.YEAR_MISSING.broken(place, message, hint, date=written, example=f"{one.day}/{one.month}/{year}")
    if is_page:
        return
    if one.year and _is_far(one.year, published.year):
        yield _far_year(one.year, passage, one.start, published.year)
    elif one.year and _is_told_as_past(one, passage, published):
        message, hint = (
            N_("“{date}” is after the release, which speaks of it as past"),
            N_("correct the date, or write that it will happen"),
        )
        yield rules.TENSE.broken(place, message, hint, date=written)


def _exists(one: WrittenDate, year: int) -> bool:
    days = (one.day, one.last_day) if one.last_day else (one.day,)
    in_leap_year = not one.year and one.month == 2 and one.day == 29
    return in_leap_year or all(one.day_in(year, day) for day in days)


def _wrong_weekdays(one: WrittenDate, year: int, passage: Passage) -> Iterator[Diagnostic]:
    """Yield a problem for a weekday that is not that of its date; for the last one of a range too."""
    pairs = [(one.weekday, one.day)]
    if one.last_day and one.last_weekday:
        pairs.append((one.last_weekday, one.last_day))
    for name, number in pairs:
        day = one.day_in(year, number)
        if name and day and WEEKDAYS[name.lower()] != day.weekday():
            names = ENGLISH_WEEKDAYS if name.capitalize() in ENGLISH_WEEKDAYS else INDONESIAN_WEEKDAYS
            message = N_("{date} is not a {weekday}")
            hint = N_("it is a {right}: correct the weekday or the date")
            yield rules.WEEKDAY.broken(
                passage.place(one.start), message, hint,
                date=f"{day.day}/{day.month}/{day.year}", weekday=name, right=names[day.weekday()],
            )  # fmt: skip


def _has_year(one: WrittenDate, passage: Passage, complete: set[tuple[int, int]]) -> bool:
    """Tell whether the year of a date is in the text: with the same date, or with another one in its passage.

    For a row of a programme, another date of the month is enough.
    """
    is_in_list = passage.kind in (PassageKind.CELL, PassageKind.ITEM)
    is_known = (one.day, one.month) in complete or (is_in_list and any(one.month == month for _, month in complete))
    return is_known or any(other.year for other in dates(passage.text))


def _is_told_as_past(one: WrittenDate, passage: Passage, published: date) -> bool:
    """Tell whether a date after the release is spoken of as past, in a clause without a word for plans."""
    day = one.day_in(one.year)
    if not day or (day - published).days < 2:  # the release may have been written before midnight
        return False
    if _AGO.match(passage.text, one.end):
        return True
    first, last = surroundings.sentence(passage.text, one.start, one.end)
    before = passage.text[first : one.start].lower()
    is_when = one.weekday or re.search(r"\b(?:pada|tanggal|hari|on)\s+(?:tanggal\s+)?$", before)
    return bool(is_when and _PAST.search(before)) and not _PLANNED.search(passage.text[first:last].lower())


def _wrong_times(passage: Passage) -> Iterator[Diagnostic]:
    for one in times(passage.text):
        if not one.is_possible:
            message, hint = N_("there is no time “{time}”"), N_("write hours from 00 to 23, and minutes from 00 to 59")
            time = passage.text[one.start : one.end]
            yield rules.IMPOSSIBLE_DATE.broken(passage.place(one.start), message, hint, time=time)


def _far_years(passage: Passage, prose: Prose) -> Iterator[Diagnostic]:
    """Yield a problem for a year without a day that is far off, or a transposition of the release's own year."""
    spans = [(one.start, one.end) for one in dates(passage.text)]
    near = prose.release.date.year
    for found in _BARE_YEAR.finditer(passage.text):
        year, start = int(found["year"]), found.start("year")
        if _is_slip(year, near) and not any(begin <= start < end for begin, end in spans):
            word = _WORD_BEFORE.search(passage.text, max(0, start - 14), start)
            if word and (word[1].lower() in MONTHS or word[1].lower() in _YEAR_WORDS):
                yield _far_year(year, passage, start, near)


def _is_far(year: int, near: int) -> bool:
    return year > near + _YEARS_AHEAD or year < _OLDEST


def _is_slip(year: int, near: int) -> bool:
    """Tell whether a year has the digits of the release's year, or one beside it, exchanged or with a slip."""
    years = (near - 1, near, near + 1)
    is_anagram = any(sorted(str(year)) == sorted(str(other)) for other in years)
    is_other_age = year < _OLDEST and any(year % 1000 == other % 1000 for other in years)
    return year > _LAST_YEAR or is_other_age or (is_anagram and year > near + _YEARS_AHEAD)


def _far_year(year: int, passage: Passage, offset: int, near: int) -> Diagnostic:
    message, hint = N_("the year {year} is far from {near}, that of the release"), N_("correct it if it is a slip")
    return rules.FAR_YEAR.broken(passage.place(offset), message, hint, year=year, near=near)
