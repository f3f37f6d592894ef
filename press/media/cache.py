"""A cache of bytes that are dear to make. Whatever happens to its files, the answer is right; only slower."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import msgspec

from press.media.renditions import Rendition
from press.media.share_card_model import ShareCard

_DIGEST = 32


def key(digest: str, rendition: Rendition, credit: str = "", copyright: str = "") -> str:
    """Name one size of a photo by all that its bytes depend on; `digest` is that of the photo's file."""
    named = msgspec.json.encode((fingerprint(), digest, rendition, credit, copyright))
    return hashlib.sha256(named).hexdigest()


def card_key(card: ShareCard, digest: str) -> str:
    """Name a share card by all that its bytes depend on; `digest` is that of its photo's file, empty for none."""
    return hashlib.sha256(msgspec.json.encode((fingerprint(), digest, card))).hexdigest()


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """SHA-256, hexadecimal, of what makes photos and share cards: this package, its fonts, and Pillow's version."""
    import PIL  # noqa: PLC0415 - its version alone; no codec is loaded

    seen = hashlib.sha256(PIL.__version__.encode())
    here = Path(__file__).parent
    for path in sorted([*here.glob("*.py"), *here.glob("fonts/*.ttf")]):
        seen.update(hashlib.sha256(path.read_bytes()).digest())
    return seen.hexdigest()


def cached(folder: Path, key: str, make: Callable[[], bytes]) -> bytes:
    """Give what `make` made under this key before, or make it and keep it in `folder`.

    A kept file ends in the SHA-256 of its key and bytes: one that was cut, changed or renamed counts as not there.
    """
    path = folder / key
    kept = _kept(path, key)
    if kept is not None:
        return kept
    data = make()
    _keep(path, data + _sum(key, data))
    return data


def _kept(path: Path, key: str) -> bytes | None:
    try:
        stored = path.read_bytes()
    except OSError:
        return None
    data, seal = stored[:-_DIGEST], stored[-_DIGEST:]
    return data if seal == _sum(key, data) else None


def _keep(path: Path, stored: bytes) -> None:
    """Write a file whole or not at all. A cache that takes no more, on a full disk, is no error."""
    temporary = path.with_name(f"tmp-{os.getpid()}-{threading.get_ident()}")  # no two writers share one
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(stored)
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()


def _sum(key: str, data: bytes) -> bytes:
    return hashlib.sha256(key.encode() + b"\0" + data).digest()
