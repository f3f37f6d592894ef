"""The list of feeds that builds changed, and of which `announce` notifies the WebSub hub."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from press.cli.commands import command
from press.outputs.feeds import websub
from tests.portal import CONFIG, NOW, Portal

BASE = "https://uji.example/portal/"
HUB = '\n[feeds]\nhub = "https://hub.example/"\n[feeds.aliases]\n"/lama/feed.xml" = "/feed.xml"\n'


def changed_feeds(portal: Portal, *options: str) -> list[str]:
    """Build, and return the addresses in the list, relative to the portal."""
    done = CliRunner().invoke(command, ["build", "--root", str(portal.root), "--now", NOW, "--jobs", "1", *options])
    assert done.exception is None, done.output
    return [line.removeprefix(BASE) for line in list_file(portal).read_text().splitlines()]


def list_file(portal: Portal) -> Path:
    return portal.root / ".press/changed-feeds.txt"


@pytest.fixture
def portal_with_hub(tmp_path: Path) -> Portal:
    portal = Portal(tmp_path / "p", CONFIG + HUB)
    portal.post("a.md", date="2026-03-14", topics="[Air]")
    portal.post("b.md", date="2026-04-14")
    changed_feeds(portal)
    websub.remove(websub.noted(portal.root / ".press"), portal.root / ".press")
    return portal


def test_list_grows_until_the_hub_was_notified(portal_with_hub: Portal) -> None:
    folder = portal_with_hub.root / ".press"
    portal_with_hub.post("c.md", date="2026-05-14", topics="[Air]")
    first = changed_feeds(portal_with_hub)
    portal_with_hub.post("d.md", date="2026-05-15", topics="[Api]")
    both = changed_feeds(portal_with_hub)
    assert set(first) < set(both)
    assert changed_feeds(portal_with_hub) == both
    websub.remove([f"{BASE}{name}" for name in first], folder)
    assert changed_feeds(portal_with_hub) == sorted(set(both) - set(first))


def test_list_names_changed_live_feeds_but_no_aliases_or_archives(portal_with_hub: Portal) -> None:
    portal_with_hub.post("c.md", date="2026-05-14", topics="[Air]")
    folders = ("", "siaran-pers/", "topik/air/")
    assert sorted(changed_feeds(portal_with_hub)) == sorted(
        folder + name for folder in folders for name in ("atom.xml", "feed.json", "feed.xml")
    )


def test_hub_is_notified_of_corrections_on_a_topic_but_not_on_each_page(portal_with_hub: Portal) -> None:
    """The feed names the hub, so that programs ask for it there."""
    correction = "[{date: 2026-05-20, note: Angka salah}]"
    portal_with_hub.post("a.md", date="2026-03-14", topics="[Air]", corrections=correction)
    changed = [name for name in changed_feeds(portal_with_hub) if name.endswith("perubahan.xml")]
    assert changed == ["topik/air/perubahan.xml"]
    assert 'href="https://hub.example/"' in portal_with_hub.text("topik/air/perubahan.xml")
    assert "hub.example" not in portal_with_hub.text("2026/03/a/perubahan.xml")


def test_preview_build_does_not_change_the_list(portal_with_hub: Portal) -> None:
    portal_with_hub.post("c.md", date="2026-05-14")
    changed_feeds(portal_with_hub)
    before = list_file(portal_with_hub).read_bytes()
    changed_feeds(portal_with_hub, "--drafts", "--output", str(portal_with_hub.root / "preview"))
    assert before
    assert list_file(portal_with_hub).read_bytes() == before


def test_list_is_not_written_without_a_hub(portal: Portal) -> None:
    CliRunner().invoke(command, ["build", "--root", str(portal.root), "--now", NOW])
    assert (portal.root / "site/feed.xml").is_file()
    assert not list_file(portal).exists()
