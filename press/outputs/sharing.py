"""The share card of each release: the image that WhatsApp and others show for a link to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from press.config import Config
from press.media import cache
from press.model import Card, Invalidation
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views.context import Snapshot
from press.views.share import ShareFile, share_file

TEMPLATES = ()
_file = msgspec.json.Decoder(ShareFile)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """No ids: each share card belongs to a release."""
    return ()


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The share card of the release, whose file name changes with what is on it."""
    if card.has_page and not card.is_page and config.theme.share_cards:
        yield share_file(card, config).address


def owns(path: str, config: Config) -> bool:
    """No path: each share card is in the folder of a release."""
    return False


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """One share card, by its address."""
    address = invalidation.id
    card = snapshot.catalogue.page_at(address.rpartition("/")[0] + "/")
    file = share_file(card, snapshot.config) if card and snapshot.config.theme.share_cards else None
    yield address, file if file and file.address == address else None


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Draw the share card, or read it from the cache."""
    file = _file.decode(view)

    def draw() -> bytes:
        from press.media import images  # noqa: PLC0415 - Pillow, 60 ms, which most builds do not need
        from press.media.share_card import share_card  # noqa: PLC0415

        return share_card(file.card, images.pixels(_background(file, context)) if file.photo else None)

    return cache.cached(context.media_cache, cache.card_key(file.card, file.digest), draw)


def _background(file: ShareFile, context: RenderContext) -> bytes:
    """Return the photo behind the words: a new headline or colour does not decode the camera's picture again."""

    def make() -> bytes:
        from press.media import images  # noqa: PLC0415 - as above

        return images.background(images.decoded(context.root / file.photo, file.digest))

    return cache.cached(context.media_cache, cache.background_key(file.digest), make)


def cache_keys(card: Card, config: Config) -> Iterator[str]:
    """Yield the key of the share card of a release in the cache."""
    if card.has_page and not card.is_page and config.theme.share_cards:
        file = share_file(card, config)
        yield cache.card_key(file.card, file.digest)
        if file.photo:
            yield cache.background_key(file.digest)
