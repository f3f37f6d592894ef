"""Every `Card`, answering named questions. Ask it, never load it: nothing here gives all releases at once as a list.

A *listing* is a named set of public releases in the order of their dates: ``all``, ``kind:news``, ``topic:air``,
``month:2026-03``. Which listings a card stands in, its maker says (`Card.listings`). One that changed significantly
also stands in ``changes/topic:air`` and the like, in the order of the changes; in ``changes`` and ``changes:2026`` if
it was corrected or withdrawn; in ``sitemap:2026-03`` or ``sitemap:pages`` if search engines may know it. A *name* is
anything that one card may say of another or of a file: ``posts/2026/03/x.md``, ``posts/2026/03/foto.jpg``,
``id:2026-0042``.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from posixpath import dirname, normpath
from urllib.parse import unquote, urlsplit

import msgspec

from press.errors import N_, Diagnostic, Place, error
from press.model import Body, Card, Kind, Release, State

_SCHEMA = """
CREATE TABLE IF NOT EXISTS card(source TEXT PRIMARY KEY, id TEXT UNIQUE, address TEXT, instant INTEGER, body TEXT,
    data BLOB) WITHOUT ROWID;
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
_OF_A_TIME = ("month:", "year:", "search:")
_TABLES = ("card", "address", "member", "listing", "uses", "moment")
_card = msgspec.json.Decoder(Card).decode
_body = msgspec.msgpack.Decoder(Body).decode
_json = msgspec.json.Encoder().encode
_pack = msgspec.msgpack.Encoder().encode


class Catalogue:
    """The cards of a portal, in one SQLite connection whose transaction is the build's."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        db.executescript(_SCHEMA)

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
        many("INSERT OR REPLACE INTO address VALUES (?, ?)", [(folded, source) for folded in _folded(card)])
        many("INSERT OR IGNORE INTO uses VALUES (?, ?)", [(name, source) for name in names_used(card)])
        many("INSERT OR IGNORE INTO moment VALUES (?, ?)", [(at, source) for at in card.moments])
        if card.public:
            members = list(_members(card))
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
        many("DELETE FROM uses WHERE name = ? AND source = ?", [(name, source) for name in names_used(card)])
        many("DELETE FROM moment WHERE at = ? AND source = ?", [(at, source) for at in card.moments])
        if card.public:
            members = list(_members(card))
            many(
                "DELETE FROM member WHERE listing = ? AND instant = ? AND source = ?",
                [(name, at, source) for name, at in members],
            )
            many("UPDATE listing SET count = count - 1 WHERE name = ?", [(name,) for name, _ in members])
            many("DELETE FROM listing WHERE name = ? AND count = 0", [(name,) for name, _ in members])

    def stage(self, source: str, card: Card | None) -> None:
        """Lay a card ready to take the place of what the source has now; None: the source is gone."""
        self._db.execute("INSERT OR REPLACE INTO staged VALUES (?, ?)", (source, _json(card) if card else None))

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
        """Take every card out; bodies stay."""
        for table in _TABLES:
            self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - names from the tuple above

    def clear_bodies(self) -> None:
        """Let go of every body: the code that makes them is another."""
        self._db.execute("DELETE FROM body")

    def keep(self, digest: str, body: Body) -> None:
        """Keep a body under the digest of the Markdown that it was made from."""
        self._db.execute("INSERT OR REPLACE INTO body VALUES (?, ?)", (digest, _pack(body)))

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
            "SELECT data FROM card JOIN address USING (source) WHERE folded = ?", _fold(address.rstrip("/"))
        )
        return found if found and found.public else None

    def page_at(self, address: str) -> Card | None:
        """The public card whose page has an address now."""
        found = self.at(address)
        return found if found and found.address == address else None

    def sources(self) -> Iterator[str]:
        """The sources of all cards, in order."""
        return (source for (source,) in self._db.execute("SELECT source FROM card ORDER BY source").fetchall())

    def body(self, digest: str) -> Body | None:
        """The body that was made from the Markdown with this digest."""
        row = self._db.execute("SELECT data FROM body WHERE digest = ?", (digest,)).fetchone()
        return _body(row[0]) if row else None

    def newest(self, listing: str, limit: int, offset: int = 0) -> list[Card]:
        """The newest of a listing, newest first."""
        return self._many(
            "SELECT data FROM member JOIN card USING (source) WHERE listing = ?"
            " ORDER BY member.instant DESC, source DESC LIMIT ? OFFSET ?",
            listing, limit, offset,
        )  # fmt: skip

    def oldest(self, listing: str, limit: int, offset: int = 0) -> list[Card]:
        """The oldest of a listing, oldest first: what numbered pages are cut from."""
        return self._many(
            "SELECT data FROM member JOIN card USING (source) WHERE listing = ?"
            " ORDER BY member.instant, source LIMIT ? OFFSET ?",
            listing, limit, offset,
        )  # fmt: skip

    def since(self, listing: str, instant: int) -> list[Card]:
        """Those of a listing published at `instant` or later, newest first."""
        return self._many(
            "SELECT data FROM member JOIN card USING (source) WHERE listing = ? AND member.instant >= ?"
            " ORDER BY member.instant DESC, source DESC",
            listing, instant,
        )  # fmt: skip

    def older(self, card: Card, listing: str, limit: int = 1) -> list[Card]:
        """The nearest older ones of a listing, newest first."""
        return self._many(
            "SELECT data FROM member JOIN card USING (source) WHERE listing = ?"
            " AND (member.instant, source) < (?, ?) ORDER BY member.instant DESC, source DESC LIMIT ?",
            listing, card.instant, card.release.source, limit,
        )  # fmt: skip

    def newer(self, card: Card, listing: str, limit: int = 1) -> list[Card]:
        """The nearest newer ones of a listing, oldest first."""
        return self._many(
            "SELECT data FROM member JOIN card USING (source) WHERE listing = ?"
            " AND (member.instant, source) > (?, ?) ORDER BY member.instant, source LIMIT ?",
            listing, card.instant, card.release.source, limit,
        )  # fmt: skip

    def count(self, listing: str) -> int:
        """How many stand in a listing."""
        row = self._db.execute("SELECT count FROM listing WHERE name = ?", (listing,)).fetchone()
        return int(row[0]) if row else 0

    def before(self, listing: str, instant: int) -> int:
        """How many of a listing are older than `instant`."""
        query = "SELECT count(*) FROM member WHERE listing = ? AND instant < ?"
        return int(self._db.execute(query, (listing, instant)).fetchone()[0])

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

    def _one(self, query: str, *values: object) -> Card | None:
        row = self._db.execute(query, values).fetchone()
        return _card(row[0]) if row else None

    def _many(self, query: str, *values: object) -> list[Card]:
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
        for folded in _folded(card):
            row = self._db.execute("SELECT source FROM address WHERE folded = ?", (folded,)).fetchone()
            if row and row[0] != release.source:
                yield error(
                    Place(release.source, release.lines.get("slug", 1)), "address",
                    N_("the address /{address}/ is already that of {other}"), N_("give one of the two another slug"),
                    address=folded, other=row[0],
                )  # fmt: skip


def corrections(card: Card) -> tuple[datetime, ...]:
    """When a release was corrected, and withdrawn if it is; in no order. With its text removed, only the latter."""
    withdrawn = card.release.withdrawn if card.state is State.WITHDRAWN else None
    if withdrawn and withdrawn.remove_text:
        return (withdrawn.date,)
    dates = tuple(correction.date for correction in card.release.corrections)
    return (*dates, withdrawn.date) if withdrawn else dates


def changed(card: Card) -> datetime | None:
    """When a release last changed significantly after it was published; None: never."""
    release = card.release
    dates = (*corrections(card), release.updated) if release.updated else corrections(card)
    last = max(dates, default=release.date)
    return last if last > release.date else None


def modified(card: Card) -> datetime:
    """When a release was published, or last changed significantly."""
    return changed(card) or card.release.date


def changes_by_year(card: Card) -> dict[str, int]:
    """The listings ``changes:2026`` that a card stands in, with its last correction or withdrawal in each year."""
    found: dict[str, int] = {}
    for date in corrections(card) if card.listings else ():
        name, at = f"changes:{date:%Y}", int(date.timestamp())
        found[name] = max(at, found.get(name, at))
    return found


def sitemap_of(card: Card) -> str:
    """The listing of the sitemap that a card would stand in: that of its month, or of the standing pages."""
    return "sitemap:pages" if card.release.kind is Kind.PAGE else f"sitemap:{card.release.date:%Y-%m}"


def _is_for_search_engines(card: Card) -> bool:
    """Tell whether a page asks to be found: it is no notice of a withdrawal, and no copy of another office's page."""
    is_copy = bool(card.release.original) and card.release.kind is not Kind.LINK
    return card.state is not State.WITHDRAWN and not is_copy


