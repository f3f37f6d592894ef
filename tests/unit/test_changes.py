"""Which files changed: by a scan, by git, as given."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from press.content import changes, files
from press.content import git as git_door
from press.errors import Refused
from press.model import SourceFile
from tests.portal import Portal


def git(root: Path, *arguments: str) -> None:
    settings = ("-c", "user.name=Uji", "-c", "user.email=uji@uji.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *settings, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture
def committed(portal: Portal) -> Portal:
    """A portal in a repository, built, whose files then all get new mtimes, as in a fresh checkout."""
    for name in "abcdef":
        portal.post(f"{name}.md", title=f"Judul {name}")
    portal.write(".gitignore", "/site/\n/.press/\n/posts/rahasia/\n")
    portal.post("rahasia/g.md", title="Tidak dilacak")
    age(portal, 1_600_000_000)
    git(portal.root, "init", "--quiet")
    git(portal.root, "add", "--all")
    git(portal.root, "commit", "--quiet", "--message", "Satu")
    portal.build()
    return portal


def age(portal: Portal, time: int = 1_700_000_000) -> None:
    for path in (portal.root / "posts").rglob("*.md"):
        os.utime(path, (time, time))


def read_files(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Build, and give the files that were opened."""
    opened: list[str] = []
    read = files.read

    def noted(root: Path, path: str) -> SourceFile:
        opened.append(path)
        return read(root, path)

    monkeypatch.setattr(files, "read", noted)
    portal.build()
    monkeypatch.setattr(files, "read", read)
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


# Git, in whatever state


