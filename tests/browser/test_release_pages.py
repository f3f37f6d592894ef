"""Pages of releases in a browser: what stays in view, the viewer of photos, print, and that nothing moves."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.test_access import axe_violations
from tests.showroom import SampleSite, open_page
from tools.provision import AXE

GALLERY = "portal/2025/05/musim-tanam-lembah-suraya/"
SHIFTS = """() => new Promise((resolve) => {
  let sum = 0;
  const add = (entry) => { sum += entry.hadRecentInput ? 0 : entry.value };
  new PerformanceObserver((list) => list.getEntries().forEach(add)).observe({ type: "layout-shift", buffered: true });
  scrollTo({ top: document.body.scrollHeight, behavior: "instant" });
  setTimeout(() => resolve(sum), 300);
})"""


def in_view(page: Page, selector: str) -> bool:
    """Tell whether an element is wholly in the window."""
    box = page.locator(selector).bounding_box()
    height: int = page.evaluate("innerHeight")
    return bool(box and box["y"] >= 0 and box["y"] + box["height"] <= height)


def test_contact_and_sharing_stay_in_view(sample_site: SampleSite, chromium: Browser) -> None:
    """Beside the text on a wide window; on a phone in a bar, which ends with the article and covers no focus."""
    with open_page(chromium, 1280) as page:
        page.goto(sample_site.url("corrected"))
        assert not page.locator(".bar").is_visible()
        page.evaluate("scrollTo({ top: 1800, behavior: 'instant' })")
        assert in_view(page, ".side .contact")
        assert in_view(page, ".side .share")
    with open_page(chromium, 360, reduced_motion="reduce") as page:
        page.goto(sample_site.url("corrected"))
        page.evaluate("scrollTo({ top: 1200, behavior: 'instant' })")
        assert in_view(page, ".bar")
        for link in (page.locator(".text .terms a").first, page.locator(".kit summary")):
            link.focus()
            top = page.locator(".bar").bounding_box()
            box = link.bounding_box()
            assert top
            assert box
            assert box["y"] + box["height"] <= top["y"]
        page.evaluate("document.querySelector('.related').scrollIntoView({ behavior: 'instant' })")
        assert not in_view(page, ".bar")
        assert page.evaluate("document.querySelector('.side').getBoundingClientRect().bottom") <= page.evaluate(
            "document.querySelector('.bar').getBoundingClientRect().top"
        )
        page.get_by_role("link", name="Kontak pers").click()
        assert in_view(page, "#contact")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", ["corrected", "clarification"])
def test_nothing_moves_while_a_release_is_read(
    sample_site: SampleSite, chromium: Browser, name: str, width: int
) -> None:
    with open_page(chromium, width) as page:
        page.goto(sample_site.url(name))
        assert page.evaluate(SHIFTS) == 0


def test_photos_are_viewed_with_the_keyboard_alone(sample_site: SampleSite, chromium: Browser) -> None:
    with open_page(chromium, 360) as page:
        page.goto(sample_site.origin + GALLERY)
        page.locator(".gallery a").first.focus()
        page.keyboard.press("Enter")
        viewer = page.get_by_role("dialog", name="Foto lain")
        viewer.wait_for()
        assert viewer.get_by_role("status").inner_text() == "Foto 1 dari 2"
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")  # the button for the next one has the focus
        page.keyboard.press("ArrowLeft")
        assert viewer.get_by_role("status").inner_text() == "Foto 2 dari 2"
        assert viewer.locator("img").get_attribute("alt") == page.locator(".gallery img").last.get_attribute("alt")
        assert viewer.locator("figcaption").inner_text().startswith("Desa Sungai Rawa")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        assert axe_violations(page) == []
        page.keyboard.press("Escape")
        page.wait_for_function("document.activeElement === [...document.querySelectorAll('.gallery a')].at(-1)")


def test_photos_open_as_files_without_scripts(sample_site: SampleSite, chromium: Browser) -> None:
    with open_page(chromium, 360, java_script_enabled=False) as page:
        page.goto(sample_site.origin + GALLERY)
        page.locator(".gallery a").first.click()
        page.wait_for_url("**/petak-berair.jpg")


def test_print_shows_the_code_of_the_address_and_whole_tables(sample_site: SampleSite, chromium: Browser) -> None:
    with open_page(chromium, 800) as page:
        page.goto(sample_site.url("corrected"))
        assert not page.locator(".qr").is_visible()
        page.emulate_media(media="print")
        assert page.locator(".qr").is_visible()
        assert not page.locator(".bar").is_visible()
        table = page.locator(".prose table")
        assert table.evaluate("(one) => getComputedStyle(one).breakInside") == "avoid"
        widths = [one.bounding_box() for one in (table, page.locator(".prose"), page.locator("main"))]
        assert len({box and round(box["width"]) for box in widths}) == 1
