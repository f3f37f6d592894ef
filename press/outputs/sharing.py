"""The share card of each release: what WhatsApp and others show of a link to it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from press.media import cache
from press.model import Card, Kind, Touch
from press.rendering.context import Bodies, Workshop, decode
from press.views import View, builders
from press.views.builders import ShareFile
from press.views.context import Edition

TEMPLATES = ()


def fixed(edition: Edition) -> Iterable[str]:
    """None: a card is there with its release."""
    return ()


def touched(card: Card, edition: Edition) -> Iterable[str]:
    """Its own, whose name changes with what is on it: services keep a card under its address for ever."""
    if card.release.kind is not Kind.PAGE and edition.config.theme.share_cards:
        yield builders.share_file(card, edition).address


def describe(touch: Touch, edition: Edition) -> Iterable[tuple[str, View | None]]:
    """One card."""
    card = edition.catalogue.page_at(touch.id.rpartition("/")[0] + "/")
    wanted = builders.share_file(card, edition) if card and edition.config.theme.share_cards else None
    yield touch.id, wanted if wanted and wanted.address == touch.id else None


def render(view: bytes, bodies: Bodies, workshop: Workshop) -> bytes:
    """Draw the card, or read it where it was drawn before."""
    wanted = msgspec.convert(decode(view), ShareFile)
    photo = (workshop.root / wanted.photo).read_bytes() if wanted.photo else None
    key = cache.card_key(wanted.card, wanted.digest)

    def drawn() -> bytes:
        from press.media.share_card import share_card  # noqa: PLC0415 - Pillow, 60 ms, which most builds do without

        return share_card(wanted.card, photo)

    return cache.cached(workshop.cache, key, drawn)
