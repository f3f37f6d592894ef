"""Nothing that is not public is in any file of the site; a file with a mark of it stops the build."""

from __future__ import annotations

import io
import tempfile
import zlib
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from PIL import Image, PngImagePlugin

from press import disk
from press.errors import Refused
from press.outputs import Described
from press.outputs import files as file_outputs
from press.outputs import release as release_output
from press.outputs.feeds import xml
from press.outputs.files import PublishedFile
from press.outputs.search import pagefind
from tests.fuzzing import fuzz
from tests.portal import CONFIG, CONFIG_WITH_SEARCH, Portal

TITLE = "Wali kota akan dilantik menjadi penjabat gubernur"
BODY = "Rencana ini baru diumumkan sesudah rapat tertutup para kepala dinas pada hari Senin depan.\n\nKalimat kedua."
SECRET = {"title": TITLE, "id": "2026-rahasia", "slug": "pelantikan-penjabat"}


def with_secret(portal: Portal, **more: str) -> Portal:
    """Write a public release, and one that is a draft if nothing else is said."""
    portal.post("a.md", title="Judul yang sudah terbit", id="id-a")
    (portal.root / "posts/data-rahasia.csv").write_text("a,b\n7,8\n")
    attachments = "[{src: data-rahasia.csv, title: Data}]"
    portal.post("rahasia.md", BODY, **{**SECRET, "draft": "true", "attachments": attachments, **more})
    return portal


LEAKS = {
    "id": "tag:2026-rahasia.",
    "address": '<a href="/portal/2026/03/pelantikan-penjabat/">x</a>',
    "title": f"<b>{TITLE}</b>",
    "beginning of the text": "… Rencana ini baru diumumkan sesudah rapat tertutup para kepala …",
    "name of a file": "data-rahasia.csv",
}


@pytest.mark.parametrize("leak", LEAKS)
def test_page_with_a_mark_of_a_draft_is_not_published(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, leak: str
) -> None:
    portal.post("a.md", title="Judul yang sudah terbit", id="id-a")
    portal.build()
    before = portal.site()
    with_secret(portal)
    portal.post("b.md", title="Judul kedua", id="id-b")
    render = release_output.render
    monkeypatch.setattr(release_output, "render", lambda *values: render(*values) + LEAKS[leak].encode())
    found = portal.problems()
    assert [(one.place.path, one.rule) for one in found] == [("posts/rahasia.md", "leak")]
    assert found[0].values["address"] == "2026/03/b/index.html"
    assert portal.site() == before
    monkeypatch.undo()
    portal.build()
    portal.build("clean")
    assert portal.site() == portal.site("clean")


def test_leaks_are_found_in_feeds_search_and_metadata_of_images(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal = with_secret(Portal(tmp_path / "portal", CONFIG_WITH_SEARCH))
    photo = io.BytesIO()
    Image.new("RGB", (8, 6)).save(photo, "PNG")
    portal.write("posts/foto.png", photo.getvalue())
    portal.post("a.md", title="Judul yang sudah terbit", id="id-a", image="{src: foto.png, alt: Foto}")
    portal.build()

    def leaking_png(*_: object) -> bytes:
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Title", f"{TITLE}. " * 9, zip=True)
        data = io.BytesIO()
        Image.new("RGB", (8, 6)).save(data, "PNG", pnginfo=texts)
        assert TITLE.encode() not in data.getvalue()
        return data.getvalue()

    rss, index = xml.rss, pagefind.index
    leaks = (
        (xml, "rss", lambda *values: rss(*values).replace(b"<channel>", f"<channel><!--{TITLE}-->".encode())),
        (
            pagefind,
            "index",
            lambda documents, language: index([*documents, pagefind.Document("x/", TITLE, BODY)], language),
        ),
        (file_outputs, "render", leaking_png),
        (file_outputs, "render", lambda *_: (portal.root / "posts/data-rahasia.csv").read_bytes()),
    )
    for number, (module, name, leaking) in enumerate(leaks):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, leaking)
            with pytest.raises(Refused) as refused:
                portal.build(f"site-{number}")
        assert refused.value.problems[0].place.path == "posts/rahasia.md", number
        assert not portal.site(f"site-{number}")


