"""Dates as people and other systems write them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from press import config
from press.content import dates, lifecycle

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
        ("2026-03-14T00:00:00.000Z", "2026-03-14T08:00:00+08:00"),
        ("2026-03-31T16:00:00Z", "2026-04-01T00:00:00+08:00"),
        ("2026-03-31T16:00:00+00:00", "2026-04-01T00:00:00+08:00"),
        ("2026-03-31 16:00 -0000", "2026-04-01T00:00:00+08:00"),
        ("2026-03-31 16:00:00 GMT", "2026-04-01T00:00:00+08:00"),
        ("2026-12-31 23:59 UTC", "2027-01-01T07:59:00+08:00"),
        ("Tue, 31 Mar 2026 16:00:00 +0000", "2026-04-01T00:00:00+08:00"),
        ("2026-03-14 09:30 UTC+7", "2026-03-14T09:30:00+07:00"),
        ("2026-03-14 09:30 GMT+0700", "2026-03-14T09:30:00+07:00"),
        ("2026-03-14 09:30+07", "2026-03-14T09:30:00+07:00"),
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


@pytest.mark.parametrize("text", ["2026-06-01 09.30 WITA", "2026-06-01T01:30:00Z", "1 Juni 2026 pukul 09.30"])
def test_time_of_a_build_may_have_any_of_these_forms(text: str) -> None:
    settings = config.parse(
        'title = "T"\nbase_url = "https://x.example/"\nlanguage = "id"\ntimezone = "Asia/Makassar"\n'
    )
    assert lifecycle.now(text, {}, settings).isoformat() == "2026-06-01T09:30:00+08:00"
