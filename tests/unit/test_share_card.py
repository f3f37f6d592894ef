"""Share cards: what they show, how text is set, and the size of the files."""

from __future__ import annotations

import io

import msgspec
import pytest
import segno
from PIL import Image, ImageChops, ImageDraw, ImageFont

from press.media import images, share_card, typesetting
from press.media.images import Photo
from press.media.share_card_model import LANDSCAPE, SQUARE, STORY, Format, ShareCard
from tests import photos

CARD = ShareCard(
    title="Jembatan Sungai Lulut kembali dibuka", portal="Portal Berita", colour="#0b4f6c", kind_label="Siaran pers"
)
AMBER = (255, 205, 64)


def draw_card(card: ShareCard, photo: bytes | None = None, format: Format = LANDSCAPE) -> Image.Image:
    """Draw a card, and check its format and size."""
    pixels = images.pixels(images.background(Photo(photo), format)) if photo else None
    data = share_card.share_card(card, pixels, format)
    assert len(data) < format.bytes
    assert not photo or b"\xff\xc2" not in data[:2000]  # baseline: some services do not show a progressive JPEG
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.size) == ("JPEG" if photo else "PNG", (format.width, format.height))
    return image.convert("RGB")


def differs(one: Image.Image, other: Image.Image, box: tuple[int, int, int, int]) -> bool:
    difference = ImageChops.difference(one.crop(box), other.crop(box))
    return max(high for _, high in difference.getextrema()) > 100  # type: ignore[misc]


def card_with(**fields: str) -> ShareCard:
    return msgspec.structs.replace(CARD, **fields)


LINK = "https://uji.example/cek/#2026-0042"
CHECKED = {"check": LINK, "typed": "uji.example/cek/#2026-0042"}
SIDES = {"landscape": (172, 602), "square": (212, 1044), "story": (212, 1576)}
"""Most pixels of the side of a code, and the line on which it stands."""


