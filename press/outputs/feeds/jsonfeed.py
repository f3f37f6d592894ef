"""JSON Feed 1.1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from press.outputs.feeds import extension
from press.outputs.feeds.content import ItemText
from press.outputs.feeds.head import Feed
from press.outputs.feeds.item import CAP, Enclosure, Person
from press.outputs.feeds.xml import moment

VERSION = "https://jsonfeed.org/version/1.1"


def feed(head: Feed, items: Sequence[bytes]) -> bytes:
    """Write a whole feed; `items` are from `item`."""
    data: dict[str, Any] = {
        "version": VERSION,
        "title": head.title(),
        "home_page_url": head.page,
        "feed_url": head.url,
        "description": head.description,
        "authors": [_person(Person(name=head.publisher, url=head.publisher_url))],
        "language": head.language,
    }
    if head.icon:
        data["icon"] = head.icon
    if head.hub:
        data["hubs"] = [{"type": "WebSub", "url": head.hub}]
    if head.license:
        data["_license"] = {"name": head.license, "url": head.license_url}
    if head.previous:
        data["next_url"] = head.previous
    data["items"] = [msgspec.Raw(one) for one in items]
    return msgspec.json.encode(data) + b"\n"


def item(text: ItemText) -> bytes:
    """Write an item."""
    one = text.item
    data: dict[str, Any] = {
        "id": one.id,
        "url": one.url,
        "title": text.title,
        "content_html": text.text,
        "summary": text.summary,
        "date_published": moment(one.published).isoformat(),
        "authors": [_person(person) for person in one.authors],
        "language": one.lang,
    }
    if one.updated:
        data["date_modified"] = moment(one.updated).isoformat()
    if one.original and not one.origin:
        data["external_url"] = one.original
    if one.thumbnail:
        data["image"] = one.thumbnail.url
    if one.categories:
        data["tags"] = [category.label for category in one.categories]
    attachments = [_attachment(file) for file in one.enclosures]
    if one.cap:
        attachments.append({"url": one.cap, "mime_type": CAP, "title": "CAP 1.2"})
    if attachments:
        data["attachments"] = attachments
    if one.kind:
        data["_press"] = extension.of_item(one)
    return msgspec.json.encode(data)


def _person(person: Person) -> dict[str, str]:
    return {"name": person.name, "url": person.url} if person.url else {"name": person.name}


def _attachment(file: Enclosure) -> dict[str, Any]:
    size = {"size_in_bytes": file.size} if file.size else {}
    return {"url": file.url, "mime_type": file.mime, "title": file.title, **size}
