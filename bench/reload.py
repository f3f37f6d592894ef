"""Measure the time from saving a file to the reload of its page in the browser, with ``build.py serve``."""

from __future__ import annotations

import base64
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

from bench.dialects import press_path
from bench.portal import release

START = 600
"""Seconds within which the first build must end."""


def measure_reloads(engine: Path, folder: Path, count: int, times: int = 9) -> list[float]:
    """Save a release several times. Returns the seconds from each save to the message that reloads its page.

    Raises `RuntimeError` if the page has not changed by then.
    """
    each = release(count - count // 50 - 1, count)
    with _server(engine, folder) as address, _socket(address) as messages:
        return [
            _measure_reload(folder / press_path(each), f"{address}{each.address}/", messages, turn)
            for turn in range(times)
        ]


def _measure_reload(path: Path, page: str, messages: socket.socket, turn: int) -> float:
    marker = f"Simpanan nomor {turn} pada {time.time_ns()}."
    text = path.read_text(encoding="utf-8") + f"\n{marker}\n"
    started = time.perf_counter()
    path.write_text(text, encoding="utf-8")
    message = _next_text(messages)
    seconds = time.perf_counter() - started
    with urlopen(page) as answer:
        if not json.loads(message)["good"] or marker.encode() not in answer.read():
            raise RuntimeError(f"the page was not rebuilt: {message!r}")
    time.sleep(1)
    return seconds


@contextmanager
def _server(engine: Path, folder: Path) -> Iterator[str]:
    """Run the preview of a portal. Gives the address of its home page after the first build."""
    command = [sys.executable, "-u", str(engine / "build.py"), "serve", "--root", str(folder), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        timer = threading.Timer(START, process.kill)
        timer.start()
        try:
            assert process.stdout
            # A build ends with a line that begins with the address; that of the desk is printed before the first one.
            lines = (re.match(r"http://127\.0\.0\.1:\d+/\S*", line) for line in process.stdout)
            address = next((found[0] for found in lines if found), "")
            if not address:
                raise RuntimeError("the server did not start")
            threading.Thread(target=process.stdout.read, daemon=True).start()
            yield address
        finally:
            timer.cancel()
            process.kill()


@contextmanager
def _socket(address: str) -> Iterator[socket.socket]:
    """The WebSocket that sends the reload message to open pages (RFC 6455)."""
    host = urlsplit(address).netloc
    name, _, port = host.partition(":")
    key = base64.b64encode(os.urandom(16)).decode()
    with socket.create_connection((name, int(port)), timeout=60) as connection:
        connection.sendall(
            f"GET /__press/socket HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += _receive(connection, 1)
        if b" 101 " not in head.splitlines()[0]:
            raise RuntimeError(f"no socket: {head!r}")
        yield connection


def _next_text(connection: socket.socket) -> bytes:
    """The next text message; pings are skipped."""
    while True:
        opcode, length = _receive(connection, 2)
        if length == 126:
            length = int.from_bytes(_receive(connection, 2), "big")
        data = _receive(connection, length)
        if opcode == 0x81:
            return data


def _receive(connection: socket.socket, size: int) -> bytes:
    """Receive exactly `size` bytes."""
    data = b""
    while len(data) < size:
        more = connection.recv(size - len(data))
        if not more:
            raise RuntimeError("the server closed the socket")
        data += more
    return data
