"""A release finds its photos and documents by the names that people write, and they get proper addresses."""

from __future__ import annotations

import unicodedata
from typing import cast
from urllib.parse import unquote

import pytest
from lxml import html

from tests.photos import pdf, photo
from tests.portal import Portal

PHOTO = photo(64, 48)
NFC, NFD = "kaf\u00e9.jpg", "kafe\u0301.jpg"


def published(portal: Portal) -> list[str]:
    """The names of the published photos and documents, and every link of the page to one of them, decoded."""
    page = html.fromstring(portal.text("2026/03/a/index.html"))
    query = "//article//img/@src | //article//a[@type or contains(@href, '.pdf')]/@href"
    links = [str(link) for link in cast("list[str]", page.xpath(query))]
    for link in links:
        assert link.isascii()
        assert " " not in link
        name = unquote(link.partition("#")[0].partition("?")[0]).removeprefix("/portal/")
        assert (portal.root / "site" / name).is_file(), link
    return links


@pytest.mark.parametrize(
    ("on_disk", "written"),
    [
        (NFC, NFC), (NFC, NFD), (NFD, NFC), (NFD, NFD), (NFC, "kaf%C3%A9.jpg"), (NFD, "kaf%C3%A9.jpg"),
        ("foto#1.jpg", "foto#1.jpg"), ("foto#1.jpg", "foto%231.jpg"), ("apa?.jpg", "apa?.jpg"),
        ("apa?.jpg", "apa%3F.jpg"), ("100%.jpg", "100%.jpg"), ("100%.jpg", "100%25.jpg"), ("a%20b.jpg", "a%20b.jpg"),
        ("a b.jpg", "a b.jpg"), ("a b.jpg", "a%20b.jpg"), ("a b#2 100%.jpg", "a b#2 100%.jpg"),
        ("a&b;'c.jpg", "a&b;'c.jpg"),
        ("#1.jpg", "%231.jpg"), ("a+b.jpg", "a+b.jpg"), ("a,b.jpg", "a,b.jpg"),
    ],
)  # fmt: skip
def test_a_photo_is_found_by_its_name(portal: Portal, on_disk: str, written: str) -> None:
    """In the text, as lead photo, in the gallery, and as attachment."""
    portal.write(f"posts/{on_disk}", PHOTO)
    name = f'"{written}"'
    portal.post(
        "a.md", f"![Foto](<{written}>)", image=f"{{src: {name}, alt: x}}", images=f"[{{src: {name}, alt: x}}]",
        attachments=f"[{{src: {name}}}]",
    )  # fmt: skip
    assert portal.build().problems == ()
    links = [link.replace("-64w.jpg", ".jpg") for link in published(portal)]
    assert len(links) == 6, "the block for the media shows it small, and offers it"
    assert len(set(links)) == 1


@pytest.mark.parametrize(
    ("on_disk", "written"),
    [
        ("kaf\u00e9", "kafe\u0301"), ("kafe\u0301", "kaf\u00e9"), ("kafe\u0301", "kaf%C3%A9"),
        ("kafe\u0301/kaf\u00e9", "kaf\u00e9/kaf\u00e9"), ("kaf\u00e9/kafe\u0301", "kafe\u0301/kaf\u00e9"),
    ],
)  # fmt: skip
def test_a_text_is_found_by_its_name_in_any_unicode_form(portal: Portal, on_disk: str, written: str) -> None:
    portal.post("a.md", f"[Itu](<{written}.md#bagian>)")
    assert [problem.rule for problem in portal.problems()] == ["link"]
    portal.post(f"{on_disk}.md", "## Bagian", slug="lain")
    assert portal.build().problems == ()
    assert 'href="/portal/2026/03/lain/#bagian"' in portal.text("2026/03/a/index.html")
    portal.post(f"{on_disk}.md", "## Lain", slug="baru")
    assert [problem.rule for problem in portal.build().problems] == ["anchor"]
    assert 'href="/portal/2026/03/baru/#bagian"' in portal.text("2026/03/a/index.html")
    (portal.root / f"posts/{on_disk}.md").unlink()
    assert [problem.rule for problem in portal.problems()] == ["link"]


