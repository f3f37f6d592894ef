"""Which files changed: by a scan of the folders, by what git knows of them, or as given. And the reading of them."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from stat import S_ISREG

from press.errors import N_, Diagnostic, Place, error
from press.model import NOWHERE, Changes, Revision, Seen, Source

FOLDERS = ("posts", "pages", "static")
_WITHIN = tuple(f"{folder}/" for folder in FOLDERS)
_RACY = 20_000_000
"""Nanoseconds: a file that changed so shortly before the scan may change again without a new mtime."""


def scan(root: Path, known: Mapping[str, Seen]) -> Changes:
    """Compare the folders with what is known of them, by size and mtime.

    The changed ones are candidates: whoever reads them compares the digests.
    """
    folders = chain.from_iterable(_below(root, folder) for folder in FOLDERS if (root / folder).is_dir())
    return _Look(root, known).changes(folders)


def by_git(root: Path, since: Revision, now: Revision, known: Callable[[str], Iterable[Seen]]) -> Changes | None:
    """Compare only what git says may differ from a revision, the last build's: what was committed since, and what
    differed from the commit then or does so now. None where git cannot tell, as in a shallow clone.

    `known` gives what is known of a file, or of the files in a folder. What git was told not to look at
    (``assume-unchanged``) is not looked at.
    """
    committed = _differing(root, since.commit, now.commit)
    if committed is None or any((root / folder).is_symlink() for folder in FOLDERS):
        return None
    suspects = {path.rstrip("/") for path in (*committed, *since.dirty, *now.dirty) if path.startswith(_WITHIN)}
    last = {seen.path: seen for path in suspects for seen in known(path)}
    there = ((path, root / path) for path in sorted(suspects) if os.path.lexists(root / path))
    return _Look(root, last).changes(there)


def given(root: Path, paths: Iterable[str], known: Callable[[str], Iterable[Seen]]) -> Changes:
    """Look only at the paths that somebody says have changed; they are relative to the root.

    `known` gives what is known of a file, or of the files in a folder.
    """
    edited: list[Seen] = []
    removed: list[str] = []
    for path in sorted(set(paths)):
        if not path.startswith(_WITHIN) or _is_ignored(path):
            continue
        last = {seen.path: seen.digest for seen in known(path)}
        if (root / path).is_file():
            edited.append(Seen(path, last.get(path, ""), (root / path).stat().st_size, -1))
        else:
            removed += last
    return Changes(tuple(edited), tuple(removed))


def revision(root: Path) -> Revision:
    """The commit that is checked out, and what differs from it or is not tracked; `NOWHERE` where there is no
    repository, or only a part of it is checked out.
    """
    if not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return NOWHERE
    place = _asked(root, "rev-parse", "HEAD", "--absolute-git-dir", "--show-prefix")
    if not place or Path(place[1], "info/sparse-checkout").exists():
        return NOWHERE
    options = ("--porcelain", "--untracked-files=all", "--ignored", "--no-renames")
    status = _asked(root, "status", *options, "--", *FOLDERS)
    if status is None:
        return NOWHERE
    prefix = "".join(place[2:])
    return Revision(place[0], tuple(sorted(entry[3:].removeprefix(prefix) for entry in status)))


def _differing(root: Path, old: str, new: str) -> list[str] | None:
    """The files in which two commits differ; None where git cannot tell."""
    if not old or not new:
        return None
    return _asked(root, "diff", "--name-only", "--no-renames", "--relative", old, new) if old != new else []


def _asked(root: Path, *arguments: str) -> list[str] | None:
    """What git says, an entry each; None where it says no."""
    import subprocess  # noqa: PLC0415 - 9 ms that most builds need not pay

    plain = ["git", "-C", str(root), "--literal-pathspecs", "-c", "core.quotePath=false", *arguments]
    if arguments[0] in ("diff", "status"):
        plain.insert(plain.index(arguments[0]) + 1, "-z")
    try:
        done = subprocess.run(plain, capture_output=True, check=True, timeout=60)  # noqa: S603 - no shell
    except (OSError, subprocess.SubprocessError):
        return None
    text = done.stdout.decode(errors="surrogateescape")
    return [entry for entry in text.split("\0" if "-z" in plain else "\n") if entry]


def read(root: Path, path: str) -> Source:
    """Read a file with its digest. Raises OSError."""
    data = (root / path).read_bytes()
    return Source(path, data, hashlib.sha256(data).hexdigest())


def digest(path: Path) -> str:
    """The SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_release(path: str) -> bool:
    """Tell whether a file is a release or a standing page, not something that belongs to one."""
    return path.endswith(".md") and path.startswith(("posts/", "pages/"))


