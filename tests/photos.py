"""Photos and documents for tests, some with a text in their metadata that must not be published."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from random import Random

from PIL import Image, ImageDraw, ImageFilter

CANARY = b"RAHASIA-7f3a"
"""The text that must not be published."""
SCRIPT = b"<script>alert(1)</script>"
EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif", "AVIF": "avif"}


def sample_image(width: int = 640, height: int = 400) -> Image.Image:
    """An image with gradients and sharp edges; its upper left corner is red, the upper right one green."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 4, height // 4), (200, 0, 0))
    draw.rectangle((width * 3 // 4, 0, width, height // 4), (0, 160, 0))
    for x in range(0, width, 24):
        draw.line((x, height // 2, width - x, height), (x % 255, 90, 40), 2)
    return image


def picture(seed: int, width: int = 1280, height: int = 800) -> Image.Image:
    """An image of shapes; each seed gives others."""
    chance = Random(seed)
    image = Image.new("RGB", (width, height), _colour(chance))
    draw = ImageDraw.Draw(image)
    for _ in range(chance.randrange(4, 30)):
        left, top = chance.random() * width, chance.random() * height
        right, bottom = left + width * chance.uniform(0.05, 0.6), top + height * chance.uniform(0.05, 0.6)
        chance.choice((draw.ellipse, draw.rectangle))((left, top, right, bottom), _colour(chance))
    return image.filter(ImageFilter.GaussianBlur(3))


def _colour(chance: Random) -> tuple[int, int, int]:
    return chance.randrange(256), chance.randrange(256), chance.randrange(256)


def photo(width: int, height: int) -> bytes:
    """A JPEG with noise like that of a camera."""
    grain = Image.effect_noise((width, height), 9)
    image = Image.blend(sample_image(width, height), Image.merge("RGB", (grain, grain, grain)), 0.2)
    return encoded(image, "JPEG", quality=90)


def encoded(image: Image.Image, format: str, **options: object) -> bytes:
    """An image encoded in a file format."""
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def photo_with_metadata(format: str, width: int = 640, height: int = 400) -> bytes:
    """A photo with a GPS position, and with the canary in a comment, XMP and EXIF text."""
    image = sample_image(width, height)
    exif = Image.Exif()
    exif[0x010E] = CANARY.decode()  # ImageDescription
    exif[0x013B] = CANARY.decode()  # Artist
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0" + CANARY  # UserComment
    exif.get_ifd(0x8825).update({1: "S", 2: (3.0, 19.0, 7.0), 29: CANARY.decode()})  # GPS
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + CANARY + b"</x:xmpmeta>"
    if format == "GIF":
        return encoded(image.convert("P"), format, comment=CANARY)
    if format == "PNG":
        return _with_chunk(_with_chunk(encoded(image, format, exif=exif), b"tEXt", b"Comment\0" + CANARY),
                           b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp)  # fmt: skip
    more = {"comment": CANARY} if format == "JPEG" else {}
    return encoded(image, format, exif=exif, xmp=xmp, quality=90, **more)


def png_header(width: int, height: int, pixels: bytes = b"") -> bytes:
    """A PNG whose header gives a size; the pixels may be missing."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def office_document(folder: str, *more: str) -> bytes:
    """An office document: a ZIP with a table of contents, and a folder by which its type is recognised."""
    return archive({"[Content_Types].xml": b"<Types/>", f"{folder}/document.xml": b"<x/>", **dict.fromkeys(more, b"x")})


def archive(members: dict[str, bytes]) -> bytes:
    """A ZIP archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as opened:
        for name, data in members.items():
            opened.writestr(name, data)
    return file.getvalue()


def pdf(pages: int, compressed: bool = False) -> bytes:
    """A PDF with so many pages. Its page tree is plain text, or compressed in an object stream."""
    tree = b"<< /Type /Pages /Count %d /Resources << /Font << >> >> /Kids [3 0 R] >>" % pages
    branch = b"<< /Type /Pages /Count 99 /Parent 2 0 R >>"
    if not compressed:
        return b"%PDF-1.7\n2 0 obj\n" + tree + b"\nendobj\n3 0 obj\n" + branch + b"\nendobj\n%%EOF"
    stream = zlib.compress(tree + b" " + branch)
    return b"%PDF-1.7\n1 0 obj\n<< /Type /ObjStm /Length 9 >>\nstream\n" + stream + b"\nendstream\nendobj\n%%EOF"


def _with_chunk(png: bytes, name: bytes, data: bytes) -> bytes:
    """Insert a chunk after the header of a PNG."""
    return png[:33] + _chunk(name, data) + png[33:]


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
