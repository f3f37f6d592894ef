"""The agenda: events at their minute in three zones, lists by start, calendars as `icalendar` reads them."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime

import pytest
from icalendar import Calendar

from press.build import engine
from press.views.upcoming import upcoming
from tests.portal import CONFIG, Portal, mtimes

SETTINGS = """
[offices.humas]
name = "Biro Humas"
contact = "humas"
[contacts.humas]
name = "Ibu Humas"
phone = "0411 1"
[places.Jakarta]
timezone = "Asia/Jakarta"
[places.Ambon]
timezone = "Asia/Jayapura"
"""
BEFORE, AFTER = "2026-06-02T08:59:59+08:00", "2026-06-02T09:00:00+08:00"


@pytest.fixture
def planned(portal: Portal) -> Portal:
    portal.write("config.toml", CONFIG + SETTINGS)
    return portal


def event(portal: Portal, name: str, times: str, **fields: str) -> None:
    """Write an event; `times` are its first fields."""
    fields = {"title": f"Acara {name}", "id": name, "slug": name, "kind": "event", "event": f"{{{times}}}", **fields}
    portal.post(f"{name}.md", **fields)


def titles(portal: Portal, address: str = "agenda/index.html") -> dict[str, list[str]]:
    """The titles in each section of a page, by the id of its heading."""
    parts = re.split(r'<h2 id="([\w-]+)"', portal.text(address))
    found = {
        id: re.findall(r"<h3><a [^>]*>(?:Acara )?([^<]*)</a>", text)
        for id, text in zip(parts[1::2], parts[2::2], strict=True)
    }
    return {id: names for id, names in found.items() if names}


def calendar(portal: Portal, address: str = "agenda/agenda.ics") -> dict[str, dict[str, object]]:
    """The events of a calendar by their titles, with the properties that `icalendar` read."""
    data = portal.site()[address]
    found = Calendar.from_ical(data)
    assert not found.errors
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert data.count(b"\n") == data.count(b"\r\n")
    components = list(found.walk("VEVENT"))
    assert not [one.errors for one in components if one.errors]
    return {
        str(one["SUMMARY"]): {name: getattr(value, "dt", value) for name, value in one.items()} for one in components
    }


# The clock -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "place"),
    [("2026-06-02 08:00", "Jakarta"), ("2026-06-02 09:00", "Makassar"), ("2026-06-02 10:00", "Ambon"),
     ("2026-06-02 08:00 WIB", "Aula"), ("2026-06-02 10:00 WIT", "Aula")],
)  # fmt: skip
def test_event_moves_from_coming_to_past_at_its_minute_in_any_zone(planned: Portal, written: str, place: str) -> None:
    event(planned, "a", f"starts: 2026-06-01 07:00, ends: {written}, place: {place}")
    planned.build(now=BEFORE)
    assert titles(planned) == {"coming": ["a"]}
    assert "Sedang berlangsung" in planned.text("2026/03/a/index.html")
    report = planned.build(now=AFTER)
    assert titles(planned) == {"past": ["a"]}
    assert "agenda/index.html" in report.written
    planned.build("clean", now=AFTER)
    assert planned.site("clean") == planned.site()
    planned.build(now=BEFORE)
    assert titles(planned) == {"coming": ["a"]}


def test_schedule_knows_when_an_event_begins_and_ends(planned: Portal) -> None:
    event(planned, "a", "starts: 2026-06-02 09:00, ends: 2026-06-02 11:00")
    report = planned.build()
    assert report.next_change == datetime.fromisoformat(AFTER)
    events = engine.inspect(planned.request(), lambda snapshot, _: list(upcoming(snapshot)))
    assert [(one.what, one.at[11:16]) for one in events] == [("begins", "09:00"), ("ends", "11:00")]


def test_event_without_an_end_and_one_of_whole_days_are_past_when_their_day_is_over(planned: Portal) -> None:
    event(planned, "a", "starts: 2026-06-02 09:00")
    event(planned, "b", "starts: 2026-06-01, ends: 2026-06-02, all_day: ya")
    planned.build(now="2026-06-02T23:59:59+08:00")
    assert titles(planned) == {"coming": ["b", "a"]}
    planned.build(now="2026-06-03T00:00:00+08:00")
    assert titles(planned) == {"past": ["a", "b"]}


# Pages -----------------------------------------------------------------------------------------------------------


def test_coming_events_are_ordered_by_their_start_and_not_by_publication(planned: Portal) -> None:
    for name, day, published in (
        ("a", "06-20", "03-01"),
        ("b", "06-05", "02-01"),
        ("c", "05-02", "01-01"),
        ("d", "05-20", "01-02"),
    ):
        event(planned, name, f"starts: 2026-{day} 09:00", date=f"2026-{published}")
    planned.build()
    assert titles(planned) == {"coming": ["b", "a"], "past": ["d", "c"]}
    assert titles(planned, "index.html")["agenda"] == ["b", "a"]
    assert re.findall(r"/portal/agenda/(2026/\d\d)/", planned.text("agenda/index.html")) == ["2026/06", "2026/05"]


def test_event_of_several_days_is_on_each_of_them_in_each_month(planned: Portal) -> None:
    event(planned, "a", "starts: 2026-06-29, ends: 2026-07-02, all_day: true")
    planned.build()
    for month, days in (("06", ["29", "30"]), ("07", ["01", "02"])):
        page = planned.text(f"agenda/2026/{month}/index.html")
        assert re.findall(r'<h2><time datetime="2026-\d\d-(\d\d)">', page) == days
        assert page.count('<li class="weekday-') in (30, 31)
    assert 'href="/portal/agenda/2026/07/" rel="next"' in planned.text("agenda/2026/06/index.html")


def test_page_shows_both_zones_only_where_they_differ(planned: Portal) -> None:
    event(planned, "a", "starts: 2026-06-02 09:00, ends: 2026-06-02 10:30, place: Ambon, address: 'Jalan Satu, Ambon'")
    event(planned, "b", "starts: 2026-06-02 09:00, place: Aula")
    planned.build()
    there, here = planned.text("2026/03/a/index.html"), planned.text("2026/03/b/index.html")
    assert "Selasa, 2 Juni 2026 pukul 09.00–10.30 WIT" in there
    assert "Selasa, 2 Juni 2026 pukul 08.00–09.30 WITA" in there
    assert "pukul 09.00 WITA" in here
    assert "WIT<" not in here
    assert 'href="/portal/2026/03/b/agenda.ics"' in here


def test_event_and_its_result_link_to_each_other(planned: Portal) -> None:
    event(planned, "a", "starts: 2026-05-02 09:00, place: Aula, result: hasil")
    planned.post("hasil.md", title="Hasil acara", id="hasil", slug="hasil")
    planned.build()
    assert '<a href="/portal/2026/03/hasil/">Hasil acara</a>' in planned.text("2026/03/a/index.html")
    assert 'Hasil dari acara: <a href="/portal/2026/03/a/">Acara a</a>' in planned.text("2026/03/hasil/index.html")
    event(planned, "a", "starts: 2026-05-02 09:00, place: Aula", title="Lain")
    planned.build()
    assert "Hasil dari acara" not in planned.text("2026/03/hasil/index.html")


def test_cancelled_event_is_marked_wherever_it_is_read(planned: Portal) -> None:
    times = "starts: 2026-06-02 09:00, place: Aula, status: dibatalkan, reason: Hujan lebat"
    event(planned, "a", times, updated="2026-05-30 10:00")
    planned.build()
    page = planned.text("2026/03/a/index.html")
    assert '<strong class="stamp">DIBATALKAN</strong>' in page
    assert "<title>Dibatalkan: Acara a – Portal Uji</title>" in page
    assert "DIBATALKAN" in planned.text("agenda/index.html")
    assert "<title>Dibatalkan: Acara a</title>" in planned.text("agenda/feed.xml")
    assert "Hujan lebat" in planned.text("feed.xml")
    assert "Dibatalkan" in planned.text("arsip/2026/03/index.html")


def test_postponed_event_says_from_when(planned: Portal) -> None:
    event(
        planned,
        "a",
        "starts: 2026-06-09 09:00, postponed_from: 2026-06-02 09:00, status: ditunda",
        updated="2026-05-30",
    )
    event(
        planned,
        "b",
        "starts: 2026-06-02 09:00, postponed_from: 2026-06-02 09:00, status: ditunda",
        updated="2026-05-30",
    )
    planned.build()
    page = planned.text("2026/03/a/index.html")
    assert '<strong class="stamp stamp-checking">DITUNDA</strong>' in page
    assert "<del>Selasa, 2 Juni 2026 pukul 09.00 WITA</del>" in page
    assert "Jadwal baru belum ditentukan." in planned.text("2026/03/b/index.html")
    found = calendar(planned)
    assert (found["Ditunda: Acara a"]["STATUS"], found["Ditunda: Acara b"]["STATUS"]) == ("CONFIRMED", "CANCELLED")


def test_json_ld_of_an_event(planned: Portal) -> None:
    times = "starts: 2026-06-09 09:00, postponed_from: 2026-06-02 09:00, status: ditunda, place: Aula, online: 'https://x.example/a'"
    event(planned, "a", times, office="humas", updated="2026-05-30")
    planned.build()
    script = re.search(r'<script type="application/ld\+json">(.*?)</script>', planned.text("2026/03/a/index.html"))
    assert script
    found = next(node for node in json.loads(script[1])["@graph"] if node["@type"] == "Event")
    assert found["eventStatus"] == "https://schema.org/EventRescheduled"
    assert (found["startDate"], found["previousStartDate"]) == (
        "2026-06-09T09:00:00+08:00",
        "2026-06-02T09:00:00+08:00",
    )
    assert found["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert [place["@type"] for place in found["location"]] == ["Place", "VirtualLocation"]
    assert found["organizer"][0]["name"] == "Biro Humas"


# Calendars -------------------------------------------------------------------------------------------------------


def test_calendar_has_utc_times_escaped_texts_and_an_identity(planned: Portal) -> None:
    times = "starts: 2026-06-02 09:00, ends: 2026-06-02 11:00, place: 'Aula; lantai 2', address: 'Jalan Satu, Ambon'"
    event(planned, "a", times, title="'Rapat \\ kerja, daring; ' ", summary="Panjang " * 30, office="humas")
    planned.build()
    ((title, found),) = calendar(planned).items()
    assert title == "Rapat \\ kerja, daring;"
    assert found["UID"] == "a@uji.example"
    assert found["DTSTART"] == datetime(2026, 6, 2, 1, tzinfo=UTC)
    assert found["DTEND"] == datetime(2026, 6, 2, 3, tzinfo=UTC)
    assert found["LOCATION"] == "Aula; lantai 2, Jalan Satu, Ambon"
    assert found["CONTACT"] == "Ibu Humas, 0411 1"
    assert found["DTSTAMP"] == datetime(2026, 3, 14, 1, 30, tzinfo=UTC)
    assert (
        calendar(planned, "instansi/humas/agenda.ics") == calendar(planned, "2026/03/a/agenda.ics") == calendar(planned)
    )


def test_event_of_whole_days_has_dates(planned: Portal) -> None:
    event(planned, "a", "starts: 2026-06-02, ends: 2026-06-03, all_day: true, place: Aula")
    planned.build()
    found = calendar(planned)["Acara a"]
    assert (found["DTSTART"], found["DTEND"]) == (date(2026, 6, 2), date(2026, 6, 4))


def test_sequence_grows_with_each_change_and_the_identity_stays(planned: Portal) -> None:
    times = "starts: 2026-06-02 09:00, place: Aula"
    changes: tuple[tuple[str, dict[str, str]], ...] = (
        (f"{times}, status: belum pasti", {}),
        (times, {}),
        ("starts: 2026-06-03 09:00, place: Aula", {"updated": "2026-05-01 10:00"}),
        ("starts: 2026-06-03 09:00, place: Balai", {"updated": "2026-05-01 10:01"}),
        ("starts: 2026-06-09 09:00, postponed_from: 2026-06-03, status: ditunda", {"updated": "2026-05-02 10:00"}),
        ("starts: 2026-06-09 09:00, status: dibatalkan, reason: Hujan", {"updated": "2026-05-03 10:00"}),
        (times, {"updated": "2026-05-04 10:00"}),
    )  # fmt: skip
    numbers = []
    for written, more in changes:
        event(planned, "a", written, **more)
        planned.build()
        (found,) = calendar(planned).values()
        assert found["UID"] == "a@uji.example"
        numbers.append(int(str(found["SEQUENCE"])))
    assert numbers == sorted(set(numbers))
    assert numbers[0] == 0


def test_cancelled_and_withdrawn_events_stay_as_cancelled(planned: Portal) -> None:
    event(planned, "a", "starts: 2026-06-02 09:00, status: dibatalkan, reason: Hujan", updated="2026-05-01")
    event(planned, "b", "starts: 2026-06-02 09:00", withdrawn="{date: 2026-05-01, reason: Keliru}")
    planned.build()
    assert {one["STATUS"] for one in calendar(planned).values()} == {"CANCELLED"}


def test_address_of_an_office_is_stable_and_an_empty_calendar_is_valid(planned: Portal) -> None:
    planned.build()
    for address in ("agenda/agenda.ics", "instansi/humas/agenda.ics"):
        assert calendar(planned, address) == {}
        assert b"BEGIN:VTIMEZONE" in planned.site()[address]
    assert "instansi/lain/agenda.ics" not in planned.site()


def test_calendars_have_a_window(planned: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("press.outputs.agenda.calendars.COMING", 2)
    monkeypatch.setattr("press.outputs.agenda.calendars.PAST", 1)
    for number in range(1, 5):
        event(planned, f"p{number}", f"starts: 2026-05-0{number} 09:00")
        event(planned, f"c{number}", f"starts: 2026-07-0{number} 09:00")
    planned.build()
    assert list(calendar(planned)) == ["Acara p4", "Acara c1", "Acara c2"]


def test_translation_is_the_same_event_and_in_no_list(planned: Portal) -> None:
    event(planned, "a", "starts: 2026-06-02 09:00")
    event(planned, "b", "starts: 2026-06-02 09:00", lang="en", translation_of="a", title="Meeting")
    planned.build()
    assert titles(planned) == {"coming": ["a"]}
    assert len(calendar(planned)) == 1
    assert calendar(planned, "en/2026/03/b/agenda.ics")["Meeting"]["UID"] == "a@uji.example"


# Laws ------------------------------------------------------------------------------------------------------------


def test_one_event_more_rewrites_a_bounded_number_of_files(planned: Portal) -> None:
    """The same ones, whatever the number of events is."""
    written = []
    for number in range(60):
        event(
            planned,
            f"x{number:02}",
            f"starts: 2026-0{number % 5 + 5}-{number % 28 + 1:02} 09:00",
            date=f"2026-03-01 09:{number:02}",
        )
        if number in (19, 59):
            planned.build()
            before = mtimes(planned.root / "site")
            event(planned, f"baru{number}", "starts: 2026-08-20 10:00", title="Baru", slug="baru")
            planned.build()
            after = mtimes(planned.root / "site")
            written.append({path for path in after if after[path] != before.get(path) and "manifest" not in path})
            (planned.root / f"posts/baru{number}.md").unlink()
    few, many = written
    assert few == many
    agenda = {path for path in many if path.startswith("agenda/") and "feed" not in path and "atom" not in path}
    assert agenda == {"agenda/index.html", "agenda/agenda.ics", "agenda/2026/08/index.html"}


def test_links_to_the_agenda_and_its_calendars_lead_somewhere(planned: Portal) -> None:
    event(planned, "a", "starts: 2026-06-02 09:00", office="humas")
    targets = (
        "/agenda/",
        "/agenda/2026/06/",
        "/agenda/agenda.ics",
        "/instansi/humas/agenda.ics",
        "/2026/03/a/agenda.ics",
    )
    planned.post("b.md", " ".join(f"[ke sini]({target})" for target in targets))
    assert not [problem for problem in planned.build().problems if problem.rule == "link"]
    planned.post("b.md", "[a](/agenda/2026/09/) [b](/agenda/halaman/1/) [c](/instansi/lain/agenda.ics)")
    found = [problem.values["target"] for problem in planned.problems() if problem.rule == "link"]
    assert found == ["/agenda/2026/09/", "/agenda/halaman/1/", "/instansi/lain/agenda.ics"]


def test_page_of_a_translation_names_a_cancelled_event_as_such(planned: Portal) -> None:
    event(planned, "a", "starts: 2026-06-02 09:00, place: Aula")
    event(planned, "b", "starts: 2026-06-02 09:00, place: Aula", lang="en", translation_of="a", title="Meeting")
    planned.build()
    event(planned, "a", "starts: 2026-06-02 09:00, place: Aula, status: cancelled, reason: Hujan", updated="2026-05-30")
    planned.build()
    assert "Dibatalkan: Acara a" in planned.text("en/2026/03/b/index.html")


def test_calendar_of_an_office_that_is_not_declared_has_the_name_in_its_events(portal: Portal) -> None:
    event(portal, "a", "starts: 2026-06-02 09:00, place: Aula", office="Dinas Air")
    portal.build()
    portal.post("lain.md", office="dinas-air", date="2020-01-01")
    portal.build()
    assert "NAME:Agenda – Dinas Air\r\n" in portal.site()["instansi/dinas-air/agenda.ics"].decode()
    portal.build("clean")
    assert portal.site("clean") == portal.site()
