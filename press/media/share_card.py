"""Share cards, drawn with Pillow: a photo under a headline, or a headline alone on the portal's colour."""

from __future__ import annotations

from functools import lru_cache

from PIL import Image

from press.media import images
from press.media.canvas import Canvas, Colour, ColourCanvas, PaletteCanvas, Panel
from press.media.share_card_model import BYTES, HEIGHT, WIDTH, ShareCard
from press.media.typesetting import LEADING, drawable, fitted, font, height, shortened

_MARGIN = 72
_TEXT_WIDTH = WIDTH - 2 * _MARGIN
_FOOT = 530
"""The headline is above this line, the portal's name below it."""
_TOP = 60
_BAND_HEIGHT = 110
"""Height of the band with a verdict or a withdrawal, as wide as the card: most services show the middle square."""
_SIZES = (92, 82, 72, 64, 56, 48)
"""Sizes of a headline in pixels: the longer it is, the smaller."""
_SIZES_ON_PHOTO = (58, 50, 42)
_SIZES_OF_CLAIM, _SIZES_OF_ANSWER = (54, 48, 42, 36), (76, 68, 60, 54, 48, 42, 38)
_CLAIM_HEIGHT = 130
"""Most pixels of the lines of a claim: three at the smallest size. The answer has room for four."""
_PALE = (255, 246, 222)
_DARK, _AMBER, _WHITE = (22, 22, 22), (255, 205, 64), (255, 255, 255)
_RED, _STRIKE = (166, 27, 27), (255, 150, 140)
_QUALITIES = (76, 66, 55, 40, 25, 12)
_PNG = {"compress_level": 4}
_WHOLE = (0, 0, WIDTH, HEIGHT)


def share_card(card: ShareCard, photo: Image.Image | None = None) -> bytes:
    """Draw the image that WhatsApp and others show for a link: 1200 × 630 pixels, under 250 kB.

    `photo` has that size; with one, it is a JPEG, else a PNG.
    """
    canvas = _answering(card) if card.claim else _on_photo(card, photo) if photo else _on_colour(card)
    if card.withdrawn:
        _draw_band(canvas, card.withdrawn, _RED, _WHITE)
    elif card.stamp:
        _draw_band(canvas, card.stamp, _AMBER, _DARK)
    if isinstance(canvas, PaletteCanvas):
        return images.encoded(canvas.finished(), "png", _PNG, card.credit, card.copyright)
    return _as_jpeg(canvas.image, card)


@lru_cache(maxsize=4)
def _plain(colour: str, portal: str) -> tuple[PaletteCanvas, Panel]:
    """Return what all cards without a photo begin with: the portal's colour and its name under a line."""
    canvas = PaletteCanvas(Image.new("L", (WIDTH, HEIGHT)))
    panel = canvas.panel(_WHOLE, _rgb(colour), _WHITE)
    panel.line((_MARGIN, _FOOT, WIDTH - _MARGIN, _FOOT), 2, 0.35)
    _draw_portal(panel, portal)
    return canvas, panel


def _begun(card: ShareCard) -> tuple[PaletteCanvas, Panel]:
    """Return a card without a photo on which only the portal is drawn, and its panel."""
    canvas, panel = _plain(card.colour, card.portal)
    canvas = canvas.copy()
    return canvas, panel._replace(image=canvas.image)


def _on_colour(card: ShareCard) -> PaletteCanvas:
    """Draw the headline alone, on the portal's colour."""
    canvas, panel = _begun(card)
    top = _TOP + (_BAND_HEIGHT - 20 if card.stamp or card.withdrawn else 0)
    if card.kind_label:
        panel.text((_MARGIN, top), drawable(card.kind_label).upper(), font("label", 34), 0.8)
        top += 62
    size, lines = fitted(drawable(card.title), _SIZES, _TEXT_WIDTH, _FOOT - top - 24)
    _draw_lines(panel, lines, size, top)
    if card.withdrawn:
        _strike(canvas.panel(None, _STRIKE, _STRIKE), lines, size, top)
    return canvas


