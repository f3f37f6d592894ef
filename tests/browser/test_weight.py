"""Budgets, compressed: stylesheet, scripts and text of every page, and what a phone fetches for an article."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Response

from tests.showroom import PAGES, Showroom, looking

KB = 1000
CSS, SCRIPTS, ARTICLE, WITH_PHOTO = 10 * KB, 4 * KB, 10 * KB, 100 * KB
LISTS = 20 * KB
"""Pages that are not articles have no budget of their own; this keeps them honest."""
_STYLES = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
_SCRIPTS = re.compile(r'<script[^>]* src="([^"]+)"')
_TEXTS = ("text/", "application/javascript", "image/svg+xml")


@cache
def _packed(data: bytes) -> int:
    return len(gzip.compress(data, 9, mtime=0))


def _weight(folder: Path, links: list[str]) -> int:
    return sum(_packed((folder / link.lstrip("/")).read_bytes()) for link in links)


def test_every_page_keeps_its_budget(showroom: Showroom) -> None:
    """All pages of the portal: the stylesheet, the scripts that it names, and its own text."""
    pages = sorted((showroom.folder / "portal").rglob("*.html"))
    heavy = []
    for path in pages:
        html = path.read_text(encoding="utf-8")
        own = {
            "css": (_weight(showroom.folder, _STYLES.findall(html)), CSS),
            "scripts": (_weight(showroom.folder, _SCRIPTS.findall(html)), SCRIPTS),
            "html": (_packed(html.encode()), ARTICLE if '<body class="release"' in html else LISTS),
        }
        heavy += [f"{path}: {what} {size}" for what, (size, limit) in own.items() if size > limit]
    assert len(pages) > 200
    assert heavy == []


def _articles(folder: Path) -> list[str]:
    """Releases with a lead photo and no other: their addresses."""
    found = []
    for path in sorted(folder.glob("20*/*/*/index.html")):
        html = path.read_text(encoding="utf-8")
        if html.count("<picture>") == 1 and 'fetchpriority="high"' in html:
            found.append(path.parent.relative_to(folder).as_posix() + "/")
    return found


def test_an_article_with_its_photo_is_light_on_a_phone(showroom: Showroom, chromium: Browser) -> None:
    """All that a phone of 360 CSS pixels at two device pixels each fetches, with the sizes that its browser chooses."""
    heavy = {}
    articles = _articles(showroom.folder / "portal")
    for address in articles:
        size = _fetched(showroom, chromium, f"portal/{address}")
        if size > WITH_PHOTO:
            heavy[address] = size
    assert len(articles) > 10
    assert heavy == {}


def _fetched(showroom: Showroom, chromium: Browser, address: str, idle: int = 0) -> int:
    got: list[Response] = []

    def keep(response: Response) -> None:
        got.append(response)

    with looking(chromium, 360, device_scale_factor=2, is_mobile=True, has_touch=True) as page:
        page.on("response", keep)
        page.goto(showroom.origin + address)
        page.wait_for_timeout(idle)
        return sum(_sent(response) for response in got)


def _sent(response: Response) -> int:
    """How many bytes a host that compresses texts sends."""
    kind = response.headers.get("content-type", "")
    body = response.body()
    return _packed(body) if kind.startswith(_TEXTS) else len(body)


@pytest.mark.parametrize("name", ["home", "list", "month"])
def test_lists_fetch_small_photos(showroom: Showroom, chromium: Browser, name: str) -> None:
    """A list on a phone is not heavier than three articles, whatever it shows before anyone scrolls."""
    assert _fetched(showroom, chromium, PAGES[name], idle=1000) < 3 * WITH_PHOTO
