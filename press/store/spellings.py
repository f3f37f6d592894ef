"""The names of topics, tags, offices and regions, as releases spell them."""

from __future__ import annotations

import msgspec

from press.model import TERM_FIELDS, Listing, ListingKind
from press.store.database import Database

_OLDEST = """SELECT name, count, (SELECT data FROM member JOIN card USING (source) WHERE listing = name
    ORDER BY member.instant, source LIMIT 1) FROM listing WHERE name >= ? AND name < ? ORDER BY name"""


class _Terms(msgspec.Struct, frozen=True, gc=False):
    """The terms that a release names, by vocabulary."""

    topics: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


class _Card(msgspec.Struct, frozen=True, gc=False):
    """The part of a card that is decoded: a portal may have thousands of tags."""

    release: _Terms


_decode = msgspec.json.Decoder(_Card).decode


class Spellings:
    """The listings of a vocabulary with the terms of their oldest releases, in one query."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, kind: ListingKind) -> list[tuple[Listing, int, tuple[str, ...]]]:
        """Return the listings of a kind that are not empty, by term.

        Each has its count, and the terms that its oldest release names.
        """
        rows = self._database.execute(_OLDEST, (f"{kind}:", f"{kind};"))
        field = TERM_FIELDS[kind]
        return [(Listing.named(name), count, getattr(_decode(data).release, field)) for name, count, data in rows]
