"""How the text of a release looks: what Markdown can ask for has an effect that readers see."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.showroom import SampleSite, open_page

ALIGNMENTS = """() => {
    const cells = document.querySelectorAll(".prose tbody tr:first-child td")
    return [...cells].map((cell) => [cell.className, getComputedStyle(cell).textAlign])
}"""


def test_columns_are_aligned_as_their_table_says(chromium: Browser, sample_site: SampleSite) -> None:
    with open_page(chromium, 360) as page:
        page.goto(f"{sample_site.origin}/portal/2026/11/air-lawai-sampai-ke-sawah/")
        assert page.evaluate(ALIGNMENTS) == [["", "start"], ["", "start"], ["right", "end"], ["", "start"]]
        page.locator(".prose tbody td").first.evaluate("(cell) => { cell.className = 'center' }")
        assert page.evaluate(ALIGNMENTS)[0] == ["center", "center"]
