"""The import of tables: CSV files, and dumps of MySQL."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.content import front_matter
from press.content.files import read
from press.errors import Misuse
from press.importing.report import Entry, Outcome
from press.importing.run import ImportRequest, run
from press.importing.tables import dumps, items
from press.model import Parsed, Release
from tests.fuzzing import fuzz
from tests.photos import encoded, sample_image
from tests.portal import CONFIG, Portal

ZONE = ZoneInfo("Asia/Jakarta")
DUMP = r"""-- phpMyAdmin SQL Dump
/*!40101 SET NAMES utf8mb4 */;
SET time_zone = "+00:00"; # komentar 'tidak ditutup
CREATE TABLE `kategori` (
  `id` int(11) NOT NULL, `nama` varchar(50) DEFAULT 'a,b', PRIMARY KEY (`id`), KEY `n` (`nama`)
) ENGINE=InnoDB;
INSERT INTO `kategori` VALUES (1,'Kesehatan'),(2,'Air; bersih');
INSERT INTO `users` (`id`, `name`) VALUES (7, 'Wulan \"Sari\"');
INSERT INTO `berita`
(`id_berita`, `judul`, `slug`, `isi`, `gambar`, `tanggal`, `kategori_id`, `user_id`, `status`, `deleted_at`) VALUES
(1, 'Banjir ''surut'' di \'Sidoarjo\'', 'banjir-surut', 
'<p style="color:red;text-align:justify">Kamis (28/07/2022)<br>Air; turun), kata \"Bupati\".</p><p>
<a href="/berita/rapat">Rapat</a> <img src="/uploads/berita/a.jpg"></p>',
'a.jpg', '2022-07-28 09:30:00', 1, 7, 'publish', NULL),
(2, 'Rapat', 'rapat', 'Baris satu\nbaris dua\n\nParagraf.', '', '0000-00-00 00:00:00', 2, 7, 'publish', NULL),
(3, 'Konsep', 'konsep', '<p>Isi</p>', NULL, '2022-01-01', 1, 7, 'draft', NULL),
(4, 'Dihapus', 'hapus', '<p>Isi</p>', NULL, '2022-01-01', 1, 7, 'publish', '2023-01-01 00:00:00'),
(5, 'Biner', 'biner', 0x3c703e4973693c2f703e, NULL, '2022-01-02', 1, 7, 'publish', NULL) ON DUPLICATE KEY UPDATE id=id;
REPLACE INTO db.berita VALUES (6, 'Tanpa kolom'
"""
MAPPING = """\
file = "ekspor.sql"
table = "berita"
address = "https://lama.example/"
pages = ["/berita/{slug}", "/berita/detail/{id}"]
images = "/uploads/berita/"

[fields]
category = "kategori_id"
author = "user_id"

[lookup.category]
table = "kategori"

[lookup.author]
table = "users"
name = "name"
"""
SHEET = (
    "\ufeffJudul;Slug;Isi;Gambar;Tanggal;Tag\r\n"
    'Banjir;banjir;"<p>Air ""turun"";\r\nsudah.</p>";;Kamis, 28 Juli 2022 | 09.30 WIB;air, pasar\r\n'
    'Rapat;rapat;"&lt;p&gt;Isi &lt;b&gt;tebal&lt;/b&gt;.&lt;/p&gt;";;28/07/2022;\r\n'
    "Tanpa tanggal;x;Isi;;;\r\n\r\nPendek\r\n"
)


@pytest.fixture
def portal(tmp_path: Path) -> Portal:
    return Portal(tmp_path / "portal", CONFIG)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that property tests write again and again."""
    return tmp_path_factory.mktemp("acak") / "acak.sql"


def imported(portal: Portal, file: Path, **options: object) -> dict[str, Entry]:
    """Import a file, build the portal, and return what became of each item, by title."""
    report = run(ImportRequest(portal.request(), file, **options))  # type: ignore[arg-type]
    portal.build()
    return {entry.title: entry for entry in report.entries}


def parsed(portal: Portal, entry: Entry) -> tuple[Release, Parsed]:
    found = front_matter.parse(read(portal.root, entry.path), portal.request().config)
    assert found.release
    return found.release, found


def test_a_dump_with_a_mapping_gives_names_addresses_and_photos(portal: Portal, tmp_path: Path) -> None:
    (tmp_path / "ekspor.sql").write_text(DUMP)
    (tmp_path / "peta.toml").write_text(MAPPING)
    (tmp_path / "uploads" / "berita").mkdir(parents=True)
    (tmp_path / "uploads" / "berita" / "a.jpg").write_bytes(encoded(sample_image(60, 40), "jpeg"))
    found = imported(portal, tmp_path / "peta.toml")
    one, text = parsed(portal, found["Banjir 'surut' di 'Sidoarjo'"])
    assert (one.id, one.slug, one.author) == ("lama.example-berita-1", "banjir-surut", ('Wulan "Sari"',))
    assert one.aliases == ("/berita/banjir-surut/", "/berita/detail/1/")
    assert (one.topics, one.date.isoformat()) == (("Kesehatan",), "2022-07-28T09:30:00+08:00")
    assert one.image
    assert one.image.src in text.text
    assert 'Air; turun), kata "Bupati".' in text.text
    assert "style" not in text.text
    assert found["Rapat"].outcome is Outcome.DRAFT, "no date"
    assert "Baris satu\\\nbaris dua\n\nParagraf." in parsed(portal, found["Rapat"])[1].text
    outcomes = {name: found[name].outcome for name in ("Konsep", "Dihapus", "Biner")}
    assert outcomes == {"Konsep": Outcome.DRAFT, "Dihapus": Outcome.SKIPPED, "Biner": Outcome.IMPORTED}
    assert parsed(portal, found["Biner"])[1].text == "Isi"
    assert len(found) == 5, "the last statement is cut off"
    again = imported(portal, tmp_path / "peta.toml")
    assert {entry.outcome for entry in again.values()} == {Outcome.UNCHANGED, Outcome.SKIPPED}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_sheet_needs_no_mapping_for_usual_columns(portal: Portal, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "berita.csv").write_bytes(SHEET.encode(encoding))
    found = imported(portal, tmp_path / "berita.csv")
    one, text = parsed(portal, found["Banjir"])
    assert (one.tags, one.date.isoformat()) == (("air", "pasar"), "2022-07-28T09:30:00+07:00")
    assert text.text == 'Air "turun"; sudah.'
    assert parsed(portal, found["Rapat"])[1].text == "Isi **tebal**."
    assert found["Tanpa tanggal"].outcome is found["Pendek"].outcome is Outcome.DRAFT
    assert [found[one].line for one in ("Banjir", "Rapat")] == [2, 4]


def test_windows_1252_and_commas_are_recognised(portal: Portal, tmp_path: Path) -> None:
    (tmp_path / "berita.csv").write_bytes("judul,isi,tanggal\nCafé “baru”,Isi – ya,2022-07-28\n".encode("cp1252"))
    found = imported(portal, tmp_path / "berita.csv")
    assert parsed(portal, found["Café “baru”"])[1].text == "Isi – ya"


def test_a_status_with_an_unknown_value_is_never_public(portal: Portal, tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("judul,isi,tanggal,status\na,x,2022-07-28,1\nb,x,2022-07-28,9\nc,x,2022-07-28,\n")
    found = imported(portal, tmp_path / "b.csv")
    assert [found[one].outcome for one in "abc"] == [Outcome.IMPORTED, Outcome.DRAFT, Outcome.DRAFT]


@pytest.mark.parametrize(("mapping", "message"), [
    ('fields = {title = "tidak"}', "no column"), ('fields = {apa = "judul"}', "no field"), ("x = 1", "cannot be used"),
    ("x", "cannot be used"), ('table = "lain"', "no table"), ('file = "lain.csv"', "which is not there"),
])  # fmt: skip
def test_a_wrong_mapping_is_explained(portal: Portal, tmp_path: Path, mapping: str, message: str) -> None:
    (tmp_path / "b.csv").write_text("judul,isi\na,x\n")
    (tmp_path / "b.toml").write_text(mapping)
    with pytest.raises(Misuse) as error:
        imported(portal, tmp_path / "b.toml")
    assert message in str(error.value).format_map(error.value.values)


@pytest.mark.parametrize(("written", "expected"), [
    ("28/07/2022", "2022-07-28T00:00:00+07:00"), ("28-07-2022 09:30", "2022-07-28T09:30:00+07:00"),
    ("Kamis (28/07/2022)", "2022-07-28T00:00:00+07:00"), ("1659000000", "2022-07-28T16:20:00+07:00"),
    ("28 Juli 2022 - 09:30 WITA", "2022-07-28T09:30:00+08:00"), ("0000-00-00", ""), ("99/99/2022", ""), ("", ""),
])  # fmt: skip
def test_dates_of_databases(written: str, expected: str) -> None:
    found: datetime | None = items.moment(written, ZONE)
    assert (found.isoformat() if found else "") == expected


def quoted(text: str) -> str:
    for sign, escaped in (("\\", "\\\\"), ("'", "\\'"), ("\n", "\\n"), ("\r", "\\r"), ("\0", "\\0")):
        text = text.replace(sign, escaped)
    return f"'{text}'"


@fuzz(examples=25)
@given(st.data())
def test_a_dump_gives_back_what_was_written(file: Path, data: st.DataObject) -> None:
    """Every value that mysqldump escapes is read as it was, whatever signs are in it."""
    characters = st.characters(codec="utf-8", exclude_characters="\0\x1a")
    texts = data.draw(st.lists(st.text(characters), min_size=1, max_size=5))
    written = "".join(f"INSERT INTO `t` (`a`,`b`) VALUES (1,{quoted(text)});\n" for text in texts)
    file.write_bytes(written.encode())
    assert [row.values["b"] for row in dumps.rows(file)] == texts


@fuzz(examples=25)
@given(st.data())
def test_no_dump_stops_the_reader(file: Path, data: st.DataObject) -> None:
    """Any text, cut anywhere, is read without an exception."""
    pieces = st.sampled_from([*"(),;'\"\\1\n", "INSERT INTO", "`t`", "VALUES", "/*", "*/", "--", "x", "0x"])
    file.write_text(" ".join(data.draw(st.lists(pieces, max_size=40))) + DUMP[: data.draw(st.integers(0, len(DUMP)))])
    list(dumps.rows(file))
