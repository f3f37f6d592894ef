"""Copies of photos at full size: the same pixels, the credits, and nothing else of the original."""

from __future__ import annotations

import io
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, IptcImagePlugin, JpegImagePlugin

from press.media import full_size, images, types
from press.media.full_size import Credits
from tests.fuzzing import fuzz
from tests.photos import CANARY, encoded, photo_with_metadata, sample_image

CREDITS = Credits(caption="Jembatan & “warga” <Lulut>", credit="Tito Ranggala", copyright="Pemprov", terms="Bebas.")
_SMALL = sample_image(96, 60)
_PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
ORIGINALS = {
    **{name: photo_with_metadata(name) for name in ("JPEG", "PNG", "WEBP")},
    "progressive JPEG": encoded(_SMALL, "JPEG", progressive=True, icc_profile=_PROFILE),
    "CMYK JPEG": encoded(_SMALL.convert("CMYK"), "JPEG"),
    "grey JPEG": encoded(_SMALL.convert("L"), "JPEG", restart_marker_blocks=1),
    "palette PNG": encoded(_SMALL.convert("P"), "PNG", transparency=3, icc_profile=_PROFILE),
    "lossless WebP": encoded(_SMALL.convert("RGBA"), "WEBP", lossless=True),
    "transparent WebP": encoded(Image.new("RGBA", (31, 17), (9, 99, 9, 99)), "WEBP", icc_profile=_PROFILE),
}


def copied(data: bytes, credits: Credits = CREDITS) -> bytes:
    """The copy of a photo, which must have the size that is known before."""
    mime = types.sniff(data)
    bare = full_size.bare_size(data, mime)
    assert bare
    copy = full_size.copy(data, mime, credits, images.orientation(data, mime))
    assert len(copy) == bare + full_size.credits_size(mime, credits)
    return copy


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("name", ORIGINALS)
def test_copy_has_the_same_pixels_and_profile_and_nothing_else(name: str) -> None:
    data = ORIGINALS[name]
    copy = copied(data + CANARY)
    before, after = opened(data), opened(copy)
    assert (before.mode, before.size, before.tobytes()) == (after.mode, after.size, after.tobytes())
    assert before.info.get("icc_profile") == after.info.get("icc_profile")
    assert before.info.get("transparency") == after.info.get("transparency")
    assert CANARY not in copy
    assert list(after.getexif()) == [0x0112]
    assert not after.getexif().get_ifd(0x8825), "GPS"
    assert copied(copy) == copy, "the same bytes always"


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP"])
def test_copy_says_who_made_it(name: str) -> None:
    after = opened(copied(ORIGINALS[name]))
    xmp = after.info.get("xmp") or after.info["XML:com.adobe.xmp"].encode()
    for text in (
        b"Jembatan &amp; \xe2\x80\x9cwarga\xe2\x80\x9d &lt;Lulut&gt;",
        b"Tito Ranggala",
        b"Pemprov",
        b"Bebas.",
    ):
        assert text in xmp
    if name == "JPEG":
        assert isinstance(after, JpegImagePlugin.JpegImageFile)
        iptc = IptcImagePlugin.getiptcinfo(after) or {}
        found = {number: text.decode() for (_, number), text in iptc.items() if isinstance(text, bytes)}
        del found[90]
        assert found == {80: "Tito Ranggala", 110: "Tito Ranggala", 116: "Pemprov", 120: CREDITS.caption}


def test_copy_of_a_photo_held_sideways_is_still_shown_upright() -> None:
    for format in ("JPEG", "PNG", "WEBP"):
        exif = Image.Exif()
        exif[0x0112] = 6
        assert opened(copied(encoded(_SMALL, format, exif=exif))).getexif()[0x0112] == 6


def test_second_picture_of_a_phone_is_removed() -> None:
    """Phones append a brighter copy, depth data or a video, and name it in a segment MPF."""
    first, second = ORIGINALS["grey JPEG"], photo_with_metadata("JPEG")
    mpf = b"\xff\xe2\x00\x10MPF\0" + CANARY[:10]
    copy = full_size.copy(first[:2] + mpf + first[2:] + second, "image/jpeg", CREDITS, 1)
    assert copy.count(b"\xff\xd8\xff") == 1
    assert b"MPF" not in copy


def test_texts_of_any_length_and_characters_fit() -> None:
    long = Credits(caption="“" * 70_000, credit="\0\x1b&" * 5000, copyright="\ud800x", terms="\U0001f600" * 9000)
    for name in ("JPEG", "PNG", "WEBP"):
        opened(copied(ORIGINALS[name], long))


def test_other_formats_cannot_be_copied() -> None:
    for format in ("GIF", "AVIF"):
        data = encoded(_SMALL, format)
        assert full_size.bare_size(data, types.sniff(data)) == 0


def test_millions_of_parts_are_refused() -> None:
    jpeg = ORIGINALS["grey JPEG"]
    assert full_size.bare_size(jpeg[:2] + b"\xff\xfe\x00\x02" * 2_000_000 + jpeg[2:], "image/jpeg") == 0


@fuzz(examples=40)
@given(name=st.sampled_from(sorted(ORIGINALS)), seed=st.integers(0, 2**32))
def test_damaged_photo_is_copied_without_its_metadata_or_not_at_all(name: str, seed: int) -> None:
    chance, data = Random(seed), bytearray(ORIGINALS[name])
    for _ in range(chance.randint(1, 20)):
        data[chance.randrange(3, len(data))] = chance.randrange(256)
    damaged = bytes(data[: chance.randrange(20, len(data) + 1)])
    mime = types.sniff(ORIGINALS[name])
    bare = full_size.bare_size(damaged, mime)
    if bare:
        copy = full_size.copy(damaged, mime, CREDITS, 1)
        assert len(copy) == bare + full_size.credits_size(mime, CREDITS)
