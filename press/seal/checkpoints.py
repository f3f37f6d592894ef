"""Checkpoints (https://c2sp.org/tlog-checkpoint): the signed head of the log, and cosignatures of it.

A cosignature (https://c2sp.org/tlog-cosignature) says that a witness saw this head at a time, and that the log only
grew until then. The log itself signs with Ed25519 and, where it has such a key, with an ML-DSA-44 cosignature.
"""

from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Iterable

import msgspec

from press.i18n.mark import N_
from press.seal import notes, signing
from press.seal.notes import COSIGNATURE, ML_DSA, NOTE, Key, Note, Signature

_LABEL = b"subtree/v1\n\0"
_CORRECTIONS = "corrections "
"""Begins the line of the list of corrections, which is an extension of the format."""
_TIME = struct.Struct(">Q")
_LATEST = 2**63 - 1


class Head(msgspec.Struct, frozen=True):
    """The head of a log."""

    origin: str
    size: int
    hash: bytes
    corrections: str = ""
    """The SHA-256 of the list of what was corrected and withdrawn until then, hexadecimal; empty: it is not said."""

    def __str__(self) -> str:
        listed = f"{_CORRECTIONS}{self.corrections}\n" if self.corrections else ""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.hash).decode()}\n{listed}"


def head(note: Note) -> Head:
    """Return the head that a checkpoint says. Raises ValueError."""
    rows = note.text.split("\n")
    if len(rows) < 4 or not all(rows[:-1]):
        raise ValueError(N_("not a checkpoint"))
    origin, size, hash, *more = rows[:-1]
    try:
        decoded = base64.b64decode(hash, validate=True)
    except binascii.Error:
        decoded = b""
    if not size.isascii() or not size.isdigit() or str(int(size)) != size or len(decoded) != 32:
        raise ValueError(N_("not a checkpoint"))
    listed = (row.removeprefix(_CORRECTIONS) for row in more if row.startswith(_CORRECTIONS))
    return Head(origin, int(size), decoded, next(listed, ""))


def signed_by(note: Note, keys: Iterable[Key]) -> list[tuple[Key, int]]:
    """Return the keys that signed a checkpoint, each with the time that its cosignature says; 0: it says none.

    Raises ValueError if a signature that says to be of one of these keys is not right.
    """
    found: list[tuple[Key, int]] = []
    for key in keys:
        line = note.signature_of(key)
        if line:
            found.append((key, _verified(line, key, note)))
    return found


def sign(head: Head, name: str, seed: signing.Seed, time: int) -> Signature:
    """Return the signature of the log: that of a note or, with ML-DSA-44, a cosignature without a time."""
    if seed.algorithm == "ed25519":
        return notes.signed(str(head), name, seed).signatures[0]
    return cosign(head, name, seed, time)


def cosign(head: Head, name: str, seed: signing.Seed, time: int) -> Signature:
    """Return the cosignature of a witness; `time` is in seconds since the epoch."""
    key = witness_key(name, seed)
    message = _message(key, head, str(head), time)
    return Signature(name, key.id, _TIME.pack(time) + seed.sign(message))


def witness_key(name: str, seed: signing.Seed) -> Key:
    """Return the public key of a witness."""
    return Key(name, COSIGNATURE if seed.algorithm == "ed25519" else ML_DSA, seed.public())


def _verified(line: Signature, key: Key, note: Note) -> int:
    """Return the time of a signature. Raises ValueError if it is not right."""
    if key.type == NOTE:
        time, data, message = 0, line.data, note.text.encode()
    else:
        if len(line.data) <= _TIME.size or (time := _TIME.unpack_from(line.data)[0]) > _LATEST:
            raise ValueError("not a cosignature")
        data, message = line.data[_TIME.size :], _message(key, head(note), note.text, time)
    if not signing.is_signed(notes.ALGORITHMS[key.type], key.public, data, message):
        raise ValueError(N_("a signature is not that of the checkpoint"))
    return time


def _message(key: Key, head: Head, text: str, time: int) -> bytes:
    """Return what a cosignature signs."""
    if key.type == COSIGNATURE:
        return f"cosignature/v1\ntime {time}\n{text}".encode()
    tree = _TIME.pack(0) + _TIME.pack(head.size) + head.hash
    return _LABEL + _named(key.name) + _TIME.pack(time) + _named(head.origin) + tree


def _named(name: str) -> bytes:
    """Return a name behind its length in one byte. Raises ValueError for one that is too long."""
    data = name.encode()
    return bytes([len(data)]) + data
