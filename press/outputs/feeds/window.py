"""Which items a feed holds: the newest, and all of the last days before them, as far as the size allows.

What counts is when a release was published or last changed significantly, so that a corrected one comes back, however
old it is. All is counted from the content and never from the clock: time alone changes no feed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from press.config import Feeds
from press.model import CHANGES, Card, Listing
from press.outputs.feeds import items
from press.store import card_keys
from press.views.context import Snapshot

_DAY = 24 * 60 * 60
_ITEM, _WORD, _REF = 1500, 7, 40
"""Bytes of an item without its text, of a word with its share of mark-up, of a link; as measured on 500 real posts."""


class Entry(NamedTuple):
    """A place in a feed."""

    instant: int
    """What the feed is ordered by, in seconds since the epoch."""
    source: str
    """Settles the order of those of the same instant."""
    size: int
    """Bytes, estimated."""
    card: Card
    number: int
    """Of the change that it is about (see `items.changes_of`); -1: the release itself."""

    def item(self, snapshot: Snapshot) -> bytes:
        """The item, as JSON."""
        if self.number < 0:
            return items.released(self.card, snapshot)
        return items.changed(self.card, self.number, snapshot)

    def texts(self) -> tuple[str, ...]:
        """The bodies that the item names."""
        return items.texts(self.card) if self.number < 0 else ()


def of_listing(listing: Listing, snapshot: Snapshot) -> list[Entry]:
    """What the feed of a list holds, newest first."""
    feeds = snapshot.config.feeds
    if listing == CHANGES:
        cards = _candidates(snapshot.catalogue.newest, CHANGES, lambda card: max(_instants(card)), feeds)
        return chosen((entry for card in cards for entry in _changes(card)), feeds)
    published = _candidates(snapshot.catalogue.newest, listing, lambda card: card.instant, feeds)
    changed = _candidates(snapshot.catalogue.last_changed, listing, _instant, feeds)
    return chosen(_unique([*published, *changed]), feeds)


def of_month(month: Listing, snapshot: Snapshot) -> list[Entry]:
    """What the archived feed of a month holds: everything, newest first."""
    return sorted(map(_entry, snapshot.catalogue.newest(month, -1)), key=_order, reverse=True)


def chosen(entries: Iterable[Entry], feeds: Feeds) -> list[Entry]:
    """Cut the window out of `entries`, which hold at least all that belongs into it."""
    ordered = sorted(entries, key=_order, reverse=True)
    least = max(1, feeds.items)
    size = sum(entry.size for entry in ordered[:least])
    kept = ordered[:least]
    for entry in ordered[least:]:
        size += entry.size
        if entry.instant < ordered[0].instant - feeds.days * _DAY or size > feeds.kilobytes * 1024:
            break
        kept.append(entry)
    return kept


def _candidates(
    ask: Callable[[Listing, int], list[Card]], listing: Listing, instant: Callable[[Card], int], feeds: Feeds
) -> list[Card]:
    """The cards of a listing that may be in the window: `ask` gives so many of them, in the order of `instant`.

    Mostly the newest few are enough; where the last days brought more, as many as the size can hold.
    """
    least = max(1, feeds.items) + 1
    cards = ask(listing, least)
    if len(cards) == least and instant(cards[-1]) >= instant(cards[0]) - feeds.days * _DAY:
        most = max(least, feeds.kilobytes * 1024 // _ITEM + 1)
        return ask(listing, most)
    return cards


def _entry(card: Card) -> Entry:
    words = card.words if items.texts(card) else 0
    size = _ITEM + _WORD * words + _REF * len(card.refs)
    return Entry(_instant(card), card.release.source, size, card, -1)


def _changes(card: Card) -> list[Entry]:
    return [
        Entry(int(date.timestamp()), card.release.source, _ITEM, card, number)
        for number, date in enumerate(items.changes_of(card))
    ]


def _unique(cards: Iterable[Card]) -> Iterable[Entry]:
    return (_entry(card) for card in {card.release.source: card for card in cards}.values())


def _instant(card: Card) -> int:
    """When a release was published or last changed."""
    last = card_keys.changed(card)
    return max(card.instant, int(last.timestamp())) if last else card.instant


def _instants(card: Card) -> list[int]:
    return [int(date.timestamp()) for date in card_keys.corrections(card)]


def _order(entry: Entry) -> tuple[int, str, int]:
    return entry.instant, entry.source, entry.number
