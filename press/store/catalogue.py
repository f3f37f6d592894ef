"""The catalogue: every `Card`, with one method for each query. None returns all cards: an archive may be large.

The listings of a card are determined when the card is made (`Card.listings`); those that follow from its changes are
added in `press.store.card_keys`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from press.model import Card, Listing, ListingKind, TakenPath
from press.model.encoding import decode_body, decode_card, encode_card
from press.page_ids import ids_in
from press.store import card_keys
from press.store.database import Database, Value
from press.store.prints import Prints
from press.store.published import PublishedPaths, of_release
from press.store.spellings import Spellings
from press.store.staged import Staged

_SCHEMA = """
CREATE TABLE IF NOT EXISTS card(source TEXT PRIMARY KEY, id TEXT UNIQUE, address TEXT NOT NULL, instant INTEGER,
    body TEXT, data BLOB NOT NULL) WITHOUT ROWID, STRICT;
CREATE INDEX IF NOT EXISTS card_body ON card(body);
CREATE TABLE IF NOT EXISTS address(path TEXT PRIMARY KEY, source TEXT NOT NULL, is_whole INTEGER)
    WITHOUT ROWID, STRICT;
CREATE INDEX IF NOT EXISTS address_source ON address(source);
CREATE TABLE IF NOT EXISTS member(listing TEXT, instant INTEGER, source TEXT, PRIMARY KEY(listing, instant, source))
    WITHOUT ROWID, STRICT;
