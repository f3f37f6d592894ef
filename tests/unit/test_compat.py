"""`press.compat`: our overrides give the same results as the libraries without them."""

from __future__ import annotations

import locale
import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from functools import cache
from pathlib import Path

import feedgen.feed  # type: ignore[import-untyped]  # before `feedgen.util`, which needs what this loads
import feedgen.util  # type: ignore[import-untyped]
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions.sane_lists import SaneListExtension
from markupsafe import Markup, escape

from press.compat.feedgen import FeedGenerator, rfc2822
from press.compat.jinja import escaped
from press.compat.markdown import keep_words
from press.content.markdown import convert as converter

# Markdown

CASES = Path(__file__).parent.parent / "cases" / "markdown"


@cache
def plain_markdown() -> Markdown:
    """Python-Markdown with the same settings, without our overrides for speed."""
    extensions = [converter.extension(name, options) for name, options in converter.EXTENSIONS.items()]
    markdown = Markdown(extensions=[SaneListExtension(), *extensions], output_format="html")
    markdown.ESCAPED_CHARS = list(converter.PUNCTUATION)
    assert markdown.delimiters
    markdown.delimiters.add("~", "del", double=True)
    keep_words(markdown)
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
        except Exception as error:
            plain_markdown.cache_clear()
            converter.clear_converters()
            results.append(type(error).__name__)
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
def test_converter_gives_the_html_of_python_markdown_for_combined_syntax(text: str) -> None:
    original, converted, with_extensions = outcome(text)
    assert converted == original
    assert with_extensions == original


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x02\x03")))
def test_converter_gives_the_html_of_python_markdown_for_any_text(text: str) -> None:
    original, converted, with_extensions = outcome(text)
    assert converted == original
    assert with_extensions == original


@pytest.mark.parametrize("file", sorted(CASES.glob("*.md")), ids=lambda file: file.stem)
def test_converter_gives_the_html_of_python_markdown_for_the_cases(file: Path) -> None:
    for text in [file.read_text("utf-8"), *re.split(r"^===.*\n", file.read_text("utf-8"), flags=re.MULTILINE)]:
        original, converted, with_extensions = outcome(text)
        assert converted == original
        assert with_extensions == original


def test_converter_gives_the_html_of_python_markdown_for_real_posts(real_posts: list[Path]) -> None:
    for file in real_posts:
        original, converted, _ = outcome(file.read_text("utf-8").split("\n---\n", 1)[-1])
        assert converted == original, file


def test_text_needs_only_the_extensions_whose_syntax_it_contains() -> None:
    assert converter.needed("Bupati berkata: “Siap.”\n\n- satu\n- dua [a](b)") == frozenset()
    assert converter.needed("| a |\n|---|\n\nx[^1]\n\nA\n: b\n\n```\n{}\n```\n*[a]: b") == converter.ALL


# Jinja


@pytest.mark.parametrize("value", ["<b>", "a & \"b\" 'c'", 7, None, Markup("<i>"), "", "é\u2028"])
def test_escaped_gives_the_same_as_markupsafe(value: object) -> None:
    assert escaped(value) == str(escape(value))


# feedgen

MOMENTS = st.builds(
    lambda naive, minutes: naive.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes))),
    st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001 - the zone is added above
    st.integers(-14 * 60, 14 * 60),
)


@given(MOMENTS)
def test_rss_dates_equal_those_of_feedgen(moment: datetime) -> None:
    assert rfc2822(moment) == format_datetime(moment) == feedgen.util.formatRFC2822(moment)


def test_rss_dates_do_not_change_the_locale_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locale, "setlocale", lambda *_: pytest.fail("the locale of the process was switched"))
    feed = FeedGenerator()
    feed.title("Uji")
    feed.link(href="https://uji.example/")
    feed.description("Uji")
    feed.lastBuildDate("2026-03-14T08:00:00+07:00")
    item = feed.add_entry()
    item.title("Uji")
    item.pubDate("2026-03-14T09:30:00+07:00")
    rss = feed.rss_str().decode()
    assert "<lastBuildDate>Sat, 14 Mar 2026 08:00:00 +0700</lastBuildDate>" in rss
    assert "<pubDate>Sat, 14 Mar 2026 09:30:00 +0700</pubDate>" in rss
