"""The cache: whatever happens to its file, the next build gives the same as a clean build, without a message.

Without the line of `press.store.page_checksums` that compares checksums, flipped bits and swapped pages give a
different site or a traceback.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from press.errors import CacheDamaged, Unwritable
from press.model import ALL, Listing, ListingKind
from press.store import catalogue, database
from tests.portal import NOW, Portal, Site, mtimes

REPOSITORY = Path(__file__).parent.parent.parent
FLIPS = 40


class BuiltPortal:
    """A portal that was built and can be restored, with the site that it must have after an edit."""

    def __init__(self, portal: Portal) -> None:
        self.portal, self.root = portal, portal.root
        self.file = portal.root / ".press/build.db"
        for number in range(1, 13):
            fields = {"title": f"Judul {number}", "date": f"2026-0{number % 5 + 1}-0{number % 9 + 1} 10:00"}
            body = f"Isi {number}. Lihat [itu]({number % 12 + 1}.md). " * 40
            portal.post(f"{number}.md", body, topics=f"[topik-{number % 3}]", id=f"n-{number}", **fields)
        portal.build()
        self.old, self.text = portal.site(), (self.root / "posts/3.md").read_text()
        self._kept = shutil.copytree(self.root, self.root.parent / "kept", symlinks=True)
        self.edit()
        portal.build("clean")
        self.new = portal.site("clean")
        self.restore()

    def restore(self) -> None:
        """Restore the state after the first build."""
        mirror(self._kept, self.root)

    def edit(self) -> None:
        """Change the text, title and topic of one release."""
        text = self.text.replace("Isi 3.", "Isi yang baru.").replace("Judul 3", "Judul lain").replace("topik-0", "baru")
        self.portal.write("posts/3.md", text)

    def build(self, edited: bool) -> Site:
        """Build, after an edit if `edited`. Returns the site, which should equal `expected(edited)`."""
        if edited:
            self.edit()
        self.portal.build()
        return self.portal.site()

    def expected(self, edited: bool) -> Site:
        return self.new if edited else self.old


def mirror(source: Path, target: Path) -> None:
    """Make a folder equal to another one. Files with the same size and time stay: to copy all takes most of a test."""
    wanted = {path.relative_to(source): path for path in sorted(source.rglob("*"))}
    for path in sorted(target.rglob("*"), reverse=True):
        if path.relative_to(target) not in wanted:
            path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    for name, path in wanted.items():
        copy = target / name
        if path.is_dir() and not path.is_symlink():
            copy.mkdir(exist_ok=True)
        elif not is_same(path, copy):
            copy.unlink(missing_ok=True)
            shutil.copy2(path, copy, follow_symlinks=False)


def is_same(path: Path, other: Path) -> bool:
    """Whether a file, or a link, has the size and time of another one."""
    if not os.path.lexists(other):
        return False
    one, two = path.lstat(), other.lstat()
    return (one.st_size, one.st_mtime_ns) == (two.st_size, two.st_mtime_ns)


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> BuiltPortal:
    return BuiltPortal(Portal(tmp_path_factory.mktemp("database") / "portal"))


@pytest.fixture
def built(once: BuiltPortal) -> BuiltPortal:
    """A portal that was built once for all tests, in the state after its first build."""
    once.restore()
    return once


NOT_JSON = [b"x", b"{}", b"[1, 2]", b"", b"\xff"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE card SET data = ?",
        "UPDATE body SET data = ?",
        "INSERT OR REPLACE INTO problem VALUES ('posts/1.md', 'rules', ?)",
        *(
            f"UPDATE note SET value = CAST(? AS TEXT) WHERE name = '{name}'"
            for name in ("now", "revision", "kind fingerprints")
        ),
        "INSERT OR REPLACE INTO note VALUES ('unread', CAST(? AS TEXT))",
    ],
)
def test_values_that_another_program_wrote_lead_to_a_full_build(built: BuiltPortal, statement: str) -> None:
    """Their pages have the right checksums."""
    for data in NOT_JSON:
        built.restore()
        connection = database.connect(built.file)
        connection.execute(statement, (data,))
        connection.execute("COMMIT")
        connection.close()
        assert built.build(edited=True) == built.new


@pytest.mark.parametrize("column", ["card.data", "output.mtime", "tally.count", "listing.count", "moment.at"])
def test_values_of_another_type_cannot_be_written(built: BuiltPortal, column: str) -> None:
    table, name = column.split(".")
    connection = database.connect(built.file)
    with pytest.raises(apsw.ConstraintError):
        connection.execute(f"UPDATE {table} SET {name} = 'x'")
    connection.close()


@pytest.mark.parametrize("edited", [True, False])
def test_one_flipped_bit_does_not_change_the_next_build(built: BuiltPortal, edited: bool) -> None:
    """Anywhere: in rows, headers, checksums and free space."""
    content = built.file.read_bytes()
    for number in range(FLIPS):
        built.restore()
        position = (number * len(content)) // FLIPS + number * 37 % 101 if number % 5 else number * 16384 // 5 + 16383
        data = bytearray(content)
        data[position % len(content)] ^= 1 << number % 8
        built.file.write_bytes(data)
        assert built.build(edited) == built.expected(edited), position


@pytest.mark.parametrize("edited", [True, False])
def test_two_swapped_pages_do_not_change_the_next_build(built: BuiltPortal, edited: bool) -> None:
    content = built.file.read_bytes()
    size = int.from_bytes(content[16:18], "big")
    pages = [content[start : start + size] for start in range(0, len(content), size)]
    for number in range(1, len(pages) - 1, 2):
        built.restore()
        swapped = [*pages[:number], pages[number + 1], pages[number], *pages[number + 2 :]]
        built.file.write_bytes(b"".join(swapped))
        assert built.build(edited) == built.expected(edited), number


def other_database(path: Path) -> None:
    """A file of SQLite that is not from Press."""
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE made(address TEXT PRIMARY KEY)")
        db.commit()


def earlier_version(path: Path) -> None:
    """The same tables in pages without checksums, and the file with the digest that earlier versions of Press wrote."""
    with database.opened(path) as opened:
        opened.commit()
        script = [row[0] for row in opened.database.execute("SELECT sql FROM sqlite_schema WHERE type = 'table'")]
    other_database(path)
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE made")
        db.executescript(";".join(script))
    path.with_suffix(".sum").write_bytes(b"\0" * 32)


@pytest.mark.parametrize("edited", [True, False])
@pytest.mark.parametrize(
    "other",
    [
        other_database,
        earlier_version,
        lambda path: path.write_bytes(os.urandom(100_000)),
        lambda path: path.write_bytes(bytes(163_840)),
        lambda path: path.write_text("bukan basis data"),
        lambda path: path.write_bytes(path.read_bytes()[:-16384]),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(path.read_bytes() + b"\0"),
    ],
)  # fmt: skip
def test_another_file_in_place_of_the_cache_does_not_change_the_next_build(
    built: BuiltPortal, other: Callable[[Path], object], edited: bool
) -> None:
    other(built.file)
    assert built.build(edited) == built.expected(edited)


def test_an_older_copy_of_the_cache_does_not_change_the_next_build(built: BuiltPortal) -> None:
    """Its pages are valid. Digests and times show that the sources and the site are newer."""
    older = built.file.read_bytes()
    assert built.build(edited=True) == built.new
    built.file.write_bytes(older)
    assert built.build(edited=True) == built.new
    built.file.write_bytes(older)
    built.portal.write("posts/3.md", built.text)
    assert built.build(edited=False) == built.old


def test_bodies_without_a_release_are_deleted(built: BuiltPortal) -> None:
    for edited in (True, False):
        built.build(edited)
        built.portal.write("posts/3.md", built.text)
        built.portal.build()
        with database.opened(built.file) as opened:
            assert opened.database.execute("SELECT count(*) FROM body").fetchone() == (12,)


def test_a_build_without_changes_does_not_write_the_cache(built: BuiltPortal) -> None:
    time.sleep(0.1)  # so that no file was written just before this build reads it: its times would be recorded later
    built.portal.build()
    times, folder_time = mtimes(built.root / ".press"), (built.root / ".press").stat().st_mtime_ns
    data = built.file.read_bytes()
    built.portal.build()
    assert built.file.read_bytes() == data
    assert mtimes(built.root / ".press") == times
    assert (built.root / ".press").stat().st_mtime_ns == folder_time  # no journal was created


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
    """Leave the journal unchanged."""


def flip(journal: Path) -> None:
    data = bytearray(journal.read_bytes())
    for position in range(8, len(data), max(1, len(data) // 7)):
        data[position] ^= 0x55
    journal.write_bytes(data)


def halve(journal: Path) -> None:
    os.truncate(journal, journal.stat().st_size // 2)


def test_killed_while_the_cache_is_written_the_next_build_is_right(built: BuiltPortal) -> None:
    """At many writes of pages, and around the last sync; the journal is complete, damaged, cut short, or deleted."""
    number, damaged = 1, 0
    argv = ["build.py", "build", "--root", str(built.root), "--now", NOW, "--jobs", "1"]
    while True:
        built.restore()
        built.edit()
        script = _KILLER.format(home=str(REPOSITORY), number=number, argv=argv)
        code = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode
        assert code in (0, -signal.SIGKILL)
        if code == 0:
            break
        after_kill = shutil.copytree(built.root, built.root.parent / f"killed-{number}", symlinks=True)
        for damage in (keep, flip, halve, Path.unlink):
            shutil.rmtree(built.root)
            shutil.copytree(after_kill, built.root, symlinks=True)
            damage(built.root / ".press/build.db-journal")
            damaged += is_damaged(built.file)
            for edited in (False, True):
                built.portal.write("posts/3.md", built.text)
                assert built.build(edited) == built.expected(edited), (number, damage)
        number += max(1, number // 2)
    assert number > 8
    assert damaged > 8


def is_damaged(path: Path) -> bool:
    """Whether any page of a copy of the cache is damaged."""
    copy = shutil.copytree(path.parent, path.parent.with_suffix(".copy"), symlinks=True) / path.name
    try:
        with database.opened(copy) as opened:
            opened.database.execute("PRAGMA integrity_check").fetchall()
    except CacheDamaged:
        return True
    finally:
        shutil.rmtree(copy.parent)
    return False


def test_a_page_that_is_freed_before_it_is_written_stays_valid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With little memory SQLite writes pages within a transaction, but not those that it freed."""
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


def test_parts_of_a_listing_are_found_from_both_ends(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Queries by position and counts of older releases give the same from whichever end they search."""
    monkeypatch.setattr(catalogue, "MAX_COUNTED", 4)
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


def test_a_full_disk_raises_unwritable(tmp_path: Path) -> None:
    """The limit of the size of a database simulates a full disk: SQLite raises the same error."""

    def fill() -> None:
        with database.opened(tmp_path / "build.db") as store:
            store.database.execute("CREATE TABLE one(data BLOB)")
            store.database.execute("PRAGMA max_page_count = 4")
            store.database.execute("INSERT INTO one VALUES (?)", (bytes(1_000_000),))

    with pytest.raises(Unwritable):
        fill()
