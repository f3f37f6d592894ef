"""The pictures of the staff guide: real screens of the sample portal, its preview, and the editor in the browser.

``python -m tools.guide`` makes them all, and ``python -m tools.guide meja galat`` these two. Their bytes depend on the
browser's version, so nothing compares them; tests/unit/test_guide.py compares the list with the guide.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, FilePayload, Page, sync_playwright

from tests import forge
from tests.editing import Desk, Editor
from tests.portal import Portal
from tests.preview import previewing
from tests.showroom import open_page, served
from tools.provision import chromium_path
from tools.screenshots import REPOSITORY, sample, save, shot

FOLDER = REPOSITORY / "docs/gambar"
MOST_BYTES = 60_000
"""The largest picture: the guide is also read on phones."""
_NOW = "2026-11-27T09:30:00+08:00"
_PHONE, _COMPUTER = 390, 1000
_NEW = "posts/2026/11/puskesmas-24-jam-karangan.md"
_DRAFT = """\
---
title: "Puskesmas Karangan buka 24 jam mulai Senin"
date: 2026-11-27 09:00
id: 20261127-k4m7qd
summary: "Warga Karangan dapat berobat kapan saja mulai Senin, 30 November 2026."
office: {office}
topics: [kesehatan]
place: Sandirana
draft: true
---

