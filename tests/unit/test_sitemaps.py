"""Sitemaps: dates, translations, no withdrawn release; news by time; a new release rewrites few sitemaps."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from tests.portal import CONFIG, Portal, mtimes

BASE = "https://uji.example/portal/"
NAMESPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}


def tree(portal: Portal, address: str) -> etree._Element:
    return etree.fromstring((portal.root / "site" / address).read_bytes())


def dates(portal: Portal, address: str) -> dict[str, str]:
    """The date of each address in a sitemap or sitemap index; empty where there is none."""
    root = tree(portal, address)
    rows = [*root.findall("s:url", NAMESPACES), *root.findall("s:sitemap", NAMESPACES)]
    return {
        row.findtext("s:loc", "", NAMESPACES).removeprefix(BASE): row.findtext("s:lastmod", "", NAMESPACES)
        for row in rows
    }


def news_titles(portal: Portal) -> list[str]:
    return [title.text or "" for title in tree(portal, "sitemap-news.xml").iterfind(".//n:title", NAMESPACES)]


def june(day_and_time: str) -> str:
    """The ISO time for a day and time of June 2026, as in ``01T12:00``."""
    return f"2026-06-{day_and_time}:00+08:00"


def test_release_is_in_the_sitemap_of_its_month_with_the_date_of_its_last_change(portal: Portal) -> None:
    portal.post("2026/03/a.md")
    portal.post("2026/03/b.md", updated="2026-03-20 08:00")
    portal.post("2026/04/c.md", date="2026-04-01", corrections="[{date: 2026-05-02 10:00, note: Salah}]")
    portal.build()
    assert dates(portal, "sitemaps/2026-03.xml") == {
        "2026/03/b/": "2026-03-20T08:00:00+08:00",
        "2026/03/a/": "2026-03-14T09:30:00+08:00",
    }
    assert dates(portal, "sitemaps/2026-04.xml") == {"2026/04/c/": "2026-05-02T10:00:00+08:00"}
    assert dates(portal, "sitemap.xml") == {
        "sitemaps/pages.xml": "",
        "sitemaps/2026-04.xml": "2026-05-02T10:00:00+08:00",
        "sitemaps/2026-03.xml": "2026-03-20T08:00:00+08:00",
    }


def test_drafts_and_scheduled_withdrawn_and_republished_releases_are_left_out(portal: Portal) -> None:
    portal.post("a.md", withdrawn="{date: 2026-05-01, reason: Keliru}")
    portal.post("b.md", original="https://lain.example/b/")
    portal.post("c.md", draft="true")
    portal.post("d.md", date="2027-01-01")
    portal.build()
    assert not [address for address in portal.site() if address.startswith("sitemaps/20")]
    assert list(dates(portal, "sitemap.xml")) == ["sitemaps/pages.xml"]


def test_release_is_removed_when_the_time_of_its_withdrawal_comes(portal: Portal) -> None:
    portal.post("2026/03/a.md", withdrawn="{date: 2026-06-01 13:00, reason: Keliru}")
    portal.post("2026/03/b.md")
    portal.build(now=june("01T12:00"))
    assert list(dates(portal, "sitemaps/2026-03.xml")) == ["2026/03/b/", "2026/03/a/"]
    portal.build(now=june("01T13:00"))
    assert list(dates(portal, "sitemaps/2026-03.xml")) == ["2026/03/b/"]


def languages(portal: Portal, address: str) -> dict[str, list[tuple[str, str]]]:
    """The language and address of each translation, by the address of the page."""
    found = {}
    for row in tree(portal, address).findall("s:url", NAMESPACES):
        links = row.findall("x:link", NAMESPACES)
        assert {link.get("rel") for link in links} <= {"alternate"}
        pairs = [(link.get("hreflang", ""), link.get("href", "").removeprefix(BASE)) for link in links]
        found[row.findtext("s:loc", "", NAMESPACES).removeprefix(BASE)] = pairs
    return found


def test_translations_link_to_each_other_across_months(portal: Portal) -> None:
    portal.post("2026/03/a.md", id="a")
    portal.post("2026/04/e.md", date="2026-04-02", lang="en", translation_of="a")
    portal.build()
    both = [("en", "en/2026/04/e/"), ("id", "2026/03/a/"), ("x-default", "2026/03/a/")]
    assert languages(portal, "sitemaps/2026-03.xml") == {"2026/03/a/": both}
    assert languages(portal, "sitemaps/2026-04.xml") == {"en/2026/04/e/": both}
    withdrawn = "{date: 2026-05-01, reason: Keliru}"
    portal.post("2026/04/e.md", date="2026-04-02", lang="en", translation_of="a", withdrawn=withdrawn)
    portal.build()
    assert languages(portal, "sitemaps/2026-03.xml") == {"2026/03/a/": []}


def test_sitemap_of_pages_has_standing_pages_and_lists_with_releases(portal: Portal) -> None:
    portal.write("pages/tentang.md", "---\ntitle: Tentang\nupdated: 2026-02-03\n---\n\nIsi.\n")
    portal.post("2026/03/a.md", topics="[Air & udara]", tags="[Pasar]")
    portal.build()
    found = dates(portal, "sitemaps/pages.xml")
    wanted = {"", "arsip/", "langganan/", "ralat/", "siaran-pers/", "topik/air-udara/", "tag/pasar/", "arsip/2026/03/"}
    assert found.keys() == wanted | {"arsip/2026/", "tentang/", "topik/", "tag/"}
    assert {address for address, date in found.items() if date} == {"tentang/"}
    assert all((portal.root / "site" / address / "index.html").is_file() for address in found)


def test_new_release_rewrites_only_its_month_the_index_and_the_news(portal: Portal) -> None:
    portal.post("2026/03/a.md", date="2026-03-14")
    portal.post("2026/05/b.md", date="2026-05-14")
    portal.build()
    before = mtimes(portal.root / "site")
    portal.post("2026/05/c.md", date="2026-05-31 08:00")
    portal.build()
    after = mtimes(portal.root / "site")
    changed = {address for address in after if "sitemap" in address and before.get(address) != after[address]}
    assert changed - {"sitemaps/manifest.json"} == {"sitemap.xml", "sitemap-news.xml", "sitemaps/2026-05.xml"}


# The news -----------------------------------------------------------------------------------------------------


def test_news_has_only_releases_of_the_last_48_hours(portal: Portal) -> None:
    portal.post("a.md", title="Air & <api>", date="2026-06-01 12:00")
    portal.build(now=june("01T11:59"))
    assert news_titles(portal) == []
    portal.build(now=june("01T12:00"))
    assert news_titles(portal) == ["Air & <api>"]
    portal.build(now=june("03T11:59"))
    assert news_titles(portal) == ["Air & <api>"]
    portal.build(now=june("03T12:00"))
    assert news_titles(portal) == []


def test_news_item_has_all_required_elements(portal: Portal) -> None:
    portal.post("a.md", title="Satu", date="2026-05-31 12:00", id="a")
    portal.post("b.md", title="One", date="2026-05-31 13:00", lang="en-GB", translation_of="a")
    portal.post("c.md", title="Sambutan", date="2026-05-31 14:00", kind="speech")
    portal.build()
    found = [
        {child.tag.rpartition("}")[2]: child.text for child in item.iter() if (child.text or "").strip()}
        for item in tree(portal, "sitemap-news.xml").findall("s:url", NAMESPACES)
    ]
    publication = {"name": "Portal Uji"}
    moment = "2026-05-31T{}:00:00+08:00"
    assert found == [
        publication
        | {"loc": f"{BASE}en-gb/2026/05/b/", "language": "en", "publication_date": moment.format(13), "title": "One"},
        publication
        | {"loc": f"{BASE}2026/05/a/", "language": "id", "publication_date": moment.format(12), "title": "Satu"},
    ]


def test_news_has_a_release_from_a_time_zone_where_the_next_month_has_begun(tmp_path: Path) -> None:
    portal = Portal(tmp_path / "p", CONFIG + '\n[places.Jauh]\ntimezone = "Pacific/Kiritimati"\n')
    portal.post("a.md", title="Jauh", date="2026-06-01 00:30", place="Jauh")
    portal.build(now="2026-05-31T19:00:00+08:00")
    assert news_titles(portal) == ["Jauh"]


def test_news_sitemap_lists_the_home_page_when_there_is_no_news(portal: Portal) -> None:
    portal.build()
    assert dates(portal, "sitemap-news.xml") == {"": ""}


def test_news_has_at_most_the_allowed_number_of_releases(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("press.outputs.sitemaps.MAX_NEWS", 2)
    for hour in (10, 11, 12):
        portal.post(f"{hour}.md", title=f"Pukul {hour}", date=f"2026-05-31 {hour}:00")
    portal.build()
    assert news_titles(portal) == ["Pukul 12", "Pukul 11"]


def test_every_address_is_an_existing_page_that_may_be_indexed(portal: Portal) -> None:
    portal.write("pages/tentang/desk.md", "---\ntitle: Meja\n---\n\nIsi.\n")
    corrected = "[{date: 2025-12-01, note: Salah}, {date: 2026-05-02, note: Salah lagi}]"
    portal.post("a.md", id="a", date="2025-11-01", topics="[Air]", offices="[Dinas Air]", corrections=corrected)
    portal.post("b.md", kind="photo", regions="[Kota Laut]", tags="[Pasar, Ünïcode]")
    portal.post("c.md", lang="en", translation_of="a", date="2026-01-05")
    portal.post("d.md", withdrawn="{date: 2026-05-01, reason: Keliru}")
    portal.build()
    maps = [address for address in portal.site() if address.startswith("sitemaps/") and address.endswith(".xml")]
    assert sorted(dates(portal, "sitemap.xml")) == sorted(maps)
    found = [address for name in maps for address in dates(portal, name)]
    assert len(found) == len(set(found))
    for address in found:
        page = portal.text(f"{address}index.html")
        assert f'<link rel="canonical" href="{BASE}{address}">' in page
        assert "noindex" not in page
