"""Whatever the bytes of a photo are, `probe` returns a file or a diagnostic, and what it accepts can be published.

Photos are mutated, by chance, and crafted: the processor time and the memory that they take are bounded.
"""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from press.diagnostics import Place
from press.media import images, renditions
from press.media.probe import probe
from press.model import File
from tests.fuzzing import fuzz
from tests.photos import CANARY, EXTENSIONS, encoded, photo, photo_with_metadata, sample_image

REPOSITORY = Path(__file__).parent.parent.parent

SECONDS = 3.0
"""Most processor time to probe a file, and to make all sizes of a small photo."""
MEGABYTES = 600
"""Most memory of a process that probes the crafted photos."""
PROCESS_STATUS = Path("/proc/self/status")


def probed(folder: Path, name: str, data: bytes) -> File | None:
    """Probe a file, in bounded time, and make all its sizes if it is accepted."""
    (folder / name).write_bytes(data)
    began = time.process_time()
    file, problems = probe(folder, name, Place("posts/x.md"))
    assert time.process_time() - began < SECONDS
    assert (file is None) == bool(problems)
    if file:
        began = time.process_time()
        pixels = images.Photo(data)
        for rendition in renditions.renditions(file):
            assert images.make(pixels, rendition)
        assert time.process_time() - began < SECONDS
    return file


@cache
def originals() -> dict[str, bytes]:
    """Small photos of all formats, by the names of their files."""
    found = {f"{format}.{ending}": photo_with_metadata(format, 80, 50) for format, ending in EXTENSIONS.items()}
    small = sample_image(80, 50)
    found["progressive.jpg"] = encoded(small, "JPEG", progressive=True)
    found["cmyk.jpg"] = encoded(small.convert("CMYK"), "JPEG")
    found["palette.png"] = encoded(small.convert("P"), "PNG", transparency=3)
    found["gray.png"] = encoded(small.convert("I;16"), "PNG")
    found["lossless.webp"] = encoded(small.convert("RGBA"), "WEBP", lossless=True)
    found["moving.gif"] = encoded(small, "GIF", save_all=True, append_images=[small.rotate(90)])
    found["moving.webp"] = encoded(small, "WEBP", save_all=True, append_images=[small.rotate(90)])
    return found


def flip(data: bytearray, random: Random) -> None:
    for _ in range(random.choice((1, 1, 3, 30))):
        data[random.randrange(len(data))] = random.choice((0, 255, random.randrange(256)))


def flip_header(data: bytearray, random: Random) -> None:
    data[random.randrange(min(len(data), 200))] = random.choice((0, 1, 127, 128, 255))


def cut(data: bytearray, random: Random) -> None:
    del data[random.randrange(1, len(data)) :]


def delete(data: bytearray, random: Random) -> None:
    begin = random.randrange(len(data))
    del data[begin : begin + random.choice((1, 2, 4, 100))]


def repeat(data: bytearray, random: Random) -> None:
    begin = random.randrange(len(data))
    piece = data[begin : begin + random.choice((1, 12, 300))]
    data[begin:begin] = piece * random.choice((1, 2, 500))


def enlarge(data: bytearray, random: Random) -> None:
    """Write a large number, where a length or size may be."""
    size = random.choice((2, 4))
    begin = random.randrange(len(data))
    data[begin : begin + size] = random.choice(
        (b"\xff" * size, b"\x7f" + b"\xff" * (size - 1), b"\x40\x00\x00\x00"[:size])
    )


def splice(data: bytearray, random: Random) -> None:
    """Insert a piece of another photo."""
    other = random.choice(list(originals().values()))
    begin = random.randrange(len(other))
    at = random.randrange(len(data))
    data[at:at] = other[begin : begin + 400]


MUTATIONS: list[Callable[[bytearray, Random], None]] = [
    flip, flip_header, cut, delete, repeat, enlarge, splice,
]  # fmt: skip


@fuzz(examples=40)
@given(
    st.sampled_from(sorted(originals())), st.lists(st.sampled_from(MUTATIONS), min_size=1, max_size=3), st.integers()
)
def test_a_mutated_photo_is_accepted_or_refused(
    tmp_path_factory: pytest.TempPathFactory, name: str, mutations: list[Callable[[bytearray, Random], None]], seed: int
) -> None:
    data, random = bytearray(originals()[name]), Random(seed)
    for mutate in mutations:
        if len(data) > 1:
            mutate(data, random)
    probed(tmp_path_factory.getbasetemp(), name, bytes(data))


