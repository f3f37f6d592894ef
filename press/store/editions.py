"""The catalogue as an edition sees it: where it has a listing of its own, that takes the place of the portal's."""

from __future__ import annotations

from msgspec import structs

from press.model import EDITION_LISTS, Listing, ListingKind
from press.store.catalogue import Catalogue

_OWN = frozenset({*EDITION_LISTS, ListingKind.CHANGES, ListingKind.ORIGIN})
"""Kinds of listings of which each edition has its own."""


class EditionCatalogue(Catalogue):
    """The cards of a portal; its lists contain only those in the language of an edition."""

    def __init__(self, whole: Catalogue, language: str) -> None:
        vars(self).update(vars(whole))  # the same connection, and the same memory of paths
        self._language = language

    def name_of(self, listing: Listing) -> str:
        """Return the name under which the members of a listing in the language of the edition are stored."""
        is_own = listing.kind in _OWN and not (listing.kind is ListingKind.CHANGES and listing.term)
        return str(structs.replace(listing, lang=self._language) if is_own else listing)

    def counts(self, kind: ListingKind, prefix: str = "", lang: str = "") -> list[tuple[Listing, int]]:
        """Return the listings of a kind that are not empty, by term, if that begins with `prefix`."""
        own = lang or (self._language if kind in EDITION_LISTS else "")
        return [(Listing(kind, one.term), count) for one, count in super().counts(kind, prefix, own)]
