"""How a photo looks, in 64 bits, by which the page `/cek/` finds official photos that look like another one.

The hash is dHash (Krawetz 2013). The photo, upright and on white, is scaled to 288 × 256 grey pixels, whatever its
aspect ratio. Of 9 × 8 squares of 32 × 32 pixels, the mean is rounded; a bit is set where the square to the right is
lighter. Rows from the top, each from the left, the first bit is the highest. ``templates/assets/check-find.js`` does
the same. How many bits of equal photos differ: docs/decisions/check.md.
"""

from __future__ import annotations

from itertools import pairwise

from PIL import Image

SIZE = (288, 256)
"""Pixels of the grey picture."""
_COLUMNS, _ROWS = 9, 8
_LEAST_CONTRAST = 8
"""Least difference of the darkest and the lightest square, of 255: a plain surface looks like any other one."""


def dhash(grey: Image.Image) -> str:
    """Return the hash of a photo in mode L at `SIZE`, 16 hexadecimal digits; empty for a plain surface."""
    means = grey.resize((_COLUMNS, _ROWS), Image.Resampling.BOX).tobytes()
    if max(means) - min(means) < _LEAST_CONTRAST:
        return ""
    rows = (means[at : at + _COLUMNS] for at in range(0, len(means), _COLUMNS))
    bits = (left < right for row in rows for left, right in pairwise(row))
    return f"{int(''.join('01'[bit] for bit in bits), 2):016x}"
