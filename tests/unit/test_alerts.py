"""Alerts: the bar, the page, the list of those that are valid now, CAP 1.2, feeds, and their checks."""

from __future__ import annotations

import gzip
import json
import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from press.announce.stories import Story, Wanted, gather
from press.build import engine
from press.errors import BadConfig
from tests.judge import cap
from tests.portal import CONFIG, CONFIG_WITH_SEARCH, Portal, mtimes
from tests.unit.test_home import bar

ITEMS = {
    "impact": "Air setinggi satu meter.", "affected": "Warga di tepi sungai.", "evacuation": "Ke Balai Desa Lawai.",
    "avoid": "Jauhi sungai.", "help": "Telepon 112.", "announcer": "BPBD", "channels": "Sirene.",
    "measures": "Perahu disiagakan.",
}  # fmt: skip
PLACES = "".join(
    f'[places.{name}]\ntimezone = "Asia/{zone}"\n'
    for name, zone in (("Surabaya", "Jakarta"), ("Sandirana", "Makassar"), ("Manokwari", "Jayapura"))
)
BEFORE, DURING, OVER = "2026-06-01T11:59:59+08:00", "2026-06-01T12:00:00+08:00", "2026-06-01T18:00:00+08:00"


def alert(portal: Portal, name: str, more: str = "", **fields: str) -> None:
    """Write an alert with all eight items; `more` are other fields of ``alert:``."""
    items = "".join(f", {key}: '{text}'" for key, text in ITEMS.items())
    given = {
        "title": name, "id": f"id-{name}", "date": "2026-06-01 12:00", "kind": "alert", "expires": "2026-06-01 18:00",
        "alert": f"{{event: Banjir, area: Desa Lawai, severity: severe{items}{more}}}", **fields,
    }  # fmt: skip
    portal.post(f"{name}.md", **given)


def later(portal: Portal, name: str, earlier: str, more: str = "", **fields: str) -> None:
    """Write an alert that replaces an earlier one."""
    alert(portal, name, f", updates: id-{earlier}{more}", date="2026-06-01 13:00", **fields)


def message(portal: Portal, name: str) -> ElementTree.Element:
    """The CAP message of an alert, which has no faults."""
    data = (portal.root / f"site/2026/06/{name}/cap.xml").read_bytes()
    assert cap.faults(data) == []
    return ElementTree.fromstring(data)


def values(portal: Portal, name: str, *names: str) -> tuple[str, ...]:
    """The texts of some elements of a CAP message."""
    root = message(portal, name)
    return tuple(cap.value(root, one) for one in names)


def listed(html: str) -> list[str]:
    """The titles of the alerts that a list says are valid now."""
    found = re.search(r'<section class="valid-now".*?</section>', html, re.DOTALL)
    return re.findall(r"<h3[^>]*><a [^>]*>([^<]*)</a>", found[0]) if found else []


# The bar and the list ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "start"),
    [("Surabaya", "05:00"), ("Sandirana", "04:00"), ("Manokwari", "03:00")],
)
def test_an_alert_is_in_the_bar_from_its_minute_to_its_minute_in_three_zones(
    portal: Portal, place: str, start: str
) -> None:
    """12:00 is 05:00 UTC in the west, 04:00 in the middle and 03:00 in the east."""
    portal.write("config.toml", f"{CONFIG}{PLACES}")
    alert(portal, "banjir", place=place)
    end = f"{int(start[:2]) + 6:02}:00"
    shown = {}
    for now in (f"{int(start[:2]) - 1:02}:59:59", f"{start}:00", f"{int(end[:2]) - 1:02}:59:59", f"{end}:00"):
        report = portal.build(now=f"2026-06-01T{now}+00:00")
        shown[now] = bar(portal.text("index.html")), json.loads(portal.text("pinned.json"))
        if now < end:
            assert report.next_change
    seen = [tuple(map(bool, one)) for one in shown.values()]
    assert seen == [(is_valid, is_valid) for is_valid in (False, True, True, False)]


def test_the_bar_is_on_home_and_lists_and_in_one_file_for_all_others(portal: Portal) -> None:
    alert(portal, "banjir")
    portal.build(now=DURING)
    for page in ("index.html", "peringatan/index.html", "berita/index.html"):
        html = portal.text(page)
        assert bar(html) == ["banjir"]
        assert "<strong>Bahaya tinggi</strong>" in html
    [row] = json.loads(portal.text("pinned.json"))
    assert row == {
        "href": "/portal/2026/06/banjir/", "title": "banjir", "lang": "", "until": "2026-06-01T18:00:00+08:00",
        "valid": "Berlaku sampai Senin, 1 Juni 2026 pukul 18.00 WITA", "label": "Bahaya tinggi", "look": "",
    }  # fmt: skip
    assert listed(portal.text("peringatan/index.html")) == ["banjir"]
    assert "Saat ini tidak ada peringatan" not in portal.text("peringatan/index.html")


