"""The share card of the portal: the image that WhatsApp and others show for a link to the home page or a list."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from press import views
from press.config import Config
from press.media import cache
from press.media.share_card_model import ShareCard
from press.model import Card, Invalidation
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views import portal_card
from press.views.context import Snapshot

TEMPLATES = ()


class PortalCard(views.View, frozen=True, kw_only=True):
    """The content of the card."""

    card: ShareCard


_view = msgspec.json.Decoder(PortalCard)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The addresses of the card of the portal and of those of its editions."""
    return _settings(snapshot.config)


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """No ids: no release changes it."""
    return ()


def owns(path: str, config: Config) -> bool:
    """Cards of the portal at its root, also former ones."""
    return path.startswith(portal_card.PREFIX) and path.endswith(".png") and "/" not in path


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """The card; none at the address of a former one."""
    config = _settings(snapshot.config).get(invalidation.id)
    yield invalidation.id, PortalCard(card=portal_card.portal_card(config)) if config else None


def _settings(config: Config) -> dict[str, Config]:
    """The settings of the portal and of its editions, by the addresses of their cards."""
    whole = (config, *config.other_editions.values()) if config.theme.share_cards else ()
    return {portal_card.address(one): one for one in whole}


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Draw the card, or read it from the cache."""
    found = _view.decode(view)

    def draw() -> bytes:
        from press.media.share_card import share_card  # noqa: PLC0415 - Pillow, 60 ms, which most builds do not need

        return share_card(found.card)

    return cache.cached(context.media_cache, cache.card_key(found.card, ""), draw)
