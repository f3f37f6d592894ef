"""Verification of a canonical text with its proof, without the network."""

from __future__ import annotations

from typing import Protocol

import msgspec

from press.i18n.mark import N_
from press.seal import canonical, entries, merkle, proofs
from press.seal.checkpoints import Head
from press.seal.entries import Entry
from press.seal.notes import Note


class Trust(Protocol):
    """Whose checkpoints are believed: a `KeyList` or a `Policy`."""

    def trusted(self, note: Note) -> Head:
        """Return the head of a checkpoint. Raises ValueError."""


class Verified(msgspec.Struct, frozen=True):
    """A text that is sealed."""

    entry: Entry
    title: str
    head: Head
    """The head of the log in which it was found."""


def verified(text: bytes, proof_text: str, trust: Trust) -> Verified:
    """Return what is proven of a canonical text. Raises ValueError, which says why it is not."""
    fields = canonical.fields(text.decode())
    proof = proofs.proof(proof_text)
    entry = entries.entry(proof.entry.decode())
    if entry.digest != canonical.digest(text.decode()):
        raise ValueError(N_("the text was changed: its digest is not that of the entry"))
    if (entry.id, entry.version) != (fields.id, fields.version):
        raise ValueError(N_("the entry is that of another release or version"))
    head = trust.trusted(proof.checkpoint)
    leaf = merkle.leaf_hash(proof.entry)
    if not merkle.is_included(leaf, proof.index, head.size, proof.hashes, head.hash):
        raise ValueError(N_("the proof does not lead to the head of the log"))
    return Verified(entry, fields.title, head)
