"""The share card of the portal, for pages that are not about one release: what it shows, and where it is."""

from __future__ import annotations

from urllib.parse import urlsplit

import msgspec

from press import disk, urls, views
from press.config import Config
from press.media.share_card_model import HEIGHT, WIDTH, ShareCard

PREFIX = "kartu-"
_DIGEST_LENGTH = 8
"""Hexadecimal digits of the content's digest in its name: services cache an image by its address for ever."""


def portal_card(config: Config) -> ShareCard:
    """Return the content of the card: publisher, name, and below the host that is the official one."""
    return ShareCard(
        title=config.title,
        portal=urlsplit(config.base_url).hostname or config.title,
        colour=config.theme.colour,
        kind_label=config.publisher if config.publisher != config.title else "",
    )


def address(config: Config) -> str:
    """Return where the card is."""
    digest = disk.digest(msgspec.json.encode(portal_card(config)))[:_DIGEST_LENGTH]
    return f"{PREFIX}{digest}.png"


def image(config: Config) -> views.ShareImage | None:
    """Return the image that pages name; None if the portal draws no cards."""
    if not config.theme.share_cards:
        return None
    return views.ShareImage(url=urls.absolute(address(config), config), width=WIDTH, height=HEIGHT, alt=config.title)
