"""What one release costs does not grow with the archive: counted, not timed, so that it holds on any machine.

Two archives of the same density, a hundred releases a month, one of them with ten times as many months. Whatever is
done to one release must read, ask, describe, draw and write the same number of things in both.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from press import survey
from press.model import Report
from tests.portal import CONFIG, Portal

FEW, MANY = 1_000, 10_000
A_MONTH = 100
LAST = datetime.fromisoformat("2025-12-28T10:00:00+08:00")
NOW = "2026-01-05T12:00:00+08:00"
DECLARED = "".join(f'[{table}.{name}]\nname = "{name}"\n' for table in ("topics", "offices") for name in "abcde")
"""Vocabularies, so that both archives have the same lists."""


def archive(root: Path, count: int) -> Portal:
    """An archive of so many releases; the newest are the same in every archive."""
    portal = Portal(root, CONFIG + DECLARED)
    for number in range(count):  # 0: the newest
        months, place = divmod(number, A_MONTH)
        year, month = divmod(LAST.year * 12 + LAST.month - 1 - months, 12)
        date = datetime(year, month + 1, 28, 10, tzinfo=LAST.tzinfo) - timedelta(hours=6 * place)
        release(portal, number, date)
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


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> tuple[Portal, Portal]:
    """Both archives, built."""
    found = tuple(archive(tmp_path_factory.mktemp(f"{count}") / "portal", count) for count in (FEW, MANY))
    for portal in found:
        portal.build(now=NOW, jobs=2)
    return found[0], found[1]


def add(portal: Portal) -> None:
    release(portal, 100_000, LAST + timedelta(hours=3))


def edit_the_text(portal: Portal) -> None:
    release(portal, 3, LAST - timedelta(hours=18), "Isi yang lain.")


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
    numbers = {f"{spent.stage} {spent.kind}".strip(): spent.number for spent in report.spent}
    return numbers | {
        "changed": report.changed,
        "described": report.described,
        "written": sorted(report.written),
        "removed": sorted(report.removed),
    }


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_one_release_costs_the_same_in_any_archive(
    archives: tuple[Portal, Portal], edit: Callable[[Portal], None]
) -> None:
    few, many = (built_after(edit, portal) for portal in archives)
    assert few == many


def test_calls_grow_with_the_months_and_not_with_the_releases(
    archives: tuple[Portal, Portal], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Calls of functions, reads of pages of the cache among them, by a desk's preview, which is told what was saved.

    Ninety months more stand in the manifest, the sitemaps and the overview of the archive: a fifth more calls. One call
    for each of the 9,000 releases more would make it a third.
    """
    monkeypatch.setattr(survey, "_PART", 1)
    few, many = (calls(portal) for portal in archives)
    assert many < 1.27 * few


def calls(portal: Portal) -> int:
    """How many calls a build takes after one release was edited."""
    edit_the_text(portal)
    portal.build(now=NOW)
    release(portal, 3, LAST - timedelta(hours=18), "Isi yang lain lagi.")
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


def built_after(edit: Callable[[Portal], None], portal: Portal) -> dict[str, object]:
    edit(portal)
    return counted(portal.build(now=NOW))
