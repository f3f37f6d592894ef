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
from press.media.share_card_model import LANDSCAPE, Format, ShareCard

_DIGEST_SIZE = 32
_FONTS = ("fonts/headline.ttf", "fonts/label.ttf")
CODE_OF_PHOTOS = ("images.py", "renditions.py", "share_card_model.py")
"""What the bytes of photos depend on in this package.

`types` only decides which files are photos, and `dhash` says how they look.
"""
CODE_OF_CARDS = (*CODE_OF_PHOTOS, "canvas.py", "share_card.py", "typesetting.py", "../qr_codes.py", *_FONTS)

CODE_OF_ICONS = ("icons.py",)


def key(digest: str, rendition: Rendition, credit: str = "", copyright: str = "") -> str:
    """Return the key of one size of a photo: all that its bytes depend on; `digest` is that of the photo's file."""
    data = msgspec.json.encode((fingerprint(CODE_OF_PHOTOS), digest, rendition, credit, copyright))
    return hashlib.sha256(data).hexdigest()


def card_key(card: ShareCard, digest: str, format: Format = LANDSCAPE) -> str:
    """Return the key of a share card: all that its bytes depend on; `digest` is that of its photo's file, or empty."""
    return hashlib.sha256(msgspec.json.encode((fingerprint(CODE_OF_CARDS), digest, card, format))).hexdigest()


def background_key(digest: str, format: Format = LANDSCAPE) -> str:
    """Return the key of what is behind the words of share cards with a photo; `digest` is that of the photo's file.

    Formats that show the same part of the photo have the same.
    """
    shown = (format.width, format.photo_height)
    return hashlib.sha256(msgspec.json.encode((fingerprint(CODE_OF_PHOTOS), digest, "background", shown))).hexdigest()


def icon_key(view: bytes) -> str:
    """Return the key of an icon: all that its bytes depend on; `view` says what is drawn, and how."""
    return hashlib.sha256(fingerprint(CODE_OF_ICONS).encode() + view).hexdigest()


@lru_cache(maxsize=3)
def fingerprint(code: tuple[str, ...]) -> str:
    """Return the SHA-256, hexadecimal, of files of this package and of the version of Pillow.

    Photos are made again only if this changes, not for each new version of Press.
    """
    import PIL  # noqa: PLC0415 - only its version; no codec is loaded

    combined = hashlib.sha256(PIL.__version__.encode())
    here = Path(__file__).parent
    for name in code:
        combined.update(hashlib.sha256((here / name).read_bytes()).digest())
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
