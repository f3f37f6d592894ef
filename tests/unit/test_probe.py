"""Probing a file: its type and dimensions, and which files are refused."""

from __future__ import annotations

import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFile

from press.diagnostics import Diagnostic, Place, Severity
from press.media import pdf
from press.media.probe import probe
from press.model import File
from tests import photos
from tests.fuzzing import fuzz

PLACE = Place("posts/2026/03/jembatan.md", 7, 3)


def accepted(folder: Path, name: str, data: bytes) -> File:
    """Probe a file that must be accepted."""
    (folder / name).write_bytes(data)
    file, problems = probe(folder, name, PLACE)
    assert problems == ()
    assert file
    return file


def refused(folder: Path, name: str, data: bytes | None = None) -> str:
    """Probe a file that must be refused. Return its only message, with the values filled in."""
    if data is not None:
        (folder / name).write_bytes(data)
    file, problems = probe(folder, name, PLACE)
    assert file is None
    assert len(problems) == 1
    return _message(problems[0])


def _message(problem: Diagnostic) -> str:
    assert problem.place == PLACE
    assert problem.severity is Severity.ERROR
    assert problem.rule == "media"
    problem.hint.format_map(problem.values)
    return problem.message.format_map(problem.values)


@pytest.mark.parametrize("format", photos.EXTENSIONS)
def test_photo_has_its_type_and_dimensions(tmp_path: Path, format: str) -> None:
    data = photos.encoded(photos.sample_image(), format)
    file = accepted(tmp_path, f"Foto.{photos.EXTENSIONS[format]}", data)
    assert (file.mime, file.width, file.height, file.size) == (f"image/{format.lower()}", 640, 400, len(data))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_width_and_height_are_those_of_the_photo_as_shown(tmp_path: Path, format: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    file = accepted(
        tmp_path, f"a.{photos.EXTENSIONS[format]}", photos.encoded(photos.sample_image(60, 40), format, exif=exif)
    )
    assert (file.width, file.height) == ((40, 60) if orientation >= 5 else (60, 40))


DOCUMENTS = {
    "a.pdf": (photos.pdf(3), "application/pdf"),
    "a.docx": (
        photos.office_document("word"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "a.xlsx": (photos.office_document("xl"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "a.pptx": (
        photos.office_document("ppt"),
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    "a.ods": (
        photos.archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b""}),
        "application/vnd.oasis.opendocument.spreadsheet",
    ),
    "a.zip": (photos.archive({"data.csv": b"a,b"}), "application/zip"),
    "a.csv": (b"nama,jumlah\r\nair,3\r\n", "text/csv"),
    "a.TXT": ("Catatan é".encode("cp1252"), "text/plain"),
    "a.mp3": (b"ID3\x04" + bytes(100), "audio/mpeg"),
    "a.m4a": (b"\0\0\0\x18ftypM4A \0\0\0\0M4A isom" + bytes(100), "audio/mp4"),
    "a.mp4": (b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + bytes(100), "video/mp4"),
    "phone.m4a": (b"\0\0\0\x18ftypmp42\0\0\0\0isommp42hdlr\0\0\0\0\0\0\0\0soun", "audio/mp4"),
    "a.webm": (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webmB\x87\x81\x04", "video/webm"),
    "a.ogg": (b"OggS\0\x02" + bytes(22) + b"\x01\x1e\x01vorbis" + bytes(40), "audio/ogg"),
    "a.opus": (b"OggS\0\x02" + bytes(22) + b"OpusHead" + bytes(40), "audio/ogg"),
    "a.vtt": (b"\xef\xbb\xbfWEBVTT - Pidato\n\n", "text/vtt"),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_document_has_its_type(tmp_path: Path, name: str) -> None:
    data, mime = DOCUMENTS[name]
    file = accepted(tmp_path, name, data)
    assert (file.mime, file.width) == (mime, 0)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.webm", b"\x1aE\xdf\xa3\xa3B\x86\x81\x01B\x82\x88matroska"),
        ("a.ogg", b"OggS\0\x02" + bytes(22) + b"\x80theora" + bytes(40)),
        ("a.vtt", b"1\n00:00:01,000 --> 00:00:02,000\nHalo\n"),
        ("a.mp3", b"<script>alert(1)</script>"),
        ("a.mp4", b"\0\0\0\x14ftypqt  \0\0\0\0qt  "),
        ("film.m4a", b"\0\0\0\x18ftypmp42\0\0\0\0isommp42hdlr\0\0\0\0\0\0\0\0vide"),
        ("a.mp3", b"\0\0\0\x18ftypM4A \0\0\0\0M4A isom"),
    ],
)
def test_recordings_and_captions_are_what_their_names_say(tmp_path: Path, name: str, data: bytes) -> None:
    assert "format" in refused(tmp_path, name, data)


def test_pages_of_a_pdf_are_counted() -> None:
    assert pdf.pages(photos.pdf(12)) == 12
    assert pdf.pages(photos.pdf(7, compressed=True)) == 7
    assert pdf.pages(photos.pdf(12) + photos.pdf(3)) == 3  # an edited file: the later page tree counts
    assert pdf.pages(b"%PDF-1.4 encrypted") == 0


def test_pages_of_a_hostile_pdf_are_counted_in_bounded_time_and_space() -> None:
    bomb = zlib.compress(bytes(200_000_000))
    stream = b"<< /Type /ObjStm >>\nstream\n" + bomb
    assert pdf.pages(b"%PDF-1.7\n" + stream * 20 + b"<<" * 1_000_000 + b"/Count 1 " * 300_000) == 0


def write_large_jpeg(folder: Path, name: str, size: int) -> None:
    """Write a sparse file of this size that begins like a JPEG."""
    with (folder / name).open("wb") as file:
        file.write(b"\xff\xd8\xff\xe0")
        file.truncate(size)


def test_file_over_the_size_limit_is_refused(tmp_path: Path) -> None:
    write_large_jpeg(tmp_path, "a.jpg", 20_000_001)
    assert refused(tmp_path, "a.jpg") == "“a.jpg” is too large: 20.0 MB; at most 20 MB are allowed"
    write_large_jpeg(tmp_path, "a.mp4", 100_000_001)
    assert "100 MB are allowed" in refused(tmp_path, "a.mp4")


def jpeg_header(width: int, height: int) -> bytes:
    data = photos.encoded(Image.new("L", (8, 8)), "JPEG")
    at = data.index(b"\xff\xc0")
    return data[: at + 5] + struct.pack(">HH", height, width) + data[at + 9 :]


BOMBS = {
    "9000.png": photos.png_header(9000, 9000, zlib.compress(bytes(1126 * 9000), 9)),
    "65k.png": photos.png_header(65_000, 65_000),
    "65k.jpg": jpeg_header(65_000, 65_000),
    "thin.png": photos.png_header(20_000, 2),
    "65k.gif": b"GIF89a" + struct.pack("<HH", 65_000, 65_000) + bytes(3) + b"," + bytes(9) + b"\x02\x00;",
}


@pytest.mark.parametrize("name", BOMBS)
def test_decompression_bomb_is_refused_without_decoding(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda self: pytest.fail("decoded"))
    assert len(BOMBS[name]) < 20_000
    assert "has too many pixels" in refused(tmp_path, name, BOMBS[name])


def test_photo_of_40_megapixels_is_accepted(tmp_path: Path) -> None:
    file = accepted(tmp_path, "a.png", photos.encoded(Image.new("1", (8000, 5000)), "PNG"))
    assert (file.width, file.height) == (8000, 5000)


@pytest.mark.parametrize("format", photos.EXTENSIONS)
@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9])
def test_truncated_photo_is_refused(tmp_path: Path, format: str, kept: float) -> None:
    data = photos.encoded(photos.sample_image(), format)
    name = f"a.{photos.EXTENSIONS[format]}"
    assert refused(tmp_path, name, data[: int(len(data) * kept)]) == f"the photo “{name}” is damaged or not complete"


def test_jpeg_of_thousands_of_scans_is_refused(tmp_path: Path) -> None:
    data = photos.encoded(photos.sample_image(16, 16), "JPEG", progressive=True)
    scan = data[data.rindex(b"\xff\xda") : -2]
    assert accepted(tmp_path, "a.jpg", data[:-2] + scan * 20 + data[-2:])
    assert "is damaged" in refused(tmp_path, "a.jpg", data[:-2] + scan * 2000 + data[-2:])


@pytest.mark.parametrize("format", ["GIF", "PNG", "WEBP", "AVIF"])
def test_animation_is_refused(tmp_path: Path, format: str) -> None:
    frames = [photos.sample_image(64, 40), Image.new("RGB", (64, 40), "blue")]
    data = photos.encoded(frames[0], format, save_all=True, append_images=frames[1:], duration=100)
    assert "is an animation" in refused(tmp_path, f"a.{photos.EXTENSIONS[format]}", data)


def test_second_image_in_the_photo_of_a_phone_is_not_an_animation(tmp_path: Path) -> None:
    frames = [photos.sample_image(64, 40), Image.new("RGB", (32, 20), "blue")]
    data = photos.encoded(frames[0], "MPO", save_all=True, append_images=frames[1:])
    assert accepted(tmp_path, "a.jpg", data).width == 64


@pytest.mark.parametrize("name", ["a.png", "a.pdf", "a.html", "a.svg.js", "a", "a.txt"])
def test_photo_with_another_extension_is_refused(tmp_path: Path, name: str) -> None:
    message = refused(tmp_path, name, photos.encoded(photos.sample_image(), "JPEG") + photos.SCRIPT)
    assert message.endswith("but the file has the format JPEG")


def test_html_page_with_the_extension_of_a_photo_is_refused(tmp_path: Path) -> None:
    assert "has a format that is not published here" in refused(tmp_path, "a.jpg", b"<html>" + photos.SCRIPT)


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">' + photos.SCRIPT + b"</svg>"


@pytest.mark.parametrize("name", ["a.svg", "a.jpg", "a.xml"])
def test_svg_drawing_is_refused(tmp_path: Path, name: str) -> None:
    assert "is an SVG drawing" in refused(tmp_path, name, SVG)


def test_unsupported_empty_missing_and_hidden_files_are_refused(tmp_path: Path) -> None:
    assert "HEIC" in refused(tmp_path, "a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")
    assert "macros" in refused(tmp_path, "a.docx", photos.office_document("word", "word/vbaProject.bin"))
    assert "not published here" in refused(tmp_path, "a.exe", b"MZ\x90\0")
    assert "is empty" in refused(tmp_path, "a.txt", b"")
    assert "there is no file" in refused(tmp_path, "b.jpg")
    assert "there is no file" in refused(tmp_path, "")
    assert "hidden" in refused(tmp_path, ".env.txt", b"SECRET=1")


def test_file_outside_the_portal_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "portal"
    root.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (root / "link.txt").symlink_to(tmp_path / "secret.txt")
    (root / "folder").symlink_to(tmp_path)
    (root / "loop.txt").symlink_to("loop.txt")
    for path in ("link.txt", "folder/secret.txt", "../secret.txt", str(tmp_path / "secret.txt"), "a\0.txt"):
        assert "is outside the portal" in refused(root, path), path
    assert refused(root, "loop.txt")


def test_symlink_inside_the_portal_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    (tmp_path / "b.txt").symlink_to("a.txt")
    file, _ = probe(tmp_path, "b.txt", PLACE)
    assert file
    assert file.path == "b.txt"


SAMPLES = [photos.photo_with_metadata(format) for format in photos.EXTENSIONS]
NAMES = st.sampled_from(
    [f"a.{extension}" for extension in (*photos.EXTENSIONS.values(), "svg", "pdf", "docx", "txt", "mp4", "")]
)
MAGIC = st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\0\0\0\0WEBP", b"PK\x03\x04",
                         b"PK\x05\x06", b"%PDF-", b"\0\0\0\x1cftypavif"])  # fmt: skip


