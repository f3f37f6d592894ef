"""The preview's web server: files of one folder under the portal's path, and the pages that only a preview has."""

from __future__ import annotations

import errno
import http.server
import os
import socket
import stat
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from http import HTTPStatus
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, unquote

import msgspec

from press import disk, urls
from press.errors import Misuse
from press.form import sveltia
from press.i18n.catalogues import Translate
from press.i18n.mark import N_
from press.serve import page
from press.serve.access import OPEN_PATH, Access
from press.serve.page_socket import accepted
from press.serve.state import News, OpenPage, SiteState

DESK_PATH = "/_desk/"
_SOCKET_PATH = "/__press/socket"
_TYPES = {**{feed.name: feed.mime for feed in urls.FEEDS}, "feeds.opml": "text/x-opml"}
_HERE = Path(__file__).parent
_OWN_FILES = {
    page.SCRIPT_PATH: ("reload.js", "text/javascript"),
    "/__press/overlay.css": ("overlay.css", "text/css"),
    "/__press/desk.css": ("desk.css", "text/css"),
}
"""The files of the preview itself, by path, with their media types."""
_DESK_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
_WORDS = {
    "error": N_("Error"), "warning": N_("Warning"), "note": N_("Note"), "line": N_("line {number}"),
    "close": N_("Close"),
    "failed": N_("The build failed. The page stays as it was until this is corrected."), "desk": N_("Desk"),
    "noticed": N_("This page can be improved"), "problems": N_("Problems: {count}"),
    "elsewhere": N_("This preview has ended. Another portal is shown at this address now; this page is an old one."),
}  # fmt: skip
"""Message ids of the texts in our script."""
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})
_NO_PAGE = b"<!doctype html><title>404</title><body></body>"
_ENTRANCE = (
    '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<meta http-equiv="refresh" content="0; url={path}"><title>Press</title><p><a href="{path}">→</a></p>'
)
"""The page of a one-time link. No redirect: after one, browsers withhold the cookie if another site led here."""
_LAST_READ = 0.2
"""Seconds in which the rest of a refused request is read before the connection is closed."""


