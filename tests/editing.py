"""The editor in a page of the browser, and what people do with it."""

from __future__ import annotations

import contextlib
import re
from typing import NamedTuple

from playwright.sync_api import ConsoleMessage, Locator, Page, TimeoutError

from tests import forge
from tests.forge import Forge
from tests.portal import Portal

_SCROLL_ON = """
field => {
  const scrolls = pane => pane.scrollHeight > pane.clientHeight + 1 && getComputedStyle(pane).overflowY !== "visible";
  let pane = field;
  while (pane.parentElement && !scrolls(pane)) pane = pane.parentElement;
  const before = pane.scrollTop;
  pane.scrollTop += pane.clientHeight / 2;
  if (pane.scrollTop === before) pane.scrollTop = 0;
}
"""
"""Scrolls the pane that a field is in by half its height; from the end back to the top."""


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
        page.on("console", self._note)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location['url']})")

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
        """Return a field, scrolled into view: the editor makes fields while one scrolls through all of them."""
        found, made = self.page.locator(f'[data-key-path="{path}"]').first, self.page.locator("[data-key-path]").first
        for _ in range(1200):
            if found.count():
                break
            made.evaluate(_SCROLL_ON)
            self.page.wait_for_timeout(100)
        found.scroll_into_view_if_needed()
        return found

    def unfold(self, path: str, inside: str) -> None:
        """Tick the box of an optional part, again if the editor made the part anew at that moment, until it is open."""
        box, field = self.field(path).get_by_role("checkbox").first, self.page.locator(f'[data-key-path="{inside}"]')
        for _ in range(100):
            if box.get_attribute("aria-checked") != "true":
                box.click()
            with contextlib.suppress(TimeoutError):
                field.first.wait_for(state="attached", timeout=1000)
                return
        raise AssertionError(self.page.locator("body").inner_text()[:2000])

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