def test_an_exercise_is_marked_wherever_its_headline_is(portal: Portal) -> None:
    portal.write("config.toml", CONFIG_WITH_SEARCH)
    alert(portal, "gempa", ", status: latihan", date="2026-06-01 11:00", updated="2026-06-01 11:30")
    portal.build(now=DURING)
    html = portal.text("2026/06/gempa/index.html")
    assert "Ini latihan." in html
    assert '<meta property="og:title" content="LATIHAN: gempa">' in html
    assert json.loads(portal.text("pinned.json"))[0]["label"] == "LATIHAN – bahaya tinggi"
    assert "<title>LATIHAN: gempa</title>" in portal.text("feed.xml")
    assert json.loads(portal.text("feed.json"))["items"][0]["title"] == "LATIHAN: gempa"
    titles = re.findall(r"<title>([^<]*gempa)</title>", portal.text("2026/06/gempa/perubahan.xml"))
    assert titles == ["Diperbarui: LATIHAN: gempa"]
    fragments = (portal.root / "site/cari/indeks").rglob("*.pf_fragment")
    assert any(b"LATIHAN: gempa" in gzip.decompress(path.read_bytes()) for path in fragments)
    assert values(portal, "gempa", "status", "note", "headline") == ("Exercise", "LATIHAN", "LATIHAN: gempa")


def test_alerts_are_above_pinned_releases_and_the_worst_one_that_is_meant_is_first(portal: Portal) -> None:
    portal.post("pin.md", title="pin", id="pin", pinned="{until: 2026-06-05}", expires="2026-06-05")
    alert(portal, "latihan", ", status: exercise", date="2026-06-01 12:00")
    alert(portal, "tinggi", date="2026-06-01 11:00")
    portal.build(now=DURING)
    assert bar(portal.text("index.html")) == ["tinggi", "latihan"]
    (portal.root / "posts/latihan.md").unlink()
    portal.build(now=DURING)
    assert bar(portal.text("index.html")) == ["tinggi", "pin"]


def test_the_list_has_all_that_are_valid_also_those_for_which_the_bar_has_no_room(portal: Portal) -> None:
    for number in range(5):
        alert(portal, f"a{number}", date=f"2026-06-01 11:0{number}")
    portal.build(now=DURING)
    assert bar(portal.text("index.html")) == ["a4", "a3", "a2"]
    assert listed(portal.text("peringatan/index.html")) == ["a4", "a3", "a2", "a1", "a0"]
    portal.build(now=OVER)
    assert "Saat ini tidak ada peringatan yang berlaku." in portal.text("peringatan/index.html")
    assert "Tidak berlaku lagi" in portal.text("2026/06/a0/index.html")


def test_an_alert_rewrites_the_bar_and_not_the_archive(portal: Portal) -> None:
    for number in range(30):
        portal.post(f"{number}.md", title=f"Rilis {number}", id=str(number), date=f"2026-05-{number % 28 + 1:02} 09:00")
    portal.build(now=BEFORE)
    before = mtimes(portal.root / "site")
    alert(portal, "banjir")
    portal.build(now=DURING)
    after = mtimes(portal.root / "site")
    changed = {path for path in after if after[path] != before.get(path)}
    assert {"index.html", "pinned.json", "peringatan/index.html", "2026/06/banjir/cap.xml"} <= changed
    assert not {path for path in changed if path.startswith("2026/05/")}


# Updates, all-clear, withdrawal ------------------------------------------------------------------------------------


def test_an_update_replaces_the_alert_in_the_bar_and_both_pages_link_to_each_other(portal: Portal) -> None:
    alert(portal, "awal")
    portal.build(now=DURING)
    later(portal, "baru", "awal")
    portal.build(now="2026-06-01T13:00:00+08:00")
    assert bar(portal.text("index.html")) == ["baru"]
    assert listed(portal.text("peringatan/index.html")) == ["baru"]
    first, second = (portal.text(f"2026/06/{name}/index.html") for name in ("awal", "baru"))
    assert "Peringatan ini sudah digantikan." in first
    assert '<a href="/portal/2026/06/baru/">baru</a>' in first
    assert '<dt>Menggantikan</dt><dd><a href="/portal/2026/06/awal/">awal</a>' in second
    assert "Sudah diperbarui" in portal.text("peringatan/index.html")


