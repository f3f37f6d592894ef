"""Requests to members: over https, to public addresses of their own hosts, bounded in time and size."""

from __future__ import annotations

import http.client
import ipaddress
import ssl
import threading
import zlib
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

import msgspec

from press import connections, web
from press.i18n.mark import N_
from press.network.entries import Reason

_REDIRECTS = 3
_CHUNK = 65_536
"""Bytes that are read at once."""
_GZIP = 31
"""For zlib: the header of gzip."""


class Manners(msgspec.Struct, frozen=True):
    """How members are asked."""

    user_agent: str = "press"
    timeout: float = 10.0
    """Seconds to wait for each step: to connect, and for each piece of an answer."""
    seconds: float = 60.0
    """Seconds in which a whole answer must be there."""
    largest: int = 5_000_000
    """Bytes of an answer, compressed or not."""
    allows_private: bool = False
    """Whether addresses of private networks are asked: else a feed could make a server in there act."""


class Answer(NamedTuple):
    """What a server answered."""

    body: bytes = b""
    """Decompressed."""
    etag: str = ""
    modified: str = ""
    is_same: bool = False
    """The server says that nothing changed (304)."""
    fault: Reason | None = None


class Conditions(NamedTuple):
    """What the last answer said of itself, so that the server can say that nothing changed."""

    etag: str = ""
    modified: str = ""


NO_CONDITIONS = Conditions()
"""The answer is wanted in any case."""


def fetch(url: str, hosts: frozenset[str], manners: Manners, conditions: Conditions = NO_CONDITIONS) -> Answer:
    """Ask for a URL; redirects lead only to `hosts`. Whatever the server does, an answer is returned."""
    allowed, first = url, urlsplit(url)
    try:
        for _ in range(_REDIRECTS + 1):
            parts = urlsplit(allowed)
            if not _may_ask(parts, first, hosts):
                message = N_("it leads to {url}, which is not on a host of this member")
                return Answer(fault=Reason(message, {"url": allowed[:200]}))
            answer, target = _ask(parts, manners, conditions)
            if not target:
                return answer
            allowed = urljoin(allowed, target)
    except TimeoutError:
        return Answer(fault=Reason(N_("no answer in time")))
    except ssl.SSLCertVerificationError as reason:
        return Answer(fault=Reason(N_("its certificate is not valid: {reason}"), {"reason": reason.verify_message}))
    except (OSError, http.client.HTTPException, ValueError) as reason:
        words = str(reason) or type(reason).__name__
        return Answer(fault=Reason(N_("no answer: {reason}"), {"reason": " ".join(words.split())[:200]}))
    return Answer(fault=Reason(N_("it redirects too often")))


def _may_ask(parts: SplitResult, first: SplitResult, hosts: frozenset[str]) -> bool:
    """Tell whether a URL is on a host of the member, and as safe as the one in config.toml."""
    is_safe = parts.scheme in ("https", first.scheme)
    return is_safe and web.is_web_address(parts.geturl()) and parts.netloc.lower() in hosts


def _ask(parts: SplitResult, manners: Manners, conditions: Conditions) -> tuple[Answer, str]:
    """Send one request. Returns the answer, or where it redirects. Raises `OSError`, `HTTPException`, `ValueError`."""
    numbers = connections.numbers_of(parts)
    if not (manners.allows_private or all(ipaddress.ip_address(number).is_global for number in numbers)):
        return Answer(fault=Reason(N_("its address is in a private network"))), ""
    expired = threading.Event()
    connection = connections.connect(parts, numbers, manners.timeout)
    try:
        with connections.deadline(connection.sock, manners.seconds, expired):
            path = f"{parts.path or '/'}{'?' * bool(parts.query)}{parts.query}"
            connection.request("GET", web.encoded(path), headers=_headers(parts, manners, conditions))
            with connection.getresponse() as response:
                found = _answer(response, manners)
    except (OSError, ValueError, http.client.HTTPException) as reason:
        if expired.is_set():
            raise TimeoutError from reason
        raise
    finally:
        connection.close()
    if expired.is_set():
        raise TimeoutError
    return found


def _headers(parts: SplitResult, manners: Manners, conditions: Conditions) -> dict[str, str]:
    named = {"If-None-Match": conditions.etag, "If-Modified-Since": conditions.modified}
    return {
        "Host": parts.netloc, "User-Agent": manners.user_agent, "Accept-Encoding": "gzip", "Connection": "close",
        "Accept": "application/feed+json, application/atom+xml, application/rss+xml, application/json, */*;q=0.5",
        **{name: value for name, value in named.items() if value},
    }  # fmt: skip


def _answer(response: http.client.HTTPResponse, manners: Manners) -> tuple[Answer, str]:
    status, target = response.status, response.headers.get("Location", "")
    if status == HTTPStatus.NOT_MODIFIED:
        return Answer(is_same=True), ""
    if 300 <= status < 400 and target:
        return Answer(), target
    if status != HTTPStatus.OK:
        return Answer(fault=Reason(N_("the server answered {status}"), {"status": str(status)})), ""
    body = _decoded(_read(response, manners.largest), response.headers.get("Content-Encoding", ""), manners.largest)
    if len(body) > manners.largest:
        values = {"size": str(manners.largest // 1000)}
        return Answer(fault=Reason(N_("the answer is larger than {size} kB"), values)), ""
    if response.length:  # it promised more bytes than it sent
        return Answer(fault=Reason(N_("the answer is not complete"))), ""
    etag, modified = (_one_line(response.headers.get(name, "")) for name in ("ETag", "Last-Modified"))
    return Answer(body, etag, modified), ""


def _read(response: http.client.HTTPResponse, largest: int) -> bytes:
    """Read a body up to a size, and one byte more of a larger one."""
    parts, size = list[bytes](), 0
    while chunk := response.read(min(_CHUNK, largest + 1 - size)):
        parts.append(chunk)
        size += len(chunk)
    return b"".join(parts)


def _decoded(body: bytes, encoding: str, largest: int) -> bytes:
    """Decompress a body, up to one byte more than `largest`. Raises `ValueError`."""
    if encoding.strip().lower() in ("", "identity") or len(body) > largest:
        return body
    if encoding.strip().lower() not in ("gzip", "x-gzip"):
        raise ValueError(encoding[:50])
    decompressor = zlib.decompressobj(_GZIP)
    try:
        data = decompressor.decompress(body, largest + 1)
    except zlib.error as reason:
        raise ValueError(reason) from reason
    if len(data) <= largest and not decompressor.eof:
        raise ValueError(encoding)
    return data


def _one_line(value: str) -> str:
    """Return the value of a header that can be sent back; empty if it is longer than any that is right."""
    line = " ".join(value.split())
    return line if len(line) <= 300 and line.isascii() and line.isprintable() else ""
