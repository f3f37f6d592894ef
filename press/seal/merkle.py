"""Merkle trees as in RFC 6962, section 2.1: heads, proofs of inclusion and of consistency, and their verification.

Hashes are 32 bytes, SHA-256. Verification follows RFC 9162, sections 2.1.3.2 and 2.1.4.2, which verify the same trees.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Self

EMPTY = sha256(b"").digest()
"""The head of a tree without leaves."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf."""
    return sha256(b"\0" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node from those of its two children."""
    return sha256(b"\1" + left + right).digest()


class Tree:
    """A tree of which all complete parts are hashed once."""

    def __init__(self, entries: Iterable[bytes]) -> None:
        """`entries` are the leaves, before they are hashed."""
        self.levels = _levels([sha256(b"\0" + entry).digest() for entry in entries])
        """Level 0 has the hashes of leaves; each above those of pairs, without a last one that has no pair."""

    @classmethod
    def of_leaves(cls, hashes: list[bytes]) -> Self:
        """Return the tree whose leaves have these hashes."""
        tree = cls(())
        tree.levels = _levels(hashes)
        return tree

    def __len__(self) -> int:
        """Return the number of leaves."""
        return len(self.levels[0])

    def head(self, size: int) -> bytes:
        """Return the head of the tree of the first `size` leaves."""
        return self._hash(0, size) if size else EMPTY

    def inclusion(self, index: int, size: int) -> tuple[bytes, ...]:
        """Return the proof that the leaf at `index` is in the tree of the first `size` leaves (RFC 6962, 2.1.1)."""
        return tuple(self._inclusion(index, 0, size))

    def consistency(self, before: int, size: int) -> tuple[bytes, ...]:
        """Return the proof that the tree of `size` leaves begins with that of the `before` first ones (2.1.2)."""
        return tuple(self._consistency(before, 0, size, is_whole=True)) if 0 < before < size else ()

    def _inclusion(self, index: int, begin: int, end: int) -> list[bytes]:
        if end - begin == 1:
            return []
        middle = begin + _split(end - begin)
        if index < middle:
            return [*self._inclusion(index, begin, middle), self._hash(middle, end)]
        return [*self._inclusion(index, middle, end), self._hash(begin, middle)]

    def _consistency(self, before: int, begin: int, end: int, is_whole: bool) -> list[bytes]:
        if before == end:
            return [] if is_whole else [self._hash(begin, end)]
        middle = begin + _split(end - begin)
        if before <= middle:
            return [*self._consistency(before, begin, middle, is_whole), self._hash(middle, end)]
        return [*self._consistency(before, middle, end, is_whole=False), self._hash(begin, middle)]

    def _hash(self, begin: int, end: int) -> bytes:
        """Return the hash of the part of the tree with some leaves, whose first one is at a multiple of its size."""
        count = end - begin
        if count & (count - 1) == 0:
            level = count.bit_length() - 1
            return self.levels[level][begin >> level]
        middle = begin + _split(count)
        return node_hash(self._hash(begin, middle), self._hash(middle, end))


def _levels(hashes: list[bytes]) -> list[list[bytes]]:
    levels = [hashes]
    while len(below := levels[-1]) > 1:
        pairs = zip(below[::2], below[1::2], strict=False)
        levels.append([sha256(b"\1" + left + right).digest() for left, right in pairs])
    return levels


def _split(count: int) -> int:
    """Return the largest power of two that is smaller than a number above 1."""
    return 1 << ((count - 1).bit_length() - 1)


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], head: bytes) -> bool:
    """Tell whether a proof shows that a leaf is at an index of the tree with a head (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            found = node_hash(sibling, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and found == head


def is_consistent(before: int, old: bytes, size: int, head: bytes, proof: Sequence[bytes]) -> bool:
    """Tell whether a proof shows that the tree with a head begins with the one with an older head (2.1.4.2)."""
    if before == size:
        return not proof and old == head
    if not 0 < before < size or not proof:
        return False
    path = list(proof) if before & (before - 1) else [old, *proof]
    node, last = before - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and first == old and second == head
