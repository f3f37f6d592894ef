"""The sample portal, built once for all workers of a test run, and looked at through a real browser.

The same portal stands three times in the folder that is served: under ``portal/`` as readers get it, under ``preview/``
with drafts, and under ``root/`` as it would lie on a host of its own (not to be looked at: its links lack the folder).
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from press import config
from press.build import engine
from press.build.request import BuildRequest
from tests.portal import now_of
from tools.provision import executable

ROOT = Path(__file__).parent.parent
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
    "office": "portal/instansi/bpbd/",
    "tag": "portal/tag/banjir/",
    "language": "portal/bahasa/en/",
    "month": "portal/arsip/2026/08/",
    "year": "portal/arsip/2026/",
    "archive": "portal/arsip/",
    "search": "portal/cari/",
    "subscribe": "portal/langganan/",
    "corrections": "portal/ralat/",
    "standing": "portal/tentang/",
    "lost": "portal/404.html",
}
"""One page of every type, kind and state, by a word for it."""
RELEASES = tuple(list(PAGES)[1:17])


class Showroom(NamedTuple):
    """What is served, and from where."""

    folder: Path
    origin: str

    def url(self, name: str) -> str:
        """The whole address of one of `PAGES`."""
        return self.origin + PAGES[name]

    def file(self, name: str) -> Path:
        """The file of one of `PAGES`."""
        path = self.folder / PAGES[name]
        return path / "index.html" if path.is_dir() else path


@pytest.fixture(scope="session")
def showroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Showroom]:
    """The sample portal, built by whichever worker comes first, and served to this one."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "showroom"
    with FileLock(shared / "showroom.lock"):
        if not (folder / "done").exists():
            _build_all(folder)
            (folder / "done").touch()
    with serving(folder / "www") as origin:
        yield Showroom(folder / "www", origin)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser for this worker."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable() or None)
        yield browser
        browser.close()


@contextmanager
def looking(browser: Browser, width: int = 1280, **options: object) -> Iterator[Page]:
    """A page in a window of so many CSS pixels; `options` are those of a browser context."""
    settings = {"viewport": {"width": width, "height": 740 if width < 600 else 900}, "color_scheme": "light", **options}
    context: BrowserContext = browser.new_context(**settings)  # type: ignore[arg-type]
    context.set_default_timeout(20_000)
    try:
        yield context.new_page()
    finally:
        context.close()


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of this machine; gives the address."""
    server = _Server(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def copied(folder: Path) -> Path:
    """A copy of the sample portal, with lists short enough to have numbered pages."""
    folder.mkdir(parents=True)
    for name in ("posts", "pages", "static"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name)
    settings = (ROOT / "config.toml").read_text(encoding="utf-8")
    (folder / "config.toml").write_text(settings + "\n[lists]\nsize = 6\n", encoding="utf-8")
    return folder


def _build_all(folder: Path) -> None:
    root = copied(folder / "root")
    for place, base_url in (("portal", f"{HOST}/portal/"), ("preview", f"{HOST}/preview/"), ("root", "")):
        settings = config.load(root, base_url)
        output = folder / "www" / place
        engine.build(BuildRequest(root, output, settings, now_of(NOW), drafts=place == "preview", jobs=2))


class _Server(ThreadingHTTPServer):
    """Browsers hang up in the middle of an answer when a page is closed: that is no news."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


class _Quiet(SimpleHTTPRequestHandler):
    """A plain host."""

    protocol_version = "HTTP/1.1"
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".avif": "image/avif", ".webp": "image/webp"}  # noqa: RUF012

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