def _answering(card: ShareCard) -> PaletteCanvas:
    """Draw a claim in a box under its stamp, and below, on the colour of the portal, the headline as the answer."""
    canvas, panel = _begun(card)
    claim = drawable(card.claim or "").strip("\"“”' ") or "…"
    size, lines = fitted(f"“{claim}”", _SIZES_OF_CLAIM, _TEXT_WIDTH, _CLAIM_HEIGHT)
    if not lines[-1].endswith("”"):  # it was shortened
        lines[-1] += "”"
    end = _BAND_HEIGHT + 22 + round(len(lines) * size * LEADING) + 26
    box = canvas.panel((0, _BAND_HEIGHT, WIDTH, end), _PALE, _DARK)
    _draw_lines(box, lines, size, _BAND_HEIGHT + 22)
    panel.text((_MARGIN, end + 20), drawable(card.answer or "").upper(), font("label", 34), 0.8)
    size, lines = fitted(drawable(card.title), _SIZES_OF_ANSWER, _TEXT_WIDTH, _FOOT - end - 88)
    _draw_lines(panel, lines, size, end + 66)
    return canvas


def _on_photo(card: ShareCard, photo: Image.Image) -> ColourCanvas:
    """Draw the headline over a photo, which is darkened so that it is readable even on snow."""
    canvas = ColourCanvas(photo)
    size, lines = fitted(drawable(card.title), _SIZES_ON_PHOTO, _TEXT_WIDTH, 210)
    top = _FOOT - 8 - round(len(lines) * size * LEADING)
    first = top - (50 if card.kind_label else 0)
    canvas.image.paste(_DARK, (0, 0), _darkening(first))
    panel = canvas.panel(None, _DARK, _WHITE)
    if card.kind_label:
        panel.text((_MARGIN, first), drawable(card.kind_label).upper(), font("label", 30))
    _draw_lines(panel, lines, size, top)
    canvas.panel((0, HEIGHT - 12, WIDTH, HEIGHT), _rgb(card.colour), _WHITE)
    _draw_portal(panel, card.portal)
    return canvas


def _draw_portal(panel: Panel, portal: str) -> None:
    """Draw the portal's name at the foot."""
    label = font("label", 36)
    name = shortened(drawable(portal), label, _TEXT_WIDTH)
    panel.text((_MARGIN, _FOOT + 46 - height(label) // 2), name, label)


def _draw_band(canvas: Canvas, word: str, background: Colour, foreground: Colour) -> None:
    """Draw a word on a band at the top. Its colours are readable beside any other, also for colour-blind people."""
    panel, word = canvas.panel((0, 0, WIDTH, _BAND_HEIGHT), background, foreground), drawable(word).upper()
    size = next((size for size in (76, 60, 48) if font("label", size).getlength(word) < 570), 40)
    label = font("label", size)
    left, top = WIDTH - round(label.getlength(word)), _BAND_HEIGHT - height(label)
    panel.text((left // 2, top // 2), word, label)


def _as_jpeg(image: Image.Image, card: ShareCard) -> bytes:
    """Encode as a baseline JPEG, at the best quality that is small enough."""
    data = b""
    for quality in _QUALITIES:
        options = {"quality": quality, "subsampling": "4:2:0", "optimize": True}
        data = images.encoded(image, "jpeg", options, card.credit, card.copyright)
        if len(data) < BYTES:
            break
    return data


def _draw_lines(panel: Panel, lines: list[str], size: int, top: int) -> None:
    for number, line in enumerate(lines):
        panel.text((_MARGIN, top + round(number * size * LEADING)), line, font("headline", size))


def _strike(panel: Panel, lines: list[str], size: int, top: int) -> None:
    """Strike the lines of a headline through."""
    for number, line in enumerate(lines):
        middle = top + round(number * size * LEADING + size * 0.62)
        end = _MARGIN + round(font("headline", size).getlength(line))
        panel.line((_MARGIN - 8, middle, end + 8, middle), max(4, size // 14))


@lru_cache(maxsize=8)
def _darkening(top: int) -> Image.Image:
    """Return how dark each line is: not at all 120 pixels above `top`, three quarters at `top`, more below."""
    column = Image.new("L", (1, HEIGHT))
    for y in range(HEIGHT):
        above = (y - top + 120) / 120
        below = (y - top) / (HEIGHT - top)
        column.putpixel((0, y), round(190 * min(1, max(0, above)) + 45 * max(0, below)))
    return column.resize((WIDTH, HEIGHT))


def _rgb(colour: str) -> Colour:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
