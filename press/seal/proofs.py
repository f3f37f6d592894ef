"""Proofs (https://c2sp.org/tlog-proof) that an entry is in the log. Each can be verified without the network.

The optional ``extra`` line holds the entry itself, without which its leaf could not be hashed.
"""

from __future__ import annotations

import base64
import binascii

import msgspec

from press.i18n.mark import N_
from press.seal import notes
from press.seal.notes import Note

FORMAT = "c2sp.org/tlog-proof@v1"
ENDING = ".tlog-proof"


class Proof(msgspec.Struct, frozen=True):
    """A proof of one entry."""

    entry: bytes
    index: int
    hashes: tuple[bytes, ...]
    checkpoint: Note

    def __str__(self) -> str:
        rows = (FORMAT, f"extra {_base64(self.entry)}", f"index {self.index}", *map(_base64, self.hashes))
        return "".join(f"{row}\n" for row in rows) + f"\n{self.checkpoint}"


def proof(text: str) -> Proof:
    """Return the proof that a text is. Raises ValueError."""
    head, _, checkpoint = text.partition("\n\n")
    first, *rows = head.split("\n")
    if first != FORMAT or len(rows) < 2 or not rows[0].startswith("extra ") or not rows[1].startswith("index "):
        raise ValueError(N_("not a proof of the log"))
    index = rows[1].removeprefix("index ")
    if not index.isascii() or not index.isdigit() or str(int(index)) != index:
        raise ValueError("not an index")
    entry = _decoded(rows[0].removeprefix("extra "))
    hashes = tuple(map(_decoded, rows[2:]))
    if len(hashes) > 63 or any(len(one) != 32 for one in hashes):
        raise ValueError("not hashes")
    return Proof(entry, int(index), hashes, notes.note(checkpoint))


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("not base64") from None
