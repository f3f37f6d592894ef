"""The sizes of a photo: their names, their bytes, and which metadata is removed."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from statistics import mean

import pytest
from PIL import Image, ImageCms, ImageMath

from press.diagnostics import Place
from press.media import cache, images, probe, renditions, share_card
from press.media.images import Photo
from press.media.renditions import Rendition
from press.media.share_card_model import ShareCard
from press.model import File
from press.views.pictures import picture_of
from tests import photos

CREDIT, COPYRIGHT = "Biro Humas – Réna", "Pemerintah Provinsi"
CARD = ShareCard(title="Judul", portal="Portal", colour="#0b4f6c", credit=CREDIT, copyright=COPYRIGHT)


def file_of(name: str, width: int, height: int, mime: str = "image/jpeg") -> File:
    return File(f"posts/2026/03/{name}", "0" * 64, 1, mime, width, height)


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def names(file: File) -> list[str]:
    return [renditions.name(file, one) for one in renditions.renditions(file)]


def test_photo_has_two_formats_and_one_size_more_in_the_smaller_one() -> None:
    file = file_of("jembatan.jpg", 4000, 3000)
    assert names(file) == [
        "jembatan-480w.avif", "jembatan-960w.avif", "jembatan-1280w.avif", "jembatan.avif",
        "jembatan-480w.jpg", "jembatan-960w.jpg", "jembatan.jpg",
    ]  # fmt: skip
    assert [(one.width, one.height) for one in renditions.renditions(file)][:4] == [
        (480, 360),
        (960, 720),
        (1280, 960),
        (1600, 1200),
    ]
    assert renditions.name(file) == "jembatan.jpg"


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (1, [1]),
        (480, [480]),
        (500, [500]),
        (700, [480, 700]),
        (1000, [480, 1000]),
        (1280, [480, 960, 1280]),
        (1599, [480, 960, 1599]),
        (1600, [480, 960, 1280, 1600]),
    ],
)
def test_photo_is_never_enlarged(width: int, widths: list[int]) -> None:
    assert [one.width for one in renditions.renditions(file_of("a.jpg", width, 5)) if one.format == "avif"] == widths


@pytest.mark.parametrize(
    ("name", "mime", "plain"),
    [
        ("a.jpg", "image/jpeg", "a.jpg"),
        ("a.JPEG", "image/jpeg", "a.JPEG"),
        ("a.png", "image/png", "a.png"),
        ("a.webp", "image/webp", "a-webp.jpg"),
        ("a.avif", "image/avif", "a-avif.jpg"),
        ("a.gif", "image/gif", "a-gif.png"),
    ],
)
def test_fallback_image_keeps_the_file_name_unless_its_format_differs(name: str, mime: str, plain: str) -> None:
    assert renditions.name(file_of(name, 2000, 1000, mime)) == plain


def test_photos_of_the_same_stem_have_different_names() -> None:
    kinds = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp",
             "avif": "image/avif"}  # fmt: skip
    made = [name for ending, mime in kinds.items() for name in names(file_of(f"a.{ending}", 2000, 900, mime))]
    assert len(set(made)) == len(made)


def test_attachments_and_static_files_keep_their_names() -> None:
    document = File("posts/2026/03/Surat Edaran.pdf", "", 1, "application/pdf")
    banner = File("static/banner.webp", "", 1, "image/webp", 2000, 500)
    assert (renditions.name(document), renditions.renditions(document)) == ("Surat Edaran.pdf", ())
    assert (renditions.name(banner), renditions.renditions(banner)) == ("banner.webp", ())
    assert picture_of(banner, "/{}".format, "").sources == ()


def test_picture_has_sources_srcset_and_size() -> None:
    shown = picture_of(file_of("a.jpg", 700, 350), "/x/{}".format, "Jembatan", "Keterangan", "Humas")
    assert (shown.href, shown.srcset) == ("/x/a.jpg", "/x/a-480w.jpg 480w, /x/a.jpg 700w")
    assert [source.mime for source in shown.sources] == ["image/avif"]
    assert shown.sources[0].srcset == "/x/a-480w.avif 480w, /x/a.avif 700w"
    assert (shown.width, shown.height, shown.alt) == (700, 350, "Jembatan")
    assert picture_of(file_of("a.jpg", 300, 200), str, "").srcset == ""


def all_renditions(photo: Photo, file: File) -> dict[str, bytes]:
    return {
        renditions.name(file, one): images.make(photo, one, CREDIT, COPYRIGHT) for one in renditions.renditions(file)
    }


@pytest.mark.parametrize("format", photos.EXTENSIONS)
def test_renditions_have_no_metadata_except_credit_and_copyright(tmp_path: Path, format: str) -> None:
    data = photos.photo_with_metadata(format) + (photos.SCRIPT if format == "JPEG" else b"")
    assert photos.CANARY in data
    name = f"a.{photos.EXTENSIONS[format]}"
    (tmp_path / name).write_bytes(data)
    file, _ = probe.probe(tmp_path, name, Place("a.md"))
    assert file
    made = all_renditions(Photo(data), file)
    made["card"] = share_card.share_card(CARD, images.pixels(images.background(Photo(data))))
    made["plain"] = share_card.share_card(CARD)
    assert len(made) == 6
    for name, output in made.items():
        assert photos.CANARY not in output, name
        assert b"<script" not in output, name
        assert b"xmpmeta" not in output.lower(), name
        assert CREDIT.encode() in output, name
        assert COPYRIGHT.encode() in output, name
        image = opened(output)
        assert set(image.getexif()) == {0x013B, 0x8298}, name
        assert not set(image.info) & {"comment", "icc_profile", "xmp", "Comment", "XML:com.adobe.xmp"}, name


def test_rendition_without_credit_has_no_exif() -> None:
    for format in ("jpeg", "png", "avif"):
        output = images.make(Photo(photos.photo_with_metadata("JPEG")), Rendition(format, 64, 40, True))
        assert len(opened(output).getexif()) == 0


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["jpeg", "avif"])
def test_rendition_is_turned_as_its_exif_orientation_requires(format: str, orientation: int) -> None:
    # how to store the image so that the orientation turns it back
    transpositions = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    scene = photos.sample_image(96, 60)
    transposed = (
        scene.transpose(Image.Transpose(transpositions[orientation])) if orientation in transpositions else scene
    )
    exif = Image.Exif()
    exif[0x0112] = orientation
    output = opened(images.make(Photo(photos.encoded(transposed, "JPEG", exif=exif)), Rendition(format, 96, 60, True)))
    corners = [output.convert("RGB").getpixel(at) for at in ((4, 4), (91, 4), (4, 55))]
    reds, greens = [c[0] > 150 > c[1] for c in corners], [c[1] > 110 > c[0] for c in corners]  # type: ignore[index]
    assert (reds, greens) == ([True, False, False], [False, True, False])
    assert output.getexif().get(0x0112, 1) == 1


def test_colours_are_converted_to_srgb() -> None:
    usual = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = usual.replace(b"rXYZ", b"????", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"????", b"bXYZ", 1)
    red, blue = (254, 0, 0), (0, 0, 254)
    for profile, shown in ((usual, red), (swapped, blue), (b"broken" * 50, red)):
        data = photos.encoded(Image.new("RGB", (64, 40), "red"), "JPEG", icc_profile=profile, quality=95)
        output = opened(images.make(Photo(data), Rendition("png", 64, 40, True)))
        assert all(abs(a - b) < 8 for a, b in zip(output.getpixel((9, 9)), shown, strict=True))  # type: ignore[arg-type]
        assert "icc_profile" not in output.info


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK", "YCbCr"])
def test_every_pixel_mode_is_converted(mode: str) -> None:
    grey = Image.linear_gradient("L").resize((64, 40))
    image = Image.new("I;16", (64, 40), 32768) if mode == "I;16" else grey.convert("RGB").convert(mode)
    data = photos.encoded(image, "JPEG" if mode in ("CMYK", "YCbCr") else "PNG")
    for format in ("jpeg", "png", "avif"):
        output = opened(images.make(Photo(data), Rendition(format, 64, 40, True))).convert("L")
        assert output.size == (64, 40)
        middle = output.resize((1, 1), Image.Resampling.BOX, (8, 16, 56, 24)).getpixel((0, 0))
        assert 110 < middle < 145  # type: ignore[operator]


def test_transparent_pixels_stay_transparent_and_are_white_in_a_jpeg() -> None:
    data = photos.encoded(Image.new("RGBA", (64, 40), (255, 0, 0, 0)), "PNG")
    for format in ("png", "avif"):
        shown = opened(images.make(Photo(data), Rendition(format, 32, 20, True))).convert("RGBA")
        assert shown.getpixel((9, 9))[3] == 0  # type: ignore[index]
    assert opened(images.make(Photo(data), Rendition("jpeg", 32, 20, True))).getpixel((9, 9)) == (255, 255, 255)


def test_smallest_renditions_are_within_their_size_limits() -> None:
    data = photos.photo(2400, 1600)
    for format, limit in (("avif", 60_000), ("jpeg", 80_000)):
        assert len(images.make(Photo(data), Rendition(format, 480, 320, False))) < limit
    assert images.make(Photo(data), Rendition("jpeg", 480, 320, False)).count(b"\xff\xda") > 3  # progressive


def similarity(one: Image.Image, other: Image.Image) -> float:
    """The structural similarity (SSIM) of two images, from 0 to 1, in blocks of 8 × 8 pixels."""

    def product(first: Image.Image, second: Image.Image) -> Image.Image:
        return ImageMath.lambda_eval(lambda of: of["a"] * of["b"], a=first, b=second).reduce(8)  # type: ignore[no-any-return]

    x, y = (image.convert("L").convert("F") for image in (one, other))
    means = [x.reduce(8), y.reduce(8), product(x, x), product(y, y), product(x, y)]
    similarities = []
    for mx, my, xx, yy, xy in zip(*(image.get_flattened_data() for image in means), strict=True):
        luminance = (2 * mx * my + 6.5) / (mx * mx + my * my + 6.5)
        structure = (2 * (xy - mx * my) + 58.5) / (xx - mx * mx + yy - my * my + 58.5)
        similarities.append(luminance * structure)
    return float(mean(similarities))


@pytest.mark.parametrize(("format", "width"), [("JPEG", 3240), ("JPEG", 1700), ("GIF", 1000)])
def test_every_size_looks_like_one_scaled_from_the_original(format: str, width: int) -> None:
    """The sizes before they are encoded, beside Pillow's Lanczos filter on the whole photo."""
    data = photos.encoded(opened(photos.photo(width, width // 2)), format, quality=92)
    photo, original = Photo(data), opened(data).convert("RGB")
    for size in renditions.sizes(*original.size):
        expected = original.resize(size, Image.Resampling.LANCZOS)
        assert similarity(photo.at(*size), expected) > 0.97


def test_encoded_sizes_look_like_the_photo() -> None:
    photo, file = Photo(photos.photo(1700, 1000)), file_of("a.jpg", 1700, 1000)
    for one in renditions.renditions(file):
        pixels = photo.at(one.width, one.height)
        assert similarity(opened(images.make(photo, one)), pixels) > 0.93


def test_sizes_do_not_depend_on_the_order_in_which_they_are_made() -> None:
    data = photos.photo(2000, 1200)
    sizes = [(480, 288), (960, 576), (1280, 768), (1600, 960), (700, 420), (2000, 1200)]
    up, down = Photo(data), Photo(data)
    expected = {size: up.at(*size).tobytes() for size in sizes}
    assert {size: down.at(*size).tobytes() for size in reversed(sizes)} == expected


def test_the_cache_names_all_code_on_which_the_bytes_depend() -> None:
    folder = Path(cache.__file__).parent
    for code in (cache.CODE_OF_PHOTOS, cache.CODE_OF_CARDS):
        modules = [folder / name for name in code if name.endswith(".py")]
        text = "".join(path.read_text("utf-8") for path in modules)
        imported = set(re.findall(r"^from press\.media\.(\w+) import", text, re.MULTILINE))
        for names in re.findall(r"^from press\.media import (.+)$", text, re.MULTILINE):
            imported.update(name.strip() for name in names.split(","))
        assert imported <= {path.stem for path in modules} | {"types", "dhash"}


PROGRAM = """
import hashlib, os, sys
if hasattr(os, "sched_setaffinity") and sys.argv[1] == "1":
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
from press.media import images, share_card
from press.media.renditions import Rendition
from press.media.share_card_model import ShareCard
from tests import photos
data, seen = images.Photo(photos.encoded(photos.sample_image(1200, 800), "JPEG")), hashlib.sha256()
for format in ("jpeg", "png", "avif"):
    seen.update(images.make(data, Rendition(format, 960, 640, True), "Humas", "Pemprov"))
for photo in (None, images.pixels(images.background(data))):
    seen.update(share_card.share_card(ShareCard(title="Judul siaran", portal="Portal", colour="#0b4f6c"), photo))
print(seen.hexdigest())
"""


def test_every_process_makes_the_same_bytes() -> None:
    root = Path(__file__).parent.parent.parent
    answers = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM, seed], cwd=root, check=True, capture_output=True, text=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Jayapura", "PYTHONPATH": str(root)},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(answers) == 1


def test_cache_key_depends_on_source_rendition_credit_and_copyright() -> None:
    one = Rendition("avif", 480, 320, False)
    keys = {
        cache.key("a", one), cache.key("b", one), cache.key("a", one, "Humas"), cache.key("a", one, "", "Humas"),
        cache.key("a", Rendition("avif", 480, 321, False)), cache.key("a", Rendition("jpeg", 480, 320, False)),
    }  # fmt: skip
    assert len(keys) == 6
    assert cache.key("a", one) == cache.key("a", Rendition("avif", 480, 320, False))


class Maker:
    """Makes bytes, and counts its calls."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> bytes:
        self.calls += 1
        return b"pixels" * 100


def test_cache_returns_bytes_that_were_made_once(tmp_path: Path) -> None:
    make = Maker()
    answers = {cache.cached(tmp_path / "media", "k", make) for _ in range(3)}
    assert (answers, make.calls) == ({b"pixels" * 100}, 1)
    assert [path.name for path in (tmp_path / "media").iterdir()] == ["k"]


@pytest.mark.parametrize("damage", [lambda b: b[:-1], lambda b: b[:10], lambda b: b"", lambda b: b"X" + b[1:],
                                    lambda b: b[:-1] + bytes([b[-1] ^ 1]), lambda b: b + b"x"])  # fmt: skip
def test_damaged_cache_file_is_a_miss(tmp_path: Path, damage: object) -> None:
    make = Maker()
    cache.cached(tmp_path, "k", make)
    cache_file = tmp_path / "k"
    cache_file.write_bytes(damage(cache_file.read_bytes()))  # type: ignore[operator]
    assert cache.cached(tmp_path, "k", make) == b"pixels" * 100
    assert cache.cached(tmp_path, "k", make) == b"pixels" * 100
    assert make.calls == 2


def test_renamed_cache_file_is_a_miss(tmp_path: Path) -> None:
    cache.cached(tmp_path, "a", lambda: b"a")
    (tmp_path / "a").rename(tmp_path / "b")
    assert cache.cached(tmp_path, "b", lambda: b"b") == b"b"


def test_cache_that_cannot_be_written_is_not_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "k").mkdir()
    assert cache.cached(tmp_path / "file", "k", lambda: b"made") == b"made"
    assert cache.cached(tmp_path, "k", lambda: b"made") == b"made"
    assert {path.name for path in tmp_path.iterdir()} == {"file", "k"}
