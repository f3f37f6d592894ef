"""Messages that name what was meant: lists with commas, names that differ in case, texts of other programs."""

from __future__ import annotations

import pytest

from press.build import engine
from press.diagnostics import Diagnostic
from press.i18n.catalogues import translator
from tests.portal import CONFIG, Portal

CLOSED = (
    CONFIG
    + """
[topics.air]
name = "Air bersih"
[topics.banjir]
name = "Banjir"
[offices.dinas-kesehatan]
name = "Dinas Kesehatan"
[offices.dinas-pupr]
name = "Dinas Pekerjaan Umum dan Penataan Ruang"
short = "Dinas PUPR"
[regions.kota]
name = "Kota Sandirana"
"""
)


def hints(portal: Portal) -> list[tuple[str, str]]:
    """The rule and the hint of each problem, in English."""
    return [(one.rule, _filled(one.hint, one)) for one in engine.inspect(portal.request(), lambda _, found: found)]


def _filled(text: str, problem: Diagnostic) -> str:
    return translator("en")(text).format_map(problem.values)


@pytest.mark.parametrize(
    ("field", "value", "hint"),
    [
        ("topics", "air, banjir", "write topics: [air, banjir]"),
        ("topics", "Air bersih; Banjir", "write topics: [air, banjir]"),
        ("topics", "air dan banjir", "write topics: [air, banjir]"),
        ("topics", '[air, "banjir, air bersih"]', "write topics: [air, banjir]"),
        ("office", "Dinas Kesehatn, dinas-pupr", "write office: [dinas-kesehatan, dinas-pupr]"),
        ("offices", "dinas pupr, dinas kesehatan", "write offices: [dinas-pupr, dinas-kesehatan]"),
        ("regions", "Kota Sandirana, entah", "write regions: [kota, entah]"),
        ("office", "Dinas Kesehatn", "did you mean “dinas-kesehatan”?"),
        ("office", "xyz", "choose one of those in config.toml: dinas-kesehatan, dinas-pupr"),
    ],
)
def test_a_list_with_commas_is_given_back_in_brackets(portal: Portal, field: str, value: str, hint: str) -> None:
    portal.write("config.toml", CLOSED)
    portal.post("a.md", **{field: value})
    assert set(hints(portal)) == {(field.removesuffix("s") if field == "offices" else field, hint)}


@pytest.mark.parametrize(
    ("field", "value", "hint"),
    [
        ("tags", "air, banjir", "if several are meant, write tags: [air, banjir]"),
        ("topics", '"air; a: b"', 'if several are meant, write topics: [air, "a: b"]'),
    ],
)
def test_a_comma_in_an_open_list_is_named(portal: Portal, field: str, value: str, hint: str) -> None:
    portal.post("a.md", **{field: value})
    assert hints(portal) == [("comma-list", hint)]


def test_a_comma_in_a_number_is_not_named(portal: Portal) -> None:
    portal.post("a.md", tags="1,5 juta bibit")
    assert hints(portal) == []


def test_the_list_that_a_hint_gives_is_right(portal: Portal) -> None:
    portal.write("config.toml", CLOSED)
    portal.post("a.md", topics="[air, banjir]", office="[dinas-kesehatan, dinas-pupr]", tags='[air, "a: b"]')
    assert hints(portal) == []


SAME = "there is “{}”: write the name exactly so, also its capital letters and its ending"


@pytest.mark.parametrize(
    ("written", "there"),
    [
        ("[x](Surat.pdf)", "surat.PDF"),
        ("[x](surat.docx)", "surat.PDF"),
        ("[x](B.md)", "b.md"),
        ("[x](b.MD#y)", "b.md"),
        ("[x](2026/C.md)", "c.md"),
        ("[x](/Berkas/X.pdf)", "x.pdf"),
    ],
)
def test_a_link_to_a_name_that_differs_only_in_case_or_ending_has_the_name(
    portal: Portal, written: str, there: str
) -> None:
    portal.post("a.md", written)
    portal.post("b.md")
    portal.post("2026/c.md")
    portal.write("posts/surat.PDF", b"%PDF-1.4\n")
    portal.write("static/Berkas/x.pdf", b"%PDF-1.4\n")
    assert hints(portal) == [("link", SAME.format(there))]


def test_files_with_commas_are_given_back_as_a_list(portal: Portal) -> None:
    portal.post("a.md", attachments="x.pdf, y.pdf")
    for name in ("x", "y"):
        portal.write(f"posts/{name}.pdf", b"%PDF-1.4\n")
    assert hints(portal) == [("missing-file", "several files are a list: [x.pdf, y.pdf]")]


@pytest.mark.parametrize(
    "name", ["b.md.txt", "b.txt", "b.docx", "b.odt", "b.md.docx", "b.pages", "b.rtf", "b.doc", "b.html", "B.DOCX"]
)
def test_a_text_of_another_program_is_named_with_the_name_that_it_should_have(portal: Portal, name: str) -> None:
    portal.write(f"posts/{name}", b"PK\x03\x04\0\0")
    ((rule, hint),) = hints(portal)
    assert rule == "unread-file"
    assert f"{name[0]}.md" in hint


def test_the_mark_of_an_open_document_is_not_named(portal: Portal) -> None:
    portal.write("posts/~$b.docx", b"\x05Rina\0\0")
    assert hints(portal) == []
