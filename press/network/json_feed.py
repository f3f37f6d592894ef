"""Read JSON Feed 1.1, with the facts that feeds of Press have besides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

import msgspec

from press.network.entries import Entry, Page
from press.network.plain import text_of


def page(data: bytes, url: str) -> Page:
    """Read a feed that was at a URL. Raises `ValueError`."""
    try:
        found = msgspec.json.decode(data)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as reason:
        raise ValueError(reason) from reason
    if not isinstance(found, dict) or not isinstance(found.get("items"), list):
        raise ValueError("items")
    older = _text(found, "next_url")
    entries = tuple(_entry(one, url) for one in found["items"] if isinstance(one, dict))
    return Page(entries, older=urljoin(url, older) if older else "")


def _entry(item: Mapping[str, Any], url: str) -> Entry:
    facts = item.get("_press")
    facts = facts if isinstance(facts, dict) else None
    origin = facts.get("origin") if facts else None
    tags = item.get("tags")
    link = _text(item, "url") or _text(item, "external_url")
    return Entry(
        id=_text(item, "id") or link,
        url=urljoin(url, link) if link else "",
        title=_text(item, "title"),
        summary=_text(item, "summary") or _text(item, "content_text") or text_of(_text(item, "content_html")),
        published=_text(item, "date_published"),
        updated=_text(item, "date_modified"),
        lang=_text(item, "language"),
        topics=tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) and not facts else (),
        origin=_text(origin, "url") if isinstance(origin, dict) else "",
        facts=facts,
    )


def _text(table: Mapping[str, Any], name: str) -> str:
    value = table.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)  # ids of some feeds are numbers
    return value if isinstance(value, str) else ""
