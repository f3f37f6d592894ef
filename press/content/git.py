"""The one door to git: which commit a portal is at, and which of its files differ from that commit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

from press.model import NO_REVISION, STATIC, Revision

FOLDERS = ("posts", "pages", STATIC.rstrip("/"))
"""The folders whose files are sources."""
RACY = 20_000_000
"""Nanoseconds: a file that changed so shortly before we looked may change again without a new mtime."""
_FILTERS = re.compile(rb"^[^#\n]*\s(?:filter|ident|working-tree-encoding)\b", re.MULTILINE)
"""Attributes by which a file differs from what git has of it (gitattributes(5))."""


def revision(root: Path) -> Revision:
    """The commit that is checked out, and which files differ from it or are not tracked.

    `NO_REVISION` where there is no repository, or where git would not tell all: of submodules, in a sparse checkout, of
    files that pass through filters.
    """
    if not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return NO_REVISION
    root = root.resolve()  # as git names the top of the repository
    own = ("--git-path", "info/sparse-checkout", "--git-path", "info/attributes")
    place = _ask(root, "rev-parse", "HEAD", *own, "--show-toplevel", "--show-prefix")
    if not place:
        return NO_REVISION
    commit, sparse, attributes, top, prefix = place[0], root / place[1], root / place[2], Path(place[3]), place[4:]
    if sparse.exists() or (top / ".gitmodules").exists():
        return NO_REVISION
    above = (folder / ".gitattributes" for folder in (root, *root.parents) if folder.is_relative_to(top))
    if any(_has_filters(path) for path in (attributes, *above)):
        return NO_REVISION
    options = ("--porcelain", "-z", "--untracked-files=all", "--ignored", "--no-renames", "--ignore-submodules=none")
    status = _ask(root, "status", *options, "--", *FOLDERS)
    if status is None:
        return NO_REVISION
    return Revision(commit, tuple(sorted(entry[3:].removeprefix("".join(prefix)) for entry in status)))


def with_recent_edits(root: Path, now: Revision, paths: Iterable[str], since: int) -> Revision:
    """A revision that also counts files as dirty that were written after it was taken, `since` in nanoseconds.

    Such an edit may be undone before the next build, and then differs from nothing that git knows.
    """
    if now == NO_REVISION:
        return NO_REVISION
    recent = (path for path in paths if _is_recent(root / path, since))
    return msgspec.structs.replace(now, dirty=tuple(sorted({*now.dirty, *recent})))


def differing(root: Path, old: str, new: str) -> list[str] | None:
    """The files in which two commits differ; None where git cannot tell."""
    if not old or not new:
        return None
    options = ("-z", "--name-only", "--no-renames", "--relative", "--ignore-submodules=none")
    return _ask(root, "diff", *options, old, new) if old != new else []


def _is_recent(path: Path, since: int) -> bool:
    try:
        return path.stat().st_mtime_ns >= since - RACY
    except OSError:
        return True


def _has_filters(path: Path) -> bool:
    try:
        return bool(_FILTERS.search(path.read_bytes()))
    except OSError:
        return False


def _ask(root: Path, *arguments: str) -> list[str] | None:
    """The answer of git, entry by entry; None where it refuses."""
    import subprocess  # noqa: PLC0415 - 9 ms, which most builds do not need

    command = ["git", "-C", str(root), "--literal-pathspecs", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=True, timeout=60)  # noqa: S603 - no shell
    except (OSError, subprocess.SubprocessError):
        return None
    text = done.stdout.decode(errors="surrogateescape")
    return [entry for entry in text.split("\0" if "-z" in arguments else "\n") if entry]
