"""Parse dates in the forms that people and other systems write.

``2026-03-14`` · ``2026-03-14 09:30`` · ``2026-03-14 09.30 WITA`` · ``2026-03-14T01:30:00.000Z`` · ``… -0400`` ·
``14 Maret 2026 pukul 09.30`` · ``Sabtu, 14 Maret 2026``
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache

from press.expressions import expression

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan", "februari february pebruari feb", "maret march mar", "april apr", "mei may",
            "juni june jun", "juli july jul", "agustus august agu agt ags aug", "september sept sep",
            "oktober october okt oct", "november nopember nov", "desember december des dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
"""The number of a month by its Indonesian and English names and abbreviations."""
_ZONES = {"z": 0, "utc": 0, "gmt": 0, "wib": 7, "wita": 8, "wit": 9}
"""Hours ahead of UTC."""

_TIME = r"""
    (?: (?:\ *T\ *|,?\ +) (?:(?:pukul|pkl\.?|jam)\ +)?
        (?P<hour>\d{1,2}) [:.] (?P<minute>\d\d) (?: [:.] (?P<second>\d\d) (?:[.,]\d+)? )?
        \ * (?P<zone> (?:UTC|GMT)? (?P<sign>[+-]) (?P<ahead>\d{1,2}) (?: :? (?P<minutes>\d\d))?
                       | Z|UTC|GMT|WIB|WITA|WIT )?
    )?"""
_FLAGS = re.VERBOSE | re.IGNORECASE | re.ASCII
_NUMBERS = r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)" + _TIME
_WORDS = (
    r"(?:(?:senin|selasa|rabu|kamis|jumat|jum'at|sabtu|minggu|ahad|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)"
    r"(?:day)?)\ *,?\ +)?"
    r"(?P<day>\d\d?)\ +(?P<month>[a-z]+)\.?\ +(?P<year>\d{4})" + _TIME
)
MAX_LENGTH = 80
YEARS = range(1900, 2200)
"""A date in any other year is taken for a typing error."""


@cache
def _forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The forms of dates; compiled when first needed, since that takes 3 ms, and most builds read few dates or none."""
    return re.compile(_NUMBERS, _FLAGS), re.compile(_WORDS, _FLAGS)


def moment(text: str, zone: tzinfo) -> datetime | None:
    """Parse a date with or without a time; None if the text is not a date.

    Without a time it is midnight; without an offset the time is in `zone`. An offset in the text is kept. Only
    UTC, in which other programs export the times of any place, is converted to `zone`.
    """
    numbers, words = _forms()
    found = numbers.fullmatch(text) or words.fullmatch(text) if len(text) <= MAX_LENGTH else None
    if not found:
        return None
    month = found["month"]
    number = int(month) if month.isdigit() else MONTHS.get(month.lower(), 0)
    clock = int(found["hour"] or 0), int(found["minute"] or 0), int(found["second"] or 0)
    try:
        naive = datetime(int(found["year"]), number, int(found["day"]), *clock)  # noqa: DTZ001 (the zone follows)
        written = naive.replace(tzinfo=timezone(_offset(found, _offset_of(naive, zone))))
        at = _in_zone(written, zone) if found["zone"] and not written.utcoffset() else written
    except ValueError:
        return None
    return at if at.year in YEARS else None


def _in_zone(at: datetime, zone: tzinfo) -> datetime:
    """Convert a time to the offset that a zone has then."""
    return at.astimezone(timezone(_offset_of(at.astimezone(zone), zone)))


def _offset_of(at: datetime, zone: tzinfo) -> timedelta:
    """Return the offset of a zone at its local time `at`, without the seconds that historical offsets have."""
    offset = at.replace(tzinfo=zone, fold=at.fold).utcoffset() or timedelta()
    return timedelta(minutes=offset // timedelta(minutes=1))


def _offset(found: re.Match[str], default: timedelta) -> timedelta:
    if not found["zone"]:
        return default
    if not found["sign"]:
        return timedelta(hours=_ZONES[found["zone"].lower()])
    ahead = timedelta(hours=int(found["ahead"]), minutes=int(found["minutes"] or 0))
    if ahead > timedelta(hours=15):
        raise ValueError(found["zone"])
    return -ahead if found["sign"] == "-" else ahead


_IN_NAME = expression(r"(\d{4}-\d\d?-\d\d?)(?:[-_ ](.+))?", re.ASCII | re.DOTALL)


def in_name(stem: str) -> tuple[str, str]:
    """Split a file's name into the date at its beginning and the rest: ``2026-03-14-banjir``. Either may be ``""``."""
    found = _IN_NAME.fullmatch(stem)
    return (found[1], found[2] or "") if found else ("", stem)


def formatted(date: datetime) -> str:
    """Format a date so that `moment` can parse it: ``2026-03-14 09:30 +08:00``."""
    pattern = "%H:%M:%S" if date.second else "%H:%M"
    offset = date.strftime("%z")
    return f"{date.year:04}-{date:%m-%d} {date.strftime(pattern)} {offset[:3]}:{offset[3:5]}"
