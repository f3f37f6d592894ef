"""A saved feed: RSS, Atom, or the export of Blogger, whichever of its two forms."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from press import slugs, web
from press.content import dates
from press.diagnostics import Diagnostic
from press.errors import Misuse
from press.i18n.mark import N_
from press.importing.html.tree import one_line
from press.importing.items import Archive, Item, Picture, Status, Term
from press.importing.notes import not_public, note

_KIND = "http://schemas.google.com/blogger/2008/kind#"
_CUT = re.compile(r"(?:\[(?:…|\.{3}|&#8230;|&hellip;)\]|(?:…|\.{3}))\s*(?:</p>)?\s*$")
_STATUSES = {"live": Status.PUBLIC, "draft": Status.DRAFT, "scheduled": Status.PUBLIC, "soft_trashed": Status.WITHHELD}


def recognises(path: Path, head: bytes) -> bool:
    """Tell whether a file begins as a feed."""
    return bool(re.search(rb"<(?:rss|feed|rdf:RDF)[\s>]", head.replace(b"\0", b"")[:4096], re.IGNORECASE))


def opened(path: Path, zone: ZoneInfo) -> Archive:
    """Read a feed. Raises OSError, `Misuse` if it has no items."""
    import feedparser  # type: ignore[import-untyped]  # noqa: PLC0415 - takes 80 ms

    # As a stream: a text that looks like an address would be downloaded.
    found = feedparser.parse(io.BytesIO(path.read_bytes()), sanitize_html=False, resolve_relative_uris=False)
    if not found.entries:
        raise Misuse(N_("{path} is a feed without items; save the feed of the old site again"), path=path)
    links = [found.feed.get("link", ""), *(entry.get("link", "") for entry in found.entries)]
    site = next((urlsplit(link) for link in links if web.is_web_address(link)), urlsplit(""))
    kinds = Counter(_kind(entry) for entry in found.entries)
    entries = [entry for entry in found.entries if _kind(entry) in ("post", "page")]
    hosts = {(urlsplit(link).hostname or "").removeprefix("www.") for link in links if web.is_web_address(link)}
    return Archive(
        items=lambda: (_item(entry, zone) for entry in entries),
        address=f"{site.scheme}://{site.netloc}/" if site.netloc else "",
        hosts=frozenset(hosts - {""}),
        skipped={kind: number for kind, number in kinds.items() if kind not in ("post", "page")},
        notes=(note("xml", _DAMAGED, _DAMAGED_HINT),)
        if found.bozo and "xml" in str(found.bozo_exception).lower()
        else (),
    )


def _kind(entry: Any) -> str:
    """Return what an entry is: only exports of Blogger have other ones than posts."""
    if kind := entry.get("blogger_type", ""):
        return str(kind).lower()
    terms = [tag.get("term") or "" for tag in entry.get("tags", ())]
    return next((term.removeprefix(_KIND) for term in terms if term.startswith(_KIND)), "post")


def _item(entry: Any, zone: ZoneInfo) -> Item:
    """Return the item of an entry."""
    notes: list[Diagnostic] = []
    link = entry.get("link", "")
    path = unquote(urlsplit(link).path) if web.is_web_address(link) else ""
    content = next((one.get("value", "") for one in entry.get("content", ()) if one.get("value")), "")
    body = content or entry.get("summary", "")
    if not content and _CUT.search(body):
        notes.append(note("lost", _SUMMARY_ONLY, _SUMMARY_ONLY_HINT))
    status = _status(entry, notes)
    guid = str(entry.get("id", ""))
    return Item(
        key=_key(guid, path, entry),
        guid=guid,
        title=one_line(entry.get("title", "")),
        date=_date(entry, zone),
        status=status,
        is_page=_kind(entry) == "page",
        slug=re.sub(r"\.\w{2,5}$", "", path.rstrip("/").rpartition("/")[2]),
        body=body,
        summary=one_line(entry.get("summary", "")) if content and entry.get("summary", "") != content else "",
        authors=tuple(name for one in entry.get("authors", ()) if (name := one_line(one.get("name", "")))),
        terms=tuple(_terms(entry)),
        lead=_lead(entry),
        attachments=tuple(one["href"] for one in entry.get("enclosures", ()) if one.get("href") and not _is_image(one)),
        addresses=(link,) if path.strip("/") else (),
        notes=tuple(notes),
    )


def _key(guid: str, path: str, entry: Any) -> str:
    numbers = re.findall(r"\d{2,}", guid.rpartition(":")[2] if guid.startswith("tag:") else guid.partition("?p=")[2])
    return numbers[-1] if numbers else slugs.slugify(path or guid or entry.get("title", ""))[-80:].strip("-")


def _status(entry: Any, notes: list[Diagnostic]) -> Status:
    """Return what becomes of an entry: Blogger exports drafts and deleted posts too."""
    written = str(entry.get("blogger_status", "")).lower()
    written = written or ("draft" if entry.get("app_draft") == "yes" else "live")
    status = _STATUSES.get(written, Status.DRAFT)
    if status is not Status.PUBLIC:
        notes.append(not_public(written))
    return status


def _date(entry: Any, zone: ZoneInfo) -> datetime | None:
    """Return when an entry was published, with the offset as it was written."""
    for written in (entry.get("published", ""), entry.get("created", ""), dict.get(entry, "updated", "")):
        if found := dates.moment(re.sub(r"(:\d\d)\.\d+", r"\1", written), zone):
            return found
        try:
            found = parsedate_to_datetime(written)
        except (ValueError, TypeError):
            continue
        if found.year in dates.YEARS:
            return found.astimezone(zone) if not found.utcoffset() else found
    return None


def _terms(entry: Any) -> Iterator[Term]:
    """Yield the categories of an entry; the labels of Blogger are tags."""
    for tag in entry.get("tags", ()):
        term, scheme = tag.get("label") or tag.get("term") or "", tag.get("scheme") or ""
        if term and not term.startswith(_KIND):
            yield Term(one_line(term), is_tag="blogger.com" in scheme)


def _is_image(enclosure: Any) -> bool:
    return str(enclosure.get("type", "")).startswith("image/") or enclosure.get("medium") == "image"


def _lead(entry: Any) -> Picture | None:
    """Return the photo that comes with an entry."""
    found = [one.get("href", "") for one in entry.get("enclosures", ()) if _is_image(one)]
    found += [one.get("url", "") for one in entry.get("media_content", ()) if _is_image(one)]
    return next((Picture(address) for address in found if web.is_web_address(address)), None)


_DAMAGED = N_("the feed is damaged: what is missing in it cannot be imported")
_DAMAGED_HINT = N_("save it again, and compare the number of items")
_SUMMARY_ONLY = N_("the feed has only the beginning of the text")
_SUMMARY_ONLY_HINT = N_(
    "let the old site put whole texts into its feed, and save it again; or copy the rest of the text"
)