def test_two_hundred_mutated_photos_publish_no_metadata(tmp_path: Path) -> None:
    """Always the same ones. Also the small original that `photo` makes has no metadata but credit and copyright."""
    names = sorted(originals())
    accepted = 0
    for seed in range(200):
        random = Random(seed)
        name = names[seed % len(names)]
        data = bytearray(originals()[name])
        for _ in range(random.choice((1, 1, 1, 2))):
            random.choice(MUTATIONS)(data, random)
        file = probed(tmp_path, name, bytes(data))
        accepted += file is not None
        pixels = images.Photo(bytes(data)) if file else None
        for rendition in renditions.renditions(file) if file else ():
            assert pixels
            assert CANARY not in images.make(pixels, rendition, "Humas"), (seed, name)
        began = time.process_time()
        original = images.original(bytes(data))
        assert time.process_time() - began < SECONDS
        if original:
            assert original.data.count(CANARY) <= 1, (seed, name)
            assert set(Image.open(io.BytesIO(original.data)).getexif()) <= {0x013B, 0x8298}, (seed, name)
    assert accepted > 30


@fuzz(examples=40)
@given(st.sampled_from(sorted(EXTENSIONS.values())), st.binary(max_size=300))
def test_any_bytes_after_a_signature_are_accepted_or_refused(
    tmp_path_factory: pytest.TempPathFactory, ending: str, rest: bytes
) -> None:
    signature = next(data for name, data in originals().items() if name.endswith(ending))[:16]
    probed(tmp_path_factory.getbasetemp(), f"any.{ending}", signature + rest)


