"""The share cards of each release: what WhatsApp and others show for a link to it, and those of its share pack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from press.config import Config
from press.media import cache
from press.media.share_card_model import FORMATS, Format
from press.model import Card, Invalidation
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views.context import Snapshot
from press.views.share import ShareFile, share_files

TEMPLATES = ()
_file = msgspec.json.Decoder(ShareFile)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """No ids: each share card belongs to a release."""
    return ()


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The share cards of the release, whose file names change with what is on them."""
    return (file.address for file in share_files(card, config))


def owns(path: str, config: Config) -> bool:
    """No path: each share card is in the folder of a release."""
    return False


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """One share card, by its address."""
    address = invalidation.id
    card = snapshot.catalogue.page_at(address.rpartition("/")[0] + "/")
    files = share_files(card, snapshot.config) if card else ()
    yield address, next((file for file in files if file.address == address), None)


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Draw the share card, or read it from the cache."""
    file = _file.decode(view)
    format = FORMATS[file.format]

    def draw() -> bytes:
        from press.media import images  # noqa: PLC0415 - Pillow, 60 ms, which most builds do not need
        from press.media.share_card import share_card  # noqa: PLC0415

        photo = images.pixels(_background(file, format, context)) if file.photo else None
        return share_card(file.card, photo, format)

    return cache.cached(context.media_cache, cache.card_key(file.card, file.digest, format), draw)


def _background(file: ShareFile, format: Format, context: RenderContext) -> bytes:
    """Return the photo behind the words: a new headline or colour does not decode the camera's picture again."""

    def make() -> bytes:
        from press.media import images  # noqa: PLC0415 - as above

        return images.background(images.decoded(context.root / file.photo, file.digest), format)

    return cache.cached(context.media_cache, cache.background_key(file.digest, format), make)


def cache_keys(card: Card, config: Config) -> Iterator[str]:
    """Yield the keys of the share cards of a release in the cache."""
    for file in share_files(card, config):
        format = FORMATS[file.format]
        yield cache.card_key(file.card, file.digest, format)
        if file.photo:
            yield cache.background_key(file.digest, format)
