"""The cost of a change to one release does not grow with the archive.

The cost is counted, not timed, so that the tests hold on any machine.

There are three archives: 400 releases, five times as many in five times as many months, and five times as many in the
same months (but not in the newest one). In all of them, a change to one release must read, query, describe, render
and write the same number of things.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from press.model import Report
from press.site import audit
from tests.portal import CONFIG, Portal

FEW, MANY = 400, 2_000
MONTHS = 5
LAST = datetime.fromisoformat("2025-12-28T10:00:00+08:00")
SPACING = timedelta(days=25) / (FEW // MONTHS)
"""Between two releases of the newest month."""
NOW = "2026-01-05T12:00:00+08:00"
DECLARED = "".join(f'[{table}.{name}]\nname = "{name}"\n' for table in ("topics", "offices") for name in "abcde")
"""Closed vocabularies, so that all archives have the same lists."""


def archive(root: Path, count: int, months: int) -> Portal:
    """An archive of `count` releases in `months` months, with eighty releases in the newest month."""
    portal = Portal(root, CONFIG + DECLARED + "[lists]\nsize = 16\n")
    number = 0  # the newest
    for back in range(months):
        year, month = divmod(LAST.year * 12 + LAST.month - 1 - back, 12)
        last = datetime(year, month + 1, 28, 10, tzinfo=LAST.tzinfo)
        here = (count - FEW // MONTHS) // (months - 1) if back else FEW // MONTHS
        for place in range(here):
            release(portal, number, last - place * (timedelta(days=25) / here))
            number += 1
    return portal


def release(portal: Portal, number: int, date: datetime, text: str = "Isi yang pendek.") -> Path:
    """The release of a number, counted from the newest."""
    return portal.post(
        f"{date:%Y/%m}/n-{number}.md",
        text,
        title=f"Judul {number % 50}",  # those with the same title share a cached share card
        id=f"n-{number}",
        date=f"{date:%Y-%m-%d %H:%M}",
        topics=f"[{'abcde'[number % 5]}]",
        office="abcde"[number // 5 % 5],
    )


SHAPES = {"small": (FEW, MONTHS), "long": (MANY, MONTHS * 5), "dense": (MANY, MONTHS)}


def add(portal: Portal) -> None:
    release(portal, 100_000, LAST + timedelta(hours=3))


def edit_the_text(portal: Portal) -> None:
    release(portal, 2, LAST - 2 * SPACING, "Isi yang lain.")


def edit_the_title(portal: Portal) -> None:
    path = portal.root / "posts/2025/12/n-3.md"
    path.write_text(path.read_text().replace("Judul 3", "Judul baru"))


def delete(portal: Portal) -> None:
    (portal.root / "posts/2025/12/n-5.md").unlink()


def add_an_event(portal: Portal) -> None:
    event = "{starts: 2026-01-20 09:00, ends: 2026-02-02, place: Aula}"
    portal.post("2025/12/acara.md", id="acara", date="2025-12-28 14:00", kind="event", office="a", event=event)


def nothing(portal: Portal) -> None:
    pass


EDITS = (add, edit_the_text, edit_the_title, delete, add_an_event, nothing)


def counts_of(report: Report) -> dict[str, object]:
    """All counts of a build except the number of files of the site."""
    numbers = {f"{timing.step} {timing.kind}".strip(): timing.number for timing in report.timings}
    return numbers | {
        "changed": report.changed,
        "described": report.described,
        "written": sorted(report.written),
        "removed": sorted(report.removed),
    }


def test_a_change_to_one_release_costs_the_same_in_any_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One test for both properties, because the archives are slow to build, and each test process would build them."""
    archives = [archive(tmp_path / name, *shape) for name, shape in SHAPES.items()]
    for portal in archives:
        portal.build(now=NOW, jobs=2)
    for edit in EDITS:
        small, long, dense = (counts_after(edit, portal) for portal in archives)
        assert small == long == dense, edit.__name__
    assert_calls_do_not_grow(archives, monkeypatch)


def counts_after(edit: Callable[[Portal], None], portal: Portal) -> dict[str, object]:
    """The counts of a build after an edit."""
    edit(portal)
    return counts_of(portal.build(now=NOW))


def assert_calls_do_not_grow(archives: list[Portal], monkeypatch: pytest.MonkeyPatch) -> None:
    """Function calls, including reads of the cache, in a build like that of `serve`, which passes the changed files.

    The larger archives have 1,600 more releases, none of which may cost a call. Allowed are a dozen calls for each of
    the 125 more pages of the lists that contain the release, and 200 for each of the 20 more months, which are in
    manifests, in sitemaps, and in the overview of the archive.
    """
    monkeypatch.setattr(audit, "FILES_PER_BUILD", 1)
    small, long, dense = (count_calls(portal) for portal in archives)
    assert dense - small < 125 * 12
    assert long - small < 125 * 12 + 20 * 200


def count_calls(portal: Portal) -> int:
    """The number of function calls in a build after one release was edited."""
    edit_the_text(portal)
    portal.build(now=NOW)
    release(portal, 2, LAST - 2 * SPACING, "Isi yang lain lagi.")
    count = 0

    def profiler(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(profiler)
    try:
        portal.build(now=NOW, changed=("posts/2025/12/n-2.md",))
    finally:
        sys.setprofile(None)
    return count