def chunk(name: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(*chunks: bytes) -> bytes:
    """A PNG of 8 × 8 pixels with more chunks before its pixels."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + chunk(b"IDAT", zlib.compress(b"\0" * 72)) + chunk(b"IEND")


def jpeg(inserted: bytes) -> bytes:
    """A JPEG with more bytes before its first segment."""
    data = encoded(sample_image(16, 16), "JPEG")
    return data[:2] + inserted + data[2:]


def scans(side: int, count: int) -> bytes:
    """A progressive JPEG whose last scan is repeated."""
    data = encoded(Image.new("L", (side, side), 90), "JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:-2] + data[last:-2] * count + data[-2:]


def gif(inserted: bytes) -> bytes:
    """A GIF with more blocks before its picture."""
    return (
        b"GIF89a"
        + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0)
        + b"\0" * 6
        + inserted
        + (b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00;")
    )


def webp(width: int, height: int, frames: int) -> bytes:
    """A WebP with a canvas of any size, and small frames."""
    frame = encoded(sample_image(16, 16), "WEBP")[12:]
    head = b"\0" * 6 + (15).to_bytes(3, "little") * 2 + b"\0" * 4
    canvas = b"\x02\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    pieces = [(b"VP8X", canvas), (b"ANIM", b"\0" * 6), *[(b"ANMF", head + frame)] * frames]
    body = b"WEBP" + b"".join(name + struct.pack("<I", len(data)) + data for name, data in pieces)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def exif(entries: int, size: int) -> bytes:
    """EXIF data with a directory in which every entry names the same many bytes."""
    rows = b"".join(struct.pack("<HHII", 0x9000 + n, 7, size, 8) for n in range(entries))
    return b"II*\0\x08\0\0\0" + struct.pack("<H", entries) + rows + b"\0" * size


CRAFTED: dict[str, Callable[[], bytes]] = {
    "chunks.png": lambda: png(chunk(b"abCd") * 1_600_000),
    "empty-data.png": lambda: png(chunk(b"IDAT") * 1_600_000),
    "texts.png": lambda: png(chunk(b"zTXt", b"a\0\0" + zlib.compress(b"x" * 1_000_000)) * 300),
    "text.png": lambda: png(chunk(b"iTXt", b"a\0\1\0\0\0" + zlib.compress(b"x" * 300_000_000))),
    "profile.png": lambda: png(chunk(b"iCCP", b"a\0\0" + zlib.compress(b"\0" * 300_000_000))),
    "exif.png": lambda: png(chunk(b"eXIf", exif(20_000, 1_000_000))),
    "orientation-text.png": lambda: png(chunk(b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(b"\n" * 900_000))),
    "junk.jpg": lambda: jpeg(b"x" * 19_000_000),
    "padding.jpg": lambda: jpeg(b"\xff" * 19_000_000),
    "segments.jpg": lambda: jpeg(b"\xff\xfe\0\2" * 4_500_000),
    "exif.jpg": lambda: jpeg((b"\xff\xe1\0\x09Exif\0\0x") * 1_700_000),
    "large-exif.jpg": lambda: jpeg((b"\xff\xe1\xff\xffExif\0\0" + b"x" * 65_527) * 290),
    "profile.jpg": lambda: jpeg((b"\xff\xe2\xff\xffICC_PROFILE\0\1\1" + b"x" * 65_519) * 290),
    "scans.jpg": lambda: scans(5000, 900),
    "small-scans.jpg": lambda: scans(64, 100_000),
    "comments.gif": lambda: gif(b"\x21\xfe\x01a\x00" * 3_500_000),
    "comment.gif": lambda: gif(b"\x21\xfe" + b"\x01a" * 9_000_000 + b"\0"),
    "extensions.gif": lambda: gif(b"\x21\xf9\x04\0\0\0\0\0" * 2_300_000),
    "frames.gif": lambda: gif(b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\x00") * 2,
    "canvas.webp": lambda: webp(16_383, 16_383, 1),
    "huge-canvas.webp": lambda: webp(60_000, 60_000, 1),
    "frames.webp": lambda: webp(16, 16, 100_000),
}
"""Photos that would take minutes or gigabytes."""


@pytest.mark.parametrize("name", CRAFTED)
def test_a_crafted_photo_takes_bounded_time(tmp_path: Path, name: str) -> None:
    data = CRAFTED[name]()
    probed(tmp_path, name, data)
    began = time.process_time()
    images.original(data)
    assert time.process_time() - began < SECONDS


def peak_megabytes() -> int:
    """Most memory that this program has had.

    `ru_maxrss` would also count the process that started it, before `exec`: see getrusage(2).
    """
    lines = PROCESS_STATUS.read_text("ascii").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM:"))


@pytest.mark.skipif(not PROCESS_STATUS.exists(), reason="the peak memory of a process is read from Linux's /proc")
def test_crafted_photos_take_bounded_memory(tmp_path: Path) -> None:
    """Each in the same new process."""
    for name, make in CRAFTED.items():
        (tmp_path / name).write_bytes(make())
    command = [sys.executable, "-m", "tests.laws.test_photos", str(tmp_path)]
    result = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert int(result.stdout) < MEGABYTES


@pytest.mark.parametrize("scan_count", [10, 25])
def test_an_ordinary_number_of_scans_is_accepted(tmp_path: Path, scan_count: int) -> None:
    assert probed(tmp_path, "a.jpg", scans(2000, scan_count))


def test_the_largest_progressive_photo_is_accepted(tmp_path: Path) -> None:
    data = encoded(Image.new("RGB", (7300, 5400), (90, 20, 70)), "JPEG", progressive=True)
    (tmp_path / "a.jpg").write_bytes(data)
    assert probe(tmp_path, "a.jpg", Place("posts/x.md"))[0]


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("orientation", [0, 9, 90, 255, 65_535])
def test_a_photo_with_an_unknown_orientation_is_shown_upright(tmp_path: Path, format: str, orientation: int) -> None:
    data = Image.Exif()
    data[0x0112] = orientation
    name = f"a.{EXTENSIONS[format]}"
    file = probed(tmp_path, name, encoded(sample_image(90, 30), format, exif=data.tobytes()))
    assert file
    assert (file.width, file.height) == (90, 30)
    upright = images.Photo((tmp_path / name).read_bytes()).at(90, 30)
    assert upright.getpixel((2, 2))[0] > 150  # type: ignore[index]  # red, where it belongs


def test_the_whole_photo_of_a_camera_is_published(tmp_path: Path) -> None:
    assert probed(tmp_path, "a.jpg", photo(600, 400))


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for path in folder.iterdir():
        probe(folder, path.name, Place("posts/x.md"))
        images.original(path.read_bytes())
    sys.stdout.write(str(peak_megabytes()))