_Entry = os.DirEntry[str] | Path


class _Look:
    """A look at files, against what is known of them."""

    def __init__(self, root: Path, known: Mapping[str, Seen]) -> None:
        self._root, self._known = root, known
        self._started = time.time_ns()
        self._same: set[str] = set()
        self._problems: list[Diagnostic] = []
        self._has_links = False

    def changes(self, entries: Iterable[tuple[str, _Entry]]) -> Changes:
        """What is not as it is known, whatever order the file system gives it in."""
        edited = sorted((self._seen(path, stat) for path, stat in self._changed(entries)), key=lambda seen: seen.path)
        removed = self._known.keys() - self._same - {seen.path for seen in edited}
        return Changes(tuple(edited), tuple(sorted(removed)), problems=tuple(self._problems), has_links=self._has_links)

    def _changed(self, entries: Iterable[tuple[str, _Entry]]) -> Iterator[tuple[str, os.stat_result]]:
        """The files that are not as they are known; the rest, in an archive nearly all, is passed over at the price of
        one call to the system each.
        """
        for path, entry in entries:
            last = self._known.get(path)
            if last and _is_same(entry.stat(follow_symlinks=False), last):
                self._same.add(path)
            elif not _is_ignored(path):
                yield from self._looked(path, entry, last)

    def _looked(self, path: str, entry: _Entry, last: Seen | None) -> Iterator[tuple[str, os.stat_result]]:
        self._has_links |= entry.is_symlink()
        if entry.is_symlink() and not _stays_inside(self._root, path):
            self._problems.append(_outside(path))
        elif entry.is_dir():
            self._problems += [_directory(path)] * path.endswith(".md")
            yield from self._changed(_below(self._root, path))
        elif not entry.is_file():
            self._problems.append(_special(path))
        elif last and _is_same(entry.stat(), last):
            self._same.add(path)
        else:
            yield path, entry.stat()

    def _seen(self, path: str, stat: os.stat_result) -> Seen:
        last = self._known.get(path)
        mtime = stat.st_mtime_ns if stat.st_mtime_ns < self._started - _RACY else -1
        return Seen(path, last.digest if last else "", stat.st_size, mtime)


def _below(root: Path, folder: str) -> Iterator[tuple[str, _Entry]]:
    with os.scandir(root / folder) as entries:
        for entry in entries:
            yield f"{folder}/{entry.name}", entry


def _is_same(stat: os.stat_result, last: Seen) -> bool:
    return stat.st_mtime_ns == last.mtime and stat.st_size == last.size and S_ISREG(stat.st_mode)


def _is_ignored(path: str) -> bool:
    """Leave out what editors and file managers leave behind, and hidden files."""
    name = path.rpartition("/")[2]
    hidden = name.startswith(".") and not path.startswith("static/")
    return hidden or name.endswith("~") or name in ("4913", "Thumbs.db", ".DS_Store", "desktop.ini")


def _stays_inside(root: Path, path: str) -> bool:
    try:
        real = (root / path).resolve(strict=True)
    except (OSError, RuntimeError):
        return False
    return real.is_file() and real.is_relative_to(root.resolve())


def _outside(path: str) -> Diagnostic:
    return error(
        Place(path), "symlink", N_("this link leads out of the portal, or nowhere, or to a folder"),
        N_("put the file itself here"),
    )  # fmt: skip


def _directory(path: str) -> Diagnostic:
    return error(Place(path), "directory", N_("this is a folder, but its name is that of a text"), N_("rename it"))


def _special(path: str) -> Diagnostic:
    return error(Place(path), "special", N_("this is not a file"), N_("remove it"))
