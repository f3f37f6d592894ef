"""Finding the changed files: by a scan, by git, or among given paths."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.content import changes, files
from press.content import git as press_git
from press.errors import Refused
from press.model import SourceFile
from tests.fuzzing import fuzz
from tests.portal import Portal
from tests.repository import commit_and_build, git, set_mtimes, wait_for_next_second


@pytest.fixture
def committed(portal: Portal) -> Portal:
    """A portal in a git repository, committed and built."""
    return commit_and_build(portal)


def files_read_by_build(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Build, and return the texts that were read."""
    opened: set[str] = set()
    read, digest = files.read, files.digest

    def recording_read(root: Path, path: str) -> SourceFile:
        opened.add(path)
        return read(root, path)

    def recording_digest(root: Path, path: str) -> str:
        opened.add(path)
        return digest(root, path)

    with monkeypatch.context() as patch:
        patch.setattr(files, "read", recording_read)
        patch.setattr(files, "digest", recording_digest)
        portal.build()
    return sorted(path for path in opened if files.is_release(path))


def test_build_after_a_checkout_reads_only_changed_and_ignored_files(
    committed: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_for_next_second()
    committed.build()
    committed.post("c.md", title="Judul baru")
    git(committed.root, "commit", "--quiet", "--all", "--message", "Dua")
    set_mtimes(committed)
    wait_for_next_second()
    assert files_read_by_build(committed, monkeypatch) == ["posts/c.md", "posts/rahasia/g.md"]
    assert "Judul baru" in committed.text("2026/03/c/index.html")
    assert files_read_by_build(committed, monkeypatch) == []


def test_file_uncommitted_at_the_last_build_is_read_again(committed: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    committed.post("b.md", title="Belum dikomit")
    committed.build()
    git(committed.root, "checkout", "--quiet", "--", "posts/b.md")
    set_mtimes(committed)
    assert "posts/b.md" in files_read_by_build(committed, monkeypatch)
    assert "Judul b" in committed.text("2026/03/b/index.html")


def test_uncommitted_untracked_and_ignored_files_are_read(committed: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    wait_for_next_second()
    committed.build()
    committed.post("b.md", title="Belum dikomit")
    committed.post("baru.md", title="Belum dilacak")
    set_mtimes(committed)
    wait_for_next_second()
    assert files_read_by_build(committed, monkeypatch) == ["posts/b.md", "posts/baru.md", "posts/rahasia/g.md"]


def test_all_files_are_read_when_there_is_no_repository(committed: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(committed.root / ".git")
    set_mtimes(committed)
    assert len(files_read_by_build(committed, monkeypatch)) == 7


def test_all_files_are_read_when_git_does_not_have_the_last_commit(
    committed: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a shallow clone, which does not have the commit of the last build."""
    shutil.rmtree(committed.root / ".git")
    git(committed.root, "init", "--quiet")
    git(committed.root, "add", "--all")
    git(committed.root, "commit", "--quiet", "--message", "Lain")
    set_mtimes(committed)
    assert len(files_read_by_build(committed, monkeypatch)) == 7


def test_only_given_paths_are_read_when_paths_are_given(portal: Portal) -> None:
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


def test_outputs_of_a_deleted_folder_are_removed_when_it_is_given(portal: Portal) -> None:
    portal.post("x/a.md")
    portal.build()
    shutil.rmtree(portal.root / "posts/x")
    portal.build(changed=("posts/x",))
    assert "2026/03/a/index.html" not in portal.site()


# Unusual states of a git repository


def test_symlinks_are_scanned_when_git_does_not_report_a_change_of_the_target(
    committed: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git is set to assume that the target of the symbolic link is unchanged."""
    committed.write("posts/teks.txt", "---\ntitle: Tertaut\ndate: 2026-03-14\n---\n\nSatu.\n")
    (committed.root / "posts/tautan.md").symlink_to("teks.txt")
    git(committed.root, "add", "--all")
    git(committed.root, "update-index", "--assume-unchanged", "posts/teks.txt")
    git(committed.root, "commit", "--quiet", "--message", "Tautan")
    committed.build()
    committed.write("posts/teks.txt", "---\ntitle: Tertaut\ndate: 2026-03-14\n---\n\nDua.\n")
    assert "posts/tautan.md" in files_read_by_build(committed, monkeypatch)
    assert "Dua." in committed.text("2026/03/tautan/index.html")


def test_sparse_checkout_is_scanned(committed: Portal) -> None:
    committed.write("pages/tentang.md", "---\ntitle: Tentang\n---\n\nIsi.\n")
    git(committed.root, "add", "--all")
    git(committed.root, "commit", "--quiet", "--message", "Halaman")
    committed.build()
    assert "tentang/index.html" in committed.site()
    git(committed.root, "sparse-checkout", "set", "posts")
    committed.build()
    assert "tentang/index.html" not in committed.site()


def test_file_edited_during_a_build_and_restored_later_is_read_again(
    committed: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git sees no difference before or after, but the build between them read the edited file."""
    path, read = committed.root / "posts/b.md", files.read
    text = path.read_text()
    committed.post("a.md", title="Judul lain")

    def edit_and_read(root: Path, name: str) -> SourceFile:
        if name == "posts/b.md":
            path.write_text(text.replace("Judul b", "Judul x"))
        return read(root, name)

    with monkeypatch.context() as patch:
        patch.setattr(files, "read", edit_and_read)
        shutil.rmtree(committed.root / ".press")
        committed.build()
    assert "Judul x" in committed.text("2026/03/b/index.html")
    path.write_text(text)
    committed.build()
    assert "Judul b" in committed.text("2026/03/b/index.html")


def test_files_with_a_git_filter_are_scanned(committed: Portal) -> None:
    """As with Git LFS, which replaces a pointer with the real bytes: git reports no difference."""
    committed.write(".gitattributes", "static/** filter=lfs\nposts/**/*.csv filter=lfs\n")
    assert press_git.revision(committed.root).commit == ""
    committed.write(".gitattributes", "* -text diff=x\n*.png binary\n# filter\n")
    assert press_git.revision(committed.root).commit
    committed.write("posts/tahun/.gitattributes", "*.csv filter=lfs\n")
    assert changes.scan(committed.root, {}).is_beyond_git


def test_git_filters_are_found_through_a_symlink_and_in_a_linked_worktree(committed: Portal, tmp_path: Path) -> None:
    (tmp_path / "tautan").symlink_to(committed.root)
    git(committed.root, "worktree", "add", "--quiet", str(tmp_path / "lain"))
    places = (committed.root, tmp_path / "tautan", tmp_path / "lain")
    assert all(press_git.revision(place).commit for place in places)
    committed.write(".git/info/attributes", "*.csv filter=lfs\n")
    assert not any(press_git.revision(place).commit for place in places)
    (committed.root / ".git/info/attributes").unlink()
    committed.write(".gitattributes", "*.csv filter=lfs\n")
    assert not press_git.revision(tmp_path / "tautan").commit


def test_posts_in_a_submodule_are_scanned(portal: Portal, tmp_path: Path) -> None:
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
    """A portal in a git repository, and the actions on it; each action takes two small numbers."""

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
        """Write a post. Its size stays the same, so only its modification time shows the change."""
        self.portal.post(f"{a % 5}.md", title=f"Judul {b}", id=f"n-{a % 5}")

    def delete(self, a: int, b: int) -> None:
        (self.portal.root / f"posts/{a % 5}.md").unlink(missing_ok=True)

    def write_ignored(self, a: int, b: int) -> None:
        self.portal.post(f"rahasia/{a % 2}.md", title=f"Rahasia {b}", id=f"r-{a % 2}")

    def write_static(self, a: int, b: int) -> None:
        """Write a file of static/, which git may track or not."""
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

    def reset(self, a: int, b: int) -> None:
        """Reset to another commit, with or without its files."""
        commits = subprocess.check_output(["git", "rev-list", "--all"], cwd=self.portal.root, text=True).split()
        git(self.portal.root, "reset", "--quiet", ("--hard", "--soft", "--mixed")[b % 3], commits[a % len(commits)])

    def touch(self, a: int, b: int) -> None:
        """Set modification times that no file had before: a file of the same size and time counts as unchanged."""
        self.time += 1
        set_mtimes(self.portal, self.time)

    def write_gitignore(self, a: int, b: int) -> None:
        """Ignore posts/rahasia/, or stop ignoring it."""
        self.portal.write(".gitignore", "/site/\n/bersih/\n/.press/\n" + "/posts/rahasia/\n" * (a % 2))

    def nest_repository(self, a: int, b: int) -> None:
        """Make a repository inside the repository; git does not report its files."""
        self.portal.post(f"dalam/{a % 2}.md", title=f"Dalam {b}", id=f"d-{a % 2}")
        git(self.portal.root / "posts/dalam", "init", "--quiet")
        git(self.portal.root / "posts/dalam", "add", f"{a % 2}.md")
        git(self.portal.root / "posts/dalam", "commit", "--quiet", "--allow-empty", "--message", "Dalam")

    def move(self, a: int, b: int) -> None:
        source, target = self.portal.root / f"posts/{a % 5}.md", self.portal.root / f"posts/tahun/{b % 3}.md"
        if source.exists():
            target.parent.mkdir(exist_ok=True)
            source.rename(target)


ACTIONS = sorted(name for name, action in vars(Repository).items() if callable(action) and not name.startswith("_"))


@fuzz(examples=10)
@given(st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=9))
def test_build_after_any_git_actions_equals_a_clean_build(actions: list[tuple[str, int, int]]) -> None:
    """Not every action is followed by a build, as when somebody pulls ten commits at once."""
    with tempfile.TemporaryDirectory() as folder:
        repository = Repository(Path(folder) / "portal")
        portal = repository.portal
        for number, (action, a, b) in enumerate(actions):
            getattr(repository, action)(a, b)
            if b % 3 and number < len(actions) - 1:
                continue
            try:
                portal.build("bersih")
            except Refused:  # two files have the same address
                with pytest.raises(Refused):
                    portal.build()
            else:
                portal.build()
                assert portal.site() == portal.site("bersih")
            shutil.rmtree(portal.root / "bersih", ignore_errors=True)
            for cache in (portal.root / ".press").glob("build-*"):
                cache.unlink()
