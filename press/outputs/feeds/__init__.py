"""The feeds: RSS 2.0, Atom 1.0 and JSON Feed 1.1 of every list, the same items in the same order in all three.

From a card to bytes: `items` (what subscribers may know of a release), `window` (which items a feed holds), `head`
(what the feed is called), then, while rendering, `content` (the words) and `xml` or `jsonfeed` (the format). For those
who subscribe: docs/feeds.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

import msgspec

from press import urls
from press.config import Config
from press.errors import N_, Misuse
from press.memo import Shelf
from press.model import Card, Touch
from press.outputs.feeds import content, head, items, window
from press.outputs.feeds.head import Feed
from press.rendering.context import Bodies, Workshop
from press.store.card_keys import corrections
from press.views import View, builders
from press.views.context import FEED_FORMATS, Edition, declared

TEMPLATES = ()
PREFIXES = ("all", "kind", "topic", "tag", "office", "region", "lang")
_MIMES = {name: mime for name, mime, _ in FEED_FORMATS}
_ARCHIVED = [(name, mime) for name, mime, label in FEED_FORMATS if label != "JSON"]
"""The formats of RFC 5005."""
_feed = msgspec.json.Decoder(Feed)


def fixed(edition: Edition) -> Iterable[str]:
    """The feeds of the portal, of its corrections, of every kind, and of every term that config.toml declares."""
    for alias, target in edition.config.feeds.aliases.items():
        _must_be_feed(alias, target, edition.config)
    yield from ("all", window.CHANGES)
    yield from (f"kind:{kind}" for kind in builders.LISTED_KINDS)
    yield from declared(edition.config)


def touched(card: Card, edition: Edition) -> Iterable[str]:
    """The feeds of its lists, of the corrections if it has some, and of its month.

    A month that is new or gone changes what its neighbours link to, and which is the last closed one; then even its
    oldest release is among those that are asked.
    """
    yield from (listing for listing in card.listings if listing.partition(":")[0] in PREFIXES)
    if corrections(card):
        yield window.CHANGES
    month = next((listing for listing in card.listings if listing.startswith("month:")), "")
    if month:
        yield month
        if not edition.catalogue.has_before(month, card.instant):
            before, after = edition.catalogue.beside(month)
            found = (before, after, edition.catalogue.beside(before)[0] if before else "")
            yield from (beside for beside in found if beside)


def describe(touch: Touch, edition: Edition) -> Iterable[tuple[str, View | None]]:
    """The feed of one list in its formats, at its address and its former ones."""
    address = urls.listing_address(touch.id, edition.config)
    archive = touch.id.startswith("month:")
    feed = _archived(touch.id, edition) if archive else _live(touch.id, edition)
    for name, mime in _ARCHIVED if archive else _MIMES.items():
        view = head.formatted(feed, name, mime) if feed else None
        for place in (address + name, *_aliases(address + name, edition.config)):
            yield place, view


def render(view: bytes, bodies: Bodies, workshop: Workshop) -> bytes:
    """Put the items together; each is written once in a process, in all formats."""
    from press.outputs.feeds import jsonfeed, xml  # noqa: PLC0415  a build without feeds need not load feedgen

    feed = _feed.decode(view)
    written = [_pieces.get(raw, partial(_written, raw, bodies)) for raw in map(bytes, feed.items)]
    match feed.format:
        case "rss":
            return xml.rss(feed, [pieces.rss for pieces in written])
        case "atom":
            return xml.atom(feed, [pieces.atom for pieces in written])
        case _:
            return jsonfeed.feed(feed, [pieces.json for pieces in written])


class _Pieces(NamedTuple):
    """An item as it stands in a feed, by format."""

    rss: bytes
    atom: bytes
    json: bytes


_pieces: Shelf[bytes, _Pieces] = Shelf(768)
"""Items as they were written, by their views, which name all that the bytes depend on."""


def _written(raw: bytes, bodies: Bodies) -> _Pieces:
    from press.outputs.feeds import jsonfeed, xml  # noqa: PLC0415

    item = items.read(raw)
    draft = content.draft(item, bodies.get(item.body))
    return _Pieces(*xml.items(draft), jsonfeed.item(draft))


def _live(listing: str, edition: Edition) -> Feed | None:
    entries = window.of_listing(listing, edition)
    if not entries and listing not in set(fixed(edition)):
        return None
    return head.live(listing, entries, edition)


def _archived(month: str, edition: Edition) -> Feed | None:
    """A month that is closed: a newer one has releases."""
    closed = edition.catalogue.count(month) and edition.catalogue.beside(month)[1]
    return head.archived(month, window.of_month(month, edition), edition) if closed else None


def _aliases(address: str, config: Config) -> Iterator[str]:
    """The files at the former addresses of a feed.

    A host serves ``/feed/`` from ``feed/index.html``, whatever is in it; ``feed/index.xml`` is for hosts that can be
    told to serve that.
    """
    for alias, target in config.feeds.aliases.items():
        if target.lstrip("/") == address:
            place = alias.lstrip("/")
            if place.endswith("/"):
                yield f"{place}index.{address.rpartition('.')[2]}"
                place = urls.file_of(place)
            yield place


def _must_be_feed(alias: str, target: str, config: Config) -> None:
    folder, _, name = target.lstrip("/").rpartition("/")
    folder = f"{folder}/" if folder else ""
    ours = folder in ("", urls.listing_address(window.CHANGES, config)) or urls.listing_at(folder, config)[0]
    if name not in _MIMES or not ours or not alias.strip("/"):
        raise Misuse(N_("config.toml: [feeds] aliases: “{target}” is no feed of this portal"), target=target)
