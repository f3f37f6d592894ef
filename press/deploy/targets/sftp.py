"""SFTP, with paramiko: what most web hosts and every server with SSH offer."""

from __future__ import annotations

import io
import os
import posixpath
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import local

import paramiko

from press.deploy.address import Address
from press.deploy.headers import Headers
from press.deploy.parallel import Threads
from press.deploy.record import FOLDER
from press.deploy.target import Sent, TargetError
from press.i18n.mark import N_

_LOCK = f"{FOLDER}/lock"
_OWNER = f"{_LOCK}/owner"
_CHANNELS = 4
_TIMEOUT = 30
"""Seconds to wait for the server."""
_LINK = N_("{path} is a link on the target; remove it")
_KEYS = (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey)


class SftpTarget:
    """A target on a server with SSH."""

    def __init__(self, address: Address) -> None:
        """Connect. Raises `TargetError`. The host key must be known: in ``known_hosts``, or as `Address.host_key`."""
        self._folder = address.path or "."
        self._known: set[str] = set()
        """Folders that exist and are no links."""
        self._ssh = connected(address)
        self._threads = Threads(_CHANNELS)
        self._own = local()
        """What each thread has for itself."""

    @property
    def _sftp(self) -> paramiko.SFTPClient:
        """The channel of this thread."""
        found: paramiko.SFTPClient | None = getattr(self._own, "sftp", None)
        if found is None:
            found = self._own.sftp = self._ssh.open_sftp()
            found.get_channel().settimeout(_TIMEOUT)  # type: ignore[union-attr]
        return found

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file; None if there is none."""
        with _reported(path):
            try:
                if not stat.S_ISREG(self._sftp.lstat(self._place(path)).st_mode or 0):
                    return None
                with self._sftp.open(self._place(path), "rb") as file:
                    file.prefetch()
                    return file.read()
            except FileNotFoundError:
                return None

    def read_all(self, paths: Iterable[str]) -> Mapping[str, bytes | None]:
        """Read files, many of them on several channels."""
        return self._threads.read(paths, self.read)

    def write(self, path: str, data: bytes) -> None:
        """Write a file by a rename."""
        place = self._place(path)
        temporary = f"{place}.press~"
        self._make_folder_of(path)
        with _reported(path):
            self._sftp.putfo(io.BytesIO(data), temporary, len(data))
            self._sftp.posix_rename(temporary, place)

    def send(self, files: Mapping[str, Path], sent: Sent) -> None:
        """Write files, many of them on several channels."""
        self._threads.send(files, self.write, sent, self._make_folder_of)

    def delete(self, paths: Iterable[str], sent: Sent) -> None:
        """Delete files, and the folders that become empty."""
        for path in paths:
            place = self._place(path)
            with _reported(path):
                self._check_folder(posixpath.dirname(place))
                with suppress(FileNotFoundError):
                    self._sftp.remove(place)
            self._remove_empty(posixpath.dirname(place))
            sent(path)

    def lock(self, owner: str) -> str | None:
        """Make the folder of the lock, which only one connection can."""
        self._make_folder_of(_LOCK)
        with _reported(_LOCK):
            try:
                self._sftp.mkdir(self._place(_LOCK))
            except OSError:
                if not stat.S_ISDIR(self._mode(self._place(_LOCK))):
                    raise
                return (self.read(_OWNER) or b"?").decode(errors="replace")
        self.write(_OWNER, owner.encode())
        return None

    def unlock(self) -> None:
        """Remove the folder of the lock."""
        with _reported(_LOCK):
            with suppress(FileNotFoundError):
                self._sftp.remove(self._place(_OWNER))
            with suppress(FileNotFoundError):
                self._sftp.rmdir(self._place(_LOCK))
            self._known.discard(self._place(_LOCK))

    def begin(self, release: str, headers: Headers) -> None:
        """Files are seen as soon as they are written: nothing to prepare."""

    def publish(self, kept: int) -> None:
        """Files are seen as soon as they are written."""

    def close(self) -> None:
        """End the connection."""
        self._threads.close()
        self._ssh.close()

    def _place(self, path: str) -> str:
        return posixpath.join(self._folder, path)

    def _check_folder(self, place: str) -> None:
        """Raise `TargetError` if a folder of the target is a link: it may lead anywhere."""
        if place in self._known or len(place) <= len(self._folder):
            return
        self._check_folder(posixpath.dirname(place))
        if stat.S_ISLNK(self._mode(place)):
            raise TargetError(_LINK, path=place)

    def _make_folder_of(self, path: str) -> None:
        """Make the folder of a file."""
        with _reported(path):
            self._make_folder(posixpath.dirname(self._place(path)))

    def _make_folder(self, place: str) -> None:
        """Make a folder and those above it. Raises `TargetError` if one is a link; that of the whole target may be."""
        if place in self._known:
            return
        is_inside = len(place) > len(self._folder)
        if is_inside:
            self._make_folder(posixpath.dirname(place))
        mode = self._mode(place, follow=not is_inside)
        if stat.S_ISLNK(mode):
            raise TargetError(_LINK, path=place)
        if not stat.S_ISDIR(mode):
            if not is_inside and posixpath.dirname(place) not in ("", place):
                self._make_folder(posixpath.dirname(place))
            if is_inside and mode:
                self._sftp.remove(place)  # a file of an older site, where a folder must be
            self._sftp.mkdir(place)
        self._known.add(place)

    def _mode(self, place: str, follow: bool = False) -> int:
        """Return the mode of a file; 0 if there is none."""
        try:
            return (self._sftp.stat(place) if follow else self._sftp.lstat(place)).st_mode or 0
        except FileNotFoundError:
            return 0

    def _remove_empty(self, place: str) -> None:
        with suppress(OSError):
            while len(place) > len(self._folder):
                self._sftp.rmdir(place)
                self._known.discard(place)
                place = posixpath.dirname(place)


def connected(address: Address) -> paramiko.SSHClient:
    """Connect to a server with SSH. Raises `TargetError`."""
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    with _reported(address.host):
        if address.host_key:
            kind, _, data = address.host_key.partition(" ")
            name = address.host if address.port in (0, 22) else f"[{address.host}]:{address.port}"
            client.get_host_keys().add(name, kind, paramiko.PKey.from_type_string(kind, _decoded(data)))
        else:
            client.load_system_host_keys()
        client.connect(
            address.host, address.port or 22, address.user or None, address.password or None,
            pkey=_private_key(address), look_for_keys=not address.key, timeout=_TIMEOUT,
            banner_timeout=_TIMEOUT, auth_timeout=_TIMEOUT,
        )  # fmt: skip
    return client


def _decoded(data: str) -> bytes:
    import base64  # noqa: PLC0415 - only here

    return base64.b64decode(data.split(maxsplit=1)[0])


def _private_key(address: Address) -> paramiko.PKey | None:
    """Return the private key in the environment; None: those of the user and the agent are tried."""
    if not address.key:
        return None
    for kind in _KEYS:
        with suppress(paramiko.SSHException, ValueError):
            return kind.from_private_key(io.StringIO(f"{address.key.strip()}\n"), address.password or None)
    raise TargetError(N_("the private key in {name} cannot be read"), name=address.key_name)


@contextmanager
def _reported(path: str) -> Iterator[None]:
    """Raise errors of the connection as `TargetError`."""
    try:
        yield
    except (paramiko.SSHException, EOFError, OSError) as reason:
        text = os.strerror(reason.errno) if isinstance(reason, OSError) and reason.errno else str(reason)
        message = N_("{path} on the target: {reason}")
        raise TargetError(message, path=path, reason=text or type(reason).__name__) from reason
