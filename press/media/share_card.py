"""Share cards, drawn with Pillow: a photo under a headline, or a headline alone on the portal's colour."""

from __future__ import annotations

from functools import lru_cache

from PIL import Image, ImageDraw

from press.media import images, types
from press.media.share_card_model import BYTES, HEIGHT, WIDTH, ShareCard
from press.media.typesetting import LEADING, drawable, fitted, font, shortened

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
Colour = tuple[int, int, int]


def share_card(card: ShareCard, photo: bytes | None = None, crest: bytes | None = None) -> bytes:
    """Draw the image that WhatsApp and others show for a link: a JPEG of 1200 × 630 pixels, under 250 kB.

    `photo` and `crest` are bytes of probed image files. A crest in SVG is left out.
    """
    image = _answering(card) if card.claim else _on_photo(card, photo) if photo else _on_colour(card)
    _draw_portal(image, card, crest)
    if card.withdrawn:
        _draw_band(image, card.withdrawn, _RED, _WHITE)
    elif card.stamp:
        _draw_band(image, card.stamp, _AMBER, _DARK)
    return _encoded(image, card)


def _on_colour(card: ShareCard) -> Image.Image:
    """Draw the headline alone, on the portal's colour."""
    colour = _rgb(card.colour)
    image = Image.new("RGB", (WIDTH, HEIGHT), colour)
    draw = ImageDraw.Draw(image)
    top = _TOP + (_BAND_HEIGHT - 20 if card.stamp or card.withdrawn else 0)
    if card.kind_label:
        draw.text((_MARGIN, top), drawable(card.kind_label).upper(), _mixed(colour, 0.8), font("label", 34))
        top += 62
    size, lines = fitted(drawable(card.title), _SIZES, _TEXT_WIDTH, _FOOT - top - 24)
    _draw_lines(draw, lines, size, top)
    if card.withdrawn:
        _strike(draw, lines, size, top)
    draw.line((_MARGIN, _FOOT, WIDTH - _MARGIN, _FOOT), _mixed(colour, 0.35), 2)
    return image


def _answering(card: ShareCard) -> Image.Image:
    """Draw a claim in a box under its stamp, and below, on the colour of the portal, the headline as the answer."""
    colour, claim = _rgb(card.colour), drawable(card.claim or "").strip("\"“”' ") or "…"
    image = Image.new("RGB", (WIDTH, HEIGHT), colour)
    draw = ImageDraw.Draw(image)
    size, lines = fitted(f"“{claim}”", _SIZES_OF_CLAIM, _TEXT_WIDTH, _CLAIM_HEIGHT)
    if not lines[-1].endswith("”"):  # it was shortened
        lines[-1] += "”"
    end = _BAND_HEIGHT + 22 + round(len(lines) * size * LEADING) + 26
    draw.rectangle((0, _BAND_HEIGHT, WIDTH, end), _PALE)
    _draw_lines(draw, lines, size, _BAND_HEIGHT + 22, _DARK)
    draw.text((_MARGIN, end + 20), drawable(card.answer or "").upper(), _mixed(colour, 0.8), font("label", 34))
    size, lines = fitted(drawable(card.title), _SIZES_OF_ANSWER, _TEXT_WIDTH, _FOOT - end - 88)
    _draw_lines(draw, lines, size, end + 66)
    draw.line((_MARGIN, _FOOT, WIDTH - _MARGIN, _FOOT), _mixed(colour, 0.35), 2)
    return image


def _on_photo(card: ShareCard, photo: bytes) -> Image.Image:
    """Draw the headline over a photo, which is darkened so that it is readable even on snow."""
    image = images.scaled(photo, WIDTH, HEIGHT, crop=True).convert("RGB")
    size, lines = fitted(drawable(card.title), _SIZES_ON_PHOTO, _TEXT_WIDTH, 210)
    top = _FOOT - 8 - round(len(lines) * size * LEADING)
    first = top - (50 if card.kind_label else 0)
    image.paste(_DARK, (0, 0), _darkening(first))
    draw = ImageDraw.Draw(image)
    if card.kind_label:
        draw.text((_MARGIN, first), drawable(card.kind_label).upper(), _WHITE, font("label", 30))
    _draw_lines(draw, lines, size, top)
    draw.rectangle((0, HEIGHT - 12, WIDTH, HEIGHT), _rgb(card.colour))
    return image


def _draw_portal(image: Image.Image, card: ShareCard, crest: bytes | None) -> None:
    """Draw the portal's crest and name at the foot."""
    left, middle = _MARGIN, _FOOT + 46
    if crest and types.sniff(crest) in types.IMAGES:
        crest_image = images.scaled(crest, 64, 64)
        mask = crest_image.getchannel("A") if crest_image.mode == "RGBA" else None
        image.paste(crest_image.convert("RGB"), (left, middle - 32), mask)
        left += 84
    label = font("label", 36)
    name = shortened(drawable(card.portal), label, WIDTH - _MARGIN - left)
    ImageDraw.Draw(image).text((left, middle), name, _WHITE, label, anchor="lm")


def _draw_band(image: Image.Image, word: str, background: Colour, foreground: Colour) -> None:
    """Draw a word on a band at the top. Its colours are readable beside any other, also for colour-blind people."""
    draw, word = ImageDraw.Draw(image), drawable(word).upper()
    draw.rectangle((0, 0, WIDTH, _BAND_HEIGHT), background)
    size = next((size for size in (76, 60, 48) if font("label", size).getlength(word) < 570), 40)
    draw.text((WIDTH // 2, _BAND_HEIGHT // 2), word, foreground, font("label", size), anchor="mm")


def _encoded(image: Image.Image, card: ShareCard) -> bytes:
    """Encode as a baseline JPEG, at the best quality that is small enough."""
    data = b""
    for quality in _QUALITIES:
        options = {"quality": quality, "subsampling": "4:2:0", "optimize": True}
        data = images.encoded(image, "jpeg", options, card.credit, card.copyright)
        if len(data) < BYTES:
            break
    return data


def _draw_lines(
    draw: ImageDraw.ImageDraw, lines: list[str], size: int, top: int, colour: Colour = (255, 255, 255)
) -> None:
    for number, line in enumerate(lines):
        draw.text((_MARGIN, top + round(number * size * LEADING)), line, colour, font("headline", size))


def _strike(draw: ImageDraw.ImageDraw, lines: list[str], size: int, top: int) -> None:
    """Strike the lines of a headline through."""
    for number, line in enumerate(lines):
        middle = top + round(number * size * LEADING + size * 0.62)
        end = _MARGIN + font("headline", size).getlength(line)
        draw.line((_MARGIN - 8, middle, end + 8, middle), _STRIKE, max(4, size // 14))


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


def _mixed(colour: Colour, white: float) -> Colour:
    """Mix a colour with white; `white` is its part, from 0 to 1."""
    red, green, blue = (round(part + (255 - part) * white) for part in colour)
    return red, green, blue
