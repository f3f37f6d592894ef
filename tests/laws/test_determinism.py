"""The same bytes always: whatever the folder, zone, locale, hash seed, number of workers and order of files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.portal import Portal, files, mtimes

HOME = Path(__file__).parent.parent.parent
NOW = "2026-11-22T09:00:00+08:00"


def build(root: Path, *arguments: str, **environment: str) -> None:
    command = [sys.executable, str(HOME / "build.py"), "build", "--root", str(root), "--now", NOW, *arguments]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **environment}, cwd=root)


def copy_of_sample(folder: Path, backwards: bool = False) -> Path:
    """The sample portal in another folder; `backwards`: its files made in the opposite order."""
    for name in ("config.toml", "posts", "pages", "templates"):
        paths = sorted([HOME / name, *(HOME / name).rglob("*")], reverse=backwards)
        for path in paths:
            if path.is_file():
                target = folder / path.relative_to(HOME)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
                os.utime(target, (1_700_000_000, 1_700_000_000))
    return folder


def test_two_builds_in_different_worlds_are_equal(tmp_path: Path) -> None:
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


def test_one_edit_leaves_the_rest_alone(portal: Portal) -> None:
    for number in range(1, 9):
        portal.post(f"{number}.md", title=f"Judul {number}", date=f"2026-01-0{number} 10:00", summary="Ringkas.")
    portal.build()
    before = mtimes(portal.root / "site")
    portal.post("3.md", "Isi lain.", title="Judul 3", date="2026-01-03 10:00", summary="Ringkas.")
    report = portal.build()
    touched = {path for path, mtime in mtimes(portal.root / "site").items() if mtime != before.get(path)}
    assert touched == set(report.written)
    assert "2026/01/3/index.html" in touched
    assert not [
        path for path in touched if path.startswith("2026/01/") and "/3/" not in path and "manifest" not in path
    ]


def test_a_restored_copy_of_the_site_is_not_written_again(portal: Portal) -> None:
    portal.post("a.md")
    portal.build()
    for path in (portal.root / "site").rglob("*"):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    before = mtimes(portal.root / "site")
    assert portal.build().written == ()
    assert mtimes(portal.root / "site") == before


@pytest.mark.parametrize("name", ["2026/03/foto lama.md", "2026/03/índice.md"])
def test_names_of_files_become_plain_addresses(portal: Portal, name: str) -> None:
    portal.post(name)
    portal.build()
    assert all(address.isascii() and " " not in address for address in portal.site())


def test_an_edit_after_a_build_of_nothing_is_still_one_edit(portal: Portal) -> None:
    """The cache must be what its digest says also after a build that changed nothing."""
    for number in range(1, 9):
        portal.post(f"{number}.md", title=f"Judul {number}", date=f"2026-01-0{number} 10:00", summary="Ringkas.")
    whole = portal.build()
    assert portal.build().described == 0
    portal.post("3.md", "Isi lain.", title="Judul 3", date="2026-01-03 10:00", summary="Ringkas.")
    report = portal.build()
    assert (report.changed, report.described < whole.described / 2) == (1, True)
