"""FTPS and FTP, with the standard library: what shared hosts with cPanel offer."""

from __future__ import annotations

import ftplib
import io
import posixpath
import socket
import ssl
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import local
from typing import Any

from press.deploy.address import Address
from press.deploy.headers import Headers
from press.deploy.parallel import Threads
from press.deploy.record import FOLDER
from press.deploy.target import Sent, TargetError
from press.i18n.mark import N_

_LOCK = f"{FOLDER}/lock"
_OWNER = f"{_LOCK}/owner"
_TIMEOUT = 60
"""Seconds to wait for the server."""
_CONNECTIONS = 4
"""Connections at once; most hosts permit at least as many."""


class _ReusedSession(ftplib.FTP_TLS):
    """FTPS whose data connections continue the TLS session of the control connection, which vsftpd requires."""

    server_name = ""

    def ntransfercmd(self, cmd: str, rest: Any = None) -> tuple[socket.socket, int | None]:
        """Open a data connection."""
        connection, size = ftplib.FTP.ntransfercmd(self, cmd, rest)  # noqa: S321 - TLS is added below
        if self._prot_p:  # type: ignore[attr-defined]
            connection = self.context.wrap_socket(
                connection,
                server_hostname=self.server_name,
                session=self.sock.session,  # type: ignore[union-attr]
            )
        return connection, size

    def auth(self) -> str:
        """Begin TLS on the control connection, with the name that the certificate must have."""
        answer = self.voidcmd("AUTH TLS")
        self.sock = self.context.wrap_socket(self.sock, server_hostname=self.server_name)  # type: ignore[arg-type]
        self.file = self.sock.makefile(mode="r", encoding=self.encoding)
        return answer


