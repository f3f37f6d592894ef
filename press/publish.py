"""The only writer under ``site/``: one file at a time, whole, by rename; and it notices what others did there."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

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
    path = folder / output.address
    try:
        if not (known and known.digest == digest) and not _holds(path, data):
            _write(folder, path, data, digest)
        mtime = path.stat().st_mtime_ns
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

    def finish(self, changed: Iterable[str]) -> tuple[dict[str, int], set[str]]:
        """Clear the stage. Gives the mtimes (nanoseconds) of the folders above changed addresses, and those gone."""
        shutil.rmtree(self.folder / _STAGE, ignore_errors=True)
        folders: set[str] = set()
        for address in changed:
            folder = _parent(address)
            while folder not in folders:
                folders.add(folder)
                folder = _parent(folder)
        mtimes: dict[str, int] = {}
        for name in folders:
            with suppress(OSError):
                mtimes[name] = (self.folder / name).stat().st_mtime_ns
        return mtimes, folders - mtimes.keys()

    def settle(self) -> None:
        """Say that the ledger now knows of all that was changed."""
        self._mark.unlink(missing_ok=True)

    def survey(self, rows: Iterable[Made], folders: Mapping[str, int], thorough: bool) -> Survey:
        """Look at what is there. A thorough look reads every file and walks every folder; else stat tells."""
        thorough = thorough or self._mark.exists()
        damaged: list[Made] = []
        moved: list[Made] = []
        known: set[str] = set()
        for made in rows:
            known.add(made.address)
            mtime = _mtime_if_whole(f"{self.folder}/{made.address}", made, thorough)
            if mtime is None:
                damaged.append(made)
            elif mtime != made.mtime:
                moved.append(msgspec.structs.replace(made, mtime=mtime))
        walked = self._walk("") if thorough else self._changed_folders(folders)
        strangers = tuple(sorted(address for address in walked if address not in known))
        return Survey(tuple(damaged), tuple(moved), strangers)

    def _changed_folders(self, folders: Mapping[str, int]) -> Iterator[str]:
        """The files in folders that something was added to or taken from."""
        for name, mtime in folders.items():
            folder = f"{self.folder}/{name}"
            try:
                unchanged = os.stat(folder).st_mtime_ns == mtime  # noqa: PTH116 - ten thousand of them: Path costs twice
            except OSError:
                continue
            if not unchanged:
                yield from self._walk(name, folders)

    def _walk(self, name: str, known: Mapping[str, int] | None = None) -> Iterator[str]:
        """All files in a folder and in those of its folders that are not known by themselves."""
        try:
            entries = sorted(os.scandir(self.folder / name), key=lambda entry: entry.name)
        except OSError:
            return
        for entry in entries:
            path = f"{name}/{entry.name}".lstrip("/")
            if path in (".git", _STAGE):
                continue
            if not entry.is_dir(follow_symlinks=False):
                yield path
            elif known is None or path not in known:
                yield from self._walk(path)


def _write(folder: Path, path: Path, data: bytes, digest: str) -> None:
    """Write beside the site and rename into it; the stage's name is of the content, so that processes cannot collide
    but over the same bytes at different addresses.
    """
    staged = folder / _STAGE / f"{os.getpid()}-{digest}"
    staged.write_bytes(data)
    try:
        staged.replace(path)
    except (FileNotFoundError, NotADirectoryError):
        _make_folder(folder, path.parent)
        staged.replace(path)


def _make_folder(site: Path, folder: Path) -> None:
    """Make a folder of the site; a stranger's file or link in its place is taken away."""
    for above in [folder, *folder.parents]:
        if above == site:
            break
        if above.is_symlink() or above.is_file():
            above.unlink()
    folder.mkdir(parents=True, exist_ok=True)


def _mtime_if_whole(path: str, made: Made, thorough: bool) -> int | None:
    """The mtime of a file that is what was written, else None."""
    try:
        stat = os.lstat(path)
        if stat.st_size != made.size or os.path.islink(path):  # noqa: PTH114
            return None
        if not thorough and stat.st_mtime_ns == made.mtime:
            return made.mtime
        with open(path, "rb") as file:  # noqa: PTH123
            whole = hashlib.file_digest(file, "sha256").hexdigest() == made.digest
    except OSError:
        return None
    return stat.st_mtime_ns if whole else None


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and not path.is_symlink() and path.read_bytes() == data
    except OSError:
        return False


def _parent(address: str) -> str:
    return address.rpartition("/")[0]


def _unwritable(address: str, reason: OSError) -> Unwritable:
    return Unwritable(N_("cannot write {address}: {reason}"), address=address, reason=reason.strerror or reason)
