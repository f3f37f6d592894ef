"""The ledger: the folder ``seal/`` of the portal, which is the truth of the log, and only grows.

- ``entries``: a line for each entry;
- ``checkpoints/<size>``: the signed head of each size at which it was sealed. Signatures are kept, never made again;
- ``texts/<ab>/<digest>.txt``: the canonical texts, by digest; one that had to be removed by law is not there;
- ``keys.txt``, ``policy``, ``corrections``: the list of keys, the policy, and the corrected and withdrawn releases.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import msgspec

from press.seal import canonical, checkpoints, keys, notes
from press.seal.entries import Entry, entry
from press.seal.keys import KeyList
from press.seal.merkle import Tree
from press.seal.notes import Note
from press.seal.proofs import Proof

FOLDER = "seal"
ENTRIES, CHECKPOINTS, TEXTS = "entries", "checkpoints", "texts"
KEYS, POLICY, CORRECTIONS = "keys.txt", "policy", "corrections"


class DamagedError(ValueError):
    """The ledger is not as it was written."""

    def __init__(self, reason: str, file: str = ENTRIES, line: int = 1) -> None:
        super().__init__(reason)
        self.reason, self.file, self.line = reason, file, line


class Version(msgspec.Struct, frozen=True):
    """A version of a release in the log."""

    index: int
    entry: Entry


class Log(msgspec.Struct, frozen=True, dict=True):
    """The ledger as it was read."""

    folder: Path
    lines: tuple[str, ...] = ()
    """The entries."""
    sizes: tuple[int, ...] = ()
    """The sizes of which there are checkpoints, in order."""

    @cached_property
    def entries(self) -> tuple[bytes, ...]:
        """The entries as they are hashed."""
        return tuple(line.encode() for line in self.lines)

    @cached_property
    def tree(self) -> Tree:
        """The tree of all entries."""
        return Tree(self.entries)

    @cached_property
    def keys(self) -> KeyList:
        """The list of keys; an empty one if there is none. Raises `DamagedError`. Its signature is not verified."""
        text = self.text_of(KEYS)
        try:
            return keys.unverified(notes.note(text)) if text else KeyList("")
        except ValueError as reason:
            raise DamagedError(str(reason), KEYS) from None

    @cached_property
    def _positions(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, line in enumerate(self.lines):
            found.setdefault(line.split(" ", 5)[-1], []).append(number)
        return found

    @cached_property
    def _notes(self) -> dict[int, Note]:
        return {}

    def versions(self, id: str) -> list[Version]:
        """Return the versions of a release, the newest last."""
        return [Version(index, entry(self.lines[index])) for index in self._positions.get(id, ())]

    def newest(self) -> Iterator[Entry]:
        """Yield the newest version of each release."""
        return (entry(self.lines[indexes[-1]]) for indexes in self._positions.values())

    def canonical_text(self, digest: str) -> str:
        """Return a canonical text; empty if it was removed. Raises `DamagedError` if it is another one."""
        name = f"{TEXTS}/{digest[:2]}/{digest}.txt"
        text = self.text_of(name)
        if text and canonical.digest(text) != digest:
            raise DamagedError("the text has another digest than its name says", name)
        return text

    def checkpoint(self, size: int) -> Note:
        """Return a checkpoint. Raises `DamagedError`."""
        if size not in self._notes:
            name = f"{CHECKPOINTS}/{size}"
            try:
                found = notes.note(self.text_of(name))
                head = checkpoints.head(found)
            except ValueError as reason:
                raise DamagedError(str(reason), name) from None
            if head.size != size:
                raise DamagedError(f"the checkpoint is of size {head.size}", name)
            self._notes[size] = found
        return self._notes[size]

    def proof(self, index: int) -> Proof | None:
        """Return the proof of an entry, in the first checkpoint with it whose key counts; None if there is none yet."""
        for size in self.sizes[bisect_right(self.sizes, index) :]:
            note = self.checkpoint(size)
            if self.keys.claimed(note, size):
                return Proof(self.entries[index], index, self.tree.inclusion(index, size), note)
        return None

    def text_of(self, name: str) -> str:
        """Return the text of a file of the folder; empty if it is not there."""
        try:
            return (self.folder / name).read_text("utf-8")
        except FileNotFoundError:
            return ""
        except (OSError, UnicodeDecodeError) as reason:
            raise DamagedError(str(reason), name) from None

    def check(self) -> None:
        """Raise `DamagedError` if an entry is wrong or the newest checkpoint is not that of the entries."""
        versions: dict[str, int] = {}
        time = ""
        for number, line in enumerate(self.lines, 1):
            try:
                found = entry(line)
            except ValueError as reason:
                raise DamagedError(str(reason), ENTRIES, number) from None
            if found.version != versions.get(found.id, 0) + 1 or found.time < time:
                raise DamagedError("an entry is missing or not in its place", ENTRIES, number)
            versions[found.id], time = found.version, found.time
        self.check_head()

    def check_head(self) -> None:
        """Raise `DamagedError` if the newest checkpoint is not that of the entries."""
        if self.sizes:
            self.check_begins_with(self.checkpoint(self.sizes[-1]))

    def check_begins_with(self, note: Note) -> None:
        """Raise `DamagedError` if the log does not begin with the one of a checkpoint; ValueError if it is none."""
        head = checkpoints.head(note)
        if head.size > len(self.lines):
            raise DamagedError(f"entries are missing: {head.size} were sealed, {len(self.lines)} are there")
        if self.tree.head(head.size) != head.hash:
            raise DamagedError("entries were changed after they had been sealed")


def read(folder: Path) -> Log:
    """Return the ledger of a folder; an empty one if it is not there. Raises `DamagedError`."""
    text = Log(folder).text_of(ENTRIES)
    if text and not text.endswith("\n"):
        raise DamagedError("the last line is cut", ENTRIES, text.count("\n") + 1)
    lines = tuple(text.split("\n")[:-1])
    sizes: list[int] = []
    with suppress(FileNotFoundError):
        sizes = sorted(int(name) for name in os.listdir(folder / CHECKPOINTS) if name.isdigit())
    return Log(folder, lines, tuple(sizes))


def prefix_digest(data: bytes, size: int) -> str:
    """Return the digest of the first bytes of a file."""
    return sha256(data[:size]).hexdigest()


def write(folder: Path, name: str, text: str) -> None:
    """Write a file of the ledger so that it is on the disk, whole, before anything refers to it. Raises OSError."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}~")
    try:
        with temporary.open("wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def write_text(folder: Path, text: str) -> None:
    """Write a canonical text under its digest."""
    digest = canonical.digest(text)
    write(folder, f"{TEXTS}/{digest[:2]}/{digest}.txt", text)


def remove_texts(folder: Path, digests: Iterable[str]) -> None:
    """Remove canonical texts; their digests stay in the log."""
    for digest in digests:
        (folder / TEXTS / digest[:2] / f"{digest}.txt").unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Let a rename be on the disk too, where folders can be opened (not on Windows)."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
