"""The only module that writes files under ``site/``: each file atomically, by a rename."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG

from press import disk
from press.errors import Unwritable
from press.i18n.mark import N_
from press.model import Output, OutputRecord

TEMPORARY = ".press~"
"""Folder in ``site/`` in which files are written before they are renamed: it is on the same file system."""


NOT_OURS = frozenset({".git", ".gitignore", ".gitkeep"})
"""What may be at the top of a site and is left alone: it may be a checkout of the branch that is deployed."""


def write_output(
    folder: Path, output: Output, data: bytes, known: OutputRecord | None, aside: bool = False
) -> tuple[OutputRecord, bool]:
    """Publish bytes at an address, in any process. A file that has these bytes already is not written again.

    `known` is what was published there before. With `aside`, the file is only written, and is published by `move`; also
    returns whether it must be. Raises `Unwritable` if writing fails; the old file is then unchanged.
    """
    digest = disk.digest(data)
    path = f"{folder}/{output.address}"
    try:
        mtime = _mtime_if_equal(path, data, known if known and known.digest == digest else None)
        is_new = mtime is None
        if mtime is None:
            temporary = _temporary(folder, output.address)
            mtime = _write(temporary, data)
            if not aside:
                _move(folder, temporary, path)
    except OSError as reason:
        raise _unwritable(output.address, reason) from reason
    record = OutputRecord(output.address, output.kind, output.owner, output.key, digest, len(data), mtime)
    return record, is_new and aside


def move(folder: Path, address: str) -> None:
    """Publish a file that was written aside. Raises `Unwritable`."""
    try:
        _move(folder, _temporary(folder, address), f"{folder}/{address}")
    except OSError as reason:
        raise _unwritable(address, reason) from reason


def written_at(folder: Path, address: str) -> Path:
    """Return the path of a file that was written aside."""
    return Path(_temporary(folder, address))


class SiteFolder:
    """The folder of the site."""

    def __init__(self, folder: Path, marker: Path) -> None:
        """`marker` is a file that exists while files are being changed: it remains after a build that crashed.

        Anything else in its place counts as this file.
        """
        self.folder = folder
        self._marker = marker
        self._has_begun = False

    def begin(self) -> None:
        """Mark that files are about to change; calls after the first do nothing. Raises `Unwritable`."""
        if self._has_begun:
            return
        try:
            if not self.is_incomplete():
                self._marker.touch()
            disk.remove(self.folder / TEMPORARY)
            (self.folder / TEMPORARY).mkdir(parents=True)
        except OSError as reason:
            raise _unwritable(TEMPORARY, reason) from reason
        self._has_begun = True

    def remove(self, address: str) -> None:
        """Remove a file or an empty folder, and the folders that it leaves empty. Raises `Unwritable`."""
        path = self.folder / address
        try:
            if path.is_dir() and not path.is_symlink():
                if any(path.iterdir()):
                    return  # a folder of ours has replaced the file
                path.rmdir()
            else:
                path.unlink(missing_ok=True)
            for folder in path.relative_to(self.folder).parents:
                if folder == Path() or any((self.folder / folder).iterdir()):
                    break
                (self.folder / folder).rmdir()
        except (FileNotFoundError, NotADirectoryError):
            return  # it is gone with its folder, or a file of ours has replaced its folder
        except OSError as reason:
            raise _unwritable(address, reason) from reason

    def is_incomplete(self) -> bool:
        """Tell whether the last build crashed while files were being changed."""
        return os.path.lexists(self._marker)

    def remove_temporary(self) -> None:
        """Remove the folder of files that were being written."""
        with suppress(OSError):
            disk.remove(self.folder / TEMPORARY)

    def complete(self) -> None:
        """Mark that all changes are recorded in the ledger."""
        disk.remove(self._marker)


def _temporary(folder: Path, address: str) -> str:
    """Return the path at which the file for an address is written, before it is renamed."""
    return f"{folder}/{TEMPORARY}/{disk.digest(address.encode())}"


def _write(path: str, data: bytes) -> int:
    """Write a file. Returns its mtime."""
    with open(path, "wb", buffering=0) as file:
        rest = memoryview(data)
        while rest:
            rest = rest[file.write(rest) :]
        return os.fstat(file.fileno()).st_mtime_ns & disk.LARGEST


def _move(site: Path, temporary: str, path: str) -> None:
    """Rename a file into the site, and remove whatever is in its place.

    Most files are the first in their folder, which is therefore made without a check whether it exists.
    """
    parent = path.rpartition("/")[0]
    try:
        os.mkdir(parent)
    except FileExistsError:
        if os.path.islink(parent):
            _make_folder(site, Path(parent))
    except (FileNotFoundError, NotADirectoryError):
        _make_folder(site, Path(parent))
    try:
        os.replace(temporary, path)
    except OSError:
        if os.path.isdir(path):
            shutil.rmtree(path)
        else:
            _make_folder(site, Path(parent))
        os.replace(temporary, path)


def _make_folder(site: Path, folder: Path) -> None:
    """Make a folder of the site; whatever else is in its place is removed."""
    for above in [folder, *folder.parents]:
        if above == site:
            break
        if os.path.lexists(above) and (above.is_symlink() or not above.is_dir()):
            above.unlink()
    folder.mkdir(parents=True, exist_ok=True)


def _mtime_if_equal(path: str, data: bytes, known: OutputRecord | None) -> int | None:
    """Return the mtime of a file that has these bytes, else None; `known` is its record if these bytes were written."""
    try:
        stat = os.lstat(path)
        mtime = stat.st_mtime_ns & disk.LARGEST
        if stat.st_size != len(data) or not S_ISREG(stat.st_mode):
            return None
        if known is None or known.mtime != mtime:
            with open(path, "rb") as file:
                return mtime if file.read() == data else None
    except OSError:
        return None
    return mtime


def _unwritable(address: str, reason: OSError) -> Unwritable:
    message = N_("cannot write {address}: {reason}; check the free space and the permissions, then try again")
    return Unwritable(message, address=address, reason=reason.strerror or reason)
