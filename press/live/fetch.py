"""Requests to the live site: few at once, and whatever the server answers, bounded in time and size."""

from __future__ import annotations

import enum
import http.client
import socket
import ssl
import threading
import time
import zlib
from datetime import UTC, datetime
from urllib.parse import urlsplit

import msgspec

from press import connections, urls, web

_SLOWEST = 250_000
"""Bytes in a second."""
_UNKNOWN_SIZE, _LARGEST_SIZE, _MORE = 3_000_000, 300_000_000, 1_000_000
"""Bytes: an answer whose size is not known; any; and what is read beyond the size that is expected."""
_CHUNK = 65_536
"""Bytes that are read at once."""
_ANY_WRAPPER = 47
"""For zlib: the header of gzip or of zlib, whichever is there."""


class Manners(msgspec.Struct, frozen=True):
    """How the site is asked."""

    pause: float = 0.1
    """Seconds from the beginning of a request to that of the next; none for a server of one's own network."""
    connections: int = 3
    """Requests at the same time."""
    timeout: float = 20.0
    """Seconds in which a whole answer must be there; for a large file, those that it takes at `_SLOWEST` are added."""
    most_minutes: float = 60.0
    """Minutes after which no new request is made."""
    most_failures: int = 10
    """Requests without an answer, one after another, after which no new one is made."""


class Disguise(msgspec.Struct, frozen=True):
    """Whose headers a request has: intruders show their pages only to search engines, and to who comes from them."""

    name: str
    headers: dict[str, str]


_BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
"""An intruder who recognised the audit would show it the pages of the build."""
_PHONE = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 Mobile"
DISGUISES = (
    Disguise("Googlebot", {
        "User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Referer": "https://www.google.com/",
    }),
    Disguise("Google → Android", {"User-Agent": f"{_PHONE} Safari/537.36", "Referer": "https://www.google.co.id/"}),
)  # fmt: skip


class Fault(enum.StrEnum):
    """Why there is no whole answer."""

    NO_ANSWER = "no answer"
    TIMEOUT = "timeout"
    TOO_LARGE = "too large"
    ENCODING = "encoding"
    """The body is compressed in a way that was not asked for, or is damaged."""
    CERTIFICATE = "certificate"
    NOT_ASKED = "not asked"
    """The limits of the audit were reached before."""


