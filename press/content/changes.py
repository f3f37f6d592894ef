"""Which files changed: by a scan of the folders, by what git knows of them, or as given. And the reading of them."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from stat import S_ISREG

import msgspec

from press.errors import N_, Diagnostic, Place, error
from press.model import NOWHERE, Changes, Revision, Seen, Source

FOLDERS = ("posts", "pages", "static")
_STATIC = "static/"
_GITS_OWN = frozenset({".git", ".gitattributes"})
"""What makes a folder another repository, or its files others than git has them."""
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

    `known` gives what is known of a file, or of the files in a folder. ``static/`` is looked at whole: it is published
    as it is, line ends and all, which git may not count as a difference.
    """
    committed = _differing(root, since.commit, now.commit)
    if committed is None or any((root / folder).is_symlink() for folder in FOLDERS):
        return None
    named = (f"{path.rstrip('/')}/" for path in (*committed, *since.dirty, *now.dirty))
    suspects = [path for path in named if path.startswith(_WITHIN)]
    if not all(path.isascii() for path in suspects):
        return None  # what git spells in one Unicode form, the file system may spell in another
    apart = _outermost((*suspects, _STATIC))
    last = {seen.path: seen for path in apart for seen in known(path)}
    there = ((path, root / path) for path in apart if os.path.lexists(root / path))
    return _Look(root, last).changes(there)


def _outermost(paths: Iterable[str]) -> list[str]:
    """Paths without those that are below another, in order; each comes with a slash at its end, and goes without."""
    found: list[str] = []
    for path in sorted(paths):
        if not found or not path.startswith(found[-1]):
            found.append(path)
    return [path.rstrip("/") for path in found]


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
    repository, or git would not tell all: of submodules, in a sparse checkout, of files that pass through filters.
    """
    if not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return NOWHERE
    root = root.resolve()  # as git names the top of the repository
    own = ("--git-path", "info/sparse-checkout", "--git-path", "info/attributes")
    place = _asked(root, "rev-parse", "HEAD", *own, "--show-toplevel", "--show-prefix")
    if not place:
        return NOWHERE
    commit, sparse, attributes, top, prefix = place[0], root / place[1], root / place[2], Path(place[3]), place[4:]
    if sparse.exists() or (top / ".gitmodules").exists():
        return NOWHERE
    above = (one / ".gitattributes" for one in (root, *root.parents) if one.is_relative_to(top))
    if any(_has_filters(path) for path in (attributes, *above)):
        return NOWHERE
    options = ("--porcelain", "-z", "--untracked-files=all", "--ignored", "--no-renames", "--ignore-submodules=none")
    status = _asked(root, "status", *options, "--", *FOLDERS)
    if status is None:
        return NOWHERE
    return Revision(commit, tuple(sorted(entry[3:].removeprefix("".join(prefix)) for entry in status)))


def with_young(root: Path, now: Revision, paths: Iterable[str], since: int) -> Revision:
    """A revision that also suspects those of some files that were written after it was taken, `since` in nanoseconds:
    such an edit may be undone before the next build, and then differs from nothing that git knows.
    """
    if now == NOWHERE:
        return NOWHERE
    young = (path for path in paths if _is_young(root / path, since))
    return msgspec.structs.replace(now, dirty=tuple(sorted({*now.dirty, *young})))


def _is_young(path: Path, since: int) -> bool:
    try:
        return path.stat().st_mtime_ns >= since - _RACY
    except OSError:
        return True


_FILTERS = re.compile(rb"^[^#\n]*\s(?:filter|ident|working-tree-encoding)\b", re.MULTILINE)
"""Attributes by which a file differs from what git has of it (gitattributes(5))."""


def _has_filters(path: Path) -> bool:
    try:
        return bool(_FILTERS.search(path.read_bytes()))
    except OSError:
        return False


def _differing(root: Path, old: str, new: str) -> list[str] | None:
    """The files in which two commits differ; None where git cannot tell."""
    if not old or not new:
        return None
    options = ("-z", "--name-only", "--no-renames", "--relative", "--ignore-submodules=none")
    return _asked(root, "diff", *options, old, new) if old != new else []


def _asked(root: Path, *arguments: str) -> list[str] | None:
    """What git says, an entry each; None where it says no."""
    import subprocess  # noqa: PLC0415 - 9 ms that most builds need not pay

    plain = ["git", "-C", str(root), "--literal-pathspecs", *arguments]
    try:
        done = subprocess.run(plain, capture_output=True, check=True, timeout=60)  # noqa: S603 - no shell
    except (OSError, subprocess.SubprocessError):
        return None
    text = done.stdout.decode(errors="surrogateescape")
    return [entry for entry in text.split("\0" if "-z" in arguments else "\n") if entry]


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
        self._is_beyond_git = False

    def changes(self, entries: Iterable[tuple[str, _Entry]]) -> Changes:
        """What is not as it is known, whatever order the file system gives it in."""
        edited = sorted((self._seen(path, stat) for path, stat in self._changed(entries)), key=lambda seen: seen.path)
        removed = self._known.keys() - self._same - {seen.path for seen in edited}
        return Changes(
            tuple(edited), tuple(sorted(removed)), problems=tuple(self._problems), is_beyond_git=self._is_beyond_git
        )

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
            else:
                self._is_beyond_git |= entry.name in _GITS_OWN

    def _looked(self, path: str, entry: _Entry, last: Seen | None) -> Iterator[tuple[str, os.stat_result]]:
        self._is_beyond_git |= entry.is_symlink()
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
