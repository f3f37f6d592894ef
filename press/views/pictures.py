"""How a page offers photos and documents: every photo in all its sizes and formats, under its links."""

from __future__ import annotations

from collections.abc import Callable

from press import urls
from press.config import Config
from press.media.renditions import BETTER, fallback, name, renditions
from press.model import Card, File, Image
from press.views.parts import Picture, PictureSource


def picture_of(
    file: File, href_of: Callable[[str], str], alt: str = "", caption: str = "", credit: str = ""
) -> Picture:
    """A photo in all its sizes. `href_of` makes a link, percent-encoded, of a name under which it is published."""
    made = renditions(file)
    largest = made[-1] if made else None

    def srcset(format: str) -> str:
        return ", ".join(f"{href_of(name(file, one))} {one.width}w" for one in made if one.format == format)

    plain = srcset(fallback(file)) if made else ""
    return Picture(
        href=href_of(name(file)),
        srcset=plain if ", " in plain else "",
        sources=tuple(PictureSource(mime=f"image/{better}", srcset=srcset(better)) for better in BETTER if made),
        width=largest.width if largest else file.width,
        height=largest.height if largest else file.height,
        alt=alt,
        caption=caption,
        credit=credit,
    )


def picture(card: Card, image: Image, config: Config) -> Picture | None:
    """A photo of a release in all its sizes; None where its file is missing (`check` says so)."""
    file = card.files.get(image.src)
    if not file or not file.width:
        return None

    def href_of(name: str) -> str:
        return file_href(card, file, name, config)

    return picture_of(file, href_of, image.alt, image.caption, image.credit)


def lead_picture(card: Card, config: Config) -> Picture | None:
    """The lead photo of a release in all its sizes; None where it has none, or must not show it."""
    image = card.release.image
    return picture(card, image, config) if image and not card.is_text_removed else None


def pictures_in_body(card: Card, config: Config) -> dict[str, Picture]:
    """The photos within a body, by the number of their place (see `Ref`)."""
    found = ((number, picture(card, Image(ref.target), config)) for number, ref in enumerate(card.refs) if ref.image)
    return {str(number): shown for number, shown in found if shown}


def file_href(card: Card, file: File, name: str, config: Config) -> str:
    """The link to a file of a release, published as `name`."""
    return urls.href(file_address(card, file, name), config)


def file_address(card: Card, file: File, name: str) -> str:
    """The address of a file of a release, published as `name` beside the release's page, or where it is in static/."""
    return file.static_address if file.is_static else card.address + name
