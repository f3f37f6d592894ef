"""Connections to web servers over http and https, each to a number that was looked up and may have been checked."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from urllib.parse import SplitResult


def port_of(parts: SplitResult) -> int:
    """Return the port of a URL. Raises `ValueError` if it is not one of http or https."""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(parts.scheme)
    return parts.port or (443 if parts.scheme == "https" else 80)


def numbers_of(parts: SplitResult) -> list[str]:
    """Look up the IP addresses of the host of a URL, the best first. Raises `OSError`, `ValueError`."""
    found = socket.getaddrinfo(parts.hostname, port_of(parts), type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def connect(parts: SplitResult, numbers: Sequence[str], timeout: float) -> http.client.HTTPConnection:
    """Connect to the host of a URL at one of its IP addresses, so that what was checked is what is asked.

    `timeout` is in seconds, for each step. Raises `OSError`, `ValueError`.
    """
    port = port_of(parts)
    stream = _first_stream(numbers, port, timeout)
    if parts.scheme == "https":
        try:
            stream = ssl.create_default_context().wrap_socket(stream, server_hostname=parts.hostname)
        except BaseException:
            stream.close()
            raise
    connection = http.client.HTTPConnection(str(parts.hostname), port, timeout=timeout)
    connection.sock = stream
    return connection


@contextmanager
def deadline(stream: socket.socket, seconds: float, expired: threading.Event) -> Iterator[None]:
    """End all reading from a stream after some seconds: a server that sends a byte at a time meets every timeout."""

    def end() -> None:
        expired.set()
        with suppress(OSError):
            stream.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _first_stream(numbers: Sequence[str], port: int, timeout: float) -> socket.socket:
    """Connect to the first IP address that answers: many computers cannot reach those of IPv6."""
    for number in numbers[:-1]:
        with suppress(OSError):
            return socket.create_connection((number, port), timeout)
    return socket.create_connection((numbers[-1], port), timeout)
