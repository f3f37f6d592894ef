"""The HTML in feeds, and the links to feeds in pages."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from html.parser import HTMLParser

_URL_ATTRIBUTES = {"href", "src", "cite", "poster", "data", "action", "background", "longdesc"}
_FORBIDDEN_TAGS = {
    "script", "style", "iframe", "frame", "object", "embed", "applet", "form", "input", "svg", "math", "link", "meta",
    "base", "title", "html", "head", "body",
}  # fmt: skip
_ABSOLUTE = re.compile(r"(https?://[^/\s]+|mailto:|tel:)\S*")


class _TagCollector(HTMLParser):
    """Collects all tags with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))


def faults(html: str) -> Iterator[str]:
    """HTML that a feed validator warns about, and addresses that a feed reader cannot resolve."""
    for tag, attributes in _TagCollector(html).tags:
        if tag in _FORBIDDEN_TAGS:
            yield f"has <{tag}>"
        for name in attributes:
            if name.startswith("on") or name == "style":
                yield f"has {name}= in <{tag}>"
    for address in addresses(html):
        if not _ABSOLUTE.fullmatch(address):
            yield f"has {address!r}, which is not an absolute URL"


def addresses(html: str) -> Iterator[str]:
    """Every address in the attributes of an HTML text."""
    for _, attributes in _TagCollector(html).tags:
        for name, value in attributes.items():
            if name in _URL_ATTRIBUTES:
                yield value
            if name == "srcset":
                yield from (candidate.split()[0] for candidate in value.split(",") if candidate.strip())


def feed_links(html: str, mimes: Collection[str]) -> list[tuple[str, str, str]]:
    """Type, address and title of every feed to which the head of a page links."""
    return [
        (attributes["type"], attributes.get("href", ""), attributes.get("title", ""))
        for tag, attributes in _TagCollector(html).tags
        if tag == "link" and attributes.get("rel") == "alternate" and attributes.get("type") in mimes
    ]
