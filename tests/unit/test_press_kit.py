"""What releases offer to journalists: photos at full size with their credits, quotations, a citation, terms."""

from __future__ import annotations

import html
import re

import pytest

from tests.photos import CANARY, photo, photo_with_metadata
from tests.portal import CONFIG, Portal

FULL = "2026/03/x/foto-640w.jpg"
PAGE = "2026/03/x/index.html"
IMAGE = "{src: foto.jpg, alt: Foto, caption: Jembatan baru, credit: Tito}"
KIT = "\n[press_kit]\n"


def page_of(portal: Portal, **fields: str) -> str:
    """Build a portal with one release, and return its page."""
    fields = {"image": IMAGE, **fields}
    portal.write("posts/foto.jpg", photo_with_metadata("JPEG"))
    portal.post("x.md", **{name: value for name, value in fields.items() if value})
    portal.build()
    return portal.text(PAGE)


def words(page: str) -> str:
    """The text of the block for the media."""
    block = page.partition('<details class="kit"')[2].partition("</details>")[0]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", block)))


def test_photo_is_offered_at_full_size_with_caption_credit_and_terms(portal: Portal) -> None:
    portal.write("config.toml", CONFIG + KIT + 'terms = "Sebut sumbernya."\n')
    page = page_of(portal)
    data = portal.site()[FULL]
    assert f'data-size="{len(data)}"' in page
    assert "JPG 640 × 400 piksel" in words(page)
    for text in ("Jembatan baru", "Foto: Tito", "Ketentuan: Sebut sumbernya."):
        assert text in words(page)
    for written in (b"Jembatan baru", b"Tito", b"Portal Uji", b"Sebut sumbernya."):
        assert written in data
    assert CANARY not in data


def test_terms_of_a_photo_and_its_photographer(portal: Portal) -> None:
    page = page_of(portal, image="{src: foto.jpg, alt: Foto, terms: Hanya untuk berita}", photographer="Arif Lesmana")
    assert "Foto: Arif Lesmana" in words(page)
    assert b"Arif Lesmana" in portal.site()[FULL]
    assert b"Hanya untuk berita" in portal.site()[FULL]


def test_each_photo_is_offered_once_also_those_in_the_text(portal: Portal) -> None:
    portal.write("posts/lain.png", photo_with_metadata("PNG"))
    portal.write("posts/foto.jpg", photo_with_metadata("JPEG"))
    portal.post("x.md", "![Foto](foto.jpg) ![Lain](lain.png)", image=IMAGE)
    portal.build()
    assert re.findall(r"download>([^<]+)</a>", portal.text(PAGE)) == ["foto-640w.jpg", "lain-png-640w.png"]
    assert {FULL, "2026/03/x/lain-png-640w.png"} <= set(portal.site())


@pytest.mark.parametrize("settings", ["megabytes = 0", "enabled = false"])
def test_settings_decide_whether_photos_are_published_twice(portal: Portal, settings: str) -> None:
    page_of(portal)
    assert FULL in portal.site()
    portal.write("config.toml", CONFIG + KIT + settings)
    portal.build()
    assert FULL not in portal.site()
    page = portal.text(PAGE)
    assert ("foto.jpg" in words(page)) == ("enabled" not in settings)
    assert ('href="#press-kit"' in page) is False, "no contact"
    warm = portal.site()
    portal.delete_cache()
    portal.build("clean")
    assert warm == portal.site("clean")


def test_large_file_and_other_formats_are_offered_as_the_page_shows_them(portal: Portal) -> None:
    portal.write("config.toml", CONFIG + KIT + "megabytes = 1\n")
    portal.write("posts/besar.jpg", photo(1800, 1200) + b"\0" * 1_000_000)
    portal.write("posts/gambar.gif", photo_with_metadata("GIF"))
    page_of(portal, image="{src: besar.jpg, alt: Foto}", images="[{src: gambar.gif, alt: Foto}]")
    page = portal.text(PAGE)
    assert re.findall(r"download>([^<]+)</a>", page) == ["besar.jpg", "gambar-gif.png"]
    assert "1.600 × 1.067 piksel" in words(page)
    assert page.count('data-size="0"') == 2
    assert not [name for name in portal.site() if re.search(r"besar-1800w|gambar-gif-640w", name)]


def test_withdrawn_release_offers_nothing(portal: Portal) -> None:
    """Without an edit, at the time of the withdrawal."""
    page_of(portal, withdrawn="{date: 2026-07-01, reason: Keliru}")
    assert FULL in portal.site()
    portal.build(now="2026-07-02T00:00:00+08:00")
    assert FULL not in portal.site()
    assert "kit" not in portal.text(PAGE).replace("press-kit", "")


@pytest.mark.parametrize("fields", [{"draft": "true"}, {"date": "2026-12-01"}])
def test_hidden_release_publishes_no_photo(portal: Portal, fields: dict[str, str]) -> None:
    portal.write("posts/foto.jpg", photo_with_metadata("JPEG"))
    portal.post("x.md", image=IMAGE, **fields)
    portal.build()
    assert not [name for name in portal.site() if "foto" in name.rpartition("/")[2]]


def test_links_and_standing_pages_have_no_block(portal: Portal) -> None:
    portal.write("pages/tentang.md", "---\ntitle: Tentang\n---\nIsi.\n")
    page = page_of(portal, kind="link", original="https://lain.example/a")
    assert "Untuk media" not in page + portal.text("tentang/index.html")
    assert FULL not in portal.site()


def test_quotations_are_shown_with_who_said_them(portal: Portal) -> None:
    page = page_of(portal, quotes='[{text: "Aman <b>", name: Ani, role: "Kepala Dinas"}, {text: Ya, name: Budi}]')
    assert "1 foto" in words(page)
    assert "2 kutipan" in words(page)
    assert "“Aman <b>” Ani, Kepala Dinas" in words(page)
    assert "<b>" not in page.partition('<details class="kit"')[2]


def test_quotation_needs_words_and_a_name(portal: Portal) -> None:
    portal.post("x.md", quotes="[{text: Aman}]")
    (problem,) = portal.problems()
    assert problem.rule == "quotes"


def test_citation_says_what_became_of_a_release(portal: Portal) -> None:
    """A correction by its day, else that it is no longer current."""
    cited = "Portal Uji (14 Maret 2026). Judul [Siaran pers]."
    page = page_of(portal, corrections="[{date: 2026-03-16, note: Angka}, {date: 2026-03-15, note: Nama}]")
    assert cited in words(page)
    assert "https://uji.example/portal/2026/03/x/ Diralat pada 16 Maret 2026." in words(page)
    assert "Tidak berlaku lagi." in words(page_of(portal, expires="2026-04-01"))
