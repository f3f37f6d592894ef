"""A portal in a git repository."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

from tests.portal import Portal


def git(root: Path, *arguments: str) -> str:
    """Run git in a folder, and return what it prints."""
    settings = ("-c", "user.name=Uji", "-c", "user.email=uji@uji.example", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *settings, *arguments], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit_and_build(portal: Portal) -> Portal:
    """Commit a new portal and build it. Its posts have old modification times; git ignores one."""
    for name in "abcdef":
        portal.post(f"{name}.md", title=f"Judul {name}")
    portal.write(".gitignore", "/site/\n/bersih/\n/.press/\n/posts/rahasia/\n")
    portal.post("rahasia/g.md", title="Tidak dilacak")
    set_mtimes(portal, 1_600_000_000)
    git(portal.root, "init", "--quiet")
    git(portal.root, "add", "--all")
    git(portal.root, "commit", "--quiet", "--message", "Satu")
    portal.build()
    return portal


def set_mtimes(portal: Portal, time: int = 1_700_000_000) -> None:
    """Give all posts a new modification time, as a fresh checkout does."""
    for path in (portal.root / "posts").rglob("*.md"):
        os.utime(path, (time, time))


def wait_for_next_second() -> None:
    """Wait: git compares times to the second, so files that changed in the same second as it looked are read again."""
    time.sleep(1.05 - time.time() % 1)
