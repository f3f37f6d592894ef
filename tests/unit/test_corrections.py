"""The register of corrections and withdrawals: one page for each year in which changes were made."""

from __future__ import annotations

import re

from tests.portal import Portal, mtimes


def notes(portal: Portal, address: str = "ralat/") -> list[str]:
    """The note of each change, in the order of the page."""
    page = portal.text(f"{address}index.html")
    return re.findall(r"</h2>\n<p>(.*?)</p>", page)


def corrections_field(*changes: tuple[str, str]) -> str:
    """The front-matter field `corrections` for pairs of date and note."""
    return f"[{', '.join(f'{{date: {date}, note: {note}}}' for date, note in changes)}]"


def years(portal: Portal, address: str = "ralat/") -> list[str]:
    """The addresses in the list of years on a page."""
    page = portal.text(f"{address}index.html").partition('<nav class="years"')[2].partition("</nav>")[0]
    return re.findall(r'<a href="/portal/(ralat/[\d/]*)"', page)


def test_register_exists_without_corrections(portal: Portal) -> None:
    portal.build()
    assert notes(portal) == []
    assert 'class="empty"' in portal.text("ralat/index.html")


def test_changes_are_on_the_page_of_their_year_newest_first(portal: Portal) -> None:
    two = corrections_field(("2025-12-30 10:00", "Lama"), ("2026-02-01 10:00", "Baru"))
    portal.post("a.md", date="2025-06-01", corrections=two)
    portal.post("b.md", date="2024-06-01", corrections=corrections_field(("2025-07-01", "Angka")))
    portal.post("c.md", date="2026-03-01", withdrawn="{date: 2026-03-02, reason: Keliru}")
    portal.build()
    assert notes(portal) == ["Keliru", "Baru"]
    assert notes(portal, "ralat/2025/") == ["Lama", "Angka"]
    assert years(portal) == years(portal, "ralat/2025/") == ["ralat/", "ralat/2025/"]
    assert "ralat/2026/index.html" not in portal.site()


def test_register_shows_the_former_text_and_links_the_replacement(portal: Portal) -> None:
    portal.post("a.md", corrections="[{date: 2026-04-01, note: Salah, was: <lima>, now: empat}]")
    portal.post("b.md", id="b", title="Pengganti")
    portal.post("c.md", withdrawn="{date: 2026-05-01, reason: Keliru, replacement: b}")
    portal.build()
    page = portal.text("ralat/index.html")
    assert "<del>&lt;lima&gt;</del>" in page
    assert '<a href="/portal/2026/03/b/">Pengganti</a>' in page


def test_only_the_withdrawal_is_listed_when_the_text_is_removed(portal: Portal) -> None:
    withdrawn = "{date: 2026-05-01, reason: Data pribadi, remove_text: true}"
    portal.post(
        "a.md",
        "Nama.",
        summary="Nama korban",
        corrections=corrections_field(("2026-04-01", "Nama")),
        withdrawn=withdrawn,
    )
    portal.build()
    assert notes(portal) == ["Data pribadi"]
    assert "Nama korban" not in portal.text("ralat/index.html")


def test_first_change_of_a_year_moves_the_previous_year_to_its_own_page(portal: Portal) -> None:
    portal.post("a.md", date="2024-06-01", corrections=corrections_field(("2024-07-01", "Satu")))
    portal.post("b.md", date="2024-06-02", corrections=corrections_field(("2025-07-01", "Dua")))
    portal.build()
    assert (notes(portal), notes(portal, "ralat/2024/")) == (["Dua"], ["Satu"])
    path = portal.post("c.md", corrections=corrections_field(("2026-04-01", "Tiga")))
    portal.build()
    assert (notes(portal), notes(portal, "ralat/2025/")) == (["Tiga"], ["Dua"])
    assert years(portal, "ralat/2024/") == ["ralat/", "ralat/2025/", "ralat/2024/"]
    path.unlink()
    portal.build()
    assert notes(portal) == ["Dua"]
    assert "ralat/2025/index.html" not in portal.site()


def test_future_withdrawal_is_listed_when_its_time_comes(portal: Portal) -> None:
    portal.post("a.md", withdrawn="{date: 2026-06-01 13:00, reason: Keliru}")
    portal.build(now="2026-06-01T12:59:00+08:00")
    assert notes(portal) == []
    portal.build(now="2026-06-01T13:00:00+08:00")
    assert notes(portal) == ["Keliru"]


def test_page_of_a_past_year_is_not_rewritten_for_other_releases(portal: Portal) -> None:
    portal.post("a.md", corrections=corrections_field(("2026-04-01", "Satu")))
    portal.post("b.md", date="2025-06-01", corrections=corrections_field(("2025-07-01", "Dua")))
    portal.build()
    before = mtimes(portal.root / "site")
    portal.post("c.md", id="c")
    portal.post("d.md", corrections=corrections_field(("2026-05-01", "Tiga")))
    portal.build()
    after = mtimes(portal.root / "site")
    assert notes(portal) == ["Tiga", "Satu"]
    assert before["ralat/2025/index.html"] == after["ralat/2025/index.html"]


def test_link_to_a_year_is_an_error_when_the_year_has_no_page(portal: Portal) -> None:
    portal.post("a.md", date="2024-06-01", corrections=corrections_field(("2024-07-01", "Satu"), ("2025-07-01", "Dua")))
    portal.post("b.md", "[Dulu](/ralat/2024/)")
    portal.build()
    portal.post("b.md", "[Kini](/ralat/2025/)")
    assert [problem.rule for problem in portal.problems() if problem.severity == "error"] == ["link"]
