"""Benchmarks: generated portals, comparison of their features, and results."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench import dialects, newsroom, parity, report
from bench.generators import REPOSITORY
from bench.measure import Cost
from bench.plot import draw
from bench.portal import release, releases
from bench.results import Key, Results
from press import config
from press.build import engine
from press.build.request import BuildRequest
from press.content import lifecycle

COUNT = 40


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench")
    dialects.press(folder, COUNT)
    return folder


def test_the_same_seed_gives_the_same_releases() -> None:
    assert list(releases(COUNT)) == list(releases(COUNT))
    assert list(releases(COUNT, seed=2)) != list(releases(COUNT))


def test_releases_are_in_order_of_date_and_have_unique_addresses() -> None:
    found = list(releases(COUNT))
    assert [release.date for release in found] == sorted(release.date for release in found)
    assert len({release.address for release in found}) == COUNT


def test_press_builds_the_portal_without_problems_and_with_all_counted_features(portal: Path) -> None:
    settings = config.load(portal)
    report = engine.build(BuildRequest(portal, portal / "site", settings, lifecycle.now("", {}, settings), jobs=1))
    assert report.problems == ()
    counts = parity.count(portal / "site")
    assert counts.releases == counts.json_ld == counts.open_graph == counts.sitemap == COUNT
    assert counts.feeds == counts.lists + 1
    assert counts.items == counts.full_texts


@pytest.mark.parametrize("write", [dialects.hugo, dialects.hugo_feeds, dialects.pelican, dialects.eleventy])
def test_every_dialect_contains_all_bodies(write: dialects.Writer, tmp_path: Path) -> None:
    write(tmp_path, COUNT, 1)
    texts = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.md")]
    assert len(texts) == COUNT
    assert all(any(text.endswith(f"\n\n{release.body}\n") for text in texts) for release in releases(COUNT))


def test_generator_without_a_feature_is_named(tmp_path: Path) -> None:
    full = parity.Counts(*[100] * len(parity.Counts._fields))
    assert parity.missing_features({"press": full, "hugo": full}) == []
    assert parity.missing_features({"press": full}) == []
    assert parity.missing_features({"press": full._replace(json_ld=0, files=900), "hugo": full}) == [
        "press: 0 json_ld, others have 100"
    ]


def test_results_are_saved_loaded_and_drawn(tmp_path: Path) -> None:
    results = Results(tmp_path / "results.json")
    for wall in (3.0, 1.0, 2.0):
        results.add(Key(1000, "clean", "press"), Cost(wall, 2.0, 100.0))
    results.save()
    loaded = Results(tmp_path / "results.json")
    assert loaded.medians(Key(1000, "clean", "press")) == Cost(2.0, 2.0, 100.0)
    assert "Press, clean 2.0 s" in draw(loaded, Results(tmp_path / "none.json"))


def test_tables_replace_those_in_the_documents(tmp_path: Path) -> None:
    for document in (REPOSITORY / "docs").glob("*.md"):
        (tmp_path / document.name).write_text(document.read_text(encoding="utf-8"), encoding="utf-8")
    empty = Results(tmp_path / "none.json")
    for name in report.tables(empty, empty, empty):
        report.write(name, f"| {name} was written |\n", tmp_path)
    text = "".join((tmp_path / name).read_text(encoding="utf-8") for name in ("performance.md", "scale.md"))
    assert re.findall(r"\| (\w+) was written \|", text) == ["newsroom", "large", "text", "growth"]


def test_newsroom_has_a_photo_in_every_second_release() -> None:
    with_photo, without = release(4, 10), release(5, 10)
    assert (newsroom.photo_of(with_photo), newsroom.photo_of(without)) == ("foto-4.jpg", "")
    assert "src: foto-4.jpg" in newsroom.press_text(with_photo)
    assert "foto: foto/foto-4.jpg\n---" in newsroom.hugo_text(with_photo)
    assert newsroom.press_text(without) == dialects.press_text(without)
