"""Signed notes (https://c2sp.org/signed-note): a text, an empty line, and a line for each signature; and public keys.

A public key is written as ``<name>+<key id>+<base64 of type and key>`` (a *vkey*). Types: 0x01 is Ed25519 over the text
of a note, 0x04 an Ed25519 cosignature with a time, 0x06 an ML-DSA-44 one (https://c2sp.org/tlog-cosignature).
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from hashlib import sha256

import msgspec

from press.i18n.mark import N_
from press.seal import signing

NOTE, COSIGNATURE, ML_DSA = 0x01, 0x04, 0x06
"""Types of signatures."""
ALGORITHMS = {NOTE: "ed25519", COSIGNATURE: "ed25519", ML_DSA: "ml-dsa-44"}
_MOST_SIGNATURES = 64
_DASH = "— "


class Key(msgspec.Struct, frozen=True):
    """A public key with its name, as a vkey names it."""

    name: str
    type: int
    public: bytes

    @property
    def id(self) -> bytes:
        """The first four bytes of a digest, which signatures begin with."""
        return sha256(self.name.encode() + b"\n" + bytes([self.type]) + self.public).digest()[:4]

    def __str__(self) -> str:
        data = base64.b64encode(bytes([self.type]) + self.public).decode()
        return f"{self.name}+{self.id.hex()}+{data}"


class Signature(msgspec.Struct, frozen=True):
    """One line below a note."""

    name: str
    key_id: bytes
    data: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {base64.b64encode(self.key_id + self.data).decode()}\n"

    def is_of(self, key: Key) -> bool:
        """Tell whether it says that a key made it."""
        return (self.name, self.key_id) == (key.name, key.id)


class Note(msgspec.Struct, frozen=True):
    """A text with its signatures."""

    text: str
    """Ends with a line break."""
    signatures: tuple[Signature, ...] = ()

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(map(str, self.signatures))}"

    def signature_of(self, key: Key) -> Signature | None:
        """Return the signature that a key made, as it says."""
        return next((one for one in self.signatures if one.is_of(key)), None)


def note(text: str) -> Note:
    """Return the note that a text is. Raises ValueError."""
    body, separator, below = text.rpartition("\n\n")
    rows = below.split("\n")
    if not separator or not body or rows.pop() or not 0 < len(rows) <= _MOST_SIGNATURES:
        raise ValueError(N_("not a signed note"))
    if any(character < " " and character != "\n" for character in text):
        raise ValueError("control characters in a signed note")
    return Note(f"{body}\n", tuple(map(signature, rows)))


def signature(line: str) -> Signature:
    """Return the signature of a line. Raises ValueError."""
    name, _, data = line.removeprefix(_DASH).partition(" ")
    try:
        decoded = base64.b64decode(data, validate=True)
    except binascii.Error:
        decoded = b""
    if not line.startswith(_DASH) or not is_name(name) or len(decoded) <= 4:
        raise ValueError("not a line of a signature")
    return Signature(name, decoded[:4], decoded[4:])


def key(vkey: str) -> Key:
    """Return the key of a vkey. Raises ValueError."""
    name, _, rest = vkey.partition("+")
    id, _, data = rest.partition("+")
    try:
        decoded = base64.b64decode(data, validate=True)
    except binascii.Error:
        decoded = b""
    algorithm = ALGORITHMS.get(decoded[0] if decoded else 0, "")
    found = Key(name, decoded[0] if decoded else 0, decoded[1:])
    if not is_name(name) or signing.PUBLIC.get(algorithm) != len(found.public) or found.id.hex() != id:
        raise ValueError("not a public key")
    return found


def is_name(text: str) -> bool:
    """Tell whether a text can be the name of a key: without spaces and plus signs."""
    return bool(text) and "+" not in text and text.isprintable() and not any(map(str.isspace, text))


def signed(text: str, name: str, seed: signing.Seed) -> Note:
    """Return a text signed with an Ed25519 key."""
    own = Key(name, NOTE, seed.public())
    return Note(text, (Signature(name, own.id, seed.sign(text.encode())),))


def signers(found: Note, keys: Iterable[Key]) -> list[Key]:
    """Return those Ed25519 keys of notes that signed a text.

    Raises ValueError if one of them did not although the note says so (signed-note: reject the whole note).
    """
    valid = []
    for one in keys:
        line = found.signature_of(one)
        if line and one.type == NOTE:
            if not signing.is_signed("ed25519", one.public, line.data, found.text.encode()):
                raise ValueError(N_("a signature is not that of the text"))
            valid.append(one)
    return valid
