"""Photos in all their sizes, and attachments, beside the release that uses them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from press.media import cache, renditions
from press.media.renditions import Rendition
from press.model import Card, File, Touch
from press.rendering.context import Bodies, Workshop, decode
from press.views import View, builders
from press.views.context import Edition

TEMPLATES = ()


class Published(View, frozen=True, kw_only=True):
    """A file to publish: a size of a photo where there is a rendition, else the bytes as they are."""

    source: str
    digest: str
    """SHA-256 of the source's bytes, hexadecimal."""
    rendition: Rendition | None
    credit: str = ""
    copyright: str = ""


def fixed(edition: Edition) -> Iterable[str]:
    """None: a file is published with its release."""
    return ()


def touched(card: Card, edition: Edition) -> Iterable[str]:
    """All files of the card, by their addresses."""
    return (address for address, _, _ in _published(card))


def describe(touch: Touch, edition: Edition) -> Iterable[tuple[str, View | None]]:
    """One file."""
    card = edition.catalogue.at(touch.id.rpartition("/")[0])
    found = {address: (file, rendition) for address, file, rendition in _published(card)} if card else {}
    yield touch.id, _view(card, *found[touch.id], edition) if card and touch.id in found else None


def render(view: bytes, bodies: Bodies, workshop: Workshop) -> bytes:
    """Make the size, or read it where it was made before; or read the file."""
    page = decode(view)
    path: Path = workshop.root / page["source"]
    if page["rendition"] is None:
        return path.read_bytes()
    rendition = msgspec.convert(page["rendition"], Rendition)
    key = cache.key(page["digest"], rendition, page["credit"], page["copyright"])

    def made() -> bytes:
        from press.media import images  # noqa: PLC0415 - Pillow, 60 ms, which most builds do without

        return images.make(path.read_bytes(), rendition, page["credit"], page["copyright"])

    return cache.cached(workshop.cache, key, made)


def _published(card: Card) -> Iterator[tuple[str, File, Rendition | None]]:
    """Every address beside the release, with what is published there."""
    if builders.is_blank(card):
        return
    for file in card.files.values():
        if file.path.startswith("static/"):
            continue
        if not file.width:
            yield builders.file_address(card, file, renditions.name(file)), file, None
        for rendition in renditions.renditions(file) if file.width else ():
            yield builders.file_address(card, file, renditions.name(file, rendition)), file, rendition


def _view(card: Card, file: File, rendition: Rendition | None, edition: Edition) -> Published:
    images = (card.release.image, *card.release.images)
    credit = next((image.credit for image in images if image and card.files.get(image.src) == file), "")
    return Published(
        source=file.path,
        digest=file.digest,
        rendition=rendition,
        credit=credit if rendition else "",
        copyright=edition.config.publisher if rendition else "",
    )
