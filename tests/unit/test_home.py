"""The home page: its plan, pinned releases, and the bar of warnings."""

from __future__ import annotations

import json
import re

import pytest

from press.content.due import due
from press.model import LISTED_KINDS
from tests.portal import CONFIG, NOW, Portal, mtimes, parse_time

PIN = "{until: 2026-06-02 12:00}"
EXPIRES = "2026-06-03 00:00"


def titles(html: str) -> list[str]:
    """The titles of the releases of a home page, in order."""
    return re.findall(r"<h3[^>]*><a [^>]*>([^<]*)</a>", html)


def part(html: str, name: str) -> list[str]:
    """The titles of one part of a home page."""
    found = re.search(rf'<section class="[^"]*\b{name}\b.*?</section>', html, re.DOTALL)
    return titles(found[0]) if found else []


def bar(html: str) -> list[str]:
    """The titles in the bar of warnings of a page."""
    found = re.search(r'<aside class="warnings".*?</aside>', html, re.DOTALL)
    return re.findall(r"<a [^>]*>([^<]*)</a>", found[0]) if found else []


def post(portal: Portal, name: str, **fields: str) -> None:
    portal.post(f"{name}.md", **{"title": name, "id": name, "date": "2026-05-20 09:00", **fields})


@pytest.fixture
def planned(portal: Portal) -> str:
    """The home page of a portal with many releases of all sorts."""
    for number in range(14):
        post(portal, f"berita-{number:02}", kind="news", date=f"2026-05-{number + 10} 09:00")
    claim = "{text: Kabar, verdict: hoaks}"
    for number in range(4):
        post(portal, f"klarifikasi-{number}", kind="clarification", claim=claim, date=f"2026-05-0{number + 1} 09:00")
        post(portal, f"pengumuman-{number}", kind="announcement", date=f"2026-05-0{number + 1} 10:00")
    post(portal, "tenggat-jauh", kind="announcement", expires="2026-07-01")
    post(portal, "tenggat-dekat", kind="announcement", expires="2026-06-05")
    post(portal, "lewat", kind="announcement", expires="2026-05-31", date="2026-05-30 09:00")
    post(portal, "lewat-berita", expires="2026-05-31", date="2026-05-30 09:00", pinned="{until: 2026-07-01}")
    post(portal, "acara-lewat", kind="event", event="{starts: 2026-05-31 09:00}", date="2026-05-30 10:00")
    post(portal, "ralat", corrections="[{date: 2026-05-29, note: Jumlahnya salah.}]", date="2026-01-02 09:00")
    post(portal, "dicabut", withdrawn="{date: 2026-05-30, reason: Keliru.}", date="2026-05-29 09:00")
    post(portal, "disematkan", pinned=PIN, date="2026-01-01 09:00")
    post(portal, "peringatan", pinned=PIN, expires=EXPIRES, date="2026-01-01 10:00")
    portal.build()
    return portal.text("index.html")


def test_home_shows_no_release_twice_and_none_that_expired(planned: str) -> None:
    shown = [*bar(planned), *titles(planned)]
    assert len(shown) == len(set(shown))
    assert not {"lewat", "lewat-berita"} & set(shown)


def test_home_has_its_parts_in_order(planned: str) -> None:
    assert bar(planned) == ["peringatan"]
    assert part(planned, "needed") == ["disematkan", "tenggat-dekat", "tenggat-jauh"]
    assert part(planned, "front") == [f"berita-{number:02}" for number in range(13, 4, -1)]
    assert part(planned, "checks") == ["klarifikasi-3", "klarifikasi-2", "klarifikasi-1"]
    assert part(planned, "notices") == ["pengumuman-3", "pengumuman-2", "pengumuman-1"]
    assert part(planned, "changes") == ["dicabut", "ralat"]


def test_announcements_on_home_have_their_deadline(planned: str) -> None:
    assert "Berlaku sampai <time" in planned
    assert '<time datetime="2026-06-04">4 Juni 2026</time>' in planned
    assert 'data-until="2026-06-05T00:00:00+08:00"' in planned


def test_home_of_an_empty_portal_says_so(portal: Portal) -> None:
    portal.build()
    assert "Belum ada" in portal.text("index.html")


