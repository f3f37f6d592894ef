"""The preview: serves this machine alone, rebuilds at a save, and tells the browser."""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.portal import Portal

HOME = Path(__file__).parent.parent.parent
Answer = tuple[int, dict[str, str], bytes]


class Preview:
    """A running ``build.py serve``."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process, self.port = process, port

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        found = response.status, dict(response.getheaders()), response.read()
        connection.close()
        return found

    def socket(self, origin: str) -> tuple[socket.socket, bytes]:
        """Open the socket; gives it and what was answered first."""
        line = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        key = base64.b64encode(os.urandom(16)).decode()
        line.sendall(
            f"GET /__press/socket HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nOrigin: {origin}\r\n"
            f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
            "Sec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        return line, line.recv(4096)


@pytest.fixture
def preview(portal: Portal) -> Iterator[Preview]:
    portal.post("a.md", title="Judul lama")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(HOME / "build.py"), "serve", "--port", str(port), "--jobs", "1", "--lang", "en"]
    process = subprocess.Popen(command, cwd=portal.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout
    for line in process.stdout:
        if f"http://127.0.0.1:{port}/portal/" in line:
            break
    yield Preview(process, port)
    process.terminate()
    process.wait(10)
    process.stdout.close()


def frame(line: socket.socket) -> dict[str, object]:
    """Read one text frame."""
    head = line.recv(2)
    length = head[1]
    if length == 126:
        length = int.from_bytes(line.recv(2), "big")
    data = b""
    while len(data) < length:
        data += line.recv(length - len(data))
    found: dict[str, object] = json.loads(data)
    return found


def test_it_serves_under_the_portals_path(preview: Preview) -> None:
    status, headers, page = preview.ask("/portal/2026/03/a/")
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert b"Judul lama" in page
    assert b"/__press/reload.js" in page
    assert preview.ask("/portal/feed.xml")[1]["Content-type"] == "application/rss+xml"
    assert preview.ask("/portal/tidak-ada/")[0] == 404
    assert preview.ask("/2026/03/a/")[0] == 404


def test_an_unchanged_feed_is_not_sent_again(preview: Preview) -> None:
    _, headers, _ = preview.ask("/portal/feed.xml")
    assert preview.ask("/portal/feed.xml", If_Modified_Since=headers["Last-Modified"])[0] == 304


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:1", ""])
def test_other_hosts_are_refused(preview: Preview, host: str) -> None:
    assert preview.ask("/portal/", Host=host)[0] == 400


@pytest.mark.parametrize("path", ["/portal/../config.toml", "/portal/%2e%2e/%2e%2e/config.toml", "/portal//etc/passwd"])
def test_nothing_outside_is_served(preview: Preview, path: str) -> None:
    status, _, data = preview.ask(path)
    assert status == 404
    assert b"timezone" not in data


def test_only_reading(preview: Preview) -> None:
    assert preview.ask("/portal/", method="POST")[0] == 501
    assert preview.ask("/portal/", method="HEAD")[2] == b""


def test_other_origins_get_no_socket(preview: Preview) -> None:
    line, answer = preview.socket("https://evil.example")
    line.close()
    assert answer.startswith(b"HTTP/1.1 400")


def test_a_save_reloads_the_page_and_a_mistake_is_shown(preview: Preview, portal: Portal) -> None:
    line, answer = preview.socket(f"http://127.0.0.1:{preview.port}")
    assert answer.startswith(b"HTTP/1.1 101")
    with contextlib.closing(line):
        portal.post("a.md", title="Judul baru")
        assert frame(line) == {"good": True, "problems": []}
        assert b"Judul baru" in preview.ask("/portal/2026/03/a/")[2]
        portal.write("posts/a.md", "---\ntitle: Tanpa tanggal\n---\n")
        news = frame(line)
        assert news["good"] is False
        assert re.search(r"posts/a\.md:1: error\[date\]", str(news["problems"]))
        assert b"Judul baru" in preview.ask("/portal/2026/03/a/")[2]


def test_a_mistake_stays_until_it_is_mended(preview: Preview, portal: Portal) -> None:
    """Saving another file does not make a refused one good, nor lose what was saved."""
    line, _ = preview.socket(f"http://127.0.0.1:{preview.port}")
    with contextlib.closing(line):
        portal.write("posts/a.md", "---\ntitle: Tanpa tanggal\n---\n")
        assert frame(line)["good"] is False
        portal.post("b.md", title="Yang kedua")
        assert frame(line)["good"] is False
        portal.post("a.md", title="Sudah baik")
        assert frame(line)["good"] is True
        page = preview.ask("/portal/")[2]
        assert b"Sudah baik" in page
        assert b"Yang kedua" in page


def test_config_and_templates_are_watched(preview: Preview, portal: Portal) -> None:
    line, _ = preview.socket(f"http://127.0.0.1:{preview.port}")
    with contextlib.closing(line):
        text = (portal.root / "config.toml").read_text()
        portal.write("config.toml", text.replace("Portal Uji", "Nama Baru"))
        assert frame(line)["good"] is True
        assert b"Nama Baru" in preview.ask("/portal/")[2]
        portal.write("config.toml", "title = ")
        assert frame(line)["good"] is False


def test_eight_tabs(preview: Preview, portal: Portal) -> None:
    """More than the six connections that browsers open to one host for event streams."""
    lines = [preview.socket(f"http://127.0.0.1:{preview.port}")[0] for _ in range(8)]
    portal.post("a.md", title="Judul baru")
    assert [frame(line)["good"] for line in lines] == [True] * 8
    for line in lines:
        line.close()


def test_a_scheduled_release_goes_out_by_itself(portal: Portal) -> None:
    """The clock is one of the sources of change, also here."""
    soon = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(time.time() + 3))
    portal.post("a.md", title="Nanti", date=f'"{soon}"')
    report = portal.build(now=time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime()))
    assert report.next_change is not None
    assert report.next_change.timestamp() == pytest.approx(time.time() + 3, abs=2)
