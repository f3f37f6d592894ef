"""A corrected value that still stands elsewhere in its release is an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from press import config
from press.checks.texts import TextContext, corrected_values
from press.content import front_matter, prose
from press.model import SourceFile
from tests.portal import CONFIG, Portal

SETTINGS = config.parse(CONFIG)


def lines(portal: Portal, text: str, *corrections: tuple[str, str], fields: str = "title: Judul\n") -> list[int]:
    """The lines of a release with problems; `corrections` are pairs of old and new values."""
    entries = "".join(
        f"  - {{date: 2026-03-{20 + number}, note: Salah, was: {was!r}, now: {now!r}}}\n"
        for number, (was, now) in enumerate(corrections)
    )
    data = f"---\n{fields}date: 2026-03-14\ncorrections:\n{entries}---\n{text}\n"
    parsed = prose.read(front_matter.parse(SourceFile("posts/a.md", data.encode(), ""), SETTINGS))
    assert parsed
    context = TextContext(portal.root, SETTINGS)
    return [problem.place.line for problem in corrected_values.check(parsed, context)]


def test_an_old_value_is_found_in_every_text(portal: Portal) -> None:
    fields = (
        "title: Ada 1.200 orang\nshort_title: 1.200 orang\nsummary: 1.200  orang\n"
        "image: {src: a.jpg, alt: 1.200 orang, caption: 1.200 orang}\nattachments: [{src: a.pdf, title: 1.200 orang}]\n"
    )
    text = "**1.200** orang\n\n| a |\n|---|\n| 1.200 orang |\n\n> 1.200\n> orang\n\n![1.200 orang](b.jpg)"
    assert lines(portal, text, ("1.200 orang", "1.140 orang"), fields=fields) == [2, 3, 4, 5, 5, 6, 11, 15, 17, 20]


@pytest.mark.parametrize(
    ("text", "was", "now"),
    [
        ("Ada 11.200 orang, 1.200,5 orang", "1.200 orang", "1.140 orang"),
        ("Budi Santoso datang", "Budi", "Budi Santoso"),
        ("Ada 1.140 orang", "1.140", "1.140 orang"),
        ("Tidak ada, 3 rumah pada 2026 dan Sabtu", "tidak", "ya"),
        ("Tidak ada, 3 rumah pada 2026 dan Sabtu", "3", "4"),
        ("Tidak ada, 3 rumah pada 2026 dan Sabtu", "2026", "2027"),
        ("Tidak ada, 3 rumah pada 2026 dan Sabtu", "Sabtu", "Minggu"),
        ("tidak ada korban", "tidak ada", "ada"),
        ("Ralat: semula tertulis 1.200 orang.", "1.200 orang", "1.140 orang"),
        ("`1.200 orang`", "1.200 orang", "1.140 orang"),
    ],
)
def test_what_is_not_surely_the_same_fact_is_no_problem(portal: Portal, text: str, was: str, now: str) -> None:
    assert lines(portal, text, (was, now)) == []


@pytest.mark.parametrize(
    ("text", "was", "now"),
    [
        ("kata Budi Santoso", "Budi Santoso", "Andi Santoso"),
        ("kata Budi", "Budi", "Andi"),
        ("pada 14\nMaret 2026", "14 Maret 2026", "15 Maret 2026"),
        ("naik 12 persen", "12 persen", "10 persen"),
        ("Lima orang meninggal", "lima orang meninggal", "empat orang meninggal"),
        ("senilai Rp 1,5 miliar", "Rp1,5 miliar", "Rp1,6 miliar"),
        ("pukul 07.30 WITA", "07.30", "08.30"),
        ("Ada 1.200 orang di sana", "1.200 orang.", "1.140 orang."),
    ],
)
def test_numbers_dates_names_and_phrases_are_searched_for(portal: Portal, text: str, was: str, now: str) -> None:
    assert lines(portal, text, (was, now)) == [7]


def test_a_value_that_a_later_correction_made_right_again_is_no_problem(portal: Portal) -> None:
    there, back = ("1.200 orang", "1.140 orang"), ("1.140 orang", "1.200 orang")
    assert lines(portal, "Ada 1.200 orang.", there, back) == []
    assert lines(portal, "Ada 1.140 orang.", there, back) == [8]


def test_corrections_of_a_day_that_swap_values_are_no_problem() -> None:
    one, other = "was: 118 kasus, now: 187 kasus", "was: 187 kasus, now: 118 kasus"
    swap = ", ".join(f"{{date: 2026-03-20, note: Tertukar, {values}}}" for values in (one, other))
    data = f"---\ntitle: Judul\ndate: 2026-03-14\ncorrections: [{swap}]\n---\n118 kasus, 187 kasus\n"
    parsed = prose.read(front_matter.parse(SourceFile("posts/a.md", data.encode(), ""), SETTINGS))
    assert parsed
    assert list(corrected_values.check(parsed, TextContext(Path(), SETTINGS))) == []


def test_an_error_stops_the_build(portal: Portal) -> None:
    correction = "[{date: 2026-03-15, note: Salah, was: 1.200 orang, now: 1.140 orang}]"
    portal.post("a.md", "Ada 1.200 orang.", corrections=correction)
    (problem,) = portal.problems()
    assert (problem.rule, problem.place.line, problem.place.column) == ("corrected-value", 7, 5)
