"""Check that all generators do the same work: count what each built site has, and find what a site lacks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

TOLERANCE = 0.98
"""A count below this part of the highest one is too low. Generators split lists into pages slightly differently."""


class Counts(NamedTuple):
    """The counts of one site."""

    files: int
    megabytes: float
    releases: int
    """Pages of releases."""
    json_ld: int
    """… with JSON-LD."""
    open_graph: int
    """… with Open Graph."""
    related: int
    """… with links to earlier releases on the topic."""
    lists: int
    """Lists of topics, offices, tags and of all releases: their first pages."""
    list_pages: int
    """All pages of these lists."""
    months: int
    """Pages of the archive by month."""
    feeds: int
    """RSS feeds of lists and of the home page."""
    items: int
    """Items in these feeds."""
    full_texts: int
    """… with the whole text."""
    sitemap: int
    """Addresses of releases in sitemaps."""
    others: int
    """Feeds that not all generators have: Atom, JSON, and those of months."""


NOT_COMPARED = frozenset({"files", "megabytes", "list_pages", "items", "others"})
"""Counts that are reported but may differ. All others must be the same for all generators."""

_RELEASE = re.compile(r"\d{4}/\d\d/[^/]+/index\.html")
_LIST = re.compile(r"(?:(?:topik|instansi|tag)/[^/]+|siaran-pers)/(halaman/\d+/)?index\.html")
_FEED = re.compile(r"(?:(?:(?:topik|instansi|tag)/[^/]+|siaran-pers)/)?feed\.xml")
_MONTH = re.compile(r"arsip/\d{4}/\d\d/index\.html")
_ADDRESS = re.compile(rb"<loc>[^<]*/\d{4}/\d\d/[^/<]+/</loc>")


def count(site: Path) -> Counts:
    """Count what a site has, by reading all its files."""
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


def missing_features(sites: Mapping[str, Counts]) -> list[str]:
    """Name the sites with counts that are too low: ``hugo: 0 json_ld, others have 1000``.

    The standard is the highest count of all generators but Press. Without other generators, nothing is compared.
    """
    others = [each for who, each in sites.items() if who != "press"]
    wanted = {name: max((getattr(each, name) for each in others), default=0) for name in _compared()}
    return [
        f"{who}: {getattr(each, name)} {name}, others have {most}"
        for name, most in wanted.items()
        for who, each in sites.items()
        if getattr(each, name) < TOLERANCE * most
    ]


def _compared() -> list[str]:
    return [name for name in Counts._fields if name not in NOT_COMPARED]


def _of_file(name: str, data: bytes) -> Iterator[tuple[str, int]]:
    """The counts to which a file adds, with the number that it adds."""
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
