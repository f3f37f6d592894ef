"""Find the source files that changed since the last build: by a scan of the folders, with git, or from a given list."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from stat import S_ISREG

import msgspec

from press import rules
from press.content import git
from press.content.files import is_release, is_text, unreadable
from press.content.git import FOLDERS
from press.content.git_index import RACY
from press.diagnostics import Diagnostic, Place
from press.disk import LARGEST
from press.expressions import expression
from press.i18n.mark import N_
from press.model import NOT_KNOWN, STATIC, Changes, Revision, SourceRecord

_BEYOND_GIT = frozenset({".git", ".gitattributes"})
"""Files that make a folder a repository of its own, or make the content of its files differ from that in git."""
_TEMPORARY = expression(r"~(/|$)|/(4913|Thumbs\.db|\.DS_Store|desktop\.ini)$")
_WITHIN = tuple(f"{folder}/" for folder in FOLDERS)
_Entry = os.DirEntry[str] | Path
Known = Callable[[str], Iterable[SourceRecord]]
"""Returns the records of a file, or of the files in a folder, from the last build."""


def scan(root: Path, known: Mapping[str, SourceRecord]) -> Changes:
    """Compare the folders with the records of the last build, by size, mtime, ctime and inode.

    The changed files are only candidates: their digests are compared when they are read.
    """
    return _Scan(root, known).changes(_existing(root, FOLDERS))


def by_git(root: Path, since: Revision, now: Revision, known: Known) -> Changes | None:
    """Compare only the files that may differ from the revision of the last build, according to git.

    Those are the files that were committed since then, and those that differed from the commit then or differ now. None
    if git cannot tell, as in a shallow clone. ``static/`` is always scanned whole: its files are published byte for
    byte, and git may ignore differences of line ends.
    """
    committed = git.differing(root, since.commit, now.commit)
    if committed is None or any((root / folder).is_symlink() for folder in FOLDERS):
        return None
    named = (f"{path.rstrip('/')}/" for path in (*committed, *since.dirty, *now.dirty))
    suspects = [path for path in named if path.startswith(_WITHIN)]
    if not all(path.isascii() for path in suspects):
        return None  # git and the file system may use different Unicode normalisation forms
    outermost = _outermost((*suspects, STATIC))
    last = {record.path: record for path in outermost for record in known(path)}
    return _Scan(root, last).changes(_existing(root, outermost))


def given(root: Path, paths: Iterable[str], known: Known) -> Changes:
    """Compare only the given files and folders, whose paths are relative to the root, as a scan would.

    A file is read again even if its size and mtime are those of its record.
    """
    named = {_up_to_link(root, path) for path in paths}
    outermost = _outermost(folder for path in named if (folder := f"{path}/").startswith(_WITHIN))
    last = {
        record.path: msgspec.structs.replace(record, mtime=-1) if record.path in named else record
        for path in filter(_is_good_name, outermost)  # no other name can be in the ledger
        for record in known(path)
    }
    return _Scan(root, last).changes(_existing(root, outermost))


def _up_to_link(root: Path, path: str) -> str:
    """Return a path, or the first symbolic link on the way to it: a scan does not look behind a link."""
    _, *folders = reversed(PurePosixPath(path).parents)
    links = (str(folder) for folder in folders[1:] if (root / folder).is_symlink())
    return next(links, path)


def _existing(root: Path, paths: Iterable[str]) -> Iterator[tuple[str, _Entry]]:
    """Yield those paths that exist; for one of the portal's own folders, which may be a link, what is in it."""
    for path in paths:
        if path in FOLDERS:
            yield from _entries(root, path) if (root / path).is_dir() else ()
        elif os.path.lexists(root / path):
            yield path, root / path


def _outermost(paths: Iterable[str]) -> list[str]:
    """Return the sorted paths without those inside another. They end with a slash; the results do not."""
    found: list[str] = []
    for path in sorted(paths):
        if not found or not path.startswith(found[-1]):
            found.append(path)
    return [path.rstrip("/") for path in found]


