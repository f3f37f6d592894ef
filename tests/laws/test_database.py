"""The cache: whatever becomes of its file, the next build gives what a clean one gives, and says nothing.

Without the line of `press.store.page_checksums` that compares checksums, flipped bits and swapped pages give another
site, or a traceback.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from press.errors import CacheDamaged, Unwritable
from press.model import ALL, Listing, ListingKind
from press.store import catalogue, database
from tests.portal import NOW, Portal, Site, mtimes

HOME = Path(__file__).parent.parent.parent
FLIPS = 60


class Before:
    """A portal that was built, and can be put back; with what an edit of it must give."""

    def __init__(self, portal: Portal) -> None:
        self.portal, self.root = portal, portal.root
        self.file = portal.root / ".press/build.db"
        for number in range(1, 13):
            fields = {"title": f"Judul {number}", "date": f"2026-0{number % 5 + 1}-0{number % 9 + 1} 10:00"}
            body = f"Isi {number}. Lihat [itu]({number % 12 + 1}.md). " * 40
            portal.post(f"{number}.md", body, topics=f"[topik-{number % 3}]", id=f"n-{number}", **fields)
        portal.build()
        self.old, self.text = portal.site(), (self.root / "posts/3.md").read_text()
        self._kept = shutil.copytree(self.root, self.root.parent / "kept")
        self.edit()
        portal.build("clean")
        self.new = portal.site("clean")
        self.back()

    def back(self) -> None:
        """Put everything back as it was after the first build."""
        shutil.rmtree(self.root)
        shutil.copytree(self._kept, self.root)

    def edit(self) -> None:
        """Change the text, title and topic of one release."""
        text = self.text.replace("Isi 3.", "Isi yang baru.").replace("Judul 3", "Judul lain").replace("topik-0", "baru")
        self.portal.write("posts/3.md", text)

    def built(self, edited: bool) -> Site:
        """The site after a build, and what it should be is `expected`."""
        if edited:
            self.edit()
        self.portal.build()
        return self.portal.site()

    def expected(self, edited: bool) -> Site:
        return self.new if edited else self.old


@pytest.fixture
def before(portal: Portal) -> Before:
    return Before(portal)


@pytest.mark.parametrize("edited", [True, False])
def test_one_flipped_bit(before: Before, edited: bool) -> None:
    """Anywhere: in rows, in headers, in stamps, in what is free."""
    whole = before.file.read_bytes()
    for number in range(FLIPS):
        before.back()
        position = (number * len(whole)) // FLIPS + number * 37 % 101 if number % 5 else number * 16384 // 5 + 16383
        data = bytearray(whole)
        data[position % len(whole)] ^= 1 << number % 8
        before.file.write_bytes(data)
        assert before.built(edited) == before.expected(edited), position


@pytest.mark.parametrize("edited", [True, False])
def test_two_pages_swapped(before: Before, edited: bool) -> None:
    whole = before.file.read_bytes()
    size = int.from_bytes(whole[16:18], "big")
    pages = [whole[start : start + size] for start in range(0, len(whole), size)]
    for number in range(1, len(pages) - 1, 2):
        before.back()
        swapped = [*pages[:number], pages[number + 1], pages[number], *pages[number + 2 :]]
        before.file.write_bytes(b"".join(swapped))
        assert before.built(edited) == before.expected(edited), number


def foreign(path: Path) -> None:
    """A file of SQLite that is none of ours."""
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE made(address TEXT PRIMARY KEY)")
        db.commit()


def former(path: Path) -> None:
    """The same rows in pages without stamps, and beside it the digest of the whole that former versions kept."""
    with database.opened(path) as opened:
        opened.commit()
        script = [row[0] for row in opened.database.execute("SELECT sql FROM sqlite_schema WHERE type = 'table'")]
    foreign(path)
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE made")
        db.executescript(";".join(script))
    path.with_suffix(".sum").write_bytes(b"\0" * 32)


@pytest.mark.parametrize("edited", [True, False])
@pytest.mark.parametrize(
    "other",
    [
        foreign,
        former,
        lambda path: path.write_bytes(os.urandom(100_000)),
        lambda path: path.write_bytes(bytes(163_840)),
        lambda path: path.write_text("bukan basis data"),
        lambda path: path.write_bytes(path.read_bytes()[:-16384]),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(path.read_bytes() + b"\0"),
    ],
)  # fmt: skip
def test_another_file_in_its_place(before: Before, other: Callable[[Path], object], edited: bool) -> None:
    other(before.file)
    assert before.built(edited) == before.expected(edited)


def test_an_older_copy_is_put_back(before: Before) -> None:
    """Its pages are whole; that the sources and the site are younger, their digests and dates tell."""
    older = before.file.read_bytes()
    assert before.built(edited=True) == before.new
    before.file.write_bytes(older)
    assert before.built(edited=True) == before.new
    before.file.write_bytes(older)
    before.portal.write("posts/3.md", before.text)
    assert before.built(edited=False) == before.old


def test_bodies_that_no_release_has_any_more_go(before: Before) -> None:
    for edited in (True, False):
        before.built(edited)
        before.portal.write("posts/3.md", before.text)
        before.portal.build()
        with database.opened(before.file) as opened:
            assert opened.database.execute("SELECT count(*) FROM body").fetchone() == (12,)


def test_a_build_of_nothing_does_not_touch_it(before: Before) -> None:
    before.portal.build()  # settles the dates of files that were written just before they were read
    was, entries = mtimes(before.root / ".press"), (before.root / ".press").stat().st_mtime_ns
    data = before.file.read_bytes()
    before.portal.build()
    assert before.file.read_bytes() == data
    assert mtimes(before.root / ".press") == was
    assert (before.root / ".press").stat().st_mtime_ns == entries  # no journal came and went


_KILLER = """
import os, signal, sys
sys.path.insert(0, {home!r})
from press.store import page_checksums
from press.cli.commands import main
calls = 0
def counted(name):
    write = getattr(page_checksums.ChecksummedFile, name)
    def counting(self, *arguments):
        global calls
        calls += 1
        if calls == {number}:
            os.kill(os.getpid(), signal.SIGKILL)
        write(self, *arguments)
        if calls == {number} - 1 and name == "xSync":
            os.kill(os.getpid(), signal.SIGKILL)
    setattr(page_checksums.ChecksummedFile, name, counting)
