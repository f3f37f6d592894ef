"""Parse RSS, Atom and JSON feeds into one structure, and collect faults of the format itself."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
MEDIA = "{http://search.yahoo.com/mrss/}"
ARCHIVE = "{http://purl.org/syndication/history/1.0}archive"
WRITTEN = "{urn:uuid:4c1f4a0e-6f0b-5d0e-9a57-2d6b3f5e8c11}written"
TOMBSTONES = "{http://purl.org/atompub/tombstones/1.0}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
RSS_DATE = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}"
    r" \d\d:\d\d:\d\d [+-]\d{4}"
)
ISO_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")


@dataclass
class Entry:
    id: str = ""
    link: str = ""
    title: str = ""
    summary: str = ""
    html: str = ""
    language: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    enclosures: list[tuple[str, str, str]] = field(default_factory=list)
    """Address, length, type."""
    other_links: list[tuple[str, str]] = field(default_factory=list)
    """Kind of link, address."""

    @property
    def changed(self) -> datetime | None:
        dates = [date for date in (self.published, self.updated) if date]
        return max(dates, default=None)


@dataclass
class Feed:
    format: str
    self: str = ""
    id: str = ""
    title: str = ""
    page: str = ""
    style: str = ""
    """Path of the stylesheet with which browsers show the feed."""
    icon: str = ""
    description: str = ""
    language: str = ""
    updated: datetime | None = None
    archive: bool = False
    links: list[tuple[str, str]] = field(default_factory=list)
    """Relation, address."""
    entries: list[Entry] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def rel(self, name: str) -> str:
        return next((href for rel, href in self.links if rel == name), "")

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(entry.id for entry in self.entries)

    @property
    def titles(self) -> tuple[str, ...]:
        return (self.title, *(entry.title for entry in self.entries))

    @property
    def pages(self) -> tuple[str, ...]:
        return (self.page, *(entry.link for entry in self.entries))

    @property
    def times(self) -> tuple[tuple[datetime | None, datetime | None], ...]:
        return tuple((entry.published, entry.changed) for entry in self.entries)

    @property
    def first_attachments(self) -> tuple[str, ...]:
        """For each entry, the first attachment that has a length. RSS has only this one."""
        return tuple(next((url for url, length, _ in entry.enclosures if length), "") for entry in self.entries)


def rss(data: bytes) -> Feed:
    root = etree.fromstring(data)
    feed = Feed("rss")
    channel = root[0]
    if root.tag != "rss" or root.get("version") != "2.0" or len(root) != 1:
        feed.faults.append("is not RSS 2.0")
    for element in channel:
        _rss_channel(element, feed)
    _check_at_most_once(
        channel, feed, {"title", "link", "description", "language", "lastBuildDate", "docs", "generator", "ttl"}
    )
    names = [element.tag for element in channel]
    if "item" in names and any(name != "item" for name in names[names.index("item") :]):
        feed.faults.append("has channel elements after items")
    self_links = [link for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if len(self_links) != 1 or self_links[0].get("type") != "application/rss+xml":
        feed.faults.append("has no self link with its type")
    feed.icon = channel.findtext("image/url") or ""
    if feed.icon:
        _check_image(channel, feed)
    feed.style = _style(root)
    feed.entries = [_rss_item(item, feed) for item in channel.findall("item")]
    return feed


def _check_image(channel: Any, feed: Feed) -> None:
    """RSS 2.0: title and link are those of the channel; it is at most 144 pixels wide."""
    texts = tuple(channel.findtext(f"image/{name}") for name in ("title", "link", "width"))
    if texts[:2] != (feed.title, feed.page) or not 0 < int(texts[2] or 0) <= 144:
        feed.faults.append(f"has an image with {texts}")


_CHANNEL = {"link": "page", "title": "title", "description": "description", "language": "language"}
_KNOWN = {"docs", "generator", "ttl", "copyright", "item", "pubDate", "image"}


def _rss_channel(element: Any, feed: Feed) -> None:
    text = element.text or ""
    match element.tag:
        case name if name in _CHANNEL:
            setattr(feed, _CHANNEL[name], text)
        case "lastBuildDate":
            feed.updated = _rss_date(text, feed)
        case "managingEditor":
            if not re.fullmatch(r"\S+@\S+ \(.+\)", text):
                feed.faults.append(f"has the editor {text!r}")
        case name if name == f"{ATOM}link":
            feed.links.append((element.get("rel", ""), element.get("href", "")))
            if element.get("rel") == "self":
                feed.self = element.get("href", "")
        case name if name == ARCHIVE:
            feed.archive = True
        case name if name not in _KNOWN:
            feed.faults.append(f"has the element {name}")


def _rss_item(item: Any, feed: Feed) -> Entry:
    entry = Entry(
        id=_text(item, "guid"),
        link=_text(item, "link"),
        title=_text(item, "title"),
        summary=_text(item, "description"),
        html=_text(item, CONTENT),
        language=_text(item, f"{DC}language"),
        published=_rss_date(_text(item, "pubDate"), feed),
        updated=_iso_date(_text(item, f"{ATOM}updated"), feed) if item.find(f"{ATOM}updated") is not None else None,
    )
    guid = item.find("guid")
    if guid is None or guid.get("isPermaLink") != "false":
        feed.faults.append(f"{entry.id}: its guid is marked as an address")
    _check_at_most_once(item, feed, {"title", "link", "description", CONTENT, "guid", "pubDate"})
    names = [element.tag for element in item]
    if "description" in names and CONTENT in names and names.index("description") > names.index(CONTENT):
        feed.faults.append(f"{entry.id}: has its text before its description")
    if names.count("enclosure") > 1 or not item.findall(f"{DC}creator") or not entry.language:
        feed.faults.append(f"{entry.id}: has two enclosures, or no creator, or no language")
    for enclosure in item.findall("enclosure"):
        entry.enclosures.append((enclosure.get("url", ""), enclosure.get("length", ""), enclosure.get("type", "")))
    for category in item.findall("category"):
        entry.other_links.append(("category", category.get("domain", "")))
        _check_plain(category.text or "", entry, feed)
    for creator in item.findall(f"{DC}creator"):
        _check_plain(creator.text or "", entry, feed)
    _media(item, entry, feed)
    _check_written_date(item, entry, feed)
    if names.count(f"{ATOM}link"):
        feed.faults.append(f"{entry.id}: has atom:link")
    return entry


def atom(data: bytes) -> Feed:
    root = etree.fromstring(data)
    feed = Feed("atom", archive=root.find(ARCHIVE) is not None, language=root.get(LANG, ""))
    if root.tag != f"{ATOM}feed":
        feed.faults.append("is not Atom")
    _check_at_most_once(
        root, feed, {f"{ATOM}{name}" for name in ("id", "title", "updated", "subtitle", "generator", "author")}
    )
    feed.id, feed.title = _text(root, f"{ATOM}id"), _text(root, f"{ATOM}title")
    feed.description = _text(root, f"{ATOM}subtitle")
    feed.icon = _text(root, f"{ATOM}icon")
    feed.updated = _iso_date(_text(root, f"{ATOM}updated"), feed)
    feed.links = [(link.get("rel", "alternate"), link.get("href", "")) for link in root.findall(f"{ATOM}link")]
    feed.self, feed.page, feed.style = feed.rel("self"), feed.rel("alternate"), _style(root)
    if not _text(root, f"{ATOM}author/{ATOM}name"):
        feed.faults.append("has no author")
    _alternates(root, "", feed)
    feed.entries = [_atom_entry(entry, feed) for entry in root.findall(f"{ATOM}entry")]
    _tombstones(root, feed)
    return feed


def _atom_entry(element: Any, feed: Feed) -> Entry:
    entry = Entry(
        id=_text(element, f"{ATOM}id"),
        title=_text(element, f"{ATOM}title"),
        summary=_text(element, f"{ATOM}summary"),
        html=_text(element, f"{ATOM}content"),
        language=element.get(LANG, ""),
        published=_iso_date(_text(element, f"{ATOM}published"), feed),
        updated=_iso_date(_text(element, f"{ATOM}updated"), feed),
    )
    _check_at_most_once(
        element, feed, {f"{ATOM}{name}" for name in ("id", "title", "updated", "published", "summary", "content")}
    )
    content = element.find(f"{ATOM}content")
    if content is None or content.get("type") != "html":
        feed.faults.append(f"{entry.id}: its content is not of type html")
    if not entry.language or not _text(element, f"{ATOM}author/{ATOM}name"):
        feed.faults.append(f"{entry.id}: has no language or no author")
    _alternates(element, entry.id, feed)
    for link in element.findall(f"{ATOM}link"):
        rel, href = link.get("rel", "alternate"), link.get("href", "")
        if rel == "alternate":
            entry.link = href
        elif rel == "enclosure":
            entry.enclosures.append((href, link.get("length", ""), link.get("type", "")))
        elif rel in ("related", "via", "https://c2sp.org/tlog-proof"):
            entry.other_links.append((rel, href))
        else:
            feed.faults.append(f"{entry.id}: has a link of relation {rel}")
    for category in element.findall(f"{ATOM}category"):
        entry.other_links.append(("category", category.get("scheme", "")))
        _check_plain(category.get("label", ""), entry, feed)
        if not category.get("term"):
            feed.faults.append(f"{entry.id}: has a category without a term")
    _media(element, entry, feed)
    _check_written_date(element, entry, feed)
    return entry


def _check_written_date(element: Any, entry: Entry, feed: Feed) -> None:
    """The date for people, which browsers show: once, behind the title, with its year, and without markup."""
    names = [child.tag for child in element]
    text = _text(element, WRITTEN)
    place = names.index(WRITTEN) if names.count(WRITTEN) == 1 else 0
    if not place or not names[place - 1].endswith("title") or not re.search(r"\d{4}", text) or "<" in text:
        feed.faults.append(f"{entry.id}: has the written date {text!r}")


def _alternates(element: Any, name: str, feed: Feed) -> None:
    kinds = [
        (link.get("type"), link.get("hreflang"))
        for link in element.findall(f"{ATOM}link")
        if link.get("rel", "alternate") == "alternate"
    ]
    if len(kinds) != len(set(kinds)) or not kinds:
        feed.faults.append(f"{name}: has no alternate link, or two equal ones")


def _tombstones(root: Any, feed: Feed) -> None:
    """RFC 6721: no two tombstones have the same reference and date; each refers to an entry, which is a notice."""
    pairs = [(stone.get("ref", ""), stone.get("when", "")) for stone in root.findall(f"{TOMBSTONES}deleted-entry")]
    if len(pairs) != len(set(pairs)):
        feed.faults.append("has a tombstone twice")
    entries = {entry.id: entry for entry in feed.entries}
    for ref, when in pairs:
        if ref not in entries:
            feed.faults.append(f"has a tombstone for {ref}, which is not an entry")
        elif (date := _iso_date(when, feed)) and date > (entries[ref].updated or date):
            feed.faults.append(f"{ref}: its tombstone is newer than its notice")


def _media(element: Any, entry: Entry, feed: Feed) -> None:
    for media in element.findall(f"{MEDIA}content"):
        entry.other_links.append(("media", media.get("url", "")))
        numbers = [media.get(name, "") for name in ("width", "height")]
        if media.get("medium") != "image" or not media.get("type") or not all(number.isdigit() for number in numbers):
            feed.faults.append(f"{entry.id}: its media:content lacks medium, type or size")
    if element.find(f"{MEDIA}group") is not None:
        feed.faults.append(f"{entry.id}: has a media:group")


def jsonfeed(data: bytes) -> Feed:
    tree = json.loads(data)
    feed = Feed("json")
    if tree.get("version") != "https://jsonfeed.org/version/1.1":
        feed.faults.append("is not JSON Feed 1.1")
    known = {
        "version",
        "title",
        "home_page_url",
        "feed_url",
        "description",
        "user_comment",
        "next_url",
        "icon",
        "favicon",
    }
    _check_keys(tree, known | {"authors", "language", "expired", "hubs", "items"}, "", feed)
    feed.self, feed.page, feed.title = tree["feed_url"], tree["home_page_url"], tree["title"]
    feed.description, feed.language = tree["description"], tree["language"]
    feed.icon = tree.get("icon", "")
    feed.links = [("hub", hub["url"]) for hub in tree.get("hubs", ())]
    feed.links += [("prev-archive", tree["next_url"])] if "next_url" in tree else []
    if not all(author.get("name") or author.get("url") for author in tree["authors"]) or not tree["authors"]:
        feed.faults.append("has no author")
    feed.entries = [_json_item(item, feed) for item in tree["items"]]
    return feed


def _json_item(item: dict[str, Any], feed: Feed) -> Entry:
    known = {"id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image"}
    known |= {"date_published", "date_modified", "authors", "tags", "language", "attachments"}
    _check_keys(item, known, item["id"], feed)
    entry = Entry(_string(item["id"]), _string(item["url"]), _string(item["title"]), _string(item["summary"]))
    entry.html, entry.language = _string(item["content_html"]), _string(item["language"])
    entry.published = _iso_date(item["date_published"], feed)
    entry.updated = _iso_date(item["date_modified"], feed) if "date_modified" in item else None
    for file in item.get("attachments", ()):
        entry.enclosures.append((file["url"], str(file.get("size_in_bytes", "")), file["mime_type"]))
    entry.other_links = [(name, item[name]) for name in ("external_url", "image") if name in item]
    entry.other_links += [("author", author["url"]) for author in item["authors"] if "url" in author]
    if not all(isinstance(tag, str) and tag for tag in item.get("tags", ())) or not item["authors"]:
        feed.faults.append(f"{entry.id}: has a tag that is not a text, or no author")
    return entry


def _check_plain(text: str, entry: Entry, feed: Feed) -> None:
    if not text.strip() or re.search(r"</\w+>", text):
        feed.faults.append(f"{entry.id}: {text!r} is not plain text")


def _check_keys(found: dict[str, Any], known: set[str], name: str, feed: Feed) -> None:
    unknown = [key for key in found if key not in known and not key.startswith("_")]
    if unknown:
        feed.faults.append(f"{name}: has the keys {unknown}")


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _style(root: Any) -> str:
    before = root.getprevious()
    found = re.search(r'type="text/css" href="([^"]*)"', before.text or "") if before is not None else None
    return found[1] if found else ""


def _check_at_most_once(element: Any, feed: Feed, names: set[str]) -> None:
    counts = Counter(child.tag for child in element)
    feed.faults += [f"has {name} twice" for name in sorted(names) if counts[name] > 1]


def _text(element: Any, path: str) -> str:
    return element.findtext(path) or ""


def _rss_date(text: str, feed: Feed) -> datetime | None:
    try:
        date = datetime.strptime(text, "%a, %d %b %Y %H:%M:%S %z")
    except ValueError:
        date = None
    if date is None or not RSS_DATE.fullmatch(text) or f"{date:%a}" != text[:3]:
        feed.faults.append(f"has the date {text!r}")
        return None
    return date


def _iso_date(text: str, feed: Feed) -> datetime | None:
    if not ISO_DATE.fullmatch(text):
        feed.faults.append(f"has the date {text!r}")
        return None
    return datetime.fromisoformat(text)


READERS: dict[str, Callable[[bytes], Feed]] = {"rss": rss, "atom": atom, "json": jsonfeed}
