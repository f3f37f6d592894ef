"""The preview's web server: files of one folder under the portal's path, for this machine only."""

from __future__ import annotations

import errno
import http.server
import json
import socket
import stat
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from press import urls
from press.errors import Misuse
from press.form import sveltia
from press.i18n.mark import N_
from press.serve.page_socket import accepted

_SCRIPT_PATH = "/__press/reload.js"
_SOCKET_PATH = "/__press/socket"
_TYPES = {**{feed.name: feed.mime for feed in urls.FEEDS}, "feeds.opml": "text/x-opml"}
_SCRIPT = (Path(__file__).parent / "reload.js").read_bytes()
_NO_PAGE = b"<!doctype html><title>404</title><body></body>"
_LAST_READ = 0.2
"""Seconds in which the rest of a refused request is read before the connection is closed."""


class Server(http.server.ThreadingHTTPServer):
    """Serves files, and notifies open pages when the site was rebuilt."""

    daemon_threads = True

    def __init__(self, folder: Path, base_path: str, port: int) -> None:
        self.base_path = base_path
        self._changed = threading.Condition()
        # Pages of an earlier preview reconnect to this one, and must find another version.
        self._version = time.time_ns()
        self._problems: list[str] = []
        super().__init__(("127.0.0.1", port), partial(_Handler, directory=str(folder)))

    @property
    def address(self) -> str:
        """The address of the home page."""
        return f"http://127.0.0.1:{self.server_port}{self.base_path}"

    def announce(self, base_path: str, problems: list[str]) -> None:
        """Make open pages reload; if the build failed, `base_path` is empty, and they show the problems."""
        with self._changed:
            self.base_path = base_path or self.base_path
            self._version += 1
            self._problems = [] if base_path else problems
            self._changed.notify_all()

    @property
    def version(self) -> int:
        """The version of the site; it differs after each announcement."""
        return self._version

    def version_seen(self, version: str) -> int:
        """Return the version that a page shows, if it gives that of the site; 0 if it is old or lacks the problems."""
        with self._changed:
            is_current = version in ("", str(self._version)) and not self._problems
            return self._version if is_current else 0

    def state_other_than(self, version: int, seconds: float) -> tuple[int, str] | None:
        """Wait for another version, and return it with its state as JSON; None if there is none in time."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._version != version, timeout=seconds):
                return None
            return self._version, json.dumps({"good": not self._problems, "problems": self._problems})

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print the traceback of a bug; a connection that the browser closed is none."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection. Unread data would make the system drop the response (RFC 9112, 9.6), so read it first."""
        until = time.monotonic() + _LAST_READ
        with suppress(OSError):
            request.shutdown(socket.SHUT_WR)
            request.settimeout(_LAST_READ)
            while time.monotonic() < until and request.recv(65536):
                pass
        self.close_request(request)