counted("xWrite")
counted("xSync")
sys.argv = {argv!r}
main()
"""


def keep(journal: Path) -> None:
    """Leave the journal."""


def flip(journal: Path) -> None:
    data = bytearray(journal.read_bytes())
    for position in range(8, len(data), max(1, len(data) // 7)):
        data[position] ^= 0x55
    journal.write_bytes(data)


def halve(journal: Path) -> None:
    os.truncate(journal, journal.stat().st_size // 2)


def test_killed_while_it_is_written(before: Before) -> None:
    """At every page and around the last sync; whether its journal is there, rotten, cut short, or gone."""
    number, damaged = 1, 0
    argv = ["build.py", "build", "--root", str(before.root), "--now", NOW, "--jobs", "1"]
    while True:
        before.back()
        before.edit()
        script = _KILLER.format(home=str(HOME), number=number, argv=argv)
        code = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode
        assert code in (0, -signal.SIGKILL)
        if code == 0:
            break
        died = shutil.copytree(before.root, before.root.parent / f"died-{number}")
        for rot in (keep, flip, halve, Path.unlink):
            shutil.rmtree(before.root)
            shutil.copytree(died, before.root)
            rot(before.root / ".press/build.db-journal")
            damaged += is_damaged(before.file)
            for edited in (False, True):
                before.portal.write("posts/3.md", before.text)
                assert before.built(edited) == before.expected(edited), (number, rot)
        number += max(1, number // 4)
    assert number > 8
    assert damaged > 8


def is_damaged(path: Path) -> bool:
    """Look at every page of a copy."""
    copy = shutil.copytree(path.parent, path.parent.with_suffix(".copy"), dirs_exist_ok=True) / path.name
    try:
        with database.opened(copy) as opened:
            opened.database.execute("PRAGMA integrity_check").fetchall()
    except CacheDamaged:
        return True
    finally:
        shutil.rmtree(copy.parent)
    return False


def test_a_page_that_was_freed_before_it_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With little memory SQLite spills pages amid a transaction, and leaves out those that it freed."""
    path, connected = tmp_path / "build.db", database.connect
    monkeypatch.setattr(database, "connect", lambda path: _with_little_memory(connected(path)))
    for round_ in range(4):
        with database.opened(path) as opened:
            db = opened.database
            db.execute("CREATE TABLE IF NOT EXISTS t(a INTEGER PRIMARY KEY, b BLOB)")
            for number in range(300):
                db.execute(
                    "INSERT OR REPLACE INTO t VALUES (?, ?)", (number * 7 % 50, bytes([number % 255 + 1]) * 60_000)
                )
                db.execute("DELETE FROM t WHERE a = ?", ((number * 11 + round_) % 50,))
            opened.commit()
        with database.opened(path) as opened:
            assert opened.database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def _with_little_memory(db: apsw.Connection) -> apsw.Connection:
    db.pragma("cache_size", 4)
    return db


def test_parts_of_a_listing_are_counted_from_either_end(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked by position, and how many are before, is the same whichever end is near."""
    monkeypatch.setattr(catalogue, "NEAR", 4)
    for number in range(1, 12):
        portal.post(
            f"{number}.md", title=f"Judul {number}", date=f"2026-01-{number // 2 + 1:02} 10:00", slug=f"{number}"
        )
    portal.build()
    with database.opened(portal.root / ".press/build.db") as opened:
        cards = catalogue.Catalogue(opened.database)
        everything = cards.newest(ALL, -1)[::-1]
        assert len(everything) == 11
        for offset in range(13):
            for limit in (-1, 1, 3, 20) if not offset else (1, 3, 20):
                expected = everything[offset:][: limit if limit > 0 else None]
                assert cards.oldest(ALL, limit, offset) == expected, (offset, limit)
        for card in everything:
            assert cards.count_older(ALL, card.instant) == sum(one.instant < card.instant for one in everything)
        assert cards.count_older(ALL, 0) == 0
        assert cards.count_older(Listing(ListingKind.TOPIC, "none"), 0) == 0


def test_a_full_disk_is_said_as_such(tmp_path: Path) -> None:
    """SQLite's own limit stands in for the disk's: it refuses in the same way."""

    def filled() -> None:
        with database.opened(tmp_path / "build.db") as store:
            store.database.execute("CREATE TABLE one(data BLOB)")
            store.database.execute("PRAGMA max_page_count = 4")
            store.database.execute("INSERT INTO one VALUES (?)", (bytes(1_000_000),))

    with pytest.raises(Unwritable):
        filled()
