"""Parsing a file: a valid one gives its release, an invalid one gives diagnostics with their places."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from press import config
from press.content import front_matter
from press.diagnostics import Severity
from press.model import (
    Attachment,
    Claim,
    Contact,
    Correction,
    Evidence,
    Image,
    Parsed,
    ReleaseKind,
    SourceFile,
    Verdict,
    Withdrawal,
)

OPEN = config.parse('title = "T"\nbase_url = "https://x.example/"\nlanguage = "id"\ntimezone = "Asia/Makassar"\n')
CLOSED = config.parse("""
title = "T"
base_url = "https://x.example/"
language = "id"
timezone = "Asia/Makassar"
[contacts.humas]
name = "Humas"
[topics.kesehatan]
name = "Kesehatan Masyarakat"
[offices.dinas-pupr]
name = "Dinas Pekerjaan Umum"
short = "PUPR"
[regions.kota-raya]
name = "Kota Raya"
[places.Jakarta]
timezone = "Asia/Jakarta"
[checks]
require = ["summary", "office"]
""")
WITA = timezone(timedelta(hours=8))
GOOD = "title: Judul\ndate: 2026-03-14\nid: a-1\n"


def read(data: str | bytes, path: str = "posts/2026/03/jembatan.md", settings: config.Config = OPEN) -> Parsed:
    return front_matter.parse(SourceFile(path, data if isinstance(data, bytes) else data.encode(), ""), settings)


def post(fields: str, path: str = "posts/2026/03/jembatan.md", settings: config.Config = OPEN) -> Parsed:
    return read(f"---\n{GOOD}{fields}---\n\nIsi.\n", path, settings)


def reported(parsed: Parsed, severity: Severity = Severity.ERROR) -> list[str]:
    """Each problem as ``line:column rule``; the column where it is known."""
    places = [(one.place, one.rule) for one in parsed.problems if one.severity is severity]
    return [f"{place.line}{f':{place.column}' if place.column else ''} {rule}" for place, rule in places]


def hints(parsed: Parsed) -> str:
    return "\n".join(one.hint.format_map(one.values) for one in parsed.problems)


def test_release_with_all_fields_is_parsed() -> None:
    parsed = post("""\
short_title: Jembatan dibuka
updated: 2026-03-15 10:00
summary: >
  Kendaraan sudah
  bisa melintas.
slug: jembatan-lulut
aliases: /lama/x/
kind: clarification
topics: infrastruktur
tags: [banjir, no, 0123]
office: dinas-pupr
offices: [bpbd, dinas-pupr]
regions: [kota-raya]
place: Banjarbaru
code: 0480/10:30
contact: {name: Siti, whatsapp: +62 800}
image: foto.jpg
images:
  - src: a.jpg
    alt: Jembatan
  - b.jpg
attachments: [surat.pdf]
draft: ya
expires: 2026-04-01
review: 2026-05-01
corrections:
  - date: 2026-03-16 08:00
    note: Panjang jembatan.
    was: 60 m
    now: 80 m
