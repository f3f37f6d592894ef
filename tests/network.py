"""A province and its regencies on loopback: small portals, and a server that gives what each of them published."""

from __future__ import annotations

import gzip
import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec

from press import config
from press.content import lifecycle
from press.network import Outcome, PullRequest, pull
from press.network.fetch import Manners
from tests.portal import CONFIG, NOW, Portal

Answering = Callable[["Request"], None]
"""What a server does instead of giving files."""
MANNERS = Manners(timeout=0.5, seconds=1.5, largest=300_000, allows_private=True)
"""Those of a trial: on this computer, and with limits that a test meets quickly."""


class Host(ThreadingHTTPServer):
    """A web server of one portal; `answering` may take the place of its files."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.folder = Path()
        self.answering: Answering | None = None
        self.asked: list[tuple[str, int]] = []
        """Paths, each with the status of the answer."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: some clients of these tests go away early."""


class Request(BaseHTTPRequestHandler):
    """One request."""

    server: Host

    def do_GET(self) -> None:
        if self.server.answering:
            self.server.answering(self)
            return
        file = self.server.folder / self.path.strip("/")
        if not file.is_file():
            self.give(b"", 404)
            return
        data = file.read_bytes()
        etag = f'"{hashlib.sha256(data).hexdigest()}"'
        if self.headers["If-None-Match"] == etag:
            self.give(b"", 304)
        else:
            self.give(gzip.compress(data, mtime=0), 200, ETag=etag, Content_Encoding="gzip")

    def give(self, body: bytes, status: int = 200, **headers: str) -> None:
        """Send an answer; ``_`` in the names of headers stands for ``-``."""
        self.server.asked.append((self.path, status))
        self.send_response(status)
        for name, value in ({"Content_Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


@contextmanager
def serving(*hosts: Host) -> Iterator[None]:
    """Run servers for a block."""
    threads = [threading.Thread(target=host.serve_forever, args=(0.01,), daemon=True) for host in hosts]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for host, thread in zip(hosts, threads, strict=True):
            host.shutdown()
            host.server_close()
            thread.join()


def regency(root: Path, host: Host, name: str) -> Portal:
    """A portal of a regency, at the address of a server."""
    settings = CONFIG.replace("https://uji.example/portal/", host.url).replace("Portal Uji", f"Kabupaten {name}")
    host.folder = root / "site"
    return Portal(root, f'{settings}\n[identity]\nauthority = "{name.lower()}.example"\n')


def member(name: str, host: Host, more: str = "", feed: str = "feed.json") -> str:
    """The lines of config.toml for a member."""
    return f'\n[network.{name.lower()}]\ntitle = "Kabupaten {name}"\nurl = "{host.url}{feed}"\n{more}\n'


def pulled(portal: Portal, now: str = NOW, **more: object) -> list[Outcome]:
    """Fetch what the members of a portal published; `more` are other fields of the request."""
    settings = config.load(portal.root)
    request = PullRequest(portal.root, settings, lifecycle.now(now, {}, settings), manners=MANNERS)
    return pull(msgspec.structs.replace(request, **more))


def messages(outcomes: list[Outcome]) -> list[str]:
    """The problems of a pull, as texts."""
    return [problem.message_in(str) for outcome in outcomes for problem in outcome.problems]


def give(host: Host, *entries: Mapping[str, object]) -> None:
    """Let a server give a JSON feed of some entries; each has a page there, unless it says another one."""
    usual: dict[str, object] = {"title": "Judul", "url": f"{host.url}1", "date_published": "2026-05-30T08:00:00+08:00"}
    data = json.dumps({"items": [{**usual, **entry} for entry in entries]}).encode()
    host.answering = lambda one: one.give(data)


BOMB = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss><channel>&b;</channel></rss>'
LARGE_BOMB = (
    b'<!DOCTYPE a [<!ENTITY a0 "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b']><rss x="&a11;"><channel>&a11;</channel></rss>'
)
XXE = (
    b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title>'
    b"<link>https://hulu.example/1</link></item></channel></rss>"
)
BAD_ANSWERS: dict[str, tuple[bytes, int, dict[str, str]]] = {
    "server error": (b"{}", 500, {}),
    "not found": (b"", 404, {}),
    "a page": (b"<!doctype html><title>Masuk</title><p>Jaringan tamu", 200, {}),
    "no feed": (b"[]", 200, {}),
    "cut off": (b'{"items":[{"id":"1"', 200, {}),
    "deep": (b'{"items":' + b"[" * 100_000, 200, {}),
    "too large": (b" " * 400_000, 200, {}),
    "a bomb of entities": (BOMB, 200, {}),
    "an external entity": (XXE, 200, {}),
    "a bomb in an attribute": (BOMB.replace(b"<channel>&b;", b'<channel x="&b;">'), 200, {}),
    "a large bomb": (LARGE_BOMB, 200, {}),
    "a bomb of zeros": (gzip.compress(b" " * 50_000_000), 200, {"Content_Encoding": "gzip"}),
    "damaged gzip": (b"\x1f\x8b\x08 nonsense", 200, {"Content_Encoding": "gzip"}),
    "another encoding": (b"{}", 200, {"Content_Encoding": "br"}),
    "redirect inside": (b"", 302, {"Location": "http://169.254.169.254/latest/meta-data/"}),
    "redirect to this computer": (b"", 301, {"Location": "http://localhost:22/"}),
    "redirect to a file": (b"", 301, {"Location": "file:///etc/passwd"}),
    "redirect for ever": (b"", 302, {"Location": "/feed.json"}),
    "half an answer": (b"{", 200, {"Content_Length": "9999"}),
}
