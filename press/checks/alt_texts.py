"""Check that the description of an image describes it: it is no file name, and not only “foto”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from press import rules
from press.checks.texts import TextContext
from press.content.prose import PassageKind, Prose
from press.diagnostics import Diagnostic
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
    r"thumbnail|cover|foto kegiatan|foto bersama|dokumentasi kegiatan|istimewa|ist|alt|untitled|tanpa judul|no alt))"
    r"(?:\s*\d{0,3})\W*",
    re.IGNORECASE,
)


def check(prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
    """Yield a problem for each description that describes nothing."""
    for passage in prose.passages:
        if passage.kind is PassageKind.ALT or passage.field.endswith(".alt"):
            text = passage.text.strip()
            if _FILE_NAME.fullmatch(text):
                message = N_("“{alt}” is the name of a file, not a description of the image")
            elif _EMPTY_WORDS.fullmatch(text):
                message = N_("“{alt}” does not describe the image")
            else:
                continue
            hint = N_("write what the image shows, for those who cannot see it")
            yield rules.ALT_TEXT.broken(passage.place(0), message, hint, alt=text[:80])