def test_a_scheduled_update_replaces_nothing_before_its_minute(portal: Portal) -> None:
    alert(portal, "awal")
    later(portal, "baru", "awal")
    portal.build(now="2026-06-01T12:59:59+08:00")
    assert bar(portal.text("index.html")) == ["awal"]
    assert b"id-baru" not in b"".join(portal.site().values())
    portal.build(now="2026-06-01T13:00:00+08:00")
    assert bar(portal.text("index.html")) == ["baru"]


def test_an_all_clear_is_shown_for_a_day_and_cancels(portal: Portal) -> None:
    alert(portal, "awal")
    later(portal, "aman", "awal", ", all_clear: true", expires="~")
    portal.build(now="2026-06-01T13:00:00+08:00")
    assert bar(portal.text("index.html")) == ["aman"]
    assert json.loads(portal.text("pinned.json"))[0]["label"] == "Sudah aman"
    assert "Keadaan sudah aman." in portal.text("2026/06/awal/index.html")
    assert values(portal, "aman", "msgType", "responseType", "urgency") == ("Cancel", "AllClear", "Past")
    portal.build(now="2026-06-02T12:59:59+08:00")
    assert bar(portal.text("index.html")) == ["aman"]
    portal.build(now="2026-06-02T13:00:00+08:00")
    assert bar(portal.text("index.html")) == []
    assert "data-mark" not in portal.text("2026/06/aman/index.html")


def test_an_all_clear_that_was_wrong_brings_the_alert_back(portal: Portal) -> None:
    alert(portal, "awal")
    later(portal, "aman", "awal", ", all_clear: true", withdrawn="{date: 2026-06-01 14:00, reason: Keliru.}")
    portal.build(now="2026-06-01T13:30:00+08:00")
    assert bar(portal.text("index.html")) == ["aman"]
    portal.build(now="2026-06-01T14:00:00+08:00")
    assert bar(portal.text("index.html")) == ["awal"]
    assert "Keadaan sudah aman" not in portal.text("2026/06/awal/index.html")


# CAP ---------------------------------------------------------------------------------------------------------------


def test_cap_has_the_eight_items_where_programs_look_for_them(portal: Portal) -> None:
    alert(portal, "banjir", ", hazard: cuaca dan banjir, starts: 2026-06-01 15:00, certainty: observed")
    portal.build(now=DURING)
    head = ("sender", "identifier", "sent", "status", "msgType", "scope", "language", "category", "event", "severity")
    assert values(portal, "banjir", *head) == (
        "uji.example/portal", "uji.example/portal:id-banjir", "2026-06-01T12:00:00+08:00", "Actual", "Alert", "Public",
        "id", "Met", "Banjir", "Severe",
    )  # fmt: skip
    names = ("urgency", "certainty", "onset", "expires", "senderName", "contact", "web")
    assert values(portal, "banjir", *names) == (
        "Immediate", "Observed", "2026-06-01T15:00:00+08:00", "2026-06-01T18:00:00+08:00", "BPBD", "Telepon 112.",
        "https://uji.example/portal/2026/06/banjir/",
    )  # fmt: skip
    description, instruction = values(portal, "banjir", "description", "instruction")
    assert "Bahaya dan dampaknya: Air setinggi satu meter." in description
    assert "Cara menghindari bahaya: Jauhi sungai." in instruction
    assert "Cara menyelamatkan diri: Ke Balai Desa Lawai." in instruction
    assert [area.text for area in message(portal, "banjir").iter("{urn:oasis:names:tc:emergency:cap:1.2}areaDesc")] == [
        "Desa Lawai"
    ]


