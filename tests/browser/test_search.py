"""The search index (small folders by year, public text only, always the same bytes) and searching in a browser."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from press import urls
from press.errors import BadConfig, Misuse
from press.outputs.search import pagefind
from tests.portal import CONFIG_WITH_SEARCH, Portal, Site, mtimes
from tests.showroom import served

INDEX = "cari/indeks/"
DONE = """words => document.getElementById("search-status").textContent.includes(words)
    && !document.getElementById("search-results").hasAttribute("aria-busy")"""
TERMS = '\n[topics.air]\nname = "Air bersih"\n\n[topics.jalan]\nname = "Jalan"\n\n[offices.pupr]\nname = "Dinas PUPR"\n'


@pytest.fixture
def searched(tmp_path: Path) -> Portal:
    return Portal(tmp_path / "portal", CONFIG_WITH_SEARCH)


def index_text(site: Site, prefix: str = INDEX) -> str:
    """All text of an index, decompressed."""
    texts = []
    for address, data in site.items():
        if address.startswith(prefix) and "/pagefind/" not in address:
            compressed = address.rpartition(".")[2] in ("pf_fragment", "pf_index", "pf_meta")
            texts.append((gzip.decompress(data) if compressed else data).decode(errors="replace"))
    return "\n".join(texts)


def index_entries(site: Site) -> dict[str, dict[str, object]]:
    """The entry of each release in the index, by address."""
    fragments = (gzip.decompress(data) for address, data in site.items() if "/fragment/" in address)
    entries = [json.loads(data.removeprefix(b"pagefind_dcd")) for data in fragments]
    return {one["url"]: one for one in entries if one["url"] != "/"}


# The index ---------------------------------------------------------------------------------------------------------


def test_equal_texts_give_an_equal_index() -> None:
    words = [f"kata{number}" for number in range(2000)]
    rng = random.Random(1)
    documents = [
        pagefind.Document(f"2026/01/{number}/", f"Judul {number}", " ".join(rng.choices(words, k=200)))
        for number in range(120)
    ]
    first = pagefind.index(documents, "id")
    assert all(pagefind.index(iter(documents), "id-ID") == first for _ in range(3))
    assert set(first.ids) == {document.address for document in documents}
    assert list(first.files)[-1] == pagefind.ENTRY


def test_only_public_text_is_indexed(searched: Portal) -> None:
    searched.post("a.md", "Isi umum.", title="Terbit", summary="Ringkasan.")
    searched.post("b.md", "rahasiadraf", title="judulrahasia", draft="true")
    searched.post("c.md", "rahasiaembargo", title="juduldepan", date="2026-07-01")
    withdrawn = "{date: 2026-05-01, reason: Data pribadi, remove_text: true}"
    searched.post("d.md", "rahasiahapus", title="Ditarik", summary="rahasiaringkas", withdrawn=withdrawn)
    searched.write("pages/tentang.md", "---\ntitle: Tentang\n---\n\nhalamantetap\n")
    searched.build()
    entries, texts = index_entries(searched.site()), index_text(searched.site())
    assert {url: one["content"] for url, one in entries.items()} == {
        "/2026/03/a/": "Isi umum.",
        "/2026/03/d/": "Ditarik",
    }
    assert not [word for word in ("rahasia", "judulrahasia", "juduldepan", "halamantetap") if word in texts]


def test_the_index_has_words_for_a_release_that_its_text_has_not(searched: Portal) -> None:
    short = '[offices.pupr]\nname = "Dinas Pekerjaan Umum"\nshort = "PUPR"\n'
    searched.write("config.toml", f"{CONFIG_WITH_SEARCH}\n{short}")
    quotes = "[{text: Kami siap., name: Suryani Batara, role: Kepala Dinas}]"
    fields = {"office": "pupr", "tags": "[lalu lintas]", "code": "PUPR/1", "quotes": quotes, "id": "2026-7"}
    claim = '{text: "Jembatan ditutup", verdict: misleading}'
    searched.post("jembatan.md", "Isi.", title="Tetap buka", kind="clarification", claim=claim, **fields)
    searched.build()
    meta = index_entries(searched.site())["/2026/03/jembatan/"]["meta"]
    assert isinstance(meta, dict)
    assert meta["tags"] == "lalu lintas, Suryani Batara Kepala Dinas"
    expected = {
        "Dinas Pekerjaan Umum", "PUPR", "PUPR/1", "jembatan", "Klarifikasi", "Menyesatkan", "hoaks hoax palsu bohong",
        "14 Maret 2026",
    }  # fmt: skip
    assert set(meta["terms"].split(", ")) - {"MENYESATKAN"} == expected
    (row,) = json.loads(searched.text(f"{INDEX}2026/1/facts.json"))["releases"].values()
    assert row[8:] == ["Jembatan ditutup", ["PUPR/1", "2026-7"], "Tetap buka", meta["tags"]]
    assert {"suryani", "menyesatkan", "tetap"} < set(searched.text(f"{INDEX}2026/1/words.txt").split())


def test_a_withdrawn_release_is_not_found_by_its_claim_and_the_words_of_its_address(searched: Portal) -> None:
    claim = '{text: "Jembatan ditutup", verdict: "false"}'
    gone = "{date: 2026-05-01, reason: Salah}"
    searched.post("nama-orang.md", "Isi.", title="Judul", kind="clarification", claim=claim, withdrawn=gone)
    searched.build()
    meta = index_entries(searched.site())["/2026/03/nama-orang/"]["meta"]
    assert isinstance(meta, dict)
    assert meta["terms"] == "Klarifikasi, 14 Maret 2026"


def test_synonyms_are_in_the_page_and_need_two_words(searched: Portal) -> None:
    group = '[search]\nsynonyms = [["dbd", "demam berdarah"]]'
    searched.write("config.toml", CONFIG_WITH_SEARCH.replace("[search]", group))
    searched.build()
    assert "demam berdarah" in searched.text("cari/index.html")
    searched.write("config.toml", CONFIG_WITH_SEARCH.replace("[search]", group.replace('"dbd", ', "")))
    with pytest.raises(BadConfig) as wrong:
        searched.build()
    assert "two words" in wrong.value.problems[0].message


def test_a_scheduled_release_is_indexed_when_it_is_published(searched: Portal) -> None:
    searched.post("c.md", "menunggu", date="2026-06-01 18:00")
    searched.build()
    assert index_entries(searched.site()) == {}
    searched.build(now="2026-06-01T18:00:00+08:00")
    assert list(index_entries(searched.site())) == ["/2026/06/c/"]


def test_translations_are_indexed_with_their_language(searched: Portal) -> None:
    searched.post("a.md", title="Festival perahu", id="satu")
    searched.post("b.md", title="Boat festival", lang="en", translation_of="satu")
    searched.build()
    facts = json.loads(searched.text(f"{INDEX}2026/1/facts.json"))
    assert sorted(row[3] for row in facts["releases"].values()) == ["", "en"]


def test_releases_without_text_or_without_words_are_indexed(searched: Portal) -> None:
    searched.post("a.md", "", title="Hanya judul")
    searched.post("b.md", "…", title='"!!!"', date="2025-03-01", slug="b", summary='"?"')
    searched.build()
    assert {url: one["content"] for url, one in index_entries(searched.site()).items()} == {
        "/2026/03/a/": "Hanya judul",
        "/2025/03/b/": "2025/03/b/",
    }


def test_a_new_release_changes_only_the_folder_of_its_index(searched: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(urls, "SEARCH_SIZE", 3)
    for number in range(1, 8):
        searched.post(f"{number}.md", f"Isi {number}.", title=f"Judul {number}", date=f"2026-01-0{number} 10:00")
    searched.post("lama.md", date="2025-01-01 10:00")
    searched.build()
    before = mtimes(searched.root / "site")
    searched.post("baru.md", "Isi baru.", title="Baru", date="2026-02-01 10:00")
    searched.build()
    after = mtimes(searched.root / "site")
    changed = {address for address in before.keys() | after.keys() if before.get(address) != after.get(address)}
    folders = {"/".join(address.split("/")[:4]) for address in changed if address.startswith(INDEX)}
    assert folders == {f"{INDEX}2026/3"}


def test_damaged_files_of_the_index_are_restored(searched: Portal) -> None:
    searched.post("a.md", "Isi pertama.")
    searched.post("b.md", "Isi kedua.", title="Dua")
    searched.build()
    before = searched.site()
    files = [address for address in before if address.startswith(INDEX) and not address.endswith("manifest.json")]
    for number, address in enumerate(files):
        file = searched.root / "site" / address
        if number % 2:
            file.unlink()
        else:
            file.write_bytes(b"x" * 7)
        searched.build()
        assert searched.site() == before, address


def test_a_damaged_folder_that_is_no_longer_needed_is_deleted(searched: Portal) -> None:
    searched.post("a.md")
    removed = searched.post("b.md", date="2025-03-01")
    searched.build()
    removed.unlink()
    (searched.root / "site" / INDEX / "2025/1" / pagefind.ENTRY).write_bytes(b"x")
    searched.build()
    assert not [address for address in searched.site() if address.startswith(f"{INDEX}2025")]


def test_a_change_of_title_or_stylesheet_does_not_index_again(
    searched: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched.post("a.md")
    searched.build()
    monkeypatch.setattr(pagefind, "index", None)
    searched.write("config.toml", CONFIG_WITH_SEARCH.replace("Portal Uji", "Portal Lain"))
    searched.write("templates/assets/press.css", "body { color: black }")
    searched.build()


def test_other_settings_of_pagefind_are_ignored(searched: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    searched.post("a.md")
    searched.build()
    monkeypatch.chdir(searched.root)
    monkeypatch.setenv("PAGEFIND_KEEP_INDEX_URL", "true")
    searched.write("pagefind.toml", 'include_characters = "<>"\n')
    searched.build("other")
    assert searched.site("other") == searched.site()


def test_search_can_be_switched_off_and_on(searched: Portal) -> None:
    searched.post("a.md")
    searched.build()
    enabled = searched.site()
    searched.write("config.toml", CONFIG_WITH_SEARCH.replace("enabled = true", "enabled = false"))
    searched.build()
    assert not [address for address in searched.site() if address.startswith(INDEX)]
    assert 'data-bundles=""' in searched.text("cari/index.html")
    searched.write("config.toml", CONFIG_WITH_SEARCH)
    searched.build()
    assert searched.site() == enabled


def test_without_pagefind_nothing_is_published(searched: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> str:
        raise Misuse("no pagefind")

    searched.post("a.md")
    monkeypatch.setattr(pagefind, "version", missing)
    with pytest.raises(Misuse):
        searched.build()
    assert not (searched.root / "site").exists()


def test_pagefind_that_does_not_run_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "pagefind"
    program.write_text("#!/bin/sh\nexit 3\n")
    monkeypatch.setattr(pagefind, "installed", lambda: (str(program), "1"))
    with pytest.raises(Misuse, match="does not work here"):
        pagefind.engine("id")
    program.chmod(0o755)
    with pytest.raises(Misuse, match="does not work here"):
        pagefind.engine("id")


def test_each_folder_of_the_index_has_its_manifest(searched: Portal) -> None:
    searched.post("a.md")
    searched.build()
    listed = json.loads(searched.text(f"{INDEX}2026/1/manifest.json"))["files"]
    assert f"{INDEX}2026/1/{pagefind.ENTRY}" in listed
    assert f"{INDEX}2026/1/manifest.json" in json.loads(searched.text("manifest.json"))["manifests"]


# In a browser ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built_portal(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    """Four years in many folders. 31 releases contain “laut”; most are not in the folders that are searched first."""
    portal = Portal(tmp_path_factory.mktemp("search") / "portal", CONFIG_WITH_SEARCH + TERMS)
    portal.post(
        "jembatan.md", "Pembangunan jembatan selesai.", title="Jembatan dibuka", topics="[jalan]", office="pupr"
    )
    portal.post("pipa.md", "Pembangunan pipa berlanjut.", title="Pipa & <kran>", date="2025-05-01", topics="[air]")
    portal.post("sumur.md", "Dua belas sumur digali.", title="Sumur bor", date="2024-02-01", kind="announcement")
    claim = '{text: "Air laut naik besok", verdict: false}'
    portal.post("hoaks.md", "Tidak benar.", title="Kabar air laut", kind="clarification", claim=claim)
    gone = "{date: 2026-05-01, reason: Salah}"
    portal.post("ikan1.md", "Ikan ikan ikan ikan.", title="Ikan dicabut", date="2026-05-01", withdrawn=gone)
    portal.post("ikan2.md", "Ikan ikan ikan.", title="Ikan lewat", date="2026-04-30", expires="2026-05-20")
    portal.post("ikan3.md", "Sebuah berita panjang tentang pasar ikan di hulu.", title="Pasar", date="2023-02-01")
    for number in range(30):
        portal.post(f"l{number}.md", "Nelayan melaut.", title=f"Laut {number}", date=f"2023-01-{number % 28 + 1:02}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urls, "SEARCH_SIZE", 3)
        portal.build("www/portal")
    return portal


@pytest.fixture(scope="module")
def origin(built_portal: Portal) -> Iterator[str]:
    with served(built_portal.root / "www") as host:
        yield f"{host}portal/"


@contextmanager
def checked_page(chromium: Browser, address: str, **options: bool) -> Iterator[Page]:
    """Open a page. Fails if it logs an error to the console, or if a response has an error status."""
    context = chromium.new_context(**options)  # type: ignore[arg-type]
    context.set_default_timeout(120_000)
    page = context.new_page()
    errors: list[str] = []
    # On a very busy machine Pagefind warns that its worker did not start in time, and works without it.
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("response", lambda answer: errors.append(answer.url) if answer.status >= 400 else None)
    page.goto(address)
    yield page
    context.close()
    assert [text for text in errors if "favicon" not in text] == []


@pytest.fixture
def search(chromium: Browser, origin: str) -> Iterator[Callable[..., list[str]]]:
    """Search in a new page; returns the titles of the results."""
    with checked_page(chromium, f"{origin}cari/") as page:

        def search_for(query: str, wait: str = "ditemukan", **filters: str) -> list[str]:
            for name in ("topic", "office", "kind", "verdict", "year"):
                page.select_option(f"[name={name}]", filters.get(name, ""))
            page.fill("#q", query)
            page.press("#q", "Enter")
            page.wait_for_function(DONE, arg=wait)
            return page.locator("#search-results h2 a").all_inner_texts()

        search_for.page = page  # type: ignore[attr-defined]
        yield search_for


def test_a_word_finds_releases_of_all_years_with_the_same_stem(search: Callable[..., list[str]]) -> None:
    assert set(search("membangun")) == {"Jembatan dibuka", "Pipa & <kran>"}


def test_expired_and_withdrawn_releases_come_last(search: Callable[..., list[str]]) -> None:
    """However new they are and however often they contain the word: folders are searched newest first."""
    assert search("ikan") == ["Pasar", "Ikan lewat", "Ikan dicabut"]
    page: Page = search.page  # type: ignore[attr-defined]
    assert page.locator("#search-results .gone h2").all_inner_texts() == ["Ikan dicabut"]
    assert page.locator("#search-results .state").all_inner_texts() == ["Tidak berlaku lagi", "Dicabut"]


def test_a_word_that_is_only_in_the_title_finds_an_old_release(search: Callable[..., list[str]]) -> None:
    assert search("bor") == ["Sumur bor"]


def test_a_result_links_to_the_page_of_the_release(search: Callable[..., list[str]], origin: str) -> None:
    search("pipa")
    page: Page = search.page  # type: ignore[attr-defined]
    assert page.locator("#search-results mark").first.inner_text() == "pipa"
    page.click("#search-results a")
    assert page.url == f"{origin}2025/05/pipa/"


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        ({"topic": "Air bersih"}, {"Pipa & <kran>"}),
        ({"office": "Dinas PUPR"}, {"Jembatan dibuka"}),
        ({"year": "2026"}, {"Jembatan dibuka"}),
    ],
)
def test_filters_narrow_the_results(
    search: Callable[..., list[str]], filters: dict[str, str], titles: set[str]
) -> None:
    assert set(search("pembangunan", **filters)) == titles


def test_filters_work_without_words(search: Callable[..., list[str]]) -> None:
    assert search("", kind="announcement") == ["Sumur bor"]
    assert search("", wait="Tidak ada", kind="speech") == []


def test_a_result_with_a_claim_shows_the_claim_under_its_stamp_and_then_the_answer(
    search: Callable[..., list[str]],
) -> None:
    assert search("besok") == ["Kabar air laut"]
    page: Page = search.page  # type: ignore[attr-defined]
    words = " ".join(page.locator("#search-results .teaser").inner_text().split())
    assert "HOAKS Klaim: Air laut naik besok Faktanya: Kabar air laut" in words
    assert search("", verdict="false") == ["Kabar air laut"]
    assert search("", wait="Tidak ada", verdict="scam") == []


def test_the_filters_of_the_register_lead_to_its_results(search: Callable[..., list[str]], origin: str) -> None:
    page: Page = search.page  # type: ignore[attr-defined]
    page.goto(f"{origin}klarifikasi/")
    page.click("summary")
    page.select_option("#register-verdict", "false")
    page.select_option("#register-year", "2026")
    page.click(".register-search button")
    page.wait_for_function(DONE, arg="ditemukan")
    assert page.locator("#search-results h2 a").all_inner_texts() == ["Kabar air laut"]


def test_the_more_button_shows_older_results(search: Callable[..., list[str]]) -> None:
    assert len(search("laut")) == 10
    page: Page = search.page  # type: ignore[attr-defined]
    titles = page.locator("#search-results h2 a")
    while page.locator("#search-more").is_visible():
        before = titles.count()
        page.click("#search-more")
        page.wait_for_function("n => document.querySelectorAll('#search-results h2').length > n", arg=before)
    assert len(set(titles.all_inner_texts())) == titles.count() == 31
    assert page.inner_text("#search-status") == "31 rilis ditemukan."


def test_a_message_is_shown_when_nothing_is_found(search: Callable[..., list[str]]) -> None:
    assert search("zebra", wait="zebra") == []


def test_the_address_can_contain_the_query(chromium: Browser, origin: str) -> None:
    with checked_page(chromium, f"{origin}cari/?q=pembangunan&topic=Jalan") as page:
        page.wait_for_selector("#search-results h2")
        assert page.locator("#search-results h2").all_inner_texts() == ["Jembatan dibuka"]


def test_without_scripts_the_page_links_to_the_lists(chromium: Browser, origin: str) -> None:
    with checked_page(chromium, f"{origin}cari/", java_script_enabled=False) as page:
        assert not page.locator("#search form").is_visible()
        assert page.locator("main a[href$='/topik/air/']").is_visible()
        assert page.locator("main a[href$='/arsip/']").is_visible()


def test_only_the_search_page_allows_webassembly(built_portal: Portal) -> None:
    pages = {address: data for address, data in built_portal.site("www/portal").items() if address.endswith(".html")}
    assert [address for address, data in pages.items() if b"wasm-unsafe-eval" in data] == ["cari/index.html"]
