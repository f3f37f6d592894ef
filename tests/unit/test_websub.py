"""The feeds that a build changed, for whoever tells the hub."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from press.cli.commands import command
from tests.portal import CONFIG, NOW, Portal

BASE = "https://uji.example/portal/"
HUB = '\n[feeds]\nhub = "https://hub.example/"\n[feeds.aliases]\n"/lama/feed.xml" = "/feed.xml"\n'


def built(portal: Portal, *options: str) -> list[str]:
    """What stands in the file after a build: the addresses below the portal's."""
    done = CliRunner().invoke(command, ["build", "--root", str(portal.root), "--now", NOW, "--jobs", "1", *options])
    assert done.exception is None, done.output
    return [line.removeprefix(BASE) for line in file(portal).read_text().splitlines()]


def file(portal: Portal) -> Path:
    return portal.root / ".press/changed-feeds.txt"


@pytest.fixture
def hubbed(tmp_path: Path) -> Portal:
    portal = Portal(tmp_path / "p", CONFIG + HUB)
    portal.post("a.md", date="2026-03-14", topics="[Air]")
    portal.post("b.md", date="2026-04-14")
    built(portal)
    return portal


def test_it_names_the_live_feeds_that_changed_and_no_copies_or_archives(hubbed: Portal) -> None:
    hubbed.post("c.md", date="2026-05-14", topics="[Air]")
    folders = ("", "siaran-pers/", "topik/air/")
    assert sorted(built(hubbed)) == sorted(
        folder + name for folder in folders for name in ("atom.xml", "feed.json", "feed.xml")
    )
    assert built(hubbed) == []


def test_a_preview_leaves_it_be(hubbed: Portal) -> None:
    before = file(hubbed).read_bytes()
    built(hubbed, "--drafts", "--output", str(hubbed.root / "preview"))
    assert before
    assert file(hubbed).read_bytes() == before


def test_without_a_hub_there_is_none(portal: Portal) -> None:
    CliRunner().invoke(command, ["build", "--root", str(portal.root), "--now", NOW])
    assert (portal.root / "site/feed.xml").is_file()
    assert not file(portal).exists()
