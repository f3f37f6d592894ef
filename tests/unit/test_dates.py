"""Dates as people and other systems write them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from press.content.front_matter import dates

ZONE = ZoneInfo("Asia/Makassar")


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-03-14", "2026-03-14T00:00:00+08:00"),
        ("2026-3-4", "2026-03-04T00:00:00+08:00"),
        ("2026-03-14 09:30", "2026-03-14T09:30:00+08:00"),
        ("2026-03-14 09.30", "2026-03-14T09:30:00+08:00"),
        ("2026-03-14 9.30", "2026-03-14T09:30:00+08:00"),
        ("2026-03-14T09:30:15", "2026-03-14T09:30:15+08:00"),
        ("2026-03-14 09:30 -0400", "2026-03-14T09:30:00-04:00"),
        ("2026-03-14 09:30:00 -5", "2026-03-14T09:30:00-05:00"),
        ("2026-03-14T09:30:00+05:30", "2026-03-14T09:30:00+05:30"),
        ("2026-03-14T00:00:00.000Z", "2026-03-14T00:00:00+00:00"),
        ("2026-03-14 09:30 WIB", "2026-03-14T09:30:00+07:00"),
        ("2026-03-14 09:30 WITA", "2026-03-14T09:30:00+08:00"),
        ("2026-03-14 09.30 WIT", "2026-03-14T09:30:00+09:00"),
        ("14 Maret 2026", "2026-03-14T00:00:00+08:00"),
        ("14 Maret 2026 09.30", "2026-03-14T09:30:00+08:00"),
        ("14 maret 2026 pukul 09.30 WITA", "2026-03-14T09:30:00+08:00"),
        ("Sabtu, 14 Maret 2026 pukul 09.30 WIB", "2026-03-14T09:30:00+07:00"),
        ("5 Agustus 2026, 10:00", "2026-08-05T10:00:00+08:00"),
        ("1 Des. 2026", "2026-12-01T00:00:00+08:00"),
    ],
)
def test_date_in_a_supported_form_is_parsed(text: str, iso: str) -> None:
    found = dates.moment(text, ZONE)
    assert found is not None
    assert found.isoformat() == iso
    assert dates.moment(dates.formatted(found), ZONE) == found


@pytest.mark.parametrize(
    "text",
    ["", "kemarin", "2026-02-30", "2026-13-01", "14/03/2026", "14 Foo 2026", "2026-03-14 25:00", "2026-03-14 9:5",
     "2026-03-14 09:30 +16:00", "2026-03-14 09:30 WIX", "1026-03-14", "3026-03-14", "٢٠٢٦-03-14",
     "2026-03-14" + " " * 99],
)  # fmt: skip
def test_invalid_date_gives_none(text: str) -> None:
    assert dates.moment(text, ZONE) is None


def test_seconds_of_an_old_utc_offset_are_removed() -> None:
    found = dates.moment("1919-08-17", ZONE)
    assert found == datetime(1919, 8, 17, tzinfo=timezone(timedelta(hours=7, minutes=57)))
