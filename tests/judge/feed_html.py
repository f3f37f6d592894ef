"""The HTML within feeds, and the feeds that pages name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from html.parser import HTMLParser

_ADDRESSES = {"href", "src", "cite", "poster", "data", "action", "background", "longdesc"}
_RISKY = {
    "script", "style", "iframe", "frame", "object", "embed", "applet", "form", "input", "svg", "math", "link", "meta",
    "base", "title", "html", "head", "body",
}  # fmt: skip
_WHOLE = re.compile(r"(https?://[^/\s]+|mailto:|tel:)\S*")


class _Reader(HTMLParser):
    """All tags with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))


def faults(html: str) -> Iterator[str]:
    """What a validator warns of, or a reader cannot follow."""
    for tag, attributes in _Reader(html).tags:
        if tag in _RISKY:
            yield f"has <{tag}>"
        for name in attributes:
            if name.startswith("on") or name == "style":
                yield f"has {name}= in <{tag}>"
    for address in addresses(html):
        if not _WHOLE.fullmatch(address):
            yield f"has {address!r}, which is no whole address"


def addresses(html: str) -> Iterator[str]:
    """Every address in a text."""
    for _, attributes in _Reader(html).tags:
        for name, value in attributes.items():
            if name in _ADDRESSES:
                yield value
            if name == "srcset":
                yield from (candidate.split()[0] for candidate in value.split(",") if candidate.strip())


def discovered(html: str, mimes: Collection[str]) -> list[tuple[str, str, str]]:
    """Type, address and title of every feed that a page names in its head."""
    return [
        (attributes["type"], attributes.get("href", ""), attributes.get("title", ""))
        for tag, attributes in _Reader(html).tags
        if tag == "link" and attributes.get("rel") == "alternate" and attributes.get("type") in mimes
    ]
