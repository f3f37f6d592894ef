"""Plain paragraphs bypass the Markdown parser. The body is the same as that of a text that is converted whole."""

from __future__ import annotations

import re
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from press.content.markdown import fast_path, leftovers, pipeline
from press.content.markdown.diagnostics import Findings
from press.content.markdown.fast_path import MARK, Split, split, unsplit
from press.diagnostics import Diagnostic
from press.model import Body
from tests.fuzzing import fuzz

CASES = Path(__file__).parent.parent / "cases" / "markdown"

Outcome = tuple[Body, tuple[Diagnostic, ...]] | str


def split_outcome(text: str) -> Outcome:
    """Convert a text whose plain paragraphs are set aside: its body and problems, or the name of the exception."""
    try:
        return pipeline.make(text, "posts/x.md", 5)
    except Exception as error:
        pipeline.clear_converters()
        return type(error).__name__


def unsplit_outcome(text: str) -> Outcome:
    """Convert a text as a whole: its body and problems, or the name of the exception."""
    text = pipeline.without_control(text)
    notes = Findings(text, "posts/x.md", 5)
    text = leftovers.convert(text, notes)
    try:
        body = pipeline.body(unsplit(text), notes)
    except Exception as error:
        pipeline.clear_converters()
        return type(error).__name__
    assert body.words == len(body.text.split())
    return body, notes.problems()


