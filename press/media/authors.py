"""The names of people in the hidden data of documents, which office programs write without asking."""

from __future__ import annotations

import codecs
import html
import io
import re
import zipfile
from collections.abc import Iterator

from press.expressions import expression
from press.media.pdf import parts

_PDF_AUTHOR = expression(rb"/Author\s*(?:\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]*)>)", re.DOTALL)
_XMP_AUTHOR = expression(rb"<dc:creator>.{0,200}?<rdf:li[^>]{0,100}>([^<]{1,200})</rdf:li>", re.DOTALL)
_PROPERTIES = ("docProps/core.xml", "meta.xml")
"""Where Office Open XML and OpenDocument keep them."""
_OFFICE_AUTHOR = expression(
    rb"<(?:dc:creator|cp:lastModifiedBy|meta:initial-creator|meta:printed-by)[^>]{0,100}>([^<]{1,200})<"
)
_MAX_BYTES = 1_000_000
"""Most bytes of the properties that are read."""
_ESCAPE = expression(rb"\\([0-7]{1,3}|.)", re.DOTALL)


def authors(data: bytes, mime: str) -> tuple[str, ...]:
    """Return the names of people that a document holds besides its text, in the order in which they are found."""
    if mime == "application/pdf":
        found = _of_pdf(data)
    elif data.startswith(b"PK"):
        found = _of_office(data)
    else:
        return ()
    return tuple(dict.fromkeys(name for written in found if (name := " ".join(written.split()))))


def _of_pdf(data: bytes) -> Iterator[str]:
    for part in parts(data):
        for match in _PDF_AUTHOR.finditer(part):
            yield _pdf_text(_ESCAPE.sub(_escaped, match[1]) if match[1] is not None else _from_hexadecimal(match[2]))
        yield from (html.unescape(match[1].decode(errors="replace")) for match in _XMP_AUTHOR.finditer(part))


def _of_office(data: bytes) -> Iterator[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in _PROPERTIES:
                if name in archive.namelist():
                    text = archive.open(name).read(_MAX_BYTES)
                    yield from (html.unescape(one.decode(errors="replace")) for one in _OFFICE_AUTHOR.findall(text))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return  # damaged or encrypted


def _escaped(match: re.Match[bytes]) -> bytes:
    """Return the bytes of an escape sequence in a PDF string (ISO 32000-1, 7.3.4.2)."""
    code = match[1]
    if code.isdigit():
        return bytes([int(code, 8) & 255])
    return {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"", b"f": b"", b"\n": b""}.get(code, code)


def _from_hexadecimal(digits: bytes) -> bytes:
    packed = b"".join(digits.split())
    return bytes.fromhex((packed + b"0" * (len(packed) % 2)).decode())


def _pdf_text(data: bytes) -> str:
    """Decode a text of a PDF: UTF-16 or UTF-8 with a mark, else nearly Latin-1 (ISO 32000-1, 7.9.2.2)."""
    if data.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
        return data.decode("utf-16", errors="replace")
    if data.startswith(codecs.BOM_UTF8):
        return data.decode("utf-8-sig", errors="replace")
    return data.decode("latin-1")
