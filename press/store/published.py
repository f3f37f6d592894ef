"""The memory of the portal: every path that was ever published, and what it belongs to.

A *path* is an address without a slash at its end and without ``index.html``, so that a page and a file are written
alike: ``2026/03/jembatan``, ``topik/air/feed.xml``. Its *subject* says what is there: ``id:2026-0042`` for a page or
document of a release, ``topic:air`` for a page of a list, ``topic:air/feed.xml`` for a feed, `STATIC_FILE`, `PORTAL`
for the other pages. A path is forgotten only if a person says that it may go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import PurePosixPath
from typing import NamedTuple

from press.model import Card
from press.store.database import Database

_SCHEMA = """
CREATE TABLE IF NOT EXISTS published(path TEXT PRIMARY KEY, subject TEXT NOT NULL, state INTEGER NOT NULL)
    WITHOUT ROWID, STRICT;
CREATE INDEX IF NOT EXISTS published_subject ON published(subject);
CREATE INDEX IF NOT EXISTS published_state ON published(state) WHERE state > 0;
"""
OWN, ALIAS, LOST = 0, 1, 2
"""States of a path: the site has something of its own there; a former address that a file names; nothing is there."""
STATIC_FILE, PORTAL, UNKNOWN = "static", "portal", ""
"""Subjects without a name. `UNKNOWN`: a page that an older version of Press published."""
_LAST = "\U0010ffff"
"""The last character in the sort order."""


class PublishedPath(NamedTuple):
    """A path that was published, and what it belongs to."""

    path: str
    subject: str


class Takeover(NamedTuple):
    """A path of one subject that another one has now."""

    path: str
    state: int
    subject: str
    """That of the release that has it now."""
    before: str
    """The subject that it belonged to."""
    source: str
    """The file of the release that has it now."""
    was_known: bool
    """Whether that release was published before, elsewhere."""


def path_of(address: str) -> str:
    """Return the path of an address or a file of the site."""
    return address.removesuffix("index.html").strip("/") if is_index(address) else address.strip("/")


def is_index(address: str) -> bool:
    """Tell whether a file is the page of its folder."""
    return address.rpartition("/")[2] == "index.html"


def of_release(release_id: str) -> str:
    """Return the subject of what belongs to a release."""
    return f"id:{release_id}"


def _paths(card: Card) -> Iterator[tuple[str, int]]:
    """Yield the paths of a release with their states: its page, its documents and recordings, its former addresses.

    Photos are parts of pages, and captions of recordings: nobody keeps their addresses.
    """
    if not card.has_page:
        return
    yield path_of(card.address), OWN
    for file in card.files.values():
        if not file.is_static and not file.width and not file.path.endswith(".vtt"):
            yield card.address + PurePosixPath(file.path).name, OWN
    for alias in card.release.aliases:
        yield path_of(alias), ALIAS


class PublishedPaths:
    """The paths that were ever published."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.execute(_SCHEMA)
        self.renamed: set[str] = set()
        """Paths whose subject changed in this build."""

    # Changes ----------------------------------------------------------------------------------------------------

    def learn(self, rows: Iterable[PublishedPath]) -> list[PublishedPath]:
        """Take over what another publication knows, except paths that are known already. Returns what is new."""
        new = [row for row in rows if not self.at(row.path)]
        self.remember(new)
        return new

    def remember(self, rows: Iterable[PublishedPath], state: int = OWN) -> None:
        """Record that something is published at some paths."""
        query = (
            "INSERT INTO published VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET subject = excluded.subject,"
            " state = excluded.state WHERE subject <> excluded.subject OR state <> excluded.state"
        )
        self._database.executemany(query, ((path, subject, state) for path, subject in rows))
        self._forget_cached()

    def claim(self, card: Card) -> list[Takeover]:
        """Record the paths of a release. Returns those that belong to another subject, which are not recorded yet."""
        subject, source = of_release(card.release.id), card.release.source
        own, others = list[tuple[str, int]](), list[tuple[str, int, str]]()
        for path, state in _paths(card):
            before = self.at(path)
            if before is None or before.subject in (subject, UNKNOWN):
                own.append((path, state))
            else:
                others.append((path, state, before.subject))
        was_known = bool(others) and bool(self.of_subject(subject))
        for path, state in own:
            self.remember([PublishedPath(path, subject)], state)
        return [Takeover(path, state, subject, before, source, was_known) for path, state, before in others]

    def take(self, takeover: Takeover) -> None:
        """Record that a path belongs to another release now."""
        self.remember([PublishedPath(takeover.path, takeover.subject)], takeover.state)
        self.renamed.add(takeover.path)

    def mark(self, path: str, state: int) -> None:
        """Record whether the site has something of its own at a path."""
        self._database.execute("UPDATE published SET state = ? WHERE path = ?", (state, path))
        self._forget_cached()

    def forget(self, path: str) -> None:
        """Forget a path, which a person said may go."""
        self._database.execute("DELETE FROM published WHERE path = ?", (path,))
        self._forget_cached()

    def _forget_cached(self) -> None:
        for name in ("_lost", "_lost_by_subject"):
            self.__dict__.pop(name, None)

    # Queries ----------------------------------------------------------------------------------------------------

    def is_empty(self) -> bool:
        """Tell whether nothing was ever published."""
        return self._database.execute("SELECT 1 FROM published LIMIT 1").fetchone() is None

    def all(self) -> list[PublishedPath]:
        """Return all paths, in order."""
        return self._many("SELECT path, subject FROM published ORDER BY path")

    def at(self, path: str) -> PublishedPath | None:
        """Return a path with its subject."""
        found = self._many("SELECT path, subject FROM published WHERE path = ?", path)
        return found[0] if found else None

    def of_subject(self, subject: str) -> list[PublishedPath]:
        """Return the paths that belong to a subject, in order."""
        return self._many("SELECT path, subject FROM published WHERE subject = ? ORDER BY path", subject)

    def of_subjects(self, prefix: str) -> list[PublishedPath]:
        """Return the paths whose subjects begin with `prefix`, in order."""
        query = "SELECT path, subject FROM published WHERE subject >= ? AND subject < ? ORDER BY path"
        return self._many(query, prefix, prefix + _LAST)

    def under(self, folder: str) -> dict[str, str]:
        """Return the subjects of the paths in a folder and of the folder itself."""
        query = "SELECT path, subject FROM published WHERE path = ? OR path >= ? AND path < ?"
        return dict(self._database.execute(query, (folder, f"{folder}/", f"{folder}0")))

    def lost(self) -> list[PublishedPath]:
        """Return the paths where the site has nothing of its own any more, in order."""
        return list(self._lost.values())

    def lost_at(self, path: str) -> PublishedPath | None:
        """Return a path with its subject if the site has nothing of its own there any more."""
        return self._lost.get(path)

    def lost_of(self, subject: str) -> list[str]:
        """Return the lost paths of a subject, in order."""
        return self._lost_by_subject.get(subject, [])

    def redirected(self, limit: int) -> list[PublishedPath]:
        """Return the last paths, by name, that are former addresses or lost."""
        query = "SELECT path, subject FROM published WHERE state > 0 ORDER BY path DESC LIMIT ?"
        return self._many(query, limit)[::-1]

    @cached_property
    def _lost(self) -> dict[str, PublishedPath]:
        query = "SELECT path, subject FROM published WHERE state > 0 AND state = ? ORDER BY path"
        return {row.path: row for row in self._many(query, LOST)}

    @cached_property
    def _lost_by_subject(self) -> dict[str, list[str]]:
        found = defaultdict[str, list[str]](list)
        for path, subject in self._lost.values():
            found[subject].append(path)
        return found

    def _many(self, query: str, *values: str | int) -> list[PublishedPath]:
        return [PublishedPath(*row) for row in self._database.execute(query, values)]