@contextmanager
def serving(folder: Path, base_path: str, port: int) -> Iterator[Server]:
    """Serve in a thread for a block. Raises `Misuse` if the port is in use."""
    try:
        server = Server(folder, base_path, port)
    except OSError as reason:
        message = N_("port {port} cannot be used: {reason}; choose another with --port")
        raise Misuse(message, port=port, reason=reason.strerror) from None
    thread = threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class _Handler(http.server.SimpleHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Respond with a page, a file, our own script, or the WebSocket."""
        path, _, query = self.path.partition("?")
        if not self._is_local():
            self.send_error(HTTPStatus.BAD_REQUEST, "unknown host")
        elif path == _SCRIPT_PATH:
            self._respond(_SCRIPT, "text/javascript")
        elif path == _SOCKET_PATH:
            self._keep_socket(query)
        else:
            self._respond_with_file()

    def do_HEAD(self) -> None:
        """Respond like `do_GET`, but without the content."""
        self.do_GET()

    def translate_path(self, path: str) -> str:
        """Return the file of a path. Only paths under the portal's base path have a file."""
        plain = _without_query(path)
        if not plain.startswith(self.server.base_path):
            return str(Path(self.directory) / "404.html~")
        return super().translate_path("/" + plain.removeprefix(self.server.base_path))

    def guess_type(self, path: object) -> str:
        """Return the media type of a file; that of a feed by its name."""
        return _TYPES.get(Path(str(path)).name) or super().guess_type(str(path))

    def end_headers(self) -> None:
        """End the headers; nothing is cached, since a file may change within the second that its date shows."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *arguments: object) -> None:
        """Log nothing: the terminal is for diagnostics."""

    def _is_local(self) -> bool:
        """Tell whether the Host header is ours: otherwise scripts of other sites could read drafts (DNS rebinding)."""
        port = self.server.server_port
        return self.headers.get("Host", "") in (f"127.0.0.1:{port}", f"localhost:{port}")

    def _respond_with_file(self) -> None:
        name = self.translate_path(self.path)
        is_folder_named = _without_query(self.path).endswith("/")
        try:
            mode = _mode(name)
        except OSError:
            self.send_error(HTTPStatus.REQUEST_URI_TOO_LONG)
            return
        if stat.S_ISDIR(mode) if is_folder_named else not mode or name.endswith(".html"):
            self._respond_with_page(Path(name) / "index.html" if is_folder_named else Path(name))
        elif is_folder_named:
            self._respond_with_page(None)
        elif self.command == "HEAD":
            super().do_HEAD()
        else:
            super().do_GET()

    def _respond_with_page(self, path: Path | None) -> None:
        """Respond with a page and our script in it; with the portal's 404 page if there is none."""
        version = self.server.version  # before the page is read, so that a build meanwhile makes it reload
        data = _content(path)
        if data is None and unquote(_without_query(self.path)) == self.server.base_path.rstrip("/"):
            self._redirect(self.server.base_path)
            return
        status = HTTPStatus.NOT_FOUND if data is None else HTTPStatus.OK
        if data is None:
            data = _content(Path(self.directory) / "404.html") or _NO_PAGE
        # The editor is not reloaded after a build: what is being typed there would be lost.
        is_editor = _without_query(self.path) == self.server.base_path + sveltia.ADDRESS
        self._respond(data if is_editor else _with_script(data, version), "text/html; charset=utf-8", status)

    def _redirect(self, path: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _respond(self, data: bytes, mime: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", mime)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _keep_socket(self, query: str) -> None:
        """Keep a WebSocket open, and send each announcement as one message."""
        if self.command != "GET" or self.headers.get("Origin", "") != f"http://{self.headers.get('Host')}":
            self.send_error(HTTPStatus.BAD_REQUEST, "unknown origin")
            return
        if not (opened := accepted(self.connection, self.headers.items(), _SOCKET_PATH)):
            self.send_error(HTTPStatus.BAD_REQUEST, "not a WebSocket")
            return
        self.close_connection = True
        version = self.server.version_seen(query)

        def next_message(seconds: float) -> str | None:
            nonlocal version
            state = self.server.state_other_than(version, seconds)
            version, message = state or (version, None)
            return message

        opened.keep_open(next_message)


def _without_query(path: str) -> str:
    return path.partition("?")[0].partition("#")[0]


def _mode(name: str) -> int:
    """Return the type of a file as `stat` does; 0 if there is none. Raises OSError if the name is too long."""
    try:
        return Path(name).stat().st_mode
    except OSError as reason:
        if reason.errno == errno.ENAMETOOLONG:
            raise
    except ValueError:  # a NUL character
        pass
    return 0


def _content(path: Path | None) -> bytes | None:
    """Return the content of a file; None if there is none."""
    try:
        return path.read_bytes() if path else None
    except (OSError, ValueError):
        return None


def _with_script(page: bytes, version: int) -> bytes:
    """Insert our script at the end of a page."""
    tag = f'<script src="{_SCRIPT_PATH}" data-version="{version}" defer></script>\n'.encode()
    before, body_end, after = page.rpartition(b"</body>")
    return before + tag + body_end + after if body_end else page + tag
