"""The share card of each release: what WhatsApp and others show of a link to it."""

from __future__ import annotations

from collections.abc import Iterable

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
    """None: a card is there with its release."""
    return ()


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """Its own, whose name changes with what is on it."""
    if not card.is_page and config.theme.share_cards:
        yield share_file(card, config).address


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """One card."""
    address = invalidation.id
    card = snapshot.catalogue.page_at(address.rpartition("/")[0] + "/")
    wanted = share_file(card, snapshot.config) if card and snapshot.config.theme.share_cards else None
    yield address, wanted if wanted and wanted.address == address else None


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Draw the card, or read it where it was drawn before."""
    wanted = _file.decode(view)
    photo = (context.root / wanted.photo).read_bytes() if wanted.photo else None

    def draw() -> bytes:
        from press.media.share_card import share_card  # noqa: PLC0415 - Pillow, 60 ms, which most builds do not need

        return share_card(wanted.card, photo)

    return cache.cached(context.media_cache, cache.card_key(wanted.card, wanted.digest), draw)
