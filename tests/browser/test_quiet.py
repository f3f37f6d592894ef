"""What a page does by itself: it asks no other host for anything, complains of nothing, obeys its policy, stands still.

And what scripts add: the switch between light and dark, and copying an address.
"""

from __future__ import annotations

import time
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route

from tests.showroom import PAGES, Showroom, looking

_WATCH = """
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
"""Seconds by which scripts and photos come late, as they do on a slow line."""


def _late(route: Route) -> None:
    time.sleep(SLOW.get(route.request.resource_type, 0))
    route.continue_()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_quiet_and_stands_still(showroom: Showroom, chromium: Browser, name: str, width: int) -> None:
    requests: list[str] = []
    complaints: list[str] = []

    def asked(request: Request) -> None:
        requests.append(request.url)

    def said(message: ConsoleMessage) -> None:
        complaints.append(f"{message.type}: {message.text}")

    with looking(chromium, width) as page:
        page.add_init_script(_WATCH)
        page.on("request", asked)
        page.on("console", said)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
        page.route("**/*", _late)
        page.goto(showroom.url(name))
        page.evaluate(_SCROLL)
        page.wait_for_load_state("networkidle")
        seen = page.evaluate("seen")
    assert {urlsplit(url).netloc for url in requests} == {urlsplit(showroom.origin).netloc}
    assert complaints == []
    assert seen["violations"] == []
    assert seen["shifts"] == []


def test_the_watch_sees_what_it_watches_for(showroom: Showroom, chromium: Browser) -> None:
    """A page that loads a foreign image, runs a script of its own and moves is found out."""
    with looking(chromium, 360) as page:
        page.add_init_script(_WATCH)
        page.goto(showroom.url("home"), wait_until="networkidle")
        page.evaluate("""() => {
            document.body.append(Object.assign(new Image(), { src: 'https://elsewhere.invalid/x.png' }));
            document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = 1' }));
            document.body.prepend(Object.assign(document.createElement('p'), { textContent: 'x' }));
        }""")
        page.wait_for_function("seen.violations.length > 1 && seen.shifts.length > 0")
        assert page.evaluate("window.ran") is None


# What scripts add


def _paper(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_the_switch_between_light_and_dark_is_remembered(showroom: Showroom, chromium: Browser) -> None:
    with looking(chromium, 1280, color_scheme="light") as page:
        page.goto(showroom.url("home"))
        light = _paper(page)
        page.get_by_role("button", name="Gelap").click()
        dark = _paper(page)
        assert dark != light
        page.goto(showroom.url("list"))
        assert _paper(page) == dark
        page.get_by_role("button", name="Terang").click()
        assert _paper(page) == light


def test_an_address_is_copied_and_that_is_said(showroom: Showroom, chromium: Browser) -> None:
    with looking(chromium, 1280, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(showroom.url("release"))
        page.get_by_role("button", name="Salin tautan").click()
        page.get_by_role("status").filter(has_text="Tautan tersalin").wait_for(state="attached")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == page.locator("link[rel=canonical]").get_attribute("href")
