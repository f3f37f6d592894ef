"""All calls of git: which commit is checked out, and which files of the portal differ from a commit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

from press.model import NO_REVISION, STATIC, Revision

FOLDERS = ("posts", "pages", STATIC.rstrip("/"))
"""The folders whose files are sources."""
RACY = 20_000_000
"""Nanoseconds: a file that changed so shortly before it was checked may change again without a new mtime."""
_FILTERS = re.compile(rb"^[^#\n]*\s(?:filter|ident|working-tree-encoding)\b", re.MULTILINE)
"""Attributes because of which the content of a file differs from that in git (gitattributes(5))."""


def revision(root: Path) -> Revision:
    """Return the commit that is checked out, and the files that differ from it or are not tracked.

    `NO_REVISION` if there is no repository, or if git would not report every difference: with submodules, in a sparse
    checkout, with files that pass through filters.
    """
    if not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return NO_REVISION
    root = root.resolve()  # git prints the top folder of the repository resolved, too
    paths = ("--git-path", "info/sparse-checkout", "--git-path", "info/attributes")
    found = _output(root, "rev-parse", "HEAD", *paths, "--show-toplevel", "--show-prefix")
    if not found:
        return NO_REVISION
    commit, sparse, attributes, top, prefix = found[0], root / found[1], root / found[2], Path(found[3]), found[4:]
    if sparse.exists() or (top / ".gitmodules").exists():
        return NO_REVISION
    attribute_files = (folder / ".gitattributes" for folder in (root, *root.parents) if folder.is_relative_to(top))
    if any(_has_filters(path) for path in (attributes, *attribute_files)):
        return NO_REVISION
    options = ("--porcelain", "-z", "--untracked-files=all", "--ignored", "--no-renames", "--ignore-submodules=none")
    status = _output(root, "status", *options, "--", *FOLDERS)
    if status is None:
        return NO_REVISION
    return Revision(commit, tuple(sorted(entry[3:].removeprefix("".join(prefix)) for entry in status)))


def with_recent_edits(root: Path, now: Revision, paths: Iterable[str], since: int) -> Revision:
    """Return a revision that also lists files as dirty that were edited since it was read (`since`, in nanoseconds).

    Such an edit may be undone before the next build. Then git reports no difference, although the last build read the
    edited file.
    """
    if now == NO_REVISION:
        return NO_REVISION
    recent = (path for path in paths if _is_recent(root / path, since))
    return msgspec.structs.replace(now, dirty=tuple(sorted({*now.dirty, *recent})))


def differing(root: Path, old: str, new: str) -> list[str] | None:
    """Return the files in which two commits differ; None if git cannot tell."""
    if not old or not new:
        return None
    options = ("-z", "--name-only", "--no-renames", "--relative", "--ignore-submodules=none")
    return _output(root, "diff", *options, old, new) if old != new else []


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


def _output(root: Path, *arguments: str) -> list[str] | None:
    """Return the entries that git prints; None if it fails."""
    import subprocess  # noqa: PLC0415 - takes 9 ms, and most builds do not need it

    command = ["git", "-C", str(root), "--literal-pathspecs", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=True, timeout=60)  # noqa: S603 - no shell
    except (OSError, subprocess.SubprocessError):
        return None
    text = done.stdout.decode(errors="surrogateescape")
    return [entry for entry in text.split("\0" if "-z" in arguments else "\n") if entry]