class Server(http.server.ThreadingHTTPServer):
    """Serves files, and notifies open pages when the site was rebuilt."""

    daemon_threads = True
    allow_reuse_address = os.name != "nt"
    """On Windows, this would let two previews share a port, and pages could come from the other portal."""

    def __init__(
        self, folder: Path, base_path: str, port: int, access: Access, desk: Callable[[], bytes], translate: Translate
    ) -> None:
        self.base_path = base_path
        self.access = access
        self.desk = desk
        self.translate = translate
        self.words = msgspec.json.encode({name: translate(message) for name, message in _WORDS.items()}).decode()
        self.when_entered: Callable[[], None] = lambda: None
        """Is called when a device has used the one-time link."""
        self.state = SiteState(disk.digest(os.fsencode(folder.absolute()))[:16])
        self.folder = folder
        if ":" in access.host:
            self.address_family = socket.AF_INET6
        super().__init__((access.host, port), partial(_Handler, directory=str(folder)))

    @property
    def address(self) -> str:
        """The address of the home page."""
        return f"{self.access.origin(self.server_port)}{self.base_path}"

    @property
    def desk_address(self) -> str:
        """The address of the desk."""
        return f"{self.access.origin(self.server_port)}{DESK_PATH}"

    def announce(self, news: News) -> None:
        """Notify open pages of a build."""
        self.base_path = news.base_path or self.base_path
        self.state.announce(news)

    def styles_of(self, opened: OpenPage, news: News, version: int) -> list[str] | None:
        """Return the style sheets of an open page, if nothing else of it changed; else None."""
        data = _content(self.folder / opened.address / "index.html") or _content(self.folder / opened.address)
        if data is None or not opened.digest or page.digest(data) != opened.digest:
            return None
        return page.stylesheets(data, news.base_path, news.changed, version)

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
def serving(
    folder: Path,
    base_path: str,
    port: int,
    access: Access | None = None,
    desk: Callable[[], bytes] = bytes,
    translate: Translate = str,
) -> Iterator[Server]:
    """Serve in a thread for a block; `desk` makes the page of the desk. Raises `Misuse` if the port is in use."""
    try:
        server = Server(folder, base_path, port, access or Access(), desk, translate)
    except OSError as reason:
        message = N_("port {port} cannot be used: {reason}; choose another with --port")
        if reason.errno == errno.EADDRNOTAVAIL:
            message = N_("{host} is not an address of this computer; its network settings show the right one")
        raise Misuse(message, port=port, reason=reason.strerror, host=access.host if access else "") from None
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
        """Respond with a page, a file, one of our own files, or the WebSocket."""
        path, _, query = self.path.partition("?")
        access, port = self.server.access, self.server.server_port
        if not access.is_ours(self.headers, port):
            self._refuse(N_("This request is from another site, or for another address."))
        elif path.startswith(OPEN_PATH) and self.command == "GET" and access.is_shared:
            self._let_in(path.removeprefix(OPEN_PATH))
        elif not access.has_cookie(self.headers, port):
            self._refuse(N_("Open the link that the terminal shows."))
        elif path in _OWN_FILES:
            name, mime = _OWN_FILES[path]
            self._respond((_HERE / name).read_bytes(), mime)
        elif path == _SOCKET_PATH:
            self._keep_socket(query)
        elif path == DESK_PATH:
            self._respond_with_desk()
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
        """End the headers; nothing is cached, since a file may change within the second that its date shows.

        No other site may show a part of the preview, or learn its addresses.
        """
        self.send_header("Cache-Control", "no-store")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Referrer-Policy", "same-origin")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("X-Frame-Options", "SAMEORIGIN")
        super().end_headers()

    def log_message(self, *arguments: object) -> None:
        """Log nothing: the terminal is for diagnostics."""

    def _refuse(self, message: str) -> None:
        self.close_connection = True
        data = f"{self.server.translate(message)}\n".encode()
        self._respond(data, "text/plain; charset=utf-8", HTTPStatus.FORBIDDEN, {"Connection": "close"})

    def _let_in(self, token: str) -> None:
        """Give a device that opened the one-time link its cookie."""
        cookie = self.server.access.cookie_for(token, self.server.server_port)
        if not cookie:
            self._refuse(N_("This link was used already. Open the new one that the terminal shows."))
            return
        data = _ENTRANCE.format(path=self.server.base_path)
        self._respond(data.encode(), "text/html; charset=utf-8", headers={"Set-Cookie": cookie})
        self.server.when_entered()

    def _respond_with_desk(self) -> None:
        version = self.server.state.version
        data = self._with_script(self.server.desk(), version)
        self._respond(data, "text/html; charset=utf-8", headers={"Content-Security-Policy": _DESK_POLICY})

    def _respond_with_file(self) -> None:
        name = self.translate_path(self.path)
        if disk.leads_out(name, self.directory):
            self._respond_with_page(None)
            return
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
        version = self.server.state.version  # before the page is read, so that a build meanwhile makes it reload
        data = _content(path)
        if data is None and unquote(_without_query(self.path)) == self.server.base_path.rstrip("/"):
            self._redirect(self.server.base_path)
            return
        status = HTTPStatus.NOT_FOUND if data is None else HTTPStatus.OK
        if data is None:
            data = _content(Path(self.directory) / "404.html") or _NO_PAGE
        # The editor is not reloaded after a build: what is being typed there would be lost.
        is_editor = _without_query(self.path) == self.server.base_path + sveltia.ADDRESS
        shown = data if is_editor else self._with_script(data, version)
        self._respond(shown, "text/html; charset=utf-8", status)

    def _with_script(self, data: bytes, version: int) -> bytes:
        state = self.server.state
        attributes = {"version": version, "portal": state.portal, "digest": page.digest(data)}
        return page.with_script(data, attributes | {"desk": DESK_PATH, "words": self.server.words})

    def _redirect(self, path: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _respond(
        self, data: bytes, mime: str, status: HTTPStatus = HTTPStatus.OK, headers: Mapping[str, str] = _NO_HEADERS
    ) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", mime)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _keep_socket(self, query: str) -> None:
        """Keep a WebSocket open, and send a message at each announcement."""
        if self.command != "GET" or not self.headers.get("Origin"):
            self._refuse(N_("This request is from another site, or for another address."))
            return
        if not (opened := accepted(self.connection, self.headers.items(), _SOCKET_PATH)):
            self.send_error(HTTPStatus.BAD_REQUEST, "not a WebSocket")
            return
        self.close_connection = True
        opened.keep_open(_Messages(self.server, _open_page(query, self.server.base_path)).next)


class _Messages:
    """The messages for one open page."""

    def __init__(self, server: Server, page: OpenPage) -> None:
        self._server, self._page = server, page
        self._version = server.state.version
        self._first = server.state.first_message(page)

    def next(self, seconds: float) -> str | None:
        """Wait for the next message at most some seconds; None if there is none."""
        state = self._server.state
        message, self._first = self._first, None
        if message is None:
            message = state.next_message(self._page, self._version, seconds, self._server.styles_of)
        if message is None:
            return None
        self._version = message.version
        return msgspec.json.encode(message).decode()


def _open_page(query: str, base_path: str) -> OpenPage:
    """Return the page that a script describes in the query of its WebSocket."""
    try:
        values = dict(parse_qsl(query, max_num_fields=10))
    except ValueError:
        values = {"version": "0"}
    path = unquote(values.get("path", ""))
    address = path.removeprefix(base_path).removesuffix("index.html") if path.startswith(base_path) else ""
    is_below = ".." not in address.split("/") and not address.startswith("/")
    return OpenPage(
        values.get("portal", ""), values.get("version", ""), values.get("digest", ""), address if is_below else ""
    )


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
