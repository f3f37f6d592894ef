"""The share pack in a browser: what is copied is what is shown, line by line."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.showroom import SampleSite, open_page


@pytest.mark.parametrize("name", ["pack", "taken-back"])
def test_each_button_copies_the_text_above_it(name: str, sample_site: SampleSite, chromium: Browser) -> None:
    with open_page(chromium, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(sample_site.url(name))
        sections = page.locator(".kit section:has(pre)")
        assert sections.count() == page.locator(".kit button").count()
        for section in sections.all():
            section.locator("button").click()
            section.get_by_text("tersalin").wait_for()
            text = section.locator("pre").text_content()
            assert page.evaluate("navigator.clipboard.readText()") == text
            page.evaluate("navigator.clipboard.writeText('')")
