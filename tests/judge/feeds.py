"""The judge of feeds: reads every feed of a site and says what a strict validator or a reader would hold against it.

`judge` knows nothing of Press. It reads the files with lxml and json, and once more with feedparser; what it asks for
is in docs/feeds.md. `tests/test_feeds_judge.py` shows that it bites.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import feedparser  # type: ignore[import-untyped]
from lxml import etree

from tests.judge import feed_formats as formats
from tests.judge import feed_html
from tests.judge.feed_formats import Entry, Feed

NAMES = {"feed.xml": "rss", "atom.xml": "atom", "feed.json": "json"}
_MIMES = {"application/rss+xml": "feed.xml", "application/atom+xml": "atom.xml", "application/feed+json": "feed.json"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd-\uffff]")
_TAG_URI = re.compile(
    r"tag:[a-z0-9.-]+,\d{4}(-\d\d){0,2}:[\w;/?:@&=+$.!~*'()%,-]+(#[\w;/?:@&=+$.!~*'()%,-]+)?", re.ASCII
)
_FULL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,#]+")
_MARKUP = re.compile(r"</\w+>")
_HASHED = re.compile(r"/assets/[^/]+\.[0-9a-f]{8}\.\w+$")
_MOST = 5_000_000


def judge(site: Path, base_url: str) -> list[str]:
    """All that is wrong with the feeds of a site, as ``file: what``; nothing is good."""
    return list(_Judge(site, base_url.rstrip("/") + "/").faults())


class _Judge:
    def __init__(self, site: Path, base: str) -> None:
        self.site = site
        self.base = base
        self.feeds: dict[str, Feed] = {}

    def faults(self) -> Iterator[str]:
        """Feed by feed, then what they have to do with each other and with the pages."""
        for path in sorted(self.site.rglob("*")):
            if path.name in NAMES:
                address = path.relative_to(self.site).as_posix()
                yield from (f"{address}: {fault}" for fault in self.read(address, path.read_bytes()))
        for address, feed in self.feeds.items():
            yield from (f"{address}: {fault}" for fault in self.one(address, feed))
        yield from self.siblings()
        for name in ("feed.xml", "atom.xml"):
            yield from self.archives(name)
        yield from self.copies()
        yield from self.discovery()
        yield from self.opml()

    def read(self, address: str, data: bytes) -> Iterator[str]:
        """The bytes, and whether they can be read at all."""
        if data.startswith(b"\xef\xbb\xbf"):
            yield "begins with a byte order mark"
        if len(data) > _MOST:
            yield f"has {len(data)} bytes"
        try:
            text = data.decode()
            feed = formats.READERS[NAMES[address.rpartition("/")[2]]](data)
        except (UnicodeDecodeError, etree.XMLSyntaxError, ValueError, KeyError, TypeError, AttributeError) as reason:
            yield f"cannot be read: {reason!r}"
            return
        if _CONTROL.search(text):
            yield "has control characters"
        yield from feed.faults
        if feed.format != "json":
            yield from _as_feedparser(data, feed)
        self.feeds[address] = feed

    def one(self, address: str, feed: Feed) -> Iterator[str]:
        """A feed by itself."""
        if feed.self != self.base + address:
            yield f"says that it is {feed.self}"
        for what in ("title", "language", "description"):
            if not getattr(feed, what).strip():
                yield f"has no {what}"
        if _MARKUP.search(feed.title + feed.description):
            yield "has markup in its title or description"
        yield from self.link("page", feed.page)
        yield from (fault for rel, href in feed.links for fault in self.link(rel, href))
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", feed.language):
            yield f"has the language {feed.language!r}"
        if feed.id and not _TAG_URI.fullmatch(feed.id):
            yield f"has the id {feed.id!r}"
        if feed.format != "json" and not (self.site / feed.style.removeprefix(urlsplit(self.base).path)).is_file():
            yield f"is shown with {feed.style!r}, which is not there"
        yield from self.dates(feed)
        yield from _unique("id", [entry.id for entry in feed.entries])
        for entry in feed.entries:
            yield from (f"{entry.id}: {fault}" for fault in self.entry(entry))

    def dates(self, feed: Feed) -> Iterator[str]:
        """Of the feed and of its entries together."""
        changed = [entry.changed for entry in feed.entries if entry.changed]
        if any(later < earlier for later, earlier in pairwise(changed)):
            yield "is not in the order of dates, newest first"
        if feed.format == "json":
            return
        if feed.updated is None:
            yield "does not say when it was updated"
        elif changed and feed.updated != max(changed):
            yield f"was updated {feed.updated}, but its newest item {max(changed)}"
        elif not changed and (feed.updated.month, feed.updated.day, feed.updated.hour) != (1, 1, 0):
            yield f"is empty, and yet was updated {feed.updated}"

    def entry(self, entry: Entry) -> Iterator[str]:
        """An entry by itself."""
        if not _TAG_URI.fullmatch(entry.id):
            yield "its id is no tag URI"
        if not entry.title.strip() or _MARKUP.search(entry.title) or "\n" in entry.title:
            yield f"has the title {entry.title!r}"
        if not entry.summary.strip() or not entry.html.strip():
            yield "has no summary or no text"
        if entry.published is None:
            yield "has no date"
        elif entry.updated and entry.updated < entry.published:
            yield "was updated before it was published"
        yield from self.link("link", entry.link)
        for what, href in entry.others:
            yield from self.link(what, href)
        for url, length, mime in entry.enclosures:
            yield from self.enclosure(url, length, mime)
        for fault in feed_html.faults(entry.html):
            yield f"its text {fault}"
        for href in feed_html.addresses(entry.html):
            if href.startswith(self.base):
                yield from self.link("text", href)
            if _HASHED.search(href):
                yield f"its text has {href}, whose name changes with its content"

    def link(self, what: str, href: str) -> Iterator[str]:
        """A link must be whole, and lead to a file if it stays in the site."""
        if not _FULL.fullmatch(href):
            yield f"{what}: {href!r} is no whole address"
        elif href.startswith(self.base) and not self.file(href).is_file():
            yield f"{what}: {href} leads nowhere"

    def enclosure(self, url: str, length: str, mime: str) -> Iterator[str]:
        yield from self.link("enclosure", url)
        if not re.fullmatch(r"[\w.+-]+/[\w.+-]+", mime):
            yield f"enclosure {url}: has the type {mime!r}"
        file = self.file(url)
        if length and file.is_file() and length != str(file.stat().st_size):
            yield f"enclosure {url}: has {file.stat().st_size} bytes, not {length}"

    def file(self, href: str) -> Path:
        address = unquote(urlsplit(href.removeprefix(self.base)).path)
        return self.site / (f"{address}index.html" if address.endswith("/") or not address else address)

    def siblings(self) -> Iterator[str]:
        """The same list in three formats: the same items, told alike."""
        folders: dict[str, list[Feed]] = {}
        for address, feed in self.feeds.items():
            folders.setdefault(address.rpartition("/")[0], []).append(feed)
        for folder, feeds in folders.items():
            wanted = {"rss", "atom"} if feeds[0].archive else {"rss", "atom", "json"}
            if {feed.format for feed in feeds} != wanted:
                yield f"{folder}: has only {sorted(feed.format for feed in feeds)}"
            for what in ("ids", "titles", "pages", "moments", "enclosed"):
                if len({getattr(feed, what) for feed in feeds}) > 1:
                    yield f"{folder}: the {what} of its feeds differ"

    def archives(self, name: str) -> Iterator[str]:
        """From the live feed, back through all archives and forth again (RFC 5005)."""
        of_name = {address: feed for address, feed in self.feeds.items() if address.rpartition("/")[2] == name}
        waiting = {self.base + address for address, feed in of_name.items() if feed.archive}
        url, newer = self.feeds[name].rel("prev-archive") if name in self.feeds else "", ""
        while url:
            feed = of_name.get(url.removeprefix(self.base))
            if feed is None or url not in waiting:
                yield f"{name}: the chain of archives breaks at {url}"
                return
            waiting.discard(url)
            if feed.rel("next-archive") != newer:
                yield f"{url}: next-archive is {feed.rel('next-archive')!r}, not {newer!r}"
            if feed.rel("current") != self.base + name or feed.rel("hub"):
                yield f"{url}: is an archive, but not of {name}"
            url, newer = feed.rel("prev-archive"), url
        yield from (f"{url}: nothing leads to this archive" for url in sorted(waiting))
        for address, feed in of_name.items():
            if not feed.archive and (feed.rel("current") or feed.rel("next-archive")):
                yield f"{address}: is no archive, but links as one"

    def copies(self) -> Iterator[str]:
        """Feeds under former addresses say the same as the present one."""
        for path in sorted(self.site.rglob("*")):
            if path.suffix not in (".xml", ".html", ".json", "") or path.name in NAMES or not path.is_file():
                continue
            data = path.read_bytes()
            if b"<rss " in data[:500] or b"<feed xmlns" in data[:500]:
                feed = formats.READERS["rss" if b"<rss " in data[:500] else "atom"](data)
                present = self.site / feed.self.removeprefix(self.base)
                if not present.is_file() or present.read_bytes() != data:
                    yield f"{path.relative_to(self.site).as_posix()}: is no copy of a feed"

    def discovery(self) -> Iterator[str]:
        """Every page names feeds that are there, each by a title of its own."""
        for path in sorted(self.site.rglob("*.html")):
            text = path.read_text(encoding="utf-8", errors="replace")
            if 'http-equiv="refresh"' in text or "<html" not in text[:300]:
                continue
            address = path.relative_to(self.site).as_posix()
            found = feed_html.discovered(text, _MIMES)
            if not found:
                yield f"{address}: names no feed"
            yield from (f"{address}: {fault}" for fault in _unique("feed title", [title for _, _, title in found]))
            for mime, href, _ in found:
                target = href.removeprefix(urlsplit(self.base).path) if href.startswith("/") else ""
                if target not in self.feeds or not target.endswith(_MIMES[mime]):
                    yield f"{address}: names the feed {href}, which is none"

    def opml(self) -> Iterator[str]:
        """The list of all feeds for readers names every live RSS feed but those of tags, once."""
        path = self.site / "feeds.opml"
        if not path.is_file():
            return
        outlines = [one for one in etree.fromstring(path.read_bytes()).iter("outline") if one.get("type") == "rss"]
        found = [one.get("xmlUrl", "") for one in outlines]
        live = {
            self.base + address
            for address, feed in self.feeds.items()
            if feed.format == "rss" and not feed.archive and not address.startswith(("tag/", "tags/"))
        }
        yield from (f"feeds.opml: {fault}" for fault in _unique("feed", found))
        yield from (f"feeds.opml: lacks {url}" for url in sorted(live - set(found)))
        yield from (f"feeds.opml: {url} is no live feed" for url in sorted(set(found) - live))
        if not all(one.get("text") and one.get("htmlUrl") for one in outlines):
            yield "feeds.opml: a feed without its name or page"


def _as_feedparser(data: bytes, feed: Feed) -> Iterator[str]:
    """What the most used parser says."""
    parsed = feedparser.parse(data, response_headers={"content-type": "application/xml; charset=utf-8"})
    if parsed.bozo:
        yield f"feedparser: {parsed.bozo_exception}"
    if parsed.version != {"rss": "rss20", "atom": "atom10"}[feed.format]:
        yield f"feedparser takes it for {parsed.version!r}"
    if [entry.get("id") for entry in parsed.entries] != [entry.id for entry in feed.entries]:
        yield "feedparser finds other items"
    if any(not entry.get("published_parsed") or not entry.get("content") for entry in parsed.entries):
        yield "feedparser finds no date or no text"


def _unique(what: str, values: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            yield f"has the {what} {value!r} twice"
        seen.add(value)
