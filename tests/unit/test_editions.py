"""The portal in another language: its home page, lists and feeds, the words around releases, and how one switches."""

from __future__ import annotations

import gzip
import json
import re

import pytest

from press import config
from press.build import engine
from press.errors import BadConfig
from press.seal.keys import KeyList
from press.views import editions
from press.views.context import Snapshot
from press.views.sealed import canonical_text
from tests.portal import CONFIG, CONFIG_WITH_SEARCH, Portal
from tests.unit.test_seal import ORIGIN, ROOT_KEY, SEED, write_keys

URL = "https://uji.example/portal"
EDITION = """
[topics.air]
name = "Air minum"
description = "Tentang air."

[offices.pdam]
name = "Perusahaan Air"

[editions.en]
title = "Test Portal"

[editions.en.topics]
air = { name = "Water" }

[[menu]]
label = "Siaran pers"
url = "/siaran-pers/"

[[menu]]
label = "Tentang"
url = "/tentang/"
"""
SETTINGS = CONFIG + EDITION
BRIDGE = {"lang": "en", "translation_of": "a", "id": "a-en", "title": "Bridge opens", "topics": "[air]"}


@pytest.fixture
def two(portal: Portal) -> Portal:
    """A portal with an English edition, one release in both languages and one only in Indonesian."""
    portal.write("config.toml", SETTINGS)
    portal.post("2026/03/jembatan.md", id="a", title="Jembatan dibuka", topics="[air]")
    portal.post("2026/03/jembatan.en.md", **BRIDGE)
    portal.post("2026/03/pasar.md", id="b", title="Pasar dibuka", topics="[air]")
    return portal


def test_an_edition_has_home_page_lists_and_feeds_with_the_releases_in_its_language_only(two: Portal) -> None:
    two.build()
    for address in ("en/index.html", "en/topics/air/index.html", "en/press-releases/index.html", "en/feed.xml",
                    "en/topics/air/feed.json", "en/subscribe/index.html"):  # fmt: skip
        assert address in two.site()
    found = two.text("en/topics/air/index.html")
    assert '<html lang="en">' in found
    assert "Bridge opens" in found
    assert "<h1>Water</h1>" in found
    assert "14 Mar" in found
    assert "1 release" in found
    assert "Pasar" not in found
    assert "Tentang air" not in found
    items = json.loads(two.text("en/feed.json"))["items"]
    assert [item["title"] for item in items] == ["Bridge opens"]
    assert "Bridge" not in two.text("topik/air/index.html"), "the main edition is as it was"


def test_a_release_has_the_words_dates_and_links_of_the_edition_in_its_language(two: Portal) -> None:
    two.build()
    page = two.text("en/2026/03/jembatan/index.html")
    assert '<html lang="en">' in page
    assert "14 March 2026" in page
    assert "Maret" not in page
    assert '<a href="/portal/en/topics/air/">Water</a>' in page
    assert '<a href="/portal/en/press-releases/">Press releases</a>' in page, "breadcrumbs"
    assert 'title="Water (RSS)" href="/portal/en/topics/air/feed.xml"' in page
    assert '"inLanguage":"en"' in page
    assert f'"item":"{URL}/en/"' in page


def attributes(page: str, name: str) -> list[str]:
    return re.findall(f'{name}="([^"]*)"', page)


def index_terms(portal: Portal) -> str:
    """The words in the search index by which releases are found besides their texts."""
    fragments = (gzip.decompress(data) for address, data in portal.site().items() if "/fragment/" in address)
    return "\n".join(json.loads(one.removeprefix(b"pagefind_dcd"))["meta"].get("terms", "") for one in fragments)


def test_each_page_leads_to_itself_in_the_other_language_or_to_its_home_page_and_says_so(two: Portal) -> None:
    two.build()

    def switch(address: str) -> tuple[str, str]:
        page = two.text(f"{address}index.html")
        found = re.search(r'<a href="([^"]*)" hreflang="(?:en|id)" lang="(?:en|id)">(.*?)</a>', page)
        return (found[1].removeprefix("/portal"), re.sub("<.*?>", "", found[2])) if found else ("", "")

    assert switch("") == ("/en/", "English")
    assert switch("en/") == ("/", "Indonesia")
    assert switch("cari/") == ("/en/search/", "English")
    assert switch("topik/air/") == ("/en/topics/air/", "English")
    assert switch("2026/03/jembatan/") == ("/en/2026/03/jembatan/", "English")
    assert switch("en/2026/03/jembatan/") == ("/2026/03/jembatan/", "Indonesia")
    assert switch("2026/03/pasar/") == ("/en/", "English – home page")


