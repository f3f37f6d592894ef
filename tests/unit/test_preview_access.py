"""Who may open a preview: this computer; by a link that works once, a device in its network; nobody else."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from press.errors import Misuse
from press.serve.access import Access
from press.serve.server import Server, serving

NEIGHBOUR = "127.0.0.2"
"""Stands for the address of this computer in its network: on Linux, it is an address of the loopback interface too."""
PATHS = (
    "/portal/", "/portal/berita/", "/portal/tidak-ada/", "/portal/foto.jpg", "/lain/", "/_desk/", "/_open/",
    "/_open/abc", "/__press/reload.js", "/__press/overlay.css", "/__press/socket", "/favicon.ico", "/",
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("access") / "site"
    (site / "berita").mkdir(parents=True)
    (site / "berita/index.html").write_text("<html><body>Rahasia</body></html>")
    (site / "foto.jpg").write_bytes(b"Rahasia")
    return site


@pytest.fixture(scope="module")
def shared(folder: Path) -> Iterator[Server]:
    """A preview that other devices may open."""
    with serving(folder, "/portal/", 0, Access(NEIGHBOUR), lambda: b"Rahasia<body></body>") as found:
        yield found


@pytest.fixture(scope="module")
def own(folder: Path) -> Iterator[Server]:
    """A preview for this computer only."""
    with serving(folder, "/portal/", 0) as found:
        yield found


def get(server: Server, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(server.access.host, server.server_port, timeout=60)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    found = response.status, dict(response.getheaders()), response.read()
    connection.close()
    return found


def token_path(server: Server) -> str:
    return server.access.link(server.server_port).removeprefix(server.access.origin(server.server_port))


def entered(server: Server) -> str:
    """The cookie of a device that opened the link."""
    return get(server, token_path(server))[1]["Set-Cookie"].partition(";")[0]


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_shown_in_the_network_without_the_cookie(shared: Server, path: str) -> None:
    for headers in ({}, {"Cookie": "press-preview=x"}, {"Cookie": f"press-preview-{shared.server_port}="}):
        status, _, data = get(shared, path, **headers)
        assert (status, b"Rahasia" in data) == (403, False)


def test_link_works_once_and_its_cookie_opens_everything(shared: Server) -> None:
    used: list[str] = []
    shared.when_entered = lambda: used.append(token_path(shared))
    path = token_path(shared)
    assert get(shared, path, method="HEAD")[0] == 403
    status, headers, page = get(shared, path)
    assert status == 200
    assert b'url=/portal/"' in page
    cookie, *attributes = headers["Set-Cookie"].split("; ")
    assert set(attributes) == {"HttpOnly", "SameSite=Strict", "Path=/"}
    for other in ("/portal/berita/", "/_desk/", "/portal/foto.jpg"):
        assert b"Rahasia" in get(shared, other, Cookie=cookie)[2]
    assert get(shared, path)[0] == 403
    assert used == [token_path(shared)] != [path]
    assert entered(shared) == cookie
    assert path.removeprefix("/_open/") not in page.decode()


@pytest.mark.parametrize(
    "change", [str.upper, lambda path: path[:-1], lambda path: f"{path}/", lambda path: f"{path}?a"]
)
def test_link_that_is_nearly_right_is_refused(shared: Server, change: object) -> None:
    path = token_path(shared)
    wrong = change(path)  # type: ignore[operator]
    if wrong.endswith("?a"):  # messengers add such a query
        assert get(shared, wrong)[0] == 200
    else:
        assert get(shared, wrong)[0] == 403
        assert token_path(shared) == path


def test_cookie_is_that_of_one_preview(shared: Server, folder: Path) -> None:
    cookie = entered(shared)
    with serving(folder, "/portal/", 0, Access(NEIGHBOUR)) as other:
        value = cookie.partition("=")[2]
        assert get(other, "/portal/berita/", Cookie=cookie)[0] == 403
        assert get(other, "/portal/berita/", Cookie=f"press-preview-{other.server_port}={value}")[0] == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost", "127.0.0.1", "127.0.0.1:PORT", "127.0.0.2", "127.0.0.2:1", ""]
)
def test_host_of_a_shared_preview_must_be_its_address(shared: Server, host: str) -> None:
    cookie = entered(shared)
    assert get(shared, "/portal/berita/", Cookie=cookie, Host=host.replace("PORT", str(shared.server_port)))[0] == 403


@pytest.mark.parametrize("name", ["shared", "own"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": ""}, {"Origin": "http://127.0.0.1:1"},
        {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "image"},
        {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "cors", "Sec_Fetch_Dest": "empty"},
        {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "iframe"},
    ],
)  # fmt: skip
def test_request_of_another_site_is_refused(name: str, headers: dict[str, str], request: pytest.FixtureRequest) -> None:
    server: Server = request.getfixturevalue(name)
    cookie = entered(server) if name == "shared" else ""
    for path in ("/portal/berita/", "/portal/foto.jpg", "/_desk/", "/__press/reload.js", "/__press/socket"):
        status, _, data = get(server, path, Cookie=cookie, **headers)
        assert (status, b"Rahasia" in data) == (403, False)
    clicked = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
    assert get(server, "/portal/berita/", Cookie=cookie, **clicked)[0] == 200


def test_request_with_two_hosts_is_refused(own: Server) -> None:
    with socket.create_connection(("127.0.0.1", own.server_port), timeout=60) as connection:
        good = f"Host: 127.0.0.1:{own.server_port}\r\n"
        connection.sendall(f"GET /portal/berita/ HTTP/1.1\r\n{good}Host: evil.example\r\n\r\n".encode())
        assert connection.recv(65536).startswith(b"HTTP/1.1 403")


def test_own_preview_needs_no_link_and_listens_only_here(own: Server) -> None:
    assert own.access.link(own.server_port) == ""
    assert get(own, "/portal/berita/")[0] == 200
    assert get(own, "/_open/")[0] == 404
    with pytest.raises(OSError, match="refused"):
        socket.create_connection((NEIGHBOUR, own.server_port), timeout=60)


def test_pages_forbid_other_sites_to_show_them(own: Server) -> None:
    headers = get(own, "/portal/berita/")[1]
    assert headers["Cross-Origin-Resource-Policy"] == headers["Referrer-Policy"] == "same-origin"
    assert (headers["X-Frame-Options"], headers["Cache-Control"]) == ("SAMEORIGIN", "no-store")
    assert "frame-ancestors 'none'" in get(own, "/_desk/")[1]["Content-Security-Policy"]


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "komputer", "192.168.1", "8.8.8.8", "224.0.0.1", "fe80::1%eth0", "a b"]
)
def test_address_that_is_not_of_this_network_is_refused(host: str) -> None:
    with pytest.raises(Misuse):
        Access(host)


def test_address_of_another_computer_and_port_in_use_are_refused(folder: Path, own: Server) -> None:
    with pytest.raises(Misuse, match="not an address of this computer"), serving(folder, "/", 0, Access("192.0.2.1")):
        pass
    with pytest.raises(Misuse, match="choose another"), serving(folder, "/", own.server_port):
        pass


def test_address_of_ipv6_is_written_as_browsers_do() -> None:
    access = Access("fd00::1")
    assert access.origin(8000) == "http://[fd00::1]:8000"
    assert Access("192.168.1.20").origin(80) == "http://192.168.1.20"
