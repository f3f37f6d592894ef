"""A page of the preview shows the problems of a build that failed, all of them by scrolling, until they are fixed."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.portal import Portal
from tests.preview import Preview
from tests.showroom import open_page


def test_problems_are_shown_and_gone_after_the_fix(preview: Preview, portal: Portal, chromium: Browser) -> None:
    with open_page(chromium, 360) as page:
        page.goto(f"http://127.0.0.1:{preview.port}/portal/2026/03/a/?utm_source=wa")
        portal.write("posts/a.md", "---\ntitle: A\ndate: 2026-03-14\n---\n\n" + "[x](/tidak-ada/)\n\n" * 5000)
        box = page.locator("#press-problems .panel")
        expect(box).to_contain_text("further problems, listed in the terminal: 4700")
        assert box.evaluate("(box) => { box.scrollTop = 1e6; return box.scrollTop; }") > 1000
        box.press("Home")
        assert "Judul lama" in page.content()
        page.reload()
        expect(box).to_contain_text("posts/a.md:6: error[link]")
        portal.post("a.md", title="Sudah baik")
        expect(page.locator("h1")).to_have_text("Sudah baik")
        expect(box).to_have_count(0)


def test_visible_banner_says_that_a_page_is_a_preview(preview: Preview, portal: Portal, chromium: Browser) -> None:
    with open_page(chromium, 360) as page:
        for address in ("", "2026/03/a/", "langganan/", "arsip/"):
            page.goto(f"http://127.0.0.1:{preview.port}/portal/{address}")
            banner = page.locator("aside.preview-bar")
            expect(banner).to_be_in_viewport(ratio=1)
            expect(banner).to_contain_text("Pratinjau")
            expect(banner).to_contain_text("bukan situs untuk umum")
