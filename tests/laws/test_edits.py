"""Property tests of changes in place: in a file of any style, only what shall change does."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from press import config
from press.content import front_matter
from press.content.corrections import correcting
from press.content.front_matter.edit import EditableFile, Unreadable
from press.model import Correction, Release, SourceFile, Withdrawal
from tests.fuzzing import fuzz
from tests.portal import CONFIG

SETTINGS = config.parse(CONFIG)
PATH = "posts/2026/03/a.md"
AT = datetime(2026, 3, 15, 8, 0, tzinfo=timezone(timedelta(hours=8)))

BODY = "Isi **1.200** orang,\n1.200 &amp; 11.200.\n\n| a |\n|---|\n| 1.200 |"
words = st.sampled_from(
    ["Warga", "1.200", "orang", "“lima”", "di", "Pelaya:", "12%", "#satu", "it's", '"ya"', "a,b", "[x]"]
)
sentences = st.lists(words, min_size=1, max_size=5).map(" ".join)


def yaml_text(text: str, style: int, indent: str) -> str:
    """A text as YAML, in one of several styles; `indent` is that of the lines of a block."""
    match style:
        case 0 | 1:
            return json.dumps(text, ensure_ascii=False)
        case 2:
            return "'" + text.replace("'", "''") + "'"
        case 3:
            return f"|\n{indent}{text}"
        case 4:
            return ">-\n" + "\n".join(f"{indent}{word}" for word in text.split(" "))
        case _:
            return f"Kata {text.replace(': ', ' ').replace(' #', ' ').rstrip(':')}" + "  # komentar"


def toml_text(text: str, style: int) -> str:
    """A text as TOML, in one of several styles."""
    if style % 3 == 0 and "'" not in text:
        return f"'{text}'"
    if style % 3 == 1 and "'" not in text:
        return f"'''\n{text}'''"
    return json.dumps(text, ensure_ascii=False)


YAML_DATES = ["date: 2026-03-14 09:30", "date:   2026-03-14T09:30:00+08:00   # jam", 'Date: "2026-03-14"']
YAML_CORRECTIONS = [
    "tags: [a, b]",
    "corrections:   # nanti",
    "corrections: [{date: 2026-03-15, note: Satu}, ]",
    "corrections:\n  -   date: 2026-03-15\n      note: 'Satu' # a\n\n  # b",
    "corrections:\n- {date: 2026-03-15, note: Satu}\n-\n  date: 2026-03-15\n  note: |\n   Dua\n",
    "corrections:\n  date: 2026-03-15\n  note: Satu",
    "corrections: {date: 2026-03-15, note: Satu}",
]


@st.composite
def yaml_files(draw: st.DrawFn) -> str:
    title, summary, caption = draw(sentences), draw(sentences), draw(sentences)
    lines = [
        f"title: {yaml_text(title, draw(st.sampled_from([0, 2, 5])), '  ')}",
        draw(st.sampled_from(YAML_DATES)),
        f"summary: {yaml_text(summary, draw(st.integers(0, 5)), '   ')}",
        "# catatan",
        f"image:\n    src: a.jpg\n    caption: {yaml_text(caption, draw(st.integers(0, 5)), '      ')}",
        draw(st.sampled_from(YAML_CORRECTIONS)),
        *draw(st.lists(st.sampled_from(["", "# akhir", "kind: news"]), max_size=2, unique=True)),
    ]
    return "\n".join(["---", *lines, "---", "", BODY])


TOML_DATES = ["date = 2026-03-14T09:30:00", 'date = "2026-03-14 09:30"', "date = 2026-03-14 09:30:00+08:00"]
TOML_CORRECTIONS = [
    "tags = [\n  'a', # ]\n  'b',\n]",
    "corrections = []",
    "corrections = [\n  {date = 2026-03-15, note = 'Satu'},\n]",
    "[[corrections]]\ndate = 2026-03-15\nnote = '''\nSatu ]]\n''' # a\n# b",
    "[[corrections]]\nnote = 'a'\ndate = 2026-03-15\n[[corrections]]\ndate = 2026-03-15\nnote='b'",
    "[corrections]\ndate = 2026-03-15\nnote = 'Satu'",
    "corrections = {date = 2026-03-15, note = 'Satu'}",
]


@st.composite
def toml_files(draw: st.DrawFn) -> str:
    title, summary, caption = draw(sentences), draw(sentences), draw(sentences)
    lines = [
        f"title = {toml_text(title, draw(st.integers(0, 2)))} # judul",
        draw(st.sampled_from(TOML_DATES)),
        f"summary = {toml_text(summary, draw(st.integers(0, 2)))}",
        f"image.caption = {toml_text(caption, draw(st.integers(0, 2)))}\nimage.src = 'a.jpg'",
        draw(st.sampled_from(TOML_CORRECTIONS)),
    ]
    return "\n".join(["+++", *lines, "+++", BODY])


ONE = {"date": "2026-03-15", "note": "Satu }"}
JSON_STYLES: list[dict[str, Any]] = [{}, {"indent": 2}, {"indent": 4, "ensure_ascii": False}]


@st.composite
def json_files(draw: st.DrawFn) -> str:
    image = {"src": "a.jpg", "caption": draw(sentences)}
    fields = {"title": draw(sentences), "date": "2026-03-14 09:30", "summary": draw(sentences), "image": image}
    fields |= draw(
        st.sampled_from([{}, *({"corrections": before} for before in ([], [ONE], [ONE, ONE], "", None, ONE))])
    )
    return f"{json.dumps(fields, **draw(st.sampled_from(JSON_STYLES)))}\n\n{BODY}"


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """A file in any form, with any line ends, with or without a byte order mark and a last line end."""
    text = draw(yaml_files() | toml_files() | json_files()) + draw(st.sampled_from(["", "\n", "\n\n"]))
    data = text.replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"]))).encode()
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + draw(st.sampled_from([b"", b"\n"])) + data


def read(data: bytes) -> Release:
    """The release of a file, without its lines."""
    parsed = front_matter.parse(SourceFile(PATH, data, ""), SETTINGS)
    assert parsed.release is not None, (data.decode(), parsed.problems)
    assert not [problem for problem in parsed.problems if problem.severity == "error"], (data.decode(), parsed.problems)
    return msgspec.structs.replace(parsed.release, lines={})


def kept(old: bytes, new: bytes) -> int:
    """How many bytes of a file are unchanged, at its beginning and its end."""

    def same(pairs: zip[tuple[int, int]]) -> int:
        return next((number for number, (a, b) in enumerate(pairs) if a != b), min(len(old), len(new)))

    return min(same(zip(old, new, strict=False)) + same(zip(reversed(old), reversed(new), strict=False)), len(old))


@fuzz(examples=100)
@given(files(), sentences)
def test_an_added_entry_is_all_that_changes(data: bytes, note: str) -> None:
    before, file = read(data), EditableFile(PATH, data)
    file.add_entry("corrections", {"date": AT, "note": note, "was": "1.200"})
    after = read(file.data())
    entry = Correction(date=AT, note=note, was="1.200")
    assert after == msgspec.structs.replace(before, corrections=(*before.corrections, entry)), file.data().decode()
    assert kept(data, file.data()) > len(data) - 90, file.data().decode()
    assert all(line in file.data() for line in data.splitlines() if b"komentar" in line)


@fuzz(examples=60)
@given(files(), sentences, st.booleans())
def test_a_set_field_is_all_that_changes(data: bytes, reason: str, removes: bool) -> None:
    before, file = read(data), EditableFile(PATH, data)
    file.set_field("withdrawn", {"date": AT, "reason": reason, "remove_text": removes})
    file.add_first("id", "a-1")
    after = read(file.data())
    withdrawal = Withdrawal(date=AT, reason=reason, remove_text=removes)
    assert after == msgspec.structs.replace(before, withdrawn=withdrawal, id="a-1"), file.data().decode()


@fuzz(examples=100)
@given(files(), st.sampled_from(["title", "summary", "caption"]), sentences)
def test_a_changed_text_is_all_that_changes(data: bytes, name: str, new: str) -> None:
    before, file = read(data), EditableFile(PATH, data)
    assert before.image
    image = msgspec.structs.replace(before.image, caption=new) if name == "caption" else before.image
    old = before.image.caption if name == "caption" else getattr(before, name)
    file.set_text(("image", "caption") if name == "caption" else (name,), old, new)
    expected = msgspec.structs.replace(before, image=image, **({} if name == "caption" else {name: new}))
    assert read(file.data()) == expected, file.data().decode()


@fuzz(examples=100)
@given(files())
def test_a_correction_changes_its_value_and_adds_an_entry(data: bytes) -> None:
    source = SourceFile(PATH, data, "")
    text = correcting.prose_of(source, SETTINGS)
    silent = correcting.plan(source, text, correcting.Wanted("1.200", "9.876", "", AT), SETTINGS)
    assert silent.after.replace(b"9.876", b"1.200") == data
    noted = correcting.plan(source, text, correcting.Wanted("1.200", "9.876", "Salah.", AT), SETTINGS)
    *_, entry = read(noted.after).corrections
    assert (entry.date, entry.note, entry.was, entry.now) == (max(AT, entry.date), "Salah.", "1.200", "9.876")
    assert len(read(noted.after).corrections) == len(text.release.corrections) + 1
    assert kept(silent.after, noted.after) > len(silent.after) - 90


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: 1.200 orang # 1.200\n---\n",
        "---\ntitle: '1.200 orang'\n---\n",
        '---\ntitle: "1.200\n  \\x6frang"\n---\n',
        "---\ntitle: >-\n  1.200\n  orang\n---\n",
        "---\n{title: 1.200 orang}\n---\n",
        '+++\ntitle = """\n1.200 \\\n  orang"""\n+++\n',
        '{"title": "1.200 \\u006frang"}',
    ],
)
def test_only_the_words_that_differ_are_written(text: str) -> None:
    file = EditableFile(PATH, text.encode())
    assert file.set_text(("title",), "1.200 orang", "1.140 orang")
    assert file.data().decode() == text.replace("1.200", "1.140", 1)


def test_a_space_that_does_not_break_is_no_space() -> None:
    file = EditableFile(PATH, "---\ntitle: 5\u00a0ton\ndate: 2026-03-14\n---\n".encode())
    file.set_text(("title",), "5\u00a0ton", "5 ton")
    assert read(file.data()).title == "5 ton"


def test_a_text_that_its_style_cannot_hold_is_written_in_another() -> None:
    file = EditableFile(PATH, b"---\ntitle: Banjir\ndate: 2026-03-14\n---\n")
    assert not file.set_text(("title",), "Banjir", "Banjir: 1.200 orang")
    assert read(file.data()).title == "Banjir: 1.200 orang"


@pytest.mark.parametrize("text", ["", "Isi.", "---\ntitle: [\n---\n", "\xff"])
def test_a_file_without_fields_is_not_changed(text: str) -> None:
    with pytest.raises(Unreadable) as caught:
        EditableFile(PATH, text.encode("latin-1"))
    assert caught.value.problems
