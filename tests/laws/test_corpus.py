"""Real posts that nobody wrote for us: the public-domain blog of 18F.

It has one file of broken YAML, Liquid tags, raw HTML, and images and pages that did not come along.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import feedparser  # type: ignore[import-untyped]
import pytest

from press.build import verify
from press.diagnostics import Severity
from tests.portal import Portal

SETTINGS = """\
title = "18F"
base_url = "https://18f.example/blog/"
language = "en"
timezone = "America/New_York"

[checks.severity]
missing-file = "warning"
link = "warning"
"""
BROKEN = "posts/2016-05-19-content-debt-what-it-is-where-to-find-it-and-how-to-prevent-it-in-the-first-place.md"


@pytest.fixture
def blog(tmp_path: Path, real_posts: list[Path]) -> Portal:
    portal = Portal(tmp_path / "18f", SETTINGS)
    shutil.copytree(real_posts[0].parent, portal.root / "posts")
    return portal


def test_the_one_broken_file_is_named_and_the_build_refuses(blog: Portal) -> None:
    errors = [problem for problem in blog.problems() if problem.severity is Severity.ERROR]
    assert [(str(one.place), one.rule) for one in errors] == [(f"{BROKEN}:5:9", "front-matter")]
    assert not (blog.root / "site").exists()


def test_all_others_build_and_verify_and_their_feeds_parse(blog: Portal) -> None:
    (blog.root / BROKEN).unlink()
    report = blog.build(jobs=2)
    assert report.changed == 502
    assert verify.differences(blog.request(jobs=2)) == []
    feeds = [path for path in (blog.root / "site").rglob("*.xml") if path.name in ("feed.xml", "atom.xml")]
    assert len(feeds) > 200
    for path in feeds:
        parsed = feedparser.parse(path.read_bytes())
        assert not parsed.bozo, (path, parsed.get("bozo_exception"))
        assert parsed.version in ("rss20", "atom10")
