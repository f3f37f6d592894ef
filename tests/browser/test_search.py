"""Search: an index by year in small folders, of public texts alone, the same bytes always; a browser that asks it."""

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
from press.errors import Misuse
from press.outputs.search import pagefind
from tests.portal import SEARCHED, Portal, Site, mtimes
from tests.showroom import serving

INDEX = "cari/indeks/"
DONE = """words => document.getElementById("search-status").textContent.includes(words)
    && !document.getElementById("search-results").hasAttribute("aria-busy")"""
TERMS = '\n[topics.air]\nname = "Air bersih"\n\n[topics.jalan]\nname = "Jalan"\n\n[offices.pupr]\nname = "Dinas PUPR"\n'


@pytest.fixture
def searched(tmp_path: Path) -> Portal:
    return Portal(tmp_path / "portal", SEARCHED)


def indexed(site: Site, prefix: str = INDEX) -> str:
    """All that an index says, unpacked."""
    texts = []
    for address, data in site.items():
        if address.startswith(prefix) and "/pagefind/" not in address:
            packed = address.rpartition(".")[2] in ("pf_fragment", "pf_index", "pf_meta")
            texts.append((gzip.decompress(data) if packed else data).decode(errors="replace"))
    return "\n".join(texts)


def found(site: Site) -> dict[str, dict[str, object]]:
    """What the index says of each release, by address."""
    fragments = (gzip.decompress(data) for address, data in site.items() if "/fragment/" in address)
    told = [json.loads(data.removeprefix(b"pagefind_dcd")) for data in fragments]
    return {one["url"]: one for one in told if one["url"] != "/"}


# The index ---------------------------------------------------------------------------------------------------------


