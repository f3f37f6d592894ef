"""The press kit in a browser: text, citation, ninjs and ZIP are made from the page when somebody asks for them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.test_access import SCHEMES, axe_violations
from tests.showroom import HOST, PAGES, SampleSite, open_page
from tools.provision import AXE

PUBLIC = f"{HOST}/portal/"


# The parts of ninjs 3.0 that a kit has (https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json allows no other fields).


class Strict(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """An object of ninjs."""


class Named(Strict):
    name: str
    uri: str = ""


class Standard(Strict):
    name: Literal["ninjs"]
    version: Literal["3.0"]
    schema: str


class Text(Strict):
    value: str
    role: str
    content_type: str = ""


class Rendition(Strict):
    name: str
    href: str
    content_type: str
    width: int
    height: int
    size_in_bytes: int = 0


class Ninjs(Strict):
    uri: str
    type: Literal["text", "composite", "picture"]
    name: str = ""
    standard: Standard | None = None
    language: str = ""
    first_created: datetime | None = None
    version_created: datetime | None = None
    expires: datetime | None = None
    pub_status: Literal["usable", "withheld", "canceled"] = "usable"
    copyright_holder: str = ""
    usage_terms: str = ""
    ed_note: str = ""
    headlines: list[Text] = []
    descriptions: list[Text] = []
    bodies: list[Text] = []
    by: str = ""
    located: str = ""
    genres: list[Named] = []
    subjects: list[Named] = []
    places: list[Named] = []
    organisations: list[Named] = []
    info_sources: list[Named] = []
    renditions: list[Rendition] = []
    associations: list[Ninjs] = []


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[Page]:
    """A page that may use the clipboard, and whose messages on the console are errors."""
    with open_page(chromium, 1280, permissions=["clipboard-read", "clipboard-write"], accept_downloads=True) as page:
        messages: list[str] = []
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        yield page
        assert messages == []


def open_kit(window: Page, sample_site: SampleSite, name: str) -> None:
    window.goto(sample_site.url(name))
    window.locator(".kit summary").click()
    window.locator('[data-takes="copy-text"]').wait_for(state="visible")


def copied(window: Page, button: str) -> str:
    window.get_by_role("button", name=button).first.click()
    window.get_by_text("tersalin").first.wait_for()
    return str(window.evaluate("navigator.clipboard.readText()"))


def saved(window: Page, takes: str) -> bytes:
    with window.expect_download() as download:
        window.locator(f'[data-takes="{takes}"]').click()
    return Path(download.value.path()).read_bytes()


def test_nothing_of_the_kit_is_loaded_before_it_is_opened(sample_site: SampleSite, window: Page) -> None:
    requests: list[str] = []
    window.on("request", lambda request: requests.append(request.url))
    window.goto(sample_site.url("release"))
    window.wait_for_load_state("networkidle")
    assert not [url for url in requests if "press-kit" in url]
    window.get_by_role("link", name="Untuk media").click()
    window.locator('[data-takes="copy-text"]').wait_for(state="visible")
    assert len([url for url in requests if "press-kit" in url]) == 1


def test_text_is_ready_to_paste(sample_site: SampleSite, window: Page) -> None:
    """Headline, correction, dateline, links with their addresses, lists, tables, quotations, citation, contact."""
    open_kit(window, sample_site, "corrected")
    text = copied(window, "Salin teks")
    assert text.startswith("Siaran pers\n\nKasus demam berdarah naik, empat daerah diminta siaga\n\nSebanyak 812")
    parts = [
        "\n\nDiralat. Jumlah kematian diperbaiki menurut hasil audit rumah sakit.\n\n",
        "\n\nPoin utama\n\n- Sebanyak 812 kasus tercatat pada Januari–April 2026",
        "\n\nSandirana, 7 Mei 2026 – Dinas Kesehatan mencatat 812 kasus",
        "\nKota Sandirana\t131\t246\nKota Pelaya\t84\t187\n",
        "\n- demam mendadak tinggi lebih dari dua hari;\n- mimisan",
        "Tertulis: lima orang meninggal\n",
        "\n\nKutipan siap pakai\n\n“Satu ban bekas yang tergenang",
        "\n– dr. Farida Lomban, Kepala Dinas Kesehatan Provinsi Wirantara\n\n",
        f"Berita Wirantara. {PUBLIC}2026/05/demam-berdarah-meningkat/ Diralat pada 9 Mei 2026. Diakses pada ",
        "\n\nMaya Kasturi\nPranata Humas, Dinas Kesehatan\n\n- Telepon (0599) 555-0124\n",
    ]
    assert [text.find(part) for part in parts] == sorted(at for part in parts if (at := text.find(part)) > 0)
    assert "127.0.0.1" not in text
    assert saved(window, "save-text").decode() == text
    open_kit(window, sample_site, "release")
    assert f"malam tahun baru 2024 ({PUBLIC}2024/12/jembatan-arunai-ii-tidak-ditutup/)." in copied(window, "Salin teks")


def test_quotation_and_citation_are_copied(sample_site: SampleSite, window: Page) -> None:
    open_kit(window, sample_site, "release")
    quotation = copied(window, "Salin kutipan")
    assert quotation.startswith("“Angka uji kami tempel")
    assert quotation.endswith("kini aman.”\n– Suryani Batara, Kepala Dinas PUPR Provinsi Wirantara")
    window.reload()
    open_kit(window, sample_site, "release")
    citation = copied(window, "Salin rujukan")
    assert citation.startswith("Dinas Pekerjaan Umum dan Penataan Ruang, Dinas Perhubungan (14 Maret 2026). Jembatan")
    assert f"[Siaran pers]. Berita Wirantara. {PUBLIC}{PAGES['release'].removeprefix('portal/')} Diakses" in citation


def test_zip_has_the_photos_as_they_are_published(sample_site: SampleSite, window: Page) -> None:
    open_kit(window, sample_site, "photo")
    window.get_by_role("button", name="Simpan semua (ZIP, 0,4 MB)").wait_for()
    archive = zipfile.ZipFile(io.BytesIO(saved(window, "save-all")))
    assert archive.testzip() is None
    files = {one.filename.partition("/")[2]: archive.read(one) for one in archive.infolist()}
    folder = sample_site.folder / PAGES["photo"]
    names = ["festival-perahu-malam-1600w.jpg", "festival-perahu-sore-1600w.jpg"]
    assert list(files) == ["text.txt", "captions.txt", "ninjs.json", *(f"photos/{name}" for name in names)]
    assert [files[f"photos/{name}"] for name in names] == [(folder / name).read_bytes() for name in names]
    assert {one.date_time for one in archive.infolist()} == {(2026, 8, 31, 6, 30, 0)}
    captions = files["captions.txt"].decode().split("\n\n")[0].splitlines()
    assert captions[0] == names[0]
    assert captions[2:] == ["Arif Lesmana (ilustrasi)", captions[3]]
    assert files["text.txt"].decode() == copied(window, "Salin teks")
    assert files["ninjs.json"] == saved(window, "save-ninjs")


@pytest.mark.parametrize("name", ["corrected", "clarification", "translation", "photo", "expired"])
def test_ninjs_is_valid(sample_site: SampleSite, window: Page, name: str) -> None:
    open_kit(window, sample_site, name)
    item = msgspec.json.decode(saved(window, "save-ninjs"), type=Ninjs)
    assert item.uri == PUBLIC + PAGES[name].removeprefix("portal/")
    assert item.headlines[0].value == window.locator(".sheet h1").text_content()
    assert (item.language, item.type) == (
        "en" if name == "translation" else "id",
        "composite" if item.associations else "text",
    )
    assert [body.content_type for body in item.bodies] == ["text/plain", "text/html"]
    assert ("Tertulis: lima orang meninggal" in item.ed_note) == (name == "corrected")
    for photo in item.associations:
        assert photo.uri == photo.renditions[0].href
        assert photo.uri.startswith(item.uri)
        assert (photo.renditions[0].width, photo.type) == (1600, "picture")


def test_claim_is_never_without_its_stamp(sample_site: SampleSite, window: Page) -> None:
    open_kit(window, sample_site, "clarification")
    text = copied(window, "Salin teks")
    claim = (window.locator(".claim blockquote p").text_content() or "").strip()
    assert f"Klaim yang kami periksa: HOAKS\n\n{claim}\n\nFaktanya: Suara itu buatan mesin;" in text


def test_lost_photo_is_reported(sample_site: SampleSite, chromium: Browser) -> None:
    with open_page(chromium, 1280) as page:
        open_kit(page, sample_site, "photo")
        page.route("**/*-1600w.jpg", lambda route: route.fulfill(status=404, body=""))
        page.locator('[data-takes="save-all"]').click()
        page.get_by_text("Ada foto yang tidak dapat diambil").wait_for()


def test_open_kit_is_accessible(sample_site: SampleSite, chromium: Browser) -> None:
    """WCAG 2.2 A and AA with axe, light and dark; nothing scrolls sideways on a phone."""
    with open_page(chromium, 1280) as page:
        page.goto(sample_site.url("release"))
        page.evaluate(AXE.read_text(encoding="utf-8"))
        page.keyboard.press("Tab")
        page.locator(".kit summary").focus()
        page.keyboard.press("Enter")
        page.locator('[data-takes="save-all"]').wait_for(state="visible")
        for scheme in SCHEMES:
            for width in (360, 1280):
                page.emulate_media(color_scheme=scheme)
                page.set_viewport_size({"width": width, "height": 800})
                assert axe_violations(page) == [], (scheme, width)
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_the_block_shows_all_but_buttons(sample_site: SampleSite, chromium: Browser) -> None:
    with open_page(chromium, 360, java_script_enabled=False) as page:
        page.goto(sample_site.url("release"))
        page.locator(".kit summary").click()
        assert page.locator(".kit noscript").inner_text() == "Pilih teks di atas, lalu salin."
        assert page.locator(".kit-photos a").is_visible()
        assert page.locator(".kit blockquote").is_visible()
        assert page.locator(".kit button:visible").count() == 0


def test_translation_offers_its_own_quotations(sample_site: SampleSite) -> None:
    page = (sample_site.folder / "portal/2026/03/arunai-ii-bridge-reopens/index.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in page
    assert "<blockquote><p>“We have posted the test figures" in page


def test_kit_is_not_printed(sample_site: SampleSite, window: Page) -> None:
    open_kit(window, sample_site, "release")
    window.emulate_media(media="print")
    try:
        assert not window.locator(".kit").is_visible()
        assert not window.get_by_role("link", name="Untuk media").is_visible()
    finally:
        window.emulate_media(media="screen")
