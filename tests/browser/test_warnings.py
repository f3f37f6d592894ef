"""The bar of warnings and the menu, in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.showroom import SampleSite, shared_page

BEFORE, AFTER = "2026-12-20T12:00:00+08:00", "2027-01-15T12:00:00+08:00"
"""A time at which the warning of the sample portal is valid, and the time at which it ends."""


@pytest.mark.parametrize(("name", "look"), [("home", ".warnings"), ("release", ".warnings.loaded")])
def test_bar_is_on_every_page_until_its_time_without_a_build(
    sample_site: SampleSite, chromium: Browser, name: str, look: str
) -> None:
    """In the HTML of the home page; on the page of a release, a script adds it and moves nothing."""
    page = shared_page(chromium, 360, "warnings")
    for now, is_shown in ((BEFORE, True), (AFTER, False)):
        page.clock.set_fixed_time(now)
        with page.expect_response("**/pinned.json") if name == "release" else page.expect_response("**/press*.js"):
            page.goto(sample_site.url(name))
        bar = page.locator(f"{look} [data-until]").first
        bar.wait_for(state="visible" if is_shown else "hidden")
        assert page.locator(look).is_visible() == is_shown
        assert page.evaluate("document.querySelector('.masthead').getBoundingClientRect().height") <= 80


def test_menu_of_a_phone_opens_by_keyboard_and_closes(sample_site: SampleSite, chromium: Browser) -> None:
    page = shared_page(chromium, 360, "warnings")
    page.clock.set_fixed_time(BEFORE)
    page.goto(sample_site.url("home"))
    link = page.locator(".menu a").first
    assert not link.is_visible()
    page.locator(".menu-button").focus()
    page.keyboard.press("Enter")
    assert link.is_visible()
    page.keyboard.press("Escape")
    assert not link.is_visible()
