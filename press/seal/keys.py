"""The list of the log's keys, which the root key signs: each with the sizes of the log at which its signatures count.

A key is replaced or revoked by size, not by date: a proof of a smaller log stays valid, whatever the clock says.

::

    press/seal-keys-v1
    origin berita.example/seal
    key berita.example/seal+1a2b3c4d+AXr… from 1 until 812
    key berita.example/seal+9f8e7d6c+AT0… from 813
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from press.i18n.mark import N_
from press.seal import checkpoints, notes
from press.seal.checkpoints import Head
from press.seal.notes import ML_DSA, NOTE, Key, Note
from press.seal.signing import Seed

FORMAT = "press/seal-keys-v1"
_ROW = re.compile(r"key (\S+) from (\d{1,15})(?: until (\d{1,15}))?", re.ASCII)
TYPES = {"ed25519": NOTE, "ml-dsa-44": ML_DSA}
"""The type of the log's signature, by algorithm."""


class ListedKey(msgspec.Struct, frozen=True):
    """A key of the log."""

    key: Key
    first: int
    """The smallest size of the log at which its signature counts."""
    last: int | None = None
    """The largest one."""

    def counts_at(self, size: int) -> bool:
        """Tell whether its signatures count at a size."""
        return self.first <= size and (self.last is None or size <= self.last)

    def __str__(self) -> str:
        return f"key {self.key} from {self.first}" + (f" until {self.last}" if self.last is not None else "")


class KeyList(msgspec.Struct, frozen=True):
    """The keys of a log."""

    origin: str
    keys: tuple[ListedKey, ...] = ()

    def at(self, size: int) -> tuple[Key, ...]:
        """Return the keys whose signatures count at a size."""
        return tuple(one.key for one in self.keys if one.counts_at(size))

    def later(self, size: int) -> tuple[Key, ...]:
        """Return the keys whose signatures count only above a size."""
        return tuple(one.key for one in self.keys if one.first > size)

    def claimed(self, note: Note, size: int) -> bool:
        """Tell whether a checkpoint says that an Ed25519 key of its size signed it. Nothing is verified."""
        return any(key.type == NOTE and note.signature_of(key) for key in self.at(size))

    def trusted(self, note: Note) -> Head:
        """Return the head of a checkpoint that an Ed25519 key of its size signed. Raises ValueError.

        tlog-tiles asks for one such signature; one of another listed key may be missing, but not be wrong.
        """
        head = checkpoints.head(note)
        if head.origin != self.origin:
            raise ValueError(N_("the checkpoint is that of another log"))
        signers = checkpoints.signed_by(note, self.at(head.size))
        if not any(key.type == NOTE for key, _ in signers):
            raise ValueError(N_("no key whose signature counts at this size signed the checkpoint"))
        return head

    def ended(self, last: int) -> KeyList:
        """Return the list in which no key counts above a size."""
        ended = (
            one if one.last is not None and one.last <= last else ListedKey(one.key, one.first, last)
            for one in self.keys
        )
        return KeyList(self.origin, tuple(ended))

    def with_seeds(self, seeds: Iterable[Seed], first: int) -> KeyList:
        """Return the list with new keys."""
        new = (ListedKey(public_key(self.origin, seed), first) for seed in seeds)
        return KeyList(self.origin, (*self.keys, *new))

    def text(self) -> str:
        """Return the text that the root key signs."""
        return "".join(f"{row}\n" for row in (FORMAT, f"origin {self.origin}", *self.keys))


def public_key(origin: str, seed: Seed) -> Key:
    """Return the public key of a seed of the log."""
    return Key(origin, TYPES[seed.algorithm], seed.public())


def root_name(origin: str) -> str:
    """Return the name of the root key."""
    return f"{origin}/root"


def signed(keys: KeyList, root: Seed) -> Note:
    """Return the list signed with the root key."""
    return notes.signed(keys.text(), root_name(keys.origin), root)


def key_list(text: str, root: Key) -> KeyList:
    """Return the list of a signed note. Raises ValueError, also if the root key did not sign it."""
    note = notes.note(text)
    if not notes.signers(note, [root]):
        raise ValueError(N_("the root key did not sign the list of keys"))
    return unverified(note)


def unverified(note: Note) -> KeyList:
    """Return the list that a note says, without a look at its signature. Raises ValueError."""
    first, origin, *rows = note.text.removesuffix("\n").split("\n")
    if first != FORMAT or not origin.startswith("origin "):
        raise ValueError(N_("not a list of keys"))
    found = []
    for row in rows:
        match = _ROW.fullmatch(row)
        if not match:
            raise ValueError(f"not a key: {row[:80]}")
        found.append(ListedKey(notes.key(match[1]), int(match[2]), int(match[3]) if match[3] else None))
    return KeyList(origin.removeprefix("origin "), tuple(found))
