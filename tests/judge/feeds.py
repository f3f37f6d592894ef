"""A strict validator of feeds: reads every feed of a site, and reports what validators and feed readers would reject.

It uses no code of Press. It reads the files with lxml and json, and again with feedparser; docs/feeds.md lists what it
requires. `tests/unit/test_feeds_judge.py` shows that it finds faults.
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
CHANGE_FEEDS = frozenset({"perubahan.xml", "changes.xml"})
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd-\uffff]")
_TAG_URI = re.compile(
    r"tag:[a-z0-9.-]+,\d{4}(-\d\d){0,2}:[\w;/?:@&=+$.!~*'()%,-]+(#[\w;/?:@&=+$.!~*'()%,-]+)?", re.ASCII
)
_ABSOLUTE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,#]+")
_MARKUP = re.compile(r"</\w+>")
_HASHED_ASSET = re.compile(r"/assets/[^/]+\.[0-9a-f]{8}\.\w+$")
_MAX_BYTES = 5_000_000


def judge(site: Path, base_url: str) -> list[str]:
    """All faults of the feeds of a site, as ``file: fault``; empty if there are none."""
    return list(_Judge(site, base_url.rstrip("/") + "/").faults())


class _Judge:
    def __init__(self, site: Path, base: str) -> None:
        self.site = site
        self.base = base
        self.feeds: dict[str, Feed] = {}

    def faults(self) -> Iterator[str]:
        """The faults of each feed, then of the relations between feeds, and of those to pages."""
        for path in sorted(self.site.rglob("*")):
            if path.name in NAMES:
                address = path.relative_to(self.site).as_posix()
                yield from (f"{address}: {fault}" for fault in self.read(address, path.read_bytes()))
        for address, feed in self.feeds.items():
            yield from (f"{address}: {fault}" for fault in self.check_feed(address, feed))
        yield from self.check_formats()
        for name in ("feed.xml", "atom.xml"):
            yield from self.check_archives(name)
        yield from self.check_change_feeds()
        yield from self.check_copies()
        yield from self.check_feed_links()
        yield from self.check_opml()

    def read(self, address: str, data: bytes) -> Iterator[str]:
        """Parse a feed, and report faults of its bytes."""
        if data.startswith(b"\xef\xbb\xbf"):
            yield "begins with a byte order mark"
        if len(data) > _MAX_BYTES:
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
            yield from _feedparser_faults(data, feed)
        self.feeds[address] = feed

    def check_feed(self, address: str, feed: Feed) -> Iterator[str]:
        """Check a single feed."""
        if feed.self != self.base + address:
            yield f"has the self link {feed.self}"
        for what in ("title", "language", "description"):
            if not getattr(feed, what).strip():
                yield f"has no {what}"
        if _MARKUP.search(feed.title + feed.description):
            yield "has markup in its title or description"
        yield from self.check_link("page", feed.page)
        yield from self.check_link("icon", feed.icon)
        yield from (fault for rel, href in feed.links for fault in self.check_link(rel, href))
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", feed.language):
            yield f"has the language {feed.language!r}"
        if feed.id and not _TAG_URI.fullmatch(feed.id):
            yield f"has the id {feed.id!r}"
        if feed.format != "json" and not (self.site / feed.style.removeprefix(urlsplit(self.base).path)).is_file():
            yield f"has the stylesheet {feed.style!r}, which does not exist"
        yield from self.check_dates(feed)
        yield from _unique("id", [entry.id for entry in feed.entries])
        for entry in feed.entries:
            yield from (f"{entry.id}: {fault}" for fault in self.check_entry(entry))

    def check_dates(self, feed: Feed) -> Iterator[str]:
        """Check the dates of a feed and of its entries."""
        changed = [entry.changed for entry in feed.entries if entry.changed]
        if any(later < earlier for later, earlier in pairwise(changed)):
            yield "is not in the order of dates, newest first"
        if feed.format == "json":
            return
        if feed.updated is None:
            yield "has no update time"
        elif changed and feed.updated != max(changed):
            yield f"has the update time {feed.updated}, but its newest item {max(changed)}"
        elif not changed and (feed.updated.month, feed.updated.day, feed.updated.hour) != (1, 1, 0):
            yield f"is empty, but has the update time {feed.updated}"

    def check_entry(self, entry: Entry) -> Iterator[str]:
        """Check a single entry."""
        if not _TAG_URI.fullmatch(entry.id):
            yield "its id is not a tag URI"
        if not entry.title.strip() or _MARKUP.search(entry.title) or "\n" in entry.title:
            yield f"has the title {entry.title!r}"
        if not entry.summary.strip() or not entry.html.strip():
            yield "has no summary or no text"
        if entry.published is None:
            yield "has no date"
        elif entry.updated and entry.updated < entry.published:
            yield "was updated before it was published"
        yield from self.check_link("link", entry.link)
        for what, href in entry.other_links:
            yield from self.check_link(what, href)
        for url, length, mime in entry.enclosures:
            yield from self.check_enclosure(url, length, mime)
        for fault in feed_html.faults(entry.html):
            yield f"its text {fault}"
        for href in feed_html.addresses(entry.html):
            if href.startswith(self.base):
                yield from self.check_link("text", href)
            if _HASHED_ASSET.search(href):
                yield f"its text has {href}, whose name changes with its content"

    def check_link(self, what: str, href: str) -> Iterator[str]:
        """A link must be an absolute URL; if it leads into the site, its file must exist."""
        if not _ABSOLUTE.fullmatch(href):
            yield f"{what}: {href!r} is not an absolute URL"
        elif href.startswith(self.base) and not self.file_of(href).is_file():
            yield f"{what}: {href} does not exist"

    def check_enclosure(self, url: str, length: str, mime: str) -> Iterator[str]:
        yield from self.check_link("enclosure", url)
        if not re.fullmatch(r"[\w.+-]+/[\w.+-]+", mime):
            yield f"enclosure {url}: has the type {mime!r}"
        file = self.file_of(url)
        if length and file.is_file() and length != str(file.stat().st_size):
            yield f"enclosure {url}: has {file.stat().st_size} bytes, not {length}"

    def file_of(self, href: str) -> Path:
        address = unquote(urlsplit(href.removeprefix(self.base)).path)
        return self.site / (f"{address}index.html" if address.endswith("/") or not address else address)

    def check_formats(self) -> Iterator[str]:
        """The feeds of a list in its formats must have the same items with the same content."""
        folders: dict[str, list[Feed]] = {}
        for address, feed in self.feeds.items():
            folders.setdefault(address.rpartition("/")[0], []).append(feed)
        for folder, feeds in folders.items():
            if {feed.format for feed in feeds} != {"rss", "atom", "json"}:
                yield f"{folder}: has only {sorted(feed.format for feed in feeds)}"
            if len({feed.rel("prev-archive").rpartition("/")[0] for feed in feeds}) > 1:
                yield f"{folder}: its feeds have different older parts"
            for what in ("ids", "titles", "pages", "times", "first_attachments"):
                if len({getattr(feed, what) for feed in feeds}) > 1:
                    yield f"{folder}: the {what} of its feeds differ"

    def check_archives(self, name: str) -> Iterator[str]:
        """From the current feed, prev-archive must lead to all archives, and next-archive back (RFC 5005)."""
        same_name = {address: feed for address, feed in self.feeds.items() if address.rpartition("/")[2] == name}
        unseen = {self.base + address for address, feed in same_name.items() if feed.archive}
        url, newer = self.feeds[name].rel("prev-archive") if name in self.feeds else "", ""
        while url:
            feed = same_name.get(url.removeprefix(self.base))
            if feed is None or url not in unseen:
                yield f"{name}: the chain of archives breaks at {url}"
                return
            unseen.discard(url)
            if feed.rel("next-archive") != newer:
                yield f"{url}: next-archive is {feed.rel('next-archive')!r}, not {newer!r}"
            if feed.rel("current") != self.base + name or feed.rel("hub"):
                yield f"{url}: is an archive, but not of {name}"
            url, newer = feed.rel("prev-archive"), url
        yield from (f"{url}: no feed links to this archive" for url in sorted(unseen))
        for address, feed in same_name.items():
            if not feed.archive and (feed.rel("current") or feed.rel("next-archive")):
                yield f"{address}: is not an archive, but has the links of one"

    def check_change_feeds(self) -> Iterator[str]:
        """Feeds of changes are Atom feeds of one page, which links to them; no item is that of a release itself."""
        pages = {path: path.read_text(encoding="utf-8", errors="replace") for path in self.site.rglob("*.html")}
        linked = {path for path, text in pages.items() if any(f'/{name}"' in text for name in CHANGE_FEEDS)}
        for path in sorted(path for path in self.site.rglob("*.xml") if path.name in CHANGE_FEEDS):
            address = path.relative_to(self.site).as_posix()
            data = path.read_bytes()
            feed = formats.atom(data)
            faults = [*feed.faults, *_feedparser_faults(data, feed)]
            if feed.self == self.base + address:  # else a copy
                faults += self.check_feed(address, feed)
                page = self.file_of(feed.page)
                if page.parent != path.parent or f'{path.name}"' not in pages.get(page, ""):
                    faults.append(f"its page {feed.page} does not link to it")
                linked.discard(page)
            ids = {id for other in self.feeds.values() for id in other.ids if "#" not in id}
            faults += [f"has the item {id} of the release itself" for id in feed.ids if id in ids]
            yield from (f"{address}: {fault}" for fault in faults)
        yield from (f"{path.relative_to(self.site)}: links to no feed of its changes" for path in sorted(linked))

    def check_copies(self) -> Iterator[str]:
        """Feeds at former addresses must equal the feed at the present address."""
        for path in sorted(self.site.rglob("*")):
            if path.suffix not in (".xml", ".html", ".json", "") or path.name in NAMES or not path.is_file():
                continue
            data = path.read_bytes()
            if b"<rss " in data[:500] or b"<feed xmlns" in data[:500]:
                feed = formats.READERS["rss" if b"<rss " in data[:500] else "atom"](data)
                present = self.site / feed.self.removeprefix(self.base)
                if not present.is_file() or present.read_bytes() != data:
                    yield f"{path.relative_to(self.site).as_posix()}: differs from the feed at its self link"

    def check_feed_links(self) -> Iterator[str]:
        """Every page must link to feeds that exist, each with a different title."""
        for path in sorted(self.site.rglob("*.html")):
            text = path.read_text(encoding="utf-8", errors="replace")
            if 'http-equiv="refresh"' in text or "<html" not in text[:300]:
                continue
            address = path.relative_to(self.site).as_posix()
            found = feed_html.feed_links(text, _MIMES)
            if not found:
                yield f"{address}: links to no feed"
            yield from (f"{address}: {fault}" for fault in _unique("feed title", [title for _, _, title in found]))
            for mime, href, _ in found:
                target = href.removeprefix(urlsplit(self.base).path) if href.startswith("/") else ""
                if target not in self.feeds or not target.endswith(_MIMES[mime]):
                    yield f"{address}: links to {href}, which is not a feed"

    def check_opml(self) -> Iterator[str]:
        """The OPML list of feeds must contain every current RSS feed, except those of tags, once."""
        path = self.site / "feeds.opml"
        if not path.is_file():
            return
        root = etree.fromstring(path.read_bytes())
        if root.find("head/docs") is not None or root.xpath("//outline[not(@type)]/@title"):
            yield "feeds.opml: has docs, or a folder with a title, of which validators warn"
        outlines = [one for one in root.iter("outline") if one.get("type") == "rss"]
        found = [one.get("xmlUrl", "") for one in outlines]
        current = {
            self.base + address
            for address, feed in self.feeds.items()
            if feed.format == "rss" and not feed.archive and not address.startswith(("tag/", "tags/"))
        }
        yield from (f"feeds.opml: {fault}" for fault in _unique("feed", found))
        yield from (f"feeds.opml: lacks {url}" for url in sorted(current - set(found)))
        yield from (f"feeds.opml: {url} is not a current feed" for url in sorted(set(found) - current))
        if not all(one.get("text") and one.get("htmlUrl") for one in outlines):
            yield "feeds.opml: a feed without its name or page"


def _feedparser_faults(data: bytes, feed: Feed) -> Iterator[str]:
    """Faults that feedparser, the most used parser, finds."""
    parsed = feedparser.parse(data, response_headers={"content-type": "application/xml; charset=utf-8"})
    if parsed.bozo:
        yield f"feedparser: {parsed.bozo_exception}"
    if parsed.version != {"rss": "rss20", "atom": "atom10"}[feed.format]:
        yield f"feedparser detects {parsed.version!r}"
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