CREATE TABLE IF NOT EXISTS listing(name TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID, STRICT;
CREATE TABLE IF NOT EXISTS uses(name TEXT, source TEXT, PRIMARY KEY(name, source)) WITHOUT ROWID, STRICT;
CREATE TABLE IF NOT EXISTS moment(at INTEGER, source TEXT, PRIMARY KEY(at, source)) WITHOUT ROWID, STRICT;
CREATE TABLE IF NOT EXISTS hidden(source TEXT PRIMARY KEY) WITHOUT ROWID, STRICT;
CREATE TABLE IF NOT EXISTS body(digest TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT;
"""
_LISTED = "SELECT data FROM member JOIN card USING (source) WHERE listing = ?"
_NEWEST_FIRST = "member.instant DESC, source DESC"
_NEWEST = f"{_LISTED} ORDER BY {_NEWEST_FIRST} LIMIT ?"
_SINCE = f"{_LISTED} AND member.instant >= ? ORDER BY {_NEWEST_FIRST}"
_NEWER = """FROM member JOIN card USING (source) WHERE listing = ? AND (member.instant, source) > (?, ?)
    ORDER BY member.instant, source LIMIT ?"""
_FROM_OLDEST = """SELECT data FROM (SELECT instant AS at, source FROM member WHERE listing = ?
    ORDER BY instant, source LIMIT ? OFFSET ?) JOIN card USING (source) ORDER BY at, source"""
_FROM_NEWEST = _FROM_OLDEST.replace("instant, source LIMIT", "instant DESC, source DESC LIMIT")
_OLDER_SOURCES = """SELECT instant, source, EXISTS (SELECT 1 FROM member AS other WHERE other.listing = ?
        AND other.instant = member.instant AND other.source = member.source)
    FROM member WHERE listing = ? AND (instant, source) < (?, ?) ORDER BY instant DESC, source DESC LIMIT ?"""
_IN_WORK = """SELECT data FROM (SELECT source, data, CAST(data AS TEXT) AS card FROM card)
    WHERE card ->> '$.state' IN ('draft', 'scheduled') OR card -> '$.release.review' IS NOT NULL ORDER BY source"""
MAX_COUNTED = 4096
"""Up to this many members of a listing, `count_older` counts from the newest, which is quick."""
_LAST = "\U0010ffff"
"""The last character in the sort order."""
_TABLES = ("card", "address", "member", "listing", "uses", "moment", "hidden")


class Catalogue:
    """The cards of a portal, in one SQLite connection whose transaction is the build's."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.execute(_SCHEMA)
        self.published = PublishedPaths(database)
        """Every path that was ever published; `clear` keeps them."""
        self.staged = Staged(database)
        self.spellings = Spellings(database)
        self.prints = Prints(database)

    # Changes --------------------------------------------------------------------------------------------------

    def insert(self, card: Card, taken: Iterable[TakenPath]) -> None:
        """Insert a card with the paths that it takes; neither its id nor one of these is another card's."""
        release, source = card.release, card.release.source
        execute, many = self._database.execute, self._database.executemany
        execute(
            "INSERT INTO card VALUES (?, ?, ?, ?, ?, ?)",
            (source, card_keys.id_of(release), card.address, card.instant, card.body, encode_card(card)),
        )
        many("INSERT OR REPLACE INTO address VALUES (?, ?, ?)", [(one.path, source, one.is_whole) for one in taken])
        many("INSERT OR IGNORE INTO uses VALUES (?, ?)", [(name, source) for name in card_keys.names_used(card)])
        many("INSERT OR IGNORE INTO moment VALUES (?, ?)", [(at, source) for at in card.moments])
        if not card.public:
            execute("INSERT INTO hidden VALUES (?)", (source,))
        else:
            members = list(card_keys.members(card))
            many("INSERT INTO member VALUES (?, ?, ?)", [(name, at, source) for name, at in members])
            many(
                "INSERT INTO listing VALUES (?, 1) ON CONFLICT DO UPDATE SET count = count + 1",
                [(name,) for name, _ in members],
            )

    def delete(self, card: Card) -> None:
        """Delete a card; `card` must be as it was inserted."""
        source = card.release.source
        execute, many = self._database.execute, self._database.executemany
        execute("DELETE FROM card WHERE source = ?", (source,))
        execute("DELETE FROM address WHERE source = ?", (source,))
        many("DELETE FROM uses WHERE name = ? AND source = ?", [(name, source) for name in card_keys.names_used(card)])
        many("DELETE FROM moment WHERE at = ? AND source = ?", [(at, source) for at in card.moments])
        if not card.public:
            execute("DELETE FROM hidden WHERE source = ?", (source,))
        else:
            members = list(card_keys.members(card))
            many(
                "DELETE FROM member WHERE listing = ? AND instant = ? AND source = ?",
                [(name, at, source) for name, at in members],
            )
            many("UPDATE listing SET count = count - 1 WHERE name = ?", [(name,) for name, _ in members])
            many("DELETE FROM listing WHERE name = ? AND count = 0", [(name,) for name, _ in members])

    def set_savepoint(self) -> None:
        """Remember the state of the transaction, of the ledger too."""
        self._database.execute("SAVEPOINT staged")

    def return_to_savepoint(self) -> None:
        """Undo everything since `set_savepoint`."""
        self._database.execute("ROLLBACK TO staged")

    def clear(self) -> None:
        """Delete every card."""
        for table in _TABLES:
            self._database.execute(f"DELETE FROM {table}")  # noqa: S608 - names from the tuple above

    def insert_body(self, digest: str, body: bytes) -> None:
        """Store an encoded body under the digest of the Markdown from which it was made."""
        self._database.execute("INSERT OR REPLACE INTO body VALUES (?, ?)", (digest, body))

    def delete_unused_bodies(self, digests: Iterable[str]) -> None:
        """Delete those of the bodies that no card uses any more."""
        self._database.executemany(
            "DELETE FROM body WHERE digest = ?1 AND NOT EXISTS (SELECT 1 FROM card WHERE body = ?1)",
            [(digest,) for digest in sorted(set(digests))],
        )

    def delete_all_unused_bodies(self) -> None:
        """Delete every body that no card uses."""
        self._database.execute("DELETE FROM body WHERE digest NOT IN (SELECT body FROM card)")

    # Single cards and bodies ------------------------------------------------------------------------------------

    def card(self, source: str) -> Card | None:
        """Return the card of a source file, public or not."""
        return self._one("SELECT data FROM card WHERE source = ?", source)

    def linked(self, name: str) -> Card | None:
        """Return the card of the text that a link names; its path may have another Unicode form."""
        sources = [] if name.isascii() else self.using(card_keys.own_name(name))
        return self.card(sources[0] if sources and name not in sources else name)

    def names_in(self, folder: str) -> list[str]:
        """Return the names of the source files in a folder, also of those that are no texts, in order."""
        query = "SELECT path FROM source WHERE path > ? AND path < ? ORDER BY path"
        paths = (path for (path,) in self._database.execute(query, (f"{folder}/", f"{folder}0")))
        return [path.rpartition("/")[2] for path in paths if path.rpartition("/")[0] == folder]

    def by_id(self, release_id: str) -> Card | None:
        """Return the card with an id, public or not: with `card_keys.pulled_id`, that of another portal's release."""
        return self._one("SELECT data FROM card WHERE id = ?", release_id)

    def at(self, address: str) -> Card | None:
        """Return the public card that has an address, or had it before."""
        found = self._one(
            "SELECT data FROM card JOIN address USING (source) WHERE path = ?", card_keys.fold(address.rstrip("/"))
        )
        return found if found and found.public else None

    def page_at(self, address: str) -> Card | None:
        """Return the public card that has an address now."""
        found = self.at(address)
        return found if found and found.address == address else None

    def moved_from(self, address: str) -> Card | None:
        """Return the first public card that had an address before the language was a part of it."""
        former = f"{address.strip('/')}/"
        cards = (self.card(source) for source in self.using(card_keys.former_name(former)))
        return next((card for card in cards if card and card.former == former and card.public), None)

    def taken(self, paths: Iterable[str]) -> list[tuple[TakenPath, str]]:
        """Return those of some paths that are taken, each with the source of its card."""
        query = "SELECT path, is_whole, source FROM address WHERE path = ?"
        rows = (self._database.execute(query, (path,)).fetchone() for path in paths)
        return [(TakenPath(row[0], bool(row[1])), row[2]) for row in rows if row]

    def taken_below(self, path: str) -> list[tuple[TakenPath, str]]:
        """Return the taken paths below a path, each with the source of its card."""
        query = "SELECT path, is_whole, source FROM address WHERE path > ? AND path < ? ORDER BY path"
        rows = self._database.execute(query, (f"{path}/", f"{path}0"))
        return [(TakenPath(row[0], bool(row[1])), row[2]) for row in rows]

    def is_empty(self) -> bool:
        """Tell whether there are no cards."""
        return self._database.execute("SELECT 1 FROM card LIMIT 1").fetchone() is None

    def sources(self) -> Iterator[str]:
        """Return the sources of all cards, in order."""
        return (source for (source,) in self._database.execute("SELECT source FROM card ORDER BY source").fetchall())

    def body(self, digest: str) -> bytes | None:
        """Return the encoded body that was made from the Markdown with this digest."""
        row = self._database.execute("SELECT data FROM body WHERE digest = ?", (digest,)).fetchone()
        return row[0] if row else None

    def anchors(self, card: Card) -> frozenset[str]:
        """Return the ids in the text of a card, to which links may lead."""
        return ids_in(self.html(card))

    def html(self, card: Card) -> str:
        """Return the text of a card as HTML."""
        encoded = self.body(card.body)
        return decode_body(encoded).html if encoded else ""

    def hidden(self) -> list[str]:
        """Return the sources of the cards that are not public, in order."""
        return [row[0] for row in self._database.execute("SELECT source FROM hidden ORDER BY source")]

    def in_work(self) -> list[Card]:
        """Return the cards of drafts, scheduled releases, and those with a day of review. Reads the whole archive."""
        return self._many(_IN_WORK)

    def public_data(self) -> Iterator[bytes]:
        """Yield the encoded cards and bodies of all that is public: the texts in them are UTF-8."""
        public = "SELECT {} FROM card WHERE source NOT IN (SELECT source FROM hidden)"
        for query in (public.format("data"), f"SELECT data FROM body WHERE digest IN ({public.format('body')})"):  # noqa: S608 - constants
            yield from (row[0] for row in self._database.execute(query))

    # Relations between cards ------------------------------------------------------------------------------------

    def translations(self, card: Card) -> list[Card]:
        """Return the other language versions of a release: what it translates, and other translations of the same."""
        first = card.release.translation_of or card.release.id
        sources = self.using(f"id:{first}")
        if not sources and not card.release.translation_of:  # true for nearly all releases
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
        """Return the sources of the cards that use a name (of a file or another release), in order."""
        query = "SELECT source FROM uses WHERE name = ? ORDER BY source"
        return [row[0] for row in self._database.execute(query, (card_keys.composed(name),))]

    def linking_below(self, name: str) -> list[str]:
        """Return the sources of the cards that link to an address of the site, or to one below it, in order."""
        query = "SELECT DISTINCT source FROM uses WHERE name = ? OR (name > ? AND name < ?) ORDER BY source"
        return [row[0] for row in self._database.execute(query, (name, f"{name}/", f"{name}0"))]

    def dependents(self, card: Card) -> set[str]:
        """Return the sources of the cards that link to a card, that it replaces, or that are its translations."""
        release = card.release
        lost = self.published.lost_of(of_release(release.id))
        paths = (card.address, card.former, *release.aliases, *lost)
        addresses = (card_keys.address_name(path) for path in paths if path)
        names = (release.source, *addresses, f"id:{release.id}")
        found = {source for name in names for source in self.using(name)}
        return found | {other.release.source for other in self.translations(card)}

    # Listings ---------------------------------------------------------------------------------------------------

    def name_of(self, listing: Listing) -> str:
        """Return the name under which the members of a listing are stored: those of an edition have their own."""
        return str(listing)

    def newest(self, listing: Listing, limit: int) -> list[Card]:
        """Return the newest cards of a listing, newest first; all of them if `limit` is -1."""
        return self._many(_NEWEST, self.name_of(listing), limit)

    def last_changed(self, listing: Listing, limit: int) -> list[Card]:
        """Return the cards of a listing that changed significantly, the last change first."""
        return self._many(_NEWEST, card_keys.by_change(self.name_of(listing)), limit)

    def oldest(self, listing: Listing, limit: int, offset: int = 0) -> list[Card]:
        """Return the oldest cards of a listing, oldest first, for numbered pages. Counted from the nearer end."""
        newer = self.count(listing) - offset - limit
        if newer < offset:
            return self._many(_FROM_NEWEST, self.name_of(listing), max(0, limit + min(0, newer)), max(0, newer))
        return self._many(_FROM_OLDEST, self.name_of(listing), limit, offset)

    def since(self, listing: Listing, instant: int) -> list[Card]:
        """Return the cards of a listing that were published at `instant` or later, newest first."""
        return self._many(_SINCE, self.name_of(listing), instant)

    def older_sources(self, card: Card, listing: Listing, other: Listing, limit: int) -> list[tuple[int, str, int]]:
        """Return the next older cards of a listing: the time and source of each, and if it is in another (1 or 0)."""
        values = (self.name_of(other), self.name_of(listing), card.instant, card.release.source, limit)
        return self._database.execute(_OLDER_SOURCES, values).fetchall()

    def newer(self, card: Card, listing: Listing, limit: int = 1) -> list[Card]:
        """Return the next newer cards of a listing, oldest first."""
        return self._many(f"SELECT data {_NEWER}", self.name_of(listing), card.instant, card.release.source, limit)

    def newer_addresses(self, card: Card, listing: Listing, limit: int = 1) -> list[str]:
        """Return the addresses of the next newer cards of a listing, oldest first."""
        values = (self.name_of(listing), card.instant, card.release.source, limit)
        return [row[0] for row in self._database.execute(f"SELECT address {_NEWER}", values)]

    def count(self, listing: Listing) -> int:
        """Return the number of cards in a listing."""
        row = self._database.execute("SELECT count FROM listing WHERE name = ?", (self.name_of(listing),)).fetchone()
        return int(row[0]) if row else 0

    def count_older(self, listing: Listing, instant: int) -> int:
        """Return how many cards of a listing are older than `instant`. Counted from the newest if it is near to it."""
        query = "SELECT count(*) FROM (SELECT 1 FROM member WHERE listing = ? AND instant >= ? LIMIT ?)"
        newer = int(self._database.execute(query, (self.name_of(listing), instant, MAX_COUNTED)).fetchone()[0])
        if newer < MAX_COUNTED:
            return self.count(listing) - newer
        query = "SELECT count(*) FROM member WHERE listing = ? AND instant < ?"
        return int(self._database.execute(query, (self.name_of(listing), instant)).fetchone()[0])

    def has_older(self, listing: Listing, instant: int) -> bool:
        """Tell whether a card of a listing is older than `instant`."""
        query = "SELECT 1 FROM member WHERE listing = ? AND instant < ? LIMIT 1"
        return self._database.execute(query, (self.name_of(listing), instant)).fetchone() is not None

    def counts(self, kind: ListingKind, prefix: str = "", lang: str = "") -> list[tuple[Listing, int]]:
        """Return the listings of a kind, or an edition's, that are not empty, by term, if that begins with `prefix`."""
        query = "SELECT name, count FROM listing WHERE name >= ? AND name < ? ORDER BY name"
        rows = self._database.execute(query, _name_range(f"{lang}/{kind}" if lang else kind, prefix))
        return [(Listing.named(name), count) for name, count in rows]

    def newest_instants(self, kind: ListingKind) -> list[tuple[Listing, int]]:
        """Return the listings of a kind that are not empty, each with the sort key of its newest card, by term."""
        newest = "SELECT max(instant) FROM member WHERE listing = name"
        query = f"SELECT name, ({newest}) FROM listing WHERE name >= ? AND name < ? ORDER BY name"  # noqa: S608 - constant
        return [(Listing.named(name), instant) for name, instant in self._database.execute(query, _name_range(kind))]

    def neighbours(self, listing: Listing) -> tuple[Listing | None, Listing | None]:
        """Return the listings of the same kind before and after one, in the order of terms; None if there is none."""
        first, last = _name_range(listing.kind)
        execute = self._database.execute
        before = execute("SELECT max(name) FROM listing WHERE name >= ? AND name < ?", (first, str(listing)))
        after = execute("SELECT min(name) FROM listing WHERE name > ? AND name < ?", (str(listing), last))
        older, newer = (Listing.named(name) if name else None for ((name,),) in (before, after))
        return older, newer

    # Changes by time --------------------------------------------------------------------------------------------

    def due(self, after: int, until: int) -> list[str]:
        """Return the sources that change because of their dates between two times, in any order; `after` excluded."""
        query = "SELECT DISTINCT source FROM moment WHERE at > ? AND at <= ? ORDER BY source"
        return [row[0] for row in self._database.execute(query, tuple(sorted((after, until))))]

    def upcoming(self, after: int) -> list[tuple[int, str]]:
        """Return the times at which sources will change because of their dates, in order."""
        query = "SELECT at, source FROM moment WHERE at > ? ORDER BY at, source"
        return self._database.execute(query, (after,)).fetchall()

    def next_moment(self, after: int) -> int | None:
        """Return the next time at which the site changes because of a date."""
        row = self._database.execute("SELECT min(at) FROM moment WHERE at > ?", (after,)).fetchone()
        return row[0] if row else None

    def _one(self, query: str, *values: Value) -> Card | None:
        row = self._database.execute(query, values).fetchone()
        return decode_card(row[0]) if row else None

    def _many(self, query: str, *values: Value) -> list[Card]:
        return [decode_card(row[0]) for row in self._database.execute(query, values)]


def _name_range(kind: str, prefix: str = "") -> tuple[str, str]:
    """Return the range of the names of a kind's listings: the first possible name, and one after the last."""
    return f"{kind}:{prefix}", f"{kind}:{prefix}{_LAST}"
