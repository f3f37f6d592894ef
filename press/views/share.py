"""The share card of a release: what WhatsApp and others show of a link to it."""

from __future__ import annotations

import msgspec

from press import disk, urls, views
from press.config import Config
from press.i18n.words import words
from press.media.share_card_model import HEIGHT, WIDTH, ShareCard
from press.model import Card, File
from press.views.pictures import lead_picture

_NAME = "kartu"
_MARK = 8
"""Hexadecimal digits in the name of a card, which tell what is on it: services keep a card by its address for ever."""


class ShareFile(views.View, frozen=True, kw_only=True):
    """A share card: what is on it, and where it is."""

    address: str
    card: ShareCard
    photo: str
    """Path of the photo; empty: a card without one."""
    digest: str
    """SHA-256 of the photo's file, hexadecimal."""


def share_file(card: Card, config: Config) -> ShareFile:
    """What the share card of a release is made of. A withdrawn release shows no photo, and says so."""
    release = card.release
    photo, shared = _photo(card), words(config.language)
    shown = ShareCard(
        title=release.short_title or release.title,
        portal=config.title,
        colour=config.theme.colour,
        kind_label=shared.states["withdrawn"] if card.is_withdrawn else shared.kinds[release.kind],
        stamp=shared.stamps[release.claim.verdict] if release.claim else "",
        credit=release.image.credit if photo and release.image else "",
        copyright=config.publisher,
    )
    digest = photo.digest if photo else ""
    mark = disk.digest(msgspec.json.encode((shown, digest)))[:_MARK]
    address = f"{card.address}{_NAME}-{mark}.jpg"
    return ShareFile(address=address, card=shown, photo=photo.path if photo else "", digest=digest)


def share_image(card: Card, config: Config) -> views.ShareImage | None:
    """The image of a release's share card, as pages name it; the photo where no cards are drawn."""
    if config.theme.share_cards:
        url = urls.absolute(share_file(card, config).address, config)
        return views.ShareImage(url=url, width=WIDTH, height=HEIGHT, alt=card.release.title)
    shown = lead_picture(card, config)
    if not shown:
        return None
    url = urls.absolute_link(shown.href, config)
    return views.ShareImage(url=url, width=shown.width, height=shown.height, alt=shown.alt)


def _photo(card: Card) -> File | None:
    image = card.release.image
    file = card.files.get(image.src) if image and not card.is_withdrawn else None
    return file if file and file.width else None
