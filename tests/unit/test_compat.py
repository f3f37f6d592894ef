"""`press.compat`: our overrides give the same results as the libraries without them."""

from __future__ import annotations

import locale
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import feedgen.feed  # type: ignore[import-untyped]  # before `feedgen.util`, which needs what this loads
import feedgen.util  # type: ignore[import-untyped]
import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from press.compat.feedgen import FeedGenerator, rfc2822
from press.compat.jinja import Environment, escaped

# Jinja


@pytest.mark.parametrize("value", ["<b>", "a & \"b\" 'c'", 7, None, Markup("<i>"), "", "é\u2028"])
def test_escaped_gives_the_same_as_markupsafe(value: object) -> None:
    assert escaped(value) == str(escape(value))


def test_imported_macros_see_shared_variables_as_with_jinja() -> None:
    templates = {
        "macros": "{% macro named(x) %}{{ site }} {{ x }} {{ page is defined }}{% endmacro %}",
        "page": '{% from "macros" import named %}{{ named(page) }}',
    }
    results = []
    for kind in (jinja2.Environment, Environment):
        environment = kind(loader=jinja2.DictLoader(templates))
        environment.globals["site"] = "Uji"
        environment.translate = str  # type: ignore[attr-defined]
        results.append(environment.get_template("page").render(page="a"))
    assert results == ["Uji a False"] * 2


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
