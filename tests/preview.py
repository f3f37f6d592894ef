"""A running preview of a portal, and the messages that it sends to open pages."""

from __future__ import annotations

import base64
import http.client
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.portal import Portal
from tests.servers import free_port

REPOSITORY = Path(__file__).parent.parent
Response = tuple[int, dict[str, str], bytes]


class Preview:
    """A running ``build.py serve``."""

    def __init__(self, process: subprocess.Popen[str], port: int, printed: list[str]) -> None:
        self.process, self.port, self._printed = process, port, printed

    def printed(self) -> str:
        """What the command has printed so far."""
        return "".join(self._printed)

    def request(self, path: str, method: str = "GET", **headers: str) -> Response:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        found = response.status, dict(response.getheaders()), response.read()
        connection.close()
        return found

    def open_socket(self, origin: str) -> tuple[socket.socket, bytes]:
        """Open the WebSocket. Return the connection and the head of the response."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=300)
        key = base64.b64encode(os.urandom(16)).decode()
        connection.sendall(
            f"GET /__press/socket HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nOrigin: {origin}\r\n"
            f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
            "Sec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        answer = b""
        while not answer.endswith(b"\r\n\r\n") and (part := connection.recv(1)):
            answer += part
        return connection, answer

    @contextmanager
    def opened(self) -> Iterator[socket.socket]:
        """The WebSocket of an open page, for a block."""
        connection, _ = self.open_socket(f"http://127.0.0.1:{self.port}")
        with connection:
            yield connection


@contextmanager
def previewing(portal: Portal, *options: str, port: int = 0) -> Iterator[Preview]:
    """Run ``build.py serve`` for a block, from after its first build."""
    portal.share_caches()
    port = port or free_port()
    arguments = ("--port", str(port), "--jobs", "1", "--messages", "en", *options)
    command = [sys.executable, str(REPOSITORY / "build.py"), "serve", *arguments]
    process = subprocess.Popen(command, cwd=portal.root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    printed: list[str] = []
    is_ready = threading.Event()

    def read_all() -> None:
        """Read what the process prints: if the pipe were full, it would wait."""
        for line in process.stdout or ():
            printed.append(line)
            if f":{port}/portal/" in line:
                is_ready.set()

    reader = threading.Thread(target=read_all)
    reader.start()
    try:
        assert is_ready.wait(300), "".join(printed)
        yield Preview(process, port, printed)
    finally:
        process.terminate()
        process.wait(300)
        reader.join()
        if process.stdout:
            process.stdout.close()
    assert "Traceback" not in "".join(printed)


@pytest.fixture
def preview(portal: Portal) -> Iterator[Preview]:
    """A preview of a portal with one release."""
    portal.post("a.md", title="Judul lama")
    with previewing(portal) as found:
        yield found


def problems(message: dict[str, Any]) -> list[str]:
    """The problems of a message in one line each, as the terminal shows them."""
    return [f"{one['path']}:{one['line']}: {one['severity']}[{one['rule']}]" for one in message["problems"]]


def read_message(connection: socket.socket) -> dict[str, Any]:
    """Read one text frame of the WebSocket, which contains JSON."""
    length = _read(connection, 2)[1]
    if length > 125:
        length = int.from_bytes(_read(connection, 2 if length == 126 else 8), "big")
    found: dict[str, Any] = json.loads(_read(connection, length))
    return found


def _read(connection: socket.socket, length: int) -> bytes:
    data = b""
    while len(data) < length:
        part = connection.recv(length - len(data))
        assert part, "the preview closed the connection"
        data += part
    return data
