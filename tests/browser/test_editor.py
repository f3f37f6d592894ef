"""The editor in a real browser, with an imitation of GitHub's API: what people do with it, and what it writes."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import msgspec
import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, StorageState, TimeoutError, ViewportSize

from press import config
from press.build import engine
from press.content import front_matter, scaffold
from press.content.scaffold import Draft
from press.model import Release, ReleaseKind, SourceFile
from tests import forge
from tests.editing import Desk, Editor
from tests.portal import CONFIG, Portal
from tests.showroom import served

SETTINGS = """
[editor]
repository = "humas/berita"
server = "http://localhost:{port}"

[contacts.humas]
name = "Humas"
phone = "(0599) 555-0101"

[offices.dinkes]
name = "Dinas Kesehatan"
short = "Dinkes"
contact = "humas"

[topics.kesehatan]
name = "Kesehatan"
"""
PHONE: ViewportSize = {"width": 390, "height": 844}
OLD = """\
---
Judul-bukan-isian: tetap
id: "2026-0001"
title: Ikan mati karena limbah
date: 2026-05-12 19:15
kind: klarifikasi
office: Dinkes
author: Maya Kasturi
draft: tidak
image: danau.jpg
contact: {name: Ruben, phone: "12:30"}
claim:
  text: Danau diracun
  verdict: hoaks
  evidence: [Berita acara, "https://data.example/oksigen", {title: Ukuran, url: "https://data.example/"}]
withdrawn: {date: 2026-05-20, reason: Keliru, remove_text: tidak}
---

Teks dengan [^1] catatan.

| a | b |
|---|--:|
| x | 1 |

- satu
    - dua

