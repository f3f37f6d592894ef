"""Feeds: ids, choice of entries, corrections, withdrawals, archives, aliases, and hostile content."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press import config
from press.errors import Misuse
from press.model import Card, Release, State
from press.outputs.feeds import window
from press.outputs.feeds.item import xml_safe
from press.outputs.feeds.window import Entry
from press.outputs.feeds.xml import moment
from tests.judge.feed_formats import Feed, atom, jsonfeed, rss
from tests.judge.feeds import judge
from tests.portal import CONFIG, Portal

BASE = "https://uji.example/portal/"
FORMATS = {"feed.xml": rss, "atom.xml": atom, "feed.json": jsonfeed}


def feed(portal: Portal, address: str) -> Feed:
    return FORMATS[address.rpartition("/")[2]]((portal.root / "site" / address).read_bytes())


def faults(portal: Portal) -> list[str]:
    return judge(portal.root / "site", BASE)


@pytest.fixture
def portal_with_topics(tmp_path: Path) -> Portal:
    return Portal(tmp_path / "p", CONFIG + '\n[topics.air]\nname = "Air"\n\n[topics.sepi]\nname = "Sepi & sunyi"\n')


def test_every_list_has_feeds_even_without_releases(portal_with_topics: Portal) -> None:
    portal_with_topics.post("2026/03/a.md", topics="[air]", tags="[Pasar]")
    portal_with_topics.build()
    found = {
        address for address in portal_with_topics.site() if address.endswith(("feed.xml", "atom.xml", "feed.json"))
    }
    for folder in ("", "topik/air/", "topik/sepi/", "klarifikasi/", "siaran-pers/", "ralat/", "tag/pasar/"):
        assert {f"{folder}{name}" for name in FORMATS} <= found
    assert feed(portal_with_topics, "topik/sepi/atom.xml").entries == []
    assert faults(portal_with_topics) == []


def test_feeds_of_a_tag_are_removed_with_its_last_release(portal: Portal) -> None:
    path = portal.post("2026/03/a.md", tags="[Pasar]")
    portal.build()
    path.unlink()
    portal.post("2026/03/b.md", id="b")
    portal.build()
    assert not [address for address in portal.site() if address.startswith("tag/pasar/")]


def test_id_is_kept_when_title_slug_date_and_host_change(portal: Portal) -> None:
    portal.post("2026/03/a.md", id="2026-0042")
    portal.write("config.toml", CONFIG + '[identity]\nauthority = "uji.example"\nyear = 2020\n')
    portal.build()
    before = feed(portal, "feed.xml").ids
    portal.post("2026/03/a.md", id="2026-0042", title="Lain", slug="lain", date="2026-04-01", aliases="[/2026/03/a/]")
    portal.write("config.toml", CONFIG.replace("https://uji.example/portal/", "https://baru.example/")
                 + '[identity]\nauthority = "uji.example"\nyear = 2020\n')  # fmt: skip
    portal.build()
    assert before == feed(portal, "feed.xml").ids == ("tag:uji.example,2020:release/2026-0042",)
    assert feed(portal, "feed.json").ids == feed(portal, "atom.xml").ids == before


def test_words_beside_a_release_in_a_regional_language_are_those_of_the_portal(portal: Portal) -> None:
    portal.post("2026/03/a.md", lang="bjn", corrections="[{date: 2026-03-20, note: Salah.}]")
    portal.build()
    entry = feed(portal, "feed.xml").entries[0]
    assert (entry.language, entry.title) == ("bjn", "Ralat: Judul")
    assert "<strong>Diralat, 20 Maret 2026.</strong> Salah." in entry.html
    assert faults(portal) == []


@pytest.mark.parametrize("name", ["feed.xml", "atom.xml"])
def test_items_have_their_dates_as_people_write_them(portal: Portal, name: str) -> None:
    portal.post("2026/03/a.md", date="2026-03-14 09:30", updated="2026-03-20 10:00")
    portal.post("2026/03/en.md", id="en", lang="en", date="2026-03-13 09:30")
    portal.build()
    written = re.findall("<press:written>([^<]*)</press:written>", portal.text(name))
    assert written == [
        "Sabtu, 14 Maret 2026 pukul 09.30 WITA · Diperbarui Jumat, 20 Maret 2026 pukul 10.00 WITA",
        "Friday, 13 March 2026 at 09:30 WITA",
    ]
    style = portal.text(re.findall(r'stylesheet type="text/css" href="/portal/([^"]*)"', portal.text(name))[0])
    namespace = re.findall('xmlns:press="([^"]*)"', portal.text(name))
    assert f'@namespace press "{namespace[0]}"' in style


def test_feeds_do_not_change_when_only_time_passes(portal_with_topics: Portal) -> None:
    portal_with_topics.post("2026/03/a.md", topics="[air]")
    portal_with_topics.build(now="2026-03-15T00:00:00+08:00")
    before = {
        address: data for address, data in portal_with_topics.site().items() if "feed" in address or "atom" in address
    }
    portal_with_topics.build("later", now="2027-09-09T00:00:00+00:00")
    after = portal_with_topics.site("later")
    assert before == {address: after[address] for address in before}


def test_corrected_release_returns_with_its_id_and_date(portal: Portal) -> None:
    portal.write("config.toml", CONFIG + "[feeds]\nitems = 3\ndays = 0\n")
    for day in range(1, 9):
        portal.post(f"2026/03/r{day}.md", id=f"r{day}", date=f"2026-03-0{day} 09:00")
    portal.build()
    assert [entry.id[-2:] for entry in feed(portal, "feed.xml").entries] == ["r8", "r7", "r6"]
    portal.post("2026/03/r1.md", id="r1", date="2026-03-01 09:00", title="Harga beras",
                corrections='[{date: 2026-04-02 08:00, note: "Harga keliru", was: "Rp 10", now: "Rp 12"}]')  # fmt: skip
    portal.build()
    for name in FORMATS:
        first = feed(portal, name).entries[0]
        assert first.title == "Ralat: Harga beras"
        assert str(first.published) == "2026-03-01 09:00:00+08:00"
        assert str(first.updated) == "2026-04-02 08:00:00+08:00"
        assert first.html.index("Harga keliru") < first.html.index("Isi.")
    changes = feed(portal, "ralat/feed.xml").entries
    assert [entry.id for entry in changes] == ["tag:uji.example,2026:release/r1#20260402T000000Z"]
    assert faults(portal) == []


def test_withdrawn_release_stays_as_a_notice(portal: Portal) -> None:
    portal.post("2026/03/baru.md", id="baru", title="Yang benar")
    portal.post("2026/03/a.md", "RAHASIA", id="a", summary="RAHASIA", title="Daftar penerima",
                corrections="[{date: 2026-03-15, note: RAHASIA}]",
                withdrawn="{date: 2026-03-16 10:00, reason: Data pribadi, replacement: baru, remove_text: true}",
                )  # fmt: skip
    portal.build()
    for name in FORMATS:
        data = portal.text(name)
        first = feed(portal, name).entries[0]
        assert first.title == "Dicabut: Daftar penerima"
        assert "Data pribadi" in first.summary
        assert 'href="https://uji.example/portal/2026/03/baru/"' in first.html
        assert "RAHASIA" not in data + portal.text(f"ralat/{name}")
    assert re.search(r'<at:deleted-entry [^>]*when="2026-03-16T10:00:00\+08:00"', portal.text("atom.xml"))
    assert faults(portal) == []


def test_future_withdrawal_is_not_in_feeds_before_its_date(portal: Portal) -> None:
    portal.post("2026/03/a.md", id="a", withdrawn="{date: 2026-07-01, reason: Berakhir}")
    portal.build()
    assert feed(portal, "feed.xml").titles[1] == "Judul"
    assert feed(portal, "ralat/feed.xml").entries == []
    portal.build(now="2026-07-02T00:00:00+08:00")
    assert feed(portal, "feed.xml").titles[1] == "Dicabut: Judul"
    assert len(feed(portal, "ralat/feed.xml").entries) == 1


def test_archives_of_past_months_do_not_change(portal: Portal) -> None:
    for month in (1, 2, 3):
        portal.post(f"2026/0{month}/a{month}.md", id=f"a{month}", date=f"2026-0{month}-10")
    portal.build()
    archives = {address for address in portal.site() if address.startswith("arsip/2026/0") and "." in address[14:]}
    names = ("feed.xml", "atom.xml", "feed.json")
    archives -= {f"arsip/2026/0{month}/index.html" for month in (1, 2, 3)}
    assert archives == {f"arsip/2026/0{month}/{name}" for month in (1, 2) for name in names}
    assert feed(portal, "feed.xml").rel("prev-archive") == f"{BASE}arsip/2026/02/feed.xml"
    before = {address: portal.site()[address] for address in archives}
    portal.post("2026/03/b.md", id="b", date="2026-03-11")
    portal.build()
    assert before == {address: portal.site()[address] for address in archives}
    portal.post("2026/04/c.md", id="c", date="2026-04-11")
    portal.build()
    assert before["arsip/2026/01/feed.xml"] == portal.site()["arsip/2026/01/feed.xml"]
    assert feed(portal, "arsip/2026/02/atom.xml").rel("next-archive") == f"{BASE}arsip/2026/03/atom.xml"
    assert faults(portal) == []


def test_newest_month_is_removed_when_its_only_release_becomes_a_draft(portal: Portal) -> None:
    for month in (1, 2, 3):
        portal.post(
            f"2026/0{month}/a{month}.md", id=f"a{month}", date=f"2026-0{month}-10", draft=str(month == 3).lower()
        )
    portal.build("clean")
    portal.post("2026/03/a3.md", id="a3", date="2026-03-10")
    portal.build()
    portal.post("2026/03/a3.md", id="a3", date="2026-03-10", draft="true")
    portal.build()
    assert portal.site() == portal.site("clean")
    assert faults(portal) == []


def test_aliases_are_copies_of_feeds(portal: Portal) -> None:
    portal.write("config.toml", CONFIG + '[feeds]\naliases = {"/rss.xml" = "/feed.xml", "/feed/" = "/feed.xml"}\n')
    portal.post("2026/03/a.md")
    portal.build()
    site = portal.site()
    assert site["rss.xml"] == site["feed/index.html"] == site["feed/index.xml"] == site["feed.xml"]
    assert faults(portal) == []


@pytest.mark.parametrize("target", ["/index.html", "/topik/feed.xml", "/feed.txt"])
def test_alias_of_an_address_without_a_feed_is_refused(portal: Portal, target: str) -> None:
    portal.write("config.toml", CONFIG + f'[feeds]\naliases = {{"/rss.xml" = "{target}"}}\n')
    with pytest.raises(Misuse):
        portal.build()


def test_hub_is_named_in_live_feeds_but_not_in_archives(portal: Portal) -> None:
    portal.write("config.toml", CONFIG + '[feeds]\nhub = "https://hub.example/"\n')
    portal.post("2026/01/a.md", id="a", date="2026-01-10")
    portal.post("2026/02/b.md", id="b", date="2026-02-10")
    portal.build()
    assert all(feed(portal, name).rel("hub") == "https://hub.example/" for name in FORMATS)
    assert feed(portal, "arsip/2026/01/feed.xml").rel("hub") == ""
    assert faults(portal) == []


HOSTILE = """\
Paragraf &lt;script&gt;alert(1)&lt;/script&gt;
dengan catatan[^1], ]]> dan \U0001f600 \u202eterbalik\u202c &amp; <b>tebal</b>.

