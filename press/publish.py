"""The only writer under ``site/``: one file at a time, whole, by rename; and it notices what others did there."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
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


class Site:
    """The folder that hosts serve."""

    def __init__(self, folder: Path, mark: Path) -> None:
        """`mark` is a file that exists while files are being changed: left behind by a build that died."""
        self.folder = folder
        self._mark = mark
        self._written = 0
        self._folders: set[str] = set()

    def put(self, output: Output, data: bytes, known: Made | None) -> Made:
        """Publish bytes at an address. Equal bytes are not written again and keep their mtime.

        Raises `Unwritable` where the disk refuses; the file is then as it was.
        """
        digest = hashlib.sha256(data).hexdigest()
        path = self.folder / output.address
        try:
            if not (known and known.digest == digest) and not _holds(path, data):
                self._write(path, data)
            mtime = path.stat().st_mtime_ns
        except OSError as reason:
            raise _unwritable(output.address, reason) from reason
        return Made(output.address, output.kind, output.owner, output.key, digest, len(data), mtime)

    def remove(self, address: str) -> None:
        """Take a file away, and the folders that it leaves empty."""
        path = self.folder / address
        self._mark.touch()
        try:
            path.unlink(missing_ok=True)
            self._folders.add(_parent(address))
            for folder in path.relative_to(self.folder).parents:
                if folder == Path() or any((self.folder / folder).iterdir()):
                    break
                (self.folder / folder).rmdir()
                self._folders |= {folder.as_posix(), _parent(folder.as_posix())}
        except FileNotFoundError:
            return
        except OSError as reason:
            raise _unwritable(address, reason) from reason

    def finish(self) -> tuple[dict[str, int], set[str]]:
        """Clear the stage. Gives the mtimes (nanoseconds) of the folders that changed, and those that are gone."""
        shutil.rmtree(self.folder / _STAGE, ignore_errors=True)
        mtimes: dict[str, int] = {}
        for name in {"", *self._folders}:
            folder = self.folder / name
            if folder.is_dir():
                mtimes[name] = folder.stat().st_mtime_ns
        return mtimes, self._folders - set(mtimes)

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

    def _write(self, path: Path, data: bytes) -> None:
        stage = self.folder / _STAGE
        if not self._written:
            self._mark.touch()
        self._written += 1
        staged = stage / str(self._written)
        try:
            staged.write_bytes(data)
        except FileNotFoundError:
            stage.mkdir(parents=True, exist_ok=True)
            staged.write_bytes(data)
        try:
            staged.replace(path)
        except (FileNotFoundError, NotADirectoryError):
            self._make_folder(path.parent)
            staged.replace(path)
        self._folders.add(_parent(path.relative_to(self.folder).as_posix()))

    def _make_folder(self, folder: Path) -> None:
        """Make a folder and note all above it; a stranger's file in its place is taken away."""
        for above in [folder, *folder.parents]:
            if above == self.folder:
                break
            if above.is_symlink() or above.is_file():
                above.unlink()
            self._folders |= {
                above.relative_to(self.folder).as_posix(),
                _parent(above.relative_to(self.folder).as_posix()),
            }
        folder.mkdir(parents=True, exist_ok=True)

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
            if path == ".git":
                continue
            if not entry.is_dir(follow_symlinks=False):
                yield path
            elif known is None or path not in known:
                yield from self._walk(path)


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
