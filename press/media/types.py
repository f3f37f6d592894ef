"""The media types that may be published. The type is found from a file's bytes; the ending of its name must match."""

from __future__ import annotations

import re
from typing import NamedTuple

from press.expressions import expression
from press.i18n.mark import N_


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
    "text/csv": MediaType("CSV", (".csv",)),
    "text/plain": MediaType("TXT", (".txt",)),
}
RECORDINGS = {
    "audio/mpeg": MediaType("MP3", (".mp3",)),
    "audio/mp4": MediaType("M4A", (".m4a",)),
    "audio/ogg": MediaType("Ogg", (".ogg", ".oga", ".opus")),
    "video/mp4": MediaType("MP4", (".mp4", ".m4v")),
    "video/webm": MediaType("WebM", (".webm",)),
}
CAPTIONS = {"text/vtt": MediaType("WebVTT", (".vtt",))}
TYPES = IMAGES | DOCUMENTS | RECORDINGS | CAPTIONS
RECORDING_ENDINGS = tuple(ending for kind in RECORDINGS.values() for ending in kind.endings)
CAPTION_ENDINGS = CAPTIONS["text/vtt"].endings
HEIC = "image/heic"
SVG = "image/svg+xml"
MACROS = "application/vnd.ms-office.macros"
"""An office document with macros; our own type, not a registered one."""

POINTER = b"version https://git-lfs.github.com/spec/"
"""The beginning of what Git LFS keeps in place of a file until the file itself is fetched."""
POINTER_BYTES = 1024
"""A pointer is smaller: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md."""
IS_POINTER = N_("“{path}” is only a pointer of Git LFS, not the file itself")
IS_POINTER_HINT = N_(
    "run “git lfs pull”, then build again; in a workflow, fetch the files of Git LFS with the repository"
)

_SIGNATURES = {
    expression(pattern, re.DOTALL): mime
    for pattern, mime in {
        rb"\xff\xd8\xff": "image/jpeg",
        rb"\x89PNG\r\n\x1a\n": "image/png",
        rb"GIF8[79]a": "image/gif",
        rb"RIFF.{4}WEBP": "image/webp",
        rb"%PDF-": "application/pdf",
        rb"ID3|\xff[\xfa\xfb\xf2\xf3]": "audio/mpeg",
        rb"OggS.{24,100}?(?:\x01vorbis|OpusHead|\x7fFLAC|Speex   )": "audio/ogg",
        rb"\x1aE\xdf\xa3.{1,60}?B\x82\x84webm": "video/webm",  # no other format of Matroska
        rb"(?:\xef\xbb\xbf)?WEBVTT(?=[ \t\r\n]|\Z)": "text/vtt",
    }.items()
}
"""The beginning of a file by its type."""


def is_pointer(data: bytes) -> bool:
    """Tell whether a file is only a pointer of Git LFS to the file that is meant."""
    return len(data) < POINTER_BYTES and data.startswith(POINTER)


def sniff(data: bytes, ending: str = "") -> str:
    """Return the media type of a file; ``""`` if it is not known here.

    Text has no magic bytes: its type depends on the ending of the name (lower case, with the dot).
    """
    for pattern, mime in _SIGNATURES.items():
        if pattern.match(data):
            return mime
    if data[4:8] == b"ftyp":
        return _iso_type(data, ending)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_type(data)
    return _text_type(data, ending)


def _iso_type(data: bytes, ending: str) -> str:
    """Return the type of an ISO container, from its list of brands.

    Recorders on phones give sound the brands of videos: a file named ``.m4a`` is one unless it has a track of pictures.
    """
    length = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, length, 4))}
    if brands & {b"avif", b"avis"}:
        return "image/avif"
    if brands & {b"heic", b"heix", b"hevc", b"mif1", b"msf1"}:
        return HEIC
    if data[8:12] == b"qt  ":
        return ""
    is_sound = data[8:11] in (b"M4A", b"M4B") or (ending == ".m4a" and not _PICTURES.search(data))
    return "audio/mp4" if is_sound else "video/mp4"


_PICTURES = expression(rb"hdlr.{8}vide", re.DOTALL)


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
