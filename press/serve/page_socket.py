"""The WebSocket of an open page, by which it is notified of each build.

Not server-sent events: browsers open only six of those for each host, and the seventh tab would wait for ever.
"""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable, Iterable

from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, CloseConnection, Event, Ping, TextMessage
from wsproto.utilities import LocalProtocolError, ProtocolError

_PING_INTERVAL = 20.0
"""Seconds without a message after which an open page gets a ping."""
_POLL_INTERVAL = 1.0
"""Seconds after which the connection is checked for what the page sent."""


class PageSocket:
    """A WebSocket that sends messages to a page, and ends when the page closes it."""

    def __init__(self, stream: socket.socket, connection: WSConnection) -> None:
        self._stream, self._connection = stream, connection

    def keep_open(self, next_message: Callable[[float], str | None]) -> None:
        """Send messages until the page closes the connection.

        `next_message` waits for at most some seconds, and returns None if there is no message.
        """
        sent = time.monotonic()
        while self._is_open():
            message = next_message(_POLL_INTERVAL)
            if message is not None:
                self._send(TextMessage(message))
            elif time.monotonic() < sent + _PING_INTERVAL:
                continue
            else:
                self._send(Ping())
            sent = time.monotonic()

    def _is_open(self) -> bool:
        """Answer what the page sent, and tell whether the connection is still open."""
        while select.select([self._stream], [], [], 0)[0]:
            data = self._stream.recv(65536)
            if not data:
                return False
            try:
                self._connection.receive_data(data)
                events = list(self._connection.events())
            except ProtocolError:
                return False
            if not all(self._answer(event) for event in events):
                return False
        return True

    def _answer(self, event: Event) -> bool:
        """Answer one event. Returns whether the connection is still open."""
        if isinstance(event, Ping | CloseConnection):
            try:
                self._send(event.response())
            except LocalProtocolError:  # it was closed because of an error
                return False
        return not isinstance(event, CloseConnection)

    def _send(self, event: Event) -> None:
        self._stream.sendall(self._connection.send(event))


def accepted(stream: socket.socket, headers: Iterable[tuple[str, str]], path: str) -> PageSocket | None:
    """Accept a WebSocket; None if the headers of the request do not ask for one."""
    connection = WSConnection(ConnectionType.SERVER)
    try:
        connection.initiate_upgrade_connection([(name.encode(), value.encode()) for name, value in headers], path)
        stream.sendall(connection.send(AcceptConnection()))
    except ProtocolError:
        return None
    return PageSocket(stream, connection)
