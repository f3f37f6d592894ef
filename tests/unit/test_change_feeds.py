"""Feeds of changes: of releases that change, and of the corrections on a topic."""

from __future__ import annotations

import pytest

from tests.judge.feed_formats import Feed, atom
from tests.judge.feeds import judge
from tests.portal import CONFIG, NOW, Portal

BASE = "https://uji.example/portal/"
OF_RELEASE, OF_TOPIC = "2026/03/a/perubahan.xml", "topik/air/perubahan.xml"
LINK = '<a href="/portal/2026/03/a/perubahan.xml" type="application/atom+xml">Kabari saya bila halaman ini berubah</a>'
CORRECTIONS = "[{date: 2026-03-15, note: Angkanya salah, was: '2', now: '3'}]"


def feed(portal: Portal, address: str) -> Feed:
    """A feed of the site, of which the judge says that it is right, as all others are."""
    assert judge(portal.root / "site", BASE) == []
    return atom((portal.root / "site" / address).read_bytes())


def build(portal: Portal, now: str = NOW, **fields: str) -> None:
    portal.post("a.md", **{"id": "a", "slug": "a", "topics": "[air]", "summary": "Ringkas.", **fields})
    portal.build(now=now)


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "clarification", "claim": "{text: Kabar, verdict: checking}"},
        {"corrections": CORRECTIONS},
        {"updated": "2026-03-20"},
        {"expires": "2026-12-01"},
        {"withdrawn": "{date: 2026-03-20, reason: Keliru}"},
    ],
)
def test_releases_that_change_have_one_and_link_to_it(portal: Portal, fields: dict[str, str]) -> None:
    build(portal, **fields)
    assert feed(portal, OF_RELEASE).page == f"{BASE}2026/03/a/"
    assert LINK in portal.text("2026/03/a/index.html")


def test_others_have_none(portal: Portal) -> None:
    build(portal)
    assert OF_RELEASE not in portal.site()
    assert "perubahan.xml" not in portal.text("2026/03/a/index.html")


def test_it_exists_and_is_empty_before_the_first_change(portal: Portal) -> None:
    build(portal, kind="clarification", claim="{text: Kabar, verdict: checking}")
    before = feed(portal, OF_RELEASE)
    assert before.entries == []
    build(portal, kind="clarification", claim="{text: Kabar, verdict: false}", updated="2026-04-01 10:00")
    after = feed(portal, OF_RELEASE)
    assert (after.self, after.id, after.title) == (before.self, before.id, before.title)
    assert [entry.title for entry in after.entries] == ["Diperbarui: Judul"]
    assert after.entries[0].html == "<p><strong>Diperbarui, 1 April 2026.</strong> Ringkas.</p>"


def test_each_change_is_an_item_of_its_own(portal: Portal) -> None:
    build(
        portal, corrections=CORRECTIONS, updated="2026-03-18", expires="2026-04-01",
        withdrawn="{date: 2026-05-01, reason: Keliru}", now="2026-04-02T00:00:00+08:00",
    )  # fmt: skip
    before = feed(portal, OF_RELEASE)
    assert [entry.title for entry in before.entries] == [
        "Tidak berlaku lagi: Judul", "Diperbarui: Judul", "Ralat: Judul",
    ]  # fmt: skip
    assert "Isinya berlaku sampai Selasa, 31 Maret 2026." in before.entries[0].html
    portal.build()
    after = feed(portal, OF_RELEASE)
    assert [entry.title for entry in after.entries] == ["Dicabut: Judul"] * 3
    assert after.ids[1:] == before.ids[1:]
    assert {entry.id for entry in feed(portal, OF_TOPIC).entries} == {after.ids[0], after.ids[2]}


def test_an_update_on_the_day_of_a_correction_is_told_once(portal: Portal) -> None:
    build(portal, corrections=CORRECTIONS, updated="2026-03-15 17:00")
    assert [entry.title for entry in feed(portal, OF_RELEASE).entries] == ["Ralat: Judul"]


def test_feed_of_a_topic_has_corrections_and_withdrawals_only(portal: Portal) -> None:
    portal.write("config.toml", CONFIG + '[topics.air]\nname = "Air bersih"\n[topics.jalan]\nname = "Jalan"\n')
    portal.post("b.md", id="b", slug="b", topics="[air]", updated="2026-04-01")
    portal.post("c.md", id="c", slug="c", topics="[jalan]", corrections=CORRECTIONS)
    build(portal, title="Keran", corrections=CORRECTIONS)
    found = feed(portal, OF_TOPIC)
    assert found.title == "Ralat dan pencabutan: Air bersih – Portal Uji"
    assert [entry.title for entry in found.entries] == ["Ralat: Keran"]
    assert 'href="/portal/topik/air/perubahan.xml"' in portal.text("topik/air/index.html")
    build(portal, title="Keran")
    assert feed(portal, OF_TOPIC).entries == []


def test_feed_of_a_topic_is_also_where_the_topic_was_before(portal: Portal) -> None:
    portal.write("config.toml", CONFIG + '[topics.laut]\nname = "Laut"\naliases = ["air"]\n')
    build(portal, topics="[laut]", corrections=CORRECTIONS)
    assert portal.site()[OF_TOPIC] == portal.site()["topik/laut/perubahan.xml"]
    assert atom(portal.site()[OF_TOPIC]).self == f"{BASE}topik/laut/perubahan.xml"


def test_one_correction_changes_the_feeds_of_its_release_and_topics_and_no_other(portal: Portal) -> None:
    for number in range(9):
        fields = {"topics": f"[air, t{number % 3}]", "corrections": CORRECTIONS, "date": f"2026-03-0{number + 1}"}
        portal.post(f"n{number}.md", id=f"n{number}", **fields)
    build(portal, expires="2026-12-01")
    portal.post("a.md", id="a", slug="a", topics="[air]", summary="Ringkas.", expires="2026-12-01",
                corrections=CORRECTIONS)  # fmt: skip
    written = {name for name in portal.build().written if name.endswith("perubahan.xml")}
    assert written == {OF_RELEASE, OF_TOPIC}
