"""The feeds: RSS 2.0, Atom 1.0 and JSON Feed 1.1 of every list, the same items in the same order in all three.

From a card to bytes: `items` (what a feed contains of a release), `window` (which items a feed contains), `head`
(title, addresses and dates of the feed), then, while rendering, `content` (the texts, in the item's language) and
`xml_items`, `xml` or `jsonfeed` (the format). docs/feeds.md describes the feeds for subscribers.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

import msgspec
from cachetools import FIFOCache

from press import urls
from press.config import Config
from press.errors import Misuse
from press.i18n.mark import N_
from press.memo import get_or_make
from press.model import ALL, CHANGES, LISTED_KINDS, LISTS, Card, Invalidation, Listing, ListingKind
from press.outputs import Described
from press.outputs.feeds import content, head, window
from press.outputs.feeds.head import Feed
from press.outputs.feeds.item import decode_item
from press.rendering.context import Bodies, RenderContext
from press.store.card_keys import corrections, fold
from press.store.catalogue import Catalogue
from press.views import addresses, editions
from press.views.context import Snapshot, declared

TEMPLATES = ()
_NAMES = frozenset(feed.name for feed in urls.FEEDS)
_feed = msgspec.json.Decoder(Feed)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The feeds of the portal, of its corrections, of every kind and declared term, and kept ones."""
    for alias, target in snapshot.config.feeds.aliases.items():
        _check_alias(alias, target, snapshot.config)
    return (str(listing) for listing in (*_fixed_in_all(snapshot.config), *addresses.kept_lists(snapshot)))


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The feeds of its lists, of the corrections if it has some, and of its month; feeds with copies there.

    A month that is new or gone affects the links of the months before and after it, and which month is the last closed
    one. In that case this is also called for the oldest release of the month.
    """
    yield from (str(listing) for listing in card.listings if listing == ALL or listing.kind in LISTS)
    yield from map(str, card.edition)
    former = addresses.former_lists(config)
    if former:
        paths = (urls.listing_address(listing, config).rstrip("/") for listing in card.listings)
        yield from (str(former[path]) for path in paths if path in former)
    if corrections(card):
        yield str(CHANGES)
    if month := card.listing(ListingKind.MONTH):
        yield str(month)
        if not catalogue.has_older(month, card.instant):
            yield from (str(other) for other in _months_around(month, catalogue))


def owns(path: str, config: Config) -> bool:
    """The feeds of all lists and months, and their former addresses."""
    folder, name = posixpath.split(path)
    is_feed = name in _NAMES and _is_list(folder, config)
    return is_feed or path in map(fold, addresses.former_feed_files(config))


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """The feed of one list in its formats, at its address and its former ones."""
    listing = Listing.named(invalidation.id)
    address = urls.listing_address(listing, snapshot.config)
    is_archive = listing.kind is ListingKind.MONTH
    feed = _archived(listing, snapshot) if is_archive else _live(*editions.of_id(invalidation.id, snapshot))
    for format in urls.FEEDS:
        view = head.formatted(feed, format) if feed else None
        yield address + format.name, view
        for copy in addresses.copies_of_feed(listing, format.name, snapshot):
            yield copy, view


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Join the items; each is rendered once in a process, in all formats."""
    from press.outputs.feeds import jsonfeed, xml  # noqa: PLC0415  a build without feeds need not load feedgen

    feed = _feed.decode(view)
    rendered = [get_or_make(_item_cache, raw, partial(_rendered, raw, bodies)) for raw in map(bytes, feed.items)]
    match feed.format:
        case "rss":
            return xml.rss(feed, [item.rss for item in rendered])
        case "atom":
            return xml.atom(feed, [item.atom for item in rendered])
        case _:
            return jsonfeed.feed(feed, [item.json for item in rendered])


class _RenderedItem(NamedTuple):
    """An item as part of a feed, in each format."""

    rss: bytes
    atom: bytes
    json: bytes


_item_cache: FIFOCache[bytes, _RenderedItem] = FIFOCache(768)
"""Rendered items by their views; a view names everything that the bytes depend on."""


def _rendered(raw: bytes, bodies: Bodies) -> _RenderedItem:
    from press.outputs.feeds import jsonfeed, xml_items  # noqa: PLC0415

    item = decode_item(raw)
    text = content.item_text(item, bodies.get(item.body))
    return _RenderedItem(xml_items.rss(text), xml_items.atom(text), jsonfeed.item(text))


def _is_list(folder: str, config: Config) -> bool:
    """Tell whether a list is in a folder; all releases are at the top."""
    changes = urls.listing_address(CHANGES, config).rstrip("/")
    homes = ("", *(edition.folder.rstrip("/") for edition in config.other_editions.values()))
    return folder in (*homes, changes) or urls.listing_at(folder, config)[0] is not None


def _fixed_listings(config: Config) -> Iterator[Listing]:
    yield from (ALL, CHANGES)
    yield from (Listing(ListingKind.KIND, kind) for kind in LISTED_KINDS)
    yield from declared(config)


def _fixed_in_all(config: Config) -> Iterator[Listing]:
    """The same of the portal, then of its editions, which have no feed of corrections."""
    yield from _fixed_listings(config)
    for language in config.editions:
        own = (one for one in _fixed_listings(config) if one != CHANGES)
        yield from (Listing(one.kind, one.term, language) for one in own)


def _months_around(month: Listing, catalogue: Catalogue) -> Iterator[Listing]:
    """The month before and the one after, and the month before that: it may be the last closed one."""
    before, after = catalogue.neighbours(month)
    earlier = catalogue.neighbours(before)[0] if before else None
    return (other for other in (before, after, earlier) if other)


def _live(listing: Listing, snapshot: Snapshot) -> Feed | None:
    entries = window.of_listing(listing, snapshot)
    is_fixed = listing in set(_fixed_listings(snapshot.config)) or addresses.is_kept(listing, snapshot)
    if not entries and not is_fixed:
        return None
    return head.live(listing, entries, snapshot)


def _archived(month: Listing, snapshot: Snapshot) -> Feed | None:
    """The archive of a month; None while the month is open: no newer month has releases."""
    catalogue = snapshot.catalogue
    is_closed = catalogue.count(month) and catalogue.neighbours(month)[1]
    return head.archived(month, window.of_month(month, snapshot), snapshot) if is_closed else None


def _check_alias(alias: str, target: str, config: Config) -> None:
    folder, _, name = target.lstrip("/").rpartition("/")
    if not urls.former_address(alias):
        message = N_("config.toml: [feeds] aliases: “{address}” cannot be an address of this portal")
        raise Misuse(message, address=alias)
    if name not in _NAMES or not _is_list(folder, config):
        message = N_(
            "config.toml: [feeds] aliases: there is no feed at “{target}”; write the address of a feed of this portal, "
            "such as /feed.xml"
        )
        raise Misuse(message, target=target)
