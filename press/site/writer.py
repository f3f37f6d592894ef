"""The only writer under ``site/``: one file at a time, whole, by rename; and it notices what others did there."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Container, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG

import msgspec

from press.errors import N_, Unwritable
from press.model import Made, Output

_STAGE = ".press~"
"""Folder in ``site/`` in which files are written before they are renamed; on the same file system by its place."""


class Survey(msgspec.Struct, frozen=True):
    """What the folder of the site looks like, against what the ledger says."""

    damaged: tuple[Made, ...]
    """Missing, or not what was written."""
    moved: tuple[Made, ...]
    """Right, but with another mtime (a restored copy); to be remembered so."""
    strangers: tuple[str, ...]
    """Files that no build wrote."""


def put(folder: Path, output: Output, data: bytes, known: Made | None) -> Made:
    """Publish bytes at an address, in any process. Equal bytes are not written again and keep their mtime.

    Raises `Unwritable` where the disk refuses; the file is then as it was.
    """
    digest = hashlib.sha256(data).hexdigest()
    path = f"{folder}/{output.address}"
    staged = f"{folder}/{_STAGE}/{os.getpid()}-{digest}"  # two processes, or the same bytes twice, cannot collide
    try:
        mtime = _mtime_if_held(path, data, known if known and known.digest == digest else None)
        if mtime is None:
            mtime = _write(staged, data)
            _move_in(folder, staged, path)
    except OSError as reason:
        raise _unwritable(output.address, reason) from reason
    return Made(output.address, output.kind, output.owner, output.key, digest, len(data), mtime)


class Site:
    """The folder that hosts serve."""

    def __init__(self, folder: Path, mark: Path) -> None:
        """`mark` is a file that exists while files are being changed: left behind by a build that died."""
        self.folder = folder
        self._mark = mark

    def begin(self) -> None:
        """Say that files are about to change. Raises `Unwritable`."""
        try:
            self._mark.touch()
            shutil.rmtree(self.folder / _STAGE, ignore_errors=True)
            (self.folder / _STAGE).mkdir(parents=True)
        except OSError as reason:
            raise _unwritable(_STAGE, reason) from reason

    def remove(self, address: str) -> None:
        """Take a file away, and the folders that it leaves empty. Raises `Unwritable`."""
        path = self.folder / address
        if path.is_dir() and not path.is_symlink():
            return  # a folder of ours has taken the place of a stranger
        try:
            path.unlink(missing_ok=True)
            for folder in path.relative_to(self.folder).parents:
                if folder == Path() or any((self.folder / folder).iterdir()):
                    break
                (self.folder / folder).rmdir()
        except FileNotFoundError:
            return
        except OSError as reason:
            raise _unwritable(address, reason) from reason

    def is_unsettled(self) -> bool:
        """Tell whether the last build died while files were being changed."""
        return self._mark.exists()

    def finish(self) -> None:
        """Clear the stage."""
        shutil.rmtree(self.folder / _STAGE, ignore_errors=True)

    def settle(self) -> None:
        """Say that the ledger now knows of all that was changed."""
        self._mark.unlink(missing_ok=True)

    def times(self, folders: Iterable[str]) -> dict[str, int]:
        """The mtimes (nanoseconds) of folders; none for those that are not there."""
        found: dict[str, int] = {}
        for name in folders:
            with suppress(OSError):
                found[name] = os.stat(f"{self.folder}/{name}").st_mtime_ns
        return found

    def look(self, folder: str, made: Iterable[Made], apart: Container[str], thorough: bool) -> Survey:
        """Look at what is in a folder and below it, but for the folders `apart`, against what was made there.

        A thorough look reads every file; else stat tells.
        """
        there = dict(_walk(self.folder, folder, apart))
        damaged: list[Made] = []
        moved: list[Made] = []
        for one in made:
            stat = there.pop(one.address, None)
            mtime = _mtime_if_whole(f"{self.folder}/{one.address}", stat, one, thorough) if stat else None
            if mtime is None:
                damaged.append(one)
            elif mtime != one.mtime:
                moved.append(msgspec.structs.replace(one, mtime=mtime))
        return Survey(tuple(damaged), tuple(moved), tuple(sorted(there)))


def _walk(site: Path, folder: str, apart: Container[str]) -> Iterator[tuple[str, os.stat_result]]:
    """The files in a folder and below it, by address; links are not followed."""
    try:
        entries = list(os.scandir(f"{site}/{folder}"))
    except OSError:
        return
    for entry in entries:
        path = f"{folder}/{entry.name}" if folder else entry.name
        if not entry.is_dir(follow_symlinks=False):
            yield path, entry.stat(follow_symlinks=False)
        elif path not in apart and path not in (".git", _STAGE):
            yield from _walk(site, path, apart)


def _write(staged: str, data: bytes) -> int:
    """Write beside the site. Gives the mtime."""
    with open(staged, "wb", buffering=0) as file:
        rest = memoryview(data)
        while rest:
            rest = rest[file.write(rest) :]
        return os.fstat(file.fileno()).st_mtime_ns


def _move_in(site: Path, staged: str, path: str) -> None:
    """Rename into the site, whatever strangers have put in the way. Most files are the first in their folder, so that
    is made without asking.
    """
    parent = _parent(path)
    try:
        os.mkdir(parent)
    except FileExistsError:
        if os.path.islink(parent):
            _make_folder(site, Path(parent))
    except (FileNotFoundError, NotADirectoryError):
        _make_folder(site, Path(parent))
    try:
        os.replace(staged, path)
    except OSError:
        if os.path.isdir(path):
            shutil.rmtree(path)
        else:
            _make_folder(site, Path(parent))
        os.replace(staged, path)


def _make_folder(site: Path, folder: Path) -> None:
    """Make a folder of the site; a stranger's file or link in its place is taken away."""
    for above in [folder, *folder.parents]:
        if above == site:
            break
        if above.is_symlink() or above.is_file():
            above.unlink()
    folder.mkdir(parents=True, exist_ok=True)


def _mtime_if_whole(path: str, stat: os.stat_result, made: Made, thorough: bool) -> int | None:
    """The mtime of a file that is what was written, else None."""
    if stat.st_size != made.size or not S_ISREG(stat.st_mode):
        return None
    if not thorough and stat.st_mtime_ns == made.mtime:
        return made.mtime
    try:
        with open(path, "rb") as file:
            whole = hashlib.file_digest(file, "sha256").hexdigest() == made.digest
    except OSError:
        return None
    return stat.st_mtime_ns if whole else None


def _mtime_if_held(path: str, data: bytes, known: Made | None) -> int | None:
    """The mtime of a file that has these bytes, else None; `known` is what had them when they were written."""
    try:
        stat = os.lstat(path)
        if stat.st_size != len(data) or not S_ISREG(stat.st_mode):
            return None
        if known is None or known.mtime != stat.st_mtime_ns:
            with open(path, "rb") as file:
                return stat.st_mtime_ns if file.read() == data else None
    except OSError:
        return None
    return stat.st_mtime_ns


def _parent(address: str) -> str:
    return address.rpartition("/")[0]


def _unwritable(address: str, reason: OSError) -> Unwritable:
    return Unwritable(N_("cannot write {address}: {reason}"), address=address, reason=reason.strerror or reason)
