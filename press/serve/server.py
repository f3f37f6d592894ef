"""The preview's web server: files of one folder under the portal's path, for this machine alone."""

from __future__ import annotations

import base64
import hashlib
import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote, urlsplit

_OWN = "/__press/"
_SOCKET_KEY = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
"""Of RFC 6455, section 1.3."""
_TYPES = {
    "feed.xml": "application/rss+xml", "atom.xml": "application/atom+xml", "feed.json": "application/feed+json",
    "feeds.opml": "text/x-opml",
}  # fmt: skip
_SCRIPT = (Path(__file__).parent / "reload.js").read_bytes()
_INSERT = b'<script src="%sreload.js" defer></script>\n</body>' % _OWN.encode()


class Server(http.server.ThreadingHTTPServer):
    """Serves, and tells open pages that the site was rebuilt."""

    daemon_threads = True

    def __init__(self, folder: Path, base_path: str, port: int) -> None:
        self.base_path = base_path
        self._news = threading.Condition()
        self._version = 0
        self.state: dict[str, object] = {"good": True, "problems": []}
        super().__init__(("127.0.0.1", port), partial(_Handler, directory=str(folder)))

    @property
    def address(self) -> str:
        """Where the home page is."""
        return f"http://127.0.0.1:{self.server_port}{self.base_path}"

    def announce(self, good: bool, problems: list[str]) -> None:
        """Tell open pages to reload, or what is wrong."""
        with self._news:
            self._version += 1
            self.state = {"good": good, "problems": [] if good else problems}
            self._news.notify_all()

    def news_after(self, version: int) -> tuple[int, str] | None:
        """Wait for a version after this one; None where none came for some seconds."""
        with self._news:
            if not self._news.wait_for(lambda: self._version > version, timeout=20):
                return None
            return self._version, json.dumps(self.state)

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
            self._talk()
        elif self._is_page():
            self._page()
        else:
            super().do_GET()

    def do_HEAD(self) -> None:
        """Answer without the content."""
        if self._is_local():
            super().do_HEAD()
        else:
            self.send_error(HTTPStatus.BAD_REQUEST, "unknown host")

    def translate_path(self, path: str) -> str:
        """A file of the folder; the portal lies under its path, and nothing lies elsewhere."""
        plain = urlsplit(path).path
        if not plain.startswith(self.server.base_path):
            return str(Path(self.directory) / "404.html~")
        return super().translate_path("/" + plain.removeprefix(self.server.base_path))

    def guess_type(self, path: object) -> str:
        """Feeds by their names."""
        name = Path(str(path)).name
        return _TYPES.get(name) or super().guess_type(str(path))

    def log_message(self, *arguments: object) -> None:
        """Say nothing: the desk looks at the diagnostics."""

    def _is_local(self) -> bool:
        """Only our own names: another page's script could otherwise reach drafts (DNS rebinding)."""
        port = self.server.server_port
        return self.headers.get("Host", "") in (f"127.0.0.1:{port}", f"localhost:{port}")

    def _is_page(self) -> bool:
        path = Path(self.translate_path(self.path))
        return (path.is_dir() and self.path.endswith("/")) or path.suffix == ".html" or not path.exists()

    def _page(self) -> None:
        """A page with our script in it, never cached; the portal's own 404 page where there is none."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        found = path.is_file()
        if not found and self.server.base_path.rstrip("/") == unquote(self.path):
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", self.server.base_path)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        path = path if found else Path(self.directory) / "404.html"
        data = path.read_bytes() if path.is_file() else b"<!doctype html><title>404</title><body></body>"
        status = HTTPStatus.OK if found else HTTPStatus.NOT_FOUND
        self._answer(data.replace(b"</body>", _INSERT), "text/html; charset=utf-8", status)

    def _answer(self, data: bytes, mime: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", mime)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def _talk(self) -> None:
        """Hold the socket (RFC 6455) and send each announcement as one text frame.

        A socket rather than an event stream: browsers open only six of those per host, and the seventh tab would hang.
        """
        origin, key = self.headers.get("Origin", ""), self.headers.get("Sec-WebSocket-Key", "")
        if urlsplit(origin).netloc != self.headers.get("Host") or not key:
            self.send_error(HTTPStatus.BAD_REQUEST, "unknown origin")
            return
        accept = base64.b64encode(hashlib.sha1((key + _SOCKET_KEY).encode()).digest()).decode()  # noqa: S324 - RFC 6455
        self.send_response(HTTPStatus.SWITCHING_PROTOCOLS)
        self.send_header("Upgrade", "websocket")
        self.send_header("Connection", "Upgrade")
        self.send_header("Sec-WebSocket-Accept", accept)
        self.end_headers()
        self.close_connection = True
        version = self.server.version
        while True:
            news = self.server.news_after(version)
            version, text = news or (version, "")
            try:
                self.wfile.write(_frame(text.encode(), 0x81) if news else _frame(b"", 0x89))
            except OSError:
                return


def _frame(data: bytes, opcode: int) -> bytes:
    """A whole frame from server to client, unmasked."""
    length = bytes([len(data)]) if len(data) < 126 else b"\x7e" + len(data).to_bytes(2, "big")
    return bytes([opcode]) + length + data[:65535]
