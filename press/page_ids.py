"""The ids of parts of pages: those that templates give, and those in the HTML of a text."""

from __future__ import annotations

import html
import re

from press.model import Disclosure

PAGE_IDS = frozenset({
    "about", "agenda", "alert", "announcements", "attachments", "browse", "by-month", "calendar", "channels",
    "check-files", "check-form", "check-message", "check-result", "check-saved", "check-settings", "check-unscripted",
    "check-words", "claim", "clarifications", "coming", "contact", "contents", "corrections", "corrections-heading",
    "event", "exempt",
    "f-kind", "f-office", "f-region", "f-topic", "f-verdict", "f-year", "changes", "filter-kind", "filter-office",
    "filter-q", "filter-topic", "filter-year", "menu", "needed", "foot-about", "foot-browse", "foot-channels",
    "most-used", "others", "g-office", "g-region", "g-topic", "group-office", "group-region", "group-topic",
    "home-search",
    "latest", "lost-search", "main", "official", "past", "photos", "points", "press-kit", "press-problems", "q",
    "register-q", "register-topic", "register-verdict", "register-year", "related", "search", "search-advice",
    "search-lists", "search-meant", "search-more", "search-result", "search-results", "search-status", "share",
    "sort", "subscribe", "translations", "valid-now", "g-seal", *Disclosure,
})  # fmt: skip
"""The ids in templates/*.html, and that of the preview's script."""
_YEAR_ID = re.compile(r"y\d+|letter-\w")
_ID = re.compile(r' id="([^"]*)"')


def is_page_id(id: str) -> bool:
    """Tell whether templates give this id to a part of a page, so that a text may not have it too."""
    return id in PAGE_IDS or bool(_YEAR_ID.fullmatch(id))


def ids_in(body_html: str) -> frozenset[str]:
    """Return the ids in the HTML of a body, to which links may lead."""
    return frozenset(html.unescape(id) for id in _ID.findall(body_html))
