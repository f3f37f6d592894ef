"""Dates and times in texts: ``Kamis (7/5/2026)``, ``Senin, 12 Januari 2026``, ``Friday, 12 June 2026``."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache

import msgspec

WEEKDAYS = {
    word: number
    for number, words in enumerate((
        "senin monday", "selasa tuesday", "rabu wednesday", "kamis thursday", "jumat jum'at jum’at friday",
        "sabtu saturday", "minggu ahad sunday",
    ))
    for word in words.split()
}  # fmt: skip
"""The number of each weekday by its name in lower case; Monday is 0."""
INDONESIAN_WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
ENGLISH_WEEKDAYS = tuple(calendar.day_name)
MONTHS = {
    word: number
    for number, words in enumerate((
        "januari january jan", "februari february pebruari feb", "maret march mar", "april apr", "mei may",
        "juni june jun", "juli july jul", "agustus august agu ags aug", "september sept sep",
        "oktober october okt oct", "november nopember nov", "desember december des dec",
    ), 1)
    for word in words.split()
}  # fmt: skip
"""The number of each month by its names in lower case."""


class WrittenDate(msgspec.Struct, frozen=True):
    """A day and a month in a text, with what stands beside them. It may be impossible."""

    day: int
    month: int
    """0 if the number is not that of a month."""
    year: int
    """0 if it is not written."""
    weekday: str
    """The name of the weekday as written, or ``""``."""
    last_day: int
    """The last day if it is a range of days: ``12–14 Mei``; else 0."""
    last_weekday: str
    """The name of the last weekday of a range, or ``""``."""
    start: int
    end: int
    """Its span in the text, with the weekday."""

    def day_in(self, year: int, day: int = 0) -> date | None:
        """Return the date in a year, or that of another day of the month; None if there is no such day."""
        try:
            return date(self.year or year, self.month, day or self.day)
        except ValueError:
            return None

    def nearest_year(self, near: date) -> int:
        """Return the year as written, else the one in which the date is nearest to another date."""
        years = [year for year in (near.year, near.year - 1, near.year + 1) if self.day_in(year)]
        found = (self.day_in(year) for year in years)
        days = {year: abs((day - near).days) for year, day in zip(years, found, strict=True) if day}
        return self.year or min(days, key=lambda year: days[year], default=near.year)


_DAY_NAME = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_UNTIL = r"(?:\s*[–—-]\s*|\s+(?:hingga|sampai|s\.d\.|dan|to|and)\s+)"
_DAYS = rf"(?P<day>\d{{1,2}})(?:{_UNTIL}(?P<last_day>\d{{1,2}}))?"
_FORMS = (
    # (7/5/2026), (7/5), (4–6/5/2026)
    rf"\(\s*{_DAYS}\s*[/.-]\s*(?P<month>\d{{1,2}})(?:\s*[/.-]\s*(?P<year>\d{{4}}|\d{{2}}))?\s*\)",
    r"(?P<day>\d{1,2})(?P<sign>[/-])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4})(?![\w/-])",
    # 7 Mei 2026, 4–6 Mei, 7 May 2026
    rf"{_DAYS}(?:st|nd|rd|th)?\s+(?:bulan\s+|of\s+)?(?P<month>[A-Za-z]{{3,9}})\b\.?"
    r"(?:,?\s+(?:tahun\s+)?(?P<year>\d{4})\b(?!\.\d))?",
    # May 7, 2026
    rf"(?P<month>[JFMASOND][a-z]{{2,8}})\.?\s+{_DAYS}(?:st|nd|rd|th)?(?![\w/:]|[.,]\d|\s+\w+\s+\d{{4}})"
    r"(?:,\s+(?P<year>\d{4})\b)?",
    # 2026-05-07
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\w/-])",
)
"""Each begins with what is rare in a text, and what stands before it is checked after: that is several times faster."""
_WORDS_BEFORE = 60
"""Characters before a date in which its weekday is looked for."""


_INSIDE = frozenset("_/.,")
"""Characters before digits that are a part of something longer."""


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """The patterns of dates; compiled when first needed, since most commands check no texts."""
    return tuple(re.compile(form) for form in _FORMS)


@cache
def _weekday_before() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<weekday>\b(?:{_DAY_NAME}))(?:(?:\s*[–—-]\s*|\s+(?:dan|hingga|sampai|s\.?d\.?|and|to)\s+)"
        rf"(?P<last>{_DAY_NAME}))?"
        r"(?:\s+(?:dini hari|pagi|siang|sore|petang|malam|morning|afternoon|evening|night))?"
        r"(?:\s+(?:tadi|ini|lalu|Legi|Pahing|Pon|Wage|Kliwon))?,?\s*(?:(?:tanggal|tgl\.?)\s+)?\(?$",
        re.IGNORECASE,
    )


_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=64)
def dates(text: str) -> tuple[WrittenDate, ...]:
    """Return the dates with a day and a month in a text, in their order; the last results are kept for other checks."""
    found: list[WrittenDate] = []
    for pattern in _patterns() if _DIGIT.search(text) else ():
        for match in pattern.finditer(text):
            one = _date(match)
            if one and not any(one.start < other.end and other.start < one.end for other in found):
                found.append(one)
    return tuple(sorted(found, key=lambda one: one.start))


def _date(match: re.Match[str]) -> WrittenDate | None:
    groups = match.groupdict()
    month = _month(groups["month"])
    last = match.string[match.start() - 1 : match.start()]
    if month is None or last.isalnum() or last in _INSIDE:
        return None
    begin = max(0, match.start() - _WORDS_BEFORE)
    head = match.string[begin : match.start()]
    lower = head.lower()
    before = _weekday_before().search(head) if any(name in lower for name in WEEKDAYS) else None
    if before and before["weekday"] == "minggu":
        before = None  # a week
    year = int(groups["year"] or 0)
    if not (before or year or groups["month"].isalpha()):
        return None  # (8/9) is no date
    return WrittenDate(
        day=int(groups["day"]),
        month=month,
        year=year + 2000 if 0 < year < 100 else year,
        weekday=before["weekday"] if before else "",
        last_day=int(groups.get("last_day") or 0),
        last_weekday=(before["last"] or "") if before else "",
        start=begin + before.start() if before else match.start(),
        end=match.end(),
    )


def _month(written: str) -> int | None:
    """Return the number of a month, 0 for a number that no month has; None for a word that is no month."""
    if written.isdigit():
        return int(written) if int(written) <= 12 else 0
    if written in ("may", "mar", "march", "sep", "dec", "des"):
        return None  # words of other meanings
    return MONTHS.get(written.lower())


class WrittenTime(msgspec.Struct, frozen=True):
    """A time of day in a text; it may be impossible."""

    hour: int
    minute: int
    start: int
    end: int

    @property
    def is_possible(self) -> bool:
        """Whether a clock shows it; 24.00 is the end of a day."""
        return self.minute < 60 and (self.hour < 24 or (self.hour, self.minute) == (24, 0))


_CLOCK = re.compile(r"(?P<hour>\d{1,2})[.:](?P<minute>\d{2})(?![.,]?\d)(?P<zone>\s*(?:WIB|WITA|Wita|WIT)\b)?")
_AT = ("pukul ", "pkl ", "pkl. ", "jam ", "Pukul ", "Jam ", "PUKUL ")


def times(text: str) -> Iterator[WrittenTime]:
    """Yield the times of day in a text: after *pukul*, or before the name of a time zone."""
    for found in _CLOCK.finditer(text):
        start = found.start()
        is_inside = text[start - 1 : start].isdigit() or text[start - 1 : start] in _BEFORE_DIGITS
        if (found["zone"] and not is_inside) or text.endswith(_AT, 0, start):
            yield WrittenTime(int(found["hour"]), int(found["minute"]), start, found.end("minute"))


_BEFORE_DIGITS = frozenset(".,/:")
