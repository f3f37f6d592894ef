"""`photo` and `new --photo`: a camera's picture becomes a small file of the repository; what `check` says of others."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from press import config
from press.cli.commands import command
from press.errors import BadConfig, Exit
from press.media import images
from tests import photos
from tests.portal import CONFIG, NOW, Portal

POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 3123456\n"
LARGE = photos.encoded(photos.sample_image(90, 60), "JPEG") + b"\0" * 3_100_000


def run(portal: Portal, *arguments: str) -> Result:
    options = ["--root", str(portal.root), "--now", NOW]
    return CliRunner().invoke(command, [*arguments, *options], catch_exceptions=False, standalone_mode=False)


def camera_picture(portal: Portal, name: str = "IMG 2034.JPG", size: tuple[int, int] = (3000, 2000)) -> Path:
    """A large photo outside the portal, held sideways, with a position and the name of who took it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x013B] = "Arif “Lesmana”".encode()
    exif[0x8298] = "Pemprov"
    exif[0x0110] = photos.CANARY.decode()
    exif.get_ifd(0x8825).update({1: "S", 2: (3.0, 19.0, 7.0)})
    exif.get_ifd(0x8769)[0xA431] = photos.CANARY.decode()  # number of the camera
    path = portal.root.parent / name
    path.write_bytes(photos.encoded(photos.sample_image(*size), "JPEG", exif=exif, comment=photos.CANARY))
    return path


def test_photo_is_small_upright_and_has_only_credit_and_copyright(portal: Portal) -> None:
    done = run(portal, "photo", str(camera_picture(portal)))
    path = portal.root / "posts/2026/06/img-2034.jpg"
    assert done.stdout.splitlines()[0] == "posts/2026/06/img-2034.jpg"
    data = path.read_bytes()
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.size) == ("JPEG", (1707, 2560))
    written = {tag: text.encode("latin-1").decode() for tag, text in image.getexif().items()}
    assert written == {0x013B: "Arif “Lesmana”", 0x8298: "Pemprov"}
    assert photos.CANARY not in data
    assert image.convert("RGB").getpixel((1700, 4))[0] > 150  # type: ignore[index]  # red, turned to the right


def test_front_matter_of_a_photo_can_be_pasted(portal: Portal) -> None:
    done = run(portal, "photo", str(camera_picture(portal, size=(300, 200))))
    block = done.stdout.partition("\n")[2].replace("alt:", "alt: Sungai")
    portal.write("posts/2026/06/a.md", f"---\ntitle: A\nid: a\ndate: 2026-06-01 09:00\n{block}---\n\nIsi.\n")
    portal.build()
    (page,) = [data for name, data in portal.site().items() if name.endswith("/a/index.html")]
    assert "img-2034.jpg" in page.decode()
    assert "Arif “Lesmana”" in page.decode()


def test_no_photo_is_overwritten(portal: Portal) -> None:
    source = camera_picture(portal, size=(300, 200))
    names = [run(portal, "photo", str(source)).stdout.split("\n")[0] for _ in range(3)]
    assert names == [f"posts/2026/06/img-2034{end}.jpg" for end in ("", "-2", "-3")]


def test_copy_of_a_photo_in_posts_is_beside_it(portal: Portal) -> None:
    portal.write("posts/2025/01/foto.jpg", LARGE)
    assert run(portal, "photo", str(portal.root / "posts/2025/01/foto.jpg")).stdout.startswith(
        "posts/2025/01/foto-2.jpg\n"
    )
    assert (portal.root / "posts/2025/01/foto.jpg").read_bytes() == LARGE


def test_new_release_has_its_photo(portal: Portal) -> None:
    done = run(portal, "new", "Sungai surut", "--photo", str(camera_picture(portal, size=(300, 200))))
    path = portal.root / done.stdout.strip()
    assert "\nimage:\n  src: img-2034.jpg\n" in path.read_text("utf-8")
    portal.build(drafts=True)
    assert [name for name in portal.site() if name.endswith("img-2034.jpg")]


