"""Signatures: Ed25519 (RFC 8032) and ML-DSA-44 (FIPS 204). Only this module uses `cryptography`, where it is needed.

An ML-DSA-44 signature has random parts: of the same text and key it differs each time.
"""

from __future__ import annotations

import base64
import binascii
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # 30 ms, which only those who sign or verify need
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

SEED = 32
"""Bytes of the seed of a private key, of both algorithms."""
PUBLIC = {"ed25519": 32, "ml-dsa-44": 1312}
"""Bytes of a public key, by algorithm."""


class Seed:
    """The seed of a private key. It shows itself nowhere: neither printed, nor in a traceback, nor pickled."""

    __slots__ = ("_bytes", "algorithm")

    def __init__(self, seed: bytes, algorithm: str) -> None:
        """`algorithm` is ``ed25519`` or ``ml-dsa-44``."""
        self._bytes, self.algorithm = seed, algorithm

    def __repr__(self) -> str:
        return "Seed(…)"

    def __reduce__(self) -> tuple[type, ...]:
        """Refuse: a seed never leaves its process."""
        raise TypeError("a seed is not sent to other processes")

    def public(self) -> bytes:
        """Return the public key."""
        return self._private().public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """Return a signature: 64 bytes, or 2420 of ML-DSA-44."""
        return self._private().sign(message)

    def text(self) -> str:
        """Return the seed as it is stored: base64."""
        return base64.b64encode(self._bytes).decode()

    def _private(self) -> Ed25519PrivateKey | MLDSA44PrivateKey:
        from cryptography.hazmat.primitives.asymmetric import ed25519, mldsa  # noqa: PLC0415 - see above

        if self.algorithm == "ed25519":
            return ed25519.Ed25519PrivateKey.from_private_bytes(self._bytes)
        return mldsa.MLDSA44PrivateKey.from_seed_bytes(self._bytes)


def new_seed(algorithm: str) -> Seed:
    """Return the seed of a new key, from the random numbers of the system."""
    return Seed(os.urandom(SEED), algorithm)


def seeds(text: str) -> tuple[Seed, ...]:
    """Return the seeds of a secret: that of an Ed25519 key in base64 and, behind a comma, that of an ML-DSA-44 key.

    Raises ValueError, whose message has nothing of the secret.
    """
    found = [_seed(part.strip()) for part in text.strip().split(",")]
    if len(found) > len(PUBLIC) or b"" in found:
        raise ValueError
    return tuple(Seed(seed, algorithm) for seed, algorithm in zip(found, PUBLIC, strict=False))


def is_signed(algorithm: str, public: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether a signature is that of a message. Points of small order and S ≥ L are refused (RFC 8032, 5.1.7)."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - see above
    from cryptography.hazmat.primitives.asymmetric import ed25519, mldsa  # noqa: PLC0415

    kind = ed25519.Ed25519PublicKey if algorithm == "ed25519" else mldsa.MLDSA44PublicKey
    if algorithm == "ed25519" and (public in _SMALL_ORDER or _is_above_field(public)):
        return False
    try:
        kind.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _is_above_field(public: bytes) -> bool:
    """Tell whether a key is written otherwise than a point is (RFC 8032, 5.1.3): some libraries read it as another."""
    return int.from_bytes(public, "little") & (2**255 - 1) >= 2**255 - 19


def _seed(text: str) -> bytes:
    """Return the bytes of a seed; empty: it is none."""
    try:
        seed = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return seed if len(seed) == SEED else b""


_SMALL_ORDER = frozenset(
    bytes.fromhex(point)
    for point in (
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    )
)
"""Ed25519 public keys under which a signature of one message is that of others: the points of small order."""
