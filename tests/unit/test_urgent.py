"""`build --urgent`: texts, feeds and alerts are published before photos and the search; at the end, all is the same."""

from __future__ import annotations

import hashlib
import json

import pytest

from press.build import engine
from press.errors import Refused
from tests.photos import photo
from tests.portal import CONFIG_WITH_SEARCH, Portal, Site
from tests.unit.test_alerts import DURING, OVER, alert
from tests.unit.test_cli import run

PHOTO = "{src: a.jpg, alt: Jembatan}"


@pytest.fixture
def searched(portal: Portal) -> Portal:
    """A portal with photos, share cards and a search index, and an alert that nobody has seen yet."""
    portal.write("config.toml", CONFIG_WITH_SEARCH)
    portal.write("posts/a.jpg", photo(640, 400))
    for number in range(3):
        portal.post(f"{number}.md", title=f"Rilis {number}", id=str(number), image=PHOTO)
    alert(portal, "banjir")
    return portal


def published_first(portal: Portal) -> Site:
    """The site after the first round of an urgent build."""
    seen: list[Site] = []
    engine.build(portal.request(now=DURING, urgent=True), texts_published=lambda: seen.append(portal.site()))
    [first] = seen
    return first


def is_photo_or_search(address: str) -> bool:
    return address.startswith(("2026/", "cari/indeks/")) and not address.endswith((".html", ".xml", ".json"))


def test_texts_feeds_and_alerts_come_first_with_a_manifest_that_is_right(searched: Portal) -> None:
    first = published_first(searched)
    needed = {"pinned.json", "index.html", "peringatan/atom.xml", "2026/06/banjir/cap.xml", "2026/03/0/index.html"}
    assert needed <= first.keys()
    assert not any(map(is_photo_or_search, first))
    listed: dict[str, list[str] | str] = {}
    for address in (one for one in first if one.endswith("manifest.json")):
        listed |= json.loads(first[address])["files"]
    for address, row in listed.items():
        assert hashlib.sha256(first[address]).hexdigest() == (row[0] if isinstance(row, list) else row)
    searched.build("clean", now=DURING)
    assert searched.site() == searched.site("clean")
    assert any(map(is_photo_or_search, searched.site().keys() - first.keys()))


def test_an_edit_is_published_at_once_and_gives_what_a_plain_build_gives(searched: Portal) -> None:
    searched.build(now="2026-06-01T11:00:00+08:00")
    searched.post("0.md", "Baru.", title="Rilis baru", id="0")
    first = published_first(searched)
    assert b"Rilis baru" in first["2026/03/0/index.html"]
    assert b"banjir" in first["pinned.json"]
    searched.build("clean", now=DURING)
    assert searched.site() == searched.site("clean")


def test_a_build_that_dies_between_the_rounds_is_completed_by_the_next(searched: Portal) -> None:
    def die() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        engine.build(searched.request(now=DURING, urgent=True), texts_published=die)
    searched.build(now=DURING)
    searched.build("clean", now=DURING)
    assert searched.site() == searched.site("clean")


def test_what_becomes_hidden_vanishes_everywhere_at_once(searched: Portal) -> None:
    """So there is only one round: in the first of two, the search would still have it."""
    hidden = {"body": "Kata yang sangat rahasia sekali di sini.", "title": "Rahasia negara kita", "id": "n-0000"}
    searched.post("0.md", **hidden)
    searched.build(now="2026-06-01T11:00:00+08:00")
    searched.post("0.md", **hidden, draft="true")
    called: list[bool] = []
    engine.build(searched.request(now=DURING, urgent=True), texts_published=lambda: called.append(True))
    assert not called
    assert b"rahasia sekali" not in b"".join(searched.site().values())
    assert b"banjir" in searched.site()["pinned.json"]


def test_only_a_new_alert_is_published_alone_and_the_next_build_completes_it(searched: Portal) -> None:
    """With photos and search missing; neither an old alert, another release nor what becomes hidden is urgent."""
    request = searched.request(now=DURING)
    assert "peringatan/atom.xml" in engine.publish_alerts(request)
    first = searched.site()
    assert b"banjir" in first["pinned.json"]
    assert not any(map(is_photo_or_search, first))
    searched.build(now=DURING)
    searched.build("clean", now=DURING)
    assert searched.site() == searched.site("clean")
    searched.post("1.md", "Baru.", title="Rilis baru", id="1")
    assert engine.publish_alerts(request) == ()
    searched.post("0.md", "Konsep.", title="Konsep", id="0", draft="true")
    alert(searched, "gempa")
    assert engine.publish_alerts(request) == ()
    assert searched.site() == searched.site("clean")
    searched.build(now=DURING)
    alert(searched, "gempa", withdrawn="{date: 2026-06-01T12:00:00+08:00, reason: Salah}")
    assert "pinned.json" in engine.publish_alerts(request)
    elsewhere = searched.request("dingin", now=OVER)  # a full build, with nothing but old alerts
    assert engine.publish_alerts(elsewhere) == ()


def test_errors_publish_nothing(searched: Portal) -> None:
    alert(searched, "banjir", expires="~")
    with pytest.raises(Refused):
        published_first(searched)
    assert not (searched.root / "site").exists()


def test_the_command_says_when_texts_are_published(searched: Portal) -> None:
    result = run(searched, "build", "--urgent", "--now", DURING, "--verify")
    assert result.returncode == 0, result.stderr
    assert "teks, umpan, dan peringatan sudah terbit" in result.stdout
