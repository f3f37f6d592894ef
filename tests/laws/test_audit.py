"""The folder of the site against the ledger: what is looked at in every build, and what in its turn."""

from __future__ import annotations

import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from press.site import audit, manifest
from tests.portal import NOW, Portal, Site, files, mtimes

MANY = 60
"""Builds after which each part has had its turn, by all that is likely."""


@pytest.fixture
def large(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Portal:
    """A portal with more files than a build looks at."""
    for number in range(60):
        portal.post(f"{number}.md", id=f"n-{number}", date=f"2026-{number % 5 + 1:02}-{number % 28 + 1:02} 10:00")
    portal.build()
    monkeypatch.setattr(audit, "PART", len(portal.site()) // 4)
    return portal


def turns(portal: Portal, right: Site, most: int, apart: timedelta = timedelta(minutes=30)) -> int:
    """How many builds it takes until the site is right again."""
    for turn in range(1, most + 1):
        portal.build(now=(datetime.fromisoformat(NOW) + turn * apart).isoformat())
        if portal.site() == right:
            return turn
    raise AssertionError(f"not after {most} builds")


def test_a_release_that_is_gone_comes_back_at_once(large: Portal) -> None:
    right = large.site()
    shutil.rmtree(large.root / "site/2026/03/2")
    shutil.rmtree(large.root / "site/arsip")
    assert turns(large, right, 1) == 1


def test_a_stranger_in_a_months_folder_goes_at_once(large: Portal) -> None:
    right = large.site()
    (large.root / "site/2026/03/tamu").mkdir()
    (large.root / "site/2026/03/tamu/index.html").write_text("tamu")
    (large.root / "site/2026/tamu.html").write_text("tamu")
    assert turns(large, right, 1) == 1


@pytest.mark.parametrize("apart", [timedelta(minutes=30), timedelta(hours=1), timedelta(days=1), timedelta(seconds=7)])
@pytest.mark.parametrize("address", ["2026/03/2/index.html", "index.html", "arsip/2026/index.html"])
def test_a_file_that_was_edited_is_mended_in_its_turn(large: Portal, address: str, apart: timedelta) -> None:
    """However the builds are spaced: the part whose turn it is must not go by a rhythm of its own."""
    right = large.site()
    (large.root / "site" / address).write_text("slot")
    assert turns(large, right, MANY, apart) <= MANY


def test_a_page_that_is_gone_from_its_folder_comes_back_in_its_turn(large: Portal) -> None:
    right = large.site()
    (large.root / "site/2026/03/2/index.html").unlink()
    assert turns(large, right, MANY) <= MANY


def test_a_stranger_beside_a_release_goes_in_its_turn(large: Portal) -> None:
    right = large.site()
    (large.root / "site/2026/04/3/tamu.html").write_text("tamu")
    assert turns(large, right, MANY) <= MANY


@pytest.mark.parametrize("place", ["2026/03/2", "2026/03", "2026", "topik"])
@pytest.mark.parametrize("what", ["link", "file", "folder"])
def test_what_stands_where_a_folder_or_page_belongs_makes_room(
    portal: Portal, place: str, what: str, tmp_path: Path
) -> None:
    """A link that leads out of the site, a plain file, or a folder in the place of the page itself."""
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


def test_what_is_amiss_in_one_place_makes_it_look_everywhere(large: Portal) -> None:
    right = large.site()
    shutil.rmtree(large.root / "site/2026/01")
    for address in ("2026/03/2/index.html", "2026/05/14/index.html", "feed.xml"):
        (large.root / "site" / address).write_text("slot")
    assert turns(large, right, 1) == 1


def test_what_is_drawn_again_is_mended_whosever_turn_it_is(large: Portal) -> None:
    """Another template, the same bytes: they are not trusted to stand there still."""
    right = large.site()
    (large.root / "site/2026/03/2/index.html").unlink()
    (large.root / "site/2026/05/14/index.html").write_text("slot")
    os.utime(large.root / "site/2026/05", ns=(0, (large.root / "site/2026/05").stat().st_mtime_ns))
    source = (Path(__file__).parent.parent.parent / "templates/release.html").read_text()
    large.write("templates/release.html", source + "{# sama saja #}")
    large.build()
    assert large.site() == right


def test_a_restored_copy_is_known_again_and_then_looked_at_no_more(large: Portal) -> None:
    """Other times, the same bytes: noted once, and nothing is written."""
    right = large.site()
    for path in (large.root / "site").rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    before = mtimes(large.root / "site")
    assert turns(large, right, 1) == 1
    assert mtimes(large.root / "site") == before
    cache = files(large.root / ".press")
    assert turns(large, right, 1) == 1
    assert files(large.root / ".press") == cache


def test_a_build_of_nothing_writes_nothing(large: Portal) -> None:
    large.build()
    before = mtimes(large.root / ".press"), mtimes(large.root / "site")
    assert large.build().written == ()
    assert (mtimes(large.root / ".press"), mtimes(large.root / "site")) == before


def test_how_many_files_are_looked_at_does_not_grow(large: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    whole = manifest.outputs_in
    monkeypatch.setattr(manifest, "outputs_in", lambda *them: [looked.append(1) or record for record in whole(*them)])  # type: ignore[func-returns-value]
    large.build()
    assert 0 < len(looked) < 3 * audit.PART
    assert len(looked) < len(files(large.root / "site"))


def test_the_folders_of_an_empty_site(tmp_path: Path) -> None:
    portal = Portal(tmp_path / "leer")
    portal.build()
    assert portal.build().written == ()
