"""The items of RSS 2.0 and Atom 1.0, written as text: hundreds of feeds have thousands of items.

Each item is written once, and its bytes are inserted into every feed that contains it. The prefixes of its namespaces
are declared in the head of the feed (`xml`). Texts have no characters that XML forbids (`item.xml_safe`).
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

from press.compat.feedgen import rfc2822
from press.outputs.feeds.content import ItemText
from press.outputs.feeds.item import CAP, PROOF, Enclosure, Item, Origin, Photo
from press.outputs.feeds.xml import moment


def rss(text: ItemText) -> bytes:
    """Write an item for RSS feeds. Readers take the description for HTML; CDATA keeps the text legible."""
    item = text.item
    parts = [
        _plain("title", text.title),
        _element("press:written", text.date),
        _element("link", item.url),
        _plain("description", html.escape(text.summary, quote=False)),
        _cdata("content:encoded", text.text),
        _element("guid", item.id, isPermaLink="false"),
        *(_plain("category", each.label, domain=each.scheme) for each in item.categories),
        *_rss_enclosure(item.enclosures),
        _element("pubDate", rfc2822(moment(item.published))),
        *(_plain("dc:creator", author.name) for author in item.authors),
        _element("dc:language", item.lang),
        *([_element("atom:updated", _time(item.updated))] if item.updated else ()),
        *([_element("source", item.origin.name, url=item.origin.feed)] if item.origin else ()),
        *_media(item),
        *([_empty("atom:link", rel="alternate", href=item.cap, type=CAP)] if item.cap else ()),
        # not an atom:link: some readers take the last one of an item for its address
        *([_element("press:proof", item.proof)] if item.proof else ()),
    ]
    return f"<item>{''.join(parts)}</item>".encode()


def atom(text: ItemText) -> bytes:
    """Write an entry for Atom feeds; that of a withdrawn release is followed by its tombstone (RFC 6721)."""
    item = text.item
    parts = [
        _element("id", item.id),
        _element("title", text.title),
        _element("press:written", text.date),
        _element("updated", _time(item.updated or item.published)),
        *(_author(author.name, author.url) for author in item.authors if author.name),
        _cdata("content", text.text, type="html"),
        _element("summary", text.summary, type="text"),
        *(_empty("category", term=one.term, scheme=one.scheme, label=one.label) for one in item.categories),
        _element("published", _time(item.published)),
        *_links(item),
        *_media(item),
    ]
    entry = f'<entry xml:lang="{_quoted(item.lang)}">{"".join(parts)}</entry>'
    is_gone = item.state == "withdrawn" and not item.change
    return (entry + _tombstone(item) if is_gone else entry).encode()


def _author(name: str, url: str) -> str:
    return f"<author>{_element('name', name)}{_element('uri', url) if url else ''}</author>"


def _links(item: Item) -> Iterator[str]:
    """The page, the CAP file, the proof of the seal, where it was published first, its source feed, and its files."""
    yield _empty("link", rel="alternate", href=item.url, type="text/html")
    if item.cap:
        yield _empty("link", rel="alternate", href=item.cap, type=CAP)
    if item.proof:
        yield _empty("link", rel=PROOF, href=item.proof, type="text/plain")
    if item.original and not item.origin:
        yield _empty("link", rel="related" if item.kind == "link" else "via", href=item.original)
    if item.origin:
        yield _source(item.origin, item.updated or item.published)
    for file in item.enclosures:
        size = str(file.size or "")
        yield _empty("link", rel="enclosure", href=file.url, type=file.mime, length=size, title=file.title)


def _source(origin: Origin, updated: str) -> str:
    """The feed from which an entry was taken (RFC 4287, 4.2.11)."""
    parts = [
        _element("id", origin.feed),
        _element("title", origin.name),
        _element("updated", _time(updated)),
        _empty("link", rel="alternate", href=origin.page, type="text/html"),
    ]
    return f"<source>{''.join(parts)}</source>"


def _tombstone(item: Item) -> str:
    notice = item.notices[0]
    comment = _element("at:comment", notice.note, **{"xml:lang": item.lang})
    return f"<at:deleted-entry{_attributes(ref=item.id, when=_time(notice.date))}>{comment}</at:deleted-entry>"


def _rss_enclosure(enclosures: Sequence[Enclosure]) -> Iterator[str]:
    """The one enclosure that an RSS item may have: the first recording, which players of podcasts look for."""
    sized = [file for file in enclosures if file.size]
    recordings = (file for file in sized if file.medium)
    if file := next(recordings, sized[0] if sized else None):
        yield _empty("enclosure", url=file.url, length=str(file.size), type=file.mime)


def _media(item: Item) -> Iterator[str]:
    """The photo and the recordings of an item (Media RSS)."""
    if item.thumbnail:
        yield _photo(item.thumbnail)
    for file in item.enclosures:
        if file.medium:
            values = _attributes(url=file.url, type=file.mime, medium=file.medium, fileSize=str(file.size))
            yield f"<media:content{values}>{_element('media:title', file.title, type='plain')}</media:content>"


def _photo(photo: Photo) -> str:
    values = _attributes(
        url=photo.url, type=photo.mime, medium="image", width=str(photo.width), height=str(photo.height)
    )
    parts = [
        *([_element("media:description", photo.alt, type="plain")] if photo.alt else ()),
        *([_element("media:credit", photo.credit)] if photo.credit else ()),
    ]
    return f"<media:content{values}>{''.join(parts)}</media:content>" if parts else f"<media:content{values}/>"


def _time(iso: str) -> str:
    return moment(iso).isoformat()


# Elements -------------------------------------------------------------------------------------------------------


def _element(name: str, text: str, **attributes: str) -> str:
    return f"<{name}{_attributes(**attributes)}>{_escaped(text)}</{name}>"


def _empty(name: str, **attributes: str) -> str:
    return f"<{name}{_attributes(**attributes)}/>"


def _plain(name: str, text: str, **attributes: str) -> str:
    """A plain text, escaped as the RSS profile recommends, so that no reader takes it for HTML."""
    escaped = text.replace("&", "&#x26;").replace("<", "&#x3C;").replace(">", "&gt;")
    return f"<{name}{_attributes(**attributes)}>{escaped}</{name}>"


def _cdata(name: str, text: str, **attributes: str) -> str:
    return f"<{name}{_attributes(**attributes)}><![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]></{name}>"


def _attributes(**values: str) -> str:
    """Attributes with a space before each; those without a value are left out."""
    return "".join(f' {name}="{_quoted(value)}"' for name, value in values.items() if value)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(value: str) -> str:
    """Escape the value of an attribute, where a parser takes line breaks and tabs for spaces."""
    return _escaped(value).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
