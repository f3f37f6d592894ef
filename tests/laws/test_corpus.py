"""Posts of a real blog, that of 18F, which is in the public domain.

It has one file with invalid YAML, Liquid tags, raw HTML, and links to images and pages that are missing.
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


def test_the_file_with_invalid_yaml_is_reported_and_nothing_is_built(blog: Portal) -> None:
    errors = [problem for problem in blog.problems() if problem.severity is Severity.ERROR]
    assert [(str(one.place), one.rule) for one in errors] == [(f"{BROKEN}:5:9", "front-matter")]
    assert not (blog.root / "site").exists()


def test_all_other_posts_are_built_and_verified_and_their_feeds_parse(blog: Portal) -> None:
    (blog.root / BROKEN).unlink()
    report = blog.build(jobs=2)
    assert report.changed == 502
    assert verify.differences(blog.request(jobs=2), report.problems) == []
    feeds = [path for path in (blog.root / "site").rglob("*.xml") if path.name in ("feed.xml", "atom.xml")]
    assert len(feeds) > 200
    for path in feeds:
        parsed = feedparser.parse(path.read_bytes())
        assert not parsed.bozo, (path, parsed.get("bozo_exception"))
        assert parsed.version in ("rss20", "atom10")
