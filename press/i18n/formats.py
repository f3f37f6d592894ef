"""Dates, numbers and names of languages, as each language writes them.

Babel provides the names of months and days; it is imported when the first date is formatted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date as day
from functools import lru_cache
from typing import NamedTuple

from press.i18n.catalogues import translator
from press.i18n.mark import N_

ZONES = {"+07:00": "WIB", "+08:00": "WITA", "+09:00": "WIT"}
"""Indonesia's zones, by the names that its readers use."""
DATE_AT_TIME = N_("{date} at {time}")


class _Names(NamedTuple):
    """The data of a language, from Babel."""

    months: tuple[str, ...]
    """From January at 1; the item at 0 is empty."""
    short_months: tuple[str, ...]
    days: tuple[str, ...]
    """From Monday at 0."""
    decimal: str
    group: str
    time_separator: str
    """Between hours and minutes."""


@lru_cache
def _names(language: str) -> _Names:
    from babel import Locale  # noqa: PLC0415 - 12 ms, which a build without pages does not need

    locale = Locale.parse(language, sep="-")
    wide, short = (locale.months["format"][width] for width in ("wide", "abbreviated"))
    symbols = locale.number_symbols.get("latn", locale.number_symbols)
    return _Names(
        months=("", *(wide[number] for number in range(1, 13))),
        short_months=("", *(short[number] for number in range(1, 13))),
        days=tuple(locale.days["format"]["wide"][number] for number in range(7)),
        decimal=symbols["decimal"],
        group=symbols["group"],
        time_separator="." if "." in locale.time_formats["short"].pattern else ":",
    )


class LocaleFormat:
    """Formats dates and numbers in one language. Pure: the same value always gives the same text."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._date_at_time = translator(language)(DATE_AT_TIME)

    def date(self, iso: str, style: str = "full") -> str:
        """Format an ISO 8601 date.

        ``full``: *Sabtu, 14 Maret 2026 pukul 09.30 WITA*, ``day``: *Sabtu, 14 Maret 2026*, ``plain``: *14 Maret 2026*,
        ``short``: *14 Mar 2026*, ``month`` of ``2026-03``: *Maret 2026*, ``time``: *09.30 WITA*.
        A date without a time is a ``day`` in the style ``full``.
        """
        return _STYLES[style](self, iso)

    def months(self) -> tuple[str, ...]:
        """Return the names of the months, from January on."""
        return _names(self._language).months[1:]

    def days(self) -> tuple[str, ...]:
        """Return the names of the days, from Sunday on."""
        names = _names(self._language).days
        return (names[-1], *names[:-1])

    def _full(self, iso: str) -> str:
        if len(iso) <= len("2026-03-14"):
            return self._day(iso)
        return self._date_at_time.format(date=self._day(iso), time=self._time(iso))

    def _day(self, iso: str) -> str:
        weekday = day(int(iso[:4]), int(iso[5:7]), int(iso[8:10])).weekday()
        return f"{_names(self._language).days[weekday]}, {self._plain(iso)}"

    def _plain(self, iso: str) -> str:
        return f"{int(iso[8:10])} {_names(self._language).months[int(iso[5:7])]} {iso[:4]}"

    def _short(self, iso: str) -> str:
        return f"{int(iso[8:10])} {_names(self._language).short_months[int(iso[5:7])]} {iso[:4]}"

    def _month(self, iso: str) -> str:
        return f"{_names(self._language).months[int(iso[5:7])]} {iso[:4]}"

    def _time(self, iso: str) -> str:
        return f"{iso[11:13]}{_names(self._language).time_separator}{iso[14:16]} {_zone(iso)}".rstrip()

    def period(self, first: str, last: str) -> str:
        """Format a period of days: *3–20 Juni 2026*, *3 Maret–20 Juni 2026*; a single day like a ``plain`` date."""
        if first[:10] == last[:10]:
            return self._plain(last)
        same = 7 if first[:7] == last[:7] else 4 if first[:4] == last[:4] else 0
        begin = self._plain(first)
        begin = begin.split(" ")[0] if same == 7 else begin.removesuffix(f" {first[:4]}") if same else begin
        return f"{begin}–{self._plain(last)}"

    def span(self, first: str, last: str = "") -> str:
        """Format when something begins and ends: *Sabtu, 14 Maret 2026 pukul 09.30–11.00 WITA*; also days."""
        if not last or last == first:
            return self.date(first)
        if first[:10] != last[:10] or len(first) <= len("2026-03-14"):
            return f"{self.date(first)} – {self.date(last)}"
        begins = self._time(first[:16])
        return self._date_at_time.format(date=self._day(first), time=f"{begins}–{self._time(last)}")

    def number(self, value: int) -> str:
        """Format a whole number: *12.500*."""
        return f"{value:,}".replace(",", _names(self._language).group)

    def filesize(self, size: int) -> str:
        """Format a number of bytes: *640 B*, *320 kB*, *1,2 MB*."""
        if size < 1000:
            return f"{size} B"
        if size < 999_500:
            return f"{size / 1000:.0f} kB"
        return f"{size / 1_000_000:.1f} MB".replace(".", _names(self._language).decimal)

    def language(self, code: str) -> str:
        """Name a language: ``en`` is *Inggris*; the code itself if it is unknown."""
        return _language(code, self._language)


@lru_cache
def _language(code: str, into: str) -> str:
    from babel import Locale  # noqa: PLC0415 - as above

    return str(Locale.parse(into, sep="-").languages.get(code, code))


def joined(names: Sequence[str], language: str) -> str:
    """List names: *A*, *A dan B*, *A, B dan C*; nothing if there are none."""
    if len(names) < 2:
        return "".join(names)
    *others, last = names
    return translator(language)(N_("{names} and {name}")).format(names=", ".join(others), name=last)


_STYLES: dict[str, Callable[[LocaleFormat, str], str]] = {
    "full": LocaleFormat._full,
    "day": LocaleFormat._day,
    "plain": LocaleFormat._plain,
    "short": LocaleFormat._short,
    "month": LocaleFormat._month,
    "time": LocaleFormat._time,
}


def _zone(iso: str) -> str:
    """Return the name of the time zone of an ISO 8601 time, from its offset; empty if it has none."""
    if iso.endswith("Z"):
        return "UTC"
    sign = max(iso.rfind("+"), iso.rfind("-", len("2026-03-14")))
    if sign < 0:
        return ""
    offset = iso[sign:]
    if offset in ZONES:
        return ZONES[offset]
    minutes = f":{offset[4:6]}" if offset[4:6] != "00" else ""
    return "UTC" if offset[1:] == "00:00" else f"UTC{offset[0]}{int(offset[1:3])}{minutes}"
