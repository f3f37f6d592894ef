"""The site of the sample portal, built once for all workers of a test run and served to a real browser.

The folder that is served contains the site three times: in ``portal/`` as readers get it, in ``preview/`` with drafts,
and in ``root/`` as for a host of its own (not for the browser, because its links do not include the folder).
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from press import config
from press.build import engine
from press.build.request import BuildRequest
from tests.portal import parse_time
from tools.provision import chromium_path

REPOSITORY = Path(__file__).parent.parent
NOW = "2026-12-20T12:00:00+08:00"
HOST = "https://berita.wirantara.example"
PAGES = {
    "home": "portal/",
    "release": "portal/2026/03/jembatan-arunai-ii-dibuka/",
    "corrected": "portal/2026/05/demam-berdarah-meningkat/",
    "expired": "portal/2026/02/jam-truk-ramadan/",
    "withdrawn": "portal/2025/09/tarif-angkutan-sungai-oktober/",
    "removed": "portal/2025/10/penerima-beasiswa-2025/",
    "news": "portal/2026/07/bendungan-lawai-mulai-diisi/",
    "clarification": "portal/2025/11/rekaman-suara-gubernur-palsu/",
    "true": "portal/2026/03/uji-sirene-bendungan-benar/",
    "announcement": "portal/2026/06/penerimaan-murid-baru-2026/",
    "speech": "portal/2026/04/sambutan-wakil-gubernur-sekolah-nelayan/",
    "photo": "portal/2026/08/foto-festival-perahu-2026/",
    "link": "portal/2026/06/tautan-data-terbuka/",
    "table": "portal/2026/11/siaga-musim-hujan-2026/",
    "translation": "portal/2026/08/arunai-boat-festival-2026/",
    "draft": "preview/2026/11/rencana-lomba-desa-bersih/",
    "scheduled": "preview/2027/01/tarif-baru-trans-sandirana/",
    "list": "portal/siaran-pers/",
    "numbered": "portal/siaran-pers/halaman/1/",
    "ppid": "portal/ppid/",
    "document": "portal/2026/11/realisasi-anggaran-diskominfo/",
    "office": "portal/instansi/bpbd/",
    "tag": "portal/tag/banjir/",
    "language": "portal/bahasa/en/",
    "edition": "portal/en/",
    "edition-list": "portal/en/alerts/",
    "edition-search": "portal/en/search/",
    "offices": "portal/instansi/",
    "regions": "portal/wilayah/",
    "region": "portal/wilayah/kota-sandirana/",
    "tags": "portal/tag/",
    "contacts": "portal/kontak/",
    "month": "portal/arsip/2026/08/",
    "year": "portal/arsip/2026/",
    "search": "portal/cari/",
    "subscribe": "portal/langganan/",
    "corrections": "portal/ralat/",
    "register": "portal/klarifikasi/",
    "agenda": "portal/agenda/",
    "agenda-month": "portal/agenda/2026/12/",
    "cancelled": "portal/2026/11/agenda-pawai-perahu-hias/",
    "event": "portal/2026/11/agenda-hasil-uji-danau-sarenggi/",
    "standing": "portal/tentang/",
    "lost": "portal/404.html",
    "pack": "portal/2026/03/jembatan-arunai-ii-dibuka/bagikan/",
    "taken-back": "portal/2025/09/tarif-angkutan-sungai-oktober/bagikan/",
}
"""One page of every type, kind and state, by a name for it."""

_PATIENCE = 120_000
"""Milliseconds that a test waits for a page: on a machine with other work, what takes a second can take ten."""


class SampleSite(NamedTuple):
    """The folder that is served, and its URL."""

    folder: Path
    origin: str

    def url(self, name: str) -> str:
        """The URL of one of `PAGES`."""
        return self.origin + PAGES[name]

    def file(self, name: str) -> Path:
        """The file of one of `PAGES`."""
        path = self.folder / PAGES[name]
        return path / "index.html" if path.is_dir() else path


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleSite]:
    """The site of the sample portal, built by the first worker and served to this one."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "sample-site"
    with FileLock(shared / "sample-site.lock"):
        if not (folder / "done").exists():
            _build_all(folder)
            (folder / "done").touch()
    with served(folder / "www") as origin:
        yield SampleSite(folder / "www", origin)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser for this worker."""
    expect.set_options(timeout=_PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path() or None)
        yield browser
        browser.close()


@contextmanager
def open_page(browser: Browser, width: int = 1280, **options: object) -> Iterator[Page]:
    """An empty page in a window of this width in CSS pixels; `options` are those of a browser context."""
    context = _context(browser, width, options)
    try:
        yield context.new_page()
    finally:
        context.close()


@cache
def shared_page(browser: Browser, width: int, purpose: str = "", **options: object) -> Page:
    """A page like that of `open_page`, for all tests with the same purpose that leave nothing behind in the browser.

    It stays open until the browser is closed: in a new page, everything is loaded and compiled again.
    """
    return _context(browser, width, options).new_page()


def _context(browser: Browser, width: int, options: dict[str, object]) -> BrowserContext:
    settings = {"viewport": {"width": width, "height": 740 if width < 600 else 900}, "color_scheme": "light", **options}
    context: BrowserContext = browser.new_context(**settings)  # type: ignore[arg-type]
    context.set_default_timeout(_PATIENCE)
    return context


class Traffic:
    """The URLs that a page requests, from when this is made."""

    _QUIET = 100
    """Milliseconds without a request after which a page has loaded everything."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._pending: set[Request] = set()
        self.urls: list[str] = []
        page.on("request", self._begin)
        page.on("requestfinished", self._end)
        page.on("requestfailed", self._end)

    def wait(self) -> None:
        """Wait until the page has begun no request for a while, and all have an end."""
        before = -1
        while self._pending or before != len(self.urls):
            before = len(self.urls)
            self._page.wait_for_timeout(self._QUIET)

    def _begin(self, request: Request) -> None:
        self._pending.add(request)
        self.urls.append(request.url)

    def _end(self, request: Request) -> None:
        self._pending.discard(request)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of 127.0.0.1. Gives the URL."""
    server = _Server(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _copy_portal(folder: Path) -> Path:
    """Copy the sample portal, and make its lists so short that they have numbered pages."""
    folder.mkdir(parents=True)
    for name in ("posts", "pages", "static"):
        if (REPOSITORY / name).is_dir():
            shutil.copytree(REPOSITORY / name, folder / name)
    settings = (REPOSITORY / "config.toml").read_text(encoding="utf-8")
    (folder / "config.toml").write_text(settings + "\n[lists]\nsize = 6\n", encoding="utf-8")
    return folder


def _build_all(folder: Path) -> None:
    root = _copy_portal(folder / "root")
    for place, base_url in (("portal", f"{HOST}/portal/"), ("preview", f"{HOST}/preview/"), ("root", "")):
        settings = config.load(root, base_url)
        output = folder / "www" / place
        engine.build(BuildRequest(root, output, settings, parse_time(NOW), drafts=place == "preview", jobs=2))


class _Server(ThreadingHTTPServer):
    """Does not report errors: a browser closes connections during a response when its page is closed."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Do nothing."""


class _Handler(SimpleHTTPRequestHandler):
    """Serves files without logging."""

    protocol_version = "HTTP/1.1"
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".avif": "image/avif", ".webp": "image/webp"}  # noqa: RUF012

    def log_message(self, format: str, *args: object) -> None:
        """Do nothing."""
