"""The converter gives what Python-Markdown gives with all extensions at once, only sooner."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions.sane_lists import SaneListExtension

from press.content.markdown import convert as converter

CASES = Path(__file__).parent / "cases" / "prose"


@cache
def plain_markdown() -> Markdown:
    """Python-Markdown as it comes, with the same settings."""
    extensions = [converter._extension(name, options) for name, options in converter._EXTENSIONS.items()]
    markdown = Markdown(extensions=[SaneListExtension(), *extensions], output_format="html")
    markdown.ESCAPED_CHARS = list(converter._PUNCTUATION)
    assert markdown.delimiters
    markdown.delimiters.add("~", "del", double=True)
    return markdown


def outcome(text: str) -> tuple[str, str, str]:
    """The HTML by Python-Markdown, by the converter, and by the converter with all extensions."""
    ways: list[Callable[[], str]] = [
        lambda: plain_markdown().reset().convert(text),
        lambda: converter.to_html(text),
        lambda: converter.to_html(text, converter.ALL),
    ]
    results = []
    for convert in ways:
        try:
            results.append(convert())
        except Exception as reason:
            plain_markdown.cache_clear()
            converter.forget()
            results.append(type(reason).__name__)
    return results[0], results[1], results[2]


MARKS = [
    "*", "**", "_", "~~", "`", "```\n", "\n", "\n\n", "    ", "  \n", "[a]", "(b)", "[a](b)", "![", "](", "[^1]",
    "[^1]: x", "<b>", "</b>", "<div>", "</div>", "&amp;", "&", "a", "kata", "# ", "## ", "=\n", "---\n", "- ", "* ",
    "1. ", "+ ", "> ", ": ", "| ", "|\n", "|--|\n", "*[HTML]: x", "HTML", "{: .x}", "{#id}", "<!-- c -->", "\\",
    "<http://a.b>", "<a@b.c>", "\t", "[a]: b\n", "~~~\n", "\\|", "'", '"', "(", ")", "]", "[", "{", "}", "<", "!",
    "é", "\u00a0", "\r\n", ":\t", "x:", " : ", "{{ x }}", "{.a", "[^", "*[", "://",
]  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(MARKS), max_size=25).map("".join))
@example("1. \n<!-- c -->*&amp;[^1]: x")
def test_the_same_comes_out_of_marks(text: str) -> None:
    stock, ours, full = outcome(text)
    assert ours == stock
    assert full == stock


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x02\x03")))
def test_the_same_comes_out_of_any_text(text: str) -> None:
    stock, ours, full = outcome(text)
    assert ours == stock
    assert full == stock


@pytest.mark.parametrize("file", sorted(CASES.glob("*.md")), ids=lambda file: file.stem)
def test_the_same_comes_out_of_the_cases(file: Path) -> None:
    for text in [file.read_text("utf-8"), *re.split(r"^===.*\n", file.read_text("utf-8"), flags=re.MULTILINE)]:
        stock, ours, full = outcome(text)
        assert ours == stock
        assert full == stock


@pytest.mark.skipif("PRESS_CORPUS" not in os.environ, reason="PRESS_CORPUS names no folder of real posts")
def test_the_same_comes_out_of_real_posts() -> None:
    files = sorted((Path(os.environ["PRESS_CORPUS"]) / "18f" / "posts").glob("*.md"))
    assert files
    for file in files:
        stock, ours, _ = outcome(file.read_text("utf-8").split("\n---\n", 1)[-1])
        assert ours == stock, file


def test_a_text_loads_only_what_it_needs() -> None:
    assert converter.needed("Bupati berkata: “Siap.”\n\n- satu\n- dua [a](b)") == frozenset()
    assert converter.needed("| a |\n|---|\n\nx[^1]\n\nA\n: b\n\n```\n{}\n```\n*[a]: b") == converter.ALL
