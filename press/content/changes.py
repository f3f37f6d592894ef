"""Which source files changed since the last build: by a scan of the folders, by what git knows, or as given."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from stat import S_ISREG

from press import rules
from press.content import git
from press.content.git import FOLDERS, RACY
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.model import STATIC, Changes, Revision, SourceRecord

_BEYOND_GIT = frozenset({".git", ".gitattributes"})
"""What makes a folder another repository, or its files others than git has them."""
_WITHIN = tuple(f"{folder}/" for folder in FOLDERS)
Known = Callable[[str], Iterable[SourceRecord]]
"""Gives what is known of a file, or of the files in a folder."""


def scan(root: Path, known: Mapping[str, SourceRecord]) -> Changes:
    """Compare the folders with what is known of them, by size and mtime.

    The changed files are candidates: whoever reads them compares the digests.
    """
    folders = chain.from_iterable(_entries(root, folder) for folder in FOLDERS if (root / folder).is_dir())
    return _Scan(root, known).changes(folders)


def by_git(root: Path, since: Revision, now: Revision, known: Known) -> Changes | None:
    """Compare only the files that may differ from a revision, the last build's, according to git.

    Those are the files that were committed since, and those that differed from the commit then or do so now. None where
    git cannot tell, as in a shallow clone. ``static/`` is scanned whole: its files are published as they are, line ends
    and all, which git may not count as a difference.
    """
    committed = git.differing(root, since.commit, now.commit)
    if committed is None or any((root / folder).is_symlink() for folder in FOLDERS):
        return None
    named = (f"{path.rstrip('/')}/" for path in (*committed, *since.dirty, *now.dirty))
    suspects = [path for path in named if path.startswith(_WITHIN)]
    if not all(path.isascii() for path in suspects):
        return None  # what git spells in one Unicode form, the file system may spell in another
    apart = _outermost((*suspects, STATIC))
    last = {record.path: record for path in apart for record in known(path)}
    existing = ((path, root / path) for path in apart if os.path.lexists(root / path))
    return _Scan(root, last).changes(existing)


def given(root: Path, paths: Iterable[str], known: Known) -> Changes:
    """Compare only the paths that somebody says have changed; they are relative to the root."""
    edited: list[SourceRecord] = []
    removed: list[str] = []
    for path in sorted(set(paths)):
        if not path.startswith(_WITHIN) or _is_ignored(path):
            continue
        last = {record.path: record.digest for record in known(path)}
        if (root / path).is_file():
            edited.append(SourceRecord(path, last.get(path, ""), (root / path).stat().st_size, -1))
        else:
            removed += last
    return Changes(tuple(edited), tuple(removed))


def _outermost(paths: Iterable[str]) -> list[str]:
    """Paths without those that are below another, in order; each comes with a slash at its end, and goes without."""
    found: list[str] = []
    for path in sorted(paths):
        if not found or not path.startswith(found[-1]):
            found.append(path)
    return [path.rstrip("/") for path in found]


_Entry = os.DirEntry[str] | Path


class _Scan:
    """One scan of files, against what is known of them."""

    def __init__(self, root: Path, known: Mapping[str, SourceRecord]) -> None:
        self._root, self._known = root, known
        self._started = time.time_ns()
        self._same: set[str] = set()
        self._problems: list[Diagnostic] = []
        self._is_beyond_git = False

    def changes(self, entries: Iterable[tuple[str, _Entry]]) -> Changes:
        """What is not as it is known, in whatever order the file system gives it."""
        edited = sorted((self._record(path, stat) for path, stat in self._changed(entries)), key=lambda one: one.path)
        removed = self._known.keys() - self._same - {record.path for record in edited}
        return Changes(
            tuple(edited), tuple(sorted(removed)), problems=tuple(self._problems), is_beyond_git=self._is_beyond_git
        )

    def _changed(self, entries: Iterable[tuple[str, _Entry]]) -> Iterator[tuple[str, os.stat_result]]:
        """The files that are not as they are known.

        The others, in an archive nearly all, cost one call to the system each.
        """
        for path, entry in entries:
            last = self._known.get(path)
            if last and _is_same(entry.stat(follow_symlinks=False), last):
                self._same.add(path)
            elif not _is_ignored(path):
                yield from self._inspected(path, entry, last)
            else:
                self._is_beyond_git |= entry.name in _BEYOND_GIT

    def _inspected(self, path: str, entry: _Entry, last: SourceRecord | None) -> Iterator[tuple[str, os.stat_result]]:
        self._is_beyond_git |= entry.is_symlink()
        if entry.is_symlink() and not _stays_inside(self._root, path):
            self._problems.append(_outside(path))
        elif entry.is_dir():
            self._problems += [_directory(path)] * path.endswith(".md")
            yield from self._changed(_entries(self._root, path))
        elif not entry.is_file():
            self._problems.append(_special(path))
        elif last and _is_same(entry.stat(), last):
            self._same.add(path)
        else:
            yield path, entry.stat()

    def _record(self, path: str, stat: os.stat_result) -> SourceRecord:
        last = self._known.get(path)
        mtime = stat.st_mtime_ns if stat.st_mtime_ns < self._started - RACY else -1
        return SourceRecord(path, last.digest if last else "", stat.st_size, mtime)


def _entries(root: Path, folder: str) -> Iterator[tuple[str, _Entry]]:
    with os.scandir(root / folder) as entries:
        for entry in entries:
            yield f"{folder}/{entry.name}", entry


def _is_same(stat: os.stat_result, last: SourceRecord) -> bool:
    return stat.st_mtime_ns == last.mtime and stat.st_size == last.size and S_ISREG(stat.st_mode)


def _is_ignored(path: str) -> bool:
    """Leave out what editors and file managers leave behind, and hidden files."""
    name = path.rpartition("/")[2]
    hidden = name.startswith(".") and not path.startswith(STATIC)
    return hidden or name.endswith("~") or name in ("4913", "Thumbs.db", ".DS_Store", "desktop.ini")


def _stays_inside(root: Path, path: str) -> bool:
    try:
        real = (root / path).resolve(strict=True)
    except (OSError, RuntimeError):
        return False
    return real.is_file() and real.is_relative_to(root.resolve())


def _outside(path: str) -> Diagnostic:
    message = N_("this link leads out of the portal, or nowhere, or to a folder")
    return rules.SYMLINK.broken(Place(path), message, N_("put the file itself here"))


def _directory(path: str) -> Diagnostic:
    return rules.DIRECTORY.broken(Place(path), N_("this is a folder, but its name is that of a text"), N_("rename it"))


def _special(path: str) -> Diagnostic:
    return rules.SPECIAL.broken(Place(path), N_("this is not a file"), N_("remove it"))
