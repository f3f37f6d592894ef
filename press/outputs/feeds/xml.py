"""RSS 2.0 and Atom 1.0, by feedgen.

feedgen makes the elements, an extension pair of ours mends and adds to them (docs/decisions/feedgen.md says what and
why). An item is written by itself, once, and the bytes are put between head and tail of every feed that holds it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from lxml import etree

from press.compat.feedgen import FeedEntry, FeedGenerator
from press.outputs.feeds.content import ItemText
from press.outputs.feeds.head import Feed
from press.outputs.feeds.items import Item, Photo

ATOM = "http://www.w3.org/2005/Atom"
RSS_SPACES = {
    "atom": ATOM,
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
    "fh": "http://purl.org/syndication/history/1.0",
}
ATOM_SPACES = {"media": RSS_SPACES["media"], "fh": RSS_SPACES["fh"], "at": "http://purl.org/atompub/tombstones/1.0"}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def rss(feed: Feed, items: Sequence[bytes]) -> bytes:
    """A whole RSS feed; `items` are from `items`."""
    head = _plain_texts(_generator(feed).rss_str(xml_declaration=False))
    return _joined(feed, head, b"</channel></rss>", items)


def atom(feed: Feed, items: Sequence[bytes]) -> bytes:
    """A whole Atom feed; `items` are from `items`."""
    return _joined(feed, _generator(feed).atom_str(xml_declaration=False), b"</feed>", items)


def items(text: ItemText) -> tuple[bytes, bytes]:
    """An item of an RSS feed, and the same of an Atom feed."""
    entry = _entry(text)
    return _rss_item(entry), _atom_entry(entry, text.item)


def _rss_item(entry: Any) -> bytes:
    data = _written(entry.rss_entry(), _roots()[0])
    before, opening, rest = data.partition(b"<content:encoded>")
    text, closing, behind = rest.rpartition(b"</content:encoded>")
    return _plain_texts(before) + opening + text + closing + _plain_texts(behind)


def _atom_entry(entry: Any, item: Item) -> bytes:
    """Behind that of a withdrawn release stands its tombstone (RFC 6721)."""
    written = _written(entry.atom_entry(), _roots()[1])
    if item.state != "withdrawn" or item.change:
        return written
    return written + _written(_tombstone(item), _roots()[1])


def moment(iso: str) -> datetime:
    """A date as feeds may have it: to the second, with an offset of whole minutes."""
    found = datetime.fromisoformat(iso).replace(microsecond=0)
    offset = found.utcoffset()
    return found.astimezone(UTC) if offset is None or offset.seconds % 60 else found


class _FeedElements:
    """What feedgen does not write at the head of a feed: links other than to itself, the mark of an archive."""

    feed: Feed

    def extend_ns(self) -> dict[str, str]:
        """The prefixes that items may use, so that every feed declares the same."""
        return ATOM_SPACES if self.feed.format == "atom" else RSS_SPACES

    def extend_rss(self, root: Any) -> Any:
        """Complete the channel."""
        channel = root[0]
        for rel, href, mime in links_of(self.feed):
            _attributed(channel, f"{{{ATOM}}}link", rel=rel, href=href, type=mime)
        return self._archive(channel)

    def extend_atom(self, root: Any) -> Any:
        """Complete the feed."""
        for rel, href, mime in links_of(self.feed):
            _attributed(root, "link", rel=rel, href=href, type=mime)
        return self._archive(root)

    def _archive(self, parent: Any) -> Any:
        if self.feed.archive:
            etree.SubElement(parent, f"{{{RSS_SPACES['fh']}}}archive")
        return parent


def links_of(feed: Feed) -> list[tuple[str, str, str]]:
    """What a feed links to besides its page and itself: rel, address, media type."""
    related = [
        ("hub", feed.hub, ""),
        ("license", feed.license_url, ""),
        ("current", feed.current, feed.mime),
        ("prev-archive", feed.previous, feed.mime),
        ("next-archive", feed.next, feed.mime),
    ]
    return [link for link in related if link[1]]


class _EntryElements:
    """What feedgen does not write of an item, or writes wrongly."""

    text: ItemText

    def extend_rss(self, made: Any) -> Any:
        """Complete an RSS item: the description is HTML to its readers, the text stays readable as CDATA."""
        item = self.text.item
        made.find("description").text = html.escape(self.text.summary, quote=False)
        made.find(f"{{{RSS_SPACES['content']}}}encoded").text = etree.CDATA(self.text.text)
        for author in item.authors:
            _text(made, f"{{{RSS_SPACES['dc']}}}creator", author.name)
        _text(made, f"{{{RSS_SPACES['dc']}}}language", item.lang)
        if item.updated:
            _text(made, f"{{{ATOM}}}updated", moment(item.updated).isoformat())
        if item.photo:
            _media(made, item.photo)
        return made

    def extend_atom(self, made: Any) -> Any:
        """Complete an Atom entry: feedgen forgets all but the address of its links."""
        item = self.text.item
        made.set(_LANG, item.lang)
        made.find("content").text = etree.CDATA(self.text.text)
        for link in made.findall("link"):
            made.remove(link)
        _attributed(made, "link", rel="alternate", href=item.url, type="text/html")
        if item.original:
            _attributed(made, "link", rel="related" if item.kind == "link" else "via", href=item.original)
        for file in item.enclosures:
            _attributed(
                made, "link", rel="enclosure", href=file.url, type=file.mime,
                length=str(file.size or ""), title=file.title,
            )  # fmt: skip
        if item.photo:
            _media(made, item.photo)
        return made


def _generator(feed: Feed) -> Any:
    """The head of a feed, as feedgen has it."""
    made = FeedGenerator()
    made.title(feed.title())
    made.id(feed.id)
    made.updated(moment(feed.updated))
    made.description(feed.description)
    made.author(name=feed.publisher, **({"uri": feed.publisher_url} if feed.publisher_url else {}))
    made.link(href=feed.url, rel="self", type=feed.mime)
    made.link(href=feed.page, rel="alternate", type="text/html")  # the last one is the channel's own
    made.language(feed.language)
    made.generator("Press")
    made.ttl(60)
    if feed.license:
        made.rights(feed.license)
    if feed.email:
        made.managingEditor(f"{feed.email} ({feed.publisher})")
    made.register_extension("press", _FeedElements, _EntryElements)
    made.press.feed = feed
    return made


def _entry(text: ItemText) -> Any:
    """An item, as feedgen has it."""
    item = text.item
    made = FeedEntry()
    made.id(item.id)
    made.title(text.title)
    made.link(href=item.url, rel="alternate", type="text/html")
    made.published(moment(item.published))
    made.updated(moment(item.updated or item.published))
    made.summary(text.summary, type="text")
    made.content(text.text, type="html")
    for author in item.authors:
        made.author(name=author.name, **({"uri": author.url} if author.url else {}))
    if item.categories:
        made.category([{"term": each.term, "scheme": each.scheme, "label": each.label} for each in item.categories])
    for file in [file for file in item.enclosures if file.size][:1]:
        made.enclosure(file.url, file.size, file.mime)
    made.register_extension("press", _EntryElements)
    made.press.text = text
    return made


def _media(parent: Any, photo: Photo) -> None:
    space = f"{{{RSS_SPACES['media']}}}"
    made = _attributed(
        parent, f"{space}content", url=photo.url, type=photo.mime, medium="image",
        width=str(photo.width), height=str(photo.height),
    )  # fmt: skip
    if photo.alt:
        _text(made, f"{space}description", photo.alt).set("type", "plain")
    if photo.credit:
        _text(made, f"{space}credit", photo.credit)


def _tombstone(item: Item) -> Any:
    space = f"{{{ATOM_SPACES['at']}}}"
    notice = item.notices[0]
    made = etree.Element(f"{space}deleted-entry", ref=item.id, when=moment(notice.date).isoformat())
    _text(made, f"{space}comment", notice.note).set(_LANG, item.lang)
    return made


def _text(parent: Any, name: str, text: str) -> Any:
    made = etree.SubElement(parent, name)
    made.text = text
    return made


def _attributed(parent: Any, name: str, **attributes: str) -> Any:
    return etree.SubElement(parent, name, {name: value for name, value in attributes.items() if value})


@cache
def _roots() -> tuple[Any, Any]:
    """Elements with the prefixes of RSS and of Atom, into which items are put to be written."""
    return etree.Element("rss", nsmap=RSS_SPACES), etree.Element("feed", nsmap=ATOM_SPACES)


_DECLARATION = re.compile(rb' xmlns:\w+="[^"]*"')


def _written(element: Any, root: Any) -> bytes:
    """The bytes of an element without the prefixes, which the head of the feed declares."""
    root.append(element)
    data: bytes = etree.tostring(element, encoding="UTF-8", xml_declaration=False)
    root.remove(element)
    opening, closing, rest = data.partition(b">")
    return _DECLARATION.sub(b"", opening) + closing + rest


_PLAIN = re.compile(rb"<(title|category|dc:creator|description|copyright)\b([^>]*)>([^<]*&[^<]*)</")


def _plain_texts(data: bytes) -> bytes:
    """Write ``&`` and ``<`` of plain texts as the RSS profile wants them, so that nobody takes them for HTML."""

    def plain(match: re.Match[bytes]) -> bytes:
        text = match[3].replace(b"&lt;", b"&#x3C;").replace(b"&amp;", b"&#x26;")
        return b"<%s%s>%s</" % (match[1], match[2], text)

    return _PLAIN.sub(plain, data)


def _joined(feed: Feed, head: bytes, tail: bytes, items: Sequence[bytes]) -> bytes:
    start = head.removesuffix(tail)
    style = html.escape(feed.style).encode()
    opening = b'<?xml version="1.0" encoding="UTF-8"?>\n<?xml-stylesheet type="text/css" href="%s"?>\n' % style
    return b"\n".join((opening + start, *items, tail)) + b"\n"
