"""The photos of sealed releases, by how they look: what the page `/cek/` compares other pictures with."""

from __future__ import annotations

from collections.abc import Iterator

from press.media import renditions
from press.model import Card, File
from press.views.pictures import file_address


def has_photos(card: Card) -> bool:
    """Tell whether a release has files that look like something."""
    return any(file.dhash for file in card.files.values())


def photos(card: Card, sealed: str) -> tuple[tuple[str, str, str], ...]:
    """Return the photos of a release that its newest sealed text names: hash, address, and address of a small size.

    None of a release whose text was removed: its photos are not published any longer.
    """
    withdrawn = card.release.withdrawn if card.is_withdrawn else None
    return () if withdrawn and withdrawn.removes_text else tuple(sorted(set(_photos(card, sealed))))


def _photos(card: Card, sealed: str) -> Iterator[tuple[str, str, str]]:
    for file in card.files.values():
        address = file_address(card, file, renditions.name(file))
        if file.dhash and f"\nphoto: {file.digest} /{address}\n" in sealed:
            yield file.dhash, address, file_address(card, file, _small(file))


def _small(file: File) -> str:
    """Return the name of the smallest size in the format for every browser."""
    sizes = (one for one in renditions.renditions(file) if one.format == renditions.fallback(file))
    return renditions.name(file, next(sizes, None))
