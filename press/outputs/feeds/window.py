"""Which items a feed contains: the newest, and all of the last days before the newest one, up to a maximum size.

Items are ordered by when a release was published or last changed significantly, so that a corrected release comes back,
however old it is. Days are counted back from the newest item, not from now: a feed does not change as time passes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from press.config import Feeds
from press.model import CHANGES, Card, Listing, State
from press.outputs.feeds import items
from press.store import card_keys
from press.views.context import Snapshot

_DAY = 24 * 60 * 60
_ITEM_BYTES, _WORD_BYTES, _LINK_BYTES = 1500, 7, 40
"""Bytes of an item without its text, of a word with its share of markup, and of a link; measured on 500 real posts."""
UPDATED, EXPIRED = -2, -3
"""Numbers of changes that are neither corrections nor withdrawals."""
_EVENTS = {UPDATED: "updated", EXPIRED: str(State.EXPIRED)}


class Entry(NamedTuple):
    """An item that may be in a feed, before its view is made."""

    instant: int
    """The sort key: when it was published or last changed, in seconds since the epoch."""
    source: str
    """The second sort key, for entries of the same instant."""
    size: int
    """Bytes, estimated."""
    card: Card
    number: int
    """The number of the change that it is about (`items.changes_of`); -1: the release itself; or one of `_EVENTS`."""

    def item(self, snapshot: Snapshot) -> bytes:
        """The item, as JSON."""
        if self.number in (UPDATED, EXPIRED):
            return items.event_item_json(self.card, _EVENTS[self.number], snapshot)
        if self.number < 0:
            return items.release_item_json(self.card, snapshot)
        return items.change_item_json(self.card, self.number, snapshot)

    def body_digests(self) -> tuple[str, ...]:
        """Digests of the bodies that the item names."""
        return items.body_digests(self.card) if self.number == -1 else ()


def of_listing(listing: Listing, snapshot: Snapshot) -> list[Entry]:
    """The entries of the feed of a list, newest first."""
    feeds = snapshot.config.feeds
    if listing == CHANGES:
        return _corrected(CHANGES, snapshot)
    published = _candidates(snapshot.catalogue.newest, listing, lambda card: card.instant, feeds)
    changed = _candidates(snapshot.catalogue.last_changed, listing, _instant, feeds)
    return chosen(_unique([*published, *changed]), feeds)


def of_topic(topic: Listing, snapshot: Snapshot) -> list[Entry]:
    """The entries of the feed of changes of a topic: corrections and withdrawals, newest first."""
    return _corrected(card_keys.corrected(topic), snapshot)


def of_release(card: Card) -> list[Entry]:
    """The entries of the feed of changes of a release: all that happened to its page since it was published."""
    release, corrected = card.release, {date.date() for date in items.changes_of(card)}
    found = _changes(card)
    if release.updated and release.updated > release.date and release.updated.date() not in corrected:
        found.append(_event(card, release.updated, UPDATED))
    if release.expires and card.state is State.EXPIRED:
        found.append(_event(card, release.expires, EXPIRED))
    return sorted(found, key=_sort_key, reverse=True)


def _corrected(listing: Listing, snapshot: Snapshot) -> list[Entry]:
    """The entries of the corrections and withdrawals of the releases of a listing that is in their order."""
    feeds = snapshot.config.feeds
    cards = _candidates(snapshot.catalogue.newest, listing, lambda card: max(_instants(card)), feeds)
    return chosen((entry for card in cards for entry in _changes(card)), feeds)


def of_month(month: Listing, snapshot: Snapshot) -> list[Entry]:
    """The entries of the archived feed of a month: all its releases, newest first."""
    return sorted(map(_entry, snapshot.catalogue.newest(month, -1)), key=_sort_key, reverse=True)


def chosen(entries: Iterable[Entry], feeds: Feeds) -> list[Entry]:
    """The entries of the feed, newest first; `entries` contain at least all that belong in it."""
    ordered = sorted(entries, key=_sort_key, reverse=True)
    minimum = max(1, feeds.items)
    size = sum(entry.size for entry in ordered[:minimum])
    kept = ordered[:minimum]
    for entry in ordered[minimum:]:
        size += entry.size
        if entry.instant < ordered[0].instant - feeds.days * _DAY or size > feeds.kilobytes * 1024:
            break
        kept.append(entry)
    return kept


def _candidates(
    query: Callable[[Listing, int], list[Card]], listing: Listing, instant: Callable[[Card], int], feeds: Feeds
) -> list[Card]:
    """The cards of a listing that may be in the feed; `query` returns so many of them at most, ordered by `instant`.

    Usually the newest few are enough. If the last days have more, as many are read as the maximum size allows.
    """
    minimum = max(1, feeds.items) + 1
    cards = query(listing, minimum)
    if len(cards) == minimum and instant(cards[-1]) >= instant(cards[0]) - feeds.days * _DAY:
        maximum = max(minimum, feeds.kilobytes * 1024 // _ITEM_BYTES + 1)
        return query(listing, maximum)
    return cards


def _entry(card: Card) -> Entry:
    words = card.words if items.body_digests(card) else 0
    size = _ITEM_BYTES + _WORD_BYTES * words + _LINK_BYTES * len(card.refs)
    return Entry(_instant(card), card.release.source, size, card, -1)


def _changes(card: Card) -> list[Entry]:
    return [
        Entry(int(date.timestamp()), card.release.source, _ITEM_BYTES, card, number)
        for number, date in enumerate(items.changes_of(card))
    ]


def _event(card: Card, date: datetime, number: int) -> Entry:
    return Entry(int(date.timestamp()), card.release.source, _ITEM_BYTES, card, number)


def _unique(cards: Iterable[Card]) -> Iterable[Entry]:
    return (_entry(card) for card in {card.release.source: card for card in cards}.values())


def _instant(card: Card) -> int:
    """When a release was published or last changed."""
    last = card_keys.changed(card)
    return max(card.instant, int(last.timestamp())) if last else card.instant


def _instants(card: Card) -> list[int]:
    return [int(date.timestamp()) for date in card_keys.corrections(card)]


def _sort_key(entry: Entry) -> tuple[int, str, int]:
    return entry.instant, entry.source, entry.number
