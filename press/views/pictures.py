"""Photos and documents on pages: links to every photo in all its sizes and formats."""

from __future__ import annotations

from collections.abc import Callable

from press import urls
from press.config import Config
from press.media.renditions import BETTER_FORMATS, fallback, name, renditions
from press.model import Card, Crop, File, Image
from press.views.parts import Picture, PictureSource


def picture_of(
    file: File, href_of: Callable[[str], str], alt: str = "", caption: str = "", credit: str = "", whole: bool = False
) -> Picture:
    """Return a photo in all its sizes. `href_of` returns the percent-encoded link for the name of a published file."""
    made = renditions(file)
    largest = made[-1] if made else None

    def srcset(format: str) -> str:
        return ", ".join(f"{href_of(name(file, one))} {one.width}w" for one in made if one.format == format)

    plain = srcset(fallback(file)) if made else ""
    return Picture(
        href=href_of(name(file)),
        srcset=plain if ", " in plain else "",
        sources=tuple(PictureSource(mime=f"image/{one}", srcset=srcset(one)) for one in BETTER_FORMATS if made),
        width=largest.width if largest else file.width,
        height=largest.height if largest else file.height,
        alt=alt,
        caption=caption,
        credit=credit,
        whole=whole,
    )


def picture(card: Card, image: Image, config: Config) -> Picture | None:
    """Return a photo of a release in all its sizes; None if its file is missing (`check` reports it)."""
    file = card.files.get(image.src)
    if not file or not file.width:
        return None

    def href_of(name: str) -> str:
        return file_href(card, file, name, config)

    return picture_of(file, href_of, image.alt, image.caption, image.credit, image.crop is Crop.NONE)


def lead_picture(card: Card, config: Config) -> Picture | None:
    """Return the lead photo of a release in all its sizes; None if there is none."""
    image = card.release.image
    return picture(card, image, config) if image else None


def gallery(card: Card, config: Config) -> tuple[Picture, ...]:
    """Return the photos of a release besides its lead photo, in all their sizes."""
    found = (picture(card, image, config) for image in card.release.images)
    return tuple(picture for picture in found if picture)


def pictures_in_body(card: Card, config: Config) -> dict[str, Picture]:
    """Return the photos in a body, by the N of their ``press:N`` (see `Ref`)."""
    found = ((number, picture(card, Image(ref.target), config)) for number, ref in enumerate(card.refs) if ref.image)
    return {str(number): shown for number, shown in found if shown}


def file_href(card: Card, file: File, name: str, config: Config) -> str:
    """Return the link to a file of a release, published as `name`."""
    return urls.href(file_address(card, file, name), config)


def file_address(card: Card, file: File, name: str) -> str:
    """Return the address of a file of a release: `name` beside the release's page, or its own if it is in static/."""
    return file.static_address if file.is_static else card.address + name
