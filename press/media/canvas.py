"""What share cards are drawn on: an image in colours, or one of few colours, which is a small PNG.

Both have *panels*: areas of one colour, each with an ink, in which text and lines are drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

from PIL import Image, ImageDraw

from press.media.typesetting import Font, draw_text

Colour = tuple[int, int, int]
Box = tuple[int, int, int, int]
_STEPS = 15
"""Shades of an ink on a panel, besides the colour of the panel: enough for the edges of letters."""


class Panel(NamedTuple):
    """An area of one colour, with an ink."""

    image: Image.Image
    shade: Callable[[float], int | Colour]
    """The value of a pixel with a part of the ink, from 0 to 1."""

    def text(self, at: tuple[int, int], text: str, font: Font, ink: float = 1) -> None:
        """Draw one line of text; `at` is its upper left corner."""
        draw_text(self.image, at, text, font, self.shade(ink))

    def line(self, box: Box, width: int, ink: float = 1) -> None:
        """Draw a straight line."""
        ImageDraw.Draw(self.image).line(box, self.shade(ink), width)


class Canvas(Protocol):
    """An image with panels."""

    @property
    def image(self) -> Image.Image:
        """The image."""

    def panel(self, box: Box | None, colour: Colour, ink: Colour) -> Panel:
        """Fill a box with a colour, if there is one; return the panel, on which the ink can be used."""


class ColourCanvas(NamedTuple):
    """An image in which every pixel may have any colour, such as a photo."""

    image: Image.Image

    def panel(self, box: Box | None, colour: Colour, ink: Colour) -> Panel:
        """Fill a box, if there is one, and return the panel."""
        if box:
            self.image.paste(colour, box)
        return Panel(self.image, lambda part: mixed(colour, ink, part))


class PaletteCanvas:
    """An image of a few panels: pixels are positions in a palette, which has the shades of one panel after another."""

    def __init__(self, image: Image.Image, palette: tuple[Colour, ...] = ()) -> None:
        self.image = image
        self.palette = palette

    def panel(self, box: Box | None, colour: Colour, ink: Colour) -> Panel:
        """Fill a box, if there is one, and return the panel."""
        first = len(self.palette)
        self.palette += tuple(mixed(colour, ink, step / _STEPS) for step in range(_STEPS + 1))
        if box:
            self.image.paste(first, box)
        return Panel(self.image, lambda part: first + round(part * _STEPS))

    def copy(self) -> PaletteCanvas:
        """Return a canvas on which one can draw without changing this one."""
        return PaletteCanvas(self.image.copy(), self.palette)

    def finished(self) -> Image.Image:
        """Return the image with its palette."""
        image = self.image.copy()
        image.putpalette([value for colour in self.palette for value in colour])
        return image


def mixed(colour: Colour, other: Colour, part: float) -> Colour:
    """Mix two colours; `part` is that of the other one, from 0 to 1."""
    red, green, blue = (round(one + (two - one) * part) for one, two in zip(colour, other, strict=True))
    return red, green, blue
