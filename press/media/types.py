"""The media types that may be published. The type is found from a file's bytes; the ending of its name must match."""

from __future__ import annotations

from typing import NamedTuple


class MediaType(NamedTuple):
    """A media type that may be published."""

    label: str
    """Name that people use for it."""
    endings: tuple[str, ...]
    """Endings of names, lower case, the usual one first."""


IMAGES = {
    "image/jpeg": MediaType("JPEG", (".jpg", ".jpeg", ".jpe", ".jfif")),
    "image/png": MediaType("PNG", (".png",)),
    "image/webp": MediaType("WebP", (".webp",)),
    "image/gif": MediaType("GIF", (".gif",)),
    "image/avif": MediaType("AVIF", (".avif",)),
}
_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
DOCUMENTS = {
    "application/pdf": MediaType("PDF", (".pdf",)),
    f"{_OOXML}wordprocessingml.document": MediaType("Word (DOCX)", (".docx",)),
    f"{_OOXML}spreadsheetml.sheet": MediaType("Excel (XLSX)", (".xlsx",)),
    f"{_OOXML}presentationml.presentation": MediaType("PowerPoint (PPTX)", (".pptx",)),
    f"{_ODF}text": MediaType("ODT", (".odt",)),
    f"{_ODF}spreadsheet": MediaType("ODS", (".ods",)),
    f"{_ODF}presentation": MediaType("ODP", (".odp",)),
    "application/zip": MediaType("ZIP", (".zip",)),
    "audio/mpeg": MediaType("MP3", (".mp3",)),
    "audio/mp4": MediaType("M4A", (".m4a",)),
    "video/mp4": MediaType("MP4", (".mp4", ".m4v")),
    "text/csv": MediaType("CSV", (".csv",)),
    "text/plain": MediaType("TXT", (".txt",)),
}
TYPES = IMAGES | DOCUMENTS
HEIC = "image/heic"
SVG = "image/svg+xml"
MACROS = "application/vnd.ms-office.macros"
"""An office document with macros; our own type, not a registered one."""

_MAGIC = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
    b"%PDF-": "application/pdf",
    b"ID3": "audio/mpeg",
    b"\xff\xfb": "audio/mpeg",
    b"\xff\xf3": "audio/mpeg",
    b"\xff\xf2": "audio/mpeg",
}


def sniff(data: bytes, ending: str = "") -> str:
    """Return the media type of a file; ``""`` if it is not known here.

    Text has no magic bytes: its type depends on the ending of the name (lower case, with the dot).
    """
    for magic, mime in _MAGIC.items():
        if data.startswith(magic):
            return mime
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp":
        return _iso_type(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_type(data)
    return _text_type(data, ending)


def _iso_type(data: bytes) -> str:
    """Return the type of an ISO container, from its list of brands."""
    length = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, length, 4))}
    if brands & {b"avif", b"avis"}:
        return "image/avif"
    if brands & {b"heic", b"heix", b"hevc", b"mif1", b"msf1"}:
        return HEIC
    if data[8:12] == b"qt  ":
        return ""
    return "audio/mp4" if data[8:11] in (b"M4A", b"M4B") else "video/mp4"


def _zip_type(data: bytes) -> str:
    """Return the type of a ZIP archive, which may be an office document, from the names in its central directory."""
    end = data.rfind(b"PK\x05\x06", -65_557)
    if end < 0 or len(data) < end + 22:
        return ""
    directory = data[max(0, end - int.from_bytes(data[end + 12 : end + 16], "little")) : end]
    if b"/vbaProject.bin" in directory:
        return MACROS
    if data[30:38] == b"mimetype":
        declared = data[38:138]
        for mime in DOCUMENTS:
            if mime.startswith(_ODF) and declared.startswith(mime.encode() + b"PK"):
                return mime
    if b"[Content_Types].xml" in directory:
        for folder, part in ((b"word/", "wordprocessingml.document"), (b"xl/", "spreadsheetml.sheet"),
                             (b"ppt/", "presentationml.presentation")):  # fmt: skip
            if folder in directory:
                return _OOXML + part
    return "application/zip"


def _text_type(data: bytes, ending: str) -> str:
    if ending in (".svg", ".svgz"):
        return SVG
    if b"\0" in data:
        return ""
    if ending in (".csv", ".txt"):
        return "text/csv" if ending == ".csv" else "text/plain"
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    return SVG if head.startswith(b"<") and b"<svg" in head else ""
