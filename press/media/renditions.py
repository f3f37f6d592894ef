"""The sizes, formats and names in which a photo is published. Opens no file."""

from __future__ import annotations

from pathlib import PurePosixPath

import msgspec

from press.model import File

WIDTHS = (480, 960, 1280, 1600)
"""Pixels: for a small phone; for most phones, or a column; for a large phone; for a whole desktop window."""
_ONLY_SMALL_FILES = 1280
"""A width that only the better formats have: browsers that need the other one are few, and take the next larger."""
ORIGINAL_SIDE = 2560
"""Pixels on the longer side of a photo that the command `photo` makes for the repository."""
PIXELS = 40_000_000
"""Most pixels of a photo: more than any phone's photo has, and 160 MB of memory."""
SIDE = 16_383
"""Most pixels on the longer side: the limit of WebP."""

BETTER_FORMATS = ("avif",)
"""Smaller files, for browsers that can show them; before the format for every browser."""
ORIGINAL = "original"
"""The format of a copy of a photo that is not encoded again."""
_MAX_RATIO = 0.8
"""A width is left out if it is more than this part of the largest one."""
_ENDINGS = {"jpeg": ".jpg", "png": ".png", "webp": ".webp", "avif": ".avif"}


class Rendition(msgspec.Struct, frozen=True):
    """One size of a photo in one format."""

    format: str
    """``avif``, ``jpeg``, ``png``, or `ORIGINAL`."""
    width: int
    """Pixels."""
    height: int
    """Pixels."""
    largest: bool
    """Whether it is the largest size, whose name contains no width."""


def fits(width: int, height: int) -> bool:
    """Tell whether a photo of this size may be opened."""
    return 0 < width <= SIDE and 0 < height <= SIDE and width * height <= PIXELS


def renditions(file: File) -> tuple[Rendition, ...]:
    """Return all sizes of a photo: as AVIF, then in the format for every browser; in each, the smallest first.

    Files in ``static/``, which are published unchanged, have none, nor have files that are not photos.
    """
    if not file.width or file.is_static:
        return ()
    made = sizes(file.width, file.height)
    return tuple(
        Rendition(format, width, height, (width, height) == made[-1])
        for format in (*BETTER_FORMATS, fallback(file))
        for width, height in made
        if format in BETTER_FORMATS or width != _ONLY_SMALL_FILES or width == made[-1][0]
    )


def sizes(width: int, height: int) -> list[tuple[int, int]]:
    """Return the widths and heights in which a photo of a size is published, the smallest first."""
    return [size(width, height, one) for one in _widths(width)]


def size(width: int, height: int, scaled: int) -> tuple[int, int]:
    """Return width and height of a photo that is `scaled` to a width."""
    return scaled, max(1, round(height * scaled / width))


def name(file: File, rendition: Rendition | None = None) -> str:
    """Return the name under which a file, or one size of a photo, is published.

    The largest size in the format for every browser has the name of its file, so that links to ``foto.jpg`` work; the
    others are ``foto.avif``, ``foto-480w.avif`` and so on. Those of ``foto.png`` are ``foto-png-480w.avif``, as a
    ``foto.jpg`` may be beside it.
    """
    path = PurePosixPath(file.path)
    if not file.width or file.is_static:
        return path.name
    ending = path.suffix.lower()
    own = _ENDINGS[fallback(file)]
    if rendition is None or (rendition.largest and rendition.format == fallback(file)):
        return path.name if _has_format(file, own) else path.stem + _format_suffix(ending) + own
    size = "" if rendition.largest else f"-{rendition.width}w"
    format = file.mime.removeprefix("image/") if rendition.format == ORIGINAL else rendition.format
    return path.stem + _format_suffix(ending) + size + _ENDINGS[format]


def full_size(file: File) -> Rendition | None:
    """Return the copy of a photo that is not encoded again; None if it cannot be made.

    Its name contains its width, which is not that of any other size.
    """
    return Rendition(ORIGINAL, file.width, file.height, largest=False) if file.bare and not file.is_static else None


def names(file: File) -> list[str]:
    """Return all names under which a file may be published."""
    copy = full_size(file)
    made = [*renditions(file), *([copy] if copy else [])]
    return [name(file, rendition) for rendition in made] or [name(file)]


def _widths(original: int) -> tuple[int, ...]:
    largest = min(original, WIDTHS[-1])
    return (*(width for width in WIDTHS if width <= largest * _MAX_RATIO), largest)


def fallback(file: File) -> str:
    """Return PNG for graphics, which JPEG would blur and which may be transparent; else JPEG."""
    return "png" if file.mime in ("image/png", "image/gif") else "jpeg"


def _has_format(file: File, ending: str) -> bool:
    """Tell whether the file is already of the format of its largest size."""
    return file.mime == {".jpg": "image/jpeg", ".png": "image/png"}[ending]


def _format_suffix(ending: str) -> str:
    return "" if ending == ".jpg" else f"-{ending.lstrip('.')}"
