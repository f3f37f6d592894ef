"""`check --external`: pages on other sites are asked for once, politely, and only what is gone is reported."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from press.build import external_links
from press.build.page_requests import Answer, Manners, ask
from press.build.workers import WorkerPool
from press.content.files import is_release
from press.diagnostics import Diagnostic
from press.model import SourceRecord
from tests.portal import CONFIG, Portal

LATER = "2026-06-20T12:00:00+08:00"
QUICK = Manners(user_agent="press-links (+https://uji.example/)", pause=0, timeout=60, allows_private=True)


class Site(ThreadingHTTPServer):
    """A site on this machine whose pages answer with the status in their address."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.agents: set[str] = set()
        self.at_once = self.most_at_once = 0
        super().__init__(("127.0.0.1", 0), Page)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Page(BaseHTTPRequestHandler):
    """One request."""

    server: Site

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        site = self.server
        site.at_once += 1
        site.most_at_once = max(site.most_at_once, site.at_once)
        site.asked[f"{self.command} {self.path}"] += 1
        site.agents.add(self.headers["User-Agent"])
        status = self.path.strip("/").partition("?")[0]
        code = {"no-head": 405 if self.command == "HEAD" else 200, "moved": 301, "loop": 302}.get(status)
        self.send_response(code or int(status))
        if status in ("moved", "loop"):
            self.send_header("Location", "/200" if status == "moved" else "/loop")
        self.send_header("Content-Length", "0")
        site.at_once -= 1  # before the answer is sent: the next question may come at once
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def problems(portal: Portal, now: str = "", manners: Manners = QUICK) -> list[Diagnostic]:
    request = portal.request(**({"now": now} if now else {}))
    request.database.parent.mkdir(exist_ok=True)
    paths = [path.relative_to(portal.root).as_posix() for path in sorted(portal.root.rglob("posts/*.md"))]
    texts = [SourceRecord(path, "", 1, 1, 1, 1) for path in paths if is_release(path)]
    with WorkerPool(1) as pool:
        return list(external_links.problems(request, texts, pool, manners))


def test_pages_that_are_gone_are_reported_with_their_place(portal: Portal, site: Site) -> None:
    url = site.url
    portal.post("a.md", f"[ada]({url}/200) [hilang]({url}/404)\n\n<{url}/410> [galat]({url}/500) [pindah]({url}/moved)")
    portal.post("b.md", f"[hilang]({url}/404#bagian) [larangan]({url}/no-head)", original=f"{url}/410")
    found = [(str(one.place).rsplit(":", 1)[0], one.values["url"].rsplit("/", 1)[1]) for one in problems(portal)]
    assert sorted(found) == [
        ("posts/a.md:6", "404"), ("posts/a.md:8", "410"), ("posts/b.md", "410"), ("posts/b.md:7", "404"),
    ]  # fmt: skip
    assert site.asked["HEAD /404"] == 1
    assert site.agents == {"press-links (+https://uji.example/)"}
    assert site.most_at_once == 1


def test_pages_that_answered_are_cached_and_gone_ones_are_asked_again(portal: Portal, site: Site) -> None:
    portal.post("a.md", f"[ada]({site.url}/200) [hilang]({site.url}/404)")
    for now in ("", "", LATER):
        assert len(problems(portal, now)) == 1
    assert site.asked["HEAD /200"] == 2
    assert site.asked["HEAD /404"] == 3


def test_a_release_may_be_exempt_and_a_desk_may_switch_the_rule_off(portal: Portal, site: Site) -> None:
    allow = "[{rule: external-link, by: Hendra, reason: Arsip.}]"
    portal.post("a.md", f"[hilang]({site.url}/404)", allow=allow)
    assert problems(portal) == []
    portal.post("a.md", f"[hilang]({site.url}/404)")
    portal.write("config.toml", CONFIG + 'external-link = "off"\n')
    assert problems(portal) == []


def test_without_a_connection_one_problem_says_so(portal: Portal, site: Site) -> None:
    portal.post("a.md", f"[a]({site.url}/loop) [b]({site.url}/503)")
    (found,) = problems(portal)
    assert "could be reached" in found.message


def test_private_networks_and_reserved_names_are_not_asked(portal: Portal, site: Site) -> None:
    portal.post("a.md", f"[a]({site.url}/404) [b](https://x.example/) [c](https://uji.example/portal/x/) [d](#x)")
    assert problems(portal, manners=Manners(pause=0)) == []
    assert dict(ask([f"{site.url}/404"], Manners(pause=0))) == {f"{site.url}/404": Answer.UNKNOWN}
    assert not site.asked
