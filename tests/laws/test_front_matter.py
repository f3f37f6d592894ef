"""Property tests: `parse` inverts `dump`, and `parse` never raises."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from press import config, slugs
from press.content import front_matter
from press.model import (
    Attachment,
    Claim,
    Contact,
    Correction,
    Event,
    EventStatus,
    Evidence,
    Image,
    ListingKind,
    Release,
    ReleaseKind,
    SourceFile,
    Verdict,
    Withdrawal,
)
from tests.fuzzing import fuzz

CONFIG = config.parse('title = "T"\nbase_url = "https://x.example/"\nlanguage = "id"\ntimezone = "Asia/Makassar"\n')

marks = st.sampled_from([*"-?:,[]{}#&*!|>'\"%@`~ \n\t\\/=+", ": ", " #", "---", "\n---\n", "null", "“", "é", "\u00a0"])
characters = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff")
texts = st.lists(marks | st.text(characters, max_size=8), max_size=6).map("".join).map(str.strip)
nonempty = texts.filter(bool)
titles = nonempty.filter(lambda text: "\n" not in text)
words = st.from_regex(r"[a-z][a-z0-9]{0,5}", fullmatch=True)
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
times = st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31), timezones=zones).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=0)
)
dates = st.dates(date(1900, 1, 1), date(2199, 12, 31))
images = st.builds(Image, nonempty, texts, texts, texts)


def several(values: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.lists(values, max_size=3, unique=True).map(tuple)


def terms(kind: ListingKind) -> st.SearchStrategy[object]:
    """Names of different terms: ``I`` and ``Ĩ`` are the same region."""
    return st.lists(nonempty, max_size=3, unique_by=lambda name: slugs.term_id(kind, name)).map(tuple)


def in_order(release: Release) -> Release:
    """A release whose corrections, withdrawal and expiry are not before its date."""
    withdrawn = [release.withdrawn.date] if release.withdrawn else []
    date = min([release.date, *withdrawn, *(correction.date for correction in release.corrections)])
    expires = release.expires if release.expires and release.expires > date else None
    return msgspec.structs.replace(release, date=date, expires=expires)


evidence = st.builds(Evidence, nonempty) | st.builds(
    Evidence, texts, st.sampled_from(["https://a.example/x", "//b.example"])
)
releases = st.builds(
    Release,
    source=st.sampled_from(["posts/2026/03/jembatan.md", "posts/2026-03-14-x/index.md", "pages/tentang.md"]),
    id=words,
    title=titles,
    date=times,
    slug=words | st.just("jembatan"),
    kind=st.sampled_from([kind for kind in ReleaseKind if kind is not ReleaseKind.PAGE]),
    short_title=texts,
    updated=st.none() | times,
    summary=texts,
    aliases=several(words.map("/lama/{}/".format)),
    topics=terms(ListingKind.TOPIC),
    tags=terms(ListingKind.TAG),
    offices=terms(ListingKind.OFFICE),
    regions=terms(ListingKind.REGION),
    place=texts,
    author=several(nonempty),
    photographer=several(nonempty),
    editor=several(nonempty),
    approved_by=several(nonempty),
    code=texts,
    contact=st.none() | st.builds(Contact, nonempty, texts, texts, texts, texts, texts),
    image=st.none() | images,
    images=several(images),
    attachments=several(st.builds(Attachment, nonempty, texts)),
    draft=st.booleans(),
    announce=st.booleans(),
    expires=st.none() | times,
    review=st.none() | dates,
    corrections=several(st.builds(Correction, times, nonempty, texts, texts)),
    withdrawn=st.none() | st.builds(Withdrawal, times, nonempty, texts, st.booleans(), st.booleans()),
    claim=st.none()
    | st.builds(
        Claim, nonempty, st.sampled_from(Verdict), texts, st.none() | dates, several(evidence), st.none() | dates
    ),
    event=st.none()
    | st.builds(
        Event,
        times,
        st.none() | times,
        st.booleans(),
        texts,
        texts,
        st.sampled_from(["", "https://a.example/x"]),
        st.booleans(),
        st.sampled_from(["", "humas@a.example", "https://a.example/x"]),
        st.none() | times,
        st.sampled_from(EventStatus),
        texts,
        st.none() | times,
        texts,
    ),
    lang=st.sampled_from(["", "id", "en-GB", "zh-Hant-TW"]),
    translation_of=texts,
    original=st.sampled_from(["", "https://a.example/x?y=1#z"]),
).map(in_order)
bodies = (
    st.lists(marks | st.text(characters, max_size=8), max_size=9)
    .map("".join)
    .map(str.rstrip)
    .map(lambda text: text.lstrip("\n") if text.split("\n")[0].strip() else text.strip())
)


@fuzz(examples=100)
@given(releases, bodies)
def test_parse_inverts_dump(release: Release, text: str) -> None:
    if release.source.startswith("pages/"):
        release = msgspec.structs.replace(release, kind=ReleaseKind.PAGE)
    written = front_matter.dump(release, text)
    parsed = front_matter.parse(SourceFile(release.source, written.encode(), ""), CONFIG)
    assert parsed.release is not None, (written, parsed.problems)
    assert msgspec.structs.replace(parsed.release, lines={}) == release, written
    assert parsed.text == text
    allowed = {"alert-kind", "claim-kind", "comma-list", "event-kind", "short-title-length"}
    assert {problem.rule for problem in parsed.problems} <= allowed


def test_dump_writes_yaml_in_this_form() -> None:
    release = Release(
        source="posts/2026/03/jembatan.md",
        id="2026-0042",
        title="Jembatan dibuka: aman",
        date=datetime(2026, 3, 14, 9, 30, tzinfo=timezone(timedelta(hours=8))),
        slug="jembatan",
        summary="Kata “Gubernur”, 10:30 & tanpa #tagar",
        topics=("infrastruktur", "banjir"),
        offices=("dinas-pupr", "bpbd"),
        image=Image("foto.jpg", "Jembatan"),
        corrections=(Correction(datetime(2026, 3, 15, tzinfo=timezone(timedelta(hours=8))), 'Kata "x"'),),
        lines={"title": 9},
    )
    assert (
        front_matter.dump(release, "Isi.")
        == """\
