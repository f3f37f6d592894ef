"""Lists: months, periods of numbered pages, filters; the archive's arrows and chart."""

from __future__ import annotations

import re

import pytest

from press.i18n.formats import LocaleFormat
from tests.portal import CONFIG, Portal, mtimes


@pytest.fixture
def listed(portal: Portal) -> Portal:
    """A portal with releases of two years, in three pages of two."""
    portal.write("config.toml", CONFIG + '\n[lists]\nsize = 2\n\n[offices.bpbd]\nname = "BPBD"\n')
    for number, day in enumerate(("2025-11-03", "2025-12-20", "2025-12-28", "2026-01-02", "2026-03-01", "2026-03-09")):
        portal.post(f"r{number}.md", title=f"Rilis {number}", date=f"{day} 09:00", office="bpbd")
    portal.build()
    return portal


def headings(html: str) -> list[str]:
    return re.findall(r'<h2 class="month"[^>]*>([^<]*)</h2>', html)


def test_list_has_a_heading_for_each_month(listed: Portal) -> None:
    assert headings(listed.text("siaran-pers/index.html")) == ["Maret 2026"]
    assert headings(listed.text("siaran-pers/halaman/2/index.html")) == ["Januari 2026", "Desember 2025"]


def test_numbered_pages_have_their_period_as_title(listed: Portal) -> None:
    page = listed.text("siaran-pers/halaman/2/index.html")
    assert "<title>Siaran pers, 28 Desember 2025–2 Januari 2026 – Portal Uji</title>" in page
    assert "dihitung dari" not in page
    assert "3 November–20 Desember 2025" in listed.text("siaran-pers/halaman/1/index.html")


def test_list_of_a_kind_has_no_label_of_the_kind(listed: Portal) -> None:
    assert "kind-release" not in listed.text("siaran-pers/index.html")
    assert "kind-release" in listed.text("instansi/bpbd/index.html")


def test_filters_lead_to_the_year_in_the_list_itself(listed: Portal) -> None:
    page = listed.text("instansi/bpbd/index.html")
    years = dict(re.findall(r'<a href="([^"]*)#(y\d{4})"', page))
    assert years == {"/portal/instansi/bpbd/": "y2026", "/portal/instansi/bpbd/halaman/2/": "y2025"}
    for href, anchor in years.items():
        assert f'id="{anchor}"' in listed.text(f"{href.removeprefix('/portal/')}index.html")
    assert '<a href="/portal/berita/">' in page
    assert '<a href="/portal/instansi/bpbd/" aria-current="page">BPBD</a>' in page


def test_new_release_leaves_the_numbered_pages_as_they_are(listed: Portal) -> None:
    before = mtimes(listed.root / "site")
    listed.post("baru.md", title="Baru", date="2026-04-01 09:00", office="bpbd")
    listed.build()
    after = mtimes(listed.root / "site")
    changed = {path for path in after if after[path] != before.get(path)}
    assert "siaran-pers/halaman/1/index.html" not in changed
    assert "siaran-pers/index.html" in changed


def test_arrows_between_months_are_in_the_order_of_the_calendar(listed: Portal) -> None:
    page = listed.text("arsip/2026/01/index.html")
    assert page.index("Desember 2025") < page.index("Maret 2026")


def test_year_has_a_chart_that_is_a_table(listed: Portal) -> None:
    page = listed.text("arsip/2025/index.html")
    assert re.search(r'/12/">Desember 2025</a></th><td><svg [^>]*aria-hidden="true">', page)
    assert re.findall(r'<rect width="([^"]*)"', page) == ["50.0", "100.0"]


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("2026-03-14T09:00:00+08:00", "2026-03-14T10:00:00+08:00", "14 Maret 2026"),
        ("2026-03-03", "2026-03-20", "3–20 Maret 2026"),
        ("2026-03-03", "2026-06-20", "3 Maret–20 Juni 2026"),
        ("2025-12-28", "2026-01-02", "28 Desember 2025–2 Januari 2026"),
    ],
)
def test_period_names_month_and_year_once(first: str, last: str, text: str) -> None:
    assert LocaleFormat("id").period(first, last) == text
