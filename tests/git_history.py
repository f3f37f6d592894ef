"""A portal in a git repository that is edited step by step: by edits of its files, and by commands of git.

A command that git refuses in the state of the repository changes nothing.
"""

from __future__ import annotations

import subprocess
from contextlib import suppress
from pathlib import Path

from tests.history import NAMES, History
from tests.repository import git, set_mtimes

OUTPUTS = "/site/\n/clean/\n/.press/\n/seal/\n"
IGNORED = "/posts/rahasia/\n"


class GitHistory(History):
    """A portal in a git repository."""

    def __init__(self, root: Path, searched: bool, strict: bool) -> None:
        super().__init__(root, searched, strict)
        self.time = 1_700_000_000
        git(root, "init", "--quiet", "--initial-branch=cabang-0")
        self.portal.write(".git/info/exclude", OUTPUTS)
        self.portal.write(".gitignore", IGNORED)
        self.touch(0, 0)  # git reads files that are as new as its index
        self.commit(0, 0)

    # Commits and what is checked out ----------------------------------------------------------------------------

    def commit(self, a: int, b: int) -> None:
        """Commit everything, at times with old mtimes, as of files that were copied."""
        if b % 2:
            self.touch(a, b)
        self._git("add", "--all")
        self._git("commit", "--quiet", "--allow-empty", "--message", "Semua")

    def commit_some(self, a: int, b: int) -> None:
        self._git("add", self._path(a))
        self._git("commit", "--quiet", "--allow-empty", "--message", "Satu")

    def check_out(self, a: int, b: int) -> None:
        self._git("checkout", "--quiet", *["--force"] * (b % 2), "--detach", self._commit(a))

    def check_out_file(self, a: int, b: int) -> None:
        self._git("checkout", "--quiet", self._commit(b), "--", self._path(a))

    def switch(self, a: int, b: int) -> None:
        """Switch to a branch, which is made if there is none."""
        branch = f"cabang-{a % 3}"
        self._git("branch", branch)
        self._git("switch", "--quiet", *["--discard-changes"] * (b % 2), branch)

    def merge(self, a: int, b: int) -> None:
        """Merge a branch; where both differ, one of the two texts or marks of the conflict stay."""
        self._git("merge", "--quiet", "--no-edit", *["--strategy-option=ours"] * (b % 2), f"cabang-{a % 3}")

    def reset(self, a: int, b: int) -> None:
        """Reset to another commit, with or without its files."""
        self._git("reset", "--quiet", ("--hard", "--soft", "--mixed")[b % 3], self._commit(a))

    def stash(self, a: int, b: int) -> None:
        self._git("stash", "push", "--quiet", *["--include-untracked"] * (a % 2))

    def unstash(self, a: int, b: int) -> None:
        self._git("stash", ("pop", "apply")[a % 2], "--quiet", *["--index"] * (b % 2))

    def rename(self, a: int, b: int) -> None:
        self._git("mv", self._path(a), self._path(b))

    # The index --------------------------------------------------------------------------------------------------

    def refresh_index(self, a: int, b: int) -> None:
        self._git("status")

    def mark(self, a: int, b: int) -> None:
        """Mark a file as one that git need not check, or remove such a mark."""
        marks = ("assume-unchanged", "skip-worktree", "no-assume-unchanged", "no-skip-worktree")
        self._git("update-index", f"--{marks[b % 4]}", self._path(a))

    def ignore_stat(self, a: int, b: int) -> None:
        """Mark every file that git writes, or stop that."""
        self._git("config", "core.ignoreStat", ("true", "false")[b % 2])

    def rewrite_index(self, a: int, b: int) -> None:
        self._git("read-tree", "--empty" if b % 3 == 0 else self._commit(a))

    def remove_from_index(self, a: int, b: int) -> None:
        self._git("rm", "--quiet", "--cached", self._path(a))

    def change_index(self, a: int, b: int) -> None:
        formats = ("--split-index", "--no-split-index", "--index-version=4", "--index-version=2", "--untracked-cache")
        self._git("update-index", formats[b % 5])

    def sparse(self, a: int, b: int) -> None:
        """Check out without one file, or with all files again."""
        options = ("set", "--no-cone", "/*", f"!/{self._path(a)}") if b % 2 else ("disable",)
        self._git("sparse-checkout", *options)

    def replace(self, a: int, b: int) -> None:
        """Let git take one text or commit for another, or stop that."""
        if b % 3 == 2:
            self._git("replace", "--delete", *git(self.portal.root, "replace", "--list").split())
        elif b % 3:
            self._git("replace", self._commit(a), self._commit(b))
        else:
            self._git("replace", f"HEAD:{self._path(a)}", f"HEAD:{self._path(b)}")

    # Files --------------------------------------------------------------------------------------------------------

    def write_ignored(self, a: int, b: int) -> None:
        self.portal.post(f"rahasia/{a % 2}.md", title=f"Rahasia {b}", id=f"r-{a % 2}")

    def ignore(self, a: int, b: int) -> None:
        """Ignore a folder and perhaps a release, or stop ignoring them."""
        self.portal.write(".gitignore", ("", IGNORED, f"{IGNORED}/{self._path(a)}\n")[b % 3])

    def convert_line_ends(self, a: int, b: int) -> None:
        self.portal.write(".gitattributes", ("", "*.csv text\n")[b % 2])

    def nest_repository(self, a: int, b: int) -> None:
        """Make a repository inside the repository; git does not report its files."""
        self.portal.post(f"dalam/{a % 2}.md", title=f"Dalam {b}", id=f"d-{a % 2}", slug=f"dalam-{a % 2}")
        folder = self.portal.root / "posts/dalam"
        git(folder, "init", "--quiet")
        git(folder, "add", f"{a % 2}.md")
        git(folder, "commit", "--quiet", "--allow-empty", "--message", "Dalam")

    def touch(self, a: int, b: int) -> None:
        """Give all releases an mtime that none had before."""
        self.time += 1
        set_mtimes(self.portal, self.time)

    # Helpers ------------------------------------------------------------------------------------------------------

    def _git(self, *arguments: str) -> None:
        with suppress(subprocess.CalledProcessError):
            git(self.portal.root, *arguments)

    def _path(self, number: int) -> str:
        return f"posts/{NAMES[number % len(NAMES)]}.md"

    def _commit(self, number: int) -> str:
        commits = git(self.portal.root, "--no-replace-objects", "rev-list", "--all").split()
        return commits[number % len(commits)]
