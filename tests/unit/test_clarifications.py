"""Clarifications: words for kinds and verdicts, evidence, deadlines, the register, and what a claim leaves with."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable

import msgspec
import pytest

from press import config
from press.content import front_matter
from press.i18n.catalogues import languages
from press.i18n.words import words
from press.model import LISTED_KINDS, Claim, Evidence, SourceFile, Verdict
from tests.portal import CONFIG, CONFIG_WITH_SEARCH, NOW, Portal

SETTINGS = CONFIG.replace('claim-kind = "off"\n', "")


def claim(verdict: str = "hoaks", **more: str) -> str:
    """The claim of a release, as a value of its front matter."""
    fields = {"text": "Air leding beracun", "verdict": verdict, **more}
    return "{" + ", ".join(f"{name}: {value}" for name, value in fields.items()) + "}"


def post(portal: Portal, path: str = "a.md", verdict: str = "hoaks", **more: str) -> None:
    """Write a clarification; its claim has one verdict."""
    fields = {"title": "Air leding aman", "kind": "klarifikasi", "claim": claim(verdict), **more}
    portal.post(path, **fields)


def plain(portal: Portal, address: str) -> str:
    """The words of a page, without tags."""
    text = re.sub(r"<(script|style).*?</\1>", "", portal.text(address), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


# The words ----------------------------------------------------------------------------------------------------------

SHOWN = [
    (group, value, label)
    for language in languages()
    for group in ("kinds", "kind_lists", "verdicts", "stamps")
    for value, label in getattr(words(language), group).items()
]


@pytest.mark.parametrize(("group", "value", "label"), SHOWN)
def test_word_that_pages_show_is_accepted_in_front_matter(portal: Portal, group: str, value: str, label: str) -> None:
    """In any case, with hyphens or underscores; a stamp of two verdicts means the first."""
    settings = config.load(portal.root)
    for written in (
        label,
        label.upper(),
        label.lower(),
        label.replace(" ", "-"),
        f" {label.replace(' ', '_')} ",
        value,
    ):
        is_kind = group.startswith("kind")
        fields = (
            f"kind: '{written}'\n"
            if is_kind
            else f"kind: clarification\nclaim: {claim(f'{chr(39)}{written}{chr(39)}')}\n"
        )
        text = f"---\ntitle: Judul\ndate: 2026-03-14\nid: a\n{fields}---\n\nIsi.\n"
        parsed = front_matter.parse(SourceFile("posts/a.md", text.encode(), ""), settings)
        assert parsed.release is not None
        found = parsed.release.kind if is_kind else parsed.release.claim.verdict if parsed.release.claim else ""
        same = {
            one
            for one, shown in getattr(words("id"), group).items()
            if shown == words("id").__getattribute__(group)[value]
        }
        assert found in same
        assert not [problem for problem in parsed.problems if problem.rule in ("kind", "claim")]
    assert {value for group, value, _ in SHOWN if group in ("kinds", "verdicts")} == {*LISTED_KINDS, *Verdict}


def test_unknown_word_is_answered_in_the_language_of_the_portal(portal: Portal) -> None:
    portal.post("a.md", kind="rilis")
    post(portal, "b.md", "bohong")
    named = [problem.values["names"] for problem in portal.problems()]
    assert "siaran pers, berita, klarifikasi" in named[0]
    assert "sedang diperiksa" in named[1]


# Evidence -----------------------------------------------------------------------------------------------------------


def test_evidence_is_a_text_an_address_or_a_named_link(portal: Portal) -> None:
    named = '{title: Uji air, url: "https://b.example/y"}, {name: Foto, url: //c.example/z}'
    evidence = f'[Surat camat, "https://a.example/x", {named}]'
    post(portal, claim=claim(evidence=evidence))
    assert portal.build().problems == ()
    page, feed = portal.text("2026/03/a/index.html"), json.loads(portal.text("feed.json"))["items"][0]["content_html"]
    for text in (page, feed):
        assert "Surat camat" in text
        assert '<a href="https://a.example/x">https://a.example/x</a>' in text
        assert '<a href="https://b.example/y">Uji air</a>' in text
        assert '<a href="https://c.example/z">Foto</a>' in text
    data = json.loads(re.search(r"ld\+json\">(.*?)</script>", page, re.DOTALL)[1])  # type: ignore[index]
    review = next(node for node in data["@graph"] if node["@type"] == "ClaimReview")
    assert review["citation"][:2] == ["Surat camat", "https://a.example/x"]
    assert review["citation"][2] == {"@type": "CreativeWork", "name": "Uji air", "url": "https://b.example/y"}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "surat.pdf", "https://bank@jahat.example", "//"])
def test_address_of_evidence_must_be_a_web_address(portal: Portal, address: str) -> None:
    post(portal, claim=claim(evidence=f'[{{title: Surat, url: "{address}"}}]'))
    assert [(problem.rule, problem.place.line) for problem in portal.problems()] == [("claim", 5)]


def test_dump_writes_evidence_as_it_was(portal: Portal) -> None:
    settings = config.load(portal.root)
    found = Claim(
        "x",
        Verdict.SCAM,
        evidence=(Evidence("Surat"), Evidence(url="https://a.example/"), Evidence("A", "https://b.example/")),
    )
    post(portal)
    path = "posts/a.md"
    release = front_matter.parse(SourceFile(path, (portal.root / path).read_bytes(), ""), settings).release
    assert release is not None
    written = front_matter.dump(msgspec.structs.replace(release, claim=found), "Isi.")
    assert (
        "  evidence:\n    - Surat\n    - https://a.example/\n    - title: A\n      url: https://b.example/\n" in written
    )


# Being checked ------------------------------------------------------------------------------------------------------


def test_page_says_that_the_claim_is_being_checked_and_until_when(portal: Portal) -> None:
    post(portal, claim=claim("sedang diperiksa", due="2026-06-10"))
    assert portal.build().problems == ()
    page = plain(portal, "2026/03/a/index.html")
    assert "Klaim yang sedang kami periksa : SEDANG DIPERIKSA" in page
    assert "Hasilnya paling lambat Rabu, 10 Juni 2026" in page
    assert "Hasil pemeriksaan Sedang diperiksa" in page
    assert "ClaimReview" not in portal.text("2026/03/a/index.html")
    assert "Hasilnya paling lambat: 10 Juni 2026" in portal.text("feed.xml")
    post(portal, claim=claim("benar", due="2026-06-10"))
    portal.build()
    assert "paling lambat" not in plain(portal, "2026/03/a/index.html")
    assert '"ratingValue":5' in portal.text("2026/03/a/index.html")


def test_check_warns_when_the_day_of_the_result_has_passed(portal: Portal) -> None:
    """At its midnight in the zone of the release, without an edit, until the finding is written."""
    portal.write("config.toml", SETTINGS)
    post(portal, claim=claim("checking", due="2026-06-03"))
    assert portal.build(now="2026-06-03T23:59:59+08:00").problems == ()
    for output in ("site", "clean"):
        (problem,) = portal.build(output, now="2026-06-04T00:00:00+08:00").problems
        assert (problem.rule, str(problem.severity), problem.place.line) == ("claim-due", "warning", 5)
    assert len(portal.build(now="2026-06-09T00:00:00+08:00").problems) == 1
    post(portal, claim=claim("hoaks", due="2026-06-03"))
    assert portal.build(now="2026-06-09T00:00:00+08:00").problems == ()


def test_check_wants_a_day_for_the_result(portal: Portal) -> None:
    post(portal, claim=claim("sedang diperiksa"))
    assert [problem.rule for problem in portal.build().problems] == ["claim-due"]
    post(portal, claim=claim("sedang diperiksa"), withdrawn="{date: 2026-05-01, reason: x}")
    assert portal.build().problems == ()


# What leaves --------------------------------------------------------------------------------------------------------


def test_share_text_has_the_claim_under_its_stamp_and_then_the_answer(portal: Portal) -> None:
    post(portal, "a.md", "menyesatkan")
    post(portal, "b.md", claim=claim("checking", text="Kabar " * 60, due="2026-07-01"))
    post(portal, "c.md", withdrawn="{date: 2026-05-01, reason: x}")
    portal.build()
    shared = {one: re.search(r'data-title="([^"]*)"', portal.text(f"2026/03/{one}/index.html"))[1] for one in "abc"}  # type: ignore[index]
    assert shared["a"] == "MENYESATKAN: “Air leding beracun” Faktanya: Air leding aman"
    assert re.fullmatch(r"SEDANG DIPERIKSA: “(Kabar )+…” Yang sudah diketahui: Air leding aman", shared["b"])
    assert len(shared["b"]) < 280
    assert shared["c"] == "Dicabut: Air leding aman"  # its finding was withdrawn too


def test_withdrawn_clarification_is_listed_without_its_claim(portal: Portal) -> None:
    portal.write("config.toml", CONFIG_WITH_SEARCH)
    post(portal, withdrawn="{date: 2026-05-01, reason: Keliru}")
    portal.build()
    for address in (
        "klarifikasi/index.html",
        "arsip/2026/03/index.html",
        "index.html",
        "cari/indeks/2026/1/facts.json",
    ):
        text = portal.text(address)
        assert "beracun" not in text, address
        assert "HOAKS" not in text, address
    assert not (portal.root / "site/klarifikasi/salah/index.html").exists()


# The register -------------------------------------------------------------------------------------------------------


def filters(portal: Portal, address: str) -> list[str]:
    """The links of the filters of a page of the register; that of the page itself in brackets."""
    nav = portal.text(address).partition('class="register-filters"')[2].partition("</nav>")[0]
    return [
        f"[{label}]" if current else label
        for current, label in re.findall(r"<a href=[^>]*?( aria-current[^>]*)?>(.*?)</a>", nav)
    ]


def test_register_has_lists_by_verdict_and_year_that_need_no_script(portal: Portal) -> None:
    post(portal, "a.md", "hoaks", title="Satu")
    post(portal, "b.md", "penipuan", title="Dua", date="2025-03-14")
    portal.build()
    assert filters(portal, "klarifikasi/index.html") == ["[Semua]", "Salah", "Penipuan", "2026", "2025"]
    assert filters(portal, "klarifikasi/salah/index.html") == ["Semua", "[Salah]", "Penipuan", "2026", "2025"]
    assert filters(portal, "klarifikasi/2025/index.html") == ["Semua", "Salah", "Penipuan", "2026", "[2025]"]
    found = {one: plain(portal, f"klarifikasi/{one}/index.html") for one in ("salah", "penipuan", "2025", "2026")}
    assert {one: ("Satu" in text, "Dua" in text) for one, text in found.items()} == {
        "salah": (True, False), "penipuan": (False, True), "2025": (False, True), "2026": (True, False),
    }  # fmt: skip
    assert "HOAKS Klaim: Air leding beracun Faktanya: Satu" in found["salah"]
    assert "<title>Klarifikasi: Salah – Portal Uji</title>" in portal.text("klarifikasi/salah/index.html")
    assert "/klarifikasi/salah/" in portal.text("sitemaps/pages.xml")


def test_register_follows_every_edit(portal: Portal) -> None:
    """A list that is new or gone changes the filters of all its pages: as a clean build has them."""
    portal.write("config.toml", f"{CONFIG}\n[lists]\nsize = 2\n")
    for number in range(4):
        post(portal, f"{number}.md", date=f"2026-03-1{number} 09:00", title=f"Judul {number}")
    edits: list[Callable[[], object]] = [
        lambda: post(portal, "2.md", "benar", date="2026-03-12 09:00"),
        lambda: post(portal, "9.md", "scam", date="2024-01-01"),
        lambda: post(portal, "9.md", "scam", date="2024-01-01", withdrawn="{date: 2026-05-01, reason: x}"),
        lambda: portal.post("0.md", date="2026-03-10 09:00"),
    ]
    portal.build()
    for number, edit in enumerate(edits):
        edit()
        portal.build()
        portal.build(f"clean-{number}")
        assert portal.site() == portal.site(f"clean-{number}")
    assert filters(portal, "klarifikasi/index.html") == ["[Semua]", "Salah", "Benar", "2026", "2024"]
    assert filters(portal, "klarifikasi/halaman/1/index.html") == []  # numbered pages never change for a new filter


def test_register_in_english(portal: Portal) -> None:
    portal.write("config.toml", CONFIG.replace('language = "id"', 'language = "en"'))
    post(portal, verdict="being checked", claim=claim("being checked", due="2026-07-01"))
    portal.build(now=NOW)
    assert filters(portal, "fact-checks/index.html") == ["[All]", "Being checked", "2026"]
    assert "BEING CHECKED The claim: Air leding beracun Known so far:" in plain(
        portal, "fact-checks/being-checked/index.html"
    )


def test_address_below_the_register_is_free_for_former_addresses(portal: Portal) -> None:
    post(portal, aliases="[/klarifikasi/berita-lama/]")
    assert portal.build().problems == ()
    post(portal, aliases="[/klarifikasi/salah/]")
    assert "address" in {problem.rule for problem in portal.problems()}
