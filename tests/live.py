"""A web server for tests of audits: it serves the files of a site with the headers of ``_headers``, and any fault."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from press.live import headers, reference

TYPES = {
    "html": "text/html; charset=utf-8", "css": "text/css", "js": "text/javascript", "xml": "application/xml",
    "json": "application/json", "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "txt": "text/plain",
}  # fmt: skip
Answer = Callable[["Handler"], None]


class LiveServer(ThreadingHTTPServer):
    """A site on a web server. Tests change what it serves."""

    daemon_threads = True

    def __init__(self, files: Mapping[str, bytes], home: str) -> None:
        """`home` is the path of the home page in ``_headers`` and redirects; the site is served at it, too."""
        self.files = dict(files)
        self.home = home
        self.answers: dict[str, Answer] = {}
        """Special answers, by path from the home page."""
        self.left_out = set[str]()
        """Headers that are not sent, in small letters."""
        self.requests: list[str] = []
        super().__init__(("127.0.0.1", 0), Handler)
        self.promises = headers.promises(self.files.get("_headers"))
        self.redirects = reference.redirects(self.files.get("_redirects.nginx"))

    @property
    def url(self) -> str:
        """The URL of the home page."""
        is_safe = isinstance(self.socket, ssl.SSLSocket)
        host = "https://localhost" if is_safe else "http://127.0.0.1"
        return f"{host}:{self.server_port}{self.home}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Be silent about readers who do not wait."""


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: LiveServer

    def do_GET(self) -> None:
        """Answer with a fault, a redirect, a file, or 404."""
        site, whole = self.server, urlsplit(self.path)
        path = unquote(whole.path).removeprefix(site.home)
        site.requests.append(path)
        special = site.answers.get(path + (f"?{whole.query}" if whole.query else "")) or site.answers.get(path)
        file = f"{path}index.html" if not path or path.endswith("/") else path
        if special:
            special(self)
        elif target := site.redirects.targets.get(site.home + path):
            self.send(301, b"", {"Location": target})
        elif site.home + path in site.redirects.gone:
            self.send(410, b"gone")
        elif file in site.files and not path.startswith((".ht", "_")):
            self.send(200, site.files[file], self._headers(file))
        else:
            self.send(404, site.files.get("404.html", b""), self._headers("404.html"))

    def _headers(self, file: str) -> dict[str, str]:
        found = {"content-type": TYPES.get(file.rpartition(".")[2], "application/octet-stream")}
        path = self.server.home + file.removesuffix("index.html")
        for one in self.server.promises:
            found |= dict(one.headers) if one.pattern.fullmatch(path) else {}
        return {name: value for name, value in found.items() if name not in self.server.left_out}

    def send(self, status: int, body: bytes, more: Mapping[str, str] = {}) -> None:
        """Send a whole answer."""
        self.send_response(status)
        for name, value in more.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


@contextmanager
def serving(files: Mapping[str, bytes], home: str = "/", certificate: Path | None = None) -> Iterator[LiveServer]:
    """Serve the files of a site for a block; with a certificate for ``localhost``, over https."""
    with LiveServer(files, home) as server:
        if certificate:
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(certificate)
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
