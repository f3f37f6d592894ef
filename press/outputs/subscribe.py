"""All feeds in one place: a page for people, and an OPML file that readers take in whole.

Feeds of tags are left out: they come and go, and each is named on the page of its tag.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from press import urls, views
from press.errors import N_
from press.i18n import translator
from press.model import Card, Kind, Touch
from press.outputs.xml import DECLARATION, attributes, element
from press.rendering.context import Bodies, Workshop, decode
from press.views import builders
from press.views.context import Edition, declared, feed_links

TEMPLATES = ("subscribe.html",)
_OPML = "feeds.opml"
_GROUPS = ("all", "kind", "topic", "office", "region", "lang", "changes")
_HEADINGS = {
    "kind": N_("Kinds"), "topic": N_("Topics"), "office": N_("Offices"), "region": N_("Regions"),
    "lang": N_("Languages"),
}  # fmt: skip


class Opml(views.View, frozen=True, kw_only=True):
    """The list of feeds for readers."""

    title: str
    publisher: str
    language: str
    base_url: str
    path: str
    """Under which the portal lies: where links to its pages begin."""
    groups: tuple[views.FeedGroup, ...]


def fixed(edition: Edition) -> Iterable[str]:
    """Both, as one claim."""
    return (_OPML,)


def touched(card: Card, edition: Edition) -> Iterable[str]:
    """A release may bring a new topic, office, region or language."""
    if card.release.kind is not Kind.PAGE:
        yield _OPML


def describe(touch: Touch, edition: Edition) -> Iterable[tuple[str, views.View | None]]:
    """The page and the file."""
    config = edition.config
    groups = tuple(_groups(edition))
    address = f"{urls.word('subscribe', config)}/"
    yield (
        urls.file_of(address),
        views.Subscribe(head=builders.head("", address, edition), groups=groups, opml=urls.href(_OPML, config)),
    )
    yield (
        _OPML,
        Opml(
            title=config.title,
            publisher=config.publisher,
            language=config.language,
            base_url=config.base_url,
            path=config.base_path,
            groups=groups,
        ),
    )


def render(view: bytes, bodies: Bodies, workshop: Workshop) -> bytes:
    """Draw the page, or write the file."""
    page = decode(view)
    return workshop.page("subscribe.html", page) if "head" in page else _written(page)


def _groups(edition: Edition) -> Iterator[views.FeedGroup]:
    for prefix in _GROUPS:
        rows = tuple(_row(listing, edition) for listing in _listings(prefix, edition))
        if rows:
            yield views.FeedGroup(listing=prefix, rows=rows)


def _listings(prefix: str, edition: Edition) -> Iterator[str]:
    """The lists of a group that have feeds: the fixed ones, the declared in their order, then those with releases."""
    if prefix in ("all", "changes"):
        return iter((prefix,))
    kinds = [f"kind:{kind}" for kind in builders.LISTED_KINDS]
    found = [name for name in (*kinds, *declared(edition.config)) if name.startswith(f"{prefix}:")]
    return iter(dict.fromkeys((*found, *(name for name, _ in edition.catalogue.listings(f"{prefix}:")))))


def _row(listing: str, edition: Edition) -> views.FeedRow:
    """A list with its feeds, called what the page of the list is called."""
    config = edition.config
    name = builders.list_title(listing, edition)
    return views.FeedRow(
        name=name,
        href=urls.href(urls.listing_address(listing, config), config),
        feeds=feed_links(listing, name, config),
    )


# OPML 2.0 (opml.org/spec2.opml) -------------------------------------------------------------------------------


def _written(page: dict[str, Any]) -> bytes:
    """A group is a folder; the portal's own feed and that of the corrections stand at the top."""
    head = element("title", page["title"]) + element("ownerName", page["publisher"])
    lines = [f"<head>{head}<docs>https://opml.org/spec2.opml</docs></head>", "<body>"]
    say = translator(page["language"])
    for group in page["groups"]:
        rows = [_outline(row, group["listing"], page) for row in group["rows"]]
        heading = _HEADINGS.get(group["listing"])
        folder = attributes(text=say(heading), title=say(heading)) if heading else ""
        lines += [f"<outline{folder}>", *rows, "</outline>"] if folder else rows
    return "\n".join([f'{DECLARATION}<opml version="2.0">', *lines, "</body>", "</opml>", ""]).encode()


def _outline(row: dict[str, Any], listing: str, page: dict[str, Any]) -> str:
    """A feed, the primary one of its three; the others are named on the page of the list."""
    feed = row["feeds"][0]
    values = {
        "text": row["name"],
        "title": row["name"],
        "xmlUrl": feed["url"],
        "htmlUrl": page["base_url"] + row["href"].removeprefix(page["path"]),
        "language": row["href"].rstrip("/").rpartition("/")[2] if listing == "lang" else page["language"],
    }
    return f'<outline type="rss"{attributes(**values)}/>'
