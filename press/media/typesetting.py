"""Typesetting with Pillow: the fonts of share cards, and breaking texts into lines that fit."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

Font = ImageFont.FreeTypeFont
LEADING = 1.16
"""Distance between two lines, as a multiple of the size of the font."""
GLYPHS = frozenset(
    [chr(code) for code in (*range(0x20, 0x7F), *range(0xA1, 0x100))] + list("–—‘’‚“”„•…′″€™−Œœ")
)  # fmt: skip
"""The characters that our fonts have."""
_LONG_WORD = 28
"""Characters after which a word (an address, mostly) may break."""


def fitted(text: str, sizes: tuple[int, ...], width: int, height: int) -> tuple[int, list[str]]:
    """Return the largest size, in pixels, at which a text fits a box, and its lines; shortened if none fits."""
    words = [word[at : at + _LONG_WORD] for word in text.split() for at in range(0, len(word), _LONG_WORD)]
    for size in sizes:
        headline = font("headline", size)
        lines = _wrapped(words, headline, width)
        if len(lines) * size * LEADING <= height and all(headline.getlength(line) <= width for line in lines):
            return size, _balanced(words, headline, len(lines), width)
    smallest = sizes[-1]
    max_lines, headline = int(height // (smallest * LEADING)), font("headline", smallest)
    lines = _wrapped(words, headline, width)
    return smallest, [*lines[: max_lines - 1], shortened(" ".join(lines[max_lines - 1 :]), headline, width)]


def shortened(text: str, font: Font, width: float) -> str:
    """Cut a text at a word, with an ellipsis, if it is too long for one line."""
    if font.getlength(text) <= width:
        return text
    words = text.split()
    while len(words) > 1 and font.getlength(" ".join(words) + " …") > width:
        words.pop()
    return " ".join(words) + " …"


def drawable(text: str) -> str:
    """Return what the fonts can draw of a text: other letters lose their marks (ś → s), other scripts are left out."""
    kept = []
    for char in unicodedata.normalize("NFC", text):
        folded = char if char in GLYPHS else unicodedata.normalize("NFKD", char)
        kept.append("".join(c for c in folded if c in GLYPHS) or (" " if char.isspace() else ""))
    return " ".join("".join(kept).split())


@lru_cache(maxsize=32)
def font(name: str, size: int) -> Font:
    """Return one of our fonts at a size in pixels; with the basic layout, which needs no optional library."""
    data = (Path(__file__).parent / "fonts" / f"{name}.ttf").read_bytes()
    return ImageFont.truetype(BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)


class _Glyph(NamedTuple):
    """A letter, rendered."""

    mask: Image.Image | None
    """How much ink each of its pixels has; None for a space."""
    left: int
    top: int
    """Where the mask is, from the point at which the letter is drawn."""
    advance: int
    """Pixels from this letter to the next."""


def draw_text(image: Image.Image, at: tuple[int, int], text: str, font: Font, ink: int | tuple[int, int, int]) -> None:
    """Draw one line of text; `at` is its upper left corner, at the height of the font's ascenders.

    Our fonts have no pairs of letters that are closer than others, and widths in whole pixels: so a text is the same as
    its letters one beside the other, which need to be rendered only once.
    """
    x, y = at
    for char in text:
        glyph = _glyph(font, char)
        if glyph.mask:
            image.paste(ink, (x + glyph.left, y + glyph.top), glyph.mask)
        x += glyph.advance


def height(font: Font) -> int:
    """Return the height of a line, in pixels, from the ascenders to the descenders."""
    return sum(font.getmetrics())


@lru_cache(maxsize=2048)
def _glyph(font: Font, char: str) -> _Glyph:
    left, top, right, bottom = map(int, font.getbbox(char))
    mask = Image.new("L", (right - left, bottom - top)) if right > left and bottom > top else None
    if mask:
        ImageDraw.Draw(mask).text((-left, -top), char, 255, font)
    return _Glyph(mask, left, top, round(font.getlength(char)))


def _wrapped(words: list[str], font: Font, width: float) -> list[str]:
    """Fill lines with words, as many as fit."""
    lines: list[str] = []
    left = 0.0
    space = _length(font, " ")
    for word in words:
        length = _length(font, word)
        if lines and space + length <= left:
            lines[-1] += f" {word}"
            left -= space + length
        else:
            lines.append(word)
            left = width - length
    return lines


def _balanced(words: list[str], font: Font, count: int, width: int) -> list[str]:
    """Wrap into `count` lines of about the same length: no word is alone on the last line."""
    narrow, wide = width // max(count, 1), width
    while narrow < wide:
        middle = (narrow + wide) // 2
        lines = _wrapped(words, font, middle)
        if len(lines) <= count and all(_length(font, line) <= middle for line in lines):
            wide = middle
        else:
            narrow = middle + 1
    return _wrapped(words, font, wide)


@lru_cache(maxsize=4096)
def _length(font: Font, word: str) -> float:
    return font.getlength(word)
