"""Photos in all their sizes, and attachments, in the folder of the release that uses them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from press.config import Config
from press.media import cache, full_size, renditions, types
from press.media.full_size import Credits
from press.media.renditions import Rendition
from press.model import Card, File, Invalidation
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views import View, press_kit
from press.views.context import Snapshot

TEMPLATES = ()


class PublishedFile(View, frozen=True, kw_only=True):
    """A file to publish: a rendition of a photo, its copy at full size, or, without a rendition, the source itself."""

    source: str
    """Path from the root of the portal."""
    digest: str
    """SHA-256 of the source's bytes, hexadecimal."""
    rendition: Rendition | None
    credit: str = ""
    copyright: str = ""
    credits: Credits | None = None
    """What a copy at full size says about the photo."""

    def pixels_of(self) -> str:
        """Return the digest of the photo of which this is a rendition."""
        return self.digest if self.rendition and not self.credits else ""


_file = msgspec.json.Decoder(PublishedFile)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """No ids: each file belongs to a release."""
    return ()


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The addresses of all files of the card, also those that they had before."""
    return (address for address, _, _ in published(card, config))


def owns(path: str, config: Config) -> bool:
    """No path: each file is in the folder of a release."""
    return False


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """One file, by its address."""
    address = invalidation.id
    folder = address.rpartition("/")[0]
    card = snapshot.catalogue.at(folder) or snapshot.catalogue.moved_from(folder)
    found = (
        {address: (file, rendition) for address, file, rendition in published(card, snapshot.config)} if card else {}
    )
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
    if file.credits:
        return _copy(path.read_bytes(), file.credits)

    def make() -> bytes:
        from press.media import images  # noqa: PLC0415 - Pillow, 60 ms, which most builds do not need

        return images.make(images.decoded(path, file.digest), rendition, credit, copyright)

    return cache.cached(context.media_cache, _key(file, rendition), make)


def cache_keys(card: Card, snapshot: Snapshot) -> Iterator[str]:
    """Yield the keys of the renditions of a card's photos in the cache."""
    for _, file, rendition in published(card, snapshot.config):
        if rendition and rendition.format != renditions.ORIGINAL:
            yield _key(_view(card, file, rendition, snapshot), rendition)


def _key(file: PublishedFile, rendition: Rendition) -> str:
    return cache.key(file.digest, rendition, file.credit, file.copyright)


def _copy(data: bytes, credits: Credits) -> bytes:
    """Copy a photo at full size. This takes less time than to read it from the cache and check it."""
    from press.media import images  # noqa: PLC0415 - Pillow, 60 ms, which most builds do not need

    mime = types.sniff(data)
    return full_size.copy(data, mime, credits, images.orientation(data, mime))


def published(card: Card, config: Config) -> Iterator[tuple[str, File, Rendition | None]]:
    """Every address of a file in the folders of the release, with the file and the rendition that is published there.

    Feeds that people have read, and other sites, name files in the folder that a release had before.
    """
    yield from _published_in(card.address, card)
    if card.former:
        yield from _published_in(card.former, card)
    for photo in press_kit.photos(card, config):
        if photo.copy:
            yield card.address + renditions.name(photo.file, photo.copy), photo.file, photo.copy


def _published_in(folder: str, card: Card) -> Iterator[tuple[str, File, Rendition | None]]:
    for file in card.files.values():
        if file.is_static:
            continue
        if not file.width:
            yield folder + renditions.name(file), file, None
        for rendition in renditions.renditions(file):
            yield folder + renditions.name(file, rendition), file, rendition


def _view(card: Card, file: File, rendition: Rendition | None, snapshot: Snapshot) -> PublishedFile:
    if rendition and rendition.format == renditions.ORIGINAL:
        credits = next(photo.credits for photo in press_kit.photos(card, snapshot.config) if photo.file == file)
        return PublishedFile(source=file.path, digest=file.digest, rendition=rendition, credits=credits)
    images = (card.release.image, *card.release.images)
    credit = next((image.credit for image in images if image and card.files.get(image.src) == file), "")
    return PublishedFile(
        source=file.path,
        digest=file.digest,
        rendition=rendition,
        credit=credit if rendition else "",
        copyright=snapshot.config.publisher if rendition else "",
    )