BLOCKS = [
    "Bupati meresmikan jembatan.", "Satu baris,\nlalu dua.", "“Siap,” katanya.", "(Lampiran)", "Harga: Rp 5.000",
    "Spasi  dua.", "Akhir spasi ", "Akhir dua  ", "Patah  \nbaris", "Patah \nbaris", "a\tb", "a\rb", "a\r\n", "\r",
    "\r\n", "Tab\n\tdua", "Masuk\n  dua", "Masuk\n    empat", " satu", "    kode", "    kode\nbiasa", "\tkode",
    "        dalam", "- a", "- a\n- b", "- a\n\n    lanjut", "- a\n\n- b", "* c", "+ d", "1. a\n2. b", "3. c", "12) d",
    "- ", "-", "1.", "1986. Tahun itu", "1986.Tahun", "Pada\n1986. tahun", "1986 adalah", "٣. tiga", "2.5 juta", "²x",
    "> kutip", "> kutip\nmalas", "teks\n> kutip", ">", "# Judul", "## Judul ##", "teks\n# Judul\nteks", "#",
    "# Judul\n- a", "Judul\n===", "Judul\n---", "Judul\n=", "dua\nbaris\n---", "---", "teks\n---\nteks", "***", "_ _ _",
    "- - -", "=", "=\n=", "- a\nJudul\n---", "+", "a\n+ b", "a\n- b", "a\n* b", "a\n1. b", "*tebal* dan **kuat**",
    "_miring", "nama_berkas_ini", "a*b*c", "~~hapus~~", "`kode`", "\\*", "a \\\nb", "a\\", "Nomor 1\\. a", "[a](b.md)",
    "![](foto.jpg)", "![a](http://x.example/a.jpg)", "[a](javascript:x)", "[](b.md)", "[a]()", "[a]", "[r]", "[r][]",
    "[r]: c.md", "[r]: c.md 'Judul'", "[r]:\n  c.md", "[r]: c.md\n'Judul'", "teks\n[r]: c.md", "[k", "k]", "[^1]",
    "[^1]: Kaki.", "[^1]:\n    Kaki.", "Kata[^1].", "*[HTML]: Bahasa", "HTML", "Istilah", ": definisi", ":   definisi",
    "Istilah\n: definisi", "::", "kata) : b", "{: .x}", "{: #kode }", "teks {: .x}", "{", "}", "| a |",
    "| a |\n|---|\n| b |", "a | b\n--|--\nc | d", "```\nkode\n```", "```", "~~~", "``` x", "teks\n```\nkode", "<div>",
    "</div>", "<b>x", "<!-- c -->", "<!--", "-->", "<", ">", "a < b", "a > b", "&", "R&D", "&amp;", "&#33;", "&#xfdd0;",
    "&#x200b;", "<http://a.example>", "<a@b.example>", '"press:0"', 'Kata "press:1" itu', 'press:0"', "\x01",
    "a\x02b\x03", "\x02wzxhzdk:0\x03", "\x02klzzwxh:0000\x03", "\x02amp\x03", "a\x0cb", "\x01\n\n", "\x1e", f"{MARK}",
    f"a{MARK}b", "\ufffe", "\uffff", "\ufeff", "\ufeffa", "\ue000", "\ufdef", "\x85", "\x9f", "\xa0", "\u3000",
    "\u2028", "a\xa0b", "a\u2003b", "a\u3000b", "a\u2028b", "a\x85b", "a\x1cb", "a\u200bb", "a\u2003", "\u2003a",
    "\u200ba", "a\u00ad", "é", "e\u0301", "日本語。", "العربية", "😀 senyum", "'kutip'", "http://a.example/x?y=1",
    "a@b.example", "@", "$5", "!", "!a", "?", ".", ",", ";", "%", "/", "^", "^a", "'", '"', "“", "(a)", ")", "—", "–",
    "• butir", "§", "...", "a..", "*", "**", "_", "__", "~", "~~", "`", "\\", "]", "[", "](", "footnote-", "figure",
    "wzxhzdk:0", "klzzwxh:0000", "**Jakarta**, 5 Maret", "**Penting**", "a **b** c **d e** f", "a**b**c", "**a** **b**",
    "**a****b**", "**a***", "***a**", "***a***", "**a *b* c**", "** a**", "**a **", "a ** b ** c", "**a", "a**",
    "**a** b** c", "a **b\nc** d", "****", "** **", "**.**", "**\u2003a**", "**\u200ba**", "**a_b_**", "**1. a**",
    "**a**:", "(**a**)", "**a**\n**b**", "**a**\n===", "**a**\nb  c", "**a\\**", "**a\n**b**", "- **a**", "##**a**",
    '"**press:1**"', "**a**b**c**", "**a** ", "** **a**", "*__a__*", "**a**  \nb",
]  # fmt: skip
BETWEEN = [
    *["\n\n"] * 12, "\n", "\n", "\n\n\n", "\n\n\n\n", "\n \n", "\n    \n", "\n\t\n", " \n\n", "\n\n ", "\r\n\r\n", "",
]  # fmt: skip


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Texts of blocks of all kinds, most of them separated by an empty line."""
    pieces = draw(st.lists(st.tuples(st.sampled_from(BLOCKS), st.sampled_from(BETWEEN)), max_size=10))
    return draw(st.sampled_from(["", "", "\n", " ", "\n\n"])) + "".join(block + between for block, between in pieces)


@fuzz(examples=300)
@given(texts())
@example("- a\n\nSatu.\n\n- b\n\nDua.\n\n    kode")
@example("Satu.\n\n\n\nDua.\n\n# Judul\n\n\n\nTiga.\n\nEmpat.\n")
@example("    \n    kode\n\nSatu.")
@example(f"Satu.\n\n{MARK}")
@example(f"{MARK}\n\n*a*")
@example("[a](\x02)\n\nSatu.\n\n\\*\x01*b*")
def test_split_blocks_give_the_same_as_unsplit(text: str) -> None:
    assert split_outcome(text) == unsplit_outcome(text)


@fuzz(examples=300)
@given(st.lists(st.text(max_size=12), max_size=6).map("\n\n".join))
def test_split_text_of_any_kind_gives_the_same_as_unsplit(text: str) -> None:
    assert split_outcome(text) == unsplit_outcome(text)


@pytest.mark.parametrize("file", sorted(CASES.glob("*.md")), ids=lambda file: file.stem)
def test_split_cases_give_the_same_as_unsplit(file: Path) -> None:
    for text in [file.read_text("utf-8"), *re.split(r"^===.*\n|^--->\n", file.read_text("utf-8"), flags=re.MULTILINE)]:
        assert split_outcome(text) == unsplit_outcome(text)


def test_split_real_posts_give_the_same_as_unsplit(real_posts: list[Path]) -> None:
    for file in real_posts:
        text = re.sub(r"\A---\n.*?\n---\n", "", file.read_text("utf-8"), flags=re.DOTALL)
        # Most of these posts have a tag or an ampersand somewhere; without them there is more to set aside.
        for variant in (text, re.sub(r"<[^>]*>|[<>&{|^]", "", text)):
            assert split_outcome(variant) == unsplit_outcome(variant), file


def test_every_plain_character_gives_the_same_as_unsplit() -> None:
    """Of every assigned character, and of one in a hundred of the others."""
    codes = range(sys.maxunicode + 1)
    every = [chr(code) for code in codes if unicodedata.category(chr(code)) not in ("Cn", "Co") or code % 100 == 0]
    inside = [char for char in every if split(f"a{char}b").rest == MARK]
    first = [char for char in every if split(f"{char}b").rest == MARK]
    assert len(inside) > len(first) > 130_000
    for text in ("\n\n".join(first[n : n + 500]) for n in range(0, len(first), 7_000)):
        assert split_outcome(text) == unsplit_outcome(text)
    for text in ("a".join(inside[n : n + 10_000]) for n in range(0, len(inside), 10_000)):
        assert split_outcome(f"a{text}b") == unsplit_outcome(f"a{text}b")
    assert not [char for char in inside if char.isspace() and char not in " \n"]


def test_consecutive_plain_paragraphs_are_set_aside_together() -> None:
    text = "Satu.\n\nDua,\ntiga.\n\n- a\n\nEmpat.\n\n\nLima.\n\n*b*\n"
    assert split(text) == Split(
        f"{MARK}\n\n- a\n\n{MARK}\n\n\n{MARK}\n\n*b*\n", [["Satu.", "Dua,\ntiga."], ["Empat."], ["Lima."]]
    )


def test_paragraphs_with_bold_words_are_set_aside() -> None:
    assert split("**Satu**, **dua tiga**.\n\n(**empat**)").rest == MARK
    body, _ = pipeline.make("**Satu**,\n**dua  tiga**.\n\n*Empat.*\n\n**Lima**", "posts/x.md", 1)
    assert body.html == (
        "<p><strong>Satu</strong>,\n<strong>dua  tiga</strong>.</p>\n<p><em>Empat.</em></p>\n"
        "<p><strong>Lima</strong></p>"
    )
    assert (body.text, body.lead, body.words) == ("Satu, dua tiga.\nEmpat.\nLima", "Satu, dua tiga.", 5)


@pytest.mark.parametrize("syntax", ["<b>", "R&D", "A\n: b", "[^1]: x", "*[a]: b", "```\nx\n```", "{: .a}", MARK])
def test_text_with_syntax_that_affects_other_paragraphs_is_not_split(syntax: str) -> None:
    text = f"Satu.\n\n{syntax}\n\nDua."
    assert split(text) == unsplit(text)


@pytest.mark.parametrize(
    "piece", ["a ", "a\n\n", "a\n", "1", "a\n\n\n", "\n", "**a** ", "**a ", "**a\n\n", "*", "**a**", " ", "“"]
)
@pytest.mark.parametrize("end", ["", "*", "\n\n*"])
def test_splitting_takes_linear_time(piece: str, end: str) -> None:
    text = piece * (1_000_000 // len(piece)) + end
    began = time.process_time()
    fast_path.split(text)
    assert time.process_time() - began < 1
