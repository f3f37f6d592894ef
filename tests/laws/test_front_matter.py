"""Property tests: `parse` inverts `dump`, and `parse` never raises."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import msgspec
from hypothesis import example, given
from hypothesis import strategies as st

from press import config
from press.content import front_matter
from press.model import (
    Attachment,
    Claim,
    Contact,
    Correction,
    Image,
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
    topics=several(nonempty),
    tags=several(nonempty),
    offices=several(nonempty),
    regions=several(nonempty),
    place=texts,
    author=texts,
    photographer=texts,
    editor=texts,
    approved_by=texts,
    code=texts,
    contact=st.none() | st.builds(Contact, nonempty, texts, texts, texts, texts, texts),
    image=st.none() | images,
    images=several(images),
    attachments=several(st.builds(Attachment, nonempty, texts)),
    draft=st.booleans(),
    expires=st.none() | times,
    review=st.none() | dates,
    corrections=several(st.builds(Correction, times, nonempty, texts, texts)),
    withdrawn=st.none() | st.builds(Withdrawal, times, nonempty, texts, st.booleans()),
    claim=st.none() | st.builds(Claim, nonempty, st.sampled_from(Verdict), texts, st.none() | dates, several(nonempty)),
    lang=st.sampled_from(["", "id", "en-GB", "zh-Hant-TW"]),
    translation_of=texts,
    original=st.sampled_from(["", "https://a.example/x?y=1#z"]),
)
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
    assert {problem.rule for problem in parsed.problems} <= {"claim-kind", "short-title-length"}


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
