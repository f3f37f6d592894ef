"""Copies of photos at full size for journalists, made without decoding: every pixel stays as it is.

Of the file, only what shows the pixels is kept: position, names of people, thumbnails, comments, second pictures and
all data after the picture are removed. Caption, credit, copyright and terms are written into the copy, as XMP (every
format) and as IPTC-IIM (JPEG).
"""

from __future__ import annotations

import html
import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec

from press.expressions import expression

_COPIED = ("image/jpeg", "image/png", "image/webp")
"""Other types are offered in the largest size that pages show."""
_MOST_PARTS = 100_000
"""Most segments or chunks of a file: a photo of 20 MB has a few thousand."""
_LONGEST = 2000
"""Most characters of a text in the metadata: a segment of a JPEG holds 65,533 bytes."""
_Part = TypeVar("_Part")


class Credits(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the copy of a photo says about it."""

    caption: str = ""
    credit: str = ""
    """Who made it."""
    copyright: str = ""
    """The body that publishes it."""
    terms: str = ""
    """What may be done with it."""


class _Damaged(Exception):
    """A file whose structure is not that of its format, or that has too many parts."""


def bare_size(data: bytes, mime: str) -> int:
    """Return the bytes of a copy without credits; 0 if the file cannot be copied at full size."""
    try:
        return len(b"".join(_parts(data, mime, Credits(), 1))) - credits_size(mime, Credits())
    except (_Damaged, struct.error, IndexError):
        return 0


def credits_size(mime: str, credits: Credits) -> int:
    """Return the bytes that credits add to a copy: with `bare_size`, its size is known without making it."""
    return len(_METADATA[mime](credits, 1))


def copy(data: bytes, mime: str, credits: Credits, orientation: int) -> bytes:
    """Return a copy of a photo that `bare_size` accepts; `orientation` is how the camera was held (EXIF, 1 to 8)."""
    return b"".join(_parts(data, mime, credits, orientation))


def _parts(data: bytes, mime: str, credits: Credits, orientation: int) -> Iterator[bytes]:
    if mime not in _COPIED:
        raise _Damaged
    metadata = _METADATA[mime](credits, orientation)
    return {"image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp}[mime](data, metadata)


def _bounded(parts: Iterable[_Part]) -> Iterator[_Part]:
    """Yield parts; raises `_Damaged` for a file that has so many that it would take too long."""
    for number, part in enumerate(parts):
        if number >= _MOST_PARTS:
            raise _Damaged
        yield part


# JPEG (ITU-T T.81) ------------------------------------------------------------------------------------------------

_SCAN, _END, _APP0, _APP2, _APP14 = 0xDA, 0xD9, 0xE0, 0xE2, 0xEE
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})
_PICTURE = frozenset({*range(0xC0, 0xD0), *range(0xDA, 0xE0)}) - {0xC8}
"""Markers of tables, frames and scans."""
_MARKER = expression(rb"\xff+[^\x00\xff\xd0-\xd7]", re.DOTALL)
"""The first marker after a scan: neither a stuffed byte nor a restart."""
_JFIF = b"\xff\xe0\x00\x10JFIF\0%b\0\0"
"""Without its thumbnail."""


def _jpeg(data: bytes, metadata: bytes) -> Iterator[bytes]:
    yield b"\xff\xd8"
    segments = list(_bounded(_segments(data)))
    jfif = next((one for marker, one in segments if marker == _APP0 and one[4:9] == b"JFIF\0"), b"")
    if jfif:
        yield _JFIF % jfif[9:16].ljust(7, b"\0")
    yield metadata
    yield from (one for marker, one in segments if _shows_pixels(marker, one))
    yield b"\xff\xd9"


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each marker before the end of the picture with its segment; that of a scan includes its data."""
    at = 2
    while True:
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        marker = data[at + 1]
        if data[at] != 0xFF:
            raise _Damaged
        if marker == _END:
            return
        end = at + 2
        if marker not in _WITHOUT_LENGTH:
            (length,) = struct.unpack_from(">H", data, end)
            end += length
            if length < 2:
                raise _Damaged
        if marker == _SCAN:
            found = _MARKER.search(data, end)
            if not found:
                raise _Damaged
            end = found.start()
        yield marker, data[at:end]
        at = end


def _shows_pixels(marker: int, segment: bytes) -> bool:
    """Whether a segment is needed to show the picture: tables, scans, the colour profile, how colours are stored."""
    is_profile = marker == _APP2 and segment[4:].startswith(b"ICC_PROFILE\0")
    is_adobe = marker == _APP14 and segment[4:].startswith(b"Adobe")
    return marker in _PICTURE or is_profile or is_adobe


def _jpeg_metadata(credits: Credits, orientation: int) -> bytes:
    exif = b"Exif\0\0" + _exif(orientation)
    xmp = b"http://ns.adobe.com/xap/1.0/\0" + _xmp(credits)
    return _segment(0xE1, exif) + _segment(0xE1, xmp) + _segment(0xED, _photoshop(credits))


def _segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


# PNG (ISO/IEC 15948) ----------------------------------------------------------------------------------------------

_HEADER = 33
"""Bytes of the signature and of the first chunk, IHDR."""
_CHUNKS = frozenset(b"PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT pHYs bKGD cICP".split())


def _png(data: bytes, metadata: bytes) -> Iterator[bytes]:
    yield data[:_HEADER]
    yield metadata
    yield from (chunk for name, chunk in _bounded(_png_chunks(data)) if name in _CHUNKS)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each chunk from the second to IEND, by its name."""
    at, name = _HEADER, b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + length + 12
        if end > len(data):
            raise _Damaged
        yield name, data[at:end]
        at = end


def _png_metadata(credits: Credits, orientation: int) -> bytes:
    xmp = b"XML:com.adobe.xmp\0\0\0\0\0" + _xmp(credits)
    return _png_chunk(b"iTXt", xmp) + _png_chunk(b"eXIf", _exif(orientation))


def _png_chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


# WebP (RFC 9649) --------------------------------------------------------------------------------------------------

_ICC, _ALPHA, _WITH_METADATA = 0x20, 0x10, 0x0C


def _webp(data: bytes, metadata: bytes) -> Iterator[bytes]:
    found = dict(_bounded(_webp_chunks(data)))
    pixels = [_riff_chunk(name, found[name]) for name in (b"ALPH", b"VP8 ", b"VP8L") if name in found]
    profile = _riff_chunk(b"ICCP", found[b"ICCP"]) if b"ICCP" in found else b""
    width, height, has_alpha = _webp_header(found)
    flags = _WITH_METADATA | (_ICC if profile else 0) | (_ALPHA if has_alpha else 0)
    size = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    content = _riff_chunk(b"VP8X", bytes([flags, 0, 0, 0]) + size) + profile + b"".join(pixels) + metadata
    yield b"RIFF" + struct.pack("<I", len(content) + 4) + b"WEBP" + content


def _webp_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, end = 12, min(len(data), struct.unpack_from("<I", data, 4)[0] + 8)
    while at + 8 <= end:
        name, length = struct.unpack_from("<4sI", data, at)
        content = data[at + 8 : at + 8 + length]
        if len(content) != length:
            raise _Damaged
        yield name, content
        at += 8 + length + length % 2


def _webp_header(found: dict[bytes, bytes]) -> tuple[int, int, bool]:
    """Return width and height in pixels as they are stored, and whether there is an alpha channel."""
    if header := found.get(b"VP8X"):
        width, height = (int.from_bytes(header[at : at + 3], "little") + 1 for at in (4, 7))
        return width, height, bool(header[0] & _ALPHA)
    if lossless := found.get(b"VP8L"):
        bits = int.from_bytes(lossless[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, bool(bits >> 28 & 1)
    width, height = struct.unpack_from("<HH", found.get(b"VP8 ", b""), 6)
    return width & 0x3FFF, height & 0x3FFF, False


def _riff_chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def _webp_metadata(credits: Credits, orientation: int) -> bytes:
    return _riff_chunk(b"EXIF", _exif(orientation)) + _riff_chunk(b"XMP ", _xmp(credits))


# The metadata -----------------------------------------------------------------------------------------------------

_NOT_XML = expression("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
    'xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/">{fields}</rdf:Description></rdf:RDF></x:xmpmeta>'
    '<?xpacket end="r"?>'
)
_ALTERNATIVES = '<{name}><rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt></{name}>'
_LIST = "<{name}><rdf:Seq><rdf:li>{text}</rdf:li></rdf:Seq></{name}>"
_FIELDS = (
    ("dc:description", "caption", _ALTERNATIVES),
    ("dc:creator", "credit", _LIST),
    ("photoshop:Credit", "credit", "<{name}>{text}</{name}>"),
    ("dc:rights", "copyright", _ALTERNATIVES),
    ("xmpRights:UsageTerms", "terms", _ALTERNATIVES),
)
"""Fields of the IPTC Photo Metadata Standard, as XMP."""
_DATASETS = ((80, "credit", 32), (110, "credit", 32), (116, "copyright", 128), (120, "caption", 2000))
"""By-line, credit, copyright notice and caption of IPTC-IIM 4.2, with their most bytes."""


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)[:_LONGEST]


def _exif(orientation: int) -> bytes:
    """Return EXIF data with only the orientation."""
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0)


def _xmp(credits: Credits) -> bytes:
    texts = {name: html.escape(_clean(text)) for name, text in msgspec.structs.asdict(credits).items()}
    fields = (form.format(name=name, text=texts[field]) for name, field, form in _FIELDS if texts[field])
    return _XMP.format(fields="".join(fields)).encode()


def _photoshop(credits: Credits) -> bytes:
    """Return the IPTC-IIM datasets in the block of Photoshop, in UTF-8."""
    datasets = b"\x1c\x01\x5a\x00\x03\x1b%G"
    for number, field, most in _DATASETS:
        text = _clean(getattr(credits, field)).encode()[:most].decode(errors="ignore").encode()
        if text:
            datasets += struct.pack(">BBBH", 0x1C, 2, number, len(text)) + text
    return (
        b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(datasets)) + datasets + b"\0" * (len(datasets) % 2)
    )


_METADATA = {"image/jpeg": _jpeg_metadata, "image/png": _png_metadata, "image/webp": _webp_metadata}
