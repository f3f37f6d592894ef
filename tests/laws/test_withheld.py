"""What is not public at a time is in no byte of the site: removed texts, later corrections, whatever was held back.

Every field of a release holds a word that occurs nowhere else; each test says at which times which words may be found.
"""

from __future__ import annotations

import io
import re
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from press.build import engine
from press.cli.explain import explain
from press.model import Alert, Attachment, Claim, Contact, Correction, Event, Release
from press.model import Image as Photo
from press.views.upcoming import upcoming
from tests.fuzzing import fuzz
from tests.portal import CONFIG, CONFIG_WITH_SEARCH, Portal

SHARING = "\n[sharing]\npack = true\n"
BEFORE, AFTER, LATER = "2026-05-01T08:59:59+08:00", "2026-05-01T09:00:00+08:00", "2026-07-01T00:00:00+08:00"
WORD = re.compile(rb"zq[a-z_]+(?:-[a-z_]+)?zq")
FIELDS = """\
short_title: zqshort_titlezq
summary: zqsummaryzq
points: [zqpointszq]
kind: clarification
tags: [zqtagszq]
place: zqplacezq
author: [zqauthorzq, zqauthor-twozq]
photographer: zqphotographerzq
editor: zqeditorzq
approved_by: zqapproved_byzq
code: zqcodezq
allow: [{rule: alt-text, by: zqallow-byzq, reason: zqallow-reasonzq}]
contact: {name: zqcontact-namezq, role: zqcontact-rolezq, phone: zqcontact-phonezq, whatsapp: zqcontact-whatsappzq,
  email: zqcontact-emailzq, hours: zqcontact-hourszq}
image: {src: zqimage-srczq.png, alt: zqimage-altzq, caption: zqimage-captionzq, credit: zqimage-creditzq,
  terms: zqimage-termszq}
images: [{src: zqimages-srczq.png, alt: zqimages-altzq, caption: zqimages-captionzq, credit: zqimages-creditzq,
  terms: zqimages-termszq}]
quotes: [{text: zqquotes-textzq, name: zqquotes-namezq, role: zqquotes-rolezq}]
attachments:
  - src: zqattachments-srczq.csv
    title: zqattachments-titlezq
    captions: zqattachments-captionszq.vtt
    poster: zqattachments-posterzq.png
    transcript: zqattachments-transcriptzq
corrections: [{date: 2026-04-02, note: zqcorrections-notezq, was: zqcorrections-waszq, now: zqcorrections-nowzq}]
claim: {text: zqclaim-textzq, verdict: scam, fact: zqclaim-factzq, where: zqclaim-wherezq,
  evidence: [zqclaim-evidencezq, {title: zqclaim-titlezq, url: "https://zqclaim-urlzq.example"}]}
original: https://zqoriginalzq.example/
alert: {event: zqalert-eventzq, area: zqalert-areazq, severity: severe, impact: zqalert-impactzq,
  affected: zqalert-affectedzq, evacuation: zqalert-evacuationzq, avoid: zqalert-avoidzq, help: zqalert-helpzq,
  announcer: zqalert-announcerzq, channels: zqalert-channelszq, measures: zqalert-measureszq,
  updates: zqalert-updateszq, source_url: "https://zqalert-source_urlzq.example"}
disclosure: {category: berkala, holder: zqdisclosure-holderzq, responsible: zqdisclosure-responsiblezq,
  made: zqdisclosure-madezq, form: zqdisclosure-formzq, retention: zqdisclosure-retentionzq}
event: {starts: 2026-08-01 09:00, place: zqevent-placezq, address: zqevent-addresszq, reason: zqevent-reasonzq,
  online: "https://zqevent-onlinezq.example", accreditation: zqevent-accreditationzq@x.example}
"""
BODY = "zqbodyzq [x](zqbody-linkzq.csv)\n\n![zqbody-altzq](zqbody-imagezq.png)\n\n## zqbody-headingzq"
KEPT = {"title", "source", "id", "slug", "kind", "date", "updated", "aliases", "topics", "offices", "regions", "lang",
        "translation_of", "expires", "review", "withdrawn", "draft", "announce", "pinned", "lines"}  # fmt: skip
"""Fields without a word above: those of the notice, and those that tests set."""
WITHOUT_WORDS = {
    "verdict", "first_seen", "due", "crop", "starts", "ends", "all_day", "for_media", "status", "result",
    "accreditation_until", "postponed_from", "severity", "hazard", "urgency", "certainty", "all_clear",
}  # fmt: skip
"""Fields of fields that have no words, or only the id of a release."""


