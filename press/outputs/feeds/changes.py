"""Feeds of changes: of a release (*tell me when this page changes*), and of the corrections on a topic; Atom only.

A release has one from its first day if it is of a sort that changes (`card_keys.has_change_feed`), since a feed must
exist before what it tells. All others have none: ten thousand files that nobody reads. Every topic has one.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from urllib.parse import quote

import msgspec

from press import urls
from press.config import Config
from press.i18n.catalogues import translator
from press.i18n.mark import N_
from press.i18n.words import CORRECTIONS
from press.model import Card, Invalidation, Listing, ListingKind
from press.outputs import Described, feeds
from press.outputs.feeds import head, window
from press.rendering.context import Bodies, RenderContext
from press.store import card_keys
from press.store.catalogue import Catalogue
from press.views import addresses, builders, editions, terms
from press.views.context import Snapshot, declared

TEMPLATES = ()


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The feeds of the declared topics."""
    return (str(topic) for topic in declared(snapshot.config) if topic.kind is ListingKind.TOPIC)


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The feed of the release, by its address, and those of its topics, which exist while they have releases."""
    if card_keys.has_change_feed(card):
        yield card.address
    former = addresses.former_lists(config)
    for topic in (listing for listing in card.listings if listing.kind is ListingKind.TOPIC):
        yield str(topic)
        if present := former.get(urls.listing_address(topic, config).rstrip("/")):
            yield str(present)


def owns(path: str, config: Config) -> bool:
    """The feeds of topics; those of releases are in their folders."""
    folder, name = posixpath.split(path)
    if name != urls.change_feed("", config):
        return False
    listing = urls.listing_of(urls.file_of(f"{folder}/"), config)
    return listing is not None and listing.kind is ListingKind.TOPIC


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """The feed of a release or, also where the topic had another address, of a topic."""
    id, config = invalidation.id, snapshot.config
    if id.endswith("/"):
        yield urls.change_feed(id, config), _of_release(snapshot.catalogue.page_at(id), snapshot)
        return
    topic, former = Listing.named(id), addresses.former_lists(config)
    address, view = urls.listing_address(topic, config), _of_topic(topic, snapshot)
    if view or address.rstrip("/") not in former:  # else the feed of the present topic is there
        yield urls.change_feed(address, config), view
    for path, present in former.items():
        if present == topic and not addresses.is_list(path, snapshot):
            yield urls.change_feed(f"{path}/", config), view


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Write the feed."""
    return feeds.render(view, bodies, context)


def _of_release(card: Card | None, portal: Snapshot) -> head.Feed | None:
    if card is None or not card_keys.has_change_feed(card):
        return None
    snapshot = editions.of_card(card, portal)
    translate = translator(snapshot.config.language)
    return head.of_changes(
        card.address,
        f"release/{quote(card.release.id, safe='/')}",
        translate(N_("Changes: {title}")).format(title=builders.headline(card, snapshot.config)),
        translate(N_("What changes on this page: corrections, updates, its end and its withdrawal. Nothing else.")),
        window.of_release(card),
        snapshot,
    )


def _of_topic(topic: Listing, snapshot: Snapshot) -> head.Feed | None:
    if not snapshot.catalogue.count(topic) and topic not in declared(snapshot.config):
        return None
    translate = translator(snapshot.config.language)
    name = terms.listing_name(topic, snapshot)
    feed = head.of_changes(
        urls.listing_address(topic, snapshot.config),
        str(topic).replace(":", "/"),
        f"{translate(CORRECTIONS)}: {name}",
        translate(N_("What was wrong in releases on this topic, and which of them were withdrawn.")),
        window.of_topic(topic, snapshot),
        snapshot,
    )
    return msgspec.structs.replace(feed, hub=snapshot.config.feeds.hub)
