"""Builds go only into folders of their own: no file that is not of a site of ours is replaced or deleted."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from press.errors import Exit, Misuse
from tests.portal import Portal, files
from tests.unit.test_cli import run


@pytest.fixture
def filled(portal: Portal) -> Portal:
    portal.post("a.md")
    portal.write("pages/tentang.md", "---\ntitle: Tentang\n---\n\nIsi.\n")
    portal.write("static/a.txt", "a")
    portal.write("templates/assets/x.css", "")
    portal.write(".git/HEAD", "ref: refs/heads/main\n")
    return portal


@pytest.mark.parametrize(
    "output",
    [
        ".", "..", "posts", "posts/situs", "pages", "static", "static/situs", "templates", "templates/assets/x",
        ".press", ".press/situs", ".press/build", ".git", ".git/situs", "config.toml", "site/../posts", "tautan",
        "tautan/x", "posts/a.md", "posts/a.md/x", "/", "~", "POSTS", "Posts/situs", ".GIT/situs", "lingkar",
        "lingkar/x", "putus", "putus/x", "berkas", "berkas/x",
    ],
)  # fmt: skip
def test_a_folder_that_overlaps_with_sources_is_refused(
    filled: Portal, output: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = filled.root.parent / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for name, target in (("tautan", "posts"), ("lingkar", "lingkar"), ("putus", "tidak-ada")):
        (filled.root / name).symlink_to(target)
    filled.write("berkas", "x")
    place = home if output == "~" else filled.root / output
    before = files(filled.root.parent)
    with pytest.raises(Misuse, match="cannot be built in"):
        filled.build(str(place))
    assert files(filled.root.parent) == before


def test_the_portal_may_itself_be_in_a_linked_or_hidden_folder(tmp_path: Path) -> None:
    portal = Portal(tmp_path / ".hidden" / "portal")
    portal.post("a.md")
    (tmp_path / "tautan").symlink_to(portal.root)
    portal.root = tmp_path / "tautan"
    assert portal.build().total > 0


@pytest.mark.parametrize("name", ["foto.jpg", "index.html", ".env", "manifest.json", "a/b/c.txt", "CNAME"])
def test_a_folder_with_files_of_others_is_refused_until_it_is_adopted(filled: Portal, name: str) -> None:
    victim = filled.root.parent / "victim"
    (victim / name).parent.mkdir(parents=True)
    (victim / name).write_text('{"name": "Aplikasi", "files": []}')
    before = files(victim)
    done = run(filled, "build", "--output", str(victim))
    assert done.returncode == Exit.MISUSE
    assert "--adopt" in done.stderr
    assert files(victim) == before
    assert run(filled, "build", "--output", str(victim), "--adopt").returncode == Exit.GOOD
    assert run(filled, "build", "--output", str(victim)).returncode == Exit.GOOD


def test_a_folder_that_was_a_site_and_now_holds_files_of_others_is_refused(filled: Portal) -> None:
    filled.build("keluaran")
    shutil.rmtree(filled.root / "keluaran")
    filled.write("keluaran/index.html", "punya orang")
    with pytest.raises(Misuse, match="--adopt"):
        filled.build("keluaran")
    assert filled.site("keluaran") == {"index.html": b"punya orang"}


def test_an_empty_folder_and_a_checkout_of_an_empty_branch_are_built_into(filled: Portal) -> None:
    (filled.root / "kosong").mkdir()
    filled.write("cabang/.git", "gitdir: ../.git/worktrees/cabang\n")
    filled.write("cabang/.gitignore", "*.tmp\n")
    filled.build("kosong")
    filled.build("cabang")
    filled.build("cabang")
    assert {".git", ".gitignore"} < filled.site("cabang").keys()


def test_a_site_is_known_without_its_cache_and_without_its_manifest(filled: Portal) -> None:
    filled.build()
    site = filled.site()
    filled.delete_cache()
    filled.build()
    (filled.root / "site/manifest.json").unlink()
    filled.build()
    assert filled.site() == site


def test_a_site_that_a_killed_first_build_left_is_known(filled: Portal) -> None:
    filled.write("site/.press~/1", "setengah")
    filled.write("site/2026/x/index.html", "x")
    filled.build()
    assert "2026/x/index.html" not in filled.site()
