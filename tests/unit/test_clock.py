"""The time of a build: any time since 1900, in any order."""

from __future__ import annotations

import tempfile
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
        portal = Portal(Path(folder) / "portal", CONFIG + "\n[lists]\nsize = 2\n")
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
