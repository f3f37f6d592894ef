"""The pages that people type: /instansi/, /topik/, /wilayah/, /tag/, /kontak/, /2026/03/; breadcrumbs; the footer."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.portal import CONFIG, STRICT_CONFIG, Portal, mtimes

DIRECTORY = """
[contacts.humas]
name = "Nurlela"
phone = "(0599) 555-0101"
email = "humas@uji.example"

[map]
width = 100
height = 80

[channels]
telegram = "https://t.me/humas_uji"
email = "milis@uji.example"

[offices.dinkes]
name = "Dinas Kesehatan"
short = "Dinkes"
contact = "humas"
head = "Maya"
address = "Jalan Melati 8 & 9"
hours = "Senin–Jumat"
phone = "0599-555-0120"
whatsapp = "+62 800-0000-0120"
email = "dinkes@uji.example"

[offices.bpbd]
name = "BPBD"

[regions.hulu]
name = "Hulu"
shape = "M0 0 L50 0 L50 80 Z"

[regions.pulau]
name = "Pulau"
point = [80, 20]

[regions.luar]
name = "Luar peta"
"""
INDEXES = ("topik", "instansi", "wilayah", "tag")


def page(portal: Portal, address: str) -> str:
    return portal.text(f"{address}/index.html")


def crumbs(html: str) -> list[str]:
    """The names in the breadcrumbs for readers, which must be those for search engines too."""
    found = re.search(r'<nav class="crumbs.*?</nav>', html, re.DOTALL)
    names = re.findall(r"<li[^>]*>(?:<a [^>]*>)?([^<]+)", found[0]) if found else []
    ld = json.loads(re.search(r'ld\+json">(.*?)</script>', html)[1])  # type: ignore[index]
    lists = [node for node in ld["@graph"] if node["@type"] == "BreadcrumbList"]
    assert [step["name"] for one in lists for step in one["itemListElement"]] == names
    return names


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    portal = Portal(tmp_path_factory.mktemp("directory") / "p", CONFIG + DIRECTORY)
    portal.post("a.md", title="Imunisasi", office="dinkes", region="hulu", topics="[Gizi]", tags="[Pasar Pagi, 5G]")
    portal.post("b.md", title="Lama", date="2025-11-02", office="dinkes", tags="[Pasar Pagi]")
    portal.post("c.md", title="Dicabut", date="2026-04-01", office="dinkes", withdrawn="{date: 2026-04-02, reason: X}")
    portal.write("pages/tentang.md", "---\ntitle: Tentang\n---\n\nIsi.\n")
    portal.build()
    return portal


def test_an_office_shows_what_config_says_of_it_and_its_newest_current_release(built: Portal) -> None:
    html = page(built, "instansi")
    for expected in (
        "Maya", "Jalan Melati 8 &amp; 9", "Senin–Jumat", 'href="tel:05995550120"', 'href="https://wa.me/6280000000120"',
        'href="mailto:dinkes@uji.example"', "Nurlela", "/portal/2026/03/a/", "/portal/instansi/dinkes/feed.xml",
        "query=Dinas%20Kesehatan%2C%20Jalan%20Melati%208%20%26%209", "BPBD",
    ):  # fmt: skip
        assert expected in html
    assert "Dicabut" not in html
    assert "05995550120" in page(built, "instansi/dinkes")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("instansi", ["Beranda", "Instansi"]), ("instansi/dinkes", ["Beranda", "Instansi", "Dinas Kesehatan"]),
        ("topik/gizi", ["Beranda", "Topik", "Gizi"]), ("wilayah/hulu", ["Beranda", "Wilayah", "Hulu"]),
        ("tag/pasar-pagi", ["Beranda", "Tag", "Pasar Pagi"]), ("tag", ["Beranda", "Tag"]),
        ("siaran-pers", ["Beranda", "Siaran pers"]), ("arsip", ["Beranda", "Arsip"]),
        ("arsip/2026", ["Beranda", "Arsip", "2026"]), ("arsip/2026/03", ["Beranda", "Arsip", "2026", "Maret 2026"]),
        ("ralat", ["Beranda", "Ralat dan pencabutan"]), ("langganan", ["Beranda", "Langganan"]),
        ("cari", ["Beranda", "Cari"]), ("tentang", ["Beranda", "Tentang"]), ("kontak", ["Beranda", "Kontak"]),
        ("klarifikasi", ["Beranda", "Klarifikasi"]), ("2026/03/a", ["Beranda", "Siaran pers"]),
    ],
)  # fmt: skip
def test_breadcrumbs_lead_from_the_home_page(built: Portal, address: str, expected: list[str]) -> None:
    html = page(built, address)
    if address == "2026/03/a":  # a release: its headline is the last step for search engines only
        assert [name for name in expected if f">{name}</a>" in html] == expected
    else:
        assert crumbs(html) == expected


def test_index_pages_count_and_have_descriptions(built: Portal) -> None:
    for address in (*INDEXES, "kontak"):
        html = page(built, address)
        assert re.search(r'<meta name="description" content="[^"]{20,}">', html)
        assert "<h1>" in html
        assert f"<loc>https://uji.example/portal/{address}/</loc>" in built.text("sitemaps/pages.xml")
    tags = page(built, "tag")
    assert re.search(r'href="/portal/tag/pasar-pagi/">Pasar Pagi</a> <span class="count">2<', tags)
    assert [*dict.fromkeys(re.findall(r'id="letter-(\w)"', tags))] == ["0", "p"]


def test_an_empty_index_is_there_and_not_for_search_engines(tmp_path: Path) -> None:
    portal = Portal(tmp_path / "p", CONFIG)
    portal.build()
    assert all('content="noindex"' in page(portal, address) for address in INDEXES)
    assert not any(f"/{address}/<" in portal.text("sitemaps/pages.xml") for address in INDEXES)
    assert "kontak/index.html" not in portal.site()


@pytest.mark.parametrize(
    ("typed", "target"), [("2026/03", "arsip/2026/03"), ("2026", "arsip/2026"), ("2025", "arsip/2025")]
)
def test_a_month_or_year_without_the_archive_redirects(built: Portal, typed: str, target: str) -> None:
    assert f'content="0; url=https://uji.example/portal/{target}/"' in page(built, typed)
    assert f"/portal/{typed}/<" not in built.text("sitemaps/pages.xml")


def test_redirects_of_months_follow_the_releases(tmp_path: Path) -> None:
    portal = Portal(tmp_path / "p", CONFIG)
    portal.post("a.md")
    portal.build()
    portal.post("b.md", date="2026-05-01")
    portal.build()
    assert "2026/05/index.html" in portal.site()
    (portal.root / "posts/b.md").unlink()
    portal.build()
    assert "2026/05/index.html" not in portal.site()
    assert "2026/03/index.html" in portal.site()


def test_what_the_desk_writes_at_such_an_address_takes_its_place(tmp_path: Path) -> None:
    portal = Portal(tmp_path / "p", STRICT_CONFIG + DIRECTORY)
    portal.post("a.md", aliases="[/2026/, /wilayah/]")
    portal.write("static/tag/index.html", "<!doctype html><title>Tag sendiri</title>")
    own = portal.write("pages/kontak.md", "---\ntitle: Kontak kami\n---\n\nIsi sendiri.\n")
    portal.write("pages/instansi.md", "---\ntitle: Perangkat daerah\n---\n\nIsi sendiri.\n")
    portal.build()
    assert "Isi sendiri." in page(portal, "kontak")
    assert "Isi sendiri." in page(portal, "instansi")
    assert "Tag sendiri" in page(portal, "tag")
    assert all("url=https://uji.example/portal/2026/03/a/" in page(portal, one) for one in ("2026", "wilayah"))
    assert portal.text("sitemaps/pages.xml").count("/kontak/<") == 1

    own.unlink()
    (portal.root / "static/tag/index.html").unlink()
    portal.post("a.md")
    portal.build()
    assert "Nurlela" in page(portal, "kontak")
    assert 'aria-current="page">Tag<' in page(portal, "tag")
    assert "arsip/2026/" in page(portal, "2026")
    assert 'aria-current="page">Wilayah<' in page(portal, "wilayah")


def test_a_release_more_changes_one_index_for_each_vocabulary(tmp_path: Path) -> None:
    portal = Portal(tmp_path / "p", CONFIG + DIRECTORY)
    for number in range(30):
        portal.post(f"{number}.md", date=f"2026-03-01 09:{number:02}", tags=f"[t{number}]", office="bpbd")
    portal.build()
    before = mtimes(portal.root / "site")
    portal.post("baru.md", date="2026-03-02", tags="[t1]", office="dinkes")
    portal.build()
    after = mtimes(portal.root / "site")
    changed = {path for path, at in after.items() if before.get(path) != at and path.endswith("/index.html")}
    assert {path for path in changed if path.count("/") == 1} & {f"{one}/index.html" for one in INDEXES} == {
        "tag/index.html", "instansi/index.html",
    }  # fmt: skip
    assert len(changed) < 12


def test_the_map_highlights_the_region_and_links_the_others(built: Portal) -> None:
    html = page(built, "wilayah/hulu")
    svg = re.search(r"<svg viewBox.*?</svg>", html, re.DOTALL)[0]  # type: ignore[index]
    assert 'aria-label="Peta: letak Hulu"' in svg
    assert re.search(r'<g class="here"><title>Hulu</title><path d="M0 0 L50 0 L50 80 Z"/>', svg)
    assert re.search(r'<a href="/portal/wilayah/pulau/" aria-label="Pulau"><title>Pulau</title><circle cx="80.0"', svg)
    assert '<svg viewBox="0 0 100' not in page(built, "wilayah/luar")
    assert '<svg viewBox="0 0 100' in page(built, "wilayah")


def test_contacts_are_links(built: Portal) -> None:
    html = page(built, "kontak")
    assert all(link in html for link in ('href="tel:05995550101"', 'href="mailto:humas@uji.example"', ">Dinkes</a>"))


def test_official_channels_come_before_the_feeds(built: Portal) -> None:
    html = page(built, "langganan")
    main = html[html.index("<main") : html.index("</main")]
    assert main.index('href="https://t.me/humas_uji"') < main.index("<details")
    assert 'href="mailto:milis@uji.example"' in main
    assert "@humas_uji" in main


def test_the_footer_has_no_link_twice(tmp_path: Path) -> None:
    footer = "".join(
        f'\n[[footer]]\nlabel = "Sendiri"\nurl = "{url}"\n'
        for url in ("/ralat/", "/langganan/", "/kontak/", "/instansi/")
    )
    portal = Portal(tmp_path / "p", CONFIG + DIRECTORY + footer)
    portal.build()
    html = page(portal, "arsip")
    foot = html[html.index("<footer") :]
    links = re.findall(r'href="([^"]+)"', foot)
    assert len(links) == len(set(links))
    assert foot.count("Sendiri") == 4
