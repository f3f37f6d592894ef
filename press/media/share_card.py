"""Share cards, drawn with Pillow: a photo under a headline, or a headline alone on the portal's colour."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from PIL import Image

from press import qr_codes
from press.media import images
from press.media.canvas import Canvas, Colour, ColourCanvas, PaletteCanvas, Panel
from press.media.share_card_model import LANDSCAPE, SQUARE, STORY, Format, ShareCard
from press.media.typesetting import LEADING, drawable, fitted, font, height, shortened

_MARGIN = 72
_BELOW_FOOT = 46
"""Pixels from the foot to the middle of the portal's name."""
_NAME_ABOVE_ADDRESS, _ADDRESS = 33, 68
"""The same for a card with a code, which has the name and, below it, the address of the check."""
_BESIDE_CODE = 36
"""Pixels between a code and what is beside it."""


class _Layout(NamedTuple):
    """Where things are on a card of a format, in pixels."""

    format: Format
    top: int
    """Nothing is written above: there, apps show their own buttons over a story."""
    foot: int
    """The headline is above this line, the portal's name below it."""
    space: int
    """From `top` to the headline of a card without a photo."""
    label: int
    """Size of the kind above the headline."""
    label_on_photo: int
    sizes: tuple[int, ...]
    """Sizes of a headline: the longer it is, the smaller."""
    sizes_on_photo: tuple[int, ...]
    height_on_photo: int
    """Most pixels of the lines of a headline over a photo."""
    band: int
    """Height of the band with a verdict or a withdrawal, as wide as the card."""
    band_sizes: tuple[int, ...]
    band_width: int
    """Most pixels of the word on the band, but at its smallest size: most services show the middle square."""
    sizes_of_claim: tuple[int, ...]
    claim_height: int
    """Most pixels of the lines of a claim: three at the smallest size. The answer has room for four."""
    sizes_of_answer: tuple[int, ...]
    code: int
    """Most pixels of the side of a QR code, with its quiet zone."""
    code_foot: int
    """The line on which it stands, at the right margin."""
    has_code: bool = False

    @property
    def text_width(self) -> int:
        """How wide the lines are above a code."""
        return self.format.width - 2 * _MARGIN

    @property
    def beside_code(self) -> int:
        """How wide they are beside it; if there is none, as wide as all."""
        return self.text_width - (self.code + _BESIDE_CODE if self.has_code else 0)


_LAYOUTS = {
    layout.format.name: layout
    for layout in (
        _Layout(
            LANDSCAPE, top=0, foot=530, space=60, label=34, label_on_photo=30, sizes=(92, 82, 72, 64, 56, 48),
            sizes_on_photo=(58, 50, 42), height_on_photo=210, band=110, band_sizes=(76, 60, 48, 40), band_width=570,
            sizes_of_claim=(54, 48, 42, 36), claim_height=130, sizes_of_answer=(76, 68, 60, 54, 48, 42, 38),
            code=172, code_foot=602,
        ),
        _Layout(
            SQUARE, top=0, foot=976, space=84, label=40, label_on_photo=38, sizes=(116, 104, 92, 82, 72, 64, 56, 48),
            sizes_on_photo=(84, 76, 68, 60, 54, 48), height_on_photo=380, band=140, band_sizes=(100, 84, 72, 60, 48),
            band_width=936, sizes_of_claim=(68, 60, 54, 48), claim_height=280,
            sizes_of_answer=(92, 84, 76, 68, 60, 54, 48), code=212, code_foot=1044,
        ),
        _Layout(
            STORY, top=250, foot=1480, space=48, label=46, label_on_photo=44, sizes=(108, 98, 88, 80, 72, 64, 56, 48),
            sizes_on_photo=(80, 72, 64, 58, 52, 46), height_on_photo=290, band=150, band_sizes=(104, 88, 72, 60, 48),
            band_width=936, sizes_of_claim=(76, 68, 60, 54, 48), claim_height=380,
            sizes_of_answer=(104, 92, 84, 76, 68, 60, 54, 48), code=212, code_foot=1576,
        ),
    )
}  # fmt: skip
_PALE = (255, 246, 222)
_DARK, _AMBER, _WHITE = (22, 22, 22), (255, 205, 64), (255, 255, 255)
_RED, _STRIKE = (166, 27, 27), (255, 150, 140)
_SIZES_OF_ADDRESS = (28, 24, 20)
_QUALITIES = (76, 66, 55, 40, 25, 12)
_PNG = {"compress_level": 4}


def share_card(card: ShareCard, photo: Image.Image | None = None, format: Format = LANDSCAPE) -> bytes:
    """Draw a share card, such as WhatsApp and others show for a link, in a format.

    `photo` has the size that the format gives a photo; with one, the card is a JPEG, else a PNG.
    """
    layout = _LAYOUTS[format.name]._replace(has_code=bool(card.check))
    canvas = _drawn(card, photo, layout)
    if card.withdrawn:
        _draw_band(canvas, card.withdrawn, _RED, _WHITE, layout)
    elif card.stamp:
        _draw_band(canvas, card.stamp, _AMBER, _DARK, layout)
    if card.check:
        _draw_code(canvas, card.check, layout)
    if isinstance(canvas, PaletteCanvas):
        return images.encoded(canvas.finished(), "png", _PNG, card.credit, card.copyright)
    return _as_jpeg(canvas.image, card, format)


