"""Finding the changed files: by a scan, by git, or among given paths."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from press.content import changes, files
from press.content import git as press_git
from press.model import SourceFile
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