[Ke atas](#atas) dan [berkas](data.csv), [rilis lain](b.md).

<table><tr><td align="right">1</td></tr></table>

<iframe src="https://video.example/1"></iframe>

[^1]: Catatan kaki.
"""


@pytest.mark.parametrize("title", ["<b>Air</b> & api", "]]> naik", "&amp; <x", "عاجل \u202e", "\U0001f600", '"A" <!--'])
def test_hostile_content_gives_valid_feeds(portal: Portal, title: str) -> None:
    portal.write("posts/2026/03/data.csv", "a,b\n1,2\n")
    portal.post("2026/03/b.md", id="b", title="B")
    quoted = json.dumps(title, ensure_ascii=False)
    portal.post("2026/03/a.md", HOSTILE + "kata " * 20_000, id="a", title=quoted, tags="['<i>x</i> & y']")
    portal.build()
    assert faults(portal) == []
    assert f'"{BASE}2026/03/a/#fn:1"' in feed(portal, "feed.xml").entries[1].html


def test_attachments_have_their_length_in_bytes(portal: Portal) -> None:
    portal.write("posts/2026/03/data.csv", "a,b\n1,2\n")
    portal.write("posts/2026/03/lain.txt", "x" * 77)
    portal.post("2026/03/a.md", id="a", attachments="[{src: data.csv, title: Data}, {src: lain.txt}]")
    portal.build()
    assert feed(portal, "feed.xml").entries[0].enclosures == [(f"{BASE}2026/03/a/data.csv", "8", "text/csv")]
    assert [length for _, length, _ in feed(portal, "atom.xml").entries[0].enclosures] == ["8", "77"]
    assert feed(portal, "atom.xml").entries[0].enclosures == feed(portal, "feed.json").entries[0].enclosures
    assert faults(portal) == []


def test_translation_is_in_the_feed_of_its_language(portal: Portal) -> None:
    portal.post("2026/03/a.md", id="a")
    portal.post("2026/03/a-en.md", id="a-en", title="Title", lang="en", translation_of="a",
                corrections="[{date: 2026-03-20, note: Wrong number}]")  # fmt: skip
    portal.build()
    english = feed(portal, "bahasa/en/feed.xml")
    assert (english.language, english.entries[0].language) == ("en", "en")
    assert english.entries[0].title == "Correction: Title"
    assert faults(portal) == []


# Functions ----------------------------------------------------------------------------------------------------


def _card(instant: int) -> Card:
    date = datetime.fromtimestamp(instant, UTC)
    release = Release(source=f"posts/{instant}.md", id=str(instant), title="x", date=date, slug="x")
    return Card(release, f"{instant}/", instant, State.PUBLISHED, True, "", "", 10)


@given(
    st.lists(st.tuples(st.integers(0, 10**7), st.integers(1500, 90_000)), max_size=60),
    st.integers(0, 30), st.integers(0, 60), st.integers(0, 600),
)  # fmt: skip
def test_window_has_the_newest_entries_within_its_limits(
    times_and_sizes: list[tuple[int, int]], minimum: int, days: int, kilobytes: int
) -> None:
    """At least `minimum` entries are kept, and more while they are within the limits of days and kilobytes."""
    entries = [Entry(at, f"{n}", size, _card(at), -1) for n, (at, size) in enumerate(times_and_sizes)]
    feeds = config.Feeds(items=minimum, days=days, kilobytes=kilobytes)
    kept = window.chosen(entries, feeds)
    ordered = sorted(entries, key=lambda entry: (entry.instant, entry.source), reverse=True)
    assert kept == ordered[: len(kept)]
    assert len(kept) >= min(len(entries), max(1, minimum))
    beyond = kept[max(1, minimum) :]
    assert all(entry.instant >= kept[0].instant - days * 86400 for entry in beyond)
    assert not beyond or sum(entry.size for entry in kept) <= kilobytes * 1024
    if len(kept) < len(ordered) and len(kept) >= max(1, minimum):
        following = ordered[len(kept)]
        too_old = following.instant < ordered[0].instant - days * 86400
        assert too_old or sum(entry.size for entry in kept) + following.size > kilobytes * 1024


def test_time_with_seconds_in_its_utc_offset_becomes_utc_without_fractions() -> None:
    assert moment("1920-01-01T00:00:00.123+07:07:12").isoformat() == "1919-12-31T16:52:48+00:00"


@given(st.text())
def test_fit_removes_characters_that_feeds_must_not_contain(text: str) -> None:
    safe = xml_safe(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd-\uffff]", safe)
    assert xml_safe(safe) == safe
