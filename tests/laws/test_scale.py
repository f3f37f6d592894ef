"""What one release costs does not grow with the archive: counted, not timed, so that it holds on any machine.

An archive of a thousand releases, one of ten times as many months, and one of as many months with ten times as many
releases in all but the newest. Whatever is done to one release must read, ask, describe, draw and write the same number
of things in all of them.
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

FEW, MANY = 1_000, 10_000
MONTHS = 10
LAST = datetime.fromisoformat("2025-12-28T10:00:00+08:00")
NOW = "2026-01-05T12:00:00+08:00"
DECLARED = "".join(f'[{table}.{name}]\nname = "{name}"\n' for table in ("topics", "offices") for name in "abcde")
"""Vocabularies, so that both archives have the same lists."""


def archive(root: Path, count: int, months: int) -> Portal:
    """An archive of so many releases in so many months, a hundred of them in the newest month."""
    portal = Portal(root, CONFIG + DECLARED)
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
        title=f"Judul {number}",
        id=f"n-{number}",
        date=f"{date:%Y-%m-%d %H:%M}",
        topics=f"[{'abcde'[number % 5]}]",
        office="abcde"[number // 5 % 5],
    )


SHAPES = {"small": (FEW, MONTHS), "long": (MANY, MONTHS * 10), "dense": (MANY, MONTHS)}


def add(portal: Portal) -> None:
    release(portal, 100_000, LAST + timedelta(hours=3))


def edit_the_text(portal: Portal) -> None:
    release(portal, 3, LAST - 3 * timedelta(hours=6), "Isi yang lain.")


def edit_the_title(portal: Portal) -> None:
    path = portal.root / "posts/2025/12/n-7.md"
    path.write_text(path.read_text().replace("Judul 7", "Judul baru"))


def delete(portal: Portal) -> None:
    (portal.root / "posts/2025/12/n-11.md").unlink()


def nothing(portal: Portal) -> None:
    pass


EDITS = (add, edit_the_text, edit_the_title, delete, nothing)


def counted(report: Report) -> dict[str, object]:
    """All that a build counts, but for the files of the site."""
    numbers = {f"{timing.step} {timing.kind}".strip(): timing.number for timing in report.timings}
    return numbers | {
        "changed": report.changed,
        "described": report.described,
        "written": sorted(report.written),
        "removed": sorted(report.removed),
    }


def test_one_release_costs_the_same_in_any_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One test, because the archives take long to build: both laws need them, and every process of tests its own."""
    archives = [archive(tmp_path / name, *shape) for name, shape in SHAPES.items()]
    for portal in archives:
        portal.build(now=NOW, jobs=2)
    for edit in EDITS:
        small, long, dense = (built_after(edit, portal) for portal in archives)
        assert small == long == dense, edit.__name__
    assert_calls_do_not_grow(archives, monkeypatch)


def built_after(edit: Callable[[Portal], None], portal: Portal) -> dict[str, object]:
    """What a build counts after an edit."""
    edit(portal)
    return counted(portal.build(now=NOW))


def assert_calls_do_not_grow(archives: list[Portal], monkeypatch: pytest.MonkeyPatch) -> None:
    """Calls of functions, reads of pages of the cache among them, by a desk's preview, which is told what was saved.

    Of 9,000 releases more, none may be noticed by itself. What is, a dozen calls each: the 560 pages more of the lists
    in which the release stands, and the 90 months more, which all stand in manifests; the months, 200 calls each, also
    in sitemaps and in the overview of the archive.
    """
    monkeypatch.setattr(audit, "PART", 1)
    small, long, dense = (calls(portal) for portal in archives)
    assert dense - small < 560 * 12
    assert long - small < 560 * 12 + 90 * 200


def calls(portal: Portal) -> int:
    """How many calls a build takes after one release was edited."""
    edit_the_text(portal)
    portal.build(now=NOW)
    release(portal, 3, LAST - 3 * timedelta(hours=6), "Isi yang lain lagi.")
    count = 0

    def counted(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        portal.build(now=NOW, changed=("posts/2025/12/n-3.md",))
    finally:
        sys.setprofile(None)
    return count
