"""RSS 2.0 and Atom 1.0: the heads of feeds, by feedgen, with the items of `xml_items` behind them.

feedgen makes the elements of a head; an extension class of ours completes them (docs/decisions/feedgen.md says what and
why).
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from press.compat.feedgen import FeedGenerator
from press.outputs.feeds.head import Feed
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


def rss(feed: Feed, items: Sequence[bytes]) -> bytes:
    """Write a whole RSS feed; `items` are from `xml_items.rss`."""
    head = _hex_escaped(_generator(feed).rss_str(xml_declaration=False))
    return _joined(feed, head, b"</channel></rss>", items)


def atom(feed: Feed, items: Sequence[bytes]) -> bytes:
    """Write a whole Atom feed; `items` are from `xml_items.atom`."""
    return _joined(feed, _generator(feed).atom_str(xml_declaration=False), b"</feed>", items)


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
    generator.register_extension("press", _FeedElements)
    generator.press.feed = feed
    return generator


def _attribute_element(parent: Any, name: str, **attributes: str) -> Any:
    return etree.SubElement(parent, name, {name: value for name, value in attributes.items() if value})


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
