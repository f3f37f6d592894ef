"""From the fields of a post to an item."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from press.content import dates
from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.importing.html.tree import parse, plain
from press.importing.items import Item, Picture, Status, Term
from press.importing.notes import note
from press.importing.wordpress import texts
from press.importing.wordpress.export import Fields, Site, picture_of

_LARGEST_OFFSET = timedelta(hours=14)
_STATUSES = {
    "publish": Status.PUBLIC, "future": Status.PUBLIC, "": Status.PUBLIC, "draft": Status.DRAFT,
    "pending": Status.DRAFT, "private": Status.WITHHELD, "trash": Status.WITHHELD, "auto-draft": Status.WITHHELD,
    "inherit": Status.WITHHELD,
}  # fmt: skip
"""What becomes of a post by its status; one with another status, from a plug-in, is a draft."""


def item(fields: Fields, site: Site, zone: ZoneInfo) -> Item:
    """Return the item of a post; `zone` is that of dates without one."""
    notes: list[Diagnostic] = []
    id, kind = fields.get("post_id"), fields.get("post_type") or "post"
    title = _plain(fields.texts.get("title", ""))
    status = _status(fields, notes)
    link, guid = fields.get("link"), html.unescape(fields.get("guid"))
    addresses = tuple(_addresses(id, kind, link, guid, site))
    body = "" if status is Status.WITHHELD else texts.shown(fields.texts.get("content", ""), id, site, notes)
    return Item(
        key=id or _key(guid or link or title, fields.line),
        line=fields.line,
        guid=guid,
        title=title,
        date=_date(fields, zone),
        status=status,
        is_page=kind == "page",
        parents=_parents(fields.get("post_parent"), site) if kind == "page" else (),
        slug=unquote(fields.get("post_name")),
        kind="" if kind in ("post", "page") else kind.replace("_", " ").replace("-", " "),
        body=body,
        summary=_plain(fields.texts.get("excerpt", "") or fields.meta.get("_yoast_wpseo_metadesc", "")),
        authors=tuple(filter(None, (_plain(site.authors.get(name, name)) for name in [fields.get("creator")]))),
        terms=tuple(_terms(fields, site)),
        lead=_lead(fields, site, notes),
        addresses=addresses,
        lang=_language(fields),
        notes=tuple(notes),
    )


def _key(text: str, line: int) -> str:
    found = re.findall(r"\d+", text)
    return found[-1] if found and "?p=" in text else f"baris-{line}"


def _plain(text: str) -> str:
    """Return a text that may have tags and entities, as readers see it."""
    return " ".join(plain(parse(text)).split()) if "<" in text or "&" in text else " ".join(text.split())


def _status(fields: Fields, notes: list[Diagnostic]) -> Status:
    """Return what becomes of a post, with a note if readers did not see it."""
    written = fields.get("status").lower()
    if fields.texts.get("post_password", "").strip():
        notes.append(note("status", _PASSWORD, _WITHHELD_HINT))
        return Status.WITHHELD
    found = _STATUSES.get(written, Status.DRAFT)
    if fields.is_cut and found is Status.PUBLIC:
        notes.append(note("xml", _CUT, _CUT_HINT))
        return Status.DRAFT
    if found is Status.WITHHELD:
        notes.append(note("status", _WITHHELD, _WITHHELD_HINT, status=written))
    elif found is Status.DRAFT:
        notes.append(note("status", _DRAFT, _DRAFT_HINT, status=written))
    return found


def _date(fields: Fields, zone: ZoneInfo) -> datetime | None:
    """Return when a post was published: in the zone of the old site, which both of its times show together."""
    local, universal = (_moment(fields.get(name), UTC) for name in ("post_date", "post_date_gmt"))
    if local and universal:
        offset = local - universal
        is_zone = abs(offset) <= _LARGEST_OFFSET and offset % timedelta(minutes=15) == timedelta()
        return universal.astimezone(timezone(offset)) if is_zone else universal.astimezone(zone)
    if local:
        return local.replace(tzinfo=zone)
    if universal:
        return universal.astimezone(zone)
    try:
        published = parsedate_to_datetime(fields.get("pubDate"))
    except ValueError:
        published = None
    if published and published.year in dates.YEARS:
        return published.astimezone(zone)
    modified = _moment(fields.get("post_modified"), UTC)
    return modified.replace(tzinfo=zone) if modified else None


def _moment(text: str, zone: timezone) -> datetime | None:
    return None if text.startswith("0000") else dates.moment(text, zone)


def _addresses(id: str, kind: str, link: str, guid: str, site: Site) -> Iterator[str]:
    """Yield the old addresses of a post."""
    query = "page_id" if kind == "page" else "p"
    short = f"{site.address or '/'}?{query}={id}"
    if link and "?" not in link:
        yield link
    if guid.startswith(("http:", "https:")) and guid != link and "?" not in guid:
        yield guid
    if id:
        yield short


def _parents(id: str, site: Site) -> tuple[str, ...]:
    """Return the slugs of the pages above a page, the outermost first."""
    found: list[str] = []
    seen: set[str] = set()
    while id in site.pages and id not in seen:
        seen.add(id)
        id, slug = site.pages[id]
        if slug:
            found.insert(0, slug)
    return tuple(found)


def _terms(fields: Fields, site: Site) -> Iterator[Term]:
    """Yield categories and tags; those without a slug repeat, in old exports, the ones that have it."""
    named = {_plain(name).casefold() for _, slug, name in fields.terms if slug}
    for domain, nicename, name in fields.terms:
        slug, shown = unquote(nicename), _plain(name) or unquote(nicename)
        is_repeated = not slug and shown.casefold() in named
        if domain in ("category", "post_tag", "tag") and shown and not is_repeated:
            yield Term(shown, slug, domain != "category", tuple(_above(slug, site)) if domain == "category" else ())


def _above(slug: str, site: Site) -> Iterator[str]:
    """Yield the names of the categories above one, the nearest first."""
    seen = {slug}
    while (slug := site.parents.get(slug, "")) and slug not in seen:
        seen.add(slug)
        yield site.names.get(slug, slug)


def _lead(fields: Fields, site: Site, notes: list[Diagnostic]) -> Picture | None:
    id = fields.meta.get("_thumbnail_id", "").strip()
    if not id or id == "0":
        return None
    found = picture_of(id, site)
    if found is None:
        notes.append(note("image", _NO_LEAD, _NO_LEAD_HINT, id=id))
        return None
    return Picture(found.url, _plain(found.alt), _plain(found.caption), _plain(found.credit))


def _language(fields: Fields) -> str:
    """Return the language that a plug-in for several languages gave a post."""
    found = [slug for domain, slug, _ in fields.terms if domain == "language"]
    return found[0] if found and re.fullmatch(r"[a-z]{2,3}", found[0]) else ""


_PASSWORD = N_("the old site asked for a password: it is not imported")
_WITHHELD = N_("the old site did not show it (status {status}): it is not imported")
_WITHHELD_HINT = N_("if everybody may read it, publish it on the old site and export again")
_CUT = N_("the export ends in this item: what follows is missing, and it is a draft")
_CUT_HINT = N_("compare it with the old page, write what is missing, and remove draft: true; or export again")
_DRAFT = N_("it was not published on the old site (status {status}): it is a draft")
_DRAFT_HINT = N_("to publish it, remove draft: true; in a public repository, everybody can read drafts")
_NO_LEAD = N_("the lead photo, attachment {id}, is not in the export")
_NO_LEAD_HINT = N_("export all content, not only posts; or write image: and the name of a photo")
