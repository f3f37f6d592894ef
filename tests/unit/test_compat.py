"""`press.compat`: what we override in a library gives what the library gives by itself."""

from __future__ import annotations

import locale
import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from functools import cache
from pathlib import Path

import feedgen.feed  # type: ignore[import-untyped]  # before its `util`, which counts on what it loads
import feedgen.util  # type: ignore[import-untyped]
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions.sane_lists import SaneListExtension
from markupsafe import Markup, escape

from press.compat.feedgen import FeedGenerator
from press.compat.jinja import escaped
from press.content.markdown import convert as converter

# Markdown

CASES = Path(__file__).parent.parent / "cases" / "markdown"


@cache
def plain_markdown() -> Markdown:
    """Python-Markdown as it comes, with the same settings."""
    extensions = [converter.extension(name, options) for name, options in converter.EXTENSIONS.items()]
    markdown = Markdown(extensions=[SaneListExtension(), *extensions], output_format="html")
    markdown.ESCAPED_CHARS = list(converter.PUNCTUATION)
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


def test_the_same_comes_out_of_real_posts(real_posts: list[Path]) -> None:
    for file in real_posts:
        stock, ours, _ = outcome(file.read_text("utf-8").split("\n---\n", 1)[-1])
        assert ours == stock, file


def test_a_text_loads_only_what_it_needs() -> None:
    assert converter.needed("Bupati berkata: “Siap.”\n\n- satu\n- dua [a](b)") == frozenset()
    assert converter.needed("| a |\n|---|\n\nx[^1]\n\nA\n: b\n\n```\n{}\n```\n*[a]: b") == converter.ALL


# Jinja


@pytest.mark.parametrize("value", ["<b>", "a & \"b\" 'c'", 7, None, Markup("<i>"), "", "é\u2028"])
def test_what_is_shown_is_what_jinja_would_show(value: object) -> None:
    assert escaped(value) == str(escape(value))


# feedgen

MOMENTS = st.builds(
    lambda naive, minutes: naive.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes))),
    st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001 - the zone is drawn below
    st.integers(-14 * 60, 14 * 60),
)


@given(MOMENTS)
def test_dates_in_rss_are_those_of_feedgen(moment: datetime) -> None:
    assert format_datetime(moment) == feedgen.util.formatRFC2822(moment)


def test_dates_in_rss_leave_the_locale_of_the_process_alone(monkeypatch: pytest.MonkeyPatch) -> None:
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
