"""`press.content.prose`: the text without markup, and the place in the file of every character."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.config import Config
from press.content import front_matter, markdown, prose
from press.content.prose import REMOVED, PassageKind, Prose
from press.model import SourceFile
from tests.dialect.documents import DOCUMENTS
from tests.dialect.posts import markdown_of
from tests.fuzzing import fuzz

HEAD = "---\ntitle: Jembatan dibuka\nsummary: >-\n  Jembatan Lestari\n  dibuka.\ndate: 2026-03-02\n---\n"

CONFIG = Config("Kabar", "https://kabar.go.id", "id", "Asia/Jakarta")
HTML_CODE = re.compile(r"<(pre|code)\b.*?</\1>|<[^>]*>|https?://\S+", re.DOTALL)


def read(text: str) -> Prose:
    source = SourceFile("posts/a.md", (HEAD + text).encode(), "")
    found = prose.read(front_matter.parse(source, CONFIG))
    assert found
    return found


def body(text: str) -> list[tuple[str, str]]:
    return [(passage.kind.value, passage.text) for passage in read(text).body]


BLOCKS = {
    "Satu\ndua.\n\nTiga.": [("paragraph", "Satu\ndua."), ("paragraph", "Tiga.")],
    "# Judul #\nTeks": [("heading", "Judul"), ("paragraph", "Teks")],
    "Judul\n---\nTeks": [("heading", "Judul"), ("paragraph", "Teks")],
    "- satu\n  lanjut\n- [x] dua\n\n  alinea": [("item", "satu\nlanjut"), ("item", "dua"), ("item", "alinea")],
    "1) satu\n2) dua": [("item", "satu"), ("item", "dua")],
    "> kutipan\n> lanjut": [("quote", "kutipan\nlanjut")],
    "> - butir": [("item", "butir")],
    "| a | b |\n|---|---|\n| c | d |": [("cell", "a"), ("cell", "b"), ("cell", "c"), ("cell", "d")],
    "a | b\n--|--\nc | d\n\nTeks": [("cell", "a"), ("cell", "b"), ("cell", "c"), ("cell", "d"), ("paragraph", "Teks")],
    "```\nkode\n```\nteks": [("paragraph", "teks")],
    "- a\n\n  ~~~ x\n  kode\n  ~~~\n": [("item", "a")],
    "a\n\n    kode\n\nb": [("paragraph", "a"), ("paragraph", "b")],
    "[x]: https://a.id\n*[HTML]: Bahasa\n{: .kelas}": [],
    "[^1]: Catatan": [("item", "Catatan")],
    "***\nteks": [("paragraph", "teks")],
}
MARKS = {
    "kata **tebal**, *miring* dan __tebal__ _miring_ ~~coret~~": "kata tebal, miring dan tebal miring coret",
    "me**rubah** 3 * 4 snake_case": "merubah 3 * 4 snake_case",
    "[tautan **ini**](https://a.id \"Judul\"), [itu][x]": "tautan ini, itu",
    "`kode`, <https://a.id>, https://a.id/b. info@a.go.id.": f"{REMOVED}, {REMOVED}, {REMOVED}. {REMOVED}.",
    "a<br>b <!-- c -->d[^1]": "ab d",
    r"\*a\* &amp; b&nbsp;c": "*a* & b\u00a0c",
    "a {: .b} {#c}": "a",
    "[1] dan [dua]": "[1] dan [dua]",
}  # fmt: skip


@pytest.mark.parametrize("text", BLOCKS)
def test_blocks_become_passages(text: str) -> None:
    assert body(text) == BLOCKS[text]


@pytest.mark.parametrize("text", MARKS)
def test_marks_are_removed(text: str) -> None:
    assert [re.sub(" +$", "", found) for _, found in body(text)] == [MARKS[text]]


def test_images_are_passages_of_their_own() -> None:
    assert body("a ![b c](d.jpg) [![e](f.jpg)](g.md)") == [("alt", "b c"), ("alt", "e"), ("paragraph", "a  ")]


def test_cells_have_positions() -> None:
    found = [passage.cell for passage in read("a|b\n-|-\nc|d\n\na|b\n-|-\n|e|").body]
    positions = [(one.table, one.row, one.column) for one in found if one]
    assert positions == [(0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 1, 1), (1, 0, 0), (1, 0, 1), (1, 1, 0)]


def test_places_are_those_of_the_file() -> None:
    text = "Satu **dua**\ntiga [empat](x.md)\n\n> - lima\n\n| a | enam |\n|---|---|\n"
    lines = (HEAD + text).splitlines()
    for word in ("dua", "tiga", "empat", "lima", "enam"):
        (passage,) = (each for each in read(text).body if word in each.text)
        place = passage.place(passage.text.index(word))
        assert lines[place.line - 1][place.column - 1 :].startswith(word)


def test_fields_have_the_line_of_their_value() -> None:
    title, summary = read("").fields
    assert (title.field, title.place(3).line, summary.text) == ("title", 2, "Jembatan Lestari dibuka.")
    assert summary.kind is PassageKind.FIELD


@fuzz(examples=60)
@given(st.one_of(*DOCUMENTS.values()))
def test_every_character_has_its_place(text: str) -> None:
    lines = (HEAD + text).splitlines()
    for passage in read(text).body:
        for offset, character in enumerate(passage.text):
            place = passage.place(offset)
            source = lines[place.line - 1]
            assert character in f"{source[place.column - 1 :][:1]}\n{REMOVED}" or "&" in source


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W\d_]{2,}", text))


def test_words_of_real_posts_are_those_of_their_pages(real_posts: list[Path]) -> None:
    """At most 1 of 100 words of a page are not in the prose of its source or only there; code is left out."""
    total = differing = 0
    for path in real_posts[::12]:
        text = markdown_of(path.read_text(encoding="utf-8"))
        body, _ = markdown.render(text, "posts/a.md", 1)
        assert body
        page = words(HTML_CODE.sub(" ", body.html.replace("<", " <")))
        found = words(" ".join(passage.text for passage in read(text).body if passage.kind is not PassageKind.ALT))
        total += page.total()
        differing += (page - found).total() + (found - page).total()
    assert differing <= total / 100
