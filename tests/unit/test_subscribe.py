"""The page and the OPML file of all feeds: both are complete, and agree with the feeds of the lists."""

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
def built_portal(tmp_path: Path) -> Portal:
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
    """The name and page of every feed in the OPML file, by the address of the feed."""
    found = [one for one in outlines(portal) if one.get("type") == "rss"]
    assert all(one.get("text") == one.get("title") for one in found)
    return {
        one.get("xmlUrl", "").removeprefix(BASE): f"{one.get('text')} {one.get('htmlUrl', '').removeprefix(BASE)}"
        for one in found
    }


def test_opml_has_every_feed_except_those_of_tags_and_archives(built_portal: Portal) -> None:
    there = {
        name for name in built_portal.site() if name.endswith("feed.xml") and not name.startswith(("tag/", "arsip/"))
    }
    assert feeds(built_portal).keys() == there
    assert judge(built_portal.root / "site", BASE) == []


def test_feeds_have_the_names_of_their_lists(built_portal: Portal) -> None:
    found = feeds(built_portal)
    assert found["feed.xml"] == "Portal Uji "
    assert found["siaran-pers/feed.xml"] == "Siaran pers siaran-pers/"
    assert found["topik/air/feed.xml"] == "Air & sanitasi topik/air/"
    assert found["wilayah/kota-laut/feed.xml"] == "Kota Laut wilayah/kota-laut/"
    assert found["bahasa/en/feed.xml"] == "Inggris bahasa/en/"
    assert found["ralat/feed.xml"] == "Ralat dan pencabutan ralat/"


def test_opml_groups_feeds_in_folders_and_gives_their_language(built_portal: Portal) -> None:
    folders = [one.get("text") for one in outlines(built_portal) if one.get("type") is None]
    assert not any(one.get("title") for one in outlines(built_portal) if one.get("type") is None)
    assert folders == ["Jenis", "Topik", "Instansi", "Wilayah", "Bahasa"]
    languages = {one.get("xmlUrl", "").removeprefix(BASE): one.get("language") for one in outlines(built_portal)}
    assert (languages["bahasa/en/feed.xml"], languages["topik/air/feed.xml"]) == ("en", "id")


def test_page_links_the_same_feeds_in_all_formats(built_portal: Portal) -> None:
    page = built_portal.text("langganan/index.html")
    named = set(re.findall(r'<li><a href="/portal/([^"]*(?:feed\.xml|atom\.xml|feed\.json))" type', page))
    wanted = {address.removesuffix("feed.xml") for address in feeds(built_portal)}
    assert named == {folder + name for folder in wanted for name in ("feed.xml", "atom.xml", "feed.json")}
    assert '<a href="/portal/siaran-pers/">Siaran pers</a>' in page
    assert "Air &amp; sanitasi" in page
    assert 'href="/portal/feeds.opml"' in page


def test_names_are_in_the_language_of_the_portal(tmp_path: Path) -> None:
    portal = Portal(tmp_path / "p", SETTINGS.replace('language = "id"', 'language = "en"'))
    portal.build()
    assert feeds(portal)["press-releases/feed.xml"] == "Press releases press-releases/"


def test_opml_and_page_change_only_when_a_list_is_added_or_removed(built_portal: Portal) -> None:
    before = mtimes(built_portal.root / "site")
    path = built_portal.post("c.md", id="c", topics="[air]", regions="[Kota Laut]")
    built_portal.build()
    assert all(
        mtimes(built_portal.root / "site")[name] == before[name] for name in ("feeds.opml", "langganan/index.html")
    )
    built_portal.post("c.md", id="c", regions="[Pulau Baru]")
    built_portal.build()
    assert "wilayah/pulau-baru/feed.xml" in feeds(built_portal)
    path.unlink()
    built_portal.build()
    assert "wilayah/pulau-baru/feed.xml" not in feeds(built_portal)


def test_name_with_markup_is_escaped(portal: Portal) -> None:
    portal.post("a.md", offices='["Dinas <b>\\"Air\\"</b> & \'Api\'"]')
    portal.build()
    assert [name for name in feeds(portal).values() if name.startswith("Dinas <b>\"Air\"</b> & 'Api'")]
