"""The ledger: the folder ``seal/`` of the portal, which is the truth of the log, and only grows.

- ``entries``: a line for each entry;
- ``checkpoints/<size>``: the signed head of each size at which it was sealed. Signatures are kept, never made again;
- ``texts/<ab>/<digest>.txt``: the canonical texts, by digest; one that had to be removed by law is not there;
- ``keys.txt``, ``policy``: the list of keys, and the policy.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import suppress
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import msgspec

from press.i18n.mark import N_
from press.seal import canonical, checkpoints, fingerprints, keys, notes, tiles
from press.seal.entries import Action, Entry, entry
from press.seal.keys import KeyList
from press.seal.merkle import Tree
from press.seal.notes import Note
from press.seal.proofs import Proof
from press.seal.tiles import Tile

FOLDER = "seal"
ENTRIES, CHECKPOINTS, TEXTS = "entries", "checkpoints", "texts"
_ACTION_AT = len("press/seal-entry-v1 2026-11-15T00:00:00Z ")
_FIRST = f"{Action.PUBLISH} 1 "
_MANY = 100
"""Texts from which the whole disk is synced."""
KEYS, POLICY = "keys.txt", "policy"


_UNREADABLE = N_("this file of the log cannot be read: {reason}")


class DamagedError(ValueError):
    """The ledger is not as it was written: a message id with its values, and where."""

    def __init__(self, message: str, file: str = ENTRIES, line: int = 1, **values: object) -> None:
        super().__init__(message.format_map(values))
        self.message, self.values = message, values
        self.file, self.line = file, line


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
        return tuple(self.data.split(b"\n")[:-1])

    @cached_property
    def data(self) -> bytes:
        """The bytes of the file of entries."""
        return "".join(f"{line}\n" for line in self.lines).encode()

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of these bytes, hexadecimal."""
        return sha256(self.data).hexdigest()

    @cached_property
    def tree(self) -> Tree:
        """The tree of all entries."""
        return Tree(self.entries)

    @cached_property
    def tiles(self) -> set[Tile]:
        """The tiles that must be published."""
        return tiles.of_sizes(self.sizes, self.sizes[-1]) if self.sizes else set()

    @cached_property
    def keys(self) -> KeyList:
        """The list of keys; an empty one if there is none. Raises `DamagedError`. Its signature is not verified."""
        text = self.text_of(KEYS)
        try:
            return keys.unverified(notes.note(text)) if text else KeyList("")
        except ValueError as reason:
            raise DamagedError(_UNREADABLE, KEYS, reason=reason) from None

    @cached_property
    def _positions(self) -> dict[str, list[int]]:
        """The indexes of the versions of each release, by its id."""
        found: dict[str, list[int]] = {}
        for number, line in enumerate(self.lines):
            found.setdefault(line.split(" ", 5)[-1], []).append(number)
        return found

    @cached_property
    def size(self) -> int:
        """The number of entries that the newest checkpoint has."""
        return self.sizes[-1] if self.sizes else 0

    @cached_property
    def _shards(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        size, shard_of_id = self.size, fingerprints.shard_of_id
        for id, indexes in self._positions.items():
            if indexes[0] < size:
                found.setdefault(shard_of_id(id), []).append(id)
        return found

    def shards(self) -> Set[int]:
        """Return the numbers of the files of ids that have some."""
        return self._shards.keys()

    def ids_of(self, shard: int) -> Sequence[str]:
        """Return the ids of sealed releases in a file of ids, those first that were sealed first."""
        return self._shards.get(shard, ())

    def extended(self, entries: Iterable[Entry]) -> Log:
        """Return the log with more entries."""
        positions = dict(self._positions)
        added = []
        for number, one in enumerate(entries, len(self.lines)):
            positions[one.id] = [*positions.get(one.id, ()), number]
            added.append(str(one))
        log = Log(self.folder, (*self.lines, *added), self.sizes)
        vars(log).update(_positions=positions, data=self.data + "".join(f"{line}\n" for line in added).encode())
        return log

    def until(self, size: int) -> Log:
        """Return the log as it was with fewer entries."""
        return self if size == len(self.lines) else Log(self.folder, self.lines[:size], self.sizes)

    def with_checkpoint(self, size: int) -> Log:
        """Return the log with a checkpoint that was written."""
        log = Log(self.folder, self.lines, tuple(sorted({*self.sizes, size})))
        kept = ("entries", "data", "digest", "tree", "keys", "_positions")
        vars(log).update({name: value for name, value in vars(self).items() if name in kept})
        return log

    @cached_property
    def _notes(self) -> dict[int, Note]:
        return {}

    def versions(self, id: str) -> list[Version]:
        """Return the versions of a release, the newest last."""
        return [Version(index, entry(self.lines[index])) for index in self._positions.get(id, ())]

    def entry(self, index: int) -> Entry:
        """Return an entry."""
        return entry(self.lines[index])

    def newest(self, id: str) -> int:
        """Return the index of the newest version of a release that it has."""
        return self._positions[id][-1]

    def ids(self) -> Set[str]:
        """Return the ids of the releases that it has."""
        return self._positions.keys()

    def title(self, id: str) -> str:
        """Return the title of the newest version of a release; its id if the text was removed."""
        text = self.canonical_text(self.versions(id)[-1].entry.digest)
        return canonical.fields(text).title if text else id

    def changed(self) -> Iterator[Entry]:
        """Yield the newest version of each release that was corrected or withdrawn."""
        changes = (line for line in self.lines if not line.startswith(_FIRST, _ACTION_AT))
        for id in dict.fromkeys(line.split(" ", 5)[-1] for line in changes):
            yield self.entry(self.newest(id))

    def canonical_text(self, digest: str) -> str:
        """Return a canonical text; empty if it was removed. Raises `DamagedError` if it is another one."""
        name = f"{TEXTS}/{digest[:2]}/{digest}.txt"
        text = self.text_of(name)
        if text and canonical.digest(text) != digest:
            raise DamagedError(N_("this text is not the one that was sealed"), name)
        return text

    def checkpoint(self, size: int) -> Note:
        """Return a checkpoint. Raises `DamagedError`."""
        if size not in self._notes:
            name = f"{CHECKPOINTS}/{size}"
            try:
                found = notes.note(self.text_of(name))
                head = checkpoints.head(found)
            except ValueError as reason:
                raise DamagedError(_UNREADABLE, name, reason=reason) from None
            if head.size != size:
                raise DamagedError(N_("this checkpoint is that of another size of the log"), name)
            self._notes[size] = found
        return self._notes[size]

    def proof(self, index: int) -> Proof | None:
        """Return the proof of an entry, in the first checkpoint with it whose key counts; None if there is none yet."""
        size = self._proving_size(index)
        if not size:
            return None
        return Proof(self.entries[index], index, self.tree.inclusion(index, size), self.checkpoint(size))

    def has_proof(self, index: int) -> bool:
        """Tell whether there is a proof of an entry. Mostly only the newest checkpoint is read."""
        newest = self.sizes[-1] if self.sizes else 0
        is_clear = newest > index and self.keys.claimed(self.checkpoint(newest), newest)
        return is_clear or bool(self._proving_size(index))

    def _proving_size(self, index: int) -> int:
        """Return the size of the first checkpoint with an entry whose key counts; 0: there is none yet."""
        sizes = self.sizes[bisect_right(self.sizes, index) :]
        return next((size for size in sizes if self.keys.claimed(self.checkpoint(size), size)), 0)

    def text_of(self, name: str) -> str:
        """Return the text of a file of the folder; empty if it is not there."""
        try:
            return (self.folder / name).read_text("utf-8")
        except FileNotFoundError:
            return ""
        except (OSError, UnicodeDecodeError) as reason:
            raise DamagedError(_UNREADABLE, name, reason=reason) from None

    def check(self) -> None:
        """Raise `DamagedError` if an entry is wrong or the newest checkpoint is not that of the entries."""
        versions: dict[str, int] = {}
        time = ""
        for number, line in enumerate(self.lines, 1):
            try:
                found = entry(line)
            except ValueError as reason:
                raise DamagedError(_UNREADABLE, ENTRIES, number, reason=reason) from None
            if found.version != versions.get(found.id, 0) + 1 or found.time < time:
                raise DamagedError(N_("an entry of the log is missing, or is not in its place"), ENTRIES, number)
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
            message = N_("entries of the log are missing: {sealed} were sealed, {there} are there")
            raise DamagedError(message, sealed=head.size, there=len(self.lines))
        if self.tree.head(head.size) != head.hash:
            raise DamagedError(N_("entries of the log were changed after they had been sealed"))


def read(folder: Path) -> Log:
    """Return the ledger of a folder; an empty one if it is not there. Raises `DamagedError`."""
    text = Log(folder).text_of(ENTRIES)
    if text and not text.endswith("\n"):
        raise DamagedError(N_("the last line of the log is cut"), ENTRIES, text.count("\n") + 1)
    lines = tuple(text.split("\n")[:-1])
    sizes: list[int] = []
    with suppress(FileNotFoundError):
        names = os.listdir(folder / CHECKPOINTS)  # noqa: PTH208 - names are enough, and there may be thousands
        sizes = sorted(int(name) for name in names if name.isdigit())
    return Log(folder, lines, tuple(sizes))


def write(folder: Path, name: str, text: str, is_synced: bool = True) -> None:
    """Write a file of the ledger so that it is on the disk, whole, before anything refers to it. Raises OSError.

    Unless it is not synced: then a sync of the whole disk must follow.
    """
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}~")
    try:
        with temporary.open("wb") as file:
            file.write(text.encode())
            if is_synced:
                file.flush()
                os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    if is_synced:
        _sync_folder(path.parent)


def write_texts(folder: Path, texts: Sequence[str]) -> None:
    """Write canonical texts under their digests; many are synced at once, which takes a hundredth of the time."""
    are_many = len(texts) > _MANY and hasattr(os, "sync")
    for text in texts:
        digest = canonical.digest(text)
        write(folder, f"{TEXTS}/{digest[:2]}/{digest}.txt", text, is_synced=not are_many)
    if are_many:
        os.sync()


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