@fuzz(examples=300)
@given(NAMES, MAGIC, st.binary(max_size=400))
def test_probe_raises_no_exception_for_any_bytes(
    tmp_path_factory: pytest.TempPathFactory, name: str, magic: bytes, rest: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp()
    (folder / name).write_bytes(magic + rest)
    file, problems = probe(folder, name, PLACE)
    assert (file is None) == bool(problems)


@fuzz(examples=200)
@given(st.sampled_from(SAMPLES), st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=9))
def test_probe_raises_no_exception_for_a_damaged_photo(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, flips: list[tuple[int, int]]
) -> None:
    folder = tmp_path_factory.getbasetemp()
    damaged = bytearray(data)
    for at, byte in flips:
        damaged[at % len(damaged)] = byte
    for extension in photos.EXTENSIONS.values():
        (folder / f"b.{extension}").write_bytes(damaged)
        file, problems = probe(folder, f"b.{extension}", PLACE)
        assert (file is None) == bool(problems)


def test_pillow_is_loaded_only_for_photos(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    code = (
        "import sys; from pathlib import Path; from press.media import cache, probe, renditions;"
        "from press.diagnostics import Place; from press.model import File; cache.fingerprint(cache.CODE_OF_CARDS);"
        "renditions.renditions(File('a.jpg', '', 1, 'image/jpeg', 9, 9));"
        "probe.probe(Path(sys.argv[1]), 'a.txt', Place('x')); sys.exit('PIL.Image' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)
