"""What a release offers to journalists: quotations, and photos at full size, each with its credit and terms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from press import views
from press.config import Config
from press.i18n.formats import joined
from press.media import full_size, renditions
from press.media.full_size import Credits
from press.media.renditions import Rendition
from press.model import Card, File, Image, ReleaseKind
from press.views.pictures import file_href

_MEGABYTE = 1_000_000


class Photo(NamedTuple):
    """A photo that a release offers."""

    file: File
    credits: Credits
    copy: Rendition | None
    """Its copy at full size; None: the largest size that pages show is offered."""


def press_kit(card: Card, config: Config) -> views.PressKit | None:
    """Return what a release offers; None for a withdrawn release, a link to another page, or if it is switched off."""
    if not _is_offered(card, config):
        return None
    shown = tuple(_view(photo, card, config) for photo in photos(card, config))
    return views.PressKit(quotes=card.release.quotes, photos=shown, terms=config.press_kit.terms)


def photos(card: Card, config: Config) -> Iterator[Photo]:
    """Yield the photos that a release offers, each once: its lead photo, its other photos, those in its text."""
    if not _is_offered(card, config):
        return
    release, seen = card.release, set()
    in_text = (Image(ref.target) for ref in card.refs if ref.image)
    for image in (release.image, *release.images, *in_text):
        file = card.files.get(image.src) if image else None
        if image and file and file.width and file.path not in seen:
            seen.add(file.path)
            yield Photo(file, _credits(card, image, config), _copy(file, config))


def _is_offered(card: Card, config: Config) -> bool:
    is_release = not card.is_page and card.release.kind is not ReleaseKind.LINK
    return config.press_kit.enabled and is_release and not card.is_withdrawn


def _copy(file: File, config: Config) -> Rendition | None:
    is_small = file.size <= config.press_kit.megabytes * _MEGABYTE
    return renditions.full_size(file) if is_small else None


def _credits(card: Card, image: Image, config: Config) -> Credits:
    return Credits(
        caption=image.caption,
        credit=image.credit or joined(card.release.photographer, config.language),
        copyright=config.publisher,
        terms=image.terms or config.press_kit.terms or config.license,
    )


def _view(photo: Photo, card: Card, config: Config) -> views.KitPhoto:
    file, credits, copy = photo
    made = renditions.renditions(file)
    plain = [one for one in made if one.format == renditions.fallback(file)]
    shown = copy or (plain[-1] if plain else None)
    name = renditions.name(file, shown)
    size = file.bare + full_size.credits_size(file.mime, credits) if copy else file.size if file.is_static else 0
    return views.KitPhoto(
        href=file_href(card, file, name, config),
        name=name,
        mime=file.mime if copy or not shown else f"image/{shown.format}",
        width=shown.width if shown else file.width,
        height=shown.height if shown else file.height,
        size=size,
        caption=credits.caption,
        credit=credits.credit,
        terms=credits.terms,
        thumb=file_href(card, file, renditions.name(file, plain[0] if plain else None), config),
    )