def test_of_two_texts_with_equal_names_the_one_in_the_written_form_is_found(portal: Portal) -> None:
    portal.post("a.md", "[Satu](kaf\u00e9.md) [Dua](kafe\u0301.md)")
    portal.post("kaf\u00e9.md", slug="satu", id="satu")
    portal.post("kafe\u0301.md", slug="dua", id="dua")
    portal.build()
    page = portal.text("2026/03/a/index.html")
    assert page.index('href="/portal/2026/03/satu/">Satu') < page.index('href="/portal/2026/03/dua/">Dua')


def test_a_fragment_of_a_link_to_a_document_stays(portal: Portal) -> None:
    portal.write("posts/laporan 2%.pdf", pdf(2))
    portal.post("a.md", "[Laporan](<laporan 2%.pdf#page=2>)")
    portal.build()
    assert published(portal) == ["/portal/2026/03/a/laporan%202%25.pdf#page=2"]


@pytest.mark.parametrize(("on_disk", "written"), [(NFD, NFC), (NFC, NFD), ("foto#1.jpg", "foto#1.jpg")])
def test_a_photo_that_arrives_or_changes_later_is_published(portal: Portal, on_disk: str, written: str) -> None:
    portal.post("a.md", f"![Foto](<{written}>)")
    assert [problem.rule for problem in portal.problems()] == ["missing-file"]
    portal.write(f"posts/{on_disk}", PHOTO)
    assert portal.build().problems == ()
    first = portal.site()
    portal.write(f"posts/{on_disk}", photo(90, 60))
    portal.build()
    assert portal.site() != first
    (portal.root / "posts" / on_disk).unlink()
    assert [problem.rule for problem in portal.problems()] == ["missing-file"]


@pytest.mark.parametrize(
    ("on_disk", "written"),
    [
        ("foto.JPG", "foto.jpg"), ("Foto.jpg", "foto.jpg"), ("foto.jpeg", "foto.jpg"), ("foto.png", "foto.jpg"),
        ("FOTO.PNG", "foto.jpg"), ("foto.jpg", "foto"), (NFD.upper(), NFC),
    ],
)  # fmt: skip
def test_a_similar_name_is_suggested(portal: Portal, on_disk: str, written: str) -> None:
    portal.write(f"posts/{on_disk}", PHOTO)
    portal.write("posts/lain.jpg", PHOTO)
    portal.post("a.md", f"![Foto]({written})", attachments=f"[{written}]")
    for problem in portal.problems():
        assert problem.rule == "missing-file"
        assert unicodedata.normalize("NFC", dict(problem.values)["nearest"]) == unicodedata.normalize("NFC", on_disk)
        assert "{nearest}" in problem.hint


@pytest.mark.parametrize(
    "name", ["x" * 5000, "a\u0000b.jpg", "../../../../etc/passwd", "..", ".", "/", "//", "?", "#", "%"]
)
def test_a_name_that_no_file_can_have_is_reported(portal: Portal, name: str) -> None:
    portal.write("posts/lain.jpg", PHOTO)
    portal.post("a.md", image=f'"{name}"')
    assert portal.problems()


@pytest.mark.parametrize("use", ["image: laporan.pdf", "images: [{src: laporan.pdf, caption: Kata}]", "body"])
def test_a_document_in_place_of_a_photo_is_reported(portal: Portal, use: str) -> None:
    portal.write("posts/laporan.pdf", pdf(2))
    name, _, value = use.partition(": ")
    if value:
        portal.post("a.md", **{name: value})
    else:
        portal.post("a.md", '![Laporan](laporan.pdf "Kata")')
    assert [(problem.rule, dict(problem.values)["path"]) for problem in portal.problems()] == [
        ("media", "posts/laporan.pdf")
    ]
