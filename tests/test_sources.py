"""Which files changed: by a scan, by git, as given."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from press import intake, sources
from press.model import Source
from tests.portal import Portal


def git(root: Path, *arguments: str) -> None:
    settings = ("-c", "user.name=Uji", "-c", "user.email=uji@uji.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *settings, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture
def committed(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Portal:
    """A portal in a repository, built, whose files then all get new mtimes, as in a fresh checkout."""
    monkeypatch.setattr(intake, "_MANY", 2)
    for name in "abcdef":
        portal.post(f"{name}.md", title=f"Judul {name}")
    portal.write(".gitignore", "/site/\n/.press/\n/posts/rahasia/\n")
    portal.post("rahasia/g.md", title="Tidak dilacak")
    git(portal.root, "init", "--quiet")
    git(portal.root, "add", "--all")
    git(portal.root, "commit", "--quiet", "--message", "Satu")
    portal.build()
    return portal


def age(portal: Portal) -> None:
    for path in (portal.root / "posts").rglob("*.md"):
        os.utime(path, (1_700_000_000, 1_700_000_000))


def read_files(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Build, and give the files that were opened."""
    opened: list[str] = []
    read = sources.read

    def noted(root: Path, path: str) -> Source:
        opened.append(path)
        return read(root, path)

    monkeypatch.setattr(sources, "read", noted)
    portal.build()
    monkeypatch.setattr(sources, "read", read)
    return opened


def test_a_fresh_checkout_reads_only_what_git_says(committed: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    committed.post("c.md", title="Judul baru")
    git(committed.root, "commit", "--quiet", "--all", "--message", "Dua")
    age(committed)
    assert read_files(committed, monkeypatch) == ["posts/c.md", "posts/rahasia/g.md"]
    assert "Judul baru" in committed.text("2026/03/c/index.html")
    assert read_files(committed, monkeypatch) == []


def test_what_was_dirty_then_is_read_again(committed: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    committed.post("b.md", title="Belum dikomit")
    committed.build()
    git(committed.root, "checkout", "--quiet", "--", "posts/b.md")
    age(committed)
    assert "posts/b.md" in read_files(committed, monkeypatch)
    assert "Judul b" in committed.text("2026/03/b/index.html")


def test_what_is_dirty_now_is_read(committed: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    committed.post("b.md", title="Belum dikomit")
    committed.post("baru.md", title="Belum dilacak")
    age(committed)
    assert read_files(committed, monkeypatch) == ["posts/b.md", "posts/baru.md", "posts/rahasia/g.md"]


def test_without_git_everything_is_compared(committed: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(committed.root / ".git")
    age(committed)
    assert len(read_files(committed, monkeypatch)) == 7


def test_a_commit_that_is_not_there(committed: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shallow clone does not have the revision of the last build."""
    shutil.rmtree(committed.root / ".git")
    git(committed.root, "init", "--quiet")
    git(committed.root, "add", "--all")
    git(committed.root, "commit", "--quiet", "--message", "Lain")
    age(committed)
    assert len(read_files(committed, monkeypatch)) == 7


def test_given_paths_alone_are_looked_at(portal: Portal) -> None:
    portal.post("a.md", title="Satu")
    portal.post("b.md", title="Dua")
    portal.build()
    portal.post("a.md", title="Satu lagi")
    portal.post("b.md", title="Dua lagi")
    portal.build(changed=("posts/a.md",))
    assert "Satu lagi" in portal.text("2026/03/a/index.html")
    assert "Dua lagi" not in portal.text("2026/03/b/index.html")
    portal.build()
    assert "Dua lagi" in portal.text("2026/03/b/index.html")


def test_a_folder_that_is_gone(portal: Portal) -> None:
    portal.post("x/a.md")
    portal.build()
    shutil.rmtree(portal.root / "posts/x")
    portal.build(changed=("posts/x",))
    assert "2026/03/a/index.html" not in portal.site()
