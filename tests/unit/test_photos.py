"""Photos, end to end: what a camera or a phone wrote into them stays here, and what means harm does not come in."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image

from tests.photos import CANARY, ENDINGS, SCRIPT, photo, png_header, telltale
from tests.portal import NOW, Portal, files

ROOT = Path(__file__).parent.parent.parent
GOOD = photo(900, 600)


def unpacked(data: bytes) -> bytes:
    """The bytes, and all that is compressed in them."""
    found = [data]
    for start in (at for at in range(len(data) - 1) if data[at] == 0x78 and data[at + 1] in (0x01, 0x5E, 0x9C, 0xDA)):
        try:
            found.append(zlib.decompressobj().decompress(data[start:], 1_000_000))
        except zlib.error:
            continue
    if data[:2] == b"\x1f\x8b":
        found.append(zlib.decompressobj(31).decompress(data))
    return b"\0".join(found)


def meant(data: bytes) -> str:
    """What Pillow reads beside the pixels; nothing where it is no picture."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            exif = image.getexif()
            return repr((image.info, dict(exif), dict(exif.get_ifd(0x8769)), dict(exif.get_ifd(0x8825))))
    except OSError:
        return ""


def test_what_a_camera_knew_is_in_no_byte(portal: Portal) -> None:
    """Position, comment, EXIF text and XMP, of a photo of every format: as lead, in the gallery, and in the text."""
    for format, ending in ENDINGS.items():
        data = telltale(format)
        assert CANARY in data or CANARY.decode() in meant(data), format
        for place in ("lead", "more", "text"):
            portal.write(f"posts/{ending}/{place}.{ending}", data)
        portal.post(
            f"{ending}/{ending}.md", f"![Foto](text.{ending})",
            image=f"{{src: lead.{ending}, alt: Foto, credit: Humas}}", images=f"[{{src: more.{ending}, alt: Foto}}]",
        )  # fmt: skip
    portal.build()
    published = portal.site()
    pictures = [name for name in published if name.endswith((".jpg", ".png", ".webp", ".avif", ".gif"))]
    assert len(pictures) >= 3 * len(ENDINGS)
    for name, data in published.items():
        assert CANARY not in unpacked(data), name
        assert CANARY.decode("latin-1").encode("utf-16-le") not in data, name
        assert CANARY.decode() not in meant(data), name
        assert "GPS" not in meant(data), name
    assert any(b"Humas" in published[name] for name in pictures), "the credit stays"


HARM: dict[str, tuple[str, bytes]] = {
    "a bomb": ("foto.png", png_header(60_000, 60_000)),
    "cut off": ("foto.jpg", GOOD[: len(GOOD) // 2]),
    "another ending": ("foto.jpg", png_header(10, 10)),
    "no picture": ("foto.jpg", b"<html>" + SCRIPT),
    "a drawing with a script": ("foto.svg", b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>"),
    "too many bytes": ("foto.jpg", GOOD + b"\0" * 21_000_000),
}


@pytest.mark.parametrize("case", HARM)
def test_a_harmful_photo_stops_the_build_and_nothing_goes_out(portal: Portal, case: str) -> None:
    """Exit code 1, one line that names the text, its line and the photo, and the site as it was."""
    portal.post("baik.md")
    assert _built(portal).returncode == 0
    before = files(portal.root / "site")
    name, data = HARM[case]
    portal.write(f"posts/{name}", data)
    portal.post("x.md", image=f"{{src: {name}, alt: Foto}}")
    done = _built(portal)
    said = done.stdout + done.stderr
    assert done.returncode == 1, said
    assert "posts/x.md:4" in said
    assert name in said
    assert "Traceback" not in said
    assert files(portal.root / "site") == before


def _built(portal: Portal) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, str(ROOT / "build.py"), "build", "--root", str(portal.root), "--now", NOW, "--jobs", "1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(words, capture_output=True, text=True, check=False, env=environment, timeout=60)
