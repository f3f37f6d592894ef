"""The preview's web server: any request gets a correct response, and none a traceback."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from wsproto import ConnectionType, WSConnection
from wsproto.events import CloseConnection, Event, Ping, Pong, Request, TextMessage

from press.serve.problems import Shown
from press.serve.server import Server, serving
from press.serve.state import News
from tests.fuzzing import fuzz

Headers = dict[str, str]


@contextmanager
def serving_site(folder: Path) -> Iterator[Server]:
    """Serve a small site, for a block."""
    site = folder / "site"
    (site / "berita").mkdir(parents=True)
    (site / "index.html").write_text("<html><body>Beranda</body></html>")
    (site / "berita/index.html").write_text("<html><body>Berita</body></html>")
    (site / "admin").mkdir()
    (site / "admin/index.html").write_text("<html><body>Ruang tulis</body></html>")
    (site / "polos.html").write_text("<p>Tanpa penutup")
    (site / "404.html").write_text("<html><body>Tidak ada</body></html>")
    (site / "feed.xml").write_text("<rss/>")
    (site / "besar.bin").touch()
    os.truncate(site / "besar.bin", 8_000_000)
    (folder / "rahasia.html").write_text("rahasia")
    with serving(site, "/portal/", 0) as found:
        yield found


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving_site(tmp_path_factory.mktemp("running")) as found:
        yield found


@pytest.fixture
def answering(running: Server, capsys: pytest.CaptureFixture[str]) -> Iterator[Server]:
    """A server for all tests that only ask; after each of them it must have printed nothing."""
    yield running
    assert capsys.readouterr() == ("", "")


@pytest.fixture
def server(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Server]:
    """A server for one test; after it, it must have printed nothing."""
    with serving_site(tmp_path) as found:
        yield found
    assert capsys.readouterr() == ("", "")


def request(server: Server, path: str, method: str = "GET", **headers: str) -> tuple[int, Headers, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=60)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    found = response.status, dict(response.getheaders()), response.read()
    connection.close()
    return found


def send(server: Server, data: bytes) -> bytes:
    """Send bytes, and return all that the server sends until it closes the connection."""
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=60) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        found = b""
        while part := connection.recv(65536):
            found += part
    return found


@pytest.mark.parametrize("path", ["/portal/", "/portal/?utm=wa&a=/", "/portal/berita/?q=a.b", "/portal/polos.html?x"])
def test_script_is_in_every_page_also_with_a_query(answering: Server, path: str) -> None:
    status, _, page = request(answering, path)
    assert status == 200
    assert page.count(b"/__press/reload.js") == 1


@pytest.mark.parametrize("path", ["/portal/admin/", "/portal/admin/?x"])
def test_editor_is_never_reloaded(answering: Server, path: str) -> None:
    assert request(answering, path)[2] == b"<html><body>Ruang tulis</body></html>"


@pytest.mark.parametrize("path", ["/portal", "/portal?q=1"])
def test_portal_without_its_slash_redirects(answering: Server, path: str) -> None:
    status, headers, _ = request(answering, path)
    assert (status, headers["Location"]) == (301, "/portal/")


@pytest.mark.parametrize(
    "path",
    [
        "/portal/", "/portal/?a=b", "/portal/berita/", "/portal/berita", "/portal", "/portal/tidak-ada/",
        "/portal/feed.xml", "/portal/feed.xml?v=2", "/portal/feed.xml/", "/portal/besar.bin", "/portal/polos.html",
        "/portal/polos.html/", "/__press/reload.js", "/portal/" + "a" * 300, "/portal/" + "a/" * 5000, "/lain/",
        "/portal/%00",
    ],
)  # fmt: skip
def test_head_gets_the_headers_of_get(answering: Server, path: str) -> None:
    status, headers, data = request(answering, path)
    head_status, head_headers, head_data = request(answering, path, method="HEAD")
    assert (head_status, head_data) == (status, b"")
    assert head_headers | {"Date": ""} == headers | {"Date": ""}
    assert int(headers["Content-Length"]) == len(data)


@pytest.mark.parametrize("path", ["/portal/" + "a" * 300, "/portal/" + "a/" * 5000, "/portal/" + "a" * 70_000])
def test_address_that_is_too_long_is_answered_with_414(answering: Server, path: str) -> None:
    assert request(answering, path)[0] == 414


@pytest.mark.parametrize(
    "path", ["/portal/polos.html/", "/portal/feed.xml/", "/portal/%00/", "/portal/%ff", "/portal/[x"]
)
def test_what_is_not_there_is_answered_with_404(answering: Server, path: str) -> None:
    assert request(answering, path)[0] == 404


@pytest.mark.parametrize(
    "path",
    [
        "/portal/../rahasia.html", "/portal/%2e%2e/rahasia.html", "/portal/..%2frahasia.html",
        "/portal/..%5crahasia.html",
        "/portal/%252e%252e/rahasia.html", "/portal/....//rahasia.html", "/portal/berita/../../rahasia.html",
        "/portal/tautan/rahasia.html", "/portal/tautan/", "/portal/tautan.html", "/portal/tautan.txt", "/rahasia.html",
        "/__press/../rahasia.html", "/__press/server.py", "/_desk/../rahasia.html", "/portal/%00/../rahasia.html",
    ],
)  # fmt: skip
def test_files_beside_the_site_are_not_served(server: Server, tmp_path: Path, path: str) -> None:
    """Not even through links in the site."""
    (tmp_path / "index.html").write_text("rahasia")
    (server.folder / "tautan").symlink_to(tmp_path)
    (server.folder / "tautan.html").symlink_to(tmp_path / "rahasia.html")
    (server.folder / "tautan.txt").symlink_to(tmp_path / "rahasia.html")
    status, _, data = request(server, path)
    assert (status, b"rahasia" in data) == (404, False)


@pytest.mark.parametrize(
    "wanted", ["bytes=0-9", "bytes=5-", "bytes=-1", "bytes=9-1", "bytes=0-0,2-2", "bytes=x", "lines=1-"]
)
def test_range_is_answered_with_the_whole_file(answering: Server, wanted: str) -> None:
    """As RFC 9110, 14.2 allows."""
    status, headers, data = request(answering, "/portal/feed.xml", Range=wanted)
    assert (status, data) == (200, b"<rss/>")
    assert "Content-Range" not in headers


@pytest.mark.parametrize(
    "data",
    [
        b"\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/x\r\n\r\n", b"GET /portal/",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",  # TLS
        b"GET /portal/ HTTP/1.1\r\nHost\r\n\r\n", b"GET http://[ HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"GET //[evil/ HTTP/1.1\r\nHost: HOST\r\n\r\n", b"GET /portal/\x00 HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"GET /portal/ HTTP/1.1\r\nHost: HOST\r\nContent-Length: x\r\n\r\n",
        b"GET /portal/ HTTP/1.1\r\nHost: HOST\r\nIf-Modified-Since: kemarin\r\n\r\n",
        b"HEAD /__press/socket HTTP/1.1\r\nHost: HOST\r\n\r\n",
        b"GET /portal/ HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n",
        b"GET /portal/ HTTP/1.1\r\nA: " + b"b" * 70_000 + b"\r\n\r\n",
        b"GET /__press/socket?" + b"9" * 5000 + b" HTTP/1.1\r\nHost: HOST\r\nOrigin: http://HOST\r\n\r\n",
    ],
)  # fmt: skip
def test_malformed_request_leaves_the_server_working(answering: Server, data: bytes) -> None:
    send(answering, data.replace(b"HOST", f"127.0.0.1:{answering.server_port}".encode()))
    assert request(answering, "/portal/")[0] == 200


@fuzz(examples=40)
@given(st.lists(st.one_of(st.binary(max_size=30), st.sampled_from([b"GET ", b" /portal/", b" HTTP/1.1\r\n", b"\r\n"]))))
@example([b"GET ", b"http://[::1", b" HTTP/1.1\r\n", b"\r\n"])
def test_any_bytes_leave_the_server_working(parts: list[bytes]) -> None:
    with serving(Path(__file__).parent, "/", 0) as server, pytest.MonkeyPatch.context() as patch:
        failed: list[object] = []
        patch.setattr("socketserver.BaseServer.handle_error", lambda *arguments: failed.append(arguments))
        send(server, b"".join(parts))
        assert request(server, "/")[0] == 404
        assert not failed


def test_dropped_connections_leave_the_server_working(server: Server) -> None:
    for path in ("/portal/besar.bin", "/portal/", "/__press/socket"):
        for _ in range(5):
            connection = socket.create_connection(("127.0.0.1", server.server_port))
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # close with a reset
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.server_port}\r\n\r\n".encode())
            connection.recv(1)
            connection.close()
    assert request(server, "/portal/")[0] == 200


# The WebSocket ------------------------------------------------------------------------------------------------


class Socket:
    """The page's end of a WebSocket."""

    def __init__(self, server: Server, query: str = "") -> None:
        self.stream = socket.create_connection(("127.0.0.1", server.server_port), timeout=60)
        self._connection = WSConnection(ConnectionType.CLIENT)
        host = f"127.0.0.1:{server.server_port}"
        origin = (b"Origin", f"http://{host}".encode())
        self.send(Request(host=host, target=f"/__press/socket{query}", extra_headers=[origin]))
        self._events: list[Event] = []
        self.receive()

    def send(self, event: Event) -> None:
        self.stream.sendall(self._connection.send(event))

    def receive(self) -> Event:
        """Return the next event; a message is returned whole."""
        while not self._events:
            self._connection.receive_data(self.stream.recv(65536) or None)
            self._events += self._connection.events()
        return self._events.pop(0)

    def message(self) -> dict[str, Any]:
        """Return the next message."""
        text = ""
        while True:
            event = self.receive()
            assert isinstance(event, TextMessage)
            text += event.data
            if event.message_finished:
                found: dict[str, Any] = json.loads(text)
                return found


