"""The state of the preview that open pages are notified of: the version of the site, and what is wrong in it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from press.serve.problems import Shown


def _no_warnings(address: str) -> tuple[Shown, ...]:
    """Return none."""
    return ()


class News(NamedTuple):
    """What a build means for open pages."""

    base_path: str
    """The path of the portal; empty if the build failed: then the site is as it was."""
    errors: tuple[Shown, ...] = ()
    """What is wrong if the build failed; all pages show it."""
    warnings_of: Callable[[str], tuple[Shown, ...]] = _no_warnings
    """Returns what is wrong on the page with an address, if the build succeeded."""
    note: str = ""
    """A sentence below the errors."""
    changed: tuple[str, ...] = ()
    """The addresses of all files that were written or removed."""

    @property
    def failed(self) -> bool:
        """Whether the build failed."""
        return not self.base_path

    @property
    def is_style_only(self) -> bool:
        """Whether nothing changed but style sheets and pages: such a page may differ only in its style sheets.

        `_headers` names the style sheets, and manifests all files.
        """
        return all(path.endswith((".css", ".html", "manifest.json", "_headers")) for path in self.changed)


class OpenPage(NamedTuple):
    """A page in a browser, as its script describes it."""

    portal: str
    """The portal that it belongs to; empty: this one."""
    version: str
    """The version of the site that it shows; empty: the present one."""
    digest: str
    """The digest of its content without its style sheets."""
    address: str
    """Its address on the site."""


class Message(msgspec.Struct, frozen=True):
    """What a page is told, as JSON."""

    version: int
    good: bool = True
    """Whether the last build succeeded."""
    stale: bool = False
    """Whether the page shows an older site, and must be loaded again."""
    styles: list[str] | None = None
    """The addresses of its style sheets, if only these changed."""
    problems: tuple[Shown, ...] = ()
    """The errors of a build that failed; else the warnings for the page."""
    note: str = ""
    """A sentence below the problems."""
    elsewhere: bool = False
    """Whether another portal is shown at this address now; the page must stay as it is."""


StylesOf = Callable[[OpenPage, News, int], list[str] | None]
"""Returns the style sheets of a page if nothing else of it changed in a version of the site; else None."""


class SiteState:
    """The state after the last build. Threads of open pages wait for the next."""

    def __init__(self, portal: str) -> None:
        self.portal = portal
        self._changed = threading.Condition()
        # Pages of an earlier preview reconnect to this one, and must find another version. In microseconds, since
        # JavaScript rounds numbers above 2**53: then two versions in a row could look alike.
        self._version = self._site_version = time.time_ns() // 1000
        self._news = News("/")

    @property
    def version(self) -> int:
        """The version of the site; it differs after each announcement."""
        return self._version

    def announce(self, news: News) -> None:
        """Notify open pages of a build."""
        with self._changed:
            self._version += 1
            if not news.failed:
                self._site_version = self._version
            self._news = news
            self._changed.notify_all()

    def first_message(self, page: OpenPage) -> Message | None:
        """Return what a page must be told when it connects; None if it is up to date and nothing is wrong with it."""
        with self._changed:
            if page.portal not in ("", self.portal):
                return Message(self._version, elsewhere=True)
            message = self._message(page, self._is_older(page.version))
            return message if message.stale or message.problems or not message.good else None

    def next_message(self, page: OpenPage, version: int, seconds: float, styles_of: StylesOf) -> Message | None:
        """Wait for a later version than `version`, and return what a page must be told; None if there is none in time.

        A page that shows `version`, which is the last but one, may keep its content and change only its style sheets.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: self._version != version, timeout=seconds):
                return None
            news, present = self._news, self._version
            message = self._message(page, not news.failed)
        may_keep = message.stale and present == version + 1 and news.is_style_only
        styles = styles_of(page, news, present) if may_keep else None
        return message if styles is None else msgspec.structs.replace(message, stale=False, styles=styles)

    def _is_older(self, version: str) -> bool:
        """Tell whether a page shows an older version of the site than the present one."""
        try:
            return bool(version) and int(version) < self._site_version
        except ValueError:
            return True

    def _message(self, page: OpenPage, stale: bool) -> Message:
        news = self._news
        problems = news.errors if news.failed else news.warnings_of(page.address)
        return Message(self._version, not news.failed, stale, None, problems, news.note)