def test_scheduled_release_leaks_only_before_its_hour(portal: Portal) -> None:
    with_secret(portal, draft="false", date="2026-06-01 13:00")
    portal.write("templates/404.html", f"<p>{LEAKS['address'].replace('03', '06')}</p>")
    portal.build()  # a template of the portal: its author wrote the address


def test_files_that_were_not_written_again_are_searched_when_a_release_is_hidden(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_secret(portal, draft="false")
    portal.build()
    before = portal.site()
    monkeypatch.setattr(release_output, "affected_by", lambda *_: ())
    with_secret(portal, date="2026-03-14 09:30")
    assert [(one.rule, one.place.path) for one in portal.problems()] == [("leak", "posts/rahasia.md")]
    assert portal.site() == before


def test_text_that_a_template_fails_to_remove_is_found(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    with_secret(portal, draft="false")
    portal.build()
    before = portal.site()
    monkeypatch.setattr(release_output, "affected_by", lambda *_: ())
    withdrawn = "{date: 2026-05-01, reason: Keliru, remove_text: true}"
    with_secret(portal, draft="false", withdrawn=withdrawn)
    assert [one.rule for one in portal.problems()] == ["leak"]
    assert portal.site() == before


COMMON = {
    "title of a public release": {"title": "Judul yang sudah terbit"},
    "title that Press makes": {"title": "Arsip Maret 2026"},
    "date": {"title": "14 Maret 2026", "id": "2026-03-14"},
    "word": {"title": "Pengumuman", "id": "announcement", "slug": "pengumuman"},
    "name of the portal": {"title": "Portal Uji"},
    "number": {"id": "1", "title": "1"},
    "text of a public release": {"body": "Isi.\n\n" + BODY},
    "signs": {"title": "'<&> <& >&<", "id": "a-1-<&"},
    "asset": {"id": "press.css"},
}


@pytest.mark.parametrize("common", COMMON)
def test_what_others_have_too_is_no_mark(portal: Portal, common: str) -> None:
    fields = {name: f"{value!r}" if name != "body" else value for name, value in COMMON[common].items()}
    portal.post("a.md", BODY, title="Judul yang sudah terbit", id="id-a")
    portal.post("rahasia.md", **{"body": "Isi.", "draft": "true", "slug": "draf", **fields})
    portal.write("pages/tentang-kami.md", "---\ntitle: Tentang Kami\ndraft: true\n---\n\nIsi.\n")
    portal.write("config.toml", CONFIG + '\n[[menu]]\nlabel = "Tentang Kami"\nurl = "/tentang-kami/"\n')
    portal.build()
    portal.build(drafts=True)


def test_photo_of_a_draft_in_the_folder_of_a_public_release_is_found(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its bytes are those of no source, and its name may be that of another photo."""
    for name, shade in (("foto.png", 1), ("lain.png", 2)):
        data = io.BytesIO()
        Image.new("RGB", (16, 12), (shade, 9, 9)).save(data, "PNG")
        portal.write(f"posts/{name}", data.getvalue())
    portal.post("a.md", image="{src: foto.png, alt: Foto}", title="Judul yang sudah terbit")
    portal.post("b.md", image="{src: lain.png, alt: Foto}", title="Rahasia", draft="true")
    portal.build()
    before, describe = portal.site(), file_outputs.describe
    digest = disk.file_digest(portal.root / "posts/lain.png")

    def mistaken(*values: Any) -> list[Described]:
        found = ((address, cast("PublishedFile", view)) for address, view in describe(*values))
        return [(address, structs.replace(view, source="posts/lain.png", digest=digest)) for address, view in found]

    monkeypatch.setattr(file_outputs, "describe", mistaken)
    portal.write("config.toml", CONFIG.replace("Portal Uji", "Portal Baru"))
    assert [(one.rule, one.place.path) for one in portal.problems()] == [("leak", "posts/b.md")]
    assert portal.site() == before


def test_draft_may_use_a_file_of_static(portal: Portal) -> None:
    portal.write("static/unduhan/laporan-tahunan.csv", "a,b\n")
    portal.write("posts/salinan-laporan.csv", "a,b\n")
    attachments = "[{src: /unduhan/laporan-tahunan.csv, title: A}, {src: salinan-laporan.csv, title: B}]"
    portal.post("a.md", draft="true", title="Rahasia", attachments=attachments)
    portal.build()


def test_person_may_use_a_file_and_a_paragraph_of_a_draft_in_a_public_release(portal: Portal) -> None:
    with_secret(portal)
    portal.post("b.md", BODY.replace(" ", "\n"), attachments="[{src: data-rahasia.csv, title: Data}]", id="id-b")
    portal.write("static/data-rahasia.csv", "a,b\n7,8\n")
    portal.build()
    assert "2026/03/b/data-rahasia.csv" in portal.site()


# Canaries -------------------------------------------------------------------------------------------------------

MOMENTS = ("2026-05-31T12:00:00+08:00", "2026-06-01T12:59:59+08:00", "2026-06-01T13:00:00+08:00",
           "2026-06-03T08:59:59+08:00", "2026-06-03T09:00:00+08:00")  # fmt: skip
STATES = ("draft", "scheduled", "removed", "public")


def write_canary(portal: Portal, number: int, state: str) -> None:
    word = f"kenari{number}kuning"
    photo, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = f"{word} dalam foto"
    Image.new("RGB", (16, 12), (number * 20, 9, 9)).save(photo, "JPEG", exif=exif)
    portal.write(f"posts/{word}-foto.jpg", photo.getvalue())
    portal.write(f"posts/{word}-data.csv", f"{word},1\n")
    fields = {"title": f"Judul {word}", "id": f"{word}-1", "slug": word, "topics": f"[air, {word}]",
              "tags": f"[{word}]", "image": f"{{src: {word}-foto.jpg, alt: {word}, credit: {word}}}",
              "summary": f"Ringkasan {word}.", "attachments": f"[{{src: {word}-data.csv, title: {word}}}]"}  # fmt: skip
    if state == "draft":
        fields["draft"] = "true"
    if state == "scheduled":
        fields["date"] = "2026-06-01 13:00"
    if state == "removed":
        fields["withdrawn"] = "{date: 2026-06-03 09:00, reason: Keliru, remove_title: true}"
    portal.post(f"{word}.md", f"Paragraf {word}.\n\n## Bagian {word}", **fields)


def is_public(state: str, now: str) -> bool:
    return {"public": True, "scheduled": now >= MOMENTS[2], "removed": now < MOMENTS[4]}.get(state, False)


def everything_in(site: dict[str, bytes]) -> bytes:
    """All bytes of a site and the names of its files, compressed ones also decompressed."""
    gz = [zlib.decompress(data, 31) for data in site.values() if data.startswith(b"\x1f\x8b")]
    return b"\0".join((*map(str.encode, site), *site.values(), *gz))


@fuzz(examples=4)
@given(st.lists(st.sampled_from(STATES), min_size=1, max_size=4), st.lists(st.sampled_from(MOMENTS), max_size=3))
def test_canaries_are_in_the_site_only_while_they_are_public(states: list[str], times: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        portal = Portal(Path(folder) / "portal", CONFIG_WITH_SEARCH)
        for number, state in enumerate(states):
            write_canary(portal, number, state)
        for now in sorted(times) or [MOMENTS[0]]:
            portal.build(now=now)
            found = everything_in(portal.site())
            for number, state in enumerate(states):
                word = f"kenari{number}kuning"
                kept = [f"/{word}/", f"2026/03/{word}", f"topik/{word}"] if state == "removed" else []
                if not is_public(state, now) and not kept:
                    assert word.encode() not in found
                assert (f"Paragraf {word}".encode() in found) is is_public(state, now)
