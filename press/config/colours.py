"""The contrast of colours, as WCAG 2.2 defines it (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""

from __future__ import annotations

import colorsys

READABLE = 4.5
"""The least contrast between a text and its background, level AA."""
_STEPS = 100


def contrast_with_white(colour: str) -> float:
    """Return the contrast, from 1 to 21, of a colour written as ``#rrggbb`` and white."""
    red, green, blue = (_linear(part) for part in _parts(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def readable(colour: str) -> str:
    """Return a colour of the same hue that is dark enough for white text: the lightest such one."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    shares = (step / _STEPS for step in range(_STEPS, -1, -1))
    darker = (_written(*colorsys.hls_to_rgb(hue, lightness * share, saturation)) for share in shares)
    return next(one for one in darker if contrast_with_white(one) >= READABLE)


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def _written(*parts: float) -> str:
    return "#" + "".join(f"{int(part * 255):02x}" for part in parts)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
