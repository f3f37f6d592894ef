"""The page of all feeds and the file of all feeds: complete, and true to what lies beside the lists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from tests.judge.feeds import judge
from tests.portal import CONFIG, Portal, mtimes

BASE = "https://uji.example/portal/"
SETTINGS = (
    CONFIG
    + """
[topics.air]
name = "Air & sanitasi"
[topics.sepi]
name = "Sepi"
[offices.humas]
name = "Biro Humas"
"""
)


@pytest.fixture
def settled(tmp_path: Path) -> Portal:
    portal = Portal(tmp_path / "p", SETTINGS)
    portal.post("a.md", id="a", topics="[air]", offices="[humas]", regions="[Kota Laut]", tags="[Pasar]")
    portal.post("b.md", lang="en", translation_of="a")
    portal.build()
    return portal


def outlines(portal: Portal) -> list[etree._Element]:
    root = etree.fromstring(portal.text("feeds.opml").encode())
    assert (root.tag, root.get("version"), root.findtext("head/title")) == ("opml", "2.0", "Portal Uji")
    return list(root.iter("outline"))


def feeds(portal: Portal) -> dict[str, str]:
    """Name and page of every feed in the file, by its address."""
    found = [one for one in outlines(portal) if one.get("type") == "rss"]
    assert all(one.get("text") == one.get("title") for one in found)
    return {
        one.get("xmlUrl", "").removeprefix(BASE): f"{one.get('text')} {one.get('htmlUrl', '').removeprefix(BASE)}"
        for one in found
    }


def test_the_file_names_every_feed_but_those_of_tags_and_archives(settled: Portal) -> None:
    there = {name for name in settled.site() if name.endswith("feed.xml") and not name.startswith(("tag/", "arsip/"))}
    assert feeds(settled).keys() == there
    assert judge(settled.root / "site", BASE) == []


def test_feeds_are_called_what_their_lists_are_called(settled: Portal) -> None:
    found = feeds(settled)
    assert found["feed.xml"] == "Portal Uji "
    assert found["siaran-pers/feed.xml"] == "Siaran pers siaran-pers/"
    assert found["topik/air/feed.xml"] == "Air & sanitasi topik/air/"
    assert found["wilayah/kota-laut/feed.xml"] == "Kota Laut wilayah/kota-laut/"
    assert found["bahasa/en/feed.xml"] == "Inggris bahasa/en/"
    assert found["ralat/feed.xml"] == "Ralat dan pencabutan ralat/"


def test_feeds_stand_in_folders_with_their_language(settled: Portal) -> None:
    folders = [one.get("text") for one in outlines(settled) if one.get("type") is None]
    assert folders == ["Jenis", "Topik", "Instansi", "Wilayah", "Bahasa"]
    languages = {one.get("xmlUrl", "").removeprefix(BASE): one.get("language") for one in outlines(settled)}
    assert (languages["bahasa/en/feed.xml"], languages["topik/air/feed.xml"]) == ("en", "id")


def test_the_page_names_the_same_feeds_in_all_formats(settled: Portal) -> None:
    page = settled.text("langganan/index.html")
    named = set(re.findall(r'<li><a href="/portal/([^"]*(?:feed\.xml|atom\.xml|feed\.json))" type', page))
    wanted = {address.removesuffix("feed.xml") for address in feeds(settled)}
    assert named == {folder + name for folder in wanted for name in ("feed.xml", "atom.xml", "feed.json")}
    assert '<a href="/portal/siaran-pers/">Siaran pers</a>' in page
    assert "Air &amp; sanitasi" in page
    assert 'href="/portal/feeds.opml"' in page


def test_words_are_those_of_the_portal(tmp_path: Path) -> None:
    portal = Portal(tmp_path / "p", SETTINGS.replace('language = "id"', 'language = "en"'))
    portal.build()
    assert feeds(portal)["press-releases/feed.xml"] == "Press releases press-releases/"


def test_a_new_region_comes_and_goes_and_other_releases_change_nothing(settled: Portal) -> None:
    before = mtimes(settled.root / "site")
    path = settled.post("c.md", id="c", topics="[air]", regions="[Kota Laut]")
    settled.build()
    assert all(mtimes(settled.root / "site")[name] == before[name] for name in ("feeds.opml", "langganan/index.html"))
    settled.post("c.md", id="c", regions="[Pulau Baru]")
    settled.build()
    assert "wilayah/pulau-baru/feed.xml" in feeds(settled)
    path.unlink()
    settled.build()
    assert "wilayah/pulau-baru/feed.xml" not in feeds(settled)


def test_hostile_names_break_nothing(portal: Portal) -> None:
    portal.post("a.md", offices='["Dinas <b>\\"Air\\"</b> & \'Api\'"]')
    portal.build()
    assert [name for name in feeds(portal).values() if name.startswith("Dinas <b>\"Air\"</b> & 'Api'")]
