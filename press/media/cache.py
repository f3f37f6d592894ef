"""A cache of bytes that are slow to make. If its files are damaged or deleted, builds are slower, but still correct."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import msgspec

from press import disk
from press.media.renditions import Rendition
from press.media.share_card_model import ShareCard

_DIGEST_SIZE = 32


def key(digest: str, rendition: Rendition, credit: str = "", copyright: str = "") -> str:
    """Return the key of one size of a photo: all that its bytes depend on; `digest` is that of the photo's file."""
    data = msgspec.json.encode((fingerprint(), digest, rendition, credit, copyright))
    return hashlib.sha256(data).hexdigest()


def card_key(card: ShareCard, digest: str) -> str:
    """Return the key of a share card: all that its bytes depend on; `digest` is that of its photo's file, or empty."""
    return hashlib.sha256(msgspec.json.encode((fingerprint(), digest, card))).hexdigest()


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Return the SHA-256, hexadecimal, of what makes photos and cards: this package, its fonts, Pillow's version."""
    import PIL  # noqa: PLC0415 - only its version; no codec is loaded

    combined = hashlib.sha256(PIL.__version__.encode())
    here = Path(__file__).parent
    for path in sorted([*here.glob("*.py"), *here.glob("fonts/*.ttf")]):
        combined.update(hashlib.sha256(path.read_bytes()).digest())
    return combined.hexdigest()


def cached(folder: Path, key: str, make: Callable[[], bytes]) -> bytes:
    """Return the bytes that are cached in `folder` under a key, or make them and cache them.

    A cached file ends in the SHA-256 of its key and bytes: a file that was cut, changed or renamed counts as missing.
    """
    path = folder / key
    found = _read(path, key)
    if found is not None:
        return found
    data = make()
    with suppress(OSError):  # on a full disk, the cache is a loss of time at most
        folder.mkdir(parents=True, exist_ok=True)
        disk.write(path, data + _checksum(key, data))
    return data


def _read(path: Path, key: str) -> bytes | None:
    try:
        stored = path.read_bytes() if path.is_file() else b""
    except OSError:
        return None
    data, checksum = stored[:-_DIGEST_SIZE], stored[-_DIGEST_SIZE:]
    return data if checksum == _checksum(key, data) else None


def _checksum(key: str, data: bytes) -> bytes:
    return hashlib.sha256(key.encode() + b"\0" + data).digest()
