"""Icons of the portal, drawn from its icon or crest: an SVG by resvg, any other image by Pillow.

Fonts of the computer are not used, so the bytes are the same on every machine (docs/decisions/icons.md).
"""

from __future__ import annotations

import io

import msgspec
import resvg_py
from PIL import Image

_ICO_SIZES = (16, 32, 48)


class IconShape(msgspec.Struct, frozen=True, kw_only=True):
    """What an icon looks like."""

    size: int
    """Pixels of each side."""
    share: float = 1.0
    """How much of the side the drawing fills."""
    opaque: bool = False
    """On white: systems that cut icons into their own shape show transparent parts in black."""


def png(data: bytes, is_svg: bool, shape: IconShape) -> bytes:
    """Draw an icon as PNG. Raises `ValueError` for a file that cannot be drawn."""
    out = io.BytesIO()
    _drawn(data, is_svg, shape).save(out, "PNG", optimize=True)
    return out.getvalue()


def ico(data: bytes, is_svg: bool) -> bytes:
    """Draw ``favicon.ico`` in its three sizes. Raises `ValueError` for a file that cannot be drawn."""
    images = [_drawn(data, is_svg, IconShape(size=size)) for size in reversed(_ICO_SIZES)]
    out = io.BytesIO()
    images[0].save(out, "ICO", sizes=[(size, size) for size in _ICO_SIZES], append_images=images[1:])
    return out.getvalue()


def _drawn(data: bytes, is_svg: bool, shape: IconShape) -> Image.Image:
    side = max(1, round(shape.size * shape.share))
    image = _svg(data, side) if is_svg else _read(data)
    image.thumbnail((side, side), Image.Resampling.LANCZOS)
    paper = Image.new("RGBA", (shape.size, shape.size), (255, 255, 255, 255 if shape.opaque else 0))
    paper.alpha_composite(image, ((shape.size - image.width) // 2, (shape.size - image.height) // 2))
    return paper.convert("RGB") if shape.opaque else paper


def _svg(data: bytes, side: int) -> Image.Image:
    """Draw an SVG so that its longer side has `side` pixels."""
    text = data.decode()
    image = _read(bytes(resvg_py.svg_to_bytes(svg_string=text, height=side, skip_system_fonts=True)))
    if image.width > side:
        image = _read(bytes(resvg_py.svg_to_bytes(svg_string=text, width=side, skip_system_fonts=True)))
    return image


def _read(data: bytes) -> Image.Image:
    try:
        return Image.open(io.BytesIO(data)).convert("RGBA")
    except (OSError, Image.DecompressionBombError) as reason:
        raise ValueError(str(reason)) from reason
