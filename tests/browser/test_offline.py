"""Copies of pages for times without a network: they say what they are; what was withdrawn is never shown as valid."""

from __future__ import annotations

import http.server
import io
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.portal import CONFIG, Portal
from tests.servers import free_port
from tests.showroom import open_page

OFFLINE = CONFIG.replace("/portal/", "/") + "\n[offline]\n"
WITHDRAWN = "{date: 2026-03-20, reason: Keliru.}"
READY = "async () => !!(await navigator.serviceWorker.ready) && !!navigator.serviceWorker.controller"


class _Server(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *arguments: Any, held: Held | None, **options: Any) -> None:
        """Answer from a folder, but keep the body of one page back."""
        self.held = held
        super().__init__(*arguments, **options)

    def do_GET(self) -> None:
        """Send the file: its date, which counts seconds, does not tell two builds of a test apart."""
        del self.headers["If-Modified-Since"]
        super().do_GET()

    def end_headers(self) -> None:
        """Let browsers keep pages for five minutes, as the hosts of portals do."""
        self.send_header("Cache-Control", "public, max-age=300")
        super().end_headers()

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Send the body, of a page that is held when it is let go: it is that of before."""
        if self.held and self.path == f"/{self.held.path}":
            body = io.BytesIO(source.read())
            self.wfile.flush()
            self.held.has_begun.set()
            self.held.is_over.wait()
            source = body
        super().copyfile(source, outputfile)

    def log_message(self, *arguments: object) -> None:
        """Log nothing."""


class Held:
    """A page whose answer has begun but has no end yet, as on a slow network."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.has_begun, self.is_over = threading.Event(), threading.Event()


@contextmanager
def online(site: Path, port: int, held: Held | None = None) -> Iterator[None]:
    """A network, for a block: without it, no server answers."""
    http.server.ThreadingHTTPServer.allow_reuse_address = True
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), partial(_Server, directory=str(site), held=held))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    with open_page(chromium, 360) as page:
        yield page


class Reader:
    """A reader with a phone, who opens pages of a portal."""

    def __init__(self, portal: Portal, phone: Page) -> None:
        self.portal, self.phone, self.port = portal, phone, free_port()
        self.site = portal.root / "site"

    def opens(self, path: str) -> None:
        self.phone.goto(f"http://127.0.0.1:{self.port}/{path}")

    def begins(self, *paths: str) -> None:
        """Open pages with a network, after the worker has begun."""
        with online(self.site, self.port):
            self.opens("")
            self.waits_for(READY)
            for path in paths:
                self.opens(path)
            self.waits_until_kept(*paths)

    def waits_for(self, script: str, argument: Any = None) -> None:
        """Wait until a function with a promise gives true. For Playwright's own wait, a promise is true at once."""
        end = time.monotonic() + 60
        while not self.phone.evaluate(script, argument):
            assert time.monotonic() < end, script
            time.sleep(0.02)

    def waits_until_kept(self, *paths: str) -> None:
        """Wait until there are copies of these pages."""
        self.waits_for(
            "async (paths) => { const kept = await (await caches.open('press-pages')).keys();"
            " return paths.every((one) => kept.some(({ url }) => new URL(url).pathname === `/${one}`)) }",
            list(paths),
        )


@pytest.fixture
def reader(portal: Portal, phone: Page) -> Reader:
    portal.write("config.toml", OFFLINE)
    portal.post("a.md", title="Jembatan ditutup")
    portal.post("b.md", title="Pasar dibuka")
    portal.build()
    return Reader(portal, phone)


def test_opened_pages_are_shown_without_a_network_and_say_that_they_are_copies(reader: Reader) -> None:
    reader.begins("2026/03/a/")
    reader.opens("2026/03/a/")
    expect(reader.phone.locator("h1")).to_have_text("Jembatan ditutup")
    expect(reader.phone.locator(".preview-bar")).to_contain_text("mungkin sudah diralat atau dicabut")
    expect(reader.phone.locator("body")).to_have_css("font-size", "16px")  # with the stylesheet
    reader.opens("")
    expect(reader.phone.locator(".preview-bar")).to_contain_text("Tidak ada sambungan")
    reader.opens("2026/03/b/")
    expect(reader.phone.locator("h1")).to_have_text("Tidak ada sambungan")


