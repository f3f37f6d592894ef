"""The audit of the site folder: what every build checks, and what only some builds check, part by part."""

from __future__ import annotations

import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from press.model import OutputRecord
from press.site import audit, manifest
from press.store.ledger import Ledger
from tests.portal import NOW, Portal, Site, files, mtimes

MANY = 60
"""The number of builds within which, very probably, each part of the site is checked."""


@pytest.fixture
def large(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Portal:
    """A portal whose site has more files than one build checks."""
    for number in range(60):
        portal.post(f"{number}.md", id=f"n-{number}", date=f"2026-{number % 5 + 1:02}-{number % 28 + 1:02} 10:00")
    portal.build()
    monkeypatch.setattr(audit, "FILES_PER_BUILD", len(portal.site()) // 4)
    return portal


def builds_until_right(portal: Portal, right: Site, most: int, apart: timedelta = timedelta(minutes=30)) -> int:
    """Build, `apart` from each other in time, until the site is right again. Returns the number of builds."""
    for number in range(1, most + 1):
        portal.build(now=(datetime.fromisoformat(NOW) + number * apart).isoformat())
        if portal.site() == right:
            return number
    raise AssertionError(f"not after {most} builds")


def test_a_deleted_folder_is_restored_by_the_next_build(large: Portal) -> None:
    right = large.site()
    shutil.rmtree(large.root / "site/2026/03/2")
    shutil.rmtree(large.root / "site/arsip")
    assert builds_until_right(large, right, 1) == 1


def test_an_unexpected_file_in_the_folder_of_a_month_is_deleted_by_the_next_build(large: Portal) -> None:
    right = large.site()
    (large.root / "site/2026/03/tamu").mkdir()
    (large.root / "site/2026/03/tamu/index.html").write_text("tamu")
    (large.root / "site/2026/tamu.html").write_text("tamu")
    assert builds_until_right(large, right, 1) == 1


def test_a_new_cache_finds_the_site_as_it_is_and_removes_nothing(large: Portal) -> None:
    before = mtimes(large.root / "site")
    large.delete_cache()
    report = large.build()
    assert report.removed == ()
    assert mtimes(large.root / "site") == before


def test_an_unexpected_manifest_is_deleted_by_the_next_build(large: Portal) -> None:
    right = large.site()
    large.write("site/tamu/manifest.json", "{}")
    assert builds_until_right(large, right, 1) == 1


def test_unexpected_empty_folders_are_deleted_by_the_next_build(large: Portal) -> None:
    for folder in ("kosong", "2026/03/kosong/dalam", "arsip/kosong"):
        (large.root / "site" / folder).mkdir(parents=True)
    large.build()
    assert [path for path in (large.root / "site").rglob("*") if path.is_dir() and not any(path.iterdir())] == []


@pytest.mark.parametrize("apart", [timedelta(minutes=30), timedelta(hours=1), timedelta(days=1), timedelta(seconds=7)])
@pytest.mark.parametrize("address", ["2026/03/2/index.html", "index.html", "arsip/2026/index.html"])
def test_an_edited_file_is_restored_when_its_part_is_checked(large: Portal, address: str, apart: timedelta) -> None:
    """For any time between builds: the choice of the part must not depend on the time in a regular way."""
    right = large.site()
    (large.root / "site" / address).write_text("slot")
    assert builds_until_right(large, right, MANY, apart) <= MANY


def test_a_page_deleted_from_its_folder_is_restored_when_its_part_is_checked(large: Portal) -> None:
    right = large.site()
    (large.root / "site/2026/03/2/index.html").unlink()
    assert builds_until_right(large, right, MANY) <= MANY


def test_an_unexpected_file_beside_a_release_is_deleted_when_its_part_is_checked(large: Portal) -> None:
    right = large.site()
    (large.root / "site/2026/04/3/tamu.html").write_text("tamu")
    assert builds_until_right(large, right, MANY) <= MANY


@pytest.mark.parametrize("place", ["2026/03/2", "2026/03", "2026", "topik"])
@pytest.mark.parametrize("what", ["link", "file", "folder"])
def test_anything_in_the_place_of_a_folder_or_page_is_replaced(
    portal: Portal, place: str, what: str, tmp_path: Path
) -> None:
    """A symlink out of the site or a file in the place of a folder, or a folder in the place of a page."""
    for number in range(5):
        portal.post(f"{number}.md", id=f"n-{number}", topics="[air]", date=f"2026-03-0{number + 1} 10:00")
    portal.build()
    right, outside = portal.site(), tmp_path / "luar"
    outside.mkdir()
    target = portal.root / "site" / place
    if what == "folder":
        page = target / "index.html"
        page.unlink(missing_ok=True)
        (page / "dalam").mkdir(parents=True)
    else:
        shutil.rmtree(target)
        target.symlink_to(outside) if what == "link" else target.write_text("slot")
    portal.post("2.md", "Isi baru.", id="n-2", topics="[air]", date="2026-03-03 10:00")
    portal.build()
    portal.build("bersih")
    assert portal.site() == portal.site("bersih")
    assert portal.site().keys() == right.keys()
    assert files(outside) == {}


def test_one_difference_makes_the_build_check_everything(large: Portal) -> None:
    right = large.site()
    shutil.rmtree(large.root / "site/2026/01")
    for address in ("2026/03/2/index.html", "2026/05/14/index.html", "feed.xml"):
        (large.root / "site" / address).write_text("slot")
    assert builds_until_right(large, right, 1) == 1


def test_files_that_are_rendered_again_are_restored_whichever_part_is_checked(large: Portal) -> None:
    """With another template that gives the same bytes, a build also checks that the files still have these bytes."""
    right = large.site()
    (large.root / "site/2026/03/2/index.html").unlink()
    (large.root / "site/2026/05/14/index.html").write_text("slot")
    os.utime(large.root / "site/2026/05", ns=(0, (large.root / "site/2026/05").stat().st_mtime_ns))
    source = (Path(__file__).parent.parent.parent / "templates/release.html").read_text()
    large.write("templates/release.html", source + "{# sama saja #}")
    large.build()
    assert large.site() == right


def test_a_copied_site_is_recorded_once_and_not_written(large: Portal) -> None:
    """Files with other times and the same bytes: the next build records the times, and writes no file."""
    right = large.site()
    for path in (large.root / "site").rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    before = mtimes(large.root / "site")
    assert builds_until_right(large, right, 1) == 1
    assert mtimes(large.root / "site") == before
    cache = files(large.root / ".press")
    assert builds_until_right(large, right, 1) == 1
    assert files(large.root / ".press") == cache


def test_a_build_without_changes_writes_nothing(large: Portal) -> None:
    large.build()
    before = mtimes(large.root / ".press"), mtimes(large.root / "site")
    assert large.build().written == ()
    assert (mtimes(large.root / ".press"), mtimes(large.root / "site")) == before


def test_the_number_of_checked_files_is_limited(large: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[int] = []
    original = manifest.outputs_in

    def counting(folder: str, ledger: Ledger) -> list[OutputRecord]:
        records = original(folder, ledger)
        checked.extend(1 for _ in records)
        return records

    monkeypatch.setattr(manifest, "outputs_in", counting)
    large.build()
    assert 0 < len(checked) < 3 * audit.FILES_PER_BUILD
    assert len(checked) < len(files(large.root / "site"))


def test_an_empty_site_is_not_written_again(tmp_path: Path) -> None:
    portal = Portal(tmp_path / "leer")
    portal.build()
    assert portal.build().written == ()


@pytest.mark.parametrize("year", [1969, 2300])
def test_times_that_sqlite_cannot_store_are_recorded(portal: Portal, year: int) -> None:
    """SQLite has integers of 64 bits: nanoseconds until 2262."""
    portal.post("a.md")
    portal.write("posts/data.csv", "a")
    portal.write("static/x.txt", "x")
    portal.build()
    time = int(datetime(year, 6, 1).timestamp())  # noqa: DTZ001
    for path in (*portal.root.rglob("*"), portal.root / "site"):
        os.utime(path, (time, time))
    right = portal.site()
    portal.build()
    (portal.root / "site/index.html").write_text("lain")
    os.utime(portal.root / "site/index.html", (time, time))
    portal.post("b.md")
    portal.build()
    portal.build()
    (portal.root / "posts/b.md").unlink()
    portal.build()
    assert portal.site() == right
    assert portal.build().written == ()