def query_of(server: Server, path: str) -> str:
    """What the script of a page sends of itself."""
    page = request(server, path)[2].decode()
    values = {name: page.partition(f'data-{name}="')[2].partition('"')[0] for name in ("version", "portal", "digest")}
    return f"?{urlencode(values | {'path': path})}"


def test_socket_answers_ping_and_close(server: Server) -> None:
    opened = Socket(server)
    with contextlib.closing(opened.stream):
        opened.send(Ping(b"halo"))
        assert opened.receive() == Pong(b"halo")
        opened.send(CloseConnection(1001))
        assert isinstance(opened.receive(), CloseConnection)
        assert opened.stream.recv(1) == b""


@pytest.mark.parametrize("last", [b"", b"\xff\xff\xff", b"\x81\x05halo!"])
def test_socket_that_is_half_closed_or_sends_garbage_is_closed(server: Server, last: bytes) -> None:
    opened = Socket(server)
    with contextlib.closing(opened.stream):
        opened.stream.sendall(last)
        opened.stream.shutdown(socket.SHUT_WR)
        while opened.stream.recv(65536):
            pass


@pytest.mark.parametrize(
    "headers",
    [
        {}, {"Upgrade": "websocket"}, {"Upgrade": "websocket", "Connection": "Upgrade"},
        {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Key": "a", "Sec-WebSocket-Version": "8"},
    ],
)  # fmt: skip
def test_request_that_is_no_websocket_is_refused(answering: Server, headers: Headers) -> None:
    origin = f"http://127.0.0.1:{answering.server_port}"
    assert request(answering, "/__press/socket", Origin=origin, **headers)[0] == 400


@pytest.mark.parametrize("origin", ["http://[", "https://evil.example", "null", ""])
def test_socket_is_refused_for_another_origin(answering: Server, origin: str) -> None:
    assert request(answering, "/__press/socket", Origin=origin)[0] == 403


def failed(*messages: str) -> News:
    return News("", tuple(Shown("posts/a.md", 1, 0, "error", "date", message, "", ()) for message in messages))


def texts(message: dict[str, Any]) -> list[str]:
    return [problem["message"] for problem in message["problems"]]


def test_many_thousand_problems_arrive_whole(server: Server) -> None:
    opened = Socket(server)
    with contextlib.closing(opened.stream):
        wanted = [f"“kemarin” {number}" for number in range(50_000)]
        server.announce(failed(*wanted))
        message = opened.message()
        assert message["good"] is False
        assert texts(message) == wanted


def test_page_that_is_opened_after_a_failure_gets_its_problems_until_they_are_fixed(server: Server) -> None:
    server.announce(failed("Salah"))
    opened = Socket(server, query_of(server, "/portal/"))
    with contextlib.closing(opened.stream):
        message = opened.message()
        assert (message["good"], message["stale"], texts(message)) == (False, False, ["Salah"])
        server.announce(News("/portal/"))
        message = opened.message()
        assert (message["good"], message["stale"], texts(message)) == (True, False, [])
        server.announce(News("/portal/", changed=("foto.jpg",)))
        assert opened.message()["stale"] is True


def test_page_that_is_older_than_the_site_reloads_also_after_a_failure(server: Server) -> None:
    """It was read before a build that ended before it opened its socket."""
    query = query_of(server, "/portal/")
    for news in (News("/portal/"), failed("Salah")):
        server.announce(news)
        opened = Socket(server, query)
        with contextlib.closing(opened.stream):
            assert opened.message()["stale"] is True


def test_present_page_does_not_reload(server: Server) -> None:
    opened = Socket(server, query_of(server, "/portal/"))
    with contextlib.closing(opened.stream):
        server.announce(failed("Salah"))
        message = opened.message()
        assert (message["stale"], texts(message)) == (False, ["Salah"])


def test_warnings_are_those_of_the_page(server: Server) -> None:
    shown = (Shown("posts/a.md", 6, 1, "warning", "alt", "Tanpa keterangan", "Tulis.", ()),)

    def warnings_of(address: str) -> tuple[Shown, ...]:
        return shown if address == "berita/" else ()

    server.announce(News("/portal/", warnings_of=warnings_of))
    for path in ("/portal/berita/", "/portal/berita/index.html"):
        opened = Socket(server, query_of(server, path))
        with contextlib.closing(opened.stream):
            message = opened.message()
            assert (message["good"], message["stale"], texts(message)) == (True, False, ["Tanpa keterangan"])
    for path in ("/portal/", "/portal/../portal/berita/", "/portal//berita/"):
        opened = Socket(server, query_of(server, "/portal/") + f"&path={quote(path)}")
        with contextlib.closing(opened.stream):
            server.announce(News("/portal/", changed=("foto.jpg",), warnings_of=warnings_of))
            message = opened.message()
            assert (message["stale"], texts(message)) == (True, [])


@pytest.mark.parametrize(
    ("change", "written", "styles"),
    [
        ("gaya.2.css", ("assets/gaya.2.css", "berita/index.html", "manifest.json"), ["/portal/assets/gaya.2.css?v=V"]),
        ("gaya.1.css", ("assets/gaya.1.css",), ["/portal/assets/gaya.1.css?v=V"]),  # the same address, another content
        ("gaya.2.css", ("assets/gaya.2.css", "berita/index.html", "foto.jpg"), None),
        ('gaya.2.css"><p>Lain', ("assets/gaya.2.css", "berita/index.html"), None),
    ],
)
def test_page_of_which_only_style_sheets_changed_gets_their_addresses(
    server: Server, change: str, written: tuple[str, ...], styles: list[str] | None
) -> None:
    page = '<html><head><link rel="stylesheet" href="/portal/assets/{}"></head><body>Berita</body></html>'
    file = server.folder / "berita/index.html"
    file.write_text(page.format("gaya.1.css"))
    shown = Shown("posts/a.md", 6, 1, "warning", "alt", "Tanpa keterangan", "Tulis.", ())
    server.announce(News("/portal/", warnings_of=lambda _: (shown,)))
    opened = Socket(server, query_of(server, "/portal/berita/"))
    with contextlib.closing(opened.stream):
        assert opened.message()["stale"] is False  # so the page is connected before the next build
        file.write_text(page.format(change))
        server.announce(News("/portal/", changed=written))
        message = opened.message()
        found = [one.replace(str(message["version"]), "V") for one in message["styles"] or ()] or None
        assert (message["stale"], found) == (styles is None, styles)


def test_page_that_missed_a_build_reloads_although_only_style_sheets_changed(server: Server) -> None:
    query = query_of(server, "/portal/berita/")
    server.announce(News("/portal/", changed=("berita/index.html",)))
    server.announce(News("/portal/", changed=("assets/gaya.css",)))
    opened = Socket(server, query)
    with contextlib.closing(opened.stream):
        assert opened.message()["stale"] is True


def test_page_of_another_portal_is_neither_reloaded_nor_given_problems(server: Server, tmp_path: Path) -> None:
    """Its preview has ended, and this one has its port."""
    (tmp_path / "lain").mkdir()
    with serving(tmp_path / "lain", "/portal/", 0) as other:
        query = query_of(other, "/portal/")
    server.announce(failed("Rahasia"))
    opened = Socket(server, query)
    with contextlib.closing(opened.stream):
        message = opened.message()
        assert (message["elsewhere"], message["stale"], texts(message)) == (True, False, [])


def test_portal_moves_with_its_base_path(server: Server) -> None:
    server.announce(News("/baru/"))
    assert request(server, "/baru/berita/")[0] == 200
    assert request(server, "/portal/berita/")[0] == 404


def test_closed_tabs_leave_no_threads(server: Server) -> None:
    before = running_threads()
    opened = [Socket(server) for _ in range(10)]
    for each in opened:
        each.stream.close()
    until = time.monotonic() + 120
    while time.monotonic() < until and running_threads() > before:
        time.sleep(0.1)
    assert running_threads() <= before


def running_threads() -> int:
    """The number of threads of servers in this process, with those that accept connections."""
    return sum(
        "serve_forever" in thread.name or "process_request_thread" in thread.name for thread in threading.enumerate()
    )
