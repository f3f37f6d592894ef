"""The folder .press: whatever is in it, no program in it is run, and a build makes what it needs again."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from press.errors import Exit
from tests.portal import NOW, Portal
from tests.unit.test_cli import REPOSITORY


def build(portal: Portal, *options: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"XDG_STATE_HOME": str(portal.root.parent / "state")} | variables
    return subprocess.run(
        [sys.executable, *options, str(REPOSITORY / "build.py"), "build", "--now", NOW, "--messages", "en"],
        capture_output=True, text=True, check=False, cwd=portal.root, env={**os.environ, **environment}, timeout=600,
    )  # fmt: skip


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a portal after its first build, and with the state of its user."""
    folder = tmp_path_factory.mktemp("first")
    portal = Portal(folder / "portal")
    portal.post("a.md")
    done = build(portal)
    assert done.returncode == Exit.GOOD, done.stderr
    return folder


@pytest.fixture
def built(first: Path, tmp_path: Path) -> Portal:
    """A copy of the portal, in a folder of its own."""
    shutil.copytree(first, tmp_path, dirs_exist_ok=True)
    return Portal(tmp_path / "portal")


def compiled(portal: Portal) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in (portal.root / ".press/templates").iterdir()}


def test_compiled_templates_of_another_machine_are_not_run(built: Portal) -> None:
    theirs = compiled(built)
    assert theirs
    shutil.rmtree(built.root.parent / "state")
    built.post("a.md", title="Lain")
    assert build(built).returncode == Exit.GOOD
    ours = compiled(built)
    assert any(ours[path] != data for path, data in theirs.items())
    built.post("a.md", title="Lagi")
    assert build(built).returncode == Exit.GOOD
    assert compiled(built) == ours


@pytest.mark.parametrize("mode", [0o644, 0o620])
def test_a_key_that_others_may_read_or_write_is_not_used(built: Portal, mode: int) -> None:
    (built.root.parent / "state/press/key").chmod(mode)
    shutil.rmtree(built.root / ".press/templates")
    built.post("a.md", title="Lain")
    assert build(built).returncode == Exit.GOOD
    assert compiled(built) == {}


def test_a_build_needs_no_home_folder(built: Portal) -> None:
    shutil.rmtree(built.root / ".press/templates")
    built.post("a.md", title="Lain")
    assert build(built, XDG_STATE_HOME="/dev/null").returncode == Exit.GOOD
    assert compiled(built) == {}


def folder(path: Path) -> None:
    path.mkdir()
    (path / "berkas").write_text("x")


def bind_socket(path: Path) -> None:
    with contextlib.chdir(path.parent), socket.socket(socket.AF_UNIX) as one:  # the path of a socket must be short
        one.bind(path.name)


ODD: dict[str, Callable[[Path], object]] = {
    "folder": folder,
    "fifo": os.mkfifo,
    "loop": lambda path: path.symlink_to(path.name),
    "link": lambda path: path.symlink_to("/dev/zero"),
    "garbage": lambda path: path.write_bytes(os.urandom(5000)),
    "empty": lambda path: path.write_bytes(b""),
    "short": lambda path: path.write_bytes(b"SQLite format 3\0"),
}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    "name", ["build.db", "build.db-journal", "build.lock", "templates", "made", "build.publishing", "."]
)
def test_odd_files_in_the_cache_are_replaced_or_reported(built: Portal, name: str, odd: str) -> None:
    whole = built.site()
    cache = built.root / ".press"
    path = cache / name
    remove(path)
    ODD[odd](cache if name == "." else path)
    built.post("a.md", title="Lain")
    done = build(built)
    assert done.returncode in (Exit.GOOD, Exit.CONTENT), done.stderr
    if done.returncode:
        assert done.stderr.count("\n") == 1
        remove(cache)
    built.post("a.md")
    built.build()
    assert built.site() == whole


ODD_ON_SITE = ODD | {"socket": bind_socket, "dangling link": lambda path: path.symlink_to("tidak/ada")}


@pytest.mark.parametrize("odd", ODD_ON_SITE)
@pytest.mark.parametrize(
    "path",
    [".press/build.publishing", "site/.press~", "site/manifest.json", "site/2026", "site/2026/03/a", "site/index.html"],
)
def test_odd_files_on_the_site_are_replaced(portal: Portal, path: str, odd: str) -> None:
    portal.post("a.md")
    portal.build()
    right = portal.site()
    remove(portal.root / path)
    ODD_ON_SITE[odd](portal.root / path)
    portal.build()
    assert portal.site() == right
    portal.post("b.md")
    portal.build()
    (portal.root / "posts/b.md").unlink()
    portal.build()
    assert portal.site() == right
    assert not os.path.lexists(portal.root / ".press/build.publishing")


def remove(path: Path) -> None:
    """Remove a file, link or folder, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@pytest.mark.parametrize("odd", ["folder", "fifo", "loop", "garbage", "empty"])
def test_odd_compiled_templates_and_photos_are_made_again(built: Portal, odd: str) -> None:
    for path in [*(built.root / ".press/templates").iterdir(), *(built.root / ".press/made").glob("*")]:
        path.unlink()
        ODD[odd](path)
    built.post("a.md", title="Lain")
    assert build(built).returncode == Exit.GOOD
    assert "Lain" in built.text("2026/03/a/index.html")