def test_pin_without_expiry_is_no_warning(portal: Portal) -> None:
    post(portal, "disematkan", pinned=PIN)
    portal.build()
    assert json.loads(portal.text("pinned.json")) == []
    assert bar(portal.text("index.html")) == []


def test_pinned_json_has_the_bar_for_pages_without_it(portal: Portal) -> None:
    post(portal, "peringatan", pinned=PIN, expires=EXPIRES)
    portal.build()
    [row] = json.loads(portal.text("pinned.json"))
    assert row == {
        "href": "/portal/2026/05/peringatan/",
        "title": "peringatan",
        "lang": "",
        "until": "2026-06-02T12:00:00+08:00",
        "valid": "Berlaku sampai Selasa, 2 Juni 2026",
        "label": "Peringatan",
        "look": "",
    }
    assert 'data-warnings="/portal/pinned.json"' in portal.text("2026/05/peringatan/index.html")
    assert "data-warnings" not in portal.text("index.html")


def test_pin_and_its_end_rewrite_few_files_and_no_release(portal: Portal) -> None:
    portal.write("config.toml", CONFIG + '\n[topics.air]\nname = "Air"\n')
    for number in range(30):
        post(portal, f"rilis-{number}", topics="[air]", tags=f"[kata-{number}]")
    portal.build()
    before = mtimes(portal.root / "site")
    post(portal, "rilis-0", topics="[air]", tags="[kata-0]", pinned=PIN, expires=EXPIRES)
    for now in (NOW, "2026-06-02T12:00:00+08:00"):
        portal.build(now=now)
        after = mtimes(portal.root / "site")
        changed = {
            path for path in after if after[path] != before.get(path) and path.endswith(("index.html", "pinned.json"))
        }
        before = after
        assert {"index.html", "pinned.json", "topik/air/index.html", "berita/index.html"} <= changed
        assert len(changed) <= len(LISTED_KINDS) + 8
        assert not any(path.startswith("2026/05/rilis-") and "rilis-0/" not in path for path in changed)
    assert json.loads(portal.text("pinned.json")) == []
    assert bar(portal.text("berita/index.html")) == []


def test_end_of_a_pin_is_a_time_at_which_a_build_is_due(portal: Portal) -> None:
    post(portal, "peringatan", pinned=PIN)
    report = portal.build()
    assert report.next_change is not None
    assert report.next_change.isoformat() == "2026-06-02T12:00:00+08:00"
    before, after = parse_time("2026-06-02T11:00:00+08:00"), parse_time("2026-06-02T13:00:00+08:00")
    assert due(portal.root, before, after, portal.request().config)


@pytest.mark.parametrize(
    "end", [{"expires": "2026-06-01 11:00"}, {"withdrawn": "{date: 2026-06-01 11:00, reason: Keliru.}"}]
)
def test_pin_ends_when_the_release_is_no_longer_valid(portal: Portal, end: dict[str, str]) -> None:
    post(portal, "peringatan", pinned=PIN, **{"expires": EXPIRES, **end})
    portal.build()
    assert json.loads(portal.text("pinned.json")) == []
    assert bar(portal.text("index.html")) == []


@pytest.mark.parametrize(
    ("pinned", "message"),
    [
        ("{until: }", "until"),
        ("true", "pinned"),
        ("{until: besok}", "besok"),
        ("{until: 2026-05-19 12:00}", "pinned"),
        ("{until: 2026-06-02, up: x}", "up"),
    ],
)
def test_pin_needs_a_time_after_the_release(portal: Portal, pinned: str, message: str) -> None:
    post(portal, "peringatan", pinned=pinned)
    problems = portal.problems() if pinned != "{until: 2026-06-02, up: x}" else portal.build().problems
    assert any(message in str(problem.message) + str(problem.values) for problem in problems)


def test_standing_page_cannot_be_pinned(portal: Portal) -> None:
    portal.write("pages/tentang.md", f"---\ntitle: Tentang\npinned: {PIN}\n---\n\nIsi.\n")
    assert [problem.rule for problem in portal.problems()] == ["pinned"]
