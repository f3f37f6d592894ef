"""RSS 2.0 and Atom 1.0, by feedgen.

feedgen makes the elements; two extension classes of ours correct and complete them (docs/decisions/feedgen.md says what
and why). Each item is serialised once, by itself, and its bytes are inserted into every feed that contains it.
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
from press.outputs.feeds.item import CAP, PROOF, Enclosure, Item, Origin, Photo
from press.views.icons import ICONS, SMALL_ICON

ATOM = "http://www.w3.org/2005/Atom"
PRESS = "urn:uuid:4c1f4a0e-6f0b-5d0e-9a57-2d6b3f5e8c11"
"""Our own namespace: of the date as people write it, since a stylesheet cannot format those of RSS and Atom; in RSS
also of the proof of the seal."""
RSS_NAMESPACES = {
    "atom": ATOM,
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
    "fh": "http://purl.org/syndication/history/1.0",
    "press": PRESS,
}
ATOM_NAMESPACES = {
    "media": RSS_NAMESPACES["media"],
    "fh": RSS_NAMESPACES["fh"],
    "at": "http://purl.org/atompub/tombstones/1.0",
    "press": PRESS,
}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def rss(feed: Feed, items: Sequence[bytes]) -> bytes:
    """Write a whole RSS feed; `items` are from `items`."""
    head = _hex_escaped(_generator(feed).rss_str(xml_declaration=False))
    return _joined(feed, head, b"</channel></rss>", items)


def atom(feed: Feed, items: Sequence[bytes]) -> bytes:
    """Write a whole Atom feed; `items` are from `items`."""
    return _joined(feed, _generator(feed).atom_str(xml_declaration=False), b"</feed>", items)


def items(text: ItemText) -> tuple[bytes, bytes]:
    """Write an item for RSS feeds, and for Atom feeds."""
    entry = _entry(text)
    return _rss_item(entry), _atom_entry(entry, text.item)


def _rss_item(entry: Any) -> bytes:
    data = _serialised(entry.rss_entry(), _roots()[0])
    before, opening, rest = data.partition(b"<content:encoded>")
    text, closing, behind = rest.rpartition(b"</content:encoded>")
    return _hex_escaped(before) + opening + text + closing + _hex_escaped(behind)


def _atom_entry(entry: Any, item: Item) -> bytes:
    """Write an Atom entry; that of a withdrawn release is followed by its tombstone (RFC 6721)."""
    written = _serialised(entry.atom_entry(), _roots()[1])
    if item.state != "withdrawn" or item.change:
        return written
    return written + _serialised(_tombstone(item), _roots()[1])


def moment(iso: str) -> datetime:
    """Parse a date for a feed: to the second, with an offset of whole minutes."""
    found = datetime.fromisoformat(iso).replace(microsecond=0)
    offset = found.utcoffset()
    return found.astimezone(UTC) if offset is None or offset.seconds % 60 else found


class _FeedElements:
    """What feedgen does not write in the head of a feed: links besides ``self``, the mark of an archive (RFC 5005)."""

    feed: Feed

    def extend_ns(self) -> dict[str, str]:
        """The namespace prefixes that items may use; every feed declares all of them."""
        return ATOM_NAMESPACES if self.feed.format == "atom" else RSS_NAMESPACES

    def extend_rss(self, root: Any) -> Any:
        """Complete the channel."""
        channel = root[0]
        for rel, href, mime in links_of(self.feed):
            _attribute_element(channel, f"{{{ATOM}}}link", rel=rel, href=href, type=mime)
        return self._archive(channel)

    def extend_atom(self, root: Any) -> Any:
        """Complete the feed."""
        for rel, href, mime in links_of(self.feed):
            _attribute_element(root, "link", rel=rel, href=href, type=mime)
        return self._archive(root)

    def _archive(self, parent: Any) -> Any:
        if self.feed.archive:
            etree.SubElement(parent, f"{{{RSS_NAMESPACES['fh']}}}archive")
        return parent


def links_of(feed: Feed) -> list[tuple[str, str, str]]:
    """The links of a feed besides those to its page and itself: rel, URL, media type."""
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

    def extend_rss(self, element: Any) -> Any:
        """Complete an RSS item. Readers take the description for HTML; the text is in CDATA so that it is legible."""
        item = self.text.item
        element.find("description").text = html.escape(self.text.summary, quote=False)
        self._add_written_date(element)
        element.find(f"{{{RSS_NAMESPACES['content']}}}encoded").text = etree.CDATA(self.text.text)
        for author in item.authors:
            _text_element(element, f"{{{RSS_NAMESPACES['dc']}}}creator", author.name)
        _text_element(element, f"{{{RSS_NAMESPACES['dc']}}}language", item.lang)
        if item.updated:
            _text_element(element, f"{{{ATOM}}}updated", moment(item.updated).isoformat())
        if item.origin:
            _text_element(element, "source", item.origin.name).set("url", item.origin.feed)
        if item.thumbnail:
            _media_content(element, item.thumbnail)
        _media_recordings(element, item.enclosures)
        if item.cap:
            _attribute_element(element, f"{{{ATOM}}}link", rel="alternate", href=item.cap, type=CAP)
        if item.proof:
            # not an atom:link: some readers take the last one of an item for its address
            _text_element(element, f"{{{PRESS}}}proof", item.proof)
        return element

    def extend_atom(self, element: Any) -> Any:
        """Complete an Atom entry: feedgen writes only the URLs of its links."""
        item = self.text.item
        element.set(_LANG, item.lang)
        element.find("content").text = etree.CDATA(self.text.text)
        self._add_written_date(element)
        for link in element.findall("link"):
            element.remove(link)
        _attribute_element(element, "link", rel="alternate", href=item.url, type="text/html")
        if item.cap:
            _attribute_element(element, "link", rel="alternate", href=item.cap, type=CAP)
        if item.proof:
            _attribute_element(element, "link", rel=PROOF, href=item.proof, type="text/plain")
        if item.original and not item.origin:
            _attribute_element(element, "link", rel="related" if item.kind == "link" else "via", href=item.original)
        if item.origin:
            element.append(_source(item.origin, item.updated or item.published))
        for file in item.enclosures:
            _attribute_element(
                element, "link", rel="enclosure", href=file.url, type=file.mime,
                length=str(file.size or ""), title=file.title,
            )  # fmt: skip
        if item.thumbnail:
            _media_content(element, item.thumbnail)
        _media_recordings(element, item.enclosures)
        return element

    def _add_written_date(self, element: Any) -> None:
        """Add the date for people, behind the headline."""
        written = _text_element(element, f"{{{PRESS}}}written", self.text.date)
        element.find("title").addnext(written)


def _source(origin: Origin, updated: str) -> Any:
    """The feed from which an entry was taken (RFC 4287, 4.2.11)."""
    element = etree.Element("source")
    _text_element(element, "id", origin.feed)
    _text_element(element, "title", origin.name)
    _text_element(element, "updated", moment(updated).isoformat())
    _attribute_element(element, "link", rel="alternate", href=origin.page, type="text/html")
    return element


def _generator(feed: Feed) -> Any:
    """The head of a feed, as an object of feedgen."""
    generator = FeedGenerator()
    generator.title(feed.title())
    generator.id(feed.id)
    generator.updated(moment(feed.updated))
    generator.description(feed.description)
    generator.author(name=feed.publisher, **({"uri": feed.publisher_url} if feed.publisher_url else {}))
    generator.link(href=feed.url, rel="self", type=feed.mime)
    generator.link(href=feed.page, rel="alternate", type="text/html")  # the last one becomes the channel's own link
    generator.language(feed.language)
    generator.generator("Press")
    generator.ttl(60)
    if feed.icon and feed.format == "atom":
        generator.icon(feed.icon)
    elif feed.icon:
        side = str(ICONS[SMALL_ICON].size)
        generator.image(feed.icon, feed.title(), feed.page, side, side)
    if feed.license:
        generator.rights(feed.license)
    if feed.email:
        generator.managingEditor(f"{feed.email} ({feed.publisher})")
    generator.register_extension("press", _FeedElements, _EntryElements)
    generator.press.feed = feed
    return generator


def _entry(text: ItemText) -> Any:
    """An item, as an object of feedgen."""
    item = text.item
    entry = FeedEntry()
    entry.id(item.id)
    entry.title(text.title)
    entry.link(href=item.url, rel="alternate", type="text/html")
    entry.published(moment(item.published))
    entry.updated(moment(item.updated or item.published))
    entry.summary(text.summary, type="text")
    entry.content(text.text, type="html")
    for author in item.authors:
        entry.author(name=author.name, **({"uri": author.url} if author.url else {}))
    if item.categories:
        entry.category([{"term": each.term, "scheme": each.scheme, "label": each.label} for each in item.categories])
    if item.enclosures and (file := _enclosure(item.enclosures)):
        entry.enclosure(file.url, file.size, file.mime)
    entry.register_extension("press", _EntryElements)
    entry.press.text = text
    return entry


def _enclosure(enclosures: Sequence[Enclosure]) -> Enclosure | None:
    """The one enclosure that an RSS item may have: the first recording, which players of podcasts look for."""
    sized = [file for file in enclosures if file.size]
    recordings = (file for file in sized if file.medium)
    return next(recordings, sized[0] if sized else None)


def _media_recordings(parent: Any, enclosures: Sequence[Enclosure]) -> None:
    for file in enclosures:
        if file.medium:
            element = _attribute_element(
                parent, f"{{{RSS_NAMESPACES['media']}}}content", url=file.url, type=file.mime, medium=file.medium,
                fileSize=str(file.size),
            )  # fmt: skip
            _text_element(element, f"{{{RSS_NAMESPACES['media']}}}title", file.title).set("type", "plain")


def _media_content(parent: Any, photo: Photo) -> None:
    namespace = f"{{{RSS_NAMESPACES['media']}}}"
    element = _attribute_element(
        parent, f"{namespace}content", url=photo.url, type=photo.mime, medium="image",
        width=str(photo.width), height=str(photo.height),
    )  # fmt: skip
    if photo.alt:
        _text_element(element, f"{namespace}description", photo.alt).set("type", "plain")
    if photo.credit:
        _text_element(element, f"{namespace}credit", photo.credit)


def _tombstone(item: Item) -> Any:
    namespace = f"{{{ATOM_NAMESPACES['at']}}}"
    notice = item.notices[0]
    element = etree.Element(f"{namespace}deleted-entry", ref=item.id, when=moment(notice.date).isoformat())
    _text_element(element, f"{namespace}comment", notice.note).set(_LANG, item.lang)
    return element


def _text_element(parent: Any, name: str, text: str) -> Any:
    element = etree.SubElement(parent, name)
    element.text = text
    return element


def _attribute_element(parent: Any, name: str, **attributes: str) -> Any:
    return etree.SubElement(parent, name, {name: value for name, value in attributes.items() if value})


@cache
def _roots() -> tuple[Any, Any]:
    """Root elements that declare the prefixes of RSS and of Atom; an item is serialised inside one of them."""
    return etree.Element("rss", nsmap=RSS_NAMESPACES), etree.Element("feed", nsmap=ATOM_NAMESPACES)


_NAMESPACE_DECLARATION = re.compile(rb' xmlns:\w+="[^"]*"')


def _serialised(element: Any, root: Any) -> bytes:
    """Serialise an element without its namespace declarations, which are in the head of the feed."""
    root.append(element)
    data: bytes = etree.tostring(element, encoding="UTF-8", xml_declaration=False)
    root.remove(element)
    opening, closing, rest = data.partition(b">")
    return _NAMESPACE_DECLARATION.sub(b"", opening) + closing + rest


_PLAIN_TEXT = re.compile(rb"<(title|category|dc:creator|description|copyright)\b([^>]*)>([^<]*&[^<]*)</")


def _hex_escaped(data: bytes) -> bytes:
    """Escape ``&`` and ``<`` in plain texts as the RSS profile recommends, so that no reader takes them for HTML."""

    def plain(match: re.Match[bytes]) -> bytes:
        text = match[3].replace(b"&lt;", b"&#x3C;").replace(b"&amp;", b"&#x26;")
        return b"<%s%s>%s</" % (match[1], match[2], text)

    return _PLAIN_TEXT.sub(plain, data)


def _joined(feed: Feed, head: bytes, tail: bytes, items: Sequence[bytes]) -> bytes:
    start = head.removesuffix(tail)
    style = html.escape(feed.style).encode()
    opening = b'<?xml version="1.0" encoding="UTF-8"?>\n<?xml-stylesheet type="text/css" href="%s"?>\n' % style
    return b"\n".join((opening + start, *items, tail)) + b"\n"
