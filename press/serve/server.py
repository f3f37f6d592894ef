"""The preview's web server: files of one folder under the portal's path, for this machine only."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote, urlsplit

from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, Ping, TextMessage

from press import urls

_OWN_PATH = "/__press/"
_TYPES = {**{feed.name: feed.mime for feed in urls.FEEDS}, "feeds.opml": "text/x-opml"}
_SCRIPT = (Path(__file__).parent / "reload.js").read_bytes()
_SCRIPT_TAG = b'<script src="%sreload.js" defer></script>\n</body>' % _OWN_PATH.encode()
_PING_INTERVAL = 20.0
"""Seconds without an announcement after which an open page gets a ping."""


class Server(http.server.ThreadingHTTPServer):
    """Serves files, and notifies open pages when the site was rebuilt."""

    daemon_threads = True

    def __init__(self, folder: Path, base_path: str, port: int) -> None:
        self.base_path = base_path
        self._changed = threading.Condition()
        self._version = 0
        self._state: dict[str, object] = {"good": True, "problems": []}
        super().__init__(("127.0.0.1", port), partial(_Handler, directory=str(folder)))

    @property
    def address(self) -> str:
        """The address of the home page."""
        return f"http://127.0.0.1:{self.server_port}{self.base_path}"

    def announce(self, good: bool, problems: list[str]) -> None:
        """Make open pages reload or, if the build failed, show the problems."""
        with self._changed:
            self._version += 1
            self._state = {"good": good, "problems": [] if good else problems}
            self._changed.notify_all()

    def state_after(self, version: int) -> tuple[int, str] | None:
        """Wait for a version after this one, and return it with its state as JSON; None if none came in time."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._version > version, timeout=_PING_INTERVAL):
                return None
            return self._version, json.dumps(self._state)

    @property
    def version(self) -> int:
        """The number of announcements."""
        return self._version


@contextmanager
def serving(folder: Path, base_path: str, port: int) -> Iterator[Server]:
    """Serve in a thread for a block. Raises OSError if the port is in use."""
    server = Server(folder, base_path, port)
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
        if not self._is_local():
            self.send_error(HTTPStatus.BAD_REQUEST, "unknown host")
        elif self.path == f"{_OWN_PATH}reload.js":
            self._respond(_SCRIPT, "text/javascript")
        elif self.path == f"{_OWN_PATH}socket":
            self._keep_socket()
        elif self._is_page():
            self._respond_with_page()
        else:
            super().do_GET()

    def do_HEAD(self) -> None:
        """Respond without the content."""
        if self._is_local():
            super().do_HEAD()
        else:
            self.send_error(HTTPStatus.BAD_REQUEST, "unknown host")

    def translate_path(self, path: str) -> str:
        """Return the file of a path. Only paths under the portal's base path have a file."""
        plain = urlsplit(path).path
        if not plain.startswith(self.server.base_path):
            return str(Path(self.directory) / "404.html~")
        return super().translate_path("/" + plain.removeprefix(self.server.base_path))

    def guess_type(self, path: object) -> str:
        """Return the media type of a file; that of a feed by its name."""
        return _TYPES.get(Path(str(path)).name) or super().guess_type(str(path))

    def log_message(self, *arguments: object) -> None:
        """Log nothing: the terminal is for diagnostics."""

    def _is_local(self) -> bool:
        """Tell whether the Host header is ours: otherwise scripts of other sites could read drafts (DNS rebinding)."""
        port = self.server.server_port
        return self.headers.get("Host", "") in (f"127.0.0.1:{port}", f"localhost:{port}")

    def _is_page(self) -> bool:
        path = Path(self.translate_path(self.path))
        return (path.is_dir() and self.path.endswith("/")) or path.suffix == ".html" or not path.exists()

    def _respond_with_page(self) -> None:
        """Respond with a page and our script in it, never cached; with the portal's 404 page if there is none."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        found = path.is_file()
        if not found and self.server.base_path.rstrip("/") == unquote(self.path):
            self._redirect(self.server.base_path)
            return
        path = path if found else Path(self.directory) / "404.html"
        data = path.read_bytes() if path.is_file() else b"<!doctype html><title>404</title><body></body>"
        status = HTTPStatus.OK if found else HTTPStatus.NOT_FOUND
        self._respond(data.replace(b"</body>", _SCRIPT_TAG), "text/html; charset=utf-8", status)

    def _redirect(self, path: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _respond(self, data: bytes, mime: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", mime)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def _keep_socket(self) -> None:
        """Keep a WebSocket open, and send each announcement as one message.

        Not server-sent events: browsers open only six of those for each host, and the seventh tab would wait for ever.
        """
        origin = self.headers.get("Origin", "")
        if urlsplit(origin).netloc != self.headers.get("Host") or not self.headers.get("Sec-WebSocket-Key"):
            self.send_error(HTTPStatus.BAD_REQUEST, "unknown origin")
            return
        connection = WSConnection(ConnectionType.SERVER)
        headers = [(name.encode(), value.encode()) for name, value in self.headers.items()]
        connection.initiate_upgrade_connection(headers, self.path)
        self.wfile.write(connection.send(AcceptConnection()))
        self.close_connection = True
        version = self.server.version
        while True:
            state = self.server.state_after(version)
            version = state[0] if state else version
            try:
                self.wfile.write(connection.send(TextMessage(state[1]) if state else Ping()))
            except OSError:
                return
