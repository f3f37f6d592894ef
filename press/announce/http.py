"""HTTP requests of channels, which tell apart what was not sent, what was refused, and what nobody knows."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPSConnection
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import msgspec

from press.announce.channel import LaterError, Patience, RejectedError, UnclearError

_LARGEST = 100_000
"""Bytes of an answer that are read."""
_SHOWN = 300
"""Characters of an answer that are shown."""
_TOO_MANY, _ERRORS = 429, 500


class Answer(NamedTuple):
    """The answer of a server."""

    status: int
    headers: HTTPMessage
    data: bytes

    def json(self) -> dict[str, Any]:
        """Return the decoded JSON; an empty object if it is none."""
        try:
            found = msgspec.json.decode(self.data)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return {}
        return found if isinstance(found, dict) else {}

    def part(self, name: str) -> dict[str, Any]:
        """Return an object in the JSON; an empty one if there is none."""
        found = self.json().get(name)
        return found if isinstance(found, dict) else {}


def send(method: str, url: str, headers: Mapping[str, str], body: bytes, patience: Patience) -> Answer:
    """Send a request until it is accepted, with a bounded number of attempts.

    Raises `LaterError`, `RejectedError`, `UnclearError`. Redirects are not followed: they would be sent as GET.
    """
    pause = patience.pause
    for left in reversed(range(patience.attempts)):
        try:
            answer = _exchange(method, url, headers, body, patience.timeout)
        except LaterError:
            if not left:
                raise
        else:
            if answer.status < 300:
                return answer
            if answer.status != _TOO_MANY and answer.status < _ERRORS:
                raise RejectedError(_reason(answer))
            pause = max(pause, _asked_to_wait(answer))
            if not left or pause > patience.longest:
                raise LaterError(_reason(answer))
        time.sleep(pause)
        pause *= 2
    raise AssertionError("no attempts")


def _exchange(method: str, url: str, headers: Mapping[str, str], body: bytes, timeout: float) -> Answer:
    parts = urlsplit(url)
    with closing(_connection(url, timeout)) as connection:
        try:
            connection.connect()
        except (OSError, HTTPException) as reason:
            raise LaterError(str(reason)) from reason
        path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        try:
            connection.request(method, path, body, {"User-Agent": "press", **headers})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read(_LARGEST))
        except (OSError, HTTPException) as reason:
            raise UnclearError(str(reason) or type(reason).__name__) from reason


def _connection(url: str, timeout: float) -> HTTPConnection:
    """Return a connection that is not open yet; for https through the proxy of the environment, if there is one."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port
    if parts.scheme != "https":
        return HTTPConnection(host, port, timeout=timeout)
    proxy = urlsplit(getproxies().get("https", ""))
    if not proxy.hostname or proxy_bypass(host):
        return HTTPSConnection(host, port, timeout=timeout)
    connection = HTTPSConnection(proxy.hostname, proxy.port, timeout=timeout)
    connection.set_tunnel(host, port)
    return connection


def _asked_to_wait(answer: Answer) -> float:
    """Return the seconds after which a server wants to be asked again: in the header, or as Telegram says it."""
    written = answer.headers.get("Retry-After", "") or str(answer.part("parameters").get("retry_after", ""))
    try:
        return float(written)
    except ValueError:
        pass
    try:
        return (parsedate_to_datetime(written) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError):
        return 0.0


def _reason(answer: Answer) -> str:
    """Return what a server says about its refusal, on one line."""
    said = answer.json()
    found = said.get("description") or said.get("error") or answer.data.decode(errors="replace")
    return f"{answer.status} {' '.join(str(found).split())}"[:_SHOWN].strip()
