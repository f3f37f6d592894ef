"""Photos and documents of an old site: found, downloaded, checked, made smaller; nothing is read elsewhere."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PIL import Image

from press.diagnostics import Diagnostic
from press.importing.download import Downloads
from press.importing.media import MediaStore
from press.media import images
from tests.photos import encoded, sample_image

SITE = "https://dinas.example/wp-content/uploads/2020/03"
STEM = "posts/2020/03/20200304-1"
PNG = encoded(sample_image(8, 8), "PNG")


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    """An empty copy of the old uploads."""
    folder = tmp_path / "uploads"
    (folder / "2020/03").mkdir(parents=True)
    return folder


def store(uploads: Path, name: str, data: bytes = b"", address: str = "") -> tuple[str, list[str]]:
    """The name and the notes of a file that is stored, after it was put into the uploads."""
    if data:
        (uploads / "2020/03" / name).write_bytes(data)
    staging, notes = uploads.parent / "staging", list[Diagnostic]()
    new = MediaStore(staging, uploads, None, uploads.parent / "none").store(address or f"{SITE}/{name}", STEM, notes)
    return new, [one.rule for one in notes]


@pytest.mark.parametrize(
    ("used", "there"),
    [
        ("foto-300x200.jpg", "foto.jpg"), ("foto.jpg", "foto-scaled.jpg"), ("foto-300x200.jpg", "foto-300x200.jpg"),
        ("f%C3%B3to%20satu.jpg", "fóto satu.jpg"), ("f%C3%B3to.jpg", "fo\u0301to.jpg"), ("FOTO.JPG", "foto.jpg"),
    ],
)  # fmt: skip
def test_a_photo_is_found_in_its_best_size(uploads: Path, used: str, there: str) -> None:
    (uploads / "2020/03" / there).write_bytes(encoded(sample_image(8, 8), "JPEG"))
    new, notes = store(uploads, "", address=f"{SITE}/{used}")
    assert new.startswith("20200304-1-f")
    assert not notes


@pytest.mark.parametrize(
    "address",
    [
        f"{SITE}/../../../rahasia.png",
        f"{SITE}/%2e%2e/%2e%2e/%2e%2e/rahasia.png",
        f"{SITE}/tautan.png",
        f"{SITE}/a%00.png",
    ],
)
def test_nothing_outside_the_folders_is_read(uploads: Path, address: str) -> None:
    (uploads.parent / "rahasia.png").write_bytes(PNG)
    (uploads / "2020/03/tautan.png").symlink_to(uploads.parent / "rahasia.png")
    assert store(uploads, "", address=address) == ("", ["image"])


@pytest.mark.parametrize(
    ("name", "data", "new", "about"),
    [
        ("a.jpg", PNG, "20200304-1-a.png", []),
        ("surat edaran (1).PDF", b"%PDF-1.4", "20200304-1-surat-edaran-1.pdf", []),
        ("a.svg", b"<svg xmlns='x'/>", "", ["image"]),
        ("a.jpg", b"\xff\xd8\xff rusak", "", ["image"]),
        ("a.pdf", b"<html>404</html>", "", ["media"]),
        ("a.php", b"<?php", "", ["media"]),
        ("a.docm", b"PK\x03\x04", "", ["media"]),
    ],
)  # fmt: skip
def test_the_type_of_a_file_is_that_of_its_bytes(
    uploads: Path, name: str, data: bytes, new: str, about: list[str]
) -> None:
    assert store(uploads, name, data) == (new, about)


def test_photos_are_made_smaller_and_lose_their_position(uploads: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "S"
    large = store(uploads, "besar.jpg", encoded(sample_image(2600, 100), "JPEG"))[0]
    placed = store(uploads, "lokasi.jpg", encoded(sample_image(90, 60), "JPEG", exif=exif))[0]
    small = store(uploads, "kecil.png", PNG)[0]
    frames = [sample_image(9, 9).rotate(9)]
    animated = store(uploads, "a.gif", encoded(sample_image(9, 9), "GIF", save_all=True, append_images=frames))[0]
    folder = uploads.parent / "staging/posts/2020/03"
    measured = images.measure((folder / large).read_bytes(), "image/jpeg")
    assert measured
    assert (measured.width, measured.height) == (2560, 98)
    assert not images.has_position((folder / placed).read_bytes(), "image/jpeg")
    assert (folder / small).read_bytes() == PNG
    assert animated.endswith(".png")


def test_photos_in_the_text_itself_become_files(uploads: Path) -> None:
    media, notes = MediaStore(uploads.parent / "staging", None, None, uploads), list[Diagnostic]()
    address = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    assert media.store_data(address, STEM, notes) == media.store_data(address, STEM, notes) == "20200304-1-gambar-1.png"
    assert media.store_data("data:image/png;base64,!!", STEM, notes) == ""


class _OldSite(BaseHTTPRequestHandler):
    """A site that breaks off its first answer, and can continue."""

    requests: list[str]

    def do_GET(self) -> None:
        begun = self.headers.get("Range", "")
        self.requests.append(f"{self.path} {begun}".strip())
        if "tidak-ada" in self.path:
            self.send_error(404)
            return
        if "halaman" in self.path:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            return
        start = int(begun.removeprefix("bytes=").rstrip("-") or 0)
        self.send_response(206 if begun else 200)
        self.send_header("Content-Type", "image/png")
        self.send_header("Content-Length", str(len(PNG) - start))
        self.end_headers()
        self.wfile.write(PNG[start:] if begun else PNG[:20])

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def old_site() -> Iterator[str]:
    """The address of an old site on this machine."""
    _OldSite.requests = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _OldSite)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_downloads_continue_and_happen_once(old_site: str, tmp_path: Path) -> None:
    downloads = Downloads(tmp_path / "d", frozenset({"127.0.0.1"}))
    found = downloads(f"{old_site}/a.png")
    assert found
    assert found.read_bytes() == PNG
    assert Downloads(tmp_path / "d", frozenset({"127.0.0.1"}))(f"{old_site}/a.png") == found
    assert _OldSite.requests == ["/a.png", "/a.png bytes=20-"]


def test_only_files_of_the_old_site_are_downloaded(old_site: str, tmp_path: Path) -> None:
    downloads = Downloads(tmp_path / "d", frozenset({"127.0.0.1"}))
    port = old_site.rpartition(":")[2]
    for address in (
        f"http://localhost:{port}/a.png",
        "file:///etc/passwd",
        f"{old_site}/tidak-ada",
        f"{old_site}/halaman",
    ):
        assert downloads(address) is None
        assert downloads(address) is None
    assert _OldSite.requests == ["/tidak-ada", "/halaman"]
