"""Photos in all their sizes, and attachments, in the folder of the release that uses them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from press.config import Config
from press.media import cache, renditions
from press.media.renditions import Rendition
from press.model import Card, File, Invalidation
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views import View
from press.views.context import Snapshot

TEMPLATES = ()


class PublishedFile(View, frozen=True, kw_only=True):
    """A file to publish: a rendition of a photo, or, without a rendition, a copy of the source."""

    source: str
    """Path from the root of the portal."""
    digest: str
    """SHA-256 of the source's bytes, hexadecimal."""
    rendition: Rendition | None
    credit: str = ""
    copyright: str = ""

    def pixels_of(self) -> str:
        """Return the digest of the photo of which this is a rendition."""
        return self.digest if self.rendition else ""


_file = msgspec.json.Decoder(PublishedFile)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """No ids: each file belongs to a release."""
    return ()


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The addresses of all files of the card, also those that they had before."""
    return (address for address, _, _ in published(card))


def owns(path: str, config: Config) -> bool:
    """No path: each file is in the folder of a release."""
    return False


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """One file, by its address."""
    address = invalidation.id
    folder = address.rpartition("/")[0]
    card = snapshot.catalogue.at(folder) or snapshot.catalogue.moved_from(folder)
    found = {address: (file, rendition) for address, file, rendition in published(card)} if card else {}
    yield address, _view(card, *found[address], snapshot) if card and address in found else None


def addresses(card: Card) -> Iterator[str]:
    """Return the addresses of the files of a card in its own folder."""
    return (address for address, _, _ in _published_in(card.address, card))


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Make the rendition, or read it from the cache; or read the source."""
    file = _file.decode(view)
    path: Path = context.root / file.source
    rendition, credit, copyright = file.rendition, file.credit, file.copyright
    if rendition is None:
        return path.read_bytes()

    def make() -> bytes:
        from press.media import images  # noqa: PLC0415 - Pillow, 60 ms, which most builds do not need

        return images.make(images.decoded(path, file.digest), rendition, credit, copyright)

    return cache.cached(context.media_cache, _key(file, rendition), make)


def cache_keys(card: Card, snapshot: Snapshot) -> Iterator[str]:
    """Yield the keys of the renditions of a card's photos in the cache."""
    for _, file, rendition in published(card):
        if rendition:
            yield _key(_view(card, file, rendition, snapshot), rendition)


def _key(file: PublishedFile, rendition: Rendition) -> str:
    return cache.key(file.digest, rendition, file.credit, file.copyright)


def published(card: Card) -> Iterator[tuple[str, File, Rendition | None]]:
    """Every address of a file in the folders of the release, with the file and the rendition that is published there.

    Feeds that people have read, and other sites, name files in the folder that a release had before.
    """
    yield from _published_in(card.address, card)
    if card.former:
        yield from _published_in(card.former, card)


def _published_in(folder: str, card: Card) -> Iterator[tuple[str, File, Rendition | None]]:
    for file in card.files.values():
        if file.is_static:
            continue
        if not file.width:
            yield folder + renditions.name(file), file, None
        for rendition in renditions.renditions(file):
            yield folder + renditions.name(file, rendition), file, rendition


def _view(card: Card, file: File, rendition: Rendition | None, snapshot: Snapshot) -> PublishedFile:
    images = (card.release.image, *card.release.images)
    credit = next((image.credit for image in images if image and card.files.get(image.src) == file), "")
    return PublishedFile(
        source=file.path,
        digest=file.digest,
        rendition=rendition,
        credit=credit if rendition else "",
        copyright=snapshot.config.publisher if rendition else "",
    )