def test_new_writes_nothing_if_the_photo_is_none(portal: Portal) -> None:
    path = portal.root.parent / "surat.pdf"
    path.write_bytes(photos.pdf(1))
    done = run(portal, "new", "Judul", "--photo", str(path))
    assert done.return_value == Exit.MISUSE
    assert "bukan foto" in done.stderr
    assert not list((portal.root / "posts").rglob("*.md"))


@pytest.mark.parametrize(
    ("data", "message"),
    [(POINTER, "git lfs pull"), (b"", "bukan foto"), (LARGE[:400], "rusak"),
     (photos.png_header(60_000, 60_000), "terlalu besar"), (None, "tidak ada berkas")],
)  # fmt: skip
def test_what_is_no_photo_is_refused(portal: Portal, data: bytes | None, message: str) -> None:
    path = portal.root.parent / "foto.jpg"
    if data is not None:
        path.write_bytes(data)
    done = run(portal, "photo", str(path))
    assert (done.return_value, message in done.stderr) == (Exit.MISUSE, True)
    assert not (portal.root / "posts/2026").exists()


@pytest.mark.parametrize(
    ("mode", "format", "ending"),
    [("RGBA", "WEBP", ".png"), ("P", "GIF", ".png"), ("RGB", "AVIF", ".jpg"), ("CMYK", "JPEG", ".jpg")],
)
def test_originals_of_every_format(mode: str, format: str, ending: str) -> None:
    image = photos.sample_image(90, 60).convert(mode)
    if mode == "RGBA":
        image.putalpha(120)
    made = images.original(photos.encoded(image, format))
    assert made
    assert (made.ending, Image.open(io.BytesIO(made.data)).size) == (ending, (90, 60))


@pytest.mark.parametrize(("progressive", "made"), [(False, True), (True, False)])
def test_a_camera_may_have_more_pixels_than_the_site_accepts(progressive: bool, made: bool) -> None:
    """Only as long as the photo is never in memory as a whole."""
    data = photos.encoded(Image.new("L", (8000, 6000), 90), "JPEG", progressive=progressive)
    original = images.original(data)
    assert bool(original) == made
    assert not original or Image.open(io.BytesIO(original.data)).size == (2560, 1920)


def test_check_names_the_command_for_a_large_photo(portal: Portal) -> None:
    portal.write("posts/besar.jpg", LARGE)
    portal.post("a.md", image="{src: besar.jpg, alt: Sungai surut}")
    (problem,) = [one for one in portal.build().problems if one.rule == "large-photo"]
    assert (problem.place.path, problem.place.line) == ("posts/a.md", 4)
    assert re.search(r"build\.py photo \{path\}", problem.hint)


@pytest.mark.parametrize(("limit", "found"), [(1, ["large-document"]), (2, [])])
def test_limit_of_documents_is_set_in_the_config(portal: Portal, limit: int, found: list[str]) -> None:
    portal.write("config.toml", CONFIG + f"[checks]\ndocument_megabytes = {limit}\n")
    portal.write("posts/surat.pdf", photos.pdf(1) + b"\0" * 1_500_000)
    portal.post("a.md", "[Surat](surat.pdf)")
    assert [one.rule for one in portal.build().problems if "large" in one.rule] == found


def test_limit_of_documents_must_be_positive(portal: Portal) -> None:
    portal.write("config.toml", CONFIG + "[checks]\ndocument_megabytes = 0\n")
    with pytest.raises(BadConfig):
        config.load(portal.root)


@pytest.mark.parametrize("name", ["foto.jpg", "surat.pdf", "rapat.mp4", "data.csv"])
def test_a_pointer_of_git_lfs_is_no_file(portal: Portal, name: str) -> None:
    portal.write(f"posts/{name}", POINTER)
    portal.post("a.md", attachments=f"[{{src: {name}, title: Berkas}}]")
    (problem,) = portal.problems()
    assert (problem.rule, "git lfs pull" in problem.hint) == ("media", True)


def test_a_pointer_in_static_is_not_published(portal: Portal) -> None:
    portal.write("static/video.mp4", POINTER)
    (problem,) = portal.problems()
    assert (problem.place.path, problem.rule, "git lfs pull" in problem.hint) == ("static/video.mp4", "media", True)
    portal.write("static/video.mp4", b"video")
    portal.build()
    assert portal.site()["video.mp4"] == b"video"