def dots(image: Image.Image, format: Format, count: int) -> tuple[bytes, ...]:
    """The rows of the code on a card as a camera sees them: the middle of each dot, with the quiet zone around."""
    most, foot = SIDES[format.name]
    dot = most // count
    left, top = format.width - 72 - dot * count, foot - dot * count
    pixel = image.convert("L").load()
    assert pixel
    seen = range(dot // 2, dot * count, dot)
    return tuple(bytes(int(pixel[left + x, top + y] < 128) for x in seen) for y in seen)  # type: ignore[operator]


@pytest.mark.parametrize("photo", [None, photos.encoded(photos.sample_image(), "JPEG")])
@pytest.mark.parametrize("format", [LANDSCAPE, SQUARE, STORY])
def test_code_on_a_card_leads_to_the_check(format: Format, photo: bytes | None) -> None:
    code = segno.make_qr(LINK, error="m", mask=2)
    expected = tuple(bytes(row) for row in code.matrix_iter(border=4))
    for fields in ({}, {"title": "Jembatan " * 30}, {"claim": "Air " * 50, "answer": "Faktanya:", "stamp": "Hoaks"}):
        if not (photo and "claim" in fields):
            card = draw_card(card_with(**CHECKED, **fields), photo, format)
            assert dots(card, format, len(expected)) == expected


def test_card_without_a_check_is_as_before_and_one_with_it_says_where() -> None:
    card, plain = draw_card(card_with(**CHECKED)), draw_card(CARD)
    assert differs(card, draw_card(card_with(check=LINK)), (72, 580, 900, 620)), "the address"
    assert not differs(card, draw_card(card_with(check=LINK)), (0, 0, 1200, 580))
    assert not differs(card, plain, (0, 0, 1200, 120))


HEADLINE, FOOT, BAND, MIDDLE = (60, 60, 1140, 520), (60, 540, 1140, 620), (0, 0, 1200, 108), (285, 0, 915, 108)


@pytest.mark.parametrize("photo", [None, photos.encoded(photos.sample_image(), "JPEG")])
def test_card_shows_title_portal_and_kind(photo: bytes | None) -> None:
    card = draw_card(CARD, photo)
    assert differs(card, draw_card(card_with(title="Harga beras turun"), photo), HEADLINE)
    assert differs(card, draw_card(card_with(portal="Kabar Lain"), photo), FOOT)
    assert differs(card, draw_card(card_with(kind_label=""), photo), HEADLINE)
    assert not differs(card, draw_card(card_with(title="Harga beras turun"), photo), FOOT)


@pytest.mark.parametrize("photo", [None, photos.encoded(photos.sample_image(), "JPEG")])
def test_card_of_a_claim_shows_the_verdict(photo: bytes | None) -> None:
    card = draw_card(card_with(stamp="Salah"), photo)
    assert all(abs(a - b) < 12 for a, b in zip(card.getpixel((300, 60)), AMBER, strict=True))  # type: ignore[arg-type]
    # services that show a square show the middle of the card: the word must be there
    assert differs(card, draw_card(card_with(stamp="Menyesatkan"), photo), MIDDLE)
    assert card.crop(MIDDLE).convert("L").getextrema()[0] < 60  # type: ignore[operator]


CLAIMS = [
    "Air beracun!",
    "“Air beracun!”",
    "Jembatan ditutup total " * 4,
    "Jembatan ditutup total " * 40,
    "x" * 300,
    "ꦱ",
    "",
]


def answer(claim: str, **fields: str) -> Image.Image:
    return draw_card(card_with(stamp="Hoaks", claim=claim or " ", answer="Faktanya:", **fields))


def end_of_claim(card: Image.Image) -> int:
    """The first line below the pale box that begins under the stamp."""
    strip = card.crop((20, 0, 21, 630)).convert("L").tobytes()
    return next(y for y in range(BAND[3] + 6, 630) if strip[y] < 200)


@pytest.mark.parametrize("claim", CLAIMS)
def test_stamp_is_on_the_claim_and_never_on_the_headline(claim: str) -> None:
    """The stamp and the claim are one box; what the headline changes is below it, and has at least half of the room."""
    card, other = answer(claim), answer(claim, title="Air leding aman diminum setelah dimasak")
    end = end_of_claim(card)
    assert all(abs(a - b) < 12 for a, b in zip(card.getpixel((300, 60)), AMBER, strict=True))  # type: ignore[arg-type]
    assert 150 < end < 320
    assert not differs(card, other, (0, 0, 1200, end))
    assert differs(card, other, (60, end, 1140, 528))
    shades = card.convert("L").crop((1180, BAND[3] + 10, 1200, 500)).tobytes()
    assert sum(100 < shade < 200 for shade in shades) < 200  # no letter over the margin: only the two boxes


def test_claim_is_in_quotation_marks_under_its_stamp() -> None:
    assert differs(answer("Satu"), answer("Dua"), (60, 115, 1140, 200))
    assert not differs(answer("“Satu”"), answer("Satu"), (0, 0, 1200, 630))


def test_withdrawn_card_has_a_red_band_and_a_struck_headline() -> None:
    card, plain = draw_card(card_with(withdrawn="Dicabut")), draw_card(card_with(stamp="Dicabut"))
    assert card.crop((200, 50, 300, 60)).resize((1, 1)).tobytes()[0] > 140
    assert max(card.crop((200, 50, 300, 60)).resize((1, 1)).tobytes()[1:]) < 60
    assert differs(card, plain, HEADLINE)


def test_stamp_does_not_cover_the_headline() -> None:
    top = BAND[3] + 6
    plain, stamped = (draw_card(card_with(stamp=stamp, kind_label="")) for stamp in ("", "Salah"))
    brightness = stamped.convert("L").crop((60, top, 1140, top + 12)).getextrema()
    assert brightness[1] < 160  # type: ignore[operator]
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
def test_any_title_stays_within_the_margins(title: str) -> None:
    card = draw_card(card_with(title=title))
    right = card.convert("L").crop((1140, 60, 1200, 500)).getextrema()
    assert right[1] - right[0] < 40  # type: ignore[operator]  # nothing runs over the margin
    above_foot = card.convert("L").crop((60, 518, 1140, 526)).getextrema()
    assert above_foot[1] < 160  # type: ignore[operator]


def test_title_that_is_too_long_ends_in_an_ellipsis() -> None:
    size, lines = typesetting.fitted("jembatan lulut " * 40, (64, 48), 1056, 300)
    assert (size, lines[-1][-2:]) == (48, " …")
    assert len(lines) * size * 1.16 <= 300


def test_lines_of_a_title_have_similar_lengths() -> None:
    size, lines = typesetting.fitted("Gubernur meresmikan jembatan baru di Sungai Lulut pagi ini", (72,), 1056, 400)
    lengths = [typesetting.font("headline", size).getlength(line) for line in lines]
    assert min(lengths) > 0.6 * max(lengths)


def test_fonts_have_all_characters_that_are_drawn() -> None:
    for name in ("headline", "label"):
        font = typesetting.font(name, 40)
        assert isinstance(font, ImageFont.FreeTypeFont)
        missing = bytes(font.getmask("\uffff"))
        assert not [char for char in typesetting.GLYPHS if char.strip() and bytes(font.getmask(char)) == missing]


def test_characters_that_the_fonts_do_not_have_are_replaced_by_similar_ones() -> None:
    assert typesetting.drawable("Şöhret ścieżka\u00a0–  “ya”…") == "Söhret sciezka – “ya”…"


def test_card_with_a_photo_of_pure_noise_is_within_the_size_limit() -> None:
    noise = Image.effect_noise((1400, 900), 120)
    draw_card(
        CARD, photos.encoded(Image.merge("RGB", (noise, noise.rotate(90), noise.rotate(180))), "JPEG", quality=95)
    )


def test_typical_cards_are_small_files() -> None:
    assert len(share_card.share_card(CARD)) < 30_000
    photo = Photo(photos.encoded(photos.sample_image(1600, 1000), "JPEG")).filling(1200, 630)
    assert len(share_card.share_card(CARD, photo)) < 120_000


def test_a_panorama_fills_the_card_with_as_many_pixels_as_it_has() -> None:
    stripes = Image.linear_gradient("L").resize((6000, 700)).point(lambda value: 255 * (value % 2))
    shown = Photo(photos.encoded(stripes.convert("RGB"), "PNG")).filling(1200, 630).convert("L")
    assert shown.crop((0, 0, 1200, 300)).getextrema() == (0, 255)


@pytest.mark.parametrize("text", ["Gubernur Réna: “AVATAR” – 75 % di Tanjung, 'fi' ffl", " spasi  ganda ", ""])
@pytest.mark.parametrize(("name", "size"), [("headline", 82), ("label", 34)])
def test_letters_that_are_rendered_once_give_the_same_text_as_pillow(text: str, name: str, size: int) -> None:
    ours, theirs = Image.new("L", (1400, 140)), Image.new("L", (1400, 140))
    font = typesetting.font(name, size)
    typesetting.draw_text(ours, (20, 10), text, font, 255)
    ImageDraw.Draw(theirs).text((20, 10), text, 255, font)
    difference = ImageChops.difference(ours, theirs)
    assert difference.getextrema()[1] <= 2  # type: ignore[operator]
    assert typesetting.height(font) == sum(font.getmetrics())


def test_photo_of_any_shape_fills_the_card() -> None:
    for size in ((100, 900), (900, 100), (1200, 630), (3, 2)):
        data = photos.encoded(Image.new("RGB", size, "white"), "PNG")
        assert draw_card(CARD, data).getpixel((1199, 0))[0] > 240  # type: ignore[index]


def test_card_is_dark_behind_the_headline_when_the_photo_is_white() -> None:
    card = draw_card(CARD, photos.encoded(Image.new("RGB", (1200, 630), "white"), "JPEG")).convert("L")
    assert card.getpixel((1150, 480)) < 90  # type: ignore[operator]


FOR_PACKS = [SQUARE, STORY]
SHORT, LONG = "Harga beras turun", "Jembatan Sungai Lulut dibuka " * 12


@pytest.mark.parametrize("format", FOR_PACKS, ids=lambda format: format.name)
@pytest.mark.parametrize(
    "fields", [{}, {"stamp": "Hoaks"}, {"stamp": "Menyesatkan", "claim": LONG, "answer": "Faktanya:"}]
)
@pytest.mark.parametrize("title", [SHORT, LONG, "x" * 300, ""])
def test_cards_of_packs_keep_the_margins_and_what_apps_cover(
    title: str, fields: dict[str, str], format: Format
) -> None:
    """Over a story, apps show the account above and a field for answers below: nothing is written there."""
    card, portal = (
        draw_card(card_with(title=title, **fields), format=format),
        (60, format.height - 90, 1020, format.height),
    )
    other = draw_card(card_with(title="Lain", portal="Lain", **fields), format=format)
    assert not differs(card, other, (1020, 0, 1080, format.height))
    if format == STORY:
        assert not differs(card, other, (0, 0, 1080, 250))
        assert not differs(card, other, (0, 1920 - 340, 1080, 1920))
    else:
        assert differs(card, other, portal)


@pytest.mark.parametrize("format", FOR_PACKS, ids=lambda format: format.name)
def test_cards_of_packs_show_the_photo_and_the_words(format: Format) -> None:
    photo = photos.encoded(photos.sample_image(1600, 1000), "JPEG")
    card = draw_card(CARD, photo, format)
    assert differs(card, draw_card(card_with(title=SHORT), photo, format), (60, 500, 1020, format.height - 100))
    assert not differs(card, draw_card(card_with(title=LONG), photo, format), (0, 0, 1080, 400))
    noise = Image.effect_noise((1400, 900), 120)
    draw_card(CARD, photos.encoded(Image.merge("RGB", (noise, noise.rotate(90), noise)), "JPEG", quality=95), format)
