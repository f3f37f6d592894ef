"""The editor in a page of the browser, and what people do with it."""

from __future__ import annotations

import re
from typing import NamedTuple

from playwright.sync_api import Locator, Page

from tests import forge
from tests.forge import Forge
from tests.portal import Portal


class Desk(NamedTuple):
    """A portal with the editor, its repository, and where the portal is served."""

    portal: Portal
    forge: Forge
    url: str
    files: dict[str, bytes]


class Editor:
    """The editor in a page of the browser, with all that the page asked of whom, and what went wrong."""

    def __init__(self, page: Page, desk: Desk) -> None:
        self.page, self.desk = page, desk
        self.asked: set[str] = set()
        self.errors: list[str] = []
        page.set_default_timeout(120_000)
        page.on("request", lambda request: self.asked.update(re.findall(r"^https?://[^/]*", request.url)))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)

    def sign_in(self) -> None:
        self.page.goto(self.desk.url)
        self.button("Masuk dengan token akses").click()
        dialog = self.page.locator("dialog")
        dialog.locator("input").first.fill(forge.TOKEN)
        dialog.get_by_role("button", name="Masuk", exact=True).click()
        self.page.get_by_text("Rilis").first.wait_for()

    def open(self, path: str) -> None:
        self.page.goto(f"{self.desk.url}#/collections/{path}")
        self.page.locator('[data-key-path="title"] input').wait_for()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True).first

    def field(self, path: str) -> Locator:
        """Return a field, scrolled into view: the editor makes fields while one scrolls, down and up again."""
        found, made = self.page.locator(f'[data-key-path="{path}"]').first, self.page.locator("[data-key-path]")
        for number in range(2400):
            if found.count():
                break
            (made.first if number // 20 % 2 else made.last).scroll_into_view_if_needed()
            self.page.wait_for_timeout(50)
        found.scroll_into_view_if_needed()
        return found

    def change_title(self, title: str) -> None:
        self.field("title").locator("input").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(title)

    def save(self) -> dict[str, bytes]:
        """Save, wait until the commit is in the repository with its pull request, and return the changed files."""
        self.button("Simpan").click()
        for _ in range(2400):
            if self.desk.forge.statuses():
                return self.desk.forge.proposed()
            self.page.wait_for_timeout(50)
        raise AssertionError(self.page.locator("body").inner_text()[:2000])
