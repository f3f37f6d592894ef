"""The pictures of docs/screens.md: pages of the sample portal, on a computer and on a phone, light and dark.

``python -m tools.screens`` makes them all. Their bytes depend on the browser's version, so nothing compares them;
tests/unit/test_screens.py compares the list with the page.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

from tests.showroom import PAGES, open_page, served
from tools.provision import chromium_path
from tools.screenshots import REPOSITORY, sample, save, shot

FOLDER = REPOSITORY / "docs/screens"
MOST_BYTES = 120_000
_NOW = "2026-11-27T09:30:00+08:00"
_PHONE, _COMPUTER = 390, 1280


class Screen(NamedTuple):
    """What a picture shows."""

    page: str
    """A name in `tests.showroom.PAGES`."""
    width: int = _COMPUTER
    query: str = ""
    """What is searched for."""
    colour_scheme: str = "light"


SCREENS = {
    "home": Screen("home"),
    "release": Screen("release", _PHONE),
    "claim": Screen("clarification", _PHONE),
    "corrections": Screen("corrections"),
    "search": Screen("search", _PHONE, query="banjir"),
    "offices": Screen("offices", colour_scheme="dark"),
}
"""The pictures, by name."""


def main() -> None:
    """Build the sample portal, and make the pictures."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        portal = sample(Path(folder))
        portal.build("www", _NOW)
        browser = playwright.chromium.launch(executable_path=chromium_path() or None)
        with served(portal.root / "www") as origin:
            for name, screen in SCREENS.items():
                save(_picture(browser, origin, screen), FOLDER / f"{name}.webp", MOST_BYTES)
        browser.close()


def _picture(browser: Browser, origin: str, screen: Screen) -> bytes:
    options = {"device_scale_factor": 1.5, "locale": "id-ID", "color_scheme": screen.colour_scheme}
    with open_page(browser, screen.width, **options) as page:
        page.goto(origin + PAGES[screen.page].removeprefix("portal/") + (f"?q={screen.query}" if screen.query else ""))
        page.wait_for_load_state("networkidle")
        if screen.query:
            page.locator("main mark").first.wait_for()
        return shot(page)


if __name__ == "__main__":
    main()
