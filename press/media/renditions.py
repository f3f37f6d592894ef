"""In which sizes and formats a photo is published, and under which names. Opens no file."""

from __future__ import annotations

from pathlib import PurePosixPath

import msgspec

from press.model import File

WIDTHS = (480, 960, 1600)
"""Pixels: a phone, a phone with a fine screen or a column, a whole desktop window."""
PIXELS = 40_000_000
"""A photo may have so many: more than any phone's, and 160 MB of memory."""
SIDE = 16_383
"""Pixels on the longer side, at most: WebP has no more."""

BETTER = ("avif", "webp")
_NEAR = 0.8
"""A width is left out where the next larger one is hardly larger."""
_ENDINGS = {"jpeg": ".jpg", "png": ".png", "webp": ".webp", "avif": ".avif"}


class Rendition(msgspec.Struct, frozen=True):
    """One size of a photo in one format."""

    format: str
    """``avif``, ``webp``, ``jpeg`` or ``png``."""
    width: int
    """Pixels."""
    height: int
    """Pixels."""
    largest: bool
    """It bears the plain name of the photo."""


def fits(width: int, height: int) -> bool:
    """Tell whether a photo of so many pixels may be opened."""
    return 0 < width <= SIDE and 0 < height <= SIDE and width * height <= PIXELS


def renditions(file: File) -> tuple[Rendition, ...]:
    """All sizes of a photo: AVIF, then WebP, then what every browser shows; in each, the smallest first.

    What lies in ``static/`` is published as it is and has none, nor has what is no photo.
    """
    if not file.width or _is_static(file):
        return ()
    widths = _widths(file.width)
    return tuple(
        Rendition(format, width, max(1, round(file.height * width / file.width)), width == widths[-1])
        for format in (*BETTER, fallback(file))
        for width in widths
    )


def name(file: File, rendition: Rendition | None = None) -> str:
    """The name under which a file, or one size of a photo, is published.

    The largest size that every browser shows keeps the name of its file, so that links to ``foto.jpg`` work; the others
    are ``foto.avif``, ``foto-480w.avif`` and so on. Those of ``foto.png`` are ``foto-png-480w.avif``, as a ``foto.jpg``
    may lie beside it.
    """
    path = PurePosixPath(file.path)
    if not file.width or _is_static(file):
        return path.name
    ending = path.suffix.lower()
    own = _ENDINGS[fallback(file)]
    if rendition is None or (rendition.largest and rendition.format == fallback(file)):
        return path.name if _is_of(file, own) else path.stem + _tail(ending) + own
    size = "" if rendition.largest else f"-{rendition.width}w"
    return path.stem + _tail(ending) + size + _ENDINGS[rendition.format]


def _widths(original: int) -> tuple[int, ...]:
    largest = min(original, WIDTHS[-1])
    return (*(width for width in WIDTHS if width <= largest * _NEAR), largest)


def fallback(file: File) -> str:
    """PNG for graphics, which JPEG would smear and whose background may show through; else JPEG."""
    return "png" if file.mime in ("image/png", "image/gif") else "jpeg"


def _is_of(file: File, ending: str) -> bool:
    """Tell whether the file is already of the format of its largest size."""
    return file.mime == {".jpg": "image/jpeg", ".png": "image/png"}[ending]


def _tail(ending: str) -> str:
    return "" if ending == ".jpg" else f"-{ending.lstrip('.')}"


def _is_static(file: File) -> bool:
    return file.path.startswith("static/")