---
title: "Jembatan dibuka: aman"
date: 2026-03-14 09:30 +08:00
summary: "Kata “Gubernur”, 10:30 & tanpa #tagar"
id: 2026-0042
topics: [infrastruktur, banjir]
office: dinas-pupr
offices: [bpbd]
image:
  src: foto.jpg
  alt: Jembatan
corrections:
  - date: 2026-03-15 00:00 +08:00
    note: Kata "x"
---

Isi.
"""
    )


HOLDS = {
    "draft": ["true", "yes", "on", "ya"],
    "is draft": ["true", "1"],
    "published": ["false", "no", "off", "0", "tidak", "2027-01-01", "later"],
    "publish": ["false", "off", "never"],
    "status": ["draft", "private", "pending", "future", "hidden", "trash", "auto-draft", "inherit", "skip", "0"],
    "post status": ["draft", "future"],
    "_status": ["draft"],
    "visibility": ["private", "password", "members"],
    "publish date": ["2027-01-01", "2026-03-15 00:00", "nanti"],
    "go live at": ["2027-01-01"],
    "publish on": ["2027-01-01"],
    "scheduled": ["true", "2027-01-01"],
    "embargo": ["true", "2027-01-01", "sampai pukul 10"],
    "embargo until": ["2027-01-01", "besok"],
    "hidden": ["true", "yes"],
    "unlisted": ["true"],
    "private": ["true"],
    "password": ["rahasia"],
    "live": ["false"],
    "render": ["false", "never"],
    "expiry date": ["2026-05-01", "2020-01-01"],
    "unpublish on": ["2027-01-01"],
    "exclude from collections": ["true"],
    "eleventy exclude from collections": ["true"],
    "permalink": ["false"],
    "moderation state": ["needs review"],
    "discoverable": ["no"],
    "terbit": ["tidak", "2027-01-01"],
    "konsep": ["ya"],
    "tanggal tayang": ["2027-01-01"],
    "retracted": ["true", "2026-04-01"],
    "layout": ["draft"],
    "draf": ["ya"],
    "draft status": ["true"],
    "no index": ["true"],
    "robots": ["noindex", "noindex, nofollow"],
    "sitemap": ["false"],
    "searchable": ["no"],
    "privat": ["ya"],
    "hanya internal": ["ya", "true"],
    "access": ["restricted", "members only"],
    "audience": ["internal"],
    "kata sandi": ["x"],
    "ready": ["false"],
    "siap tayang": ["belum"],
    "sudah terbit": ["belum", "tidak"],
    "belum final": ["ya"],
    "menunggu persetujuan": ["ya"],
    "perlu ditinjau": ["ya"],
    "needs review": ["true"],
    "tunda sampai": ["2027-01-01"],
    "publikasikan": ["tidak"],
    "final": ["false"],
    "not draft": ["false"],
    "hide post": ["true"],
    "show in list": ["false"],
    "output": ["false"],
    "rancangan": ["ya"],
    "tanggal": ["2027-01-01"],
    "hapus pada": ["2026-05-01"],
    "published at": ["2027-01-01T00:00:00Z", ""],
    "first published at": [""],
    "keywords": ["draft, x"],
    "categories": ["private"],
}
"""Fields by which some program holds a release back, in words, with values that do."""
OPEN_VALUES = {
    "draft": "false", "published": "true", "publish": "on", "status": "publish", "post status": "published",
    "visibility": "public", "publish date": "2026-03-14", "published at": "2020-01-01", "scheduled": "false",
    "embargo": "2026-01-01", "hidden": "false", "unlisted": "no", "private": "tidak", "live": "1", "render": "always",
    "permalink": "/2020/01/x/", "terbit": "ya", "expiry date": "never", "layout": "post", "publisher": "Humas",
    "publication": "Koran", "release notes": "x", "comments": "hidden", "hide title": "true", "state": "Bali",
    "robots": "index, follow", "sitemap": "true", "search": "true", "access": "public", "audience": "warga",
    "final": "true", "siap tayang": "ya", "belum final": "tidak", "needs review": "false", "test": "false",
    "archive": "2025", "preview": "foto.jpg", "internal": "false", "tanggal": "2026-03-14", "display": "kartu",
    "publish on": "", "index": "3", "selesai": "2026", "output": "html",
}  # fmt: skip
"""Fields that hold nothing back with these values."""
SPELLINGS = (
    lambda name: name.replace(" ", "_"),
    lambda name: name.replace(" ", "-"),
    lambda name: name.replace(" ", ""),
    lambda name: name.replace(" ", "_").upper(),
    lambda name: name.title().replace(" ", ""),
    lambda name: name[0] + name.title().replace(" ", "")[1:],
)
FORMATS = (
    lambda name, value: f"---\ntitle: x\ndate: 2026-03-14 09:30\n{name}: {value}\n---\n\nIsi.\n",
    lambda name, value: f'+++\ntitle = "x"\ndate = 2026-03-14T09:30:00+08:00\n"{name}" = "{value}"\n+++\n\nIsi.\n',
    lambda name, value: f'{{"title": "x", "date": "2026-03-14 09:30", "{name}": "{value}"}}\n\nIsi.\n',
    lambda name, value: f"---\ntitle: x\ndate: 2026-03-14 09:30\nparams: {{{name}: {value}}}\n---\n\nIsi.\n",
)


def is_public(text: str, path: str = "posts/2026/03/x.md") -> bool:
    """Whether a release without errors comes of a file."""
    parsed = front_matter.parse(SourceFile(path, text.encode(), ""), CONFIG)
    has_error = any(problem.severity == "error" for problem in parsed.problems)
    return parsed.release is not None and not parsed.release.draft and not has_error


@fuzz(examples=300)
@given(
    st.sampled_from([(name, value) for name, values in HOLDS.items() for value in values]),
    st.sampled_from(SPELLINGS),
    st.sampled_from(FORMATS),
    st.sampled_from([str, str.upper, str.capitalize]),
)
def test_what_is_held_back_elsewhere_is_never_published(
    field: tuple[str, str],
    spelling: Callable[[str], str],
    written: Callable[[str, str], str],
    case: Callable[[str], str],
) -> None:
    assert not is_public(written(spelling(field[0]), case(field[1]))), field


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("written", FORMATS)
def test_what_is_public_elsewhere_is_no_error(
    spelling: Callable[[str], str], written: Callable[[str, str], str]
) -> None:
    for name, value in OPEN_VALUES.items():
        assert is_public(written(spelling(name), value)), name


@pytest.mark.parametrize(
    "text",
    ["build: {render: never}", "build: {list: never}", "_build:\n  render: false", "build.render: never",
     "cascade: {draft: true}", "cascade: [{_build: {list: never}}]", "tags: [draft]", "tags: private",
     "embargo: {until: 2027-01-01}", "status: [draft]", "draft: false\nstatus: private", "DRAFT: true\ndraft: false",
     "cms: {draft: true}", "anything: {published: false}", "i18n: {id: {draft: true}}", "tags: 'draft, x'",
     "strapi: {publishedAt: null}", "sys: {publishedVersion: null}", "x: {y: [{status: draft}]}",
     "withdrawn: {date: 2026-05-01, reason: x, hapus_teks: true}", "dr\u0430ft: true"],
)  # fmt: skip
def test_other_ways_to_hold_back_are_errors(text: str) -> None:
    assert not is_public(f"---\ntitle: x\ndate: 2026-03-14 09:30\n{text}\n---\n\nIsi.\n")


def typing_errors(word: str) -> set[str]:
    """A word with one letter too few or too many, or two in the wrong order."""
    errors = {word[:at] + letters + rest for at in range(len(word)) for letters, rest in _edits(word[at:])}
    return errors - {word}


def _edits(rest: str) -> list[tuple[str, str]]:
    return [("", rest[1:]), (rest[0] * 2, rest[1:]), (rest[:2][::-1], rest[2:])]


@pytest.mark.parametrize(("name", "value"), [("draft", "true"), ("withdrawn", "{date: 2026-03-15, reason: x}")])
def test_typing_errors_in_what_keeps_from_the_public_are_errors(name: str, value: str) -> None:
    for mistyped in sorted(typing_errors(name)):
        assert not is_public(f"---\ntitle: x\ndate: 2026-03-14 09:30\n{mistyped}: {value}\n---\n\nIsi.\n"), mistyped


@pytest.mark.parametrize(
    "name",
    ["_drafts/x", "Drafts/x", "2026/konsep/x", "_x", "draft/2026/x", "private/x", "_arsip/x", "terjadwal/x",
     "_Rahasia/2026/x", "x.draft", "x.draf"],
)  # fmt: skip
def test_file_that_is_held_back_elsewhere_must_say_draft(name: str) -> None:
    text = "---\ntitle: x\ndate: 2026-03-14 09:30\n---\n\nIsi.\n"
    assert not is_public(text, f"posts/{name}.md")
    draft = text.replace("title", "draft: true\ntitle").encode()
    parsed = front_matter.parse(SourceFile(f"posts/{name}.md", draft, ""), CONFIG)
    assert {problem.rule for problem in parsed.problems} == {"missing-id"}
    assert is_public(text, "posts/_posts/x.md")
    assert is_public(text, "posts/draf-rapbd-2.0.diserahkan.md")


def test_parts_of_a_page_may_be_hidden() -> None:
    for text in ("cover: {hidden: true}", "comments: {visible: false}", "toc: {show: false}", "menu: {weight: 0}"):
        assert is_public(f"---\ntitle: x\ndate: 2026-03-14 09:30\n{text}\n---\n\nIsi.\n"), text


@pytest.mark.parametrize(
    "spelling", ["remove_text", "Remove_Text", "remove-text", "removeText", "REMOVE TEXT", "remove_title"]
)
def test_text_is_removed_however_the_field_is_spelled(spelling: str) -> None:
    text = f"---\ntitle: x\ndate: 2026-03-14\nwithdrawn: {{date: 2026-03-15, reason: x, {spelling}: ya}}\n---\n"
    parsed = front_matter.parse(SourceFile("posts/x.md", text.encode(), ""), CONFIG)
    assert parsed.release is not None
    assert parsed.release.withdrawn is not None
    assert parsed.release.withdrawn.removes_text


fragments = st.sampled_from(
    ["---\n", "+++\n", "{\n", "}\n", "title: x\n", "date: 2026-03-14\n", "tags:\n", "  - a\n", "image: {src: a}\n",
     "title = 'x'\n", "[[images]]\n", "src = 1\n", '"title": "x",\n', "&a ", "*a ", "!x ", "\t", "'", '"', "[", "]",
     "{", "}", ": ", "- ", "? ", "| ", "> ", "%", "@", "#", "\\", "\r", "\0", "\x85", "\u2028", "\ufeff", "\n", "...\n",
     "withdrawn: ", "corrections: ", "claim: ", "contact: ", "date: ", "slug: ", "draft: ", "kind: ", "aliases: "]
)  # fmt: skip


mixtures = st.lists(fragments | st.text(max_size=4), max_size=30).map(
    lambda parts: "".join(parts).encode(errors="replace")
)
openings = st.sampled_from([b"", b"---\n", b"---\ntitle: x\n", b"+++\n", b"{\n"])


@fuzz(examples=100)
@given(openings, mixtures | st.binary(max_size=200), st.sampled_from([b"", b"\n---\n", b"\n+++\n", b"\n}\n"]))
@example(b"---\n", b"\xef\xbb\xbf---\n", b"")
def test_parse_never_raises(opening: bytes, inside: bytes, closing: bytes) -> None:
    parsed = front_matter.parse(SourceFile("posts/x.md", opening + inside + closing, ""), CONFIG)
    assert parsed.release is not None or any(problem.severity == "error" for problem in parsed.problems)
    for problem in parsed.problems:
        problem.message.format_map(problem.values)
        problem.hint.format_map(problem.values)
