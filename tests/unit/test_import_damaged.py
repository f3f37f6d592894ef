"""Damaged exports, and those of programs that write XML badly: what is whole is read, and nothing breaks."""

from __future__ import annotations

import re
import tracemalloc
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from press.errors import Misuse
from press.importing.items import Archive, Item, Status
from press.importing.sources import table
from tests import wxr

ZONE = ZoneInfo("Asia/Makassar")


def opened(tmp_path: Path, export: str | bytes) -> Archive:
    """An export that is recognised and opened."""
    file = tmp_path / "ekspor.xml"
    file.write_bytes(export.encode() if isinstance(export, str) else export)
    return table.opened(file, "", ZONE)


def items(tmp_path: Path, export: str | bytes) -> list[Item]:
    """The items of an export."""
    return list(opened(tmp_path, export).items())


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_every_version_is_read(tmp_path: Path, version: str) -> None:
    found = items(tmp_path, wxr.export(wxr.item(1, "Satu.", excerpt="Ringkas."), version=version))
    assert [(one.key, one.body.strip(), one.summary) for one in found] == [("1", "<p>Satu.</p>", "Ringkas.")]


def test_undeclared_and_unknown_namespaces_are_read(tmp_path: Path) -> None:
    export = wxr.export(wxr.item(1, "Satu.", extra="<x:y>z</x:y><itunes:duration>1</itunes:duration>"))
    bare = re.sub(r' xmlns:\w+="[^"]*"', "", export)
    assert [one.body.strip() for text in (export, bare) for one in items(tmp_path, text)] == ["<p>Satu.</p>"] * 2


def test_an_entity_bomb_is_text(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(12))
    bomb = f'<?xml version="1.0"?>\n<!DOCTYPE rss [<!ENTITY l0 "lol"> {entities}]>\n'
    files = '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    export = wxr.export(
        wxr.item(1, "x", extra="<pubDate>&l12;&f;</pubDate>").replace("<![CDATA[Judul 1]]>", "&l12; &f;")
    )
    for head in (bomb, files):
        assert items(tmp_path, head + export.partition("?>")[2])[0].title == "&l12; &f;"


def test_what_is_whole_is_read_wherever_the_file_ends(tmp_path: Path) -> None:
    export = wxr.export(wxr.category("a", "A"), wxr.item(1, "Satu."), wxr.item(2, "<p>Dua <b>tebal</b></p>")).encode()
    ends = [export.index(b"</item>") + 6, export.rindex(b"</item>") + 6]
    for end in range(export.index(b"<item>"), len(export), 11):
        try:
            archive = opened(tmp_path, export[:end])
        except Misuse:
            assert end < ends[0]
            continue
        found = list(archive.items())
        assert len(found) >= sum(end >= one for one in ends)
        assert archive.notes or b"</channel>" in export[:end]
        assert all(one.status is not Status.PUBLIC for one in found[sum(end >= one for one in ends) :])


def test_the_end_of_cdata_in_a_text_is_part_of_it(tmp_path: Path) -> None:
    escaped = wxr.export(wxr.item(1, "a ]]> b"), wxr.item(2))
    unescaped = escaped.replace("]]]]><![CDATA[>", "]]>")
    for export in (escaped, unescaped):
        assert [one.body.strip() for one in items(tmp_path, export)] == ["<p>a ]]> b</p>", "<p>Isi.</p>"]


def test_cdata_that_never_ends_does_not_take_the_next_item(tmp_path: Path) -> None:
    export = wxr.export(wxr.item(1, "Satu."), wxr.item(2, "Dua."))
    damaged = re.sub(r"Satu\.\]\]></content:encoded>.*?</item>", "Satu.</item>", export, flags=re.DOTALL)
    assert [one.body.strip() for one in items(tmp_path, damaged)] == ["<p>Satu.</p>", "<p>Dua.</p>"]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"),
        ("iso-8859-1", "ISO-8859-1"), ("cp1252", "UTF-8"), ("utf-8", "ISO-8859-1"), ("utf-8", "zlib_codec"),
        ("utf-8", "utf-7"), ("utf-8", "tidak-ada"),
    ],
)  # fmt: skip
def test_any_encoding_is_read(tmp_path: Path, encoding: str, declared: str) -> None:
    export = wxr.export(wxr.item(1, "Café àé.")).replace('encoding="UTF-8"', f'encoding="{declared}"')
    assert items(tmp_path, export.encode(encoding))[0].body.strip() == "<p>Café àé.</p>"


