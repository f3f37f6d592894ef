"""Photos, end to end: metadata from a camera or phone is not published, and harmful files are refused."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from PIL import Image

from tests.photos import CANARY, EXTENSIONS, SCRIPT, photo, photo_with_metadata, png_header
from tests.portal import NOW, Portal, files

REPOSITORY = Path(__file__).parent.parent.parent
GOOD = photo(900, 600)


def unpacked(data: bytes) -> bytes:
    """The bytes, followed by the decompressed content of all zlib and gzip data in them."""
    found = [data]
    for start in (at for at in range(len(data) - 1) if data[at] == 0x78 and data[at + 1] in (0x01, 0x5E, 0x9C, 0xDA)):
        try:
            found.append(zlib.decompressobj().decompress(data[start:], 1_000_000))
        except zlib.error:
            continue
    if data[:2] == b"\x1f\x8b":
        found.append(zlib.decompressobj(31).decompress(data))
    return b"\0".join(found)


def metadata(data: bytes) -> str:
    """All metadata that Pillow reads; empty where the file is not an image."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            exif = image.getexif()
            return repr((image.info, dict(exif), dict(exif.get_ifd(0x8769)), dict(exif.get_ifd(0x8825))))
    except OSError:
        return ""


def test_metadata_of_photos_is_in_no_published_file(portal: Portal) -> None:
    """Position, comment, EXIF text and XMP of photos of every format: as lead image, in the gallery and in the text."""
    for format, extension in EXTENSIONS.items():
        data = photo_with_metadata(format)
        assert CANARY in data or CANARY.decode() in metadata(data), format
        for place in ("lead", "more", "text"):
            portal.write(f"posts/{extension}/{place}.{extension}", data)
        portal.post(
            f"{extension}/{extension}.md", f"![Foto](text.{extension})",
            image=f"{{src: lead.{extension}, alt: Foto, credit: Humas}}",
            images=f"[{{src: more.{extension}, alt: Foto}}]",
        )  # fmt: skip
    portal.build()
    published = portal.site()
    pictures = [name for name in published if name.endswith((".jpg", ".png", ".webp", ".avif", ".gif"))]
    assert len(pictures) >= 3 * len(EXTENSIONS)
    for name, data in published.items():
        assert CANARY not in unpacked(data), name
        assert CANARY.decode("latin-1").encode("utf-16-le") not in data, name
        assert CANARY.decode() not in metadata(data), name
        assert "GPS" not in metadata(data), name
    assert any(b"Humas" in published[name] for name in pictures), "the credit stays"


HARMFUL: dict[str, tuple[str, bytes]] = {
    "decompression bomb": ("foto.png", png_header(60_000, 60_000)),
    "truncated": ("foto.jpg", GOOD[: len(GOOD) // 2]),
    "wrong extension": ("foto.jpg", png_header(10, 10)),
    "not an image": ("foto.jpg", b"<html>" + SCRIPT),
    "SVG with a script": ("foto.svg", b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>"),
    "too many bytes": ("foto.jpg", GOOD + b"\0" * 21_000_000),
}


@pytest.mark.parametrize("case", HARMFUL)
def test_harmful_photo_stops_the_build_and_the_site_does_not_change(portal: Portal, case: str) -> None:
    """The exit code is 1, the output names the text, its line and the photo, and the site is unchanged."""
    portal.post("baik.md")
    assert run_build(portal).returncode == 0
    before = files(portal.root / "site")
    name, data = HARMFUL[case]
    portal.write(f"posts/{name}", data)
    portal.post("x.md", image=f"{{src: {name}, alt: Foto}}")
    done = run_build(portal)
    output = done.stdout + done.stderr
    assert done.returncode == 1, output
    assert "posts/x.md:4" in output
    assert name in output
    assert "Traceback" not in output
    assert files(portal.root / "site") == before


def run_build(portal: Portal) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        str(REPOSITORY / "build.py"),
        "build",
        "--root",
        str(portal.root),
        "--now",
        NOW,
        "--jobs",
        "1",
    ]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=600)