class Answer(msgspec.Struct, frozen=True):
    """What the server answered."""

    status: int = 0
    """0: nothing."""
    headers: dict[str, str] = {}
    """By name in small letters."""
    body: bytes = b""
    """Decompressed; the beginning of it if there is a fault."""
    fault: Fault | None = None
    reason: str = ""
    """The error of the system or of the protocol."""

    @property
    def media_type(self) -> str:
        """The media type, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class LiveSite:
    """A site on a web server."""

    def __init__(self, base: str, manners: Manners) -> None:
        """`base` is the URL of its home page. Raises `OSError`, `ValueError`."""
        self.base = base
        self.manners = manners
        self.expires: datetime | None = None
        """When the certificate ends; known after the first answer over https."""
        self.requests = 0
        self._parts = urlsplit(base)
        self._pause = 0.0 if web.is_local(self._parts.hostname or "") else manners.pause
        self._numbers = connections.numbers_of(self._parts)
        self._lock = threading.Lock()
        self._next = self._start = time.monotonic()
        self._failures = 0

    def get(self, path: str, size: int = 0, disguise: Disguise | None = None) -> Answer:
        """Ask for a path from the home page, percent-encoded. `size` is that of the right answer in bytes, if known."""
        if not self._may_ask():
            return Answer(fault=Fault.NOT_ASKED)
        headers = {
            "User-Agent": _BROWSER, "Accept": "*/*", "Accept-Encoding": "identity",
            "Cache-Control": "no-cache", "Host": self._parts.netloc.rpartition("@")[2], "Connection": "close",
        } | (disguise.headers if disguise else {})  # fmt: skip
        try:
            answer = self._answer(self._parts.path + path, headers, min(size or _UNKNOWN_SIZE, _LARGEST_SIZE))
        except ssl.SSLCertVerificationError as reason:
            answer = Answer(fault=Fault.CERTIFICATE, reason=reason.verify_message)
        except TimeoutError as reason:
            answer = Answer(fault=Fault.TIMEOUT, reason=str(reason))
        except (OSError, http.client.HTTPException, ValueError) as reason:
            answer = Answer(fault=Fault.NO_ANSWER, reason=str(reason) or type(reason).__name__)
        self._failures = 0 if answer.status else self._failures + 1
        return answer

    def _may_ask(self) -> bool:
        """Wait for the turn of a request; tell whether it may be made."""
        with self._lock:
            now = time.monotonic()
            is_late = now - self._start > self.manners.most_minutes * 60
            if is_late or self._failures >= self.manners.most_failures:
                return False
            wait = max(0.0, self._next - now)
            self._next = max(self._next, now) + self._pause
            self.requests += 1
        time.sleep(wait)
        return True

    def _answer(self, target: str, headers: dict[str, str], size: int) -> Answer:
        largest, seconds = size + _MORE, self.manners.timeout + size / _SLOWEST
        expired = threading.Event()
        connection = connections.connect(self._parts, self._numbers, self.manners.timeout)
        try:
            self._note_certificate(connection.sock)
            with connections.deadline(connection.sock, seconds, expired):
                connection.putrequest("GET", target, skip_host=True, skip_accept_encoding=True)
                for name, value in headers.items():
                    connection.putheader(name, value)
                connection.endheaders()
                answer = connection.getresponse()
                with answer:
                    found = {name.lower(): _text(value) for name, value in answer.getheaders()}
                    body, fault = _read(answer, largest, expired)
                body, damage = _decoded(body, found.get("content-encoding", ""), largest) if not fault else (body, None)
                return Answer(answer.status, found, body, fault or damage)
        except (OSError, ValueError, http.client.HTTPException) as reason:
            if expired.is_set():
                raise TimeoutError from reason
            raise
        finally:
            connection.close()

    def _note_certificate(self, stream: socket.socket) -> None:
        if isinstance(stream, ssl.SSLSocket) and not self.expires:
            certificate = stream.getpeercert() or {}
            seconds = ssl.cert_time_to_seconds(str(certificate["notAfter"]))
            self.expires = datetime.fromtimestamp(seconds, UTC)


def request_path(address: str) -> str:
    """Return the path under which the server has a file of the site: pages are at their folders."""
    folder, _, name = address.rpartition("/")
    return urls.quoted(f"{folder}/".lstrip("/") if name == "index.html" else address)


def _read(answer: http.client.HTTPResponse, largest: int, expired: threading.Event) -> tuple[bytes, Fault | None]:
    parts, size = list[bytes](), 0
    while chunk := answer.read(min(_CHUNK, largest + 1 - size)):
        parts.append(chunk)
        size += len(chunk)
        if size > largest:
            return b"".join(parts), Fault.TOO_LARGE
    body = b"".join(parts)
    if expired.is_set():
        return body, Fault.TIMEOUT
    return body, Fault.NO_ANSWER if answer.length else None  # it promised more bytes than it sent


def _decoded(body: bytes, encoding: str, largest: int) -> tuple[bytes, Fault | None]:
    """Decompress a body that is compressed although nobody asked for it, up to a size."""
    if encoding.strip().lower() in ("", "identity"):
        return body, None
    if encoding.strip().lower() not in ("gzip", "x-gzip", "deflate"):
        return body, Fault.ENCODING
    decompressor = zlib.decompressobj(_ANY_WRAPPER)
    try:
        data = decompressor.decompress(body, largest + 1)
    except zlib.error:
        return body, Fault.ENCODING
    if len(data) > largest:
        return data[:largest], Fault.TOO_LARGE
    return data, None if decompressor.eof else Fault.ENCODING


def _text(value: str) -> str:
    """Return the value of a header on one line, not longer than any that is right."""
    return " ".join(value.split())[:4000]