class FtpTarget:
    """A target on a server with FTP, with TLS unless its address begins with ``ftp:``."""

    def __init__(self, address: Address, context: ssl.SSLContext | None = None) -> None:
        """Connect. Raises `TargetError`. `context`: which certificates are trusted; default: those of the system."""
        self._address = address
        self._context = context or ssl.create_default_context()
        self._known: dict[str, str] = {}
        """Folders that exist and are no links, with their paths as the server shows them."""
        self._threads = Threads(_CONNECTIONS)
        self._own = local()
        """What each thread has for itself."""
        self._opened: list[ftplib.FTP] = []
        with _reported(address.host):
            self._folder = posixpath.join(self._ftp.pwd(), address.path)

    @property
    def _ftp(self) -> ftplib.FTP:
        """The connection of this thread."""
        found: ftplib.FTP | None = getattr(self._own, "ftp", None)
        if found is None:
            found = self._own.ftp = self._connected()
            self._opened.append(found)
        return found

    def _connected(self) -> ftplib.FTP:
        address = self._address
        ftp: ftplib.FTP
        if address.scheme == "ftps":
            ftp = _ReusedSession(timeout=_TIMEOUT, context=self._context, encoding="utf-8")
            ftp.server_name = address.server_name or address.host
        else:
            ftp = ftplib.FTP(timeout=_TIMEOUT, encoding="utf-8")  # noqa: S321 - allowed by name in config.toml
        ftp.connect(address.host, address.port or ftplib.FTP_PORT)
        ftp.login(address.user or "anonymous", address.password)
        if isinstance(ftp, ftplib.FTP_TLS):
            ftp.prot_p()
        return ftp

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file; None if there is none."""
        data = io.BytesIO()
        with _reported(path):
            try:
                self._ftp.retrbinary(f"RETR {self._place(path)}", data.write)
            except ftplib.error_perm as reason:
                if str(reason).startswith("550"):
                    return None
                raise
        return data.getvalue()

    def read_all(self, paths: Iterable[str]) -> Mapping[str, bytes | None]:
        """Read files, many of them on several connections."""
        return self._threads.read(paths, self.read)

    def write(self, path: str, data: bytes) -> None:
        """Write a file by a rename."""
        place = self._place(path)
        self._make_folder_of(path)
        with _reported(path):
            self._ftp.storbinary(f"STOR {place}.press~", io.BytesIO(data))
            self._ftp.rename(f"{place}.press~", place)

    def send(self, files: Mapping[str, Path], sent: Sent) -> None:
        """Write files, many of them on several connections."""
        self._threads.send(files, self.write, sent, self._make_folder_of)

    def delete(self, paths: Iterable[str], sent: Sent) -> None:
        """Delete files, and the folders that become empty."""
        for path in paths:
            place = self._place(path)
            with _reported(path):
                if self._is_folder(posixpath.dirname(place)):
                    self._delete(place)
            self._remove_empty(posixpath.dirname(place))
            sent(path)

    def _delete(self, place: str) -> None:
        try:
            self._ftp.delete(place)
        except ftplib.error_perm:
            if self._exists(place):
                raise

    def _exists(self, place: str) -> bool:
        try:
            self._ftp.voidcmd("TYPE I")
            self._ftp.size(place)
        except ftplib.error_perm:
            return False
        return True

    def lock(self, owner: str) -> str | None:
        """Make the folder of the lock, which only one connection can."""
        self._make_folder_of(_LOCK)
        with _reported(_LOCK):
            try:
                self._ftp.mkd(self._place(_LOCK))
            except ftplib.error_perm:
                if not self._is_folder(self._place(_LOCK)):
                    raise
                return (self.read(_OWNER) or b"?").decode(errors="replace")
        self.write(_OWNER, owner.encode())
        return None

    def unlock(self) -> None:
        """Remove the folder of the lock."""
        with _reported(_LOCK):
            with suppress(ftplib.error_perm):
                self._ftp.delete(self._place(_OWNER))
            with suppress(ftplib.error_perm):
                self._ftp.rmd(self._place(_LOCK))
            self._known.pop(self._place(_LOCK), None)

    def begin(self, release: str, headers: Headers) -> None:
        """Files are seen as soon as they are written: nothing to prepare."""

    def publish(self, kept: int) -> None:
        """Files are seen as soon as they are written."""

    def close(self) -> None:
        """End the connections."""
        self._threads.close()
        for ftp in self._opened:
            with suppress(*ftplib.all_errors):
                ftp.quit()
            ftp.close()

    def _place(self, path: str) -> str:
        place = posixpath.join(self._folder, path)
        if "\n" in place or "\r" in place:
            raise TargetError(N_("{path} on the target: {reason}"), path=path, reason="line break")
        return place

    def _is_folder(self, place: str) -> bool:
        """Tell whether a folder exists. Raises `TargetError` if it is a link: it may lead anywhere."""
        if place in self._known:
            return True
        above = posixpath.dirname(place) if len(place) > len(self._folder) else ""
        if above and not self._is_folder(above):
            return False
        try:
            self._ftp.cwd(place)
        except ftplib.error_perm:
            return False
        reached = self._ftp.pwd()
        if above and reached != posixpath.join(self._known[above], posixpath.basename(place)):
            raise TargetError(N_("{path} is a link on the target; remove it"), path=place)
        self._known[place] = reached
        return True

    def _make_folder_of(self, path: str) -> None:
        """Make the folder of a file."""
        with _reported(path):
            self._make_folder(posixpath.dirname(self._place(path)))

    def _make_folder(self, place: str) -> None:
        if not place or self._is_folder(place):
            return
        if posixpath.dirname(place) not in ("", place):
            self._make_folder(posixpath.dirname(place))
        if len(place) > len(self._folder):
            with suppress(ftplib.error_perm):
                self._ftp.delete(place)  # a file of an older site, where a folder must be
        self._ftp.mkd(place)

    def _remove_empty(self, place: str) -> None:
        with suppress(ftplib.error_perm):
            while len(place) > len(self._folder):
                self._ftp.rmd(place)  # refused if it is not empty
                self._known.pop(place, None)
                place = posixpath.dirname(place)


@contextmanager
def _reported(path: str) -> Iterator[None]:
    """Raise errors of the connection as `TargetError`."""
    try:
        yield
    except ftplib.all_errors as reason:
        raise TargetError(N_("{path} on the target: {reason}"), path=path, reason=reason) from reason
