"""The shape of a target: a place on a server where a site lies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Protocol

from press.deploy.headers import Headers
from press.errors import PressError

Sent = Callable[[str], None]
"""It is called with the address of each file that is complete on the server."""


class TargetError(PressError):
    """The server refused something, or the connection was lost."""


class Target(Protocol):
    """A place on a server. Paths are relative to it, with forward slashes. All methods raise `TargetError`."""

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file; None if there is none."""

    def read_all(self, paths: Iterable[str]) -> Mapping[str, bytes | None]:
        """Return the bytes of several files, with few round trips or several connections."""

    def write(self, path: str, data: bytes) -> None:
        """Write a file: readers see the old one or the new one. Missing folders are made; links are not followed."""

    def send(self, files: Mapping[str, Path], sent: Sent) -> None:
        """Write the files of this computer that are named for each path, in any order."""

    def delete(self, paths: Iterable[str], sent: Sent) -> None:
        """Delete files, and the folders that become empty. A file that is not there counts as deleted."""

    def lock(self, owner: str) -> str | None:
        """Lock the target for one deployment; if it is locked already, return the owner of that lock."""

    def unlock(self) -> None:
        """Remove the lock."""

    def begin(self, release: str, headers: Headers) -> None:
        """Prepare for a deployment, named by its time. What is sent may be seen by readers only after `publish`.

        `headers` are for targets that keep them with each file; elsewhere the web server reads the files that set them.
        """

    def publish(self, kept: int) -> None:
        """Show what was sent to readers, if they do not see it yet, and keep this many releases to go back to."""

    def close(self) -> None:
        """End the connection."""