withdrawn: {date: 2026-03-17, reason: Data pribadi, remove_text: true}
claim: {text: Ditutup, verdict: Old content, first_seen: 2026-03-13, evidence: Surat}
lang: id
original: https://a.example/x
empty:
""")
    assert reported(parsed) == []
    release = parsed.release
    assert release is not None
    assert (parsed.text, parsed.line) == ("Isi.", 42)
    assert (release.id, release.title, release.slug, release.kind) == (
        "a-1",
        "Judul",
        "jembatan-lulut",
        "clarification",
    )
    assert release.date == datetime(2026, 3, 14, tzinfo=WITA)
    assert release.summary == "Kendaraan sudah bisa melintas."
    assert (release.aliases, release.topics) == (("/lama/x/",), ("infrastruktur",))
    assert release.tags == ("banjir", "no", "0123")
    assert release.offices == ("dinas-pupr", "bpbd")
    assert release.code == "0480/10:30"
    assert release.contact == Contact("Siti", whatsapp="+62 800")
    assert (release.image, release.images) == (Image("foto.jpg"), (Image("a.jpg", "Jembatan"), Image("b.jpg")))
    assert release.attachments == (Attachment("surat.pdf"),)
    assert (release.draft, release.review) == (True, date(2026, 5, 1))
    at = datetime(2026, 3, 16, 8, tzinfo=WITA)
    assert release.corrections == (Correction(at, "Panjang jembatan.", "60 m", "80 m"),)
    assert release.withdrawn == Withdrawal(datetime(2026, 3, 17, tzinfo=WITA), "Data pribadi", remove_text=True)
    assert release.claim == Claim("Ditutup", Verdict.OLD_CONTENT, "", date(2026, 3, 13), (Evidence("Surat"),))
    assert release.lines["title"] == 2
    assert release.lines["image.src"] == 21
    assert (release.lines["images.0.src"], release.lines["images.1.src"]) == (23, 25)
    assert (release.lines["attachments.0.src"], release.lines["body"]) == (26, 42)


@pytest.mark.parametrize(
    "matter",
    [
        '---\ntitle: "Satu: dua"\ndate: 2026-03-14 09:30\nid: a\ntags: [x, "1"]\nimage:\n  src: a.jpg\n---\nIsi.',
        '+++\ntitle = "Satu: dua"\ndate = 2026-03-14T09:30:00\nid = "a"\n'
        'tags = ["x", 1]\n[image]\nsrc = "a.jpg"\n+++\nIsi.',
        '{\n"title": "Satu: dua",\n"date": "2026-03-14 09:30",\n"id": "a", "tags": ["x", 1],\n'
        '"image":\n{"src": "a.jpg"}}\nIsi.',
    ],
)
def test_yaml_toml_and_json_give_the_same_release(matter: str) -> None:
    parsed = read(matter)
    assert parsed.problems == ()
    release = parsed.release
    assert release is not None
    assert (release.title, release.tags, release.image) == ("Satu: dua", ("x", "1"), Image("a.jpg"))
    assert release.date == datetime(2026, 3, 14, 9, 30, tzinfo=WITA)
    assert [release.lines[name] for name in ("title", "date", "image.src")] == [2, 3, 7 if matter[0] != "{" else 6]
    assert parsed.text == "Isi."


UNREADABLE = {
    "empty": ("", "0 front-matter"),
    "blank": ("\n  \n", "0 front-matter"),
    "no opening": ("title: Judul\n---\nIsi\n", "1 front-matter"),
    "no front matter": ("\n\nHanya teks.\n", "3 front-matter"),
    "no closing": ("---\ntitle: Judul\n\nIsi\n", "1 front-matter"),
    "a dash as the closing": ("---\ntitle: Judul\n—\nIsi\n", "3 front-matter"),
    "no closing of TOML": ("+++\ntitle = 'x'\n", "1 front-matter"),
    "no closing of JSON": ('{\n"title": "x"\n', "1 front-matter"),
    "colon": ("---\ndate: 2026-03-14\ntitle: Gubernur: harga turun\n---\n", "3:16 front-matter"),
    "colon after text": ("---\nsummary: satu\ntitle: it's: x\n---\n", "3:12 front-matter"),
    "tab before": ("---\ntitle: Judul\n\tdate: 2026-03-14\n---\n", "3:1 front-matter"),
    "tab after a colon": ("---\ntitle:\tJudul\n---\n", "2:7 front-matter"),
    "tab at the end": ("---\ntags:\n  - melody\t\t\n---\n", "3:11 front-matter"),
    "open quotation": ("---\ntitle: 'Judul\ndate: 2026-03-14\n---\n", "2:8 front-matter"),
    "text after quotation": ('---\ntitle: "Siaga" banjir\n---\n', "2:16 front-matter"),
    "sign": ("---\ntitle: @humas\n---\n", "2:8 front-matter"),
    "bold": ("---\ntitle: **Judul**\n---\n", "2:8 front-matter"),
    "bracket": ("---\ntitle: [Siaga] banjir\n---\n", "2:8 front-matter"),
    "open bracket": ("---\ntags: [a, b\ntitle: x\n---\n", "2:7 front-matter"),
    "open brace": ("---\ntags: {a\n---\n", "2:7 front-matter"),
    "backslash": ('---\ntitle: "C:\\q"\n---\n', "2:11 front-matter"),
    "no colon": ("---\ntitle Judul\ndate: 2026-03-14\n---\n", "2:1 front-matter"),
    "no space after a colon": ("---\ntitle:Judul\ndate: 2026-03-14\n---\n", "2:1 front-matter"),
    "indented": ("---\ntitle: Judul\n date: 2026-03-14\n---\n", "3:1 front-matter"),
    "list with uneven indentation": ("---\ntags:\n  - a\n - b\n---\n", "4:1 front-matter"),
    "text above the closing": ("---\ntitle: Judul\n\nIsi di sini.\n\nAda: ini\n---\n", "4:1 front-matter"),
    "list": ("---\n- title\n---\n", "2:1 front-matter"),
    "anchor": ("---\ntitle: &a Judul\nsummary: *a\n---\n", "2:8 front-matter"),
    "alias": ("---\ntitle: Judul\nsummary: *a\n---\n", "3:10 front-matter"),
    "deep brackets": (f"---\ntitle: x\ntags: {'[' * 9000}\n---\n", "3:18 front-matter"),
    "deep hyphens": (f"---\ntags:\n  {'- ' * 9000}x\n---\n", "3:25 front-matter"),
    "large": (f"---\nsummary: {'a' * 70_000}\n---\n", "1 front-matter"),
    "broken TOML": ("+++\ntitle = Judul\n+++\n", "2:9 front-matter"),
    "same key in TOML": ('+++\ntitle = "a"\ntitle = "b"\n+++\n', "3:12 front-matter"),
    "deep TOML": (f"+++\na{'.a' * 30_000} = 1\n+++\n", "2 front-matter"),
    "deep brackets in TOML": (f"+++\na = {'[' * 9000}\n+++\n", "1 front-matter"),
    "long number in TOML": (f"+++\na = {'9' * 5000}\n+++\n", "2 front-matter"),
    "broken JSON": ('{\n"title": "a"\n"date": "b"\n}\n', "3:1 front-matter"),
    "deep JSON": (f'{{"a": {"[" * 20_000}\n}}\n', "1 front-matter"),
}


@pytest.mark.parametrize(("text", "expected"), UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable_front_matter_gives_one_error_with_its_place_and_a_hint(text: str, expected: str) -> None:
    started = time.process_time()
    parsed = read(text)
    assert time.process_time() - started < 1
    assert parsed.release is None
    assert reported(parsed) == [expected]
    assert parsed.problems[0].hint


def test_hint_for_a_colon_shows_the_value_in_quotation_marks() -> None:
    assert 'title: "Gubernur: harga turun"' in hints(read(UNREADABLE["colon"][0]))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (f"---\n{GOOD}---\n\nIsi caf\xe9\n".encode("latin-1"), "7:8 encoding"),
        (b"\xff\xfe-\0-\0", "1:4 encoding"),
        (f"---\n{GOOD}---\n\nIsi\0\n".encode(), "7:4 encoding"),
        (b"\xed\xa0\x80", "1:1 encoding"),
        (b"---\n" + b"a" * 1_000_000, "0 size"),
    ],
)
def test_bytes_that_are_not_text_give_one_error_with_its_place(data: bytes, expected: str) -> None:
    parsed = read(data)
    assert parsed.release is None
    assert reported(parsed) == [expected]


def test_control_characters_are_removed_with_a_warning() -> None:
    parsed = read(f"---\n{GOOD}summary: a\x0bb\u2028c\n---\n\nSatu \x08dua\ufffe\x85tiga\ufeff\n")
    assert reported(parsed, Severity.WARNING) == ["5:11 control-characters"]
    assert parsed.problems[0].values == {"count": "6", "code": "U+000B"}
    assert parsed.release is not None
    assert (parsed.release.summary, parsed.text) == ("a b c", "Satu dua tiga")


@pytest.mark.parametrize(
    "matter",
    [
        f'---\n{GOOD}summary: "a\\x07\\0b\\uFFFE"\n---\n',
        '{"title": "Judul", "date": "2026-03-14", "id": "a", "summary": "a\\u0007\\ud800b"}\n',
    ],
)
def test_escaped_control_characters_are_removed(matter: str) -> None:
    parsed = read(matter)
    assert parsed.release is not None
    assert parsed.release.summary == "ab"


@pytest.mark.parametrize("change", [str, lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")])
def test_bom_and_crlf_change_nothing(change: object) -> None:
    assert callable(change)
    parsed = read(change(f"---\n{GOOD}---\n\nSatu.\n\n---\n\n    dua\n\n"))
    assert parsed.problems == ()
    assert (parsed.text, parsed.line) == ("Satu.\n\n---\n\n    dua", 7)


WRONG = {
    "twice": ("title: Lagi\n", "5:1 front-matter"),
    "tag": ("summary: !!str x\n", "5:10 front-matter"),
    "key": ("? [a]\n: x\n", "5:3 front-matter"),
    "date": ("updated: kemarin\n", "5:10 date"),
    "impossible date": ("expires: 2026-02-30\n", "5:10 date"),
    "slug with dots": ("slug: ../x\n", "5:7 slug"),
    "slug with slash": ("slug: a/b\n", "5:7 slug"),
    "reserved slug": ("slug: con\n", "5:7 slug"),
    "kind": ("kind: rilis\n", "5:7 kind"),
    "kind of a page": ("kind: page\n", "5:7 kind"),
    "list for a text": ("summary: [a, b]\n", "5:10 summary"),
    "mapping for a list": ("tags: {a: b}\n", "5:7 tags"),
    "boolean": ("draft: nanti\n", "5:8 draft"),
    "unpublished elsewhere": ("published: false\n", "5:1 draft"),
    "image without file": ("image:\n  alt: Foto\n", "5:1 image"),
    "image of images": ("images:\n  - a.jpg\n  - alt: x\n", "7:5 images"),
    "attachment": ("attachments: [{title: x}]\n", "5:15 attachments"),
    "correction": ("corrections:\n  - note: x\n    date: kapan\n", "7:11 date"),
    "correction without note": ("corrections:\n  - date: 2026-03-14\n", "6:5 corrections"),
    "withdrawn": ("withdrawn: true\n", "5:12 withdrawn"),
    "withdrawn without reason": ("withdrawn:\n  date: 2026-03-15\n", "5:1 withdrawn"),
    "verdict": ("kind: clarification\nclaim:\n  text: x\n  verdict: palsu\n", "8:12 claim"),
    "contact": ("contact: humas\n", "5:10 contact"),
    "contact without name": ("contact:\n  phone: 1\n", "5:1 contact"),
    "lang": ("lang: bahasa Indonesia\n", "5:7 lang"),
    "original": ("original: javascript:alert(1)\n", "5:11 original"),
    "alias out of the site": ("aliases: [/a/../../b/]\n", "5:10 aliases"),
    "alias elsewhere": ("aliases: https://x.example/\n", "5:10 aliases"),
}


@pytest.mark.parametrize(("fields", "expected"), WRONG.values(), ids=WRONG)
def test_wrong_field_gives_one_error_with_its_place(fields: str, expected: str) -> None:
    parsed = post(fields)
    assert reported(parsed) == [expected]
    line = f"---\n{GOOD}{fields}".split("\n")[parsed.problems[0].place.line - 1]
    assert line


def test_wrong_essential_field_gives_no_release_and_other_wrong_fields_are_left_out() -> None:
    for fields in ("slug: a/b\n", "draft: nanti\n", "withdrawn: true\n"):
        assert post(fields).release is None
    parsed = post("tags: {a: b}\nlang: x\n")
    assert parsed.release is not None
    assert parsed.release.tags == ()


def test_invalid_id_is_an_error_and_missing_id_a_warning() -> None:
    assert reported(read("---\ntitle: x\ndate: 2026-03-14\nid: a b\n---\n")) == ["4:5 id"]
    assert reported(read(f"---\ntitle: x\ndate: 2026-03-14\nid: {'a' * 201}\n---\n")) == ["4:5 id"]
    parsed = read("---\ntitle: x\ndate: 2026-03-14\n---\n")
    assert reported(parsed, Severity.WARNING) == ["1 missing-id"]
    assert parsed.release is not None
    assert parsed.release.id == "2026/03/jembatan"


def test_title_and_date_are_required() -> None:
    assert reported(read("---\nid: a\n---\n")) == ["1 title", "1 date"]
    assert reported(read("---\nid: a\ntitle: ''\ndate: null\n---\n")) == ["1 title", "1 date"]
    assert reported(read("---\nid: a\ndate: 2026-03-14\ntitle: |\n  Satu\n  dua\n---\n")) == ["4:8 title"]
    parsed = read("---\nid: a\ndate: 2026-03-14\ntitle: H<sub>2</sub>O <b>baru</b>\n---\n")
    assert parsed.release is not None
    assert parsed.release.title == "H<sub>2</sub>O <b>baru</b>"


def test_all_problems_of_a_file_are_reported_together() -> None:
    parsed = post("slug: A\nsumary: x\ndraft: nanti\ntags: {a: b}\nlang: x\n")
    assert reported(parsed) == ["5:7 slug", "7:8 draft", "8:7 tags", "9:7 lang"]
    assert reported(parsed, Severity.WARNING) == ["6:1 unknown-field"]


@pytest.mark.parametrize(
    ("field", "nearest"),
    [("sumary", "summary"), ("excerpt", "summary"), ("auther", "author"), ("categories", "topics"),
     ("permalink", "slug"), ("redirect_from", "aliases"), ("lastmod", "updated"), ("koran", "")],
)  # fmt: skip
def test_unknown_field_is_a_warning_that_suggests_a_known_field(field: str, nearest: str) -> None:
    parsed = post(f"{field}: x\n")
    assert reported(parsed) == []
    assert reported(parsed, Severity.WARNING) == ["5:1 unknown-field"]
    assert f"“{nearest}”" in hints(parsed) or not nearest


def test_unknown_field_of_an_image_is_a_warning_that_suggests_a_known_field() -> None:
    parsed = post("image:\n  src: a.jpg\n  captoin: x\n")
    assert reported(parsed, Severity.WARNING) == ["7:3 unknown-field"]
    assert "“caption”" in hints(parsed)


def test_closed_vocabulary_refuses_unknown_terms_and_suggests_the_nearest() -> None:
    fields = "summary: x\ntopics: [kesehatan, kesehaatan]\noffice: PUPR\noffices: dinas-pupt\nregions: Kota raya\n"
    parsed = post(fields, settings=CLOSED)
    assert reported(parsed) == ["6:21 topics", "8:10 office", "9:10 regions"]
    assert [one.values["nearest"] for one in parsed.problems] == ["kesehatan", "dinas-pupr", "kota-raya"]
    assert parsed.release is not None
    assert parsed.release.offices == ("dinas-pupr",)
    assert parsed.release.topics == ("kesehatan",)


def test_required_fields_are_required_of_releases_but_not_of_pages() -> None:
    assert reported(post("", settings=CLOSED)) == ["1 require", "1 require"]
    assert reported(post("summary: x\noffices: [dinas-pupr]\n", settings=CLOSED)) == []
    assert reported(read("---\ntitle: x\n---\n", "pages/x.md", CLOSED)) == []


def test_contact_can_be_named_by_its_key_in_the_config() -> None:
    parsed = post("summary: x\noffice: dinas-pupr\ncontact: humas\n", settings=CLOSED)
    assert parsed.release is not None
    assert parsed.release.contact == Contact("Humas")
    assert "humas" in hints(post("contact: humaas\n", settings=CLOSED))


def test_clarification_without_claim_and_claim_without_clarification_are_warnings() -> None:
    assert reported(post("kind: clarification\n"), Severity.WARNING) == ["5 claim-kind"]
    assert reported(post("claim: {text: x, verdict: false}\n"), Severity.WARNING) == ["5 claim-kind"]


def test_short_title_of_more_than_65_characters_is_a_warning() -> None:
    assert reported(post(f"short_title: {'a' * 65}\n"), Severity.WARNING) == []
    assert reported(post(f"short_title: {'a' * 66}\n"), Severity.WARNING) == ["5:14 short-title-length"]


@pytest.mark.parametrize(
    ("path", "slug", "day"),
    [
        ("posts/2026-03-14-jembatan-dibuka.md", "jembatan-dibuka", date(2026, 3, 14)),
        ("posts/2026/2026-3-4-Jembatan Dibuka.md", "jembatan-dibuka", date(2026, 3, 4)),
        ("posts/2026-03-14-banjir/index.md", "banjir", date(2026, 3, 14)),
        ("posts/2026-03-14.md", "2026-03-14", date(2026, 3, 14)),
        ("pages/tentang.md", "tentang", date(2000, 1, 1)),
    ],
)
def test_slug_and_date_are_taken_from_the_file_name(path: str, slug: str, day: date) -> None:
    release = read("---\ntitle: x\n---\n", path).release
    assert release is not None
    assert (release.slug, release.date.date()) == (slug, day)


def test_file_name_without_a_valid_date_is_an_error() -> None:
    assert reported(read("---\ntitle: x\n---\n", "posts/2026-13-14-x.md")) == ["1 date"]
    assert reported(read("---\ntitle: x\n---\n", "posts/x.md")) == ["1 date"]


def test_file_under_pages_is_a_page() -> None:
    parsed = read("---\ntitle: Tentang\nkind: page\n---\n", "pages/tentang.md")
    assert parsed.problems == ()
    assert parsed.release is not None
    assert (parsed.release.kind, parsed.release.id) == (ReleaseKind.PAGE, "pages/tentang")
    assert reported(read("---\ntitle: Tentang\nkind: news\n---\n", "pages/tentang.md")) == ["3:7 kind"]


def test_time_without_zone_is_in_the_zone_of_the_place() -> None:
    parsed = post("place: Jakarta\nupdated: 2026-03-14 09:30\nsummary: x\noffice: PUPR\n", settings=CLOSED)
    assert parsed.release is not None
    assert parsed.release.updated == datetime(2026, 3, 14, 2, 30, tzinfo=UTC)


def test_real_posts_are_parsed_except_one(real_posts: list[Path]) -> None:
    """One file has tabs at the ends of lines, on which YAML parsers disagree."""
    parsed = [read(file.read_bytes(), f"posts/{file.name}") for file in real_posts]
    assert [reported(one) for one in parsed if one.release is None] == [["5:9 front-matter"]]
