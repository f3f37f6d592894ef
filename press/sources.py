"""Which files changed: by a scan of the folders, by what git knows of them, or as given. And the reading of them."""

from __future__ import annotations

import hashlib
import os
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from press.errors import N_, Diagnostic, Place, error
from press.model import Changes, Revision, Seen, Source

FOLDERS = ("posts", "pages", "static")
_RACY = 20_000_000
"""Nanoseconds: a file that changed so shortly before the scan may change again without a new mtime."""


def scan(root: Path, known: Mapping[str, Seen]) -> Changes:
    """Compare the folders with what is known of them, by size and mtime.

    The changed ones are candidates: whoever reads them compares the digests.
    """
    started = time.time_ns()
    problems: list[Diagnostic] = []
    edited: list[Seen] = []
    unseen = set(known)
    for path, stat in _files(root, problems):
        unseen.discard(path)
        last = known.get(path)
        if not last or (stat.st_size, stat.st_mtime_ns) != (last.size, last.mtime):
            mtime = stat.st_mtime_ns if stat.st_mtime_ns < started - _RACY else -1
            edited.append(Seen(path, last.digest if last else "", stat.st_size, mtime))
    return Changes(tuple(sorted(edited, key=_path)), tuple(sorted(unseen)), problems=tuple(problems))


def given(root: Path, paths: Iterable[str], known: Mapping[str, Seen]) -> Changes:
    """Look only at the paths that somebody says have changed; they are relative to the root."""
    edited: list[Seen] = []
    removed: list[str] = []
    for path in sorted(set(paths)):
        if not path.startswith(tuple(f"{folder}/" for folder in FOLDERS)) or _is_ignored(path):
            continue
        if (root / path).is_file():
            edited.append(Seen(path, known[path].digest if path in known else "", (root / path).stat().st_size, -1))
        else:
            removed += [name for name in known if name == path or name.startswith(f"{path}/")]
    return Changes(tuple(edited), tuple(removed))


def git(root: Path, found: Changes, since: Revision, known: Mapping[str, Seen]) -> Changes:
    """Narrow a scan down by what git knows: in a fresh checkout every file has a new mtime, and few have changed.

    `since` is the revision of the last build. All stays as it was found where git cannot tell: no repository, a commit
    that a shallow clone does not have.
    """
    differing = _asked(root, "diff", "--name-only", "--no-renames", "--relative", since.commit, "HEAD")
    if not since.commit or differing is None:
        return found
    doubtful = {*differing, *since.dirty, *revision(root).dirty}

    def is_as_known(seen: Seen) -> bool:
        inside = any(seen.path.startswith(f"{path.rstrip('/')}/") for path in doubtful if path.endswith("/"))
        return seen.path in known and seen.path not in doubtful and not inside

    settled = tuple(seen for seen in found.edited if is_as_known(seen))
    rest = tuple(seen for seen in found.edited if not is_as_known(seen))
    return msgspec.structs.replace(found, edited=rest, settled=settled)


def revision(root: Path) -> Revision:
    """The commit that is checked out, and what differs from it or is not tracked; empty outside a repository."""
    commit = _asked(root, "rev-parse", "HEAD")
    status = _asked(root, "status", "--porcelain", "--untracked-files=all", "--ignored", "--no-renames", "--", *FOLDERS)
    prefix = _asked(root, "rev-parse", "--show-prefix")
    if not commit or status is None or prefix is None:
        return Revision("", ())
    folder = "".join(prefix).strip()
    return Revision(commit[0].strip(), tuple(sorted(entry[3:].removeprefix(folder) for entry in status)))


def _asked(root: Path, *arguments: str) -> list[str] | None:
    """What git says, an entry each; None where it says no."""
    plain = ["git", "-C", str(root), "-c", "core.quotePath=false", *arguments]
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


def _path(seen: Seen) -> str:
    return seen.path


def _files(root: Path, problems: list[Diagnostic]) -> Iterator[tuple[str, os.stat_result]]:
    """All files of the folders, whatever order the file system gives them in."""
    pending = [folder for folder in FOLDERS if (root / folder).is_dir()]
    while pending:
        folder = pending.pop()
        with os.scandir(root / folder) as entries:
            for entry in entries:
                path = f"{folder}/{entry.name}"
                if _is_ignored(path):
                    continue
                if entry.is_symlink() and not _stays_inside(root, path):
                    problems.append(_outside(path))
                elif entry.is_dir():
                    pending.append(path)
                    problems += [_directory(path)] * path.endswith(".md")
                elif entry.is_file():
                    yield path, entry.stat()
                else:
                    problems.append(_special(path))


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