def _drawn(card: ShareCard, photo: Image.Image | None, layout: _Layout) -> PaletteCanvas | ColourCanvas:
    """Draw a card without its band."""
    if card.claim:
        return _answering(card, layout)
    if not photo:
        return _on_colour(card, layout)
    return _on_photo(card, photo, layout) if photo.height == layout.format.height else _below_photo(card, photo, layout)


@lru_cache(maxsize=4)
def _plain(colour: str, portal: str, layout: _Layout) -> tuple[PaletteCanvas, Panel]:
    """Return what all cards without a photo begin with: the portal's colour and its name under a line."""
    width, height = layout.format.width, layout.format.height
    canvas = PaletteCanvas(Image.new("L", (width, height)))
    panel = canvas.panel((0, 0, width, height), _rgb(colour), _WHITE)
    panel.line((_MARGIN, layout.foot, _MARGIN + layout.beside_code, layout.foot), 2, 0.35)
    _draw_portal(panel, portal, layout)
    return canvas, panel


def _begun(card: ShareCard, layout: _Layout) -> tuple[PaletteCanvas, Panel]:
    """Return a card without a photo on which only the portal is drawn, and its panel."""
    canvas, panel = _plain(card.colour, card.portal, layout)
    canvas = canvas.copy()
    panel = panel._replace(image=canvas.image)
    _draw_address(panel, card, layout)
    return canvas, panel


def _on_colour(card: ShareCard, layout: _Layout) -> PaletteCanvas:
    """Draw the headline alone, on the portal's colour."""
    canvas, panel = _begun(card, layout)
    top = layout.top + layout.space + (layout.band - 20 if card.stamp or card.withdrawn else 0)
    if card.kind_label:
        panel.text((_MARGIN, top), drawable(card.kind_label).upper(), font("label", layout.label), 0.8)
        top += round(layout.label * 1.82)
    size, lines = _headline(card.title, layout.sizes, top, layout.foot - 24, layout)
    _draw_lines(panel, lines, size, top)
    if card.withdrawn:
        _strike(canvas.panel(None, _STRIKE, _STRIKE), lines, size, top)
    return canvas


def _answering(card: ShareCard, layout: _Layout) -> PaletteCanvas:
    """Draw a claim in a box under its stamp, and below, on the colour of the portal, the headline as the answer."""
    canvas, panel = _begun(card, layout)
    claim = drawable(card.claim or "").strip("\"“”' ") or "…"
    size, lines = fitted(f"“{claim}”", layout.sizes_of_claim, layout.text_width, layout.claim_height)
    if not lines[-1].endswith("”"):  # it was shortened
        lines[-1] += "”"
    top = layout.top + layout.band
    end = top + 22 + round(len(lines) * size * LEADING) + 26
    _draw_lines(canvas.panel((0, top, layout.format.width, end), _PALE, _DARK), lines, size, top + 22)
    panel.text((_MARGIN, end + 20), drawable(card.answer or "").upper(), font("label", layout.label), 0.8)
    top = end + 20 + round(layout.label * 1.353)
    size, lines = _headline(card.title, layout.sizes_of_answer, top, layout.foot - 22, layout)
    _draw_lines(panel, lines, size, top)
    return canvas


def _on_photo(card: ShareCard, photo: Image.Image, layout: _Layout) -> ColourCanvas:
    """Draw the headline over a photo, which is darkened so that it is readable even on snow."""
    width, height = layout.format.width, layout.format.height
    canvas = ColourCanvas(photo)
    size, lines = fitted(drawable(card.title), layout.sizes_on_photo, layout.beside_code, layout.height_on_photo)
    top = layout.foot - 8 - round(len(lines) * size * LEADING)
    first = top - (round(layout.label_on_photo * 1.667) if card.kind_label else 0)
    canvas.image.paste(_DARK, (0, 0), _darkening(first, width, height))
    panel = canvas.panel(None, _DARK, _WHITE)
    _draw_kind(panel, card, first, layout)
    _draw_lines(panel, lines, size, top)
    canvas.panel((0, height - 12, width, height), _rgb(card.colour), _WHITE)
    _draw_portal(panel, card.portal, layout)
    _draw_address(panel, card, layout)
    return canvas


