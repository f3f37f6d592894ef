"""`press.checks.texts.pasted`: lists, tables and paragraphs as other programs leave them, and their fixes."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press import rules
from press.checks.texts import TextContext, pasted
from press.config import Config
from press.content import front_matter, prose
from press.content.markdown import render
from press.diagnostics import Diagnostic
from press.model import SourceFile
from tests.fuzzing import fuzz
from tests.portal import Portal

CONFIG = Config(title="", base_url="https://uji.example/", language="id", timezone="Asia/Makassar")
TOP = "---\ntitle: Judul\ndate: 2026-03-14\n---\n\n"
LETTERS = '{: type="a"}'

FIXED = {
    "dashes": ("Syarat:\n– KTP\n— KK\nDemikian.", "Syarat:\n- KTP\n- KK\n\nDemikian."),
    "dashes of several lines": ("– KTP yang\n  berlaku\n– KK", "- KTP yang\n  berlaku\n- KK"),
    "a second level of Word": ("•\tSatu\no\tDua\no\tTiga\n•\tEmpat", "•\tSatu\n    - Dua\n    - Tiga\n•\tEmpat"),
    "letters": ("a. KTP\nb. KK\n\nSelesai.", f"1. KTP\n2. KK\n{LETTERS}\n\nSelesai."),
    "letters between blank lines": ("a) KTP\n\nb) KK\n\nSelesai.", f"1. KTP\n\n2. KK\n{LETTERS}\n\nSelesai."),
    "capital letters": ("A. Satu\nB. Dua", '1. Satu\n2. Dua\n{: type="A"}'),
    "roman numbers": ("i. Satu\nii. Dua\niii. Tiga", '1. Satu\n2. Dua\n3. Tiga\n{: type="i"}'),
    "letters up to i": (
        "\n".join(f"{letter}. x" for letter in "abcdefghij"),
        "\n".join([f"{number}. x" for number in range(1, 11)] + [LETTERS]),
    ),
    "three levels": (
        "1. Satu:\na. Dua\n– x\n– y\nb. Tiga\n2. Empat",
        f"1. Satu:\n   1. Dua\n      - x\n      - y\n   2. Tiga\n   {LETTERS}\n2. Empat",
    ),
    "below a number, between blank lines": (
        "1. Satu:\n\na. Dua\n\nb. Tiga\n\n2. Empat",
        f"1. Satu:\n\n   1. Dua\n\n   2. Tiga\n   {LETTERS}\n\n2. Empat",
    ),
    "in an item": ("1. Satu:\n\n   – x\n   – y", "1. Satu:\n\n   - x\n   - y"),
    "indented dashes": ("Syarat:\n    – KTP\n    – KK", "Syarat:\n- KTP\n- KK"),
    "brackets": ("(1) Satu\n(2) Dua", "1. Satu\n2. Dua"),
    "no space": ("-KTP\n-KK", "- KTP\n- KK"),
    "no space after a number": ("1.KTP\n2.KK", "1. KTP\n2. KK"),
    "no space after a bullet": ("•KTP\n•KK", "- KTP\n- KK"),
    "a dot and a bracket": ("1). KTP\n2). KK\na.) x\nb.) y", f"1. KTP\n2. KK\n   1. x\n   2. y\n   {LETTERS}"),
    "dashes without a space": ("Syarat:\n–KTP\n–KK", "Syarat:\n- KTP\n- KK"),
    "hyphens of typographers": ("\u2010 KTP\n\u2011 KK", "- KTP\n- KK"),
    "the letter o": ("Syarat:\no KTP\no KK", "Syarat:\n- KTP\n- KK"),
    "Symbol": ("·\tKTP\n·\tKK", "- KTP\n- KK"),
    "Wingdings": ("\uf0b7\tKTP\n\uf0b7\tKK\n\nü\tx\nü\ty", "- KTP\n- KK\n\n- x\n- y"),
    "arrows": ("→ KTP\n→ KK", "- KTP\n- KK"),
    "emoji": ("📅 Senin\n📍 Aula\n⏰ 09.00", "- 📅 Senin\n- 📍 Aula\n- ⏰ 09.00"),
    "no-break spaces": ("•\xa0KTP\n•\xa0KK", "- KTP\n- KK"),
    "cells of a spreadsheet": (
        "Data:\nKecamatan\tPosko\nIlir\t3|4\nHulu\t\nSumber: BPBD",
        "Data:\n| Kecamatan | Posko |\n| --- | --- |\n| Ilir | 3\\|4 |\n| Hulu |  |\n\nSumber: BPBD",
    ),
    "an empty corner": ("\tJan\tFeb\nIlir\t3\t4", "|  | Jan | Feb |\n| --- | --- | --- |\n| Ilir | 3 | 4 |"),
    "rows without a delimiter row": ("|a|b|\n|1|2|\n|3|4|", "|a|b|\n| --- | --- |\n|1|2|\n|3|4|"),
    "too short a delimiter row": ("|a|b|\n|---|\n|1|2|", "|a|b|\n| --- | --- |\n|1|2|"),
    "hyphens that became dashes": ("|a|b|\n|—|—|\n|1|2|", "|a|b|\n| --- | --- |\n|1|2|"),
    "rows without outer bars": ("a | b | c\n1 | 2 | 3", "a | b | c\n| --- | --- | --- |\n1 | 2 | 3"),
    "a form": (
        "Acara digelar pada:\nHari\t\t: Senin\nPukul : 09.00 WITA\nHadirin dipersilakan.",
        "Acara digelar pada:\n\nHari\n: Senin\n\nPukul\n: 09.00 WITA\n\nHadirin dipersilakan.",
    ),
    "an indented paragraph": ("\tGubernur membuka jembatan.\n\nX.", "Gubernur membuka jembatan.\n\nX."),
    "only its first line": (
        "    Gubernur membuka jembatan itu pada hari Sabtu\npagi.",
        "Gubernur membuka jembatan itu pada hari Sabtu\npagi.",
    ),
    "with an address": (
        "X.\n\n\tInformasi lengkap,\n\tlihat https://bps.go.id/a atau bps.go.id, surel humas@a.go.id.",
        "X.\n\nInformasi lengkap,\nlihat https://bps.go.id/a atau bps.go.id, surel humas@a.go.id.",
    ),
    "with a signature": (
        "X.\n\n\tJembatan itu dibuka.\n\n\tKepala Dinas\n\tRina Amalia",
        "X.\n\nJembatan itu dibuka.\n\nKepala Dinas\nRina Amalia",
    ),
    "an indented list": ("Syarat:\n\n    - KTP asli\n    - KK\n", "Syarat:\n\n- KTP asli\n- KK\n"),
    "an indented list of dashes": ("Syarat:\n\n\t– KTP asli\n\t– KK\n", "Syarat:\n\n- KTP asli\n- KK\n"),
}  # fmt: skip
"""What people type or paste, and what `check --fix` makes of it."""

LEFT = {
    "a dash in prose": "Jembatan itu\n– setelah lama ditunggu\n– dibuka.",
    "a dialogue": "– Kapan dibuka?\n\n– Besok.",
    "one dash": "– KTP",
    "names with initials": "B. Susilo dan\nA. Rahman hadir.",
    "letters that do not follow each other": "a. KTP\nc. KK",
    "a.n.": "a.n. Kepala Dinas,\nb.p. Sekretaris",
    "an emoji": "📍 Aula\n\n📅 Senin",
    "bylines": "Penulis : Rina\nFoto    : Tito",
    "negative numbers": "-5 derajat\n-7 derajat",
    "a list": "- KTP\n  - asli\n- KK\n\n1. satu\n2. dua\n\n•\tx\n•\ty",
    "between fences": "```\n– a\n– b\n|a|b|\n|1|2|\na\tb\nc\td\n```",
    "HTML": "<pre>\n– a\n– b\n\na\tb\nc\td\n</pre>\n\n<div>\n– a\n– b\n</div>",
    "Liquid": "{% highlight sh %}\n– a\n– b\n{% endhighlight %}",
    "a table": "| a | b |\n|---|---|\n| 1 | 2 |\n\na | b\n--|--\n1 | 2",
    "bars in prose": "Kontak: 0811 | 0812\nPos: 0813 | 0814",
    "a drawn table": "+---+---+\n| a | b |\n+---+---+\n| 1 | 2 |\n+---+---+",
    "a colon without a space": "Wartawan: Benar?\nGubernur: Benar.",
    "shell": "X:\n\n    git clone https://a.example/b\n    sudo apt install git\n",
    "JSON": 'X:\n\n    {\n      "a": "Satu dua tiga empat lima enam."\n    }\n',
    "YAML": "X:\n\n    title: Satu dua tiga empat lima enam tujuh\n    - name: A\n",
    "HTML code": "X:\n\n    <p>Satu dua tiga empat lima enam.</p>\n",
    "Python": "X:\n\n    Print(satu_dua)\n    Raise the_flag if not done here\n",
    "output": "X:\n\n    Hello world\n",
    "a paragraph of an item": "- Satu\n\n    Dua tiga empat lima enam tujuh.",
    "a quote": "> – a\n> – b",
    "a link": "[a]: https://a.example\n[b]: https://b.example",
}
"""What is as its author meant it, or may be."""


def file(text: str) -> SourceFile:
    return SourceFile("posts/a.md", (TOP + text).encode(), "")


def problems(source: SourceFile) -> list[Diagnostic]:
    text = prose.read(front_matter.parse(source, CONFIG))
    assert text
    return list(pasted.check(text, TextContext(None, CONFIG)))  # type: ignore[arg-type]


def fixed(source: SourceFile) -> str:
    data = pasted.fix(source, problems(source), CONFIG)
    return data.decode().removeprefix(TOP)


@pytest.mark.parametrize(("typed", "markdown"), FIXED.values(), ids=FIXED)
def test_what_is_typed_becomes_markdown(typed: str, markdown: str) -> None:
    assert problems(file(typed)) != []
    assert fixed(file(typed)) == markdown
    assert problems(file(markdown)) == []


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT)
def test_other_text_is_not_named(text: str) -> None:
    assert problems(file(text)) == []


def test_each_problem_has_the_line_of_the_file() -> None:
    text = "Satu.\n\n– a\n– b\n\nx\ty\n1\t2\n\n\tGubernur membuka jembatan.\n"
    assert [(one.rule, one.place.line) for one in problems(file(text))] == [
        (rules.INDENTED_TEXT.name, 14), (rules.PASTED_LIST.name, 8), (rules.PASTED_TABLE.name, 11),
    ]  # fmt: skip


def test_all_other_bytes_stay_as_they_were() -> None:
    top = TOP.replace("\n", "\r\n").encode()
    before = b"\xef\xbb\xbf" + top + "Satu \x0b dua. \r\n\r\n– a\r\n– b\r\n\r\n".encode() + b"```\r\n\x0b \r\n```  "
    after = before.replace("–".encode(), b"-")
    source = SourceFile("posts/a.md", before, "")
    assert pasted.fix(source, problems(source), CONFIG) == after


PIECES = st.sampled_from([
    "– a b", "— Satu", "o\tdua", "a. tiga", "b. empat", "c. lima", "i. x", "ii. y", "1. enam", "2. tujuh", "1.Delapan",
    "2.Sembilan", "(1) aa", "(2) bb", "-Cc", "-Dd", "• ee", "•ff", "- gg", "  - hh", "    – ii", "", "", "Jj kk.",
    "a\tb", "c\td", "|a|b|", "|1|2|", "|---|---|", "|—|", "Nn : oo", "Pp\t: qq", "\tRr ss tt uu vv ww.", "    - Xx",
    "> – zz", "```", "<div>", "</div>", "    kode x", "{% raw %}", "***", "---", "\xa0", "1)\xa0dd", "# Yy", "ll mm",
])  # fmt: skip
MARKS = re.compile(r"[^\w\s]|(?<!\w)(?:o|[a-z]|[ivx]+|\d)(?!\w)", re.IGNORECASE)


def words(text: str) -> list[str]:
    """The words of the page, without what can be the mark of an item."""
    body, _ = render(text, "posts/a.md")
    assert body
    return MARKS.sub(" ", body.text).split()


@fuzz(examples=150)
@given(st.lists(PIECES, max_size=12))
def test_fixes_keep_all_words_and_leave_nothing_to_fix(pieces: list[str]) -> None:
    before = front_matter.parse(file("\n".join(pieces)), CONFIG).text
    after = fixed(file(before))
    assert words(after) == words(before)
    assert fixed(file(after)) == after


@pytest.mark.parametrize(
    "line", ["a. x\n", "– x\n", "1. x\n", "a\tb\n", "|a|b|\n", "X : y\n", "\tA b c.\n\n", "- x\n –\n"]
)
def test_the_time_is_linear(line: str) -> None:
    def seconds(count: int) -> float:
        source = file(line * count)
        started = time.process_time()
        problems(source)
        return time.process_time() - started

    assert any(seconds(8000) < 12 * seconds(1000) + 0.2 for _ in range(5))  # a busy machine can make one wrong


def test_a_build_names_them_and_check_can_be_told_not_to(portal: Portal) -> None:
    portal.post("a.md", "Syarat:\n– KTP\n– KK")
    assert [problem.rule for problem in portal.build().problems] == ["pasted-list"]
