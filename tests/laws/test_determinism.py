"""Builds give the same bytes for any folder, time zone, locale, hash seed, number of workers and order of files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.portal import Portal, files, mtimes

REPOSITORY = Path(__file__).parent.parent.parent
NOW = "2026-11-22T09:00:00+08:00"


def build(root: Path, *arguments: str, **environment: str) -> None:
    command = [sys.executable, str(REPOSITORY / "build.py"), "build", "--root", str(root), "--now", NOW, *arguments]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **environment}, cwd=root)


def copy_of_sample(folder: Path, backwards: bool = False) -> Path:
    """Copy the sample portal into a folder, with small photos; `backwards`: create the files in the opposite order."""
    for name in ("config.toml", "posts", "pages", "network", "templates"):
        paths = sorted([REPOSITORY / name, *(REPOSITORY / name).rglob("*")], reverse=backwards)
        for path in paths:
            if path.is_file():
                target = folder / path.relative_to(REPOSITORY)
                target.parent.mkdir(parents=True, exist_ok=True)
                _copy_small(path, target)
                os.utime(target, (1_700_000_000, 1_700_000_000))
    return folder


def _copy_small(path: Path, target: Path) -> None:
    """Copy a file; of a photo, a smaller copy, of which there are fewer and smaller sizes to make."""
    if path.suffix != ".jpg":
        shutil.copyfile(path, target)
        return
    with Image.open(path) as photo:
        photo.resize((photo.width // 4, photo.height // 4)).save(target, quality=80)


def test_builds_in_different_environments_are_equal(tmp_path: Path) -> None:
    one, other = copy_of_sample(tmp_path / "one"), copy_of_sample(tmp_path / "deep" / "other", backwards=True)
    build(one, "--jobs", "1", TZ="Asia/Tokyo", LANG="C", PYTHONHASHSEED="1")
    build(other, "--jobs", "3", TZ="America/St_Johns", LANG="de_DE.UTF-8", LC_ALL="C.UTF-8", PYTHONHASHSEED="2")
    assert files(one / "site") == files(other / "site")


def test_a_second_build_writes_nothing(tmp_path: Path) -> None:
    root = copy_of_sample(tmp_path / "one")
    build(root)
    before, cache = mtimes(root / "site"), mtimes(root / ".press")
    build(root)
    assert mtimes(root / "site") == before
    assert mtimes(root / ".press") == cache


def test_an_edit_changes_only_the_files_that_depend_on_it(portal: Portal) -> None:
    for number in range(1, 9):
        portal.post(f"{number}.md", title=f"Judul {number}", date=f"2026-01-0{number} 10:00", summary="Ringkas.")
    portal.build()
    before = mtimes(portal.root / "site")
    portal.post("3.md", "Isi lain.", title="Judul 3", date="2026-01-03 10:00", summary="Ringkas.")
    report = portal.build()
    changed = {path for path, mtime in mtimes(portal.root / "site").items() if mtime != before.get(path)}
    assert changed == set(report.written)
    assert "2026/01/3/index.html" in changed
    assert not [
        path for path in changed if path.startswith("2026/01/") and "/3/" not in path and "manifest" not in path
    ]


def test_a_site_with_other_file_times_is_not_written_again(portal: Portal) -> None:
    portal.post("a.md")
    portal.build()
    for path in (portal.root / "site").rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    before = mtimes(portal.root / "site")
    assert portal.build().written == ()
    assert mtimes(portal.root / "site") == before


@pytest.mark.parametrize("name", ["2026/03/foto lama.md", "2026/03/índice.md"])
def test_file_names_become_ascii_addresses(portal: Portal, name: str) -> None:
    portal.post(name)
    portal.build()
    assert all(address.isascii() and " " not in address for address in portal.site())


def test_an_edit_after_a_build_without_changes_is_a_small_build(portal: Portal) -> None:
    """The cache must remain valid after a build that changed nothing."""
    for number in range(1, 9):
        portal.post(f"{number}.md", title=f"Judul {number}", date=f"2026-01-0{number} 10:00", summary="Ringkas.")
    full = portal.build()
    assert portal.build().described == 0
    portal.post("3.md", "Isi lain.", title="Judul 3", date="2026-01-03 10:00", summary="Ringkas.")
    report = portal.build()
    assert (report.changed, report.described < full.described / 2) == (1, True)
