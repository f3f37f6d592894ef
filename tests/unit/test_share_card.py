"""Share cards."""

from __future__ import annotations

import io

import msgspec
import pytest
from PIL import Image, ImageChops, ImageFont

from press.media import share_card, typesetting
from press.media.share_card_model import ShareCard
from tests import photos

CARD = ShareCard(
    title="Jembatan Sungai Lulut kembali dibuka", portal="Portal Berita", colour="#0b4f6c", kind_label="Siaran pers"
)
AMBER = (255, 205, 64)


def drawn(card: ShareCard, photo: bytes | None = None, crest: bytes | None = None) -> Image.Image:
    data = share_card.share_card(card, photo, crest)
    assert len(data) < 250_000
    assert b"\xff\xc2" not in data[:2000]  # baseline: some services draw no progressive JPEG
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.size) == ("JPEG", (1200, 630))
    image.load()
    return image


def differs(one: Image.Image, other: Image.Image, box: tuple[int, int, int, int]) -> bool:
    difference = ImageChops.difference(one.crop(box), other.crop(box))
    return max(high for _, high in difference.getextrema()) > 100  # type: ignore[misc]


def with_(**fields: str) -> ShareCard:
    return msgspec.structs.replace(CARD, **fields)


HEADLINE, FOOT, BAND, MIDDLE = (60, 60, 1140, 520), (60, 540, 1140, 620), (0, 0, 1200, 118), (285, 0, 915, 118)


@pytest.mark.parametrize("photo", [None, photos.stored(photos.scene(), "JPEG")])
def test_a_card_says_what_and_whose_it_is(photo: bytes | None) -> None:
    card = drawn(CARD, photo)
    assert differs(card, drawn(with_(title="Harga beras turun"), photo), HEADLINE)
    assert differs(card, drawn(with_(portal="Kabar Lain"), photo), FOOT)
    assert differs(card, drawn(with_(kind_label=""), photo), HEADLINE)
    assert not differs(card, drawn(with_(title="Harga beras turun"), photo), FOOT)


@pytest.mark.parametrize("photo", [None, photos.stored(photos.scene(), "JPEG")])
def test_a_claim_goes_round_with_its_verdict(photo: bytes | None) -> None:
    card = drawn(with_(stamp="Salah"), photo)
    assert all(abs(a - b) < 12 for a, b in zip(card.getpixel((300, 60)), AMBER, strict=True))  # type: ignore[arg-type]
    # services that show a square show its middle: the word is there
    assert differs(card, drawn(with_(stamp="Menyesatkan"), photo), MIDDLE)
    assert card.crop(MIDDLE).convert("L").getextrema()[0] < 60  # type: ignore[operator]


def test_a_stamp_hides_nothing_of_the_headline() -> None:
    top = BAND[3] + 6
    plain, stamped = (drawn(with_(stamp=stamp, kind_label="")) for stamp in ("", "Salah"))
    lit = stamped.convert("L").crop((60, top, 1140, top + 12)).getextrema()
    assert lit[1] < 160  # type: ignore[operator]
    assert differs(plain, stamped, HEADLINE)


@pytest.mark.parametrize(
    "title",
    [
        "",
        "A",
        "Judul " * 60,
        "x" * 300,
        "https://contoh.example/" + "jalan/" * 40,
        "مرحبا",
        "Ça va … “ya” – ś ț 😀",
        "\n\t",
    ],
)
def test_any_title(title: str) -> None:
    card = drawn(with_(title=title))
    right = card.convert("L").crop((1140, 60, 1200, 500)).getextrema()
    assert right[1] - right[0] < 40  # type: ignore[operator]  # nothing runs over the margin
    above_foot = card.convert("L").crop((60, 518, 1140, 526)).getextrema()
    assert above_foot[1] < 160  # type: ignore[operator]


def test_a_title_too_long_ends_in_an_ellipsis() -> None:
    size, lines = typesetting.fitted("jembatan lulut " * 40, (64, 48), 1056, 300)
    assert (size, lines[-1][-2:]) == (48, " …")
    assert len(lines) * size * 1.16 <= 300


def test_lines_are_balanced() -> None:
    size, lines = typesetting.fitted("Gubernur meresmikan jembatan baru di Sungai Lulut pagi ini", (72,), 1056, 400)
    lengths = [typesetting.font("headline", size).getlength(line) for line in lines]
    assert min(lengths) > 0.6 * max(lengths)


def test_the_fonts_have_every_letter_that_is_drawn() -> None:
    for name in ("headline", "label"):
        font = typesetting.font(name, 40)
        assert isinstance(font, ImageFont.FreeTypeFont)
        missing = bytes(font.getmask("\uffff"))
        assert not [char for char in typesetting.GLYPHS if char.strip() and bytes(font.getmask(char)) == missing]


def test_what_the_fonts_lack_is_folded() -> None:
    assert typesetting.drawable("Şöhret ścieżka\u00a0–  “ya”…") == "Söhret sciezka – “ya”…"


def test_the_loudest_photo_still_fits() -> None:
    noise = Image.effect_noise((1400, 900), 120)
    drawn(CARD, photos.stored(Image.merge("RGB", (noise, noise.rotate(90), noise.rotate(180))), "JPEG", quality=95))


def test_most_cards_are_light() -> None:
    assert len(share_card.share_card(CARD)) < 80_000
    assert len(share_card.share_card(CARD, photos.stored(photos.scene(1600, 1000), "JPEG"))) < 120_000


def test_the_crest_stands_beside_the_name() -> None:
    crest = photos.stored(Image.new("RGBA", (64, 64), "white"), "PNG")
    box = (72, 544, 136, 608)
    assert differs(drawn(CARD), drawn(CARD, crest=crest), box)
    assert not differs(drawn(CARD), drawn(CARD, crest=b"<svg/>"), box)


def test_a_photo_of_any_shape_fills_the_card() -> None:
    for size in ((100, 900), (900, 100), (1200, 630), (3, 2)):
        data = photos.stored(Image.new("RGB", size, "white"), "PNG")
        assert drawn(CARD, data).getpixel((1199, 0))[0] > 240  # type: ignore[index]


def test_the_headline_is_readable_on_snow() -> None:
    card = drawn(CARD, photos.stored(Image.new("RGB", (1200, 630), "white"), "JPEG")).convert("L")
    assert card.getpixel((1150, 480)) < 90  # type: ignore[operator]
