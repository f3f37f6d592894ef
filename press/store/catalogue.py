"""Every `Card`, answering named questions. Nothing here gives all cards at once: an archive may be large.

Which listings a card stands in is decided when the card is made (`Card.listings`); those that follow from its changes
are added in `press.store.card_keys`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from press import rules
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.model import Body, Card, Listing, ListingKind
from press.store import card_keys
from press.store.database import Database, Value

_SCHEMA = """
CREATE TABLE IF NOT EXISTS card(source TEXT PRIMARY KEY, id TEXT UNIQUE, address TEXT, instant INTEGER, body TEXT,
    data BLOB) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS card_body ON card(body);
CREATE TABLE IF NOT EXISTS address(folded TEXT PRIMARY KEY, source TEXT) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS address_source ON address(source);
CREATE TABLE IF NOT EXISTS member(listing TEXT, instant INTEGER, source TEXT, PRIMARY KEY(listing, instant, source))
    WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS listing(name TEXT PRIMARY KEY, count INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS uses(name TEXT, source TEXT, PRIMARY KEY(name, source)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS moment(at INTEGER, source TEXT, PRIMARY KEY(at, source)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS staged(source TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS body(digest TEXT PRIMARY KEY, data BLOB);
"""
_LISTED = "SELECT data FROM member JOIN card USING (source) WHERE listing = ?"
_OLDEST_FIRST, _NEWEST_FIRST = "member.instant, source", "member.instant DESC, source DESC"
_FROM_OLDEST = """SELECT data FROM (SELECT instant AS at, source FROM member WHERE listing = ?
    ORDER BY instant, source LIMIT ? OFFSET ?) JOIN card USING (source) ORDER BY at, source"""
_FROM_NEWEST = _FROM_OLDEST.replace("instant, source LIMIT", "instant DESC, source DESC LIMIT")
NEAR = 4096
"""So many members of a listing are counted in a moment."""
_LAST = "\U0010ffff"
"""Sorts behind every other character."""
_TABLES = ("card", "address", "member", "listing", "uses", "moment", "body")
_decode_card = msgspec.json.Decoder(Card).decode
_encode_card = msgspec.json.Encoder().encode
_encode_body = msgspec.msgpack.Encoder().encode


class Catalogue:
    """The cards of a portal, in one SQLite connection whose transaction is the build's."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.execute(_SCHEMA)

    # Changes --------------------------------------------------------------------------------------------------

    def insert(self, card: Card) -> Iterator[Diagnostic]:
        """Insert a card.

        Yields an error for an id or address that another source has; then the card is not inserted.
        """
        conflicts = list(self._conflicts(card))
        if conflicts:
            yield from conflicts
            return
        release, source = card.release, card.release.source
        execute, many = self._database.execute, self._database.executemany
        execute(
            "INSERT INTO card VALUES (?, ?, ?, ?, ?, ?)",
            (source, release.id, card.address, card.instant, card.body, _encode_card(card)),
        )
        many("INSERT OR REPLACE INTO address VALUES (?, ?)", [(folded, source) for folded in card_keys.addresses(card)])
        many("INSERT OR IGNORE INTO uses VALUES (?, ?)", [(name, source) for name in card_keys.names_used(card)])
        many("INSERT OR IGNORE INTO moment VALUES (?, ?)", [(at, source) for at in card.moments])
        if card.public:
            members = list(card_keys.members(card))
            many("INSERT INTO member VALUES (?, ?, ?)", [(name, at, source) for name, at in members])
            many(
                "INSERT INTO listing VALUES (?, 1) ON CONFLICT DO UPDATE SET count = count + 1",
                [(name,) for name, _ in members],
            )

    def delete(self, card: Card) -> None:
        """Delete a card; `card` is as it was inserted."""
        source = card.release.source
        execute, many = self._database.execute, self._database.executemany
        execute("DELETE FROM card WHERE source = ?", (source,))
        execute("DELETE FROM address WHERE source = ?", (source,))
        many("DELETE FROM uses WHERE name = ? AND source = ?", [(name, source) for name in card_keys.names_used(card)])
        many("DELETE FROM moment WHERE at = ? AND source = ?", [(at, source) for at in card.moments])
        if card.public:
            members = list(card_keys.members(card))
            many(
                "DELETE FROM member WHERE listing = ? AND instant = ? AND source = ?",
                [(name, at, source) for name, at in members],
            )
            many("UPDATE listing SET count = count - 1 WHERE name = ?", [(name,) for name, _ in members])
            many("DELETE FROM listing WHERE name = ? AND count = 0", [(name,) for name, _ in members])

    def clear(self) -> None:
        """Delete every card and every body."""
        for table in _TABLES:
            self._database.execute(f"DELETE FROM {table}")  # noqa: S608 - names from the tuple above

    def insert_body(self, digest: str, body: bytes) -> None:
        """Keep an encoded body under the digest of the Markdown that it was made from."""
        self._database.execute("INSERT OR REPLACE INTO body VALUES (?, ?)", (digest, body))

    def delete_unused_bodies(self, digests: Iterable[str]) -> None:
        """Delete those of the bodies that no card names any more."""
        self._database.executemany(
            "DELETE FROM body WHERE digest = ?1 AND NOT EXISTS (SELECT 1 FROM card WHERE body = ?1)",
            [(digest,) for digest in sorted(set(digests))],
        )

    # Staged changes: the cards that will take the place of others -----------------------------------------------

    def stage(self, source: str, card: bytes | None) -> None:
        """Stage an encoded card, to take the place of the one that the source has now; None: the source is gone."""
        self._database.execute("INSERT OR REPLACE INTO staged VALUES (?, ?)", (source, card))

    def staged_sources(self) -> list[str]:
        """The sources for which something is staged, in order."""
        return [row[0] for row in self._database.execute("SELECT source FROM staged ORDER BY source")]

    def staged(self, source: str) -> Card | None:
        """The card that is staged for a source; None: the source is gone."""
        return self._one("SELECT data FROM staged WHERE source = ? AND data IS NOT NULL", source)

    def clear_staged(self) -> None:
        """Forget what was staged."""
        # Without WHERE, SQLite would write a page even where there is nothing to delete.
        self._database.execute("DELETE FROM staged WHERE true")

    # Single cards and bodies ------------------------------------------------------------------------------------

    def card(self, source: str) -> Card | None:
        """The card of a source file, public or not."""
        return self._one("SELECT data FROM card WHERE source = ?", source)

    def by_id(self, release_id: str) -> Card | None:
        """The card with an id, public or not."""
        return self._one("SELECT data FROM card WHERE id = ?", release_id)

    def at(self, address: str) -> Card | None:
        """The public card whose page, or former page, has an address."""
        found = self._one(
            "SELECT data FROM card JOIN address USING (source) WHERE folded = ?", card_keys.fold(address.rstrip("/"))
        )
        return found if found and found.public else None

    def page_at(self, address: str) -> Card | None:
        """The public card whose page has an address now."""
        found = self.at(address)
        return found if found and found.address == address else None

    def is_empty(self) -> bool:
        """Tell whether there is no card at all."""
        return self._database.execute("SELECT 1 FROM card LIMIT 1").fetchone() is None

    def sources(self) -> Iterator[str]:
        """The sources of all cards, in order."""
        return (source for (source,) in self._database.execute("SELECT source FROM card ORDER BY source").fetchall())

    def body(self, digest: str) -> bytes | None:
        """The encoded body that was made from the Markdown with this digest."""
        row = self._database.execute("SELECT data FROM body WHERE digest = ?", (digest,)).fetchone()
        return row[0] if row else None

    # Relations between cards ------------------------------------------------------------------------------------

    def translations(self, card: Card) -> list[Card]:
        """The other language versions of a release: what it translates, and what translates the same."""
        first = card.release.translation_of or card.release.id
        sources = self.using(f"id:{first}")
        if not sources and not card.release.translation_of:  # so it is for nearly all
            return []
        found = [self.by_id(first), *(self.card(source) for source in sources)]
        versions = {
            other.release.source: other
            for other in found
            if other and first in (other.release.id, other.release.translation_of)
        }
        versions.pop(card.release.source, None)
        return [versions[source] for source in sorted(versions)]

    def using(self, name: str) -> list[str]:
        """The sources of the cards that use a file, or name another release, in order."""
        query = "SELECT source FROM uses WHERE name = ? ORDER BY source"
        return [row[0] for row in self._database.execute(query, (name,))]

    def dependents(self, card: Card) -> set[str]:
        """The sources of the cards that link to a card, replace it, or are it in another language."""
        release = card.release
        names = (release.source, f"/{card.address.rstrip('/')}", f"id:{release.id}")
        found = {source for name in names for source in self.using(name)}
        return found | {other.release.source for other in self.translations(card)}

    # Listings ---------------------------------------------------------------------------------------------------

    def newest(self, listing: Listing, limit: int) -> list[Card]:
        """The newest of a listing, newest first; all of them where `limit` is -1."""
        return self._many(f"{_LISTED} ORDER BY {_NEWEST_FIRST} LIMIT ?", str(listing), limit)

    def last_changed(self, listing: Listing, limit: int) -> list[Card]:
        """Those of a listing that changed significantly, the last change first."""
        query = f"{_LISTED} ORDER BY {_NEWEST_FIRST} LIMIT ?"
        return self._many(query, card_keys.by_change(listing), limit)

    def oldest(self, listing: Listing, limit: int, offset: int = 0) -> list[Card]:
        """The oldest of a listing, oldest first: from these, numbered pages are cut. Counted from the nearer end."""
        newer = self.count(listing) - offset - limit
        if newer < offset:
            return self._many(_FROM_NEWEST, str(listing), max(0, limit + min(0, newer)), max(0, newer))
        return self._many(_FROM_OLDEST, str(listing), limit, offset)

    def since(self, listing: Listing, instant: int) -> list[Card]:
        """Those of a listing published at `instant` or later, newest first."""
        query = f"{_LISTED} AND member.instant >= ? ORDER BY {_NEWEST_FIRST}"
        return self._many(query, str(listing), instant)

    def older(self, card: Card, listing: Listing, limit: int = 1) -> list[Card]:
        """The nearest older ones of a listing, newest first."""
        query = f"{_LISTED} AND (member.instant, source) < (?, ?) ORDER BY {_NEWEST_FIRST} LIMIT ?"
        return self._many(query, str(listing), card.instant, card.release.source, limit)

    def newer(self, card: Card, listing: Listing, limit: int = 1) -> list[Card]:
        """The nearest newer ones of a listing, oldest first."""
        query = f"{_LISTED} AND (member.instant, source) > (?, ?) ORDER BY {_OLDEST_FIRST} LIMIT ?"
        return self._many(query, str(listing), card.instant, card.release.source, limit)

    def newer_addresses(self, card: Card, listing: Listing, limit: int = 1) -> list[str]:
        """The addresses of the nearest newer ones of a listing, oldest first."""
        query = (
            "SELECT address FROM member JOIN card USING (source) WHERE listing = ?"
            " AND (member.instant, source) > (?, ?) ORDER BY member.instant, source LIMIT ?"
        )
        values = (str(listing), card.instant, card.release.source, limit)
        return [row[0] for row in self._database.execute(query, values)]

    def count(self, listing: Listing) -> int:
        """How many stand in a listing."""
        row = self._database.execute("SELECT count FROM listing WHERE name = ?", (str(listing),)).fetchone()
        return int(row[0]) if row else 0

    def count_older(self, listing: Listing, instant: int) -> int:
        """How many of a listing are older than `instant`; in a long one, counted from the newest if that is near."""
        query = "SELECT count(*) FROM (SELECT 1 FROM member WHERE listing = ? AND instant >= ? LIMIT ?)"
        newer = int(self._database.execute(query, (str(listing), instant, NEAR)).fetchone()[0])
        if newer < NEAR:
            return self.count(listing) - newer
        query = "SELECT count(*) FROM member WHERE listing = ? AND instant < ?"
        return int(self._database.execute(query, (str(listing), instant)).fetchone()[0])

    def has_older(self, listing: Listing, instant: int) -> bool:
        """Tell whether something in a listing is older than `instant`."""
        query = "SELECT 1 FROM member WHERE listing = ? AND instant < ? LIMIT 1"
        return self._database.execute(query, (str(listing), instant)).fetchone() is not None

    def counts(self, kind: ListingKind, prefix: str = "") -> list[tuple[Listing, int]]:
        """The listings of a kind that are not empty, with their counts, in the order of their terms.

        Only those whose terms begin with `prefix`: the months of a year.
        """
        query = "SELECT name, count FROM listing WHERE name >= ? AND name < ? ORDER BY name"
        rows = self._database.execute(query, _range(kind, prefix))
        return [(Listing.named(name), count) for name, count in rows]

    def newest_instants(self, kind: ListingKind) -> list[tuple[Listing, int]]:
        """The listings of a kind that are not empty, each with what orders the newest in it, by their terms."""
        newest = "SELECT max(instant) FROM member WHERE listing = name"
        query = f"SELECT name, ({newest}) FROM listing WHERE name >= ? AND name < ? ORDER BY name"  # noqa: S608 - ours
        return [(Listing.named(name), instant) for name, instant in self._database.execute(query, _range(kind))]

    def neighbours(self, listing: Listing) -> tuple[Listing | None, Listing | None]:
        """The listings of the same kind before and after one, in the order of their terms; None: there is none."""
        first, last = _range(listing.kind)
        execute = self._database.execute
        before = execute("SELECT max(name) FROM listing WHERE name >= ? AND name < ?", (first, str(listing)))
        after = execute("SELECT min(name) FROM listing WHERE name > ? AND name < ?", (str(listing), last))
        found = (before.fetchone()[0], after.fetchone()[0])
        return Listing.named(found[0]) if found[0] else None, Listing.named(found[1]) if found[1] else None

    # The clock --------------------------------------------------------------------------------------------------

    def due(self, after: int, until: int) -> list[str]:
        """The sources that the clock alone changes between two times, whichever is the earlier; `after` excluded."""
        low, high = sorted((after, until))
        query = "SELECT DISTINCT source FROM moment WHERE at > ? AND at <= ? ORDER BY source"
        return [row[0] for row in self._database.execute(query, (low, high))]

    def upcoming(self, after: int) -> list[tuple[int, str]]:
        """When the clock alone will change which source, in order."""
        query = "SELECT at, source FROM moment WHERE at > ? ORDER BY at, source"
        return self._database.execute(query, (after,)).fetchall()

    def next_moment(self, after: int) -> int | None:
        """The next time at which the clock alone changes the site."""
        row = self._database.execute("SELECT min(at) FROM moment WHERE at > ?", (after,)).fetchone()
        return row[0] if row else None

    # ------------------------------------------------------------------------------------------------------------

    def _one(self, query: str, *values: Value) -> Card | None:
        row = self._database.execute(query, values).fetchone()
        return _decode_card(row[0]) if row else None

    def _many(self, query: str, *values: Value) -> list[Card]:
        return [_decode_card(row[0]) for row in self._database.execute(query, values)]

    def _conflicts(self, card: Card) -> Iterator[Diagnostic]:
        """An error for each id and address of a card that another source has."""
        release = card.release
        row = self._database.execute("SELECT source FROM card WHERE id = ?", (release.id,)).fetchone()
        if row:
            yield rules.DUPLICATE_ID.broken(
                Place(release.source, release.lines.get("id", 1)),
                N_("the id “{id}” is already that of {other}"), N_("give one of the two a new id"),
                id=release.id, other=row[0],
            )  # fmt: skip
        for folded in card_keys.addresses(card):
            row = self._database.execute("SELECT source FROM address WHERE folded = ?", (folded,)).fetchone()
            if row and row[0] != release.source:
                yield rules.ADDRESS.broken(
                    Place(release.source, release.lines.get("slug", 1)),
                    N_("the address /{address}/ is already that of {other}"), N_("give one of the two another slug"),
                    address=folded, other=row[0],
                )  # fmt: skip


def encode_card(card: Card) -> bytes:
    """A card as the catalogue keeps it."""
    return _encode_card(card)


def encode_body(body: Body) -> bytes:
    """A body as the catalogue keeps it, and as it travels to workers."""
    return _encode_body(body)


def _range(kind: ListingKind, prefix: str = "") -> tuple[str, str]:
    """The names between which the listings of a kind stand: the first that may be one, and one behind the last."""
    return f"{kind}:{prefix}", f"{kind}:{prefix}{_LAST}"
