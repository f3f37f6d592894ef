"""Connections to web servers over http and https, each to a number that was looked up and may have been checked."""

from __future__ import annotations

import http.client
import socket
import ssl
from urllib.parse import SplitResult


def port_of(parts: SplitResult) -> int:
    """Return the port of a URL. Raises `ValueError` if it is not one of http or https."""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(parts.scheme)
    return parts.port or (443 if parts.scheme == "https" else 80)


def number_of(parts: SplitResult) -> str:
    """Look up the IP address of the host of a URL. Raises `OSError`, `ValueError`."""
    return str(socket.getaddrinfo(parts.hostname, port_of(parts), type=socket.SOCK_STREAM)[0][4][0])


def connect(parts: SplitResult, number: str, timeout: float) -> http.client.HTTPConnection:
    """Connect to the host of a URL at an IP address, so that what was checked is what is asked.

    `timeout` is in seconds, for each step. Raises `OSError`, `ValueError`.
    """
    port = port_of(parts)
    stream = socket.create_connection((number, port), timeout)
    if parts.scheme == "https":
        try:
            stream = ssl.create_default_context().wrap_socket(stream, server_hostname=parts.hostname)
        except BaseException:
            stream.close()
            raise
    connection = http.client.HTTPConnection(str(parts.hostname), port, timeout=timeout)
    connection.sock = stream
    return connection
