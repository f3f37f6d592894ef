"""Image processing with Pillow: photos are measured and decoded once; their sizes are encoded from the pixels only."""

from __future__ import annotations

import math
import warnings
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from PIL import (
    AvifImagePlugin,
    ExifTags,
    GifImagePlugin,
    Image,
    ImageCms,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

from press.media import renditions, types
from press.media.dhash import SIZE, dhash
from press.media.renditions import Rendition
from press.media.share_card_model import HEIGHT, LANDSCAPE, WIDTH, Format

# Pillow's own check only warns below twice its limit. Ours is exact, and is made between opening and decoding.
Image.MAX_IMAGE_PIXELS = None
warnings.filterwarnings("ignore", module=r"PIL\.")  # unusual metadata, which is removed anyway

_FORMATS = {
    "image/jpeg": JpegImagePlugin.JpegImageFile.format,
    "image/png": PngImagePlugin.PngImageFile.format,
    "image/webp": WebPImagePlugin.WebPImageFile.format,
    "image/gif": GifImagePlugin.GifImageFile.format,
    "image/avif": AvifImagePlugin.AvifImageFile.format,
}
_ENCODERS: dict[str, dict[str, Any]] = {
    "jpeg": {"quality": 80, "progressive": True, "optimize": True, "subsampling": "4:2:0"},
    "png": {"compress_level": 7},
    # One thread, and no tiles that depend on the number of cores: the same bytes on every machine.
    "avif": {"codec": "aom", "max_threads": 1, "autotiling": False},
}
_BACKGROUND = {"quality": 92, "subsampling": "4:2:0"}
_AVIF = ({"quality": 57, "speed": 8}, {"quality": 55, "speed": 9})
"""How a size for a small phone, and how a larger one is encoded: the files are equally good, and about as small.

Speed 9 takes a quarter of the time; see docs/decisions/0022-photos.md.
"""
_TRANSPOSITIONS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS = 5
"""EXIF orientations from this one on swap width and height."""
_ORIENTATIONS = range(1, 9)
_MAX_SCANS = 1000
"""Most scans of a JPEG: a progressive one has about ten; decoding thousands of empty ones would take hours."""
_SCANNED_PIXELS = 1_000_000_000
"""Most pixels in all scans of a JPEG together, which take less than a second: 25 scans of the largest photo."""
_READS = 250_000
"""Most reads of a file: a decoder reads a photo's data in large pieces, but its segments, chunks and blocks one by one.

An animation of 20 MB needs 160,000; millions of empty segments would take minutes.
"""
_CAMERA_PIXELS = 120_000_000
"""Most pixels of a camera's JPEG that is made smaller: it is never decoded at its full size."""
_ORIGINAL_QUALITY = 90
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
_WHITE = (255, 255, 255)


Box = tuple[float, float, float, float]


class _TooSlow(Exception):
    """A photo that decoding would take too long."""


class Measure(NamedTuple):
    """The size of a photo as shown, in pixels, and how it looks."""

    width: int
    height: int
    is_animated: bool
    dhash: str = ""
    """See `press.media.dhash`; empty if the photo was not decoded."""


def measure(data: bytes, mime: str) -> Measure | None:
    """Measure a photo, and decode it if that is safe; None if it cannot be decoded completely."""
    try:
        with _opened(data, mime) as image:
            stored = image.size
            # The second picture in a phone's JPEG is not an animation, but depth data or a brighter copy.
            is_animated = mime != "image/jpeg" and bool(getattr(image, "is_animated", False))
            if not renditions.fits(*stored) or is_animated:
                return Measure(*stored, is_animated)
            image.draft("L", (max(stored[0] // 8, SIZE[0]), max(stored[1] // 8, SIZE[0])))
            image.load()
            held = _orientation(image)
            look = dhash(_grey(image, held))
    except Exception:  # decoders raise any exception for broken data, from SyntaxError to struct.error
        return None
    width, height = reversed(stored) if held >= _SIDEWAYS else stored
    return Measure(width, height, False, look)


def orientation(data: bytes, mime: str) -> int:
    """Return how the camera was held (EXIF, 1 to 8), of a photo that was measured."""
    with _opened(data, mime) as image:
        return _orientation(image)


def has_position(data: bytes, mime: str) -> bool:
    """Tell whether a photo says where it was taken, or may say so: its metadata cannot be read."""
    try:
        with _opened(data, mime) as image:
            return bool(image.getexif().get_ifd(ExifTags.IFD.GPSInfo))
    except Exception:  # as above
        return True


class Original(NamedTuple):
    """A photo as a repository keeps it."""

    data: bytes
    ending: str
    """The ending of its name: ``.jpg`` or ``.png``."""
    credit: str
    """Who took it, as the camera or an agency wrote into the file; empty if nobody did."""


def original(data: bytes) -> Original | None:
    """Make the picture of a camera as small as a repository needs; None if it cannot be decoded.

    It is upright, in sRGB, and has no metadata except credit and copyright. Graphics stay PNG.
    """
    mime = types.sniff(data)
    try:
        with _opened(data, mime) as stored:
            if not renditions.fits(*stored.size) and not _is_from_large_camera(stored):
                return None
            held = _orientation(stored)
            width, height = reversed(stored.size) if held >= _SIDEWAYS else stored.size
            scale = min(1, renditions.ORIGINAL_SIDE / max(width, height))
            credit, copyright = _written_in(stored)
            size = max(1, round(width * scale)), max(1, round(height * scale))
            image = _decoded(stored, held, size)
    except Exception:  # see `measure`
        return None
    format = "png" if image.mode == "RGBA" or mime in ("image/png", "image/gif") else "jpeg"
    options = _ENCODERS[format] | ({"quality": _ORIGINAL_QUALITY} if format == "jpeg" else {})
    return Original(encoded(image, format, options, credit, copyright), ".jpg" if format == "jpeg" else ".png", credit)


class Photo:
    """The pixels of a photo, decoded once. Each size is scaled from the next larger one of those that are published.

    Which sizes are asked for, and in which order, makes no difference to the pixels.
    """

    def __init__(self, data: bytes) -> None:
        """Decode at the largest size that is published. Raises exceptions of all kinds for broken data."""
        with _opened(data, types.sniff(data)) as stored:
            if not renditions.fits(*stored.size):
                raise _TooSlow
            held = _orientation(stored)
            width, height = reversed(stored.size) if held >= _SIDEWAYS else stored.size
            sizes = _sizes(width, height)
            self._smaller = sizes[1:]
            self._scaled = [_decoded(stored, held, sizes[0])]

    def at(self, width: int, height: int) -> Image.Image:
        """Return the photo at a size in pixels, in sRGB; mode L, RGB or RGBA. It is stretched if it must be."""
        while self._smaller and self._smaller[0][0] >= width and self._smaller[0][1] >= height:
            self._scaled.append(_resized(self._scaled[-1], *self._smaller[0]))
            self._smaller = self._smaller[1:]
        larger = [image for image in self._scaled if image.width >= width and image.height >= height]
        return _resized((larger or self._scaled[:1])[-1], width, height)

    def filling(self, width: int, height: int) -> Image.Image:
        """Return the photo at a size in pixels, in RGB; what it has beyond that aspect ratio is cut off."""
        image = self._scaled[0]
        return _resized(image, width, height, _crop_box(image.size, width, height)).convert("RGB")


@lru_cache(maxsize=1)
def decoded(path: Path, digest: str) -> Photo:
    """Return the photo in a file with a digest. A process keeps the last one, since its sizes are made one by one."""
    return Photo(path.read_bytes())


def make(photo: Photo, rendition: Rendition, credit: str = "", copyright: str = "") -> bytes:
    """Make one size of a photo; of its file, only the pixels are kept."""
    image = photo.at(rendition.width, rendition.height)
    if rendition.format == "jpeg":
        image = _on_white(image)
    options = _ENCODERS[rendition.format]
    if rendition.format == "avif":
        options = options | _AVIF[rendition.width > renditions.WIDTHS[0]]
    return encoded(image, rendition.format, options, credit, copyright)


def background(photo: Photo, format: Format = LANDSCAPE) -> bytes:
    """Return a photo as it is behind the words of a share card: a JPEG as wide as the card.

    It has no more pixels than the largest size that pages show: a wide photo is enlarged to fill a high card.
    """
    return encoded(photo.filling(format.width, format.photo_height), "jpeg", _BACKGROUND, "", "")


def pixels(background: bytes) -> Image.Image:
    """Return the pixels of the background of a share card."""
    with _opened(background, "image/jpeg") as image:
        image.load()
        return image


def encoded(image: Image.Image, format: str, options: dict[str, Any], credit: str, copyright: str) -> bytes:
    """Encode an image without metadata of its own; the file's only ones are the photo's credit and copyright."""
    file = BytesIO()
    image.save(file, format.upper(), **options, exif=_exif(credit, copyright))
    return file.getvalue()


class _Reader(BytesIO):
    """A file in memory that can be read only so many times."""

    _reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        """Read like any file. Raises `_TooSlow`."""
        self._reads += 1
        if self._reads > _READS:
            raise _TooSlow
        return super().read(size)


def _opened(data: bytes, mime: str) -> Image.Image:
    """Open a photo with the decoder for its type and no other; reads its header only. Raises `_TooSlow`."""
    image = Image.open(_Reader(data), formats=[_FORMATS[mime]])
    scans = data.count(b"\xff\xda") if mime == "image/jpeg" else 0
    if scans > _MAX_SCANS or scans * image.width * image.height > max(_SCANNED_PIXELS, image.width * image.height):
        raise _TooSlow
    return image


def _is_from_large_camera(image: Image.Image) -> bool:
    """Tell whether a photo may be opened to be made smaller. A progressive JPEG would be in memory as a whole."""
    is_baseline = image.format == _FORMATS["image/jpeg"] and "progressive" not in image.info
    return is_baseline and image.width * image.height <= _CAMERA_PIXELS


def _written_in(image: Image.Image) -> tuple[str, str]:
    """Return credit and copyright from EXIF data; empty where they are missing or broken."""
    try:
        exif = image.getexif()
        found = [exif.get(field, "") for field in (ExifTags.Base.Artist, ExifTags.Base.Copyright)]
        credit, copyright = map(_in_utf8, found)
    except Exception:  # a photo with broken EXIF data can still be published
        return "", ""
    return credit, copyright


def _in_utf8(value: str | bytes) -> str:
    """Return a text of EXIF data in one line. Programs write UTF-8, which Pillow reads as Latin-1."""
    data = value.encode("latin-1") if isinstance(value, str) else value
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:200]


def _orientation(image: Image.Image) -> int:
    """Return how the camera was held, from 1 to 8; 1, upright, for any other value, as browsers do."""
    try:
        held = int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # a photo with broken EXIF data can still be published
        return 1
    return held if held in _ORIENTATIONS else 1


def _sizes(width: int, height: int) -> list[tuple[int, int]]:
    """Return the sizes to which a photo is scaled, the largest first: those that are published.

    Of a panorama, before them, one that is as high as a share card, if it has so many pixels.
    """
    sizes = renditions.sizes(width, height)[::-1]
    needed = math.ceil(max(WIDTH, HEIGHT * width / height))
    return sizes if sizes[0][0] >= min(needed, width) else [renditions.size(width, height, min(needed, width)), *sizes]


def _decoded(stored: Image.Image, held: int, size: tuple[int, int]) -> Image.Image:
    """Decode a photo at a size, rotated as it is shown, in sRGB; mode L, RGB or RGBA. Only the pixels are kept."""
    profile = stored.info.get("icc_profile")
    stored.draft(None, size[::-1] if held >= _SIDEWAYS else size)  # a JPEG is decoded no larger than needed
    image = _simplified(stored)
    if held in _TRANSPOSITIONS:
        image = image.transpose(_TRANSPOSITIONS[held])
    image = _opaque(_in_srgb(_resized(image, *size), profile))
    return Image.frombytes(image.mode, image.size, image.tobytes())


def _grey(image: Image.Image, held: int) -> Image.Image:
    """Return a photo as its hash needs it: upright, on white, in grey, and stretched to a small size."""
    size = SIZE[::-1] if held >= _SIDEWAYS else SIZE
    small = _simplified(image).resize(size, Image.Resampling.BILINEAR, reducing_gap=3.0)
    grey = _on_white(small).convert("L")
    return grey.transpose(_TRANSPOSITIONS[held]) if held in _TRANSPOSITIONS else grey


def _resized(image: Image.Image, width: int, height: int, box: Box | None = None) -> Image.Image:
    if box is None and image.size == (width, height):
        return image
    return image.resize((width, height), Image.Resampling.LANCZOS, box, reducing_gap=3.0)


def _simplified(image: Image.Image) -> Image.Image:
    """Convert the many pixel formats to L, RGB, RGBA or CMYK."""
    if image.mode.startswith("I;16"):  # Pillow would clip the 16 bits of a scan instead of scaling them
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode in ("L", "RGB", "CMYK"):
        image.load()
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert the colours to sRGB, so that no profile is needed."""
    wanted = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile and image.mode != "L":
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(image, own, _SRGB, outputMode=wanted)
        except (ImageCms.PyCMSError, OSError, ValueError):  # a broken profile, or one of another kind of pixels
            converted = None
        if converted:
            return converted
    return image.convert("RGB") if image.mode == "CMYK" else image


def _opaque(image: Image.Image) -> Image.Image:
    """Remove an alpha channel that is not used."""
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        return image.convert("RGB")
    return image


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    white = Image.new("RGB", image.size, _WHITE)
    white.paste(image, mask=image.getchannel("A"))
    return white


def _crop_box(size: tuple[int, int], width: int, height: int) -> Box:
    """Return the box that fills another aspect ratio: slightly above the middle of the photo, where faces are."""
    scale = min(size[0] / width, size[1] / height)
    left, top = (size[0] - width * scale) * 0.5, (size[1] - height * scale) * 0.35
    return left, top, left + width * scale, top + height * scale


def _exif(credit: str, copyright: str) -> bytes:
    """Return EXIF data of two fields, in UTF-8; no bytes if both are empty."""
    exif = Image.Exif()
    for field, text in ((ExifTags.Base.Artist, credit), (ExifTags.Base.Copyright, copyright)):
        if text:
            exif[field] = text.replace("\0", "").encode()
    return exif.tobytes() if len(exif) else b""