def test_what_git_does_not_see_is_scanned(committed: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link leads to a file that is not committed with it."""
    committed.write("posts/teks.txt", "---\ntitle: Tertaut\ndate: 2026-03-14\n---\n\nSatu.\n")
    (committed.root / "posts/tautan.md").symlink_to("teks.txt")
    git(committed.root, "add", "--all")
    git(committed.root, "update-index", "--assume-unchanged", "posts/teks.txt")
    git(committed.root, "commit", "--quiet", "--message", "Tautan")
    committed.build()
    committed.write("posts/teks.txt", "---\ntitle: Tertaut\ndate: 2026-03-14\n---\n\nDua.\n")
    assert "posts/tautan.md" in read_files(committed, monkeypatch)
    assert "Dua." in committed.text("2026/03/tautan/index.html")


def test_a_sparse_checkout_is_scanned(committed: Portal) -> None:
    committed.write("pages/tentang.md", "---\ntitle: Tentang\n---\n\nIsi.\n")
    git(committed.root, "add", "--all")
    git(committed.root, "commit", "--quiet", "--message", "Halaman")
    committed.build()
    assert "tentang/index.html" in committed.site()
    git(committed.root, "sparse-checkout", "set", "posts")
    committed.build()
    assert "tentang/index.html" not in committed.site()


def test_an_edit_that_was_read_and_then_undone(committed: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """It differs from nothing that git knows, neither before nor after; only the build in between saw it."""
    path, read = committed.root / "posts/b.md", files.read
    text = path.read_text()
    committed.post("a.md", title="Judul lain")

    def saved_meanwhile(root: Path, name: str) -> SourceFile:
        if name == "posts/b.md":
            path.write_text(text.replace("Judul b", "Judul x"))
        return read(root, name)

    with monkeypatch.context() as patch:
        patch.setattr(files, "read", saved_meanwhile)
        shutil.rmtree(committed.root / ".press")
        committed.build()
    assert "Judul x" in committed.text("2026/03/b/index.html")
    path.write_text(text)
    committed.build()
    assert "Judul b" in committed.text("2026/03/b/index.html")


def test_files_that_pass_through_a_filter_are_scanned(committed: Portal) -> None:
    """As those of Git LFS, which puts the real bytes in the place of a pointer, and git sees no difference."""
    committed.write(".gitattributes", "static/** filter=lfs\nposts/**/*.csv filter=lfs\n")
    assert git_door.revision(committed.root).commit == ""
    committed.write(".gitattributes", "* text=auto\n# filter\n")
    assert git_door.revision(committed.root).commit
    committed.write("posts/tahun/.gitattributes", "*.csv filter=lfs\n")
    assert changes.scan(committed.root, {}).is_beyond_git


def test_filters_are_seen_through_a_link_and_in_a_linked_worktree(committed: Portal, tmp_path: Path) -> None:
    (tmp_path / "tautan").symlink_to(committed.root)
    git(committed.root, "worktree", "add", "--quiet", str(tmp_path / "lain"))
    places = (committed.root, tmp_path / "tautan", tmp_path / "lain")
    assert all(git_door.revision(place).commit for place in places)
    committed.write(".git/info/attributes", "*.csv filter=lfs\n")
    assert not any(git_door.revision(place).commit for place in places)
    (committed.root / ".git/info/attributes").unlink()
    committed.write(".gitattributes", "*.csv filter=lfs\n")
    assert not git_door.revision(tmp_path / "tautan").commit


def test_a_folder_that_is_a_submodule_is_scanned(portal: Portal, tmp_path: Path) -> None:
    content = Portal(tmp_path / "isi")
    content.write("a.md", "---\ntitle: Satu\ndate: 2026-03-14\n---\n\nIsi.\n")
    git(content.root, "init", "--quiet")
    git(content.root, "add", "--all")
    git(content.root, "commit", "--quiet", "--message", "Isi")
    git(portal.root, "init", "--quiet")
    git(portal.root, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(content.root), "posts")
    git(portal.root, "config", "diff.ignoreSubmodules", "all")
    git(portal.root, "commit", "--quiet", "--message", "Portal")
    portal.build()
    portal.write("posts/a.md", "---\ntitle: Dua\ndate: 2026-03-14\n---\n\nIsi.\n")
    portal.build()
    assert "Dua" in portal.text("2026/03/a/index.html")


class Repository:
    """A portal in a repository to which this and that is done; each takes two small numbers."""

    def __init__(self, root: Path) -> None:
        self.portal = Portal(root)
        self.time = 1_700_000_000
        self.portal.write(".gitignore", "/site/\n/bersih/\n/.press/\n/posts/rahasia/\n")
        git(root, "init", "--quiet")
        for name in range(3):
            self.write(name, 0)
        self.commit(0, 0)
        self.portal.build()

    def write(self, a: int, b: int) -> None:
        """With the size that it had: only the time tells."""
        self.portal.post(f"{a % 5}.md", title=f"Judul {b}", id=f"n-{a % 5}")

    def delete(self, a: int, b: int) -> None:
        (self.portal.root / f"posts/{a % 5}.md").unlink(missing_ok=True)

    def hide(self, a: int, b: int) -> None:
        self.portal.post(f"rahasia/{a % 2}.md", title=f"Rahasia {b}", id=f"r-{a % 2}")

    def keep(self, a: int, b: int) -> None:
        """What is put into static/, tracked or not."""
        self.portal.write(f"static/berkas-{a % 2}.txt", f"{b}")

    def commit(self, a: int, b: int) -> None:
        git(self.portal.root, "add", "--all")
        git(self.portal.root, "commit", "--quiet", "--allow-empty", "--message", "Semua")

    def commit_some(self, a: int, b: int) -> None:
        if (self.portal.root / f"posts/{a % 5}.md").exists():
            git(self.portal.root, "add", f"posts/{a % 5}.md")
        git(self.portal.root, "commit", "--quiet", "--allow-empty", "--message", "Satu")

    def stash(self, a: int, b: int) -> None:
        git(self.portal.root, "stash", "push", "--quiet", *["--include-untracked"] * (a % 2))

    def back(self, a: int, b: int) -> None:
        """Another commit, with or without its files."""
        commits = subprocess.check_output(["git", "rev-list", "--all"], cwd=self.portal.root, text=True).split()
        git(self.portal.root, "reset", "--quiet", ("--hard", "--soft", "--mixed")[b % 3], commits[a % len(commits)])

    def touch(self, a: int, b: int) -> None:
        """Other times, none of which was there before: what has the same size and time counts as the same."""
        self.time += 1
        age(self.portal, self.time)

    def track(self, a: int, b: int) -> None:
        self.portal.write(".gitignore", "/site/\n/bersih/\n/.press/\n" + "/posts/rahasia/\n" * (a % 2))

    def nest(self, a: int, b: int) -> None:
        """A repository in the repository, whose files git does not tell."""
        self.portal.post(f"dalam/{a % 2}.md", title=f"Dalam {b}", id=f"d-{a % 2}")
        git(self.portal.root / "posts/dalam", "init", "--quiet")
        git(self.portal.root / "posts/dalam", "add", f"{a % 2}.md")
        git(self.portal.root / "posts/dalam", "commit", "--quiet", "--allow-empty", "--message", "Dalam")

    def move(self, a: int, b: int) -> None:
        source, target = self.portal.root / f"posts/{a % 5}.md", self.portal.root / f"posts/tahun/{b % 3}.md"
        if source.exists():
            target.parent.mkdir(exist_ok=True)
            source.rename(target)


ACTS = sorted(name for name, act in vars(Repository).items() if callable(act) and not name.startswith("_"))


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.reuse, Phase.generate))
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=9))
def test_whatever_is_done_in_a_repository_a_build_is_what_a_clean_one_is(acts: list[tuple[str, int, int]]) -> None:
    """Builds may be left out between acts, as when somebody pulls ten commits at once."""
    with tempfile.TemporaryDirectory() as folder:
        repository = Repository(Path(folder) / "portal")
        portal = repository.portal
        for number, (act, a, b) in enumerate(acts):
            getattr(repository, act)(a, b)
            if b % 3 and number < len(acts) - 1:
                continue
            try:
                portal.build("bersih")
            except Refused:  # two files of one address
                with pytest.raises(Refused):
                    portal.build()
            else:
                portal.build()
                assert portal.site() == portal.site("bersih")
            shutil.rmtree(portal.root / "bersih", ignore_errors=True)
            for cache in (portal.root / ".press").glob("build-*"):
                cache.unlink()
