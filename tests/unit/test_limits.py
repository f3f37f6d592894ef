"""One file cannot make a build huge or slow: every sort of part has a limit, and a message of an essential rule."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from press import rules
from press.content.front_matter.readers import MAX_CHARACTERS, MAX_ENTRIES
from press.content.markdown import limits, render
from tests.portal import CONFIG, Portal

LISTS = {
    "tags": "t{n}",
    "topics": "t{n}",
    "regions": "r{n}",
    "offices": "o{n}",
    "aliases": "/lama/{n}/",
    "images": "foto-{n}.jpg",
    "attachments": "berkas-{n}.pdf",
    "corrections": "{{date: 2026-03-15, note: ralat {n}}}",
}


def sizes(portal: Portal) -> list[str]:
    return [problem.message for problem in portal.problems() if problem.rule == rules.SIZE.name]


@pytest.mark.parametrize("field", LISTS)
def test_a_list_with_too_many_entries_is_refused(portal: Portal, field: str) -> None:
    """Also where the rule of the field is switched off."""
    portal.write("config.toml", f'{CONFIG}\n{field if field != "offices" else "office"} = "off"\n')
    portal.post("a.md", **{field: f"[{', '.join(LISTS[field].format(n=n) for n in range(MAX_ENTRIES + 1))}]"})
    assert sizes(portal) == ["“{field}” has {count} entries; at most {limit} are allowed"]


def test_evidence_of_a_claim_has_a_limit_too(portal: Portal) -> None:
    evidence = ", ".join(f"bukti {n}" for n in range(MAX_ENTRIES + 1))
    portal.post("a.md", kind="clarification", claim=f"{{text: x, verdict: scam, evidence: [{evidence}]}}")
    assert len(sizes(portal)) == 1


def test_the_longest_list_is_published(portal: Portal) -> None:
    portal.post("a.md", tags=f"[{', '.join(f't{n}' for n in range(MAX_ENTRIES))}]")
    assert portal.build().problems == ()


@pytest.mark.parametrize("field", ["title", "summary", "place", "author", "code", "tags"])
def test_a_long_field_is_refused(portal: Portal, field: str) -> None:
    portal.post("a.md", **{field: "x" * (MAX_CHARACTERS + 1)})
    assert sizes(portal) == ["“{field}” has {count} characters; at most {limit} are allowed"]


TEXTS: dict[str, tuple[int, Callable[[int], str]]] = {
    "links": (limits.MAX_LINKS, lambda count: "[a](https://a.example) " * count),
    "links in HTML": (limits.MAX_LINKS, lambda count: '<A HREF="https://a.example">a</A> ' * count),
    "images": (limits.MAX_IMAGES, lambda count: "![a](b.jpg) " * count),
    "headings": (limits.MAX_HEADINGS, lambda count: "".join(f"## {n}\n\n" for n in range(count))),
    "footnotes": (limits.MAX_FOOTNOTES, lambda count: "".join(f"[^{n}]: x\n\n" for n in range(count)) + "[^1]"),
    "abbreviations": (limits.MAX_ABBREVIATIONS, lambda count: "".join(f"*[A{n}]: x\n" for n in range(count)) + "\nA1"),
}


@pytest.mark.parametrize("parts", TEXTS)
def test_a_text_with_too_many_parts_is_refused(parts: str) -> None:
    limit, write = TEXTS[parts]
    body, problems = render(write(limit + 1), "posts/x.md")
    assert body is None
    assert [(one.rule, dict(one.values)) for one in problems] == [
        ("size", {"count": str(limit + 1), "limit": str(limit)})
    ]


@pytest.mark.parametrize("parts", TEXTS)
def test_a_text_with_as_many_parts_as_allowed_is_converted_in_time(parts: str) -> None:
    limit, write = TEXTS[parts]
    assert render(write(limit), "posts/x.md")[0]


def test_real_posts_are_far_below_the_limits(real_posts: list[Path]) -> None:
    for path in real_posts:
        text = path.read_text("utf-8")
        assert 10 * text.count("](") < limits.MAX_LINKS
        assert 10 * text.count("\n#") < limits.MAX_HEADINGS