def test_signs_that_xml_forbids_are_read(tmp_path: Path) -> None:
    title = "A\x00\x0b & B &nbsp;&copy; &tidak; < 3 &#0; &#xD800; &#65;"
    found = items(tmp_path, wxr.export(wxr.item(1, "Isi\x08.").replace("<![CDATA[Judul 1]]>", title)))[0]
    assert found.title == "A & B © &tidak; < 3 A"
    assert found.body.strip() == "<p>Isi.</p>"


def test_html_outside_cdata_is_the_text(tmp_path: Path) -> None:
    export = wxr.export(wxr.item(1, "x")).replace("<![CDATA[x]]>", "<p>Satu <b>dua</b></p><p>tiga")
    assert items(tmp_path, export)[0].body.strip() == "<p>Satu <b>dua</b></p><p>tiga"


def test_html_outside_cdata_does_not_hide_the_next_items(tmp_path: Path) -> None:
    export = wxr.export(wxr.item(1, "x"), wxr.item(2)).replace("<![CDATA[x]]>", "<b>" * 3000)
    assert len(items(tmp_path, export)) == 2


def test_the_end_of_cdata_in_a_title_is_part_of_it(tmp_path: Path) -> None:
    found = items(tmp_path, wxr.export(wxr.item(1, title="a ]]></b> c")).replace("]]]]><![CDATA[>", "]]>"))
    assert found[0].title == "a ]]> c"


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ({}, "2020-03-04T09:30:00+08:00"),
        ({"post_date": "2020-03-04 08:30:00"}, "2020-03-04T08:30:00+07:00"),
        ({"post_date_gmt": "0000-00-00 00:00:00"}, "2020-03-04T09:30:00+08:00"),
        ({"post_date": "0000-00-00 00:00:00"}, "2020-03-04T09:30:00+08:00"),
        ({"post_date": "2020-03-09 09:30:00"}, "2020-03-04T09:30:00+08:00"),
        ({"post_date": "besok", "post_date_gmt": "-0001-11-30 00:00:00", "post_modified": "2021-01-02 03:04:05"},
         "2021-01-02T03:04:05+08:00"),
        ({"post_date": "", "post_date_gmt": ""}, "None"),
    ],
)  # fmt: skip
def test_dates_are_those_of_the_old_site(tmp_path: Path, fields: dict[str, str], date: str) -> None:
    found = items(tmp_path, wxr.export(wxr.item(1, **fields)))[0].date
    assert (found.isoformat() if found else "None") == date


def test_terms_and_authors_are_named_as_readers_saw_them(tmp_path: Path) -> None:
    own = (
        "<dc:creator>wulan</dc:creator><category>Kota &amp; Desa</category>"
        + wxr.term("category", "kota-%e5%8c%97", "Kota &amp; Desa") + wxr.term("post_tag", "air", "")
        + wxr.term("language", "en", "English")
    )  # fmt: skip
    parts = (
        wxr.author("wulan", "Wulan Sari"),
        wxr.category("daerah", "Daerah"),
        wxr.category("kota-北", "Kota", "daerah"),
    )
    found = items(tmp_path, wxr.export(*parts, wxr.item(1, extra=own)))[0]
    assert found.authors == ("Wulan Sari",)
    assert found.lang == "en"
    assert [(one.name, one.slug, one.is_tag, one.parents) for one in found.terms] == [
        ("Kota & Desa", "kota-北", False, ("Daerah",)), ("air", "air", True, ()),
    ]  # fmt: skip


def test_what_is_no_text_is_counted(tmp_path: Path) -> None:
    parts = [wxr.item(n, post_type=kind) for n, kind in enumerate(("revision", "nav_menu_item", "revision", "post"))]
    archive = opened(tmp_path, wxr.export(*parts))
    assert len(list(archive.items())) == 1
    assert archive.skipped == {"revision": 2, "nav_menu_item": 1}


def test_the_text_of_what_is_not_public_is_not_read(tmp_path: Path) -> None:
    found = items(
        tmp_path, wxr.export(wxr.item(1, "Rahasia.", post_password="x"), wxr.item(2, "Rahasia.", status="private"))
    )
    assert [(one.status, one.body) for one in found] == [(Status.WITHHELD, "")] * 2


def test_large_exports_need_little_memory(tmp_path: Path) -> None:
    parts = [wxr.item(number, "kata " * 4000) for number in range(150)]
    archive = opened(tmp_path, wxr.export(*parts))
    parts.clear()
    tracemalloc.start()
    assert sum(1 for _ in archive.items()) == 150
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_500_000