def withdraw(reader: Reader) -> None:
    reader.portal.post("a.md", title="Jembatan ditutup", withdrawn=WITHDRAWN)
    reader.portal.build()
    assert json.loads(reader.portal.text("withdrawn.json")) == ["/2026/03/a/"]


def test_copy_of_what_was_withdrawn_says_that_it_may_be_as_long_as_nobody_can_know(reader: Reader) -> None:
    reader.begins("2026/03/a/")
    withdraw(reader)
    reader.opens("2026/03/a/")
    expect(reader.phone.locator(".preview-bar")).to_contain_text("mungkin sudah diralat atau dicabut")


def test_withdrawal_that_is_known_removes_the_copy_and_lists_that_name_it(reader: Reader) -> None:
    reader.begins("2026/03/a/", "siaran-pers/", "ralat/")
    withdraw(reader)
    with online(reader.site, reader.port):
        reader.opens("2026/03/b/")
        reader.waits_for(
            "async () => !(await (await caches.open('press-pages')).keys()).some(({ url }) => url.includes('siaran'))"
        )
        reader.waits_for(
            "async () => (await (await caches.match('/withdrawn.json'))?.text() ?? '').includes('/2026/03/a/')"
        )
        reader.waits_until_kept("2026/03/b/", "ralat/")
    for path, title in (("2026/03/a/", "Dicabut"), ("siaran-pers/", "Tidak ada sambungan")):
        reader.opens(path)
        expect(reader.phone.locator("h1")).to_have_text(title)
        expect(reader.phone.locator("body")).not_to_contain_text("Jembatan")
    reader.opens("ralat/")
    expect(reader.phone.locator("h1")).to_have_text("Ralat dan pencabutan")


def test_page_that_was_still_coming_when_a_withdrawal_became_known_is_fetched_again(reader: Reader) -> None:
    reader.begins("2026/03/a/")
    slow = Held("siaran-pers/")
    with online(reader.site, reader.port, slow):
        other = reader.phone.context.new_page()
        other.goto(f"http://127.0.0.1:{reader.port}/siaran-pers/", wait_until="commit")
        assert slow.has_begun.wait(10)
        withdraw(reader)
        reader.opens("2026/03/b/")
        reader.waits_until_kept("2026/03/b/")
        slow.is_over.set()
        other.wait_for_load_state()
        reader.waits_until_kept("siaran-pers/")
    reader.opens("siaran-pers/")
    expect(reader.phone.locator(".preview-bar")).to_contain_text("Tidak ada sambungan")
    expect(reader.phone.locator("body")).to_contain_text("Keliru.")


def test_network_comes_before_copies(reader: Reader) -> None:
    reader.begins("2026/03/a/")
    withdraw(reader)
    with online(reader.site, reader.port):
        reader.opens("2026/03/a/")
        expect(reader.phone.locator(".preview-bar")).to_have_count(0)
        expect(reader.phone.locator("body")).to_contain_text("Keliru.")


def test_warnings_are_kept_without_being_opened(reader: Reader) -> None:
    until = "{until: 2099-01-01}"
    reader.portal.post("banjir.md", title="Banjir", date="2026-05-31", pinned=until, expires="2099-01-02")
    reader.portal.build()
    with online(reader.site, reader.port):
        reader.opens("")
        reader.waits_for(READY)
        reader.waits_until_kept("2026/05/banjir/")
    reader.opens("2026/05/banjir/")
    expect(reader.phone.locator("h1")).to_have_text("Banjir")


def test_worker_that_is_switched_off_removes_itself_and_its_copies(reader: Reader) -> None:
    reader.begins("2026/03/a/")
    reader.portal.write("config.toml", OFFLINE + "enabled = false\n")
    reader.portal.build()
    assert "withdrawn.json" not in reader.portal.site()
    with online(reader.site, reader.port):
        reader.opens("")
        reader.phone.evaluate("navigator.serviceWorker.getRegistration().then((one) => one?.update())")
        reader.waits_for("async () => (await caches.keys()).length === 0")


def test_portal_has_no_worker_by_default_and_none_in_a_preview(portal: Portal) -> None:
    portal.build()
    assert "offline.js" not in portal.site()
    assert "data-offline" not in portal.text("index.html")
    portal.write("config.toml", OFFLINE)
    portal.build(drafts=True)
    assert "data-offline" not in portal.text("index.html")
