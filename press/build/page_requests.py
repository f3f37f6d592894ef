"""Requests that ask whether pages on other sites are there: a few sites at once, and one page of a site at a time."""

from __future__ import annotations

import enum
import http.client
import ipaddress
import socket
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import SplitResult, urljoin, urlsplit

import msgspec

from press import connections

_SITES = 8
"""Sites that are asked at the same time."""
_REDIRECTS = 5
_GONE = frozenset({404, 410})


class Manners(msgspec.Struct, frozen=True):
    """How pages are asked for."""

    user_agent: str = "press"
    pause: float = 1.0
    """Seconds between two requests to a site."""
    timeout: float = 15.0
    """Seconds to wait for an answer."""
    most: int = 200
    """Pages of one site in one run; the next run asks for others."""
    allows_private: bool = False
    """Whether addresses of private networks are asked too; otherwise a text could make a server in there act."""


class Answer(enum.Enum):
    """What is known of a page."""

    THERE = "there"
    GONE = "gone"
    """The site said so: 404 or 410."""
    NO_SITE = "no site"
    """No name server knows the host."""
    UNKNOWN = "unknown"
    """No answer, an error of the server, or an address that is not asked."""


def ask(addresses: Iterable[str], manners: Manners) -> Iterator[tuple[str, Answer]]:
    """Ask for pages, and yield the answer for each."""
    by_site: defaultdict[str, list[str]] = defaultdict(list)
    for address in sorted(set(addresses)):
        by_site[urlsplit(address).netloc].append(address)
    with ThreadPoolExecutor(_SITES, thread_name_prefix="links") as threads:
        for answers in threads.map(lambda pages: _ask_site(pages[: manners.most], manners), by_site.values()):
            yield from answers


def _ask_site(addresses: list[str], manners: Manners) -> list[tuple[str, Answer]]:
    answers: list[tuple[str, Answer]] = []
    for number, address in enumerate(addresses):
        if number:
            time.sleep(manners.pause)
        answer = _ask_page(address, manners)
        if answer is Answer.NO_SITE:  # once more: name servers fail for moments too
            time.sleep(manners.pause)
            answer = _ask_page(address, manners)
        answers.append((address, answer))
        if answer is Answer.NO_SITE:
            return answers + [(other, answer) for other in addresses[number + 1 :]]
    return answers


def _ask_page(address: str, manners: Manners) -> Answer:
    """Ask with HEAD; where a server refuses that, also with GET, of which only the status is read."""
    try:
        status = _status("HEAD", address, manners)
        if status >= 400:
            time.sleep(manners.pause)
            status = _status("GET", address, manners)
    except socket.gaierror as error:
        return Answer.NO_SITE if error.errno in _UNKNOWN_NAME else Answer.UNKNOWN
    except (OSError, http.client.HTTPException, ValueError):
        return Answer.UNKNOWN
    if status in _GONE:
        return Answer.GONE
    return Answer.THERE if status < 400 else Answer.UNKNOWN


_UNKNOWN_NAME = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})


def _status(method: str, address: str, manners: Manners) -> int:
    """Return the status of a page, after redirects. Raises `OSError`, `HTTPException`, `ValueError`."""
    for _ in range(_REDIRECTS):
        parts = urlsplit(address)
        connection = _connection(parts, manners)
        try:
            path = f"{parts.path or '/'}{'?' * bool(parts.query)}{parts.query}"
            connection.request(method, path, headers={"User-Agent": manners.user_agent, "Accept": "*/*"})
            answer = connection.getresponse()
            target = answer.headers.get("Location", "")
        finally:
            connection.close()
        if not (300 <= answer.status < 400 and target):
            return answer.status
        address = urljoin(address, target)
    raise ValueError(address)


def _connection(parts: SplitResult, manners: Manners) -> http.client.HTTPConnection:
    """Connect to the host of an address, unless it is in a private network. Raises `OSError`, `ValueError`."""
    numbers = connections.numbers_of(parts)
    if not (manners.allows_private or all(ipaddress.ip_address(number).is_global for number in numbers)):
        raise ValueError(numbers)
    return connections.connect(parts, numbers, manners.timeout)
