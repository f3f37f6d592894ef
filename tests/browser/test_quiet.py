"""A page sends no request to other hosts, logs nothing to the console, obeys its CSP, and has no layout shifts.

Also: the switch between light and dark, and copying an address.
"""

from __future__ import annotations

import time
from functools import cache
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.showroom import PAGES, SampleSite, Traffic, open_page, shared_page

_OBSERVE = """
window.seen = { violations: [], shifts: [] };
document.addEventListener('securitypolicyviolation', (event) =>
    seen.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.shifts.push([entry.value, ...(entry.sources ?? []).map((one) =>
        (one.node?.outerHTML ?? one.node?.textContent ?? '').slice(0, 100))]);
}).observe({ type: 'layout-shift', buffered: true });
"""
_SCROLL = """async () => {
    for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
        scrollTo({ top: y, behavior: 'instant' });
        await new Promise((done) => setTimeout(done, 15));
    }
}"""
SLOW = {"script": 0.25, "image": 0.03}
"""Seconds by which scripts and photos are delayed, as on a slow network."""


class _Visitor:
    """A page that visits others over a slow network, and what it saw on its last visit.

    What is intercepted is not cached, so each visit loads everything, as the first one.
    """

    def __init__(self, page: Page) -> None:
        self._page, self.traffic = page, Traffic(page)
        self.messages: list[str] = []
        page.add_init_script(_OBSERVE)
        page.route("**/*", self._delay)
        page.on("console", lambda message: self.messages.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.messages.append(str(error)))
        page.on("requestfailed", lambda request: self.messages.append(f"failed: {request.url}"))

    def visit(self, url: str) -> dict[str, list[str]]:
        """Load a page, scroll through it, and wait until all is loaded; returns what `_OBSERVE` has seen."""
        self.traffic.urls.clear()
        self.messages.clear()
        self._page.goto(url)
        self._page.evaluate(_SCROLL)
        self.traffic.wait()
        seen: dict[str, list[str]] = self._page.evaluate("seen")
        return seen

    def _delay(self, route: Route) -> None:
        time.sleep(SLOW.get(route.request.resource_type, 0))
        route.continue_()


@cache
def _visitor(browser: Browser, width: int) -> _Visitor:
    """The visitor in a window of this width: to open another one for each page takes longer than most visits."""
    return _Visitor(shared_page(browser, width, "quiet"))


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_pages_contact_no_other_host_log_nothing_and_do_not_shift(
    sample_site: SampleSite, chromium: Browser, name: str, width: int
) -> None:
    visitor = _visitor(chromium, width)
    seen = visitor.visit(sample_site.url(name))
    assert {urlsplit(url).netloc for url in visitor.traffic.urls} == {urlsplit(sample_site.origin).netloc}
    assert visitor.messages == []
    assert seen["violations"] == []
    assert seen["shifts"] == []


def test_violations_and_shifts_are_detected(sample_site: SampleSite, chromium: Browser) -> None:
    """Those of a page that loads a foreign image, inserts an inline script, and moves its content."""
    with open_page(chromium, 360) as page:
        page.add_init_script(_OBSERVE)
        page.goto(sample_site.url("home"))
        page.evaluate("""() => {
            document.body.append(Object.assign(new Image(), { src: 'https://elsewhere.invalid/x.png' }));
            document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = 1' }));
            document.body.prepend(Object.assign(document.createElement('p'), { textContent: 'x' }));
        }""")
        page.wait_for_function("seen.violations.length > 1 && seen.shifts.length > 0")
        assert page.evaluate("window.ran") is None


# What scripts add


def _background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_the_choice_between_light_and_dark_is_remembered(sample_site: SampleSite, chromium: Browser) -> None:
    with open_page(chromium, 1280, color_scheme="light") as page:
        page.goto(sample_site.url("home"))
        light = _background(page)
        page.get_by_role("button", name="Gelap").click()
        dark = _background(page)
        assert dark != light
        page.goto(sample_site.url("list"))
        assert _background(page) == dark
        page.get_by_role("button", name="Terang").click()
        assert _background(page) == light


def test_copying_an_address_shows_a_message(sample_site: SampleSite, chromium: Browser) -> None:
    with open_page(chromium, 1280, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(sample_site.url("release"))
        page.get_by_role("button", name="Salin tautan").click()
        page.get_by_role("status").filter(has_text="Tautan tersalin").wait_for(state="attached")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == page.locator("link[rel=canonical]").get_attribute("href")