def _below_photo(card: ShareCard, photo: Image.Image, layout: _Layout) -> ColourCanvas:
    """Draw a photo, and the headline below it on the portal's colour."""
    width, height = layout.format.width, layout.format.height
    canvas = ColourCanvas(Image.new("RGB", (width, height), _rgb(card.colour)))
    canvas.image.paste(photo, (0, 0))
    panel = canvas.panel(None, _rgb(card.colour), _WHITE)
    top = photo.height + 28
    _draw_kind(panel, card, top, layout)
    top += round(layout.label_on_photo * 1.667) if card.kind_label else 0
    size, lines = _headline(card.title, layout.sizes_on_photo, top, top + layout.height_on_photo, layout)
    _draw_lines(panel, lines, size, top)
    panel.line((_MARGIN, layout.foot, _MARGIN + layout.beside_code, layout.foot), 2, 0.35)
    _draw_portal(panel, card.portal, layout)
    _draw_address(panel, card, layout)
    return canvas


def _headline(title: str, sizes: tuple[int, ...], top: int, foot: int, layout: _Layout) -> tuple[int, list[str]]:
    """Return the size and the lines of a headline: above the code or beside it, whichever is larger."""
    title = drawable(title)
    room = layout.code_foot - layout.code - 24 - top
    if not layout.has_code or room < 0.6 * (foot - top):
        return fitted(title, sizes, layout.beside_code, foot - top)
    above = fitted(title, sizes, layout.text_width, room)
    if above[0] == sizes[0]:
        return above
    beside = fitted(title, sizes, layout.beside_code, foot - top)
    return max(above, beside, key=lambda one: (one[0], not one[1][-1].endswith(" …")))


def _draw_kind(panel: Panel, card: ShareCard, top: int, layout: _Layout) -> None:
    """Draw the kind above the headline of a card with a photo."""
    if card.kind_label:
        panel.text((_MARGIN, top), drawable(card.kind_label).upper(), font("label", layout.label_on_photo))


def _draw_portal(panel: Panel, portal: str, layout: _Layout) -> None:
    """Draw the portal's name at the foot."""
    label = font("label", 36)
    name = shortened(drawable(portal), label, layout.beside_code)
    middle = layout.foot + (_NAME_ABOVE_ADDRESS if layout.has_code else _BELOW_FOOT)
    panel.text((_MARGIN, middle - height(label) // 2), name, label)


def _draw_address(panel: Panel, card: ShareCard, layout: _Layout) -> None:
    """Draw the address of the check below the portal's name, in the largest size at which it is whole."""
    typed = drawable(card.typed or "")
    labels = (font("label", size) for size in _SIZES_OF_ADDRESS)
    label = next((one for one in labels if one.getlength(typed) <= layout.beside_code), None)
    if typed and label:
        panel.text((_MARGIN, layout.foot + _ADDRESS - height(label) // 2), typed, label, 0.85)


def _draw_code(canvas: Canvas, url: str, layout: _Layout) -> None:
    """Draw the QR code of an address on white, with its quiet zone."""
    rows = qr_codes.rows(url)
    dot = max(1, layout.code // (len(rows) + 2 * qr_codes.QUIET))
    side, edge = dot * (len(rows) + 2 * qr_codes.QUIET), dot * qr_codes.QUIET
    left, top = layout.format.width - _MARGIN - side, layout.code_foot - side
    panel = canvas.panel((left, top, left + side, top + side), _WHITE, _DARK)
    dots = Image.frombytes("L", (len(rows), len(rows)), b"".join(rows)).point((0, *[255] * 255))
    mask = dots.resize((len(rows) * dot, len(rows) * dot), Image.Resampling.NEAREST)
    panel.image.paste(panel.shade(1), (left + edge, top + edge), mask)


def _draw_band(canvas: Canvas, word: str, background: Colour, foreground: Colour, layout: _Layout) -> None:
    """Draw a word on a band at the top. Its colours are readable beside any other, also for colour-blind people."""
    top, width, word = layout.top, layout.format.width, drawable(word).upper()
    panel = canvas.panel((0, top, width, top + layout.band), background, foreground)
    *sizes, smallest = layout.band_sizes
    size = next((size for size in sizes if font("label", size).getlength(word) < layout.band_width), smallest)
    label = font("label", size)
    left, above = width - round(label.getlength(word)), layout.band - height(label)
    panel.text((left // 2, top + above // 2), word, label)


def _as_jpeg(image: Image.Image, card: ShareCard, format: Format) -> bytes:
    """Encode as a baseline JPEG, at the best quality that is small enough."""
    data = b""
    for quality in _QUALITIES:
        options = {"quality": quality, "subsampling": "4:2:0", "optimize": True}
        data = images.encoded(image, "jpeg", options, card.credit, card.copyright)
        if len(data) < format.bytes:
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
def _darkening(top: int, width: int, height: int) -> Image.Image:
    """Return how dark each line is: not at all 120 pixels above `top`, three quarters at `top`, more below."""
    column = Image.new("L", (1, height))
    for y in range(height):
        above = (y - top + 120) / 120
        below = (y - top) / (height - top)
        column.putpixel((0, y), round(190 * min(1, max(0, above)) + 45 * max(0, below)))
    return column.resize((width, height))


def _rgb(colour: str) -> Colour:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