def png(shade: int) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (8, 6), (shade, 80, 120)).save(data, "PNG")
    return data.getvalue()


def write(portal: Portal, more: str, fields: str = FIELDS, body: str = BODY) -> None:
    """Write a release with a word in every field, and a second one beside it that lists it as related."""
    for number, name in enumerate(("image-src", "images-src", "body-image", "attachments-poster")):
        portal.write(f"posts/zq{name}zq.png", png(number * 40))
    for number, name in enumerate(("attachments-src", "body-link")):
        portal.write(f"posts/zq{name}zq.csv", f"a,{number}\n")
    portal.write("posts/zqattachments-captionszq.vtt", "WEBVTT\n")
    head = "title: zqtitlezq\ndate: 2026-04-01 08:00\nid: r1\nslug: satu\ntopics: [air]\noffice: humas\n"
    portal.write("posts/satu.md", f"---\n{head}{fields}{more}---\n\n{body}\n")
    portal.post("dua.md", "Lihat [itu](satu.md).", date="2026-04-03", topics="[air]", office="humas", id="r2")


def words(portal: Portal) -> set[str]:
    """The words of the release that are in names or bytes of the site, or in the cache; without their marks."""
    everything = b"\0".join([*(name.encode() + b"\0" + data for name, data in portal.site().items())])
    with closing(sqlite3.connect(portal.root / ".press/build.db")) as cache:
        tables = [name for (name,) in cache.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        tables.remove("source")  # the names of all files that exist
        rows = repr([cache.execute(f"SELECT * FROM {table}").fetchall() for table in tables]).encode()
    return {word[2:-2].decode() for word in (*WORD.findall(everything), *WORD.findall(rows))}


ALL_WORDS = {word[2:-2].decode() for word in WORD.findall(f"{FIELDS}{BODY} zqtitlezq".encode())}


def test_every_field_of_a_release_has_a_word() -> None:
    """A new field must be added to `FIELDS` here; then the tests below prove that it is removed."""
    tops = {word.partition("-")[0] for word in ALL_WORDS}
    assert set(Release.__struct_fields__) - KEPT <= tops
    structs = {
        "contact": Contact,
        "image": Photo,
        "attachments": Attachment,
        "claim": Claim,
        "event": Event,
        "alert": Alert,
    }
    for name, struct in structs.items():
        inner = {word.partition("-")[2] for word in ALL_WORDS if word.startswith(f"{name}-")}
        assert set(struct.__struct_fields__) - WITHOUT_WORDS <= inner
    assert set(Correction.__struct_fields__) - {"date"} <= {word.partition("-")[2] for word in ALL_WORDS}


@pytest.fixture
def searched(tmp_path: Path) -> Portal:
    return Portal(tmp_path / "portal", f'{CONFIG_WITH_SEARCH}alert-kind = "off"\nrelation = "off"\n{SHARING}')


@pytest.mark.parametrize("kind", ["clarification", "alert"])
@pytest.mark.parametrize(("removal", "left"), [("remove_text", {"title"}), ("remove_title", set())])
def test_removed_text_is_in_no_byte_from_its_hour_and_returns_when_the_clock_goes_back(
    searched: Portal, removal: str, left: set[str], kind: str
) -> None:
    fields = FIELDS.replace("kind: clarification", f"kind: {kind}\nexpires: 2026-08-01")
    write(searched, f"withdrawn: {{date: 2026-05-01 09:00, reason: zqreasonzq, {removal}: true}}\n", fields)
    searched.build(now=BEFORE)
    before = searched.site()
    assert words(searched) >= ALL_WORDS - {"body-image", "image-src", "images-src"} - {"reason"}
    assert b"zqreasonzq" not in b"".join(before.values())
    for now in (AFTER, LATER):
        searched.build(now=now)
        assert words(searched) == left | {"reason"}
        assert b"HOAKS" not in searched.site()["2026/04/satu/index.html"]
    searched.build("clean", now=LATER)
    assert searched.site("clean") == searched.site()
    searched.build(now=BEFORE)
    assert searched.site() == before


def test_removed_event_is_in_no_calendar_and_no_list(searched: Portal) -> None:
    """Its page stays as a notice; a program that subscribes to a calendar deletes what is no longer in it."""
    fields = FIELDS.replace("kind: clarification", "kind: event")
    write(searched, "withdrawn: {date: 2026-05-01 09:00, reason: zqreasonzq, remove_text: true}\n", fields)
    searched.build(now=BEFORE)
    assert "zqevent-placezq" in searched.text("agenda/agenda.ics")
    assert "zqevent-placezq" in searched.text("agenda/2026/08/index.html")
    searched.build(now=AFTER)
    assert words(searched) == {"title", "reason"}
    assert "VEVENT" not in searched.text("agenda/agenda.ics")
    assert "agenda/2026/08/index.html" in searched.site()
    assert 'http-equiv="refresh"' in searched.text("agenda/2026/08/index.html")


def test_removed_text_is_not_shown_by_the_commands(searched: Portal) -> None:
    write(
        searched, "withdrawn: {date: 2026-05-01 09:00, reason: zqreasonzq, remove_title: true}\nexpires: 2026-08-01\n"
    )
    request = searched.request(now=LATER)
    answer, events = engine.inspect(
        request, lambda snapshot, _: (explain("posts/satu.md", snapshot), list(upcoming(snapshot)))
    )
    assert {found[2:-2].decode() for found in WORD.findall(msgspec.json.encode((answer, events)))} == {"reason"}


def test_photos_of_a_removed_text_may_be_deleted(searched: Portal) -> None:
    write(searched, "withdrawn: {date: 2026-05-01 09:00, reason: Keliru, remove_text: true}\n")
    for path in (searched.root / "posts").glob("zq*"):
        path.unlink()
    assert not [one for one in searched.build(now=LATER).problems if one.severity == "error"]


def test_standing_page_can_be_withdrawn(searched: Portal) -> None:
    searched.write(
        "pages/x.md",
        f"---\ntitle: zqtitlezq\nwithdrawn: {{date: 2026-05-01, reason: Keliru, remove_title: true}}\n---\n\n{BODY}\n",
    )
    for name in ("zqbody-linkzq.csv", "zqbody-imagezq.png"):
        searched.write(f"pages/{name}", png(1) if name.endswith("png") else "a\n")
    searched.build(now=LATER)
    assert words(searched) == set()
    page = searched.text("x/index.html")
    assert "Keliru" in page
    assert "noindex" in page


LATE = ("corrections: [{date: 2026-05-01 09:00, note: zqnotezq, was: zqwaszq, now: zqnowzq}]\n"
        "updated: 2026-05-01 09:00\n")  # fmt: skip


def test_correction_is_public_from_its_hour(searched: Portal) -> None:
    """Neither its words nor its date are in pages, feeds or sitemaps before."""
    write(searched, LATE, fields="", body="Isi.")
    report = searched.build(now=BEFORE)
    before = searched.site()
    assert words(searched) == {"title"}
    dated = [name for name, data in before.items() if b"2026-05-01" in data or b"20260501" in data]
    assert dated == []
    assert report.next_change is not None
    assert report.next_change.isoformat() == AFTER
    searched.build(now=AFTER)
    assert words(searched) == {"title", "note", "was", "now"}
    assert "2026-05-01T09:00:00+08:00" in searched.text("sitemaps/2026-04.xml")
    assert "zqnotezq" in searched.text("feed.xml")
    searched.build("clean", now=AFTER)
    assert searched.site("clean") == searched.site()
    searched.build(now=BEFORE)
    assert searched.site() == before


def test_schedule_lists_corrections_and_updates(searched: Portal) -> None:
    write(
        searched,
        LATE.replace("updated: 2026-05-01", "updated: 2026-05-02") + "expires: 2026-05-03\n",
        fields="",
        body="Isi.",
    )
    events = engine.inspect(searched.request(now=BEFORE), lambda snapshot, _: list(upcoming(snapshot)))
    assert [event.what for event in events] == ["corrected", "updated", "expired"]


@fuzz(examples=8)
@given(
    st.permutations(["2026-04-01T07:00:00+08:00", BEFORE, AFTER, "2026-05-05T00:00:00+08:00", LATER]),
    st.sampled_from(["", "remove_text: true", "remove_title: true"]),
    st.sampled_from(["2026-04-20", "2026-05-01 09:00", "2026-05-04", "2027-01-01"]),
)
def test_every_order_of_times_gives_what_a_clean_build_gives(times: list[str], removal: str, withdrawn: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        portal = Portal(Path(folder), CONFIG + SHARING)
        reason = f"withdrawn: {{date: {withdrawn}, reason: zqreasonzq, {removal}}}\n"
        write(
            portal,
            LATE + reason,
            fields="claim: {text: zqclaimzq, verdict: scam}\nkind: clarification\n",
            body="zqbodyzq",
        )
        for number, now in enumerate(times):
            portal.build(now=now)
            portal.build(f"clean-{number}", now=now)
            assert portal.site() == portal.site(f"clean-{number}")
