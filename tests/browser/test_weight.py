"""Limits of compressed size: for stylesheet, scripts and HTML of each page, and for what a phone fetches in all."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response

from tests.showroom import PAGES, SampleSite, Traffic, shared_page

KB = 1000
CSS, SCRIPTS, ARTICLE, WITH_PHOTO = 10 * KB, 5 * KB, 10 * KB, 100 * KB
LISTS = 20 * KB
"""The limit for pages that are not articles."""
_STYLES = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
_SCRIPTS = re.compile(r'<script[^>]* src="([^"]+)"')
_TEXTS = ("text/", "application/javascript", "image/svg+xml")


@cache
def _compressed_size(data: bytes) -> int:
    return len(gzip.compress(data, 9, mtime=0))


def _total_size(folder: Path, links: list[str]) -> int:
    return sum(_compressed_size((folder / link.lstrip("/")).read_bytes()) for link in links)


def test_every_page_is_within_its_limits(sample_site: SampleSite) -> None:
    """For all pages of the portal: the stylesheet and the scripts that it links, and its HTML."""
    pages = sorted((sample_site.folder / "portal").rglob("*.html"))
    too_large = []
    for path in pages:
        html = path.read_text(encoding="utf-8")
        scripts = _SCRIPTS.findall(html)
        own = {
            "css": (_total_size(sample_site.folder, _STYLES.findall(html)), CSS),
            "scripts": (_total_size(sample_site.folder, scripts), SCRIPTS),
            "html": (_compressed_size(html.encode()), ARTICLE if '<body class="release"' in html else LISTS),
        }
        too_large += [f"{path}: {what} {size}" for what, (size, limit) in own.items() if size > limit]
    assert len(pages) > 200
    assert too_large == []


def _articles_with_one_photo(folder: Path) -> list[str]:
    """The addresses of releases with a lead photo and no other photos."""
    found = []
    for path in sorted(folder.glob("20*/*/*/index.html")):
        html = path.read_text(encoding="utf-8")
        if html.count("<picture>") == 1 and 'fetchpriority="high"' in html:
            found.append(path.parent.relative_to(folder).as_posix() + "/")
    return found


def test_an_article_with_its_photo_is_within_its_limit_on_a_phone(sample_site: SampleSite, chromium: Browser) -> None:
    """All that a phone fetches which is 360 CSS pixels wide and has two device pixels per CSS pixel."""
    too_large = {}
    articles = _articles_with_one_photo(sample_site.folder / "portal")
    for address in articles:
        size = _fetched_size(sample_site, chromium, f"portal/{address}")
        if size > WITH_PHOTO:
            too_large[address] = size
    assert len(articles) > 10
    assert too_large == {}


def _fetched_size(sample_site: SampleSite, chromium: Browser, address: str) -> int:
    page, traffic, responses = _phone(chromium)
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto("about:blank")
    responses.clear()
    page.goto(sample_site.origin + address)
    traffic.wait()
    return sum(_transfer_size(response) for response in responses)


@cache
def _phone(chromium: Browser) -> tuple[Page, Traffic, list[Response]]:
    """A page on a phone, what it requests, and the responses."""
    page = shared_page(chromium, 360, "weight", device_scale_factor=2, is_mobile=True, has_touch=True)
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))  # noqa: PLW0108 - Playwright marks it
    return page, Traffic(page), responses


def _transfer_size(response: Response) -> int:
    """The bytes that a host sends which compresses texts."""
    kind = response.headers.get("content-type", "")
    body = response.body()
    return _compressed_size(body) if kind.startswith(_TEXTS) else len(body)


@pytest.mark.parametrize("name", ["home", "list", "month"])
def test_lists_fetch_small_photos(sample_site: SampleSite, chromium: Browser, name: str) -> None:
    """On a phone, before scrolling, a list fetches less than the limit of three articles."""
    assert _fetched_size(sample_site, chromium, PAGES[name]) < 3 * WITH_PHOTO
