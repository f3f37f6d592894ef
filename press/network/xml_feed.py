"""Read RSS (0.9x, 1.0, 2.0) and Atom, with deleted entries (RFC 6721) and archives (RFC 5005).

No entity of a document is expanded and nothing outside it is read; one that declares a document type is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from press.i18n.mark import N_
from press.network.entries import Deletion, Entry, Page
from press.network.plain import text_of

_ATOM = "{http://www.w3.org/2005/Atom}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DELETED = "{http://purl.org/atompub/tombstones/1.0}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def page(data: bytes, url: str) -> Page:
    """Read a feed that was at a URL. Raises `ValueError`."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as reason:
        raise ValueError(reason) from reason
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError(N_("it declares a document type"))
    if etree.QName(root).localname not in ("rss", "RDF", "feed"):
        raise ValueError(N_("it is no feed"))
    return Page(tuple(_entries(root, url)), tuple(_deletions(root)), _older(root, url))


def _entries(root: Any, url: str) -> Iterator[Entry]:
    for element in root.iter("{*}entry", "{*}item"):
        yield _of_atom(element, url) if element.tag == f"{_ATOM}entry" else _of_rss(element, url)


def _of_atom(entry: Any, url: str) -> Entry:
    source = entry.find(f"{_ATOM}source")
    links = [link for link in entry.findall(f"{_ATOM}link") if link.get("rel", "alternate") == "alternate"]
    link = next((link.get("href", "") for link in links), "")
    return Entry(
        id=_text(entry, f"{_ATOM}id"),
        url=urljoin(url, link) if link else "",
        title=_construct(entry, f"{_ATOM}title"),
        summary=_construct(entry, f"{_ATOM}summary") or _construct(entry, f"{_ATOM}content"),
        published=_text(entry, f"{_ATOM}published") or _text(entry, f"{_ATOM}updated"),
        updated=_text(entry, f"{_ATOM}updated"),
        lang=entry.get(_LANG, ""),
        topics=tuple(one.get("term", "") for one in entry.findall(f"{_ATOM}category")),
        origin=_source_of(source) if source is not None else "",
    )


def _source_of(source: Any) -> str:
    links = [link.get("href", "") for link in source.findall(f"{_ATOM}link")]
    return next((link for link in links if link), "") or _text(source, f"{_ATOM}id")


def _of_rss(item: Any, url: str) -> Entry:
    found = {etree.QName(child).localname: child for child in reversed(item) if _is_rss(child)}
    link = _own_text(found.get("link"))
    guid = _own_text(found.get("guid"))
    is_link = found["guid"].get("isPermaLink", "true") == "true" if guid else False
    markup = _own_text(found.get("description")) or _text(item, _CONTENT)
    return Entry(
        id=guid or link,
        url=urljoin(url, link) if link else guid * is_link,
        title=text_of(_own_text(found.get("title"))),
        summary=text_of(markup),
        published=_own_text(found.get("pubDate")) or _text(item, f"{_DC}date"),
        updated=_text(item, f"{_ATOM}updated"),
        lang=_text(item, f"{_DC}language"),
        topics=tuple(_own_text(one) for one in item.iterchildren("{*}category")),
        origin=found["source"].get("url", "") if "source" in found else "",
    )


def _is_rss(child: Any) -> bool:
    """Tell whether an element is one of RSS itself: those of other vocabularies have prefixes."""
    return child.prefix is None


def _deletions(root: Any) -> Iterator[Deletion]:
    for element in root.iter(f"{_DELETED}deleted-entry"):
        comment = _text(element, f"{_DELETED}comment")
        yield Deletion(element.get("ref", ""), element.get("when", ""), text_of(comment))


def _older(root: Any, url: str) -> str:
    """Return where the older part of a feed is: ``prev-archive`` of RFC 5005, or ``next`` of a paged feed."""
    links = (link for link in root.iter(f"{_ATOM}link") if link.getparent().tag in (f"{_ATOM}feed", "channel"))
    named = {link.get("rel"): link.get("href", "") for link in links}
    link = named.get("prev-archive") or named.get("next") or ""
    return urljoin(url, link) if link else ""


def _construct(entry: Any, name: str) -> str:
    """Return the plain text of a text construct of Atom, which may be text, escaped HTML or XHTML."""
    element = entry.find(name)
    if element is None:
        return ""
    if element.get("type") == "html":
        return text_of(_own_text(element))
    return " ".join(element.itertext()) if element.get("type") == "xhtml" else _own_text(element)


def _text(element: Any, name: str) -> str:
    return _own_text(element.find(name))


def _own_text(element: Any) -> str:
    return "".join(element.itertext()).strip() if element is not None else ""