[^1]: Catatan.
"""


@pytest.fixture(scope="module")
def running_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    with forge.running() as github:
        portal = Portal(folder, CONFIG + SETTINGS.format(port=github.port))
        portal.write("posts/2026/05/ikan-mati.md", OLD)
        portal.write("posts/2026/05/danau.jpg", photo())
        portal.post("2026/05/pasar.md", "Isi pasar.", title="Pasar murah dibuka", id="2026-0002", office="dinkes")
        portal.write("pages/kontak.md", "---\ntitle: Kontak\nsummary: Nomor\n---\n\nTelepon kami.\n")
        draft = Draft("Danau aman", ReleaseKind.CLARIFICATION, datetime(2026, 5, 20, 9, tzinfo=UTC))
        scaffold.create(folder, draft, config.load(folder))
        portal.build()
        shutil.copytree(folder / "site", folder / "www/portal")
        with served(folder / "www") as url:
            yield Desk(portal, github, f"{url}portal/admin/", forge.of_folder(folder))


@pytest.fixture
def desk(running_desk: Desk) -> Desk:
    """The desk with its repository as it was at first."""
    running_desk.forge.reset(running_desk.files)
    return running_desk


def photo() -> bytes:
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "Rumah saksi"
    Image.new("RGB", (2700, 900), "teal").save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def signed_in(chromium: Browser, running_desk: Desk) -> StorageState:
    """What the browser keeps of a session."""
    context = chromium.new_context(viewport=PHONE, locale="en-US")
    running_desk.forge.reset(running_desk.files)
    Editor(context.new_page(), running_desk).sign_in()
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def editor(chromium: Browser, desk: Desk, signed_in: StorageState) -> Iterator[Editor]:
    context = chromium.new_context(viewport=PHONE, locale="en-US", timezone_id="Asia/Makassar", storage_state=signed_in)
    yield Editor(context.new_page(), desk)
    context.close()


def problems_of(desk: Desk, files: dict[str, bytes]) -> list[str]:
    """Return what `check` finds in changed files."""
    for path, data in files.items():
        desk.portal.write(path, data)
    found = engine.check(desk.portal.request(now="2026-11-27T12:00:00+08:00")).problems
    for path in files:
        (desk.portal.root / path).unlink()
        if path in desk.files:
            desk.portal.write(path, desk.files[path])
    return [one.message for one in found if one.place.path in files]


def test_new_release_with_a_photo_from_a_phone_is_reviewed_and_published(editor: Editor, desk: Desk) -> None:
    editor.open("releases/new")
    editor.change_title("Puskesmas Sarenggi buka 24 jam mulai Senin")
    editor.field("summary").locator("textarea").fill("Warga dapat berobat kapan saja.")
    text = "Puskesmas Sarenggi melayani warga sepanjang hari mulai Senin (30/11/2026)."
    editor.field("body").locator("[contenteditable=true], textarea").locator("visible=true").first.click()
    editor.page.keyboard.type(text)
    editor.field("kind").get_by_role("combobox").click()
    editor.page.locator("[role=option]:visible").filter(has_text="Berita").click()
    editor.field("office").get_by_role("radio", name="Dinas Kesehatan").click()
    editor.unfold("image", "image.src")
    editor.field("image.src").get_by_role("button", name="Pilih berkas").click()
    upload = FilePayload(name="IMG 1234.jpg", mimeType="image/jpeg", buffer=photo())
    editor.page.locator("[role=dialog] input[type=file]").first.set_input_files(upload)
    editor.page.locator("[role=dialog] [aria-selected=true] img").wait_for()
    editor.button("Sisipkan").click()
    editor.field("image.src").get_by_text("img-1234.webp").wait_for()
    editor.field("image.alt").locator("textarea").fill("Perawat berdiri di depan puskesmas.")

    written = editor.save()
    [release] = [path for path in written if path.endswith(".md")]
    assert re.fullmatch(r"posts/\d{4}/\d\d/\d{8}-[0-9a-f]{8}\.md", release), "named by date and id, not by the title"
    [picture] = written.keys() - {release}
    assert picture == f"{release.rpartition('/')[0]}/img-1234.webp"
    with Image.open(io.BytesIO(written[picture])) as small:
        assert (small.width, small.getexif().get(0x010E)) == (2560, None)
    assert b"draft: true\n" in written[release]
    assert desk.forge.statuses() == [("sveltia-cms/draft", True)]
    public = {**written, release: written[release].replace(b"draft: true\n", b"")}
    assert problems_of(desk, written) == problems_of(desk, public) == []

    publish(editor, desk)
    assert {path: desk.forge.branches["main"][path] for path in written} == written
    assert editor.errors == []
    assert editor.asked == {desk.url.removesuffix("/portal/admin/"), f"http://localhost:{desk.forge.port}"}


def publish(editor: Editor, desk: Desk) -> None:
    """Ask for a review, then do what the reviewer does, and publish."""
    editor.button("Minta ditinjau").click()
    wait_until(editor, lambda: desk.forge.statuses() == [("sveltia-cms/pending_review", False)])
    editor.page.get_by_text("Puskesmas Sarenggi buka").first.click()
    editor.field("title").locator("input").wait_for()
    ready = [("sveltia-cms/pending_publish", False)]
    menu = editor.page.get_by_role("button", name="Status:")
    choice = editor.page.locator("[role^=menuitem]:visible").filter(has_text="Siap terbit")
    for _ in range(40):  # while a menu opens, it ignores clicks, and may close
        if not choice.count():
            menu.click()
        with contextlib.suppress(TimeoutError):
            choice.click(timeout=1000)
        if is_soon(editor, lambda: desk.forge.statuses() == ready, 3):
            break
    assert desk.forge.statuses() == ready
    editor.button("Terbitkan naskah").click()
    editor.page.locator("[role$=dialog]").get_by_role("button", name="Terbitkan").click()
    wait_until(editor, lambda: not desk.forge.statuses())


def wait_until(editor: Editor, condition: Callable[[], bool]) -> None:
    """Wait while the browser works. Fails after two minutes."""
    if not is_soon(editor, condition, 120):
        raise AssertionError(editor.page.locator("body").inner_text()[:2000])


def is_soon(editor: Editor, condition: Callable[[], bool], seconds: int) -> bool:
    """Wait while the browser works, at most for some seconds. Return whether the condition was met."""
    for _ in range(seconds * 20):
        if condition():
            return True
        editor.page.wait_for_timeout(50)
    return False


def test_edited_release_keeps_all_that_it_had(editor: Editor, desk: Desk) -> None:
    """Short forms, other spellings, unknown fields, and Markdown that nobody touched; only the title differs."""
    before = released(desk, OLD.encode())
    editor.open("releases/entries/2026/05/ikan-mati")
    editor.change_title("Ikan mati karena kurang oksigen")
    [(path, data)] = editor.save().items()
    assert path == "posts/2026/05/ikan-mati.md", "no other name, though the title changed"
    after = released(desk, data)
    assert after == msgspec.structs.replace(before, title="Ikan mati karena kurang oksigen")
    assert "Judul-bukan-isian: " in data.decode()
    assert data.decode().partition("\n---\n")[2] == OLD.partition("\n---\n")[2]
    assert editor.errors == []


def test_draft_of_the_command_new_is_in_the_list(editor: Editor, desk: Desk) -> None:
    editor.page.goto(f"{desk.url}#/collections/releases")
    editor.page.get_by_text("Danau aman").first.click()
    title = editor.field("title").locator("input")
    assert title.input_value() == "Danau aman"
    assert editor.field("draft").get_by_role("switch").get_attribute("aria-checked") == "true"
    assert editor.field("claim").get_by_role("checkbox").first.get_attribute("aria-checked") == "true"
    editor.change_title("Danau aman, kata laboratorium")
    [(path, data)] = editor.save().items()
    assert path == "posts/2026/05/danau-aman.md"
    assert b"draft: true\n" in data
    assert problems_of(desk, {path: data}) == []


def test_page_is_edited(editor: Editor) -> None:
    editor.open("pages/entries/kontak")
    editor.change_title("Kontak humas")
    [(path, data)] = editor.save().items()
    assert path == "pages/kontak.md"
    assert data.decode() == '---\ntitle: "Kontak humas"\nsummary: "Nomor"\n---\n\nTelepon kami.\n'


def test_change_of_somebody_else_is_not_overwritten(editor: Editor, desk: Desk) -> None:
    editor.open("releases/entries/2026/05/pasar")
    editor.change_title("Pasar murah dibuka lagi")
    theirs = desk.files["posts/2026/05/pasar.md"].replace(b"Isi pasar.", b"Isi dari orang lain.")
    desk.forge.branches["main"]["posts/2026/05/pasar.md"] = theirs
    editor.button("Simpan").click()
    editor.page.get_by_text("Naskah diubah orang lain").wait_for()
    assert desk.forge.proposed() == {}


def test_text_is_not_lost_with_the_session(editor: Editor, desk: Desk) -> None:
    """The token ends while somebody writes: the text stays, also through a new sign-in, and is saved then."""
    editor.open("releases/entries/2026/05/pasar")
    editor.change_title("Pasar murah ditulis satu jam")
    desk.forge.has_ended = True
    editor.button("Simpan").click()
    editor.page.get_by_text("Tidak tersimpan").wait_for()
    # The page makes a copy half a second after the last key. Its own timer waits as long as it does on a busy machine.
    editor.page.evaluate("new Promise((done) => setTimeout(done, 700))")
    editor.page.get_by_role("button", name="Oke").click()
    assert editor.field("title").locator("input").input_value() == "Pasar murah ditulis satu jam"
    desk.forge.has_ended = False
    editor.page.evaluate("localStorage.clear()")
    editor.sign_in()
    editor.page.goto(f"{desk.url}#/collections/releases/entries/2026/05/pasar")
    editor.button("Pulihkan").click()
    assert "Pasar murah ditulis satu jam" in editor.save()["posts/2026/05/pasar.md"].decode()


def test_slow_line_saves_once(editor: Editor, desk: Desk) -> None:
    editor.open("releases/entries/2026/05/pasar")
    editor.change_title("Pasar murah di jaringan lambat")
    desk.forge.delay = 0.2
    editor.button("Simpan").dblclick()
    wait_until(editor, lambda: bool(desk.forge.statuses()))
    assert len(desk.forge.pulls) == 1
    assert list(desk.forge.proposed()) == ["posts/2026/05/pasar.md"]


def released(desk: Desk, data: bytes) -> Release:
    """Return the release that a file is, without the lines of its fields."""
    parsed = front_matter.parse(SourceFile("posts/2026/05/ikan-mati.md", data, ""), config.load(desk.portal.root))
    assert parsed.release
    return msgspec.structs.replace(parsed.release, lines={})
