"""Saved JSON: a JSON Feed, or pages of WordPress's ``/wp-json/wp/v2/posts?_embed``, one file or a folder of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from press import slugs, web
from press.content import dates
from press.diagnostics import Diagnostic
from press.errors import Misuse
from press.i18n.mark import N_
from press.importing import encodings
from press.importing.html.tree import one_line
from press.importing.items import Archive, Item, Picture, Status, Term
from press.importing.notes import not_public, note
from press.importing.wordpress.paragraphs import with_paragraphs

_OF_WORDPRESS = re.compile(rb'"(?:content|title|guid)"\s*:\s*\{\s*"(?:rendered|raw)"')
_LARGEST = 200_000_000


def recognises(path: Path, head: bytes) -> bool:
    """Tell whether a file, or one of a folder, is a JSON Feed or a page of posts."""
    if path.is_dir():
        return any(recognises(file, _head(file)) for file in sorted(path.glob("*.json"))[:5])
    is_json = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
    return is_json and (b"jsonfeed.org/version" in head.replace(b"\\/", b"/") or bool(_OF_WORDPRESS.search(head)))


def _head(file: Path) -> bytes:
    with file.open("rb") as opened_file:
        return opened_file.read(65_536)


def opened(path: Path, zone: ZoneInfo) -> Archive:
    """Read the files. Raises OSError, `Misuse` if there is no post in them."""
    posts: list[dict[str, Any]] = []
    entries: list[dict[str, Any]] = []
    notes: list[Diagnostic] = []
    home = ""
    for file in sorted(path.glob("*.json")) if path.is_dir() else [path]:
        data = _parsed(file, notes)
        if isinstance(data, dict) and isinstance(data.get("items"), list):
            entries += [one for one in data["items"] if isinstance(one, dict)]
            home = home or _text(data, "home_page_url")
        else:
            found = data if isinstance(data, list) else [data]
            posts += [one for one in found if isinstance(one, dict) and "title" in one and "content" in one]
    if not posts and not entries:
        raise Misuse(N_("{path} has no posts; save /wp-json/wp/v2/posts?_embed&per_page=100, page by page"), path=path)
    links = [home, *(_text(one, "link") for one in posts), *(_text(one, "url") for one in entries)]
    sites = [urlsplit(link) for link in links if web.is_web_address(link)]
    return Archive(
        items=lambda: (*(_post(one, zone) for one in posts), *(_entry(one, zone) for one in entries)),
        address=f"{sites[0].scheme}://{sites[0].netloc}/" if sites else "",
        hosts=frozenset({(site.hostname or "").removeprefix("www.") for site in sites} - {""}),
        notes=tuple(notes),
    )


def _parsed(file: Path, notes: list[Diagnostic]) -> Any:
    try:
        return json.loads(encodings.decoded(file.read_bytes()[:_LARGEST]))
    except (ValueError, RecursionError):
        notes.append(note("xml", _NOT_JSON, _NOT_JSON_HINT, name=file.name))
        return None


def _text(data: Any, *names: str) -> str:
    """Return the text at a path of names; empty if there is none."""
    for name in names:
        data = data.get(name) if isinstance(data, dict) else None
    return str(data) if isinstance(data, str | int) and not isinstance(data, bool) else ""


def _shown(data: Any, name: str) -> str:
    return _text(data, name, "rendered") or _text(data, name, "raw") or _text(data, name)


def _list(data: Any, *names: str) -> list[Any]:
    for name in names:
        data = data.get(name) if isinstance(data, dict) else None
    return data if isinstance(data, list) else []


def _post(post: dict[str, Any], zone: ZoneInfo) -> Item:
    """Return the item of a post of WordPress."""
    notes: list[Diagnostic] = []
    id, link, guid = _text(post, "id"), _text(post, "link"), _shown(post, "guid")
    is_page = _text(post, "type") == "page"
    status = _status(post, notes)
    address = (web.is_web_address(link) and f"{urlsplit(link).scheme}://{urlsplit(link).netloc}/") or "/"
    short = f"{address}?{'page_id' if is_page else 'p'}={id}"
    media = next(iter(_list(post, "_embedded", "wp:featuredmedia")), None)
    picture = Picture(_text(media, "source_url"), _text(media, "alt_text"), one_line(_shown(media, "caption")))
    return Item(
        key=id or slugs.slugify(link or _shown(post, "title")),
        guid=guid,
        title=one_line(_shown(post, "title")),
        date=_universal(_text(post, "date_gmt"), zone) or dates.moment(_text(post, "date"), zone),
        status=status,
        is_page=is_page,
        slug=unquote(_text(post, "slug")),
        body=_shown(post, "content"),
        summary=one_line(_shown(post, "excerpt")),
        authors=tuple(name for one in _list(post, "_embedded", "author") if (name := one_line(_text(one, "name")))),
        terms=tuple(_terms(post)),
        lead=picture if picture.url else None,
        addresses=tuple(one for one in ((link if "?" not in link else ""), short if id else "") if one),
        notes=tuple(notes),
    )  # fmt: skip


def _status(post: dict[str, Any], notes: list[Diagnostic]) -> Status:
    content = post.get("content")
    is_locked = isinstance(content, dict) and content.get("protected") is True
    written = "password" if is_locked or _text(post, "password") else _text(post, "status") or "publish"
    usual = {"publish": Status.PUBLIC, "future": Status.PUBLIC, "draft": Status.DRAFT, "pending": Status.DRAFT}
    status = usual.get(written, Status.WITHHELD)
    if status is not Status.PUBLIC:
        notes.append(not_public(written))
    return status


def _universal(written: str, zone: ZoneInfo) -> datetime | None:
    return dates.moment(f"{written}Z", zone) if written and not written.startswith("0000") else None


def _terms(post: dict[str, Any]) -> Iterator[Term]:
    for group in _list(post, "_embedded", "wp:term"):
        for one in group if isinstance(group, list) else ():
            name, taxonomy = one_line(_text(one, "name")), _text(one, "taxonomy")
            if name and taxonomy in ("category", "post_tag"):
                yield Term(name, unquote(_text(one, "slug")), taxonomy == "post_tag")


def _entry(entry: dict[str, Any], zone: ZoneInfo) -> Item:
    """Return the item of an entry of a JSON Feed."""
    link, id = _text(entry, "url"), _text(entry, "id")
    path = unquote(urlsplit(link).path) if web.is_web_address(link) else ""
    people = [*_list(entry, "authors"), entry.get("author")]
    image = _text(entry, "image") or _text(entry, "banner_image")
    written = _text(entry, "content_html")
    files = [one for one in _list(entry, "attachments") if web.is_web_address(_text(one, "url"))]
    return Item(
        key=slugs.slugify(path or id or _text(entry, "title"))[-80:].strip("-"),
        guid=id,
        title=one_line(_text(entry, "title")),
        date=dates.moment(
            re.sub(r"(:\d\d)\.\d+", r"\1", _text(entry, "date_published") or _text(entry, "date_modified")), zone
        ),
        slug=re.sub(r"\.\w{2,5}$", "", path.rstrip("/").rpartition("/")[2]),
        body=written or with_paragraphs(_escaped(_text(entry, "content_text"))),
        summary=one_line(_text(entry, "summary")),
        authors=tuple(dict.fromkeys(name for one in people if (name := one_line(_text(one, "name"))))),
        terms=tuple(Term(one_line(one)) for one in _list(entry, "tags") if isinstance(one, str) and one.strip()),
        lead=Picture(image) if image else None,
        attachments=tuple(_text(one, "url") for one in files),
        addresses=(link,) if path.strip("/") else (),
        lang=found[0] if (found := re.match(r"[a-z]{2,3}(?![a-z])", _text(entry, "language").lower())) else "",
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


_NOT_JSON = N_("{name} is not whole JSON: nothing of it is imported")
_NOT_JSON_HINT = N_("save that page again")
