"""The time of a build: any time since 1900, in any order."""

from __future__ import annotations

import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from press import config
from press.content import lifecycle
from press.errors import Misuse
from tests.fuzzing import fuzz
from tests.portal import CONFIG, Portal

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HOUR = 3600
TIMES = (-200 * HOUR, -49 * HOUR, -2, -1, 0, 1, 2, 5, HOUR, 48 * HOUR, 48 * HOUR + 1, 60 * HOUR, 400 * HOUR)
"""Seconds since the epoch."""


def text(seconds: int) -> str:
    return (EPOCH + timedelta(seconds=seconds)).isoformat(" ")


def write_releases(portal: Portal) -> None:
    for number, seconds in enumerate(TIMES[2:8]):
        portal.post(f"{number}.md", title=f"Judul {number}", id=f"n-{number}", date=text(seconds))
    portal.post("x.md", title="Berakhir", id="x", date=text(-100 * HOUR), expires=text(0))
    withdrawn = f"{{date: '{text(1)}', reason: Salah, remove_text: true}}"
    portal.post("y.md", title="Ditarik", id="y", date=text(-60 * HOUR), withdrawn=withdrawn)
    portal.write("pages/p.md", f"---\ntitle: Halaman\ndate: {text(-3)}\nexpires: {text(3)}\n---\n\nIsi.\n")


@fuzz(examples=12)
@given(st.lists(st.sampled_from(TIMES), min_size=2, max_size=6))
@example([0, 1])
@example([-1, 0, -2])
@example([5, 400 * HOUR, 2])
def test_builds_at_any_times_give_what_a_clean_build_gives(times: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = CONFIG.replace("gone = [", "gone = ['/1969/*', '/1970/*', '/p/', ")
        portal = Portal(Path(folder) / "portal", settings + "\n[lists]\nsize = 2\n")
        write_releases(portal)
        for number, seconds in enumerate(times):
            portal.build(now=text(seconds))
            portal.build(f"clean-{number}", now=text(seconds))
            assert portal.site() == portal.site(f"clean-{number}")


def test_list_pages_of_releases_before_1970_are_restored(portal: Portal) -> None:
    portal.write("config.toml", CONFIG + "\n[lists]\nsize = 2\n")
    for number in range(9):
        portal.post(f"{number}.md", title=f"Judul {number}", date=f"1955-04-0{number + 1}")
    portal.build()
    whole = portal.site()
    for path in (portal.root / "site").rglob("index.html"):
        path.write_text("rusak")
    portal.build()
    assert portal.site() == whole


def test_time_is_in_whole_seconds(portal: Portal) -> None:
    settings = config.load(portal.root)
    assert lifecycle.now("1969-12-31T23:59:59.7Z", {}, settings) == EPOCH - timedelta(seconds=1)
    assert lifecycle.now("", {"SOURCE_DATE_EPOCH": "0"}, settings) == EPOCH
    assert lifecycle.now("", {"SOURCE_DATE_EPOCH": "-1"}, settings) == EPOCH - timedelta(seconds=1)
    assert lifecycle.now("", {"SOURCE_DATE_EPOCH": ""}, settings) > EPOCH + timedelta(days=20_000)


@pytest.mark.parametrize("epoch", ["²", "1e9", "x", "9" * 30, "9" * 5000, "-9999999999", "99999999999"])
def test_epoch_that_is_no_time_is_misuse(portal: Portal, epoch: str) -> None:
    with pytest.raises(Misuse):
        lifecycle.now("", {"SOURCE_DATE_EPOCH": epoch}, config.load(portal.root))


@pytest.mark.parametrize("given", ["0001-01-01", "9999-12-31T23:59:59-12:00", "x", "1899-12-31", "2026-02-30"])
def test_now_that_is_no_time_is_misuse(portal: Portal, given: str) -> None:
    with pytest.raises(Misuse):
        lifecycle.now(given, {}, config.load(portal.root))


# A clock that was set back -----------------------------------------------------------------------------------------

NINE, BEFORE_NINE = "2026-06-01T09:00:00+08:00", "2026-06-01T08:59:59+08:00"


@pytest.fixture
def published(portal: Portal) -> Portal:
    """A portal that was built at the minute in which a release was published."""
    portal.post("a.md", date="2026-06-01 09:00")
    portal.post("b.md", date="2026-05-31 09:00")
    portal.build(now=NINE)
    return portal


def test_clock_that_was_set_back_unpublishes_nothing(published: Portal) -> None:
    before = published.site()
    for now in (BEFORE_NINE, "2026-05-01", "1999-12-31"):
        with pytest.raises(Misuse, match=r"posts/[ab]\.md, would disappear: correct the clock"):
            published.build(now=now, may_go_back=False)
        assert published.site() == before
    published.build(now=BEFORE_NINE)
    assert "2026/06/a/index.html" not in published.site()
    published.build(now=NINE, may_go_back=False)
    assert published.site() == before


def test_clock_may_be_set_back_where_nothing_was_published_since(published: Portal) -> None:
    later = "2026-06-01T18:00:00+08:00"
    published.post("c.md", date="2026-05-30")
    published.build(now=later, may_go_back=False)
    published.post("c.md", "Isi baru.", date="2026-05-30")
    published.build(now=NINE, may_go_back=False)
    assert "Isi baru." in published.text("2026/05/c/index.html")


def test_changed_settings_do_not_hide_that_the_clock_was_set_back(published: Portal) -> None:
    published.write("config.toml", CONFIG.replace("Portal Uji", "Portal Baru"))
    with pytest.raises(Misuse, match="would disappear"):
        published.build(now=BEFORE_NINE, may_go_back=False)


@pytest.mark.parametrize(
    ("zone", "offset"), [("Asia/Jakarta", "+07:00"), ("Asia/Makassar", "+08:00"), ("Asia/Jayapura", "+09:00")]
)
def test_embargo_and_expiry_pass_at_the_exact_minute_of_each_zone(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, zone: str, offset: str
) -> None:
    """Also on a computer in UTC, and for a release whose place is in another zone than the portal."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    portal.write(
        "config.toml", CONFIG.replace("Asia/Makassar", zone) + '\n[places.Jayapura]\ntimezone = "Asia/Jayapura"\n'
    )
    portal.post("a.md", date="2026-06-01 09:00", expires="2026-06-01 17:30")
    portal.post("b.md", date="2026-06-02 00:00", place="Jayapura")

    def state(local: str, offset: str = offset) -> tuple[bool, bool, bool]:
        now = datetime.fromisoformat(local + offset).astimezone(UTC)
        report = portal.build(now=now.isoformat())
        pages = {
            address.split("/")[2] for address in portal.site() if address.endswith(("/a/index.html", "/b/index.html"))
        }
        assert report.next_change is None or report.next_change > now
        is_expired = "a" in pages and "tidak berlaku" in portal.text("2026/06/a/index.html").lower()
        return "a" in pages, is_expired, "b" in pages

    assert state("2026-06-01T08:59:59") == (False, False, False)
    assert state("2026-06-01T09:00:00") == (True, False, False)
    assert state("2026-06-01T17:29:59") == (True, False, False)
    assert state("2026-06-01T17:30:00") == (True, True, False)
    assert state("2026-06-01T23:59:59", "+09:00") == (True, True, False)
    assert state("2026-06-02T00:00:00", "+09:00") == (True, True, True)
