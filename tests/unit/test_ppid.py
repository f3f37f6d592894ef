"""The list of public information: the page, CSV and JSON, from `disclosure` of releases and ``[ppid]``."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re

import pytest

from press import config
from press.content import front_matter
from press.errors import Refused
from press.model import Disclosure, SourceFile
from tests.portal import CONFIG, STRICT_CONFIG, Portal

SETTINGS = """
[ppid]
request = "/permohonan/"

[[ppid.exempt]]
title = "Denah gudang senjata"
holder = "Satpol PP"
reason = "Pasal 17 huruf c"
"""
FILES = "ppid/daftar-informasi-publik"
OFFICES = '[offices.humas]\nname = "Biro Humas"\n'


@pytest.fixture
def informed(portal: Portal) -> Portal:
    """A portal with information of each class, dated in March 2026."""
    portal.write("config.toml", CONFIG + OFFICES + SETTINGS)
    whole = (
        '{category: periodic, responsible: "Bagian Keuangan", made: "Mamuju, 1 Maret", form: CSV, retention: "5 tahun"}'
    )
    portal.post("a.md", title="Anggaran", office="humas", disclosure=whole)
    portal.post("b.md", title="=Peringatan", disclosure="Serta-merta", place="Mamuju")
    portal.post("c.md", title="Standar layanan", kind="dokumen", disclosure="setiap saat")
    portal.build()
    return portal


def rows(portal: Portal) -> list[list[str]]:
    found = portal.text(f"{FILES}.csv")
    assert found.startswith("\ufeff")
    return list(csv.reader(io.StringIO(found[1:])))


def test_list_has_the_columns_of_the_annex_and_defaults_from_the_release(informed: Portal) -> None:
    head, *found = rows(informed)
    assert head[:7] == [
        "Klasifikasi", "Ringkasan isi informasi", "Pejabat atau unit yang menguasai",
        "Penanggung jawab pembuatan atau penerbitan", "Waktu dan tempat pembuatan", "Bentuk informasi",
        "Jangka waktu penyimpanan",
    ]  # fmt: skip
    assert [row[:7] for row in found] == [
        ["Berkala", "Anggaran", "Biro Humas", "Bagian Keuangan", "Mamuju, 1 Maret", "CSV", "5 tahun"],
        ["Serta-merta", "'=Peringatan", "Portal Uji", "Portal Uji", "Mamuju, 14 Maret 2026", "halaman web", ""],
        ["Setiap saat", "Standar layanan", "Portal Uji", "Portal Uji", "14 Maret 2026", "halaman web", ""],
        ["Dikecualikan", "Denah gudang senjata. Pasal 17 huruf c", "Satpol PP", "", "", "", ""],
    ]
    assert found[0][7:] == ["2026-03-14", "2026-03-14", "https://uji.example/portal/2026/03/a/"]
    names = [row["title"] for row in json.loads(informed.text(f"{FILES}.json"))]
    assert names == ["Anggaran", "=Peringatan", "Standar layanan", "Denah gudang senjata"]


def test_page_groups_by_class_and_says_how_to_ask(informed: Portal) -> None:
    page = informed.text("ppid/index.html")
    assert re.findall(r'<h2 id="([\w-]+)"', page) == ["periodic", "immediate", "on-request", "exempt"]
    assert 'href="/portal/permohonan/"' in page
    assert '<a href="/portal/ppid/#periodic">Berkala</a>' in informed.text("2026/03/a/index.html")


def test_document_shows_type_size_and_digest_of_its_files(portal: Portal) -> None:
    portal.write("posts/anggaran.csv", "program,rupiah\njalan,5\n")
    portal.post("a.md", kind="document", attachments="[anggaran.csv]")
    portal.build()
    published = portal.site()["2026/03/a/anggaran.csv"]
    assert hashlib.sha256(published).hexdigest() in portal.text("2026/03/a/index.html")
    assert re.search(r"CSV, \d+.B", portal.text("2026/03/a/index.html"))


def test_withdrawn_information_leaves_the_list_and_a_new_one_enters_it(informed: Portal) -> None:
    informed.post("a.md", title="Anggaran", disclosure="berkala", withdrawn="{date: 2026-04-01, reason: Keliru}")
    informed.post("d.md", title="Profil", disclosure="berkala")
    report = informed.build()
    assert [row[1] for row in rows(informed)[1:2]] == ["Profil"]
    assert f"{FILES}.csv" in report.written
    informed.post("d.md", title="Profil")
    informed.build()
    assert "Berkala" not in informed.text(f"{FILES}.csv")


def test_portal_without_the_section_has_no_list(portal: Portal) -> None:
    portal.post("a.md", disclosure="berkala")
    portal.build()
    assert not (portal.root / "site/ppid").exists()
    assert "<dd>Berkala</dd>" in portal.text("2026/03/a/index.html")


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("dikecualikan", "[[ppid.exempt]]"),
        ("rahasia", "berkala, serta-merta, setiap saat"),
        ("{form: PDF}", "category"),
    ],
)
def test_wrong_class_is_an_error_with_the_fix(portal: Portal, written: str, words: str) -> None:
    portal.post("a.md", disclosure=written)
    with pytest.raises(Refused) as refused:
        portal.build()
    problem = refused.value.problems[0]
    assert problem.rule == "disclosure"
    assert words in f"{problem.message} {problem.hint} {problem.values}"


@pytest.mark.parametrize("written", ["berkala", "Informasi berkala", "periodic", "{category: PERIODIC}"])
def test_class_is_understood_in_the_words_of_the_law(written: str) -> None:
    text = f"---\ntitle: A\ndate: 2026-01-01\ndisclosure: {written}\n---\nIsi.\n"
    parsed = front_matter.parse(SourceFile("posts/a.md", text.encode(), ""), config.parse(STRICT_CONFIG))
    assert parsed.release
    assert parsed.release.disclosure
    assert parsed.release.disclosure.category is Disclosure.PERIODIC


def test_periodic_information_is_asked_for_before_half_a_year_is_over(portal: Portal) -> None:
    portal.post("a.md", disclosure="berkala", date="2026-01-02 09:00")
    portal.post("b.md", disclosure="berkala", date="2026-01-02 09:00", updated="2026-01-03 09:00")
    portal.post("c.md", disclosure="berkala", date="2025-01-02 09:00", expires="2026-01-02")
    portal.post("d.md", disclosure="setiap saat", date="2025-01-02 09:00")
    assert stale(portal, "2026-05-31T08:00:00+08:00") == []
    assert stale(portal, "2026-06-01T09:00:00+08:00") == ["posts/a.md"]
    assert stale(portal, "2026-06-02T10:00:00+08:00") == ["posts/a.md", "posts/b.md"]


def stale(portal: Portal, now: str) -> list[str]:
    problems = portal.build(now=now).problems
    return [one.place.path for one in problems if one.rule == "periodic-age"]