class _Scan:
    """One scan of files, compared with the records of the last build."""

    def __init__(self, root: Path, known: Mapping[str, SourceRecord]) -> None:
        self._root, self._known = root, known
        self._started = time.time_ns()
        self._same: set[str] = set()
        self._problems: list[Diagnostic] = []
        self._is_beyond_git = False

    def changes(self, entries: Iterable[tuple[str, _Entry]]) -> Changes:
        """Return the differences, sorted, independent of the order of the entries."""
        edited = sorted((self._record(path, stat) for path, stat in self._changed(entries)), key=lambda one: one.path)
        removed = self._known.keys() - self._same - {record.path for record in edited}
        problems = _unique([*self._problems, *_folders_of(edited)])
        return Changes(tuple(edited), tuple(sorted(removed)), problems=problems, is_beyond_git=self._is_beyond_git)

    def _changed(self, entries: Iterable[tuple[str, _Entry]]) -> Iterator[tuple[str, os.stat_result]]:
        """Yield the files that differ from their records.

        For each of the others, nearly all files of an archive, there is only one system call.
        """
        for path, entry in entries:
            last = self._known.get(path)
            if last and _is_same(entry.stat(follow_symlinks=False), last):
                self._same.add(path)
            elif is_ignored(path):
                self._is_beyond_git |= entry.name in _BEYOND_GIT
                self._problems += [_hidden_text(path)] * _is_hidden_text(path, entry)
            elif not _is_good_name(path):
                self._problems.append(_bad_name(path))
            else:
                yield from self._readable(path, entry, last)

    def _readable(self, path: str, entry: _Entry, last: SourceRecord | None) -> Iterator[tuple[str, os.stat_result]]:
        try:
            yield from self._changed_at(path, entry, last)
        except OSError as reason:
            self._problems.append(unreadable(path, reason))

    def _changed_at(self, path: str, entry: _Entry, last: SourceRecord | None) -> Iterator[tuple[str, os.stat_result]]:
        """Yield the changed files at one path: the file itself, or those in the folder."""
        self._is_beyond_git |= entry.is_symlink()
        if entry.is_symlink() and not _stays_inside(self._root, path):
            self._problems.append(_outside(path))
        elif entry.is_dir():
            self._problems += [_directory(path)] * is_text(path)
            yield from self._changed(_entries(self._root, path))
        elif not entry.is_file():
            self._problems.append(_special(path))
        elif last and _is_same(entry.stat(), last):
            self._same.add(path)
        else:
            yield path, entry.stat()

    def _record(self, path: str, stat: os.stat_result) -> SourceRecord:
        last = self._known.get(path)
        mtime, ctime, inode = _identity(stat)
        is_recent = max(stat.st_mtime_ns, stat.st_ctime_ns) >= self._started - RACY
        digest = last.digest if last else ""
        return SourceRecord(path, digest, stat.st_size, mtime, NOT_KNOWN if is_recent else ctime, inode)


def _entries(root: Path, folder: str) -> Iterator[tuple[str, _Entry]]:
    with os.scandir(root / folder) as entries:
        for entry in entries:
            yield f"{folder}/{entry.name}", entry


def _is_same(stat: os.stat_result, last: SourceRecord) -> bool:
    """Tell whether a file is the one that was read; programs that copy files may restore size and mtime."""
    is_same = stat.st_size == last.size and _identity(stat) == (last.mtime, last.ctime, last.inode)
    return is_same and S_ISREG(stat.st_mode)


def _identity(stat: os.stat_result) -> tuple[int, int, int]:
    """Return mtime, ctime and inode as the database stores them."""
    return stat.st_mtime_ns & LARGEST, stat.st_ctime_ns & LARGEST, stat.st_ino & LARGEST


def is_ignored(path: str) -> bool:
    """Tell whether a file is hidden, or a temporary file of an editor or file manager; or in such a folder."""
    hidden = "/." in path and not path.startswith(STATIC)
    return hidden or bool(_TEMPORARY.search(path))


def _is_hidden_text(path: str, entry: _Entry) -> bool:
    """Tell whether an ignored path is that of a text, which its author may take for published; no file of an editor."""
    is_hidden = entry.name.startswith(".") and not entry.name.startswith(("._", ".#"))
    return is_hidden and is_release(path) and not _TEMPORARY.search(path) and entry.is_file()


def _is_good_name(path: str) -> bool:
    """Tell whether a path is UTF-8, and can be printed on one line."""
    return path.isprintable() or not _UNPRINTABLE.search(path)


_UNPRINTABLE = expression("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Control characters, and what Python makes of bytes that are not UTF-8."""


def _folders_of(edited: Iterable[SourceRecord]) -> Iterator[Diagnostic]:
    """Yield a problem for each folder of a file whose name is like that of a text."""
    for record in edited:
        parts = record.path.split("/")
        yield from (_directory("/".join(parts[:end])) for end in range(1, len(parts)) if is_text(parts[end - 1]))


def _unique(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple({(problem.place, problem.rule): problem for problem in problems}.values())


def _stays_inside(root: Path, path: str) -> bool:
    try:
        real = (root / path).resolve(strict=True)
    except (OSError, RuntimeError):
        return False
    return real.is_file() and real.is_relative_to(root.resolve())


def _outside(path: str) -> Diagnostic:
    message = N_("this symbolic link leads outside the portal, to a folder, or to nothing")
    return rules.SYMLINK.broken(Place(path), message, N_("replace it with the file itself"))


def _directory(path: str) -> Diagnostic:
    return rules.DIRECTORY.broken(
        Place(path), N_("this is a folder, but its name ends like that of a text"), N_("rename the folder")
    )


def _hidden_text(path: str) -> Diagnostic:
    message = N_("hidden files are not published")
    hint = N_("give it a name that does not start with a dot, or move it out of {folder}/")
    return rules.UNREAD_FILE.broken(Place(path), message, hint, folder=path.partition("/")[0])


def _special(path: str) -> Diagnostic:
    return rules.SPECIAL.broken(
        Place(path), N_("this is neither a file nor a folder, but a device or the like"), N_("remove it from here")
    )


def _bad_name(path: str) -> Diagnostic:
    message = N_("the name of this file is not UTF-8, or has control characters")
    return rules.FILE_NAME.broken(Place(ascii(path)[1:-1]), message, N_("give it a name of plain letters and digits"))
