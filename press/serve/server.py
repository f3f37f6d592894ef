"""The preview's web server: files of one folder under the portal's path, for this machine alone."""

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

_OWN = "/__press/"
_TYPES = {**{feed.name: feed.mime for feed in urls.FEEDS}, "feeds.opml": "text/x-opml"}
_SCRIPT = (Path(__file__).parent / "reload.js").read_bytes()
_INSERT = b'<script src="%sreload.js" defer></script>\n</body>' % _OWN.encode()
_KEEP_ALIVE = 20.0
"""Seconds after which an open page hears of us although nothing happened."""


class Server(http.server.ThreadingHTTPServer):
    """Serves, and tells open pages that the site was rebuilt."""

    daemon_threads = True

    def __init__(self, folder: Path, base_path: str, port: int) -> None:
        self.base_path = base_path
        self._changed = threading.Condition()
        self._version = 0
        self._state: dict[str, object] = {"good": True, "problems": []}
        super().__init__(("127.0.0.1", port), partial(_Handler, directory=str(folder)))

    @property
    def address(self) -> str:
        """Where the home page is."""
        return f"http://127.0.0.1:{self.server_port}{self.base_path}"

    def announce(self, good: bool, problems: list[str]) -> None:
        """Tell open pages to reload, or what is wrong."""
        with self._changed:
            self._version += 1
            self._state = {"good": good, "problems": [] if good else problems}
            self._changed.notify_all()

    def state_after(self, version: int) -> tuple[int, str] | None:
        """Wait for a version after this one, and give it with its state as JSON; None where none came for a while."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._version > version, timeout=_KEEP_ALIVE):
                return None
            return self._version, json.dumps(self._state)

    @property
    def version(self) -> int:
        """Counts the announcements."""
        return self._version


@contextmanager
def serving(folder: Path, base_path: str, port: int) -> Iterator[Server]:
    """Serve in a thread for a block. Raises OSError where the port is taken."""
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
        """Answer a page, a file, our own script, or the socket."""
        if not self._is_local():
            self.send_error(HTTPStatus.BAD_REQUEST, "unknown host")
        elif self.path == f"{_OWN}reload.js":
            self._answer(_SCRIPT, "text/javascript")
        elif self.path == f"{_OWN}socket":
            self._hold_socket()
        elif self._is_page():
            self._answer_page()
        else:
            super().do_GET()

    def do_HEAD(self) -> None:
        """Answer without the content."""
        if self._is_local():
            super().do_HEAD()
        else:
            self.send_error(HTTPStatus.BAD_REQUEST, "unknown host")

    def translate_path(self, path: str) -> str:
        """The file of a path: the portal lies under its own path, and nothing lies elsewhere."""
        plain = urlsplit(path).path
        if not plain.startswith(self.server.base_path):
            return str(Path(self.directory) / "404.html~")
        return super().translate_path("/" + plain.removeprefix(self.server.base_path))

    def guess_type(self, path: object) -> str:
        """The media type: feeds by their names."""
        return _TYPES.get(Path(str(path)).name) or super().guess_type(str(path))

    def log_message(self, *arguments: object) -> None:
        """Say nothing: the desk looks at the diagnostics."""

    def _is_local(self) -> bool:
        """Whether we were asked by our own name: another page's script could otherwise reach drafts (DNS rebinding)."""
        port = self.server.server_port
        return self.headers.get("Host", "") in (f"127.0.0.1:{port}", f"localhost:{port}")

    def _is_page(self) -> bool:
        path = Path(self.translate_path(self.path))
        return (path.is_dir() and self.path.endswith("/")) or path.suffix == ".html" or not path.exists()

    def _answer_page(self) -> None:
        """A page with our script in it, never cached; the portal's own 404 page where there is none."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        found = path.is_file()
        if not found and self.server.base_path.rstrip("/") == unquote(self.path):
            self._redirect(self.server.base_path)
            return
        path = path if found else Path(self.directory) / "404.html"
        data = path.read_bytes() if path.is_file() else b"<!doctype html><title>404</title><body></body>"
        status = HTTPStatus.OK if found else HTTPStatus.NOT_FOUND
        self._answer(data.replace(b"</body>", _INSERT), "text/html; charset=utf-8", status)

    def _redirect(self, path: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _answer(self, data: bytes, mime: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", mime)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def _hold_socket(self) -> None:
        """Hold a web socket, and send each announcement as one message.

        A socket rather than an event stream: browsers open only six of those for each host, and the seventh tab would
        wait for ever.
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