def test_pages_in_several_languages_name_all_of_them_and_a_default(two: Portal) -> None:
    two.build()
    pairs = {
        "": "en/",
        "cari/": "en/search/",
        "topik/air/": "en/topics/air/",
        "2026/03/jembatan/": "en/2026/03/jembatan/",
    }
    for own, other in pairs.items():
        wanted = {("id", f"{URL}/{own}"), ("en", f"{URL}/{other}"), ("x-default", f"{URL}/{own}")}
        for page in (own, other):
            html = two.text(f"{page}index.html")
            assert set(re.findall(r'rel="alternate" hreflang="([^"]*)" href="([^"]*)"', html)) == wanted
    assert 'og:locale:alternate" content="id_ID"' in two.text("en/index.html")
    assert 'hreflang="x-default"' in two.text("sitemaps/2026-03.xml")
    assert f"<loc>{URL}/en/topics/air/</loc>" in two.text("sitemaps/pages.xml")


def test_the_search_page_of_an_edition_searches_the_index_for_what_is_in_its_language(two: Portal) -> None:
    two.write("config.toml", CONFIG_WITH_SEARCH + EDITION)
    two.post("2025/lama.md", id="c", date="2025-03-01", title="Dua tahun lalu")
    two.build()
    page, portal = two.text("en/search/index.html"), two.text("cari/index.html")
    assert '<html lang="en">' in page
    assert 'data-only="en"' in page
    assert "data-only" not in portal
    assert attributes(page, "data-bundles") == ["/portal/cari/indeks/2026/1/"], "nothing was in English before"
    assert attributes(portal, "data-bundles") == ["/portal/cari/indeks/2026/1/ /portal/cari/indeks/2025/1/"]
    assert 'data-home="/portal/"' in page
    assert '<a href="/portal/cari/" hreflang="id">Search all releases<small> (in Indonesian)</small></a>' in page
    assert "Water" in index_terms(two), "a release in English is found by the names of the edition"


def test_names_in_search_forms_of_an_edition_are_those_of_the_index(two: Portal) -> None:
    two.write("config.toml", CONFIG_WITH_SEARCH + EDITION)
    two.build()
    for address in ("en/search/", "en/press-releases/"):
        assert '<option value="Air minum">Water</option>' in two.text(f"{address}index.html")


def test_links_to_the_search_lead_to_that_of_the_edition(two: Portal) -> None:
    item = '\n[[menu]]\nlabel = "Cari"\nurl = "/cari/"\n'
    two.write("config.toml", SETTINGS + item)
    two.build()
    for address in ("en/search/", "en/", "en/2026/03/jembatan/"):
        links = re.findall('href="(/portal/(?:cari|en/search)/)"[^>]*>(Search|Cari)', two.text(f"{address}index.html"))
        assert [link for link in links if link != ("/portal/cari/", "Search")] == [("/portal/en/search/", "Search")] * 3


def test_without_a_release_in_its_language_the_search_page_of_an_edition_has_only_lists(portal: Portal) -> None:
    portal.write("config.toml", CONFIG_WITH_SEARCH + EDITION)
    portal.post("a.md")
    portal.build()
    page = portal.text("en/search/index.html")
    assert attributes(page, "data-bundles") == [""]
    assert '<a href="/portal/en/topics/air/">Water</a>' in page


def test_servers_let_the_search_pages_of_all_editions_run_webassembly(two: Portal) -> None:
    two.build()
    policies = [line for line in two.text(".htaccess").splitlines() if "wasm-unsafe-eval" in line]
    assert [line.rpartition(" ")[2] for line in policies] == ["env=press_search", "env=press_search_en"]


def test_the_share_pack_and_the_feed_of_changes_of_a_release_are_in_its_edition(two: Portal) -> None:
    two.write("config.toml", SETTINGS + "\n[sharing]\npack = true\n")
    two.post("2026/03/jembatan.en.md", **BRIDGE, corrections="[{date: 2026-03-20, note: The date was wrong.}]")
    two.build()
    pack = two.text("en/2026/03/jembatan/bagikan/index.html")
    assert '<html lang="en">' in pack
    assert "<h1>Share pack</h1>" in pack
    pictures = re.findall(r'href="/portal/(en/2026/03/jembatan/kartu-[^"]*)" download', pack)
    assert len(pictures) == 3
    assert set(pictures) <= two.site().keys()
    feed = two.text("en/2026/03/jembatan/perubahan.xml")
    assert "<title>Changes: Bridge opens – Test Portal</title>" in feed
    assert 'xml:lang="en"' in feed
    assert f'href="{URL}/en/2026/03/jembatan/perubahan.xml"' in feed


def test_what_is_not_translated_is_named_in_its_own_language(two: Portal) -> None:
    two.build()
    home = two.text("en/index.html")
    assert "Latest in Indonesian" in home
    assert '<h3 lang="id"><a href="/portal/2026/03/pasar/" hreflang="id">' in home
    assert '<a href="/portal/en/press-releases/">Press releases</a>' in home
    tentang = (
        '<a href="/portal/tentang/" hreflang="id"><span lang="id">Tentang</span><small> (in Indonesian)</small></a>'
    )
    assert tentang in home
    missing = two.text("404.html")
    assert '<section lang="en">' in missing
    assert "This page does not exist" in missing


