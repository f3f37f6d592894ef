"""How a page offers a photo: one `Picture` of all its sizes and formats."""

from __future__ import annotations

from collections.abc import Callable

from press.media.renditions import BETTER, fallback, name, renditions
from press.model import File
from press.views.parts import Picture, Source


def picture(file: File, href_of: Callable[[str], str], alt: str, caption: str = "", credit: str = "") -> Picture:
    """What a page needs to show a photo. `href_of` makes a link, quoted, of a name under which it is published."""
    made = renditions(file)
    largest = made[-1] if made else None

    def srcset(format: str) -> str:
        return ", ".join(f"{href_of(name(file, one))} {one.width}w" for one in made if one.format == format)

    plain = srcset(fallback(file)) if made else ""
    return Picture(
        href=href_of(name(file)),
        srcset=plain if ", " in plain else "",
        sources=tuple(Source(mime=f"image/{better}", srcset=srcset(better)) for better in BETTER if made),
        width=largest.width if largest else file.width,
        height=largest.height if largest else file.height,
        alt=alt,
        caption=caption,
        credit=credit,
    )