def _members(card: Card) -> Iterator[tuple[str, int]]:
    """The listings that a card stands in, with what each is ordered by, in seconds since the epoch."""
    yield from ((name, card.instant) for name in card.listings)
    if card.listings and (last := changed(card)):
        at = int(last.timestamp())
        yield from ((f"changes/{name}", at) for name in card.listings if not name.startswith(_OF_A_TIME))
    if card.listings and (notices := corrections(card)):
        yield "changes", int(max(notices).timestamp())
        yield from changes_by_year(card).items()
    if _is_for_search_engines(card):
        yield sitemap_of(card), int(modified(card).timestamp())


def names_used(card: Card) -> set[str]:
    """The names by which a card speaks of files and of other releases."""
    release = card.release
    images = (release.image, *release.images)
    targets = [image.src for image in images if image]
    targets += [attachment.src for attachment in release.attachments] + [ref.target for ref in card.refs]
    names = {resolved(release, target) for target in targets}
    names |= {f"id:{other}" for other in _others(release)}
    return names - {""}


def resolved(release: Release, target: str) -> str:
    """The name of what a link of a release points to: a path from the root, or ``""`` for a place in the same page.

    ``foto.jpg`` is ``posts/2026/03/foto.jpg``; ``/topik/air/`` is ``/topik/air``, an address of the site.
    """
    path = unquote(urlsplit(target).path)
    if not path:
        return ""
    return normpath(path) if path.startswith("/") else normpath(f"{dirname(release.source)}/{path}")


def _others(release: Release) -> Iterator[str]:
    if release.translation_of:
        yield release.translation_of
    if release.withdrawn and release.withdrawn.replacement:
        yield release.withdrawn.replacement


def _folded(card: Card) -> set[str]:
    """The addresses that a card takes, folded so that twins by case or by Unicode form meet."""
    return {_fold(address.strip("/")) for address in (card.address, *card.release.aliases)}


def _fold(address: str) -> str:
    return unicodedata.normalize("NFC", address).casefold()