def test_one_more_release_in_a_language_rewrites_no_page_of_another_release_but_its_original(two: Portal) -> None:
    for number in range(6):
        two.post(f"2026/04/{number}.md", id=f"n{number}", date=f"2026-04-0{number + 1}", topics="[air]")
    two.build()
    two.post("2026/04/1.en.md", id="n1-en", lang="en", translation_of="n1", topics="[air]", date="2026-04-02")
    written = two.build().written
    pages = {path for path in written if re.search(r"2026/0\d/[^/]+/index.html$", path)}
    redirect = "2026/04/1-en/index.html"
    assert pages == {"2026/04/1/index.html", "en/2026/04/1/index.html", redirect}
    assert {path for path in written if path.startswith("topik/")} == set()


def test_a_warning_is_for_everybody(two: Portal) -> None:
    pin = {"kind": "announcement", "pinned": "{until: 2026-07-01}", "expires": "2026-07-01"}
    two.post("2026/05/siaga.md", id="s", title="Siaga banjir", **pin)
    two.post("2026/05/siaga.en.md", id="s-en", title="Flood alert", lang="en", translation_of="s")
    two.post("2026/05/bendung.md", id="t", title="Bendung dibuka", **pin)
    two.build()
    rows = {row["title"]: row["lang"] for row in json.loads(two.text("en/pinned.json"))}
    assert rows == {"Flood alert": "", "Bendung dibuka": "id"}
    assert "Siaga banjir" in two.text("pinned.json")


def test_without_a_section_in_the_settings_there_is_no_edition(portal: Portal) -> None:
    portal.post("2026/03/jembatan.md", id="a")
    portal.post("2026/03/jembatan.en.md", **BRIDGE)
    portal.build()
    assert not {"en/index.html", "en/feed.xml", "en/pinned.json"} & portal.site().keys()
    assert '<html lang="id">' in portal.text("en/2026/03/jembatan/index.html")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[editions.id]", "in this language"),
        ("[editions.tlh]", "no words in the language"),
        ("[editions.en.topics]\nudara = { name = 'Air' }", "has no “udara”"),
        ("[editions.en]\ntitel = 'x'", "unknown key"),
        ("[editions.en]\ntitle = 3", "“editions.en.title” must be a text"),
        ("[editions.en]\nmenu = [{ label = 'a' }]", "“editions.en.menu.0.url” is missing"),
        ("[editions.en]\nmenu = [{ label = 'a', url = 'javascript:alert(1)' }]", "that a menu can lead to"),
        ("[editions.en]\nfooter = [{ label = 'a', url = 'en/news/' }]", "that a menu can lead to"),
        ("[editions.en]\nmenu = [{ label = '', url = '/' }]", "“label” is empty"),
        ("[[menu]]\nlabel = 'a'\nurl = '/'\n[[menu]]\nlabel = 'b'\nurl = 'https:x'", "that a menu can lead to"),
    ],
)
def test_a_wrong_section_is_reported_on_its_line(text: str, message: str) -> None:
    with pytest.raises(BadConfig) as found:
        config.parse(CONFIG + text)
    (problem,) = found.value.problems
    assert message in problem.message.format_map(problem.values)
    assert problem.place.line == CONFIG.count("\n") + len(text.splitlines())


def test_what_has_no_name_in_an_edition_keeps_that_of_the_portal() -> None:
    settings = config.parse(
        f'{CONFIG}[offices.a]\nname = "Dinas A"\nshort = "A"\n[editions.en.offices]\na = {{ hours = "8–16" }}'
    )
    (office,) = (settings.edition("en").offices or {}).values()
    assert (office.name, office.short, office.hours) == ("Dinas A", "A", "8–16")


def test_what_is_sealed_does_not_depend_on_the_names_in_an_edition(two: Portal) -> None:
    names = EDITION.replace('title = "Test Portal"', 'title = "Test Portal"\npublisher = "Test Government"')
    two.write("config.toml", f'{CONFIG}{names}\n[seal]\norigin = "{ORIGIN}"\nroot = "{ROOT_KEY}"\n')
    write_keys(two, KeyList(ORIGIN).with_seeds((SEED,), 1))
    two.build()

    def text_in_edition(snapshot: Snapshot, _: object) -> str:
        card = snapshot.catalogue.by_id("a-en")
        assert card
        return canonical_text(card, editions.in_language("en", snapshot))

    assert engine.inspect(two.request(), text_in_edition) == two.text("en/2026/03/jembatan/canonical.txt")