Puskesmas Karangan melayani warga 24 jam mulai Senin (30/11/2026) pukul 07.00 WITA.
"""


class Studio:
    """The sample portal in a temporary folder: its site, its preview, and the editor with an imitation of a forge."""

    def __init__(self, browser: Browser, portal: Portal, site: str, preview: str, editor: Desk) -> None:
        self.browser, self.portal, self.site, self.preview, self.editor = browser, portal, site, preview, editor

    @contextmanager
    def page(self, address: str, width: int = _PHONE) -> Iterator[Page]:
        """An open page."""
        with open_page(self.browser, width, device_scale_factor=1.5, locale="id-ID") as page:
            page.set_default_timeout(30_000)
            page.goto(address)
            page.wait_for_load_state("networkidle")
            yield page

    @contextmanager
    def writing(self, path: str, width: int = _PHONE) -> Iterator[Editor]:
        """The editor at one of its pages, signed in."""
        options = {"device_scale_factor": 1.5, "locale": "id-ID", "timezone_id": "Asia/Makassar"}
        with open_page(self.browser, width, **options) as page:
            editor = Editor(page, self.editor)
            editor.sign_in()
            page.goto(f"{self.editor.url}#/{path}")
            page.wait_for_timeout(1500)
            yield editor


def _sign_in(studio: Studio) -> bytes:
    with studio.page(studio.editor.url) as page:
        page.get_by_role("button", name="Masuk dengan token akses").wait_for()
        return shot(page)


def _releases(studio: Studio) -> bytes:
    with studio.writing("collections/releases") as editor:
        return shot(editor.page)


def _form(studio: Studio) -> bytes:
    with studio.writing("collections/releases/new") as editor:
        _fill(editor)
        editor.page.locator('[data-key-path="title"]').scroll_into_view_if_needed()
        return shot(editor.page)


def _photo(studio: Studio) -> bytes:
    with studio.writing("collections/releases/new") as editor:
        _fill(editor)
        editor.unfold("image", "image.src")
        editor.field("image.src").get_by_role("button", name="Pilih berkas").click()
        data = (REPOSITORY / "posts/2026/10/puskesmas-sarenggi.jpg").read_bytes()
        upload = FilePayload(name="IMG 1234.jpg", mimeType="image/jpeg", buffer=data)
        editor.page.locator("[role=dialog] input[type=file]").first.set_input_files(upload)
        editor.page.locator("[role=dialog] [aria-selected=true] img").wait_for()
        editor.button("Sisipkan").click()
        editor.field("image.src").get_by_text("img-1234.webp").wait_for()
        editor.field("image.alt").locator("textarea").fill("Perawat membuka pintu puskesmas pada malam hari.")
        editor.field("image.src")
        return shot(editor.page)


def _board(studio: Studio) -> bytes:
    with studio.writing("collections/releases/new") as editor:
        _fill(editor)
        editor.save()
        editor.page.get_by_text("Naskah yang belum terbit").wait_for()
        editor.page.get_by_text("Puskesmas Karangan").first.click()
        editor.page.get_by_role("button", name="Status:").click()
        editor.page.wait_for_timeout(400)  # while a menu opens, it ignores clicks
        editor.page.locator("[role^=menuitem]:visible").filter(has_text="Ditinjau").click()
        editor.page.wait_for_timeout(3000)
    with studio.writing("workflow", _COMPUTER) as editor:
        return shot(editor.page, height=420)


def _fill(editor: Editor) -> None:
    editor.field("title")
    editor.change_title("Puskesmas Karangan buka 24 jam mulai Senin")
    editor.field("summary").locator("textarea").fill("Warga Karangan dapat berobat kapan saja mulai Senin.")


def _draft(studio: Studio) -> bytes:
    with studio.page(f"{studio.preview}2026/11/puskesmas-24-jam-karangan/") as page:
        return shot(page)


def _error(studio: Studio) -> bytes:
    with studio.page(f"{studio.preview}2026/11/puskesmas-24-jam-karangan/") as page:
        studio.portal.write(_NEW, _DRAFT.format(office="dinas-kesehatann").replace("draft: true\n", ""))
        page.locator("#press-problems .panel").wait_for()
        found = shot(page)
        studio.portal.write(_NEW, _DRAFT.format(office="dinas-kesehatan"))
        page.locator("#press-problems .panel").wait_for(state="detached")
        return found


def _desk(studio: Studio) -> bytes:
    with studio.page(f"{re.sub('/portal/$', '/', studio.preview)}_desk/", _COMPUTER) as page:
        page.wait_for_timeout(1500)
        return shot(page, height=760)


def _of_site(address: str, selector: str = "", height: int = 0) -> Callable[[Studio], bytes]:
    """Return what takes a picture of a page of the site on a phone, from an element on."""

    def take(studio: Studio) -> bytes:
        with studio.page(studio.site + address) as page:
            return shot(page, selector, height)

    return take


def _press_kit(studio: Studio) -> bytes:
    with studio.page(f"{studio.site}2026/03/jembatan-arunai-ii-dibuka/") as page:
        page.locator("details.kit > summary").click()
        return shot(page, "details.kit")


PICTURES: dict[str, Callable[[Studio], bytes]] = {
    "rilis": _of_site("2026/10/puskesmas-24-jam/"),
    "masuk": _sign_in,
    "isian": _form,
    "foto": _photo,
    "alur": _board,
    "daftar": _releases,  # with the draft of the picture before
    "draf": _draft,
    "galat": _error,
    "meja": _desk,
    "ralat": _of_site("2026/05/demam-berdarah-meningkat/", ".corrections", 420),
    "pencabutan": _of_site("2025/09/tarif-angkutan-sungai-oktober/", "h1", 640),
    "klarifikasi": _of_site("2025/11/rekaman-suara-gubernur-palsu/", "h1"),
    "untuk-media": _press_kit,
}
"""The pictures by name, each with the function that takes it."""


def main(names: list[str]) -> None:
    """Make the pictures with these names, or all."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium_path() or None)
        with _studio(browser, Path(folder)) as studio:
            for name in names or PICTURES:
                save(PICTURES[name](studio), FOLDER / f"{name}.webp", MOST_BYTES)
        browser.close()


@contextmanager
def _studio(browser: Browser, folder: Path) -> Iterator[Studio]:
    with ExitStack() as stack:
        github = stack.enter_context(forge.running())
        editor = f'\n[editor]\nrepository = "{forge.NAME}"\nserver = "http://localhost:{github.port}"\n'
        portal = sample(folder / "portal", editor)
        portal.write(_NEW, _DRAFT.format(office="dinas-kesehatan"))
        github.reset(forge.of_folder(portal.root))
        portal.build("www", _NOW)
        site = stack.enter_context(served(portal.root / "www"))
        address = "https://berita.wirantara.example/portal/"
        options = ("--jobs", "2", "--messages", "id", "--now", _NOW, "--base-url", address)
        running = stack.enter_context(previewing(portal, *options))
        preview = f"http://127.0.0.1:{running.port}/portal/"
        desk = Desk(portal, github, f"{site}admin/", {})
        yield Studio(browser, portal, site, preview, desk)


if __name__ == "__main__":
    main(sys.argv[1:])
