"""The search of the sample portal finds what citizens look for, knows the portal's words, and is small on a phone."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Response

from tests.browser.citizens import ENGLISH, IN_EDITION, INDONESIAN, Query
from tests.showroom import SampleSite, open_page

PHONE = {"device_scale_factor": 2, "is_mobile": True, "has_touch": True}
LIMIT = 200_000
"""Bytes that the first query may cost on a phone, with the page, its styles and scripts, the engine and the index."""
_READY = """() => document.getElementById("search-status").textContent.match(/ditemukan|Tidak|found/)
    && !document.getElementById("search-results").hasAttribute("aria-busy")"""
_TEXTS = ("text/", "application/javascript", "application/json", "image/svg+xml")


@pytest.fixture(scope="module")
def search_page(chromium: Browser, sample_site: SampleSite) -> Iterator[Page]:
    with open_page(chromium) as page:
        page.goto(sample_site.url("search"))
        yield page


@pytest.fixture(scope="module")
def english_page(chromium: Browser, sample_site: SampleSite) -> Iterator[Page]:
    with open_page(chromium) as page:
        page.goto(sample_site.url("edition-search"))
        yield page


def search(page: Page, typed: str) -> list[str]:
    """Search for what is typed; return the addresses of the results: ``2026/03/jembatan``."""
    page.fill("#q", typed)
    page.press("#q", "Enter")
    page.wait_for_function(_READY)
    links = page.locator("#search-results h2 a").evaluate_all("links => links.map(link => link.pathname)")
    return [link.removeprefix("/portal/").strip("/") for link in links]


def places(page: Page, queries: Iterable[Query]) -> dict[str, int]:
    """The place of the page that each query should find, from 1; 99 if it is not on the first screen."""
    found = {}
    for typed, wanted in queries:
        results = search(page, typed)
        found[typed] = results.index(wanted) + 1 if wanted in results else 99
    return found


def test_citizens_find_what_they_look_for(search_page: Page) -> None:
    """Today all 40 queries in Indonesian, and all 4 in English, find their page first."""
    assert len(INDONESIAN) == 40
    indonesian, english = places(search_page, INDONESIAN), places(search_page, ENGLISH)
    assert sum(place == 1 for place in indonesian.values()) >= 38, indonesian
    assert sum(place <= 3 for place in indonesian.values()) == 40, indonesian
    assert set(english.values()) == {1}, english


def test_the_english_search_finds_what_is_in_english_and_only_that(english_page: Page) -> None:
    found = places(english_page, (*ENGLISH, *IN_EDITION))
    assert set(found.values()) == {1}, found
    in_english = {wanted for _, wanted in (*ENGLISH, *IN_EDITION)}
    assert 1 < len(results := search(english_page, "arunai")) <= len(in_english)
    assert set(results) <= in_english
    assert search(english_page, "arunai bridge")
    result = english_page.locator("#search-results article").first
    assert result.locator(".kind").inner_text() == "Press release"
    assert result.locator("time").inner_text() == "14 Mar 2026"


def test_the_english_search_advises_with_releases_and_lists_in_english(english_page: Page) -> None:
    assert search(english_page, "gerhana") == []
    latest = english_page.locator("#search-advice h2 a").evaluate_all("links => links.map(link => link.pathname)")
    assert latest[0] == "/portal/2026/11/lake-sarenggi-test-results/"
    search(english_page, "health office")
    assert english_page.locator("#search-lists a").all_inner_texts() == ["Health Office"]


def test_a_misspelt_query_is_corrected_and_can_be_searched_as_typed(search_page: Page) -> None:
    assert search(search_page, "festval prahu")
    assert search_page.inner_text("#search-meant strong") == "festival perahu"
    search_page.click("#search-meant button")
    search_page.wait_for_function(_READY)
    assert not search_page.is_visible("#search-meant")
    assert search_page.inner_text("#search-status") == "Tidak ada yang cocok dengan “festval prahu”."


def test_nothing_found_gives_advice_and_the_latest_releases(search_page: Page) -> None:
    assert search(search_page, "gerhana") == []
    assert search_page.locator("#search-advice h2 a").first.inner_text().startswith("LATIHAN: Latihan evakuasi gempa")
    search(search_page, "banjir")
    assert not search_page.is_visible("#search-advice")


def test_results_can_be_ordered_by_date_but_expired_ones_stay_last(search_page: Page) -> None:
    search_page.select_option("#sort", "newest")
    found = search(search_page, "banjir")
    assert found == [
        "2026/11/banjir-arunai-sudah-aman", "2026/11/siaga-musim-hujan-2026", "2026/10/benih-padi-tahan-rendaman",
        "2025/01/dapur-umum-tirai", "2025/01/banjir-sandirana-ilir",
        "2026/11/banjir-arunai-naik", "2025/12/siaga-banjir-akhir-tahun",
    ]  # fmt: skip
    assert "sort=newest" in search_page.url
    search_page.select_option("#sort", "")


def test_the_name_of_an_office_leads_to_its_list(search_page: Page) -> None:
    search(search_page, "dinkes")
    link = search_page.locator("#search-lists a")
    assert link.all_inner_texts() == ["Dinas Kesehatan"]
    assert str(link.get_attribute("href")).endswith("/instansi/dinas-kesehatan/")


def test_the_name_of_a_kind_shows_the_releases_of_that_kind(search_page: Page) -> None:
    search(search_page, "pengumuman")
    assert set(search_page.locator("#search-results .kind").all_inner_texts()) == {"Pengumuman"}


def test_a_summary_is_the_excerpt_if_it_has_the_word(search_page: Page) -> None:
    search(search_page, "delapan ton")
    summary = search_page.locator("#search-results .summary").first
    assert summary.inner_text().startswith("Semua kendaraan di bawah delapan ton boleh melintas")
    assert summary.locator("mark").all_inner_texts() == ["delapan", "ton"]


def test_an_id_finds_its_release_even_if_it_is_withdrawn(search_page: Page) -> None:
    assert search(search_page, "2025-0017") == ["2025/09/tarif-angkutan-sungai-oktober"]
    assert search_page.locator("#search-results .state").all_inner_texts() == ["Dicabut"]


@pytest.mark.parametrize(("name", "typed"), [("search", "banjir"), ("edition-search", "bridge")])
def test_the_first_query_is_small_on_a_phone(chromium: Browser, sample_site: SampleSite, name: str, typed: str) -> None:
    responses: list[Response] = []
    with open_page(chromium, 360, **PHONE) as page:
        page.context.on("response", lambda response: responses.append(response))  # noqa: PLW0108 - Playwright marks it
        page.goto(sample_site.url(name))
        assert search(page, typed)
        page.wait_for_load_state("networkidle")
        sizes = {response.url: _size(response) for response in responses}
    assert any("wasm" in url for url in sizes)
    assert any("pf_index" in url for url in sizes)
    assert sum(sizes.values()) < LIMIT, sizes


def _size(response: Response) -> int:
    """The bytes that a host sends which compresses texts."""
    body = response.body()
    is_text = response.headers.get("content-type", "").startswith(_TEXTS)
    return len(gzip.compress(body, 9, mtime=0)) if is_text else len(body)
