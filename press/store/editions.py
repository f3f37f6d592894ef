"""The catalogue as an edition sees it: where it has a listing of its own, that takes the place of the portal's."""

from __future__ import annotations

from msgspec import structs

from press.model import EDITION_LISTS, Card, Listing, ListingKind
from press.store.catalogue import Catalogue

_OWN = frozenset({*EDITION_LISTS, ListingKind.CHANGES, ListingKind.ORIGIN})
"""Kinds of listings of which each edition has its own."""


class EditionCatalogue(Catalogue):
    """The cards of a portal; its lists contain only those in the language of an edition."""

    def __init__(self, whole: Catalogue, language: str) -> None:
        vars(self).update(vars(whole))  # the same connection, and the same memory of paths
        self._language = language

    def newest(self, listing: Listing, limit: int) -> list[Card]:
        """Return the newest cards of a listing, newest first; all of them if `limit` is -1."""
        return super().newest(self._own(listing), limit)

    def last_changed(self, listing: Listing, limit: int) -> list[Card]:
        """Return the cards of a listing that changed significantly, the last change first."""
        return super().last_changed(self._own(listing), limit)

    def oldest(self, listing: Listing, limit: int, offset: int = 0) -> list[Card]:
        """Return the oldest cards of a listing, oldest first."""
        return super().oldest(self._own(listing), limit, offset)

    def older_sources(self, card: Card, listing: Listing, other: Listing, limit: int) -> list[tuple[int, str, int]]:
        """Return the next older cards of a listing: the time and source of each, and if it is in another (1 or 0)."""
        return super().older_sources(card, self._own(listing), self._own(other), limit)

    def newer(self, card: Card, listing: Listing, limit: int = 1) -> list[Card]:
        """Return the next newer cards of a listing, oldest first."""
        return super().newer(card, self._own(listing), limit)

    def newer_addresses(self, card: Card, listing: Listing, limit: int = 1) -> list[str]:
        """Return the addresses of the next newer cards of a listing, oldest first."""
        return super().newer_addresses(card, self._own(listing), limit)

    def count(self, listing: Listing) -> int:
        """Return the number of cards in a listing."""
        return super().count(self._own(listing))

    def count_older(self, listing: Listing, instant: int) -> int:
        """Return how many cards of a listing are older than `instant`."""
        return super().count_older(self._own(listing), instant)

    def counts(self, kind: ListingKind, prefix: str = "", lang: str = "") -> list[tuple[Listing, int]]:
        """Return the listings of a kind that are not empty, by term, if that begins with `prefix`."""
        own = lang or (self._language if kind in EDITION_LISTS else "")
        return [(Listing(kind, one.term), count) for one, count in super().counts(kind, prefix, own)]

    def _own(self, listing: Listing) -> Listing:
        is_own = listing.kind in _OWN and not (listing.kind is ListingKind.CHANGES and listing.term)
        return structs.replace(listing, lang=self._language) if is_own else listing
