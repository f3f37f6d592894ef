"""Where the time of a build goes: what is counted adds up, and what was dearest is named."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from press.build.profile import DEAREST, Profile, lines
from tests.portal import NOW, Portal

HOME = Path(__file__).parent.parent


def test_the_dearest_releases_come_first_and_no_more_than_ten_are_kept() -> None:
    profile = Profile()
    for number in range(30):
        profile.release(f"posts/{number % 7}-{number}.md", number / 100)
    assert [source for _, source in profile.dearest()] == [f"posts/{n % 7}-{n}.md" for n in range(29, 19, -1)]
    assert len(profile.dearest()) == DEAREST


def test_what_a_stage_took_adds_up_by_kind() -> None:
    profile = Profile()
    profile.add("draw", 0.5, kind="feeds")
    profile.add("draw", 0.25, kind="feeds")
    profile.add("draw", 1.0, 3, kind="lists")
    draw = [(spent.kind, spent.seconds, spent.number) for spent in profile.spent() if spent.stage == "draw"]
    assert draw == [("lists", 1.0, 3), ("feeds", 0.75, 2)]
    assert profile.spent()[-1].stage == "whole"


def test_a_build_counts_all_that_it_did(portal: Portal) -> None:
    for number in range(3):
        portal.post(f"{number}.md", id=f"n-{number}")
    report = portal.build()
    numbers = {(spent.stage, spent.kind): spent.number for spent in report.spent}
    assert numbers["read", ""] == numbers["draw", "release"] == numbers["publish", "release"] == 3
    assert sum(spent.number for spent in report.spent if spent.stage == "describe") == report.described
    assert sum(spent.number for spent in report.spent if spent.stage == "publish") == len(report.written)
    assert all(spent.seconds >= 0 for spent in report.spent)


def test_the_parts_are_within_the_whole(portal: Portal) -> None:
    """By one process: no time is counted twice, but that of reading, which is a part of staging."""
    for number in range(20):
        portal.post(f"{number}.md", "Isi. " * 500, id=f"n-{number}")
    spent = portal.build().spent
    parts = sum(one.seconds for one in spent if one.stage not in ("whole", "read"))
    whole = next(one.seconds for one in spent if one.stage == "whole")
    assert whole / 2 < parts <= whole


def test_the_command_says_it(portal: Portal) -> None:
    portal.post("a.md", id="a")
    command = [sys.executable, str(HOME / "build.py"), "build", "--root", str(portal.root), "--now", NOW, "--profile"]
    said = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assert re.search(r"^ +\d+\.\d{3} s +1 +\d+ µs  draw release$", said, re.MULTILINE)
    assert re.search(r"^ +\d+\.\d{3} s  posts/a.md$", said, re.MULTILINE)


def test_a_line_for_each() -> None:
    profile = Profile()
    profile.release("posts/a.md", 0.5)
    assert list(lines(profile.spent()[:1], profile.dearest())) == [
        "    0.500 s        1      500000 µs  read",
        "    0.500 s  posts/a.md",
    ]


def test_a_build_that_only_takes_away_can_be_written(portal: Portal) -> None:
    """A kind may have been asked for what must not exist, and nothing else."""
    portal.post("a.md", id="a", aliases="[/lama/a/]")
    portal.post("b.md", id="b")
    portal.build()
    (portal.root / "posts/a.md").unlink()
    report = portal.build()
    assert any(spent.number == 0 for spent in report.spent)
    assert list(lines(report.spent, report.dearest))
