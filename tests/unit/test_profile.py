"""The profile of a build: times add up, and the slowest releases are named."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from press.build.profile import SLOWEST, Profile, lines
from tests.portal import NOW, Portal

REPOSITORY = Path(__file__).parent.parent.parent


def test_slowest_releases_come_first_and_at_most_ten_are_kept() -> None:
    profile = Profile()
    for number in range(30):
        profile.add_release(f"posts/{number % 7}-{number}.md", number / 100)
    assert [source for _, source in profile.slowest()] == [f"posts/{n % 7}-{n}.md" for n in range(29, 19, -1)]
    assert len(profile.slowest()) == SLOWEST


def test_times_of_a_step_are_added_by_kind() -> None:
    profile = Profile()
    profile.add("render", 0.5, kind="feeds")
    profile.add("render", 0.25, kind="feeds")
    profile.add("render", 1.0, 3, kind="lists")
    rendered = [(timing.kind, timing.seconds, timing.number) for timing in profile.timings() if timing.step == "render"]
    assert rendered == [("lists", 1.0, 3), ("feeds", 0.75, 2)]
    assert profile.timings()[-1].step == "whole"


def test_build_counts_what_it_read_described_rendered_and_wrote(portal: Portal) -> None:
    for number in range(3):
        portal.post(f"{number}.md", id=f"n-{number}")
    report = portal.build()
    numbers = {(timing.step, timing.kind): timing.number for timing in report.timings}
    assert numbers["read", ""] == numbers["render", "release"] == numbers["write", "release"] == 3
    assert sum(timing.number for timing in report.timings if timing.step == "describe") == report.described
    assert sum(timing.number for timing in report.timings if timing.step == "write") == len(report.written)
    assert all(timing.seconds >= 0 for timing in report.timings)


def test_only_the_kinds_whose_templates_changed_are_described(portal: Portal) -> None:
    portal.post("a.md", id="a")
    portal.build()
    template = (REPOSITORY / "templates/list.html").read_text()
    portal.write("templates/list.html", template.replace("</header>", "</header><!-- baru -->"))
    timings = portal.build().timings
    assert {timing.kind for timing in timings if timing.step in ("describe", "render")} == {"lists", "manifest"}
    portal.build("clean")
    assert portal.site() == portal.site("clean")


def test_times_of_all_steps_are_within_the_time_of_the_build(portal: Portal) -> None:
    """With one process, no time is counted twice, except that of reading, which is a part of staging."""
    for number in range(20):
        portal.post(f"{number}.md", "Isi. " * 500, id=f"n-{number}")
    spent = portal.build().timings
    parts = sum(one.seconds for one in spent if one.step not in ("whole", "read"))
    whole = next(one.seconds for one in spent if one.step == "whole")
    assert whole / 2 < parts <= whole


def test_profile_option_prints_times_and_slowest_releases(portal: Portal) -> None:
    portal.post("a.md", id="a")
    command = [
        sys.executable,
        str(REPOSITORY / "build.py"),
        "build",
        "--root",
        str(portal.root),
        "--now",
        NOW,
        "--profile",
    ]
    output = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assert re.search(r"^ +\d+\.\d{3} s +1 +\d+ µs  render release$", output, re.MULTILINE)
    assert re.search(r"^ +\d+\.\d{3} s  posts/a.md$", output, re.MULTILINE)


def test_lines_has_a_line_for_each_timing_and_each_slow_release() -> None:
    profile = Profile()
    profile.add_release("posts/a.md", 0.5)
    assert list(lines(profile.timings()[:1], profile.slowest())) == [
        "    0.500 s        1      500000 µs  read",
        "    0.500 s  posts/a.md",
    ]


def test_lines_accepts_a_build_that_only_removes_outputs(portal: Portal) -> None:
    """All outputs of a kind may have to be removed; then its number of described outputs is 0."""
    portal.post("a.md", id="a", aliases="[/lama/a/]")
    portal.post("b.md", id="b")
    portal.build()
    (portal.root / "posts/a.md").unlink()
    report = portal.build()
    assert any(timing.number == 0 for timing in report.timings)
    assert list(lines(report.timings, report.slowest))