def test_update_correction_and_withdrawal_are_messages_that_name_those_before(portal: Portal) -> None:
    alert(portal, "awal", corrections="[{date: 2026-06-01 12:30, note: Desanya keliru.}]")
    later(portal, "baru", "awal")
    portal.build(now=DURING)
    sender, first = "uji.example/portal", "uji.example/portal:id-awal"
    assert values(portal, "awal", "identifier", "msgType", "references") == (first, "Alert", "")
    portal.build(now="2026-06-01T13:00:00+08:00")
    second = f"{first}.20260601T043000Z"
    original = f"{sender},{first},2026-06-01T12:00:00+08:00"
    assert values(portal, "awal", "identifier", "msgType", "references") == (second, "Update", original)
    both = f"{original} {sender},{second},2026-06-01T12:30:00+08:00"
    assert values(portal, "baru", "msgType", "references") == ("Update", both)
    alert(portal, "awal", withdrawn="{date: 2026-06-01 12:20, reason: Keliru., remove_text: true}")
    portal.build(now="2026-06-01T13:00:00+08:00")
    assert values(portal, "awal", "msgType", "references", "event") == ("Cancel", original, "")
    assert "Jauhi sungai" not in portal.text("2026/06/awal/cap.xml")


def test_times_in_utc_have_no_letter(portal: Portal) -> None:
    portal.write("config.toml", CONFIG.replace("Asia/Makassar", "UTC"))
    alert(portal, "banjir")
    portal.build(now=DURING.replace("+08:00", "+00:00"))
    assert values(portal, "banjir", "sent") == ("2026-06-01T12:00:00-00:00",)


HULU, KOTA = "-1.2,114.5 -1.2,114.9 -1.6,114.9 -1.2,114.5", "-1.2,114.5 20"
REGIONS = f"""
[regions.hulu]
name = "Kabupaten Hulu"
polygon = ["{HULU}"]

[regions.kota]
name = "Kota Lama dan Baru"
short = "Kota"
circle = "{KOTA}"

[regions.tanpa]
name = "Kota Tanpa Batas"
"""


@pytest.mark.parametrize(
    ("area", "shapes"),
    [
        ("Kabupaten Hulu", [HULU]),
        ("kota lama dan baru dan Kabupaten Hulu.", [HULU, KOTA]),
        ("Kota, Kabupaten Hulu", [HULU, KOTA]),
        ("Desa Lawai di Kabupaten Hulu", []),
        ("Kabupaten Hulu dan Kota Tanpa Batas", []),
        ("Desa Lawai", []),
    ],
)
def test_area_has_the_polygons_of_regions_if_it_is_those_and_nothing_else(
    portal: Portal, area: str, shapes: list[str]
) -> None:
    """The polygon of a regency would warn all of it, where only a village is meant."""
    portal.write("config.toml", CONFIG + REGIONS)
    alert(portal, "banjir", alert=f"{{event: Banjir, area: '{area}', severity: severe}}")
    portal.build(now=DURING)
    found = [one for one in message(portal, "banjir").iter() if one.tag.endswith(("}polygon", "}circle"))]
    assert [one.text for one in found] == shapes


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("polygon", f'["{HULU.rpartition(" ")[0]}"]'),
        ("polygon", '["114.5,-1.2 114.9,-1.2 114.9,-1.6 114.5,-1.2"]'),
        ("circle", '"-1.2,114.5"'),
        ("circle", '"-1.2,114.5 nan"'),
    ],
)
def test_a_region_with_a_wrong_shape_is_refused_at_its_line(portal: Portal, key: str, value: str) -> None:
    portal.write("config.toml", f'{CONFIG}\n[regions.hulu]\nname = "Hulu"\n{key} = {value}\n')
    with pytest.raises(BadConfig) as refused:
        portal.build()
    [problem] = refused.value.problems
    lines = (portal.root / "config.toml").read_text().splitlines()
    assert lines[problem.place.line - 1].startswith(key)


@pytest.mark.parametrize("id", ["a,b&c", "https://lama.example/?p=7", "<x>"])
def test_identifiers_have_no_signs_that_cap_forbids(portal: Portal, id: str) -> None:
    alert(portal, "banjir", id=f"'{id}'")
    portal.build(now=DURING)
    message(portal, "banjir")


def test_feeds_link_to_the_cap_files(portal: Portal) -> None:
    alert(portal, "banjir")
    portal.build(now=DURING)
    link = 'href="https://uji.example/portal/2026/06/banjir/cap.xml"'
    for feed in ("peringatan/atom.xml", "peringatan/feed.xml"):
        assert re.search(rf'<(?:atom:)?link rel="alternate" {link} type="application/cap\+xml"/>', portal.text(feed))
    [item] = json.loads(portal.text("peringatan/feed.json"))["items"]
    assert item["attachments"][0]["mime_type"] == "application/cap+xml"


# The page, and what is shared --------------------------------------------------------------------------------------


