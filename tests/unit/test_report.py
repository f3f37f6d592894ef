"""The report of a month: from the releases and from Git alone."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from press.cli.commands import command
from press.errors import Exit
from tests.photos import photo
from tests.portal import CONFIG, NOW, Portal

OFFICES = (
    '[offices.humas]\nname = "Biro Humas"\n[offices.bpbd]\nname = "BPBD"\n[offices.dinkes]\nname = "Dinas Kesehatan"\n'
)
MARCH = ("--month", "2026-03")


@pytest.fixture
def newsroom(portal: Portal) -> Portal:
    """Two offices that published in March, one that did so in January only."""
    portal.write("config.toml", CONFIG + OFFICES)
    portal.post(
        "a.md", office="humas", date="2026-03-02 09:00", corrections='[{date: 2026-03-05, note: "Angkanya keliru"}]'
    )
    portal.post("b.md", office="humas", date="2026-03-31 23:59", body="Isi. ![](x.jpg) ![Peta](x.jpg)")
    portal.write("posts/x.jpg", photo(40, 30))
    portal.post("c.md", office="bpbd", date="2026-03-10 10:00", withdrawn="{date: 2026-04-01, reason: Tidak benar}")
    portal.post(
        "lama.md", office="dinkes", date="2026-01-15 10:00", corrections='[{date: 2026-03-09, note: "Namanya keliru"}]'
    )
    claim = "{text: Air beracun, verdict: checking, due: 2026-03-20}"
    portal.post("klaim.md", office="bpbd", date="2026-02-20 10:00", kind="clarification", claim=claim)
    portal.post("april.md", office="dinkes", date="2026-04-01 00:00")
    return portal


def run(portal: Portal, *arguments: str) -> str:
    arguments = ("report", "--root", str(portal.root), *(() if "--now" in arguments else ("--now", NOW)), *arguments)
    result = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def figures(portal: Portal, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(portal, "--format", "json", *arguments))
    return found


def test_figures_of_a_month_are_those_of_its_releases_and_changes(newsroom: Portal) -> None:
    found = figures(newsroom, *MARCH, "--now", "2026-05-01T00:00:00+08:00")
    assert (found["releases"], found["kinds"]) == (3, {"release": 3})
    assert [(one["id"], one["releases"], one["corrected"], one["last"]) for one in found["offices"]] == [
        ("humas", 2, 1, "2026-03-31"), ("bpbd", 1, 0, "2026-03-10"), ("dinkes", 0, 1, "2026-01-15"),
    ]  # fmt: skip
    assert [one["note"] for one in found["corrections"]] == ["Angkanya keliru", "Namanya keliru"]
    assert found["withdrawals"] == []
    assert (found["images"], found["without_alt"]) == (2, 1)
    assert [(one["source"], one["days"], one["late"]) for one in found["checking"]] == [("posts/klaim.md", 39, True)]
    april = figures(newsroom, "--month", "2026-04")
    assert [one["note"] for one in april["withdrawals"]] == ["Tidak benar"]
    assert {one["id"]: one["withdrawn"] for one in april["offices"]} == {"humas": 0, "bpbd": 1, "dinkes": 0}


def test_month_that_is_not_named_is_the_last_whole_one(newsroom: Portal) -> None:
    assert figures(newsroom, "--now", "2026-04-01T00:00:00+08:00")["month"] == "2026-03"
    assert figures(newsroom, "--now", "2026-01-31T23:00:00+08:00")["month"] == "2025-12"


def test_report_as_text_and_page_names_silent_offices_and_open_claims(newsroom: Portal) -> None:
    text = run(newsroom, *MARCH)
    assert "   0  Dinas Kesehatan: diam sejak 2026-01-15" in text
    assert "posts/klaim.md, dijanjikan 2026-03-20" in text
    page = run(newsroom, *MARCH, "--format", "html")
    words = " ".join(re.sub(r"<style.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL).split())
    for part in ("Laporan redaksi , Maret 2026", "Instansi yang diam 1", "Angkanya keliru", "Teks alternatif"):
        assert part.replace(" ,", ",").lower() in words.lower().replace(" ,", ","), part


def test_delay_is_the_time_from_what_a_release_names_to_the_branch(newsroom: Portal) -> None:
    hours = {"a.md": "2026-03-02T10:00+08:00", "b.md": "2026-04-01T09:00+08:00", "c.md": "2026-03-10T09:00+08:00"}
    git(newsroom.root, "init", "--quiet")
    for name, moment in hours.items():
        git(newsroom.root, "add", f"posts/{name}")
        git(newsroom.root, "commit", "--quiet", "--message", name, moment=moment)
    lag = figures(newsroom, *MARCH)["lag"]
    assert lag == {"median": 3600.0, "count": 3, "early": 1, "next_day": 1}
    assert "60 menit, median 3 rilis; 1 baru keesokan harinya atau lebih" in run(newsroom, *MARCH)


def test_month_that_cannot_be_read_is_named(newsroom: Portal) -> None:
    arguments = ["report", "--root", str(newsroom.root), "--month", "Maret"]
    result = CliRunner().invoke(command, arguments, standalone_mode=False)
    assert result.return_value is Exit.MISUSE
    assert "2026-10" in result.output


def git(root: Path, *arguments: str, moment: str = "") -> None:
    names = ("user.name=a", "user.email=a@b.example", "commit.gpgsign=false")
    settings = [word for name in names for word in ("-c", name)]
    times = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment} if moment else {}
    subprocess.run(["git", *settings, *arguments], cwd=root, check=True, env={**os.environ, **times})
