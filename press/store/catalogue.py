"""Every `Card`, answering named questions. Ask it, never load it: nothing here gives all releases at once as a list.

A *listing* is a named set of public releases in the order of their dates: ``all``, ``kind:news``, ``topic:air``,
``month:2026-03``. Which listings a card stands in, its maker says (`Card.listings`). One that changed significantly
also stands in ``changes/topic:air`` and the like, in the order of the changes; in ``changes`` and ``changes:2026`` if
it was corrected or withdrawn; in ``sitemap:2026-03`` or ``sitemap:pages`` if search engines may know it. A *name* is
anything that one card may say of another or of a file: ``posts/2026/03/x.md``, ``posts/2026/03/foto.jpg``,
``id:2026-0042``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from press.errors import N_, Diagnostic, Place, error
from press.model import Body, Card
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
_NEAR = 4096
"""Members of a listing that are counted in a moment."""
_TABLES = ("card", "address", "member", "listing", "uses", "moment", "body")
_card = msgspec.json.Decoder(Card).decode
_json = msgspec.json.Encoder().encode
_pack = msgspec.msgpack.Encoder().encode


class Catalogue:
    """The cards of a portal, in one SQLite connection whose transaction is the build's."""

    def __init__(self, db: Database) -> None:
        self._db = db
        db.execute(_SCHEMA)

    # What changes it ------------------------------------------------------------------------------------------

    def put(self, card: Card) -> Iterator[Diagnostic]:
        """Take a card in.

        Yields an error for an id or address that another source has; then the card is not in.
        """
        taken = list(self._taken(card))
        if taken:
            yield from taken
            return
        release, source = card.release, card.release.source
        execute, many = self._db.execute, self._db.executemany
        execute(
            "INSERT INTO card VALUES (?, ?, ?, ?, ?, ?)",
            (source, release.id, card.address, card.instant, card.body, _json(card)),
        )
        many("INSERT OR REPLACE INTO address VALUES (?, ?)", [(folded, source) for folded in card_keys.folded(card)])
        many("INSERT OR IGNORE INTO uses VALUES (?, ?)", [(name, source) for name in card_keys.names_used(card)])
        many("INSERT OR IGNORE INTO moment VALUES (?, ?)", [(at, source) for at in card.moments])
        if card.public:
            members = list(card_keys.members(card))
            many("INSERT INTO member VALUES (?, ?, ?)", [(name, at, source) for name, at in members])
            many(
                "INSERT INTO listing VALUES (?, 1) ON CONFLICT DO UPDATE SET count = count + 1",
                [(name,) for name, _ in members],
            )

    def take_out(self, card: Card) -> None:
        """Take a card out; `card` is as it was put in."""
        source = card.release.source
        execute, many = self._db.execute, self._db.executemany
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

    def stage(self, source: str, card: bytes) -> None:
        """Lay a packed card ready to take the place of what the source has now; nothing: the source is gone."""
        self._db.execute("INSERT OR REPLACE INTO staged VALUES (?, ?)", (source, card or None))

    def staged_sources(self) -> list[str]:
        """The sources that something was staged for, in order."""
        return [row[0] for row in self._db.execute("SELECT source FROM staged ORDER BY source")]

    def staged(self, source: str) -> Card | None:
        """The card that was staged for a source; None: it is gone."""
        return self._one("SELECT data FROM staged WHERE source = ? AND data IS NOT NULL", source)

    def unstage(self) -> None:
        """Clear what was staged."""
        self._db.execute("DELETE FROM staged WHERE true")  # without WHERE, SQLite writes even where there is nothing

    def clear(self) -> None:
        """Take every card out, and every body."""
        for table in _TABLES:
            self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - names from the tuple above

    def keep(self, digest: str, body: bytes) -> None:
        """Keep a packed body under the digest of the Markdown that it was made from."""
        self._db.execute("INSERT OR REPLACE INTO body VALUES (?, ?)", (digest, body))

    def forget(self, digests: Iterable[str]) -> None:
        """Let go of those of the bodies that no card names any more."""
        self._db.executemany(
            "DELETE FROM body WHERE digest = ?1 AND NOT EXISTS (SELECT 1 FROM card WHERE body = ?1)",
            [(digest,) for digest in sorted(set(digests))],
        )

    # What it answers ------------------------------------------------------------------------------------------

    def card(self, source: str) -> Card | None:
        """The card of a source file, public or not."""
        return self._one("SELECT data FROM card WHERE source = ?", source)

    def by_id(self, release_id: str) -> Card | None:
        """The card with an id, public or not."""
        return self._one("SELECT data FROM card WHERE id = ?", release_id)

    def family(self, card: Card) -> list[Card]:
        """The other language versions of a release: what it translates, and what translates the same."""
        first = card.release.translation_of or card.release.id
        names = [row[0] for row in self._db.execute("SELECT source FROM uses WHERE name = ?", (f"id:{first}",))]
        if not names and not card.release.translation_of:  # as of nearly all
            return []
        found = [self.by_id(first), *(self.card(name) for name in names)]
        versions = {
            other.release.source: other
            for other in found
            if other and first in (other.release.id, other.release.translation_of)
        }
        versions.pop(card.release.source, None)
        return [versions[source] for source in sorted(versions)]

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
        return self._db.execute("SELECT 1 FROM card LIMIT 1").fetchone() is None

    def sources(self) -> Iterator[str]:
        """The sources of all cards, in order."""
        return (source for (source,) in self._db.execute("SELECT source FROM card ORDER BY source").fetchall())

    def body(self, digest: str) -> bytes | None:
        """The body that was made from the Markdown with this digest, packed."""
        row = self._db.execute("SELECT data FROM body WHERE digest = ?", (digest,)).fetchone()
        return row[0] if row else None

    def newest(self, listing: str, limit: int) -> list[Card]:
        """The newest of a listing, newest first."""
        return self._many(f"{_LISTED} ORDER BY {_NEWEST_FIRST} LIMIT ?", listing, limit)

    def oldest(self, listing: str, limit: int, offset: int = 0) -> list[Card]:
        """The oldest of a listing, oldest first: what numbered pages are cut from. Counted off from the nearer end."""
        newer = self.count(listing) - offset - limit
        if newer < offset:
            return self._many(_FROM_NEWEST, listing, max(0, limit + min(0, newer)), max(0, newer))
        return self._many(_FROM_OLDEST, listing, limit, offset)

    def since(self, listing: str, instant: int) -> list[Card]:
        """Those of a listing published at `instant` or later, newest first."""
        return self._many(f"{_LISTED} AND member.instant >= ? ORDER BY {_NEWEST_FIRST}", listing, instant)

    def older(self, card: Card, listing: str, limit: int = 1) -> list[Card]:
        """The nearest older ones of a listing, newest first."""
        query = f"{_LISTED} AND (member.instant, source) < (?, ?) ORDER BY {_NEWEST_FIRST} LIMIT ?"
        return self._many(query, listing, card.instant, card.release.source, limit)

    def newer(self, card: Card, listing: str, limit: int = 1) -> list[Card]:
        """The nearest newer ones of a listing, oldest first."""
        query = f"{_LISTED} AND (member.instant, source) > (?, ?) ORDER BY {_OLDEST_FIRST} LIMIT ?"
        return self._many(query, listing, card.instant, card.release.source, limit)

    def newer_addresses(self, card: Card, listing: str, limit: int = 1) -> list[str]:
        """The addresses of the nearest newer ones of a listing, oldest first."""
        query = (
            "SELECT address FROM member JOIN card USING (source) WHERE listing = ?"
            " AND (member.instant, source) > (?, ?) ORDER BY member.instant, source LIMIT ?"
        )
        return [row[0] for row in self._db.execute(query, (listing, card.instant, card.release.source, limit))]

    def count(self, listing: str) -> int:
        """How many stand in a listing."""
        row = self._db.execute("SELECT count FROM listing WHERE name = ?", (listing,)).fetchone()
        return int(row[0]) if row else 0

    def before(self, listing: str, instant: int) -> int:
        """How many of a listing are older than `instant`; of a long one, counted from the newest if that is near."""
        query = "SELECT count(*) FROM (SELECT 1 FROM member WHERE listing = ? AND instant >= ? LIMIT ?)"
        newer = int(self._db.execute(query, (listing, instant, _NEAR)).fetchone()[0])
        if newer < _NEAR:
            return self.count(listing) - newer
        query = "SELECT count(*) FROM member WHERE listing = ? AND instant < ?"
        return int(self._db.execute(query, (listing, instant)).fetchone()[0])

    def has_before(self, listing: str, instant: int) -> bool:
        """Tell whether something in a listing is older than `instant`."""
        query = "SELECT 1 FROM member WHERE listing = ? AND instant < ? LIMIT 1"
        return self._db.execute(query, (listing, instant)).fetchone() is not None

    def listings(self, prefix: str) -> list[tuple[str, int]]:
        """The listings that begin so, with their counts, in the order of their names."""
        query = "SELECT name, count FROM listing WHERE name >= ? AND name < ? ORDER BY name"
        return self._db.execute(query, (prefix, prefix + "\U0010ffff")).fetchall()

    def latest(self, prefix: str) -> list[tuple[str, int]]:
        """The listings that begin so, in the order of their names, with the time by which the newest in each stands."""
        newest = "SELECT max(instant) FROM member WHERE listing = name"
        query = f"SELECT name, ({newest}) FROM listing WHERE name >= ? AND name < ? ORDER BY name"  # noqa: S608  ours
        return self._db.execute(query, (prefix, prefix + "\U0010ffff")).fetchall()

    def beside(self, listing: str) -> tuple[str, str]:
        """The listings of the same prefix before and after one in the order of their names; ``""``: none."""
        prefix = listing[: listing.index(":") + 1]
        execute = self._db.execute
        before = "SELECT max(name) FROM listing WHERE name >= ? AND name < ?"
        after = "SELECT min(name) FROM listing WHERE name > ? AND name < ?"
        found = (
            execute(before, (prefix, listing)).fetchone()[0],
            execute(after, (listing, prefix + "\U0010ffff")).fetchone()[0],
        )
        return found[0] or "", found[1] or ""

    def using(self, name: str) -> list[str]:
        """The sources of the cards that use a file, or name another release, in order."""
        return [row[0] for row in self._db.execute("SELECT source FROM uses WHERE name = ? ORDER BY source", (name,))]

    def companions(self, card: Card) -> set[str]:
        """The sources of the cards that link to a card, replace it, or are it in another language."""
        release = card.release
        names = (release.source, f"/{card.address.rstrip('/')}", f"id:{release.id}")
        found = {source for name in names for source in self.using(name)}
        return found | {other.release.source for other in self.family(card)}

    def due(self, after: int, until: int) -> list[str]:
        """The sources that the clock alone changes in between, whichever way it went; `after` excluded."""
        low, high = sorted((after, until))
        query = "SELECT DISTINCT source FROM moment WHERE at > ? AND at <= ? ORDER BY source"
        return [row[0] for row in self._db.execute(query, (low, high))]

    def upcoming(self, after: int) -> list[tuple[int, str]]:
        """When the clock alone will change which source, in order."""
        return self._db.execute("SELECT at, source FROM moment WHERE at > ? ORDER BY at, source", (after,)).fetchall()

    def next_moment(self, after: int) -> int | None:
        """The next time at which the clock alone changes the site."""
        row = self._db.execute("SELECT min(at) FROM moment WHERE at > ?", (after,)).fetchone()
        return row[0] if row else None

    # How ------------------------------------------------------------------------------------------------------

    def _one(self, query: str, *values: Value) -> Card | None:
        row = self._db.execute(query, values).fetchone()
        return _card(row[0]) if row else None

    def _many(self, query: str, *values: Value) -> list[Card]:
        return [_card(row[0]) for row in self._db.execute(query, values)]

    def _taken(self, card: Card) -> Iterator[Diagnostic]:
        """One address, one source; one id, one source: an error names both."""
        release = card.release
        row = self._db.execute("SELECT source FROM card WHERE id = ?", (release.id,)).fetchone()
        if row:
            yield error(
                Place(release.source, release.lines.get("id", 1)), "duplicate-id",
                N_("the id “{id}” is already that of {other}"), N_("give one of the two a new id"),
                id=release.id, other=row[0],
            )  # fmt: skip
        for folded in card_keys.folded(card):
            row = self._db.execute("SELECT source FROM address WHERE folded = ?", (folded,)).fetchone()
            if row and row[0] != release.source:
                yield error(
                    Place(release.source, release.lines.get("slug", 1)), "address",
                    N_("the address /{address}/ is already that of {other}"), N_("give one of the two another slug"),
                    address=folded, other=row[0],
                )  # fmt: skip


def packed_card(card: Card) -> bytes:
    """A card as it is kept."""
    return _json(card)


def packed_body(body: Body) -> bytes:
    """A body as it is kept, and as it travels."""
    return _pack(body)