def test_the_page_says_first_what_to_do(portal: Portal) -> None:
    alert(portal, "banjir", ", source_url: https://www.bmkg.example/cuaca")
    portal.build(now=DURING)
    html = portal.text("2026/06/banjir/index.html")
    places = [html.index(f"<dt>{label}</dt>") for label in ("Cara menghindari bahaya", "Cara mendapat bantuan")]
    assert places == sorted(places)
    assert places[-1] < html.index("<dt>Bahaya dan dampaknya</dt>")
    assert all(text in html for text in ITEMS.values())
    assert '<a href="https://www.bmkg.example/cuaca">' in html
    assert "wa.me/?text=Bahaya%20tinggi%3A%20banjir%0A%0AWilayah%3A%20Desa%20Lawai." in html


def told(portal: Portal) -> dict[str, Story]:
    """What announcements know of the alerts that they may announce as new."""
    request = portal.request(now="2026-06-01T13:00:00+08:00")
    engine.build(request)
    wanted = Wanted(request.now - timedelta(days=2), request.now, frozenset(), frozenset())
    stories = engine.recall(request, lambda catalogue: gather(catalogue, request.config, request.now, wanted))
    return {story.title: story for story in stories if story.is_current}


def test_announcements_say_where_until_when_and_what_to_do(portal: Portal) -> None:
    alert(portal, "banjir")
    alert(portal, "gempa", ", status: exercise")
    stories = told(portal)
    assert stories.keys() == {"Bahaya tinggi: banjir", "LATIHAN – bahaya tinggi: gempa"}
    assert stories["Bahaya tinggi: banjir"].alert == (
        "Wilayah: Desa Lawai. Berlaku sampai Senin, 1 Juni 2026 pukul 18.00 WITA.",
        "Cara menghindari bahaya: Jauhi sungai.", "Cara menyelamatkan diri: Ke Balai Desa Lawai.",
        "Cara mendapat bantuan: Telepon 112.",
    )  # fmt: skip


def test_an_alert_that_was_replaced_is_not_announced_any_more(portal: Portal) -> None:
    alert(portal, "awal")
    later(portal, "aman", "awal", ", all_clear: true")
    assert told(portal).keys() == {"Sudah aman: aman"}


# Checks ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"expires": "~"}, "alert-end"),
        ({"alert": "{event: Banjir, area: Lawai, severity: severe, starts: 2026-06-02}"}, "alert-end"),
        ({"alert": "{event: Banjir, area: Lawai, severity: severe, updates: id-lain}"}, "relation"),
        ({"alert": "{event: Banjir, area: Lawai, severity: severe, updates: berita}"}, "alert-update"),
        ({"alert": "{event: Banjir, area: Lawai, severity: severe, updates: id-banjir}"}, "alert-update"),
        ({"alert": "{event: Banjir, area: Lawai, all_clear: true}"}, "alert-update"),
        ({"alert": "{event: Banjir, area: Lawai, all_clear: true, updates: id-lain}"}, "relation"),
        ({"alert": "{event: Banjir, area: Lawai, severity: severe, announcer: 'Stasiun BMKG Lawai'}"}, "alert-source"),
        ({"alert": "{event: Banjir, area: Lawai, severity: parah}"}, "alert"),
        ({"alert": "{event: Banjir, area: Lawai}"}, "alert"),
        ({"alert": "~"}, "alert-kind"),
        ({"kind": "news"}, "alert-kind"),
    ],
)
def test_what_an_alert_must_not_be_is_an_error(portal: Portal, fields: dict[str, str], rule: str) -> None:
    portal.post("berita.md", id="berita")
    alert(portal, "banjir", **fields)
    assert rule in {problem.rule for problem in portal.problems() if problem.severity == "error"}


def test_a_missing_item_is_a_warning_that_names_it_since_an_alert_must_not_wait(portal: Portal) -> None:
    alert(portal, "banjir", alert="{event: Banjir, area: Lawai, severity: severe, avoid: Jauhi sungai.}")
    [problem] = portal.build(now=DURING).problems
    assert (problem.rule, problem.severity) == ("alert-items", "warning")
    assert "evacuation (cara menyelamatkan diri)" in problem.values["names"]
    assert "avoid" not in problem.values["names"]


def test_a_later_alert_cannot_be_replaced_by_an_earlier_one(portal: Portal) -> None:
    alert(portal, "satu", ", updates: id-dua")
    alert(portal, "dua", date="2026-06-01 13:00")
    assert [problem.rule for problem in portal.problems()] == ["alert-update"]
