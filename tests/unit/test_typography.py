"""`press.rendering.typography`: typographic quotation marks on pages."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.rendering.typography import quotes, quotes_of_html
from tests.fuzzing import fuzz
from tests.photos import encoded, sample_image
from tests.portal import CONFIG, Portal

QUOTES = {
    '"Air naik," kata Bupati.': "“Air naik,” kata Bupati.",
    "Ia berkata, \"Kata beliau 'segera', ya.\"": "Ia berkata, “Kata beliau ‘segera’, ya.”",
    "Jum'at, Ma'ruf, '98": "Jum’at, Ma’ruf, ’98",
    '("Sehat")—"Kuat"': "(“Sehat”)—“Kuat”",
    '<em>"Satu"</em> dan "<b>dua</b>"': "<em>“Satu”</em> dan “<b>dua</b>”",
    '<p>"Satu</p><p>"dua"</p>': "<p>“Satu</p><p>“dua”</p>",
    '<a title="x" href="y">"z"</a>': '<a title="x" href="y">“z”</a>',
    "<code>\"a\"</code> <pre>'b'</pre>": "<code>\"a\"</code> <pre>'b'</pre>",
    'Layar 24", bukan "24"': 'Layar 24", bukan “24”',
    '"1.200 warga" &amp; "2"': "“1.200 warga” &amp; “2”",
    '&nbsp;"a"': "&nbsp;“a”",
    "tanpa tanda": "tanpa tanda",
}


@pytest.mark.parametrize("text", QUOTES)
def test_quotation_marks_become_typographic(text: str) -> None:
    assert quotes_of_html(text) == QUOTES[text]


@fuzz(examples=100)
@given(st.text("ab1 \"'<>&;/=(", max_size=40))
def test_nothing_else_changes(text: str) -> None:
    marks = re.compile("[\"'“”‘’]")
    written = html.escape(text, quote=False)
    assert marks.sub("|", quotes_of_html(written)) == marks.sub("|", written)
    assert marks.sub("|", quotes(text, wanted=True)) == marks.sub("|", text)
    assert quotes(text, wanted=False) == text


def test_only_pages_show_them(tmp_path: Path) -> None:
    portal = Portal(tmp_path, CONFIG + "\n[prose]\nquotes = true\n")
    portal.post("a.md", 'Kata "siap" dan `"kode"`.', title="'Rob \"Siap\" siaga'")
    portal.build()
    page = portal.text("2026/03/a/index.html")
    assert "<h1>Rob “Siap” siaga</h1>" in page
    assert 'Kata “siap” dan <code>"kode"</code>.' in page
    assert 'Kata "siap"' in portal.text("feed.xml")


def test_lists_captions_claims_and_points_show_them_as_soon_as_they_are_switched_on(tmp_path: Path) -> None:
    portal = Portal(tmp_path)
    portal.write("posts/a.jpg", encoded(sample_image(90, 60), "JPEG"))
    claim = "{text: 'Air \"beracun\"', verdict: hoaks, fact: 'Air \"aman\"'}"
    image = "{src: a.jpg, alt: Warga, caption: 'Warga \"siaga\"'}"
    portal.post("a.md", title="'Rob \"siap\"'", kind="klarifikasi", topics="[air]", claim=claim)
    portal.post("b.md", summary="'Kata \"siap\"'", points="['Satu \"dua\".', Tiga.]", topics="[air]", image=image)
    portal.build()
    assert "“" not in portal.text("topik/air/index.html")
    portal.write("config.toml", CONFIG + "\n[prose]\nquotes = true\n")
    portal.build()
    listed = portal.text("topik/air/index.html")
    for words in ("Rob “siap”</a>", "Air “beracun”</q>", ">Kata “siap”</p>"):
        assert words in listed
    claimed, pointed = (portal.text(f"2026/03/{slug}/index.html") for slug in "ab")
    assert "<p>Air “beracun”</p>" in claimed
    assert "<span>Air “aman”</span>" in claimed
    assert "<li>Satu “dua”.</li>" in pointed
    assert "<figcaption>Warga “siaga”" in pointed
    assert 'alt="Warga"' in pointed
    assert "“" not in portal.text("feed.json")
