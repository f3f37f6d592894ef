"""A folder of this computer, or of a network drive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from press import disk
from press.deploy.headers import Headers
from press.deploy.record import FOLDER
from press.deploy.target import Sent, TargetError
from press.i18n.mark import N_

_LOCK = f"{FOLDER}/lock"
_OWNER = f"{_LOCK}/owner"


class FolderTarget:
    """A target in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file; None if there is none."""
        try:
            file = self._inside(path)
            return file.read_bytes() if file.is_file() and not file.is_symlink() else None
        except OSError as reason:
            raise _failed(path, reason) from reason

    def read_all(self, paths: Iterable[str]) -> Mapping[str, bytes | None]:
        """Read files."""
        return {path: self.read(path) for path in paths}

    def write(self, path: str, data: bytes) -> None:
        """Write a file by a rename."""
        try:
            file = self._inside(path)
            self._make_folder(file.parent)
            disk.write(file, data)
        except OSError as reason:
            raise _failed(path, reason) from reason

    def send(self, files: Mapping[str, Path], sent: Sent) -> None:
        """Write files."""
        for path, file in files.items():
            self.write(path, file.read_bytes())
            sent(path)

    def delete(self, paths: Iterable[str], sent: Sent) -> None:
        """Delete files, and the folders that become empty."""
        for path in paths:
            try:
                file = self._inside(path)
                file.unlink(missing_ok=True)
            except OSError as reason:
                raise _failed(path, reason) from reason
            self._remove_empty(file.parent)
            sent(path)

    def lock(self, owner: str) -> str | None:
        """Make the folder of the lock, which only one process can."""
        try:
            self._make_folder(self._folder / FOLDER)
            (self._folder / _LOCK).mkdir()
        except FileExistsError:
            return (self.read(_OWNER) or b"?").decode(errors="replace")
        except OSError as reason:
            raise _failed(_LOCK, reason) from reason
        self.write(_OWNER, owner.encode())
        return None

    def unlock(self) -> None:
        """Remove the folder of the lock."""
        disk.remove(self._folder / _LOCK)

    def begin(self, release: str, headers: Headers) -> None:
        """Files are seen as soon as they are written: nothing to prepare."""

    def publish(self, kept: int) -> None:
        """Files are seen as soon as they are written."""

    def close(self) -> None:
        """There is no connection."""

    def _inside(self, path: str) -> Path:
        """Return the place of a file. Raises `TargetError` if a folder on the way is a link: it may lead anywhere."""
        file = self._folder / path
        for folder in file.parents[: len(file.parts) - len(self._folder.parts) - 1]:
            if folder.is_symlink():
                raise TargetError(N_("{path} is a link on the target; remove it"), path=folder)
        return file

    def _make_folder(self, folder: Path) -> None:
        """Make a folder; a file in its place, from an older site, is replaced."""
        for path in reversed([folder, *folder.parents[: len(folder.parts) - len(self._folder.parts)]]):
            if path.is_file() and path != self._folder:
                path.unlink()
            path.mkdir(exist_ok=True, parents=path == self._folder)

    def _remove_empty(self, folder: Path) -> None:
        with suppress(OSError):  # a folder with files is not removed
            while folder != self._folder:
                folder.rmdir()
                folder = folder.parent


def _failed(path: str, reason: OSError) -> TargetError:
    return TargetError(N_("{path} on the target: {reason}"), path=path, reason=reason.strerror or reason)