def test_the_same_texts_give_the_same_bytes() -> None:
    words = [f"kata{number}" for number in range(2000)]
    chance = random.Random(1)
    documents = [
        pagefind.Document(f"2026/01/{number}/", f"Judul {number}", " ".join(chance.choices(words, k=200)))
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
    gone = "{date: 2026-05-01, reason: Data pribadi, remove_text: true}"
    searched.post("d.md", "rahasiahapus", title="Ditarik", summary="rahasiaringkas", withdrawn=gone)
    searched.write("pages/tentang.md", "---\ntitle: Tentang\n---\n\nhalamantetap\n")
    searched.build()
    told, texts = found(searched.site()), indexed(searched.site())
    assert {url: one["content"] for url, one in told.items()} == {
        "/2026/03/a/": "Ringkasan. Isi umum.",
        "/2026/03/d/": "Ditarik",
    }
    assert not [word for word in ("rahasia", "judulrahasia", "juduldepan", "halamantetap") if word in texts]


def test_a_release_comes_in_when_its_hour_has_come(searched: Portal) -> None:
    searched.post("c.md", "menunggu", date="2026-06-01 18:00")
    searched.build()
    assert found(searched.site()) == {}
    searched.build(now="2026-06-01T18:00:00+08:00")
    assert list(found(searched.site())) == ["/2026/06/c/"]


def test_translations_are_found_beside_the_originals(searched: Portal) -> None:
    searched.post("a.md", title="Festival perahu", id="satu")
    searched.post("b.md", title="Boat festival", lang="en", translation_of="satu")
    searched.build()
    facts = json.loads(searched.text(f"{INDEX}2026/1/facts.json"))
    assert sorted(row[3] for row in facts["releases"].values()) == ["", "en"]


def test_a_title_without_text_and_a_text_without_a_word(searched: Portal) -> None:
    searched.post("a.md", "", title="Hanya judul")
    searched.post("b.md", "…", title='"!!!"', date="2025-03-01", slug="b", summary='"?"')
    searched.build()
    assert {url: one["content"] for url, one in found(searched.site()).items()} == {
        "/2026/03/a/": "Hanya judul",
        "/2025/03/b/": "2025/03/b/",
    }


def test_a_new_release_touches_only_its_folder(searched: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_a_damaged_index_is_made_anew(searched: Portal) -> None:
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


def test_a_damaged_folder_that_is_no_longer_wanted_goes_whole(searched: Portal) -> None:
    searched.post("a.md")
    gone = searched.post("b.md", date="2025-03-01")
    searched.build()
    gone.unlink()
    (searched.root / "site" / INDEX / "2025/1" / pagefind.ENTRY).write_bytes(b"x")
    searched.build()
    assert not [address for address in searched.site() if address.startswith(f"{INDEX}2025")]


def test_a_change_of_look_indexes_nothing_anew(searched: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    searched.post("a.md")
    searched.build()
    monkeypatch.setattr(pagefind, "index", None)
    searched.write("config.toml", SEARCHED.replace("Portal Uji", "Portal Lain"))
    searched.write("templates/assets/press.css", "body { color: black }")
    searched.build()


def test_the_settings_of_others_do_not_matter(searched: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    searched.post("a.md")
    searched.build()
    monkeypatch.chdir(searched.root)
    monkeypatch.setenv("PAGEFIND_KEEP_INDEX_URL", "true")
    searched.write("pagefind.toml", 'include_characters = "<>"\n')
    searched.build("other")
    assert searched.site("other") == searched.site()


def test_searching_can_be_switched_off_and_on(searched: Portal) -> None:
    searched.post("a.md")
    searched.build()
    on = searched.site()
    searched.write("config.toml", SEARCHED.replace("enabled = true", "enabled = false"))
    searched.build()
    assert not [address for address in searched.site() if address.startswith(INDEX)]
    assert 'data-bundles=""' in searched.text("cari/index.html")
    searched.write("config.toml", SEARCHED)
    searched.build()
    assert searched.site() == on


def test_without_pagefind_nothing_is_published(searched: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> str:
        raise Misuse("no pagefind")

    searched.post("a.md")
    monkeypatch.setattr(pagefind, "version", missing)
    with pytest.raises(Misuse):
        searched.build()
    assert not (searched.root / "site").exists()


def test_a_pagefind_that_does_not_run_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "pagefind"
    program.write_text("#!/bin/sh\nexit 3\n")
    monkeypatch.setattr(pagefind, "installed", lambda: (str(program), "1"))
    with pytest.raises(Misuse, match="does not work here"):
        pagefind.engine("id")
    program.chmod(0o755)
    with pytest.raises(Misuse, match="does not work here"):
        pagefind.engine("id")


def test_the_manifest_of_a_folder_stands_in_the_folder(searched: Portal) -> None:
    searched.post("a.md")
    searched.build()
    listed = json.loads(searched.text(f"{INDEX}2026/1/manifest.json"))["files"]
    assert f"{INDEX}2026/1/{pagefind.ENTRY}" in listed
    assert f"{INDEX}2026/1/manifest.json" in json.loads(searched.text("manifest.json"))["manifests"]


# In a browser ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    """Four years in many folders: more than a screenful speak of the sea, and most lie behind the first wave."""
    portal = Portal(tmp_path_factory.mktemp("search") / "portal", SEARCHED + TERMS)
    portal.post(
        "jembatan.md", "Pembangunan jembatan selesai.", title="Jembatan dibuka", topics="[jalan]", office="pupr"
    )
    portal.post("pipa.md", "Pembangunan pipa berlanjut.", title="Pipa & <kran>", date="2025-05-01", topics="[air]")
    portal.post("sumur.md", "Dua belas sumur digali.", title="Sumur bor", date="2024-02-01", kind="announcement")
    claim = '{text: "Air laut naik besok", verdict: false}'
    portal.post("hoaks.md", "Tidak benar.", title="Kabar air laut", kind="clarification", claim=claim)
    for number in range(30):
        portal.post(f"l{number}.md", "Nelayan melaut.", title=f"Laut {number}", date=f"2023-01-{number % 28 + 1:02}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urls, "SEARCH_SIZE", 3)
        portal.build("www/portal")
    return portal


@pytest.fixture(scope="module")
def origin(newsroom: Portal) -> Iterator[str]:
    with serving(newsroom.root / "www") as host:
        yield f"{host}portal/"


@contextmanager
def opened(chromium: Browser, address: str, **options: bool) -> Iterator[Page]:
    """A page on which no error may be told on the console, and all requests must be answered, by its own host."""
    context = chromium.new_context(**options)  # type: ignore[arg-type]
    context.set_default_timeout(60_000)
    page = context.new_page()
    said: list[str] = []
    # On a very busy machine Pagefind warns that its worker is late, and does without it.
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("response", lambda answer: said.append(answer.url) if answer.status >= 400 else None)
    page.goto(address)
    yield page
    context.close()
    assert [text for text in said if "favicon" not in text] == []


@pytest.fixture
def ask(chromium: Browser, origin: str) -> Iterator[Callable[..., list[str]]]:
    """Ask in a fresh page; gives the titles that were found."""
    with opened(chromium, f"{origin}cari/") as page:

        def asked(query: str, wait: str = "ditemukan", **filters: str) -> list[str]:
            for name in ("topic", "office", "kind", "year"):
                page.select_option(f"[name={name}]", filters.get(name, ""))
            page.fill("#q", query)
            page.press("#q", "Enter")
            page.wait_for_function(DONE, arg=wait)
            return page.locator("#search-results h2").all_inner_texts()

        asked.page = page  # type: ignore[attr-defined]
        yield asked


def test_words_find_releases_of_all_years_by_their_stems(ask: Callable[..., list[str]]) -> None:
    assert set(ask("membangun")) == {"Jembatan dibuka", "Pipa & <kran>"}


def test_a_word_of_the_title_alone_finds_it_years_back(ask: Callable[..., list[str]]) -> None:
    assert ask("bor") == ["Sumur bor"]


def test_what_is_found_leads_to_its_page_below_the_portal(ask: Callable[..., list[str]], origin: str) -> None:
    ask("pipa")
    page: Page = ask.page  # type: ignore[attr-defined]
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
def test_narrowing(ask: Callable[..., list[str]], filters: dict[str, str], titles: set[str]) -> None:
    assert set(ask("pembangunan", **filters)) == titles


def test_narrowing_without_words(ask: Callable[..., list[str]]) -> None:
    assert ask("", kind="announcement") == ["Sumur bor"]
    assert ask("", wait="Tidak ada", kind="speech") == []


def test_a_claim_bears_its_stamp(ask: Callable[..., list[str]]) -> None:
    assert ask("besok") == ["Kabar air laut"]
    page: Page = ask.page  # type: ignore[attr-defined]
    assert page.locator("#search-results .stamp").inner_text() == "HOAKS"


def test_more_goes_further_back(ask: Callable[..., list[str]]) -> None:
    assert len(ask("laut")) == 10
    page: Page = ask.page  # type: ignore[attr-defined]
    titles = page.locator("#search-results h2")
    while page.locator("#search-more").is_visible():
        before = titles.count()
        page.click("#search-more")
        page.wait_for_function("n => document.querySelectorAll('#search-results h2').length > n", arg=before)
    assert len(set(titles.all_inner_texts())) == titles.count() == 31
    assert page.inner_text("#search-status") == "31 rilis ditemukan."


def test_nothing_found_says_so(ask: Callable[..., list[str]]) -> None:
    assert ask("zebra", wait="zebra") == []


def test_a_question_stands_in_the_address(chromium: Browser, origin: str) -> None:
    with opened(chromium, f"{origin}cari/?q=pembangunan&topic=Jalan") as page:
        page.wait_for_selector("#search-results h2")
        assert page.locator("#search-results h2").all_inner_texts() == ["Jembatan dibuka"]


def test_without_scripts_the_page_offers_the_lists(chromium: Browser, origin: str) -> None:
    with opened(chromium, f"{origin}cari/", java_script_enabled=False) as page:
        assert not page.locator("#search form").is_visible()
        assert page.locator("main a[href$='/topik/air/']").is_visible()
        assert page.locator("main a[href$='/arsip/']").is_visible()


def test_only_the_search_page_may_run_webassembly(newsroom: Portal) -> None:
    pages = {address: data for address, data in newsroom.site("www/portal").items() if address.endswith(".html")}
    assert [address for address, data in pages.items() if b"wasm-unsafe-eval" in data] == ["cari/index.html"]
