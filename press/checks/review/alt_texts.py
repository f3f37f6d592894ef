"""Check that the description of an image describes it: it is no file name, and not only “foto”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from press import rules
from press.checks.texts import TextContext
from press.content.prose import PassageKind, Prose
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_

_FILE_NAME = re.compile(
    r"\S*\.(?:jpe?g|png|gif|webp|avif|svg|heic|tiff?|bmp)|"
    r"(?:IMG|DSC[NF]?|PXL|P|WhatsApp[ _-]Image|Screenshot|Photo|image|foto|gambar)"
    r"[ _-]?\d[\w .:()-]*|\d[\d_.-]{5,}|\w+(?:_\w+){2,}|[0-9a-f]{16,}|[0-9a-f-]{32,36}",
    re.IGNORECASE,
)
_EMPTY_WORDS = re.compile(
    r"(?:(?:sebuah |ilustrasi |file |berkas |the |an? )?"
    r"(?:foto|gambar|ilustrasi|image|photo|picture|pic|grafik|diagram|logo|banner|poster|infografis|dokumentasi|dok|"
    r"screenshot|tangkapan layar|thumbnail|cover|foto kegiatan|foto bersama|dokumentasi kegiatan|istimewa|"
    r"ist|alt|untitled|tanpa judul|no alt))"
    r"(?:\s*\d{0,3})\W*",
    re.IGNORECASE,
)


_IN_HTML = re.compile(r"<img\s[^<>]{0,500}?alt\s*=\s*(?P<quote>[\"'])(?P<alt>[^\"'<>]*)(?P=quote)", re.IGNORECASE)


def check(prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
    """Yield a problem for each description that describes nothing."""
    for passage in prose.passages:
        if passage.kind is PassageKind.ALT or passage.field.endswith(".alt"):
            yield from _problems(passage.text.strip(), passage.place(0))
    for found in _IN_HTML.finditer(prose.markdown) if "<" in prose.markdown else ():
        yield from _problems(found["alt"].strip(), prose.place(found.start()))


def _problems(alt: str, place: Place) -> Iterator[Diagnostic]:
    if _FILE_NAME.fullmatch(alt):
        message = N_("“{alt}” is the name of a file, not a description of the image")
    elif _EMPTY_WORDS.fullmatch(alt) or (alt and not re.search(r"\w", alt)):
        message = N_("“{alt}” does not describe the image")
    else:
        return
    hint = N_("write what the image shows, for those who cannot see it")
    yield rules.ALT_TEXT.broken(place, message, hint, alt=alt[:80])
