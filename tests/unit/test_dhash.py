"""How photos look, in 64 bits: equal for all sizes of a photo, and other for other photos."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image

from press.media import images
from tests.photos import EXTENSIONS, encoded, picture, sample_image

REPOSITORY = Path(__file__).parent.parent.parent
SAMPLES = sorted((REPOSITORY / "posts").rglob("*.jpg"))[::5]
SCRIPT = (REPOSITORY / "templates" / "assets" / "check-find.js").read_text(encoding="utf-8")
ALIKE = int(re.findall(r"const ALIKE = (\d+)", SCRIPT)[0])
"""Most bits that differ between photos that the page calls similar."""


def look(data: bytes, mime: str = "image/jpeg") -> str:
    """The hash of a photo."""
    measure = images.measure(data, mime)
    assert measure
    return measure.dhash


def distance(one: str, other: str) -> int:
    """The number of bits that differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def versions(data: bytes) -> Iterator[tuple[str, bytes]]:
    """What a photo becomes when it is forwarded, published or cut: media type and bytes."""
    photo = Image.open(io.BytesIO(data)).convert("RGB")
    width, height = photo.size
    yield from (("image/jpeg", encoded(photo, "JPEG", quality=quality)) for quality in (30, 90))
    for wide in (320, 640, 1600):
        yield "image/jpeg", encoded(photo.resize((wide, height * wide // width)), "JPEG", quality=60)
    small = photo.resize((480, height * 480 // width))
    yield "image/webp", encoded(small, "WEBP", quality=50)
    yield "image/avif", encoded(small, "AVIF", quality=55, speed=9)
    cut = photo.crop((width // 50, height // 50, width - width // 50, height - height // 50))
    yield "image/jpeg", encoded(cut.resize((1280, 1280 * height // width)), "JPEG", quality=60)


def test_photos_are_found_again_and_others_are_not_taken_for_them() -> None:
    originals = [*(path.read_bytes() for path in SAMPLES), *(encoded(picture(seed), "JPEG") for seed in range(12))]
    looks = [look(data) for data in originals]
    found = [
        distance(own, look(made, mime)) <= ALIKE
        for own, data in zip(looks, originals, strict=True)
        for mime, made in versions(data)
    ]
    assert sum(found) / len(found) >= 0.95
    assert [pair for pair in combinations(looks, 2) if distance(*pair) <= ALIKE] == []


@pytest.mark.parametrize("format", EXTENSIONS)
def test_all_formats_of_a_photo_look_alike(format: str) -> None:
    photo = picture(1)
    options = {"lossless": True} if format == "WEBP" else {}
    mime = f"image/{format.lower()}"
    assert distance(look(encoded(photo, format, **options), mime), look(encoded(photo, "PNG"), "image/png")) <= 3


@pytest.mark.parametrize("held", range(1, 9))
def test_photo_looks_as_it_is_shown(held: int) -> None:
    """The orientation of EXIF is applied, as browsers do."""
    exif = Image.Exif()
    exif[0x0112] = held
    shown = images.Photo(encoded(picture(2), "JPEG", exif=exif)).at(*((800, 1280) if held > 4 else (1280, 800)))
    assert distance(look(encoded(picture(2), "JPEG", exif=exif)), look(encoded(shown, "JPEG", quality=90))) <= 3


def test_transparent_parts_are_white() -> None:
    clear = sample_image().convert("RGBA")
    clear.paste((0, 0, 0, 0), (0, 0, 320, 400))
    white = sample_image()
    white.paste((255, 255, 255), (0, 0, 320, 400))
    assert distance(look(encoded(clear, "PNG"), "image/png"), look(encoded(white, "PNG"), "image/png")) <= 1


def test_bits_are_set_where_the_picture_becomes_lighter_to_the_right() -> None:
    strip = Image.new("L", (9, 8), 100)
    strip.putpixel((1, 0), 200)
    strip.putpixel((8, 7), 200)
    big = strip.resize((900, 800), Image.Resampling.NEAREST)
    assert look(encoded(big, "PNG"), "image/png") == "8000000000000001"


def test_plain_surface_looks_like_nothing() -> None:
    assert look(encoded(Image.new("RGB", (640, 400), (9, 120, 40)), "JPEG")) == ""
