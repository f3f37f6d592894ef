"""Do they all do the same work? Counts what a built site has, and names whoever lacks what the others have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

NEAR = 0.98
"""A count is short below this part of the others': lists are cut into pages a little differently."""


class Counts(NamedTuple):
    """What a site has."""

    files: int
    megabytes: float
    releases: int
    """Pages of releases."""
    json_ld: int
    """… with JSON-LD."""
    open_graph: int
    """… with Open Graph."""
    related: int
    """… that lead to earlier ones on the topic."""
    lists: int
    """Topics, offices, tags and all releases: first pages."""
    list_pages: int
    """… and all their further pages."""
    months: int
    """Pages of the archive by month."""
    feeds: int
    """RSS feeds of lists and of the home page."""
    items: int
    """In them."""
    full_texts: int
    """… with the whole text."""
    sitemap: int
    """Addresses of releases in sitemaps."""
    others: int
    """Further feeds, Atom and JSON and of months, that not all have."""


LOOSE = frozenset({"files", "megabytes", "list_pages", "items", "others"})
"""Applied, and not compared one by one; the rest must be had by all alike."""

_RELEASE = re.compile(r"\d{4}/\d\d/[^/]+/index\.html")
_LIST = re.compile(r"(?:(?:topik|instansi|tag)/[^/]+|siaran-pers)/(halaman/\d+/)?index\.html")
_FEED = re.compile(r"(?:(?:(?:topik|instansi|tag)/[^/]+|siaran-pers)/)?feed\.xml")
_MONTH = re.compile(r"arsip/\d{4}/\d\d/index\.html")
_ADDRESS = re.compile(rb"<loc>[^<]*/\d{4}/\d\d/[^/<]+/</loc>")


def count(site: Path) -> Counts:
    """Look at every file of a site."""
    found: Counter[str] = Counter()
    size = 0
    for path in _files(site):
        data = path.read_bytes()
        size += len(data)
        found["files"] += 1
        for name, number in _of_file(path.relative_to(site).as_posix(), data):
            found[name] += number
    whole = {name: found[name] for name in Counts._fields if name != "megabytes"}
    return Counts(megabytes=round(size / 1e6, 1), **whole)


def lacking(sites: Mapping[str, Counts]) -> list[str]:
    """Who has too little of what: ``hugo: 0 json_ld, others have 1000``."""
    wanted = {name: max(getattr(each, name) for who, each in sites.items() if who != "press") for name in _compared()}
    return [
        f"{who}: {getattr(each, name)} {name}, others have {most}"
        for name, most in wanted.items()
        for who, each in sites.items()
        if getattr(each, name) < NEAR * most
    ]


def _compared() -> list[str]:
    return [name for name in Counts._fields if name not in LOOSE]


def _of_file(name: str, data: bytes) -> Iterator[tuple[str, int]]:
    """What a file adds to which counts."""
    if _RELEASE.fullmatch(name):
        yield "releases", 1
        yield "json_ld", min(1, data.count(b'"application/ld+json"'))
        yield "open_graph", min(1, data.count(b'"og:title"'))
        yield "related", min(1, data.count(b'class="related"'))
    elif found := _LIST.fullmatch(name):
        yield "lists", 0 if found[1] else 1
        yield "list_pages", 1
    elif _MONTH.fullmatch(name):
        yield "months", 1
    elif _FEED.fullmatch(name):
        items = data.count(b"<item>")
        yield "feeds", 1
        yield "items", items
        yield "full_texts", data.count(b"<content:encoded>") or data.count(b"<description>&lt;")
    elif name.startswith("sitemap") and name.endswith(".xml") and "news" not in name:
        yield "sitemap", len(_ADDRESS.findall(data))
    elif name.endswith(("feed.xml", "atom.xml", "feed.json")):
        yield "others", 1


def _files(site: Path) -> Iterator[Path]:
    return (path for path in site.rglob("*") if path.is_file())
