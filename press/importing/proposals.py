"""What to add to ``config.toml``, so that the lists and feeds of the old site stay at their addresses."""

from __future__ import annotations

import json
from collections.abc import Iterator

from press import slugs, urls
from press.config import Config
from press.importing.items import Archive
from press.importing.terms import TermMap
from press.model import Listing

_MOST = 20
"""Most categories that are proposed as topics."""


def config(archive: Archive, terms: TermMap, settings: Config) -> str:
    """Return the lines to add; empty if there are none."""
    sections = (_feeds(archive, terms, settings), _lists(archive, terms, settings), _topics(terms, settings))
    return "\n\n".join("\n".join(lines) for section in sections if (lines := list(section)))


def _feeds(archive: Archive, terms: TermMap, settings: Config) -> Iterator[str]:
    """Yield the old addresses of feeds."""
    found = {}
    for path, slug in archive.feeds.items():
        listing = Listing.named(terms.used[slug]) if slug in terms.used else None
        former = urls.former_address(f"/{path}/")
        if former and (listing or not slug):
            address = urls.listing_address(listing, settings) if listing else ""
            found[former] = f"/{address}feed.xml"
    new = {former: target for former, target in found.items() if former not in settings.feeds.aliases}
    if new:
        yield "[feeds.aliases]"
        yield from (f"{json.dumps(former, ensure_ascii=False)} = {json.dumps(new[former])}" for former in sorted(new))


def _lists(archive: Archive, terms: TermMap, settings: Config) -> Iterator[str]:
    """Yield the old addresses of lists: those of the feeds that belong to them."""
    found = {}
    for path, slug in archive.feeds.items():
        folder = path.removesuffix("feed").strip("/")
        if slug in terms.used and folder and (former := urls.former_address(f"/{folder}/")):
            target = urls.listing_address(Listing.named(terms.used[slug]), settings)
            if former.strip("/") != target.strip("/") and former not in settings.lists.aliases:
                found[former] = f"/{target}"
    if found:
        yield "[lists.aliases]"
        yield from (
            f"{json.dumps(former, ensure_ascii=False)} = {json.dumps(found[former])}" for former in sorted(found)
        )


def _topics(terms: TermMap, settings: Config) -> Iterator[str]:
    """Yield the categories that could be topics, the most used first; they were imported as tags."""
    if settings.topics is None:
        return
    for name, number in terms.unknown.most_common(_MOST):
        yield f"# {number} releases have this category of the old site as a tag:"
        yield f"# [topics.{slugs.slugify(name)}]"
        yield f"# name = {json.dumps(name, ensure_ascii=False)}"
