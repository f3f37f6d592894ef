"""The commands `correct` and `withdraw`: what they ask, what they write, and what they refuse."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from press.cli.commands import command
from press.errors import Exit
from tests.portal import CONFIG, NOW, Portal

POST = """\
---
title: Banjir, 1.200 orang mengungsi
date: 2026-03-14 09:30
id: a
# catatan redaksi
summary: "Sebanyak 1.200 orang mengungsi, bukan 11.200 orang."
short_title: 1.200 orang mengungsi
points:
  - "Sebanyak 1.200 orang mengungsi."
  - Tenda berdiri.
image:
  src: a.jpg
  alt: Sebagian dari 1.200 orang
  caption: 'Sebagian dari 1.200 orang'
images: [{src: b.jpg, caption: "1.200 orang"}]
attachments:
  - src: c.pdf
    title: Daftar 1.200 orang
---

Sebanyak **1.200** orang, dan *1.200
orang* lagi; bukan 1.200,5 orang.

> “Ada 1.200 orang,” kata Budi.

| Kota | Jumlah |
|---|---|
| Pelaya | 1.200 orang |
"""
ENTRY = """\
corrections:
  - date: 2026-06-01 12:00
    note: Rilis ini semula menyebut “1.200 orang”; yang benar “1.140 orang”.
    was: 1.200 orang
    now: 1.140 orang
"""


def run(portal: Portal, *arguments: str, answers: str = "") -> Result:
    """Run a command as from the portal's folder; answers are lines."""
    name, path, *options = arguments
    given = [name, str(portal.root / path), *options, "--root", str(portal.root), "--now", NOW]
    result = CliRunner().invoke(command, given, input=answers, standalone_mode=False)
    if result.exception:
        raise result.exception
    return result


@pytest.fixture
def post(portal: Portal) -> Path:
    """A published release that says a wrong number in all its texts."""
    return portal.write("posts/a.md", POST)


def corrected(text: str) -> str:
    """`POST` or a part of it as it should be."""
    return re.sub(r"(?<!1)1\.200(?=(?:\*\*)?\s+orang)", "1.140", text)


def test_dialogue_asks_shows_the_change_and_writes_it(portal: Portal, post: Path) -> None:
    done = run(portal, "correct", "posts/a.md", answers="1.200 orang\n1.140 orang\n\nya\n")
    assert done.return_value == Exit.GOOD, done.output
    assert post.read_text() == corrected(POST).replace("\n---\n\nSebanyak", f"\n{ENTRY}---\n\nSebanyak")
    dialogue = [line for line in done.output.splitlines() if line[:1] not in " +-@"]
    assert dialogue == [
        "Apa yang keliru, seperti tertulis di teks?: 1.200 orang",
        "Apa yang benar?: 1.140 orang",
        "Apa yang keliru, dalam satu kalimat untuk pembaca? "
        "[Rilis ini semula menyebut “1.200 orang”; yang benar “1.140 orang”.]: ",
        "Tulis perubahan ini? [y/t]: ya",
        "posts/a.md sudah ditulis",
    ]
    assert "-title: Banjir, 1.200 orang mengungsi" in done.output
    assert "+title: Banjir, 1.140 orang mengungsi" in done.output


def test_nothing_is_written_unless_the_answer_is_yes(portal: Portal, post: Path) -> None:
    done = run(portal, "correct", "posts/a.md", "--was", "1.200 orang", "--is", "1.140 orang", answers="\n\n")
    assert (done.return_value, post.read_text()) == (Exit.INTERRUPTED, POST)


def test_each_form_of_front_matter_and_line_ends_is_kept(portal: Portal) -> None:
    toml = b"\xef\xbb\xbf+++\r\ntitle = 'Ada 1.200 orang' # ya\r\ndate = 2026-03-14T09:30:00\r\n+++\r\nAda 1.200 orang."
    path = portal.write("posts/b.md", toml)
    run(portal, "correct", "posts/b.md", "--was", "1.200 orang", "--is", "1.140 orang", "--note", "Salah.", "--yes")
    entry = (
        b'\r\n[[corrections]]\r\ndate = 2026-06-01 12:00:00+08:00\r\nnote = "Salah."\r\nwas = "1.200 orang"\r\n'
        b'now = "1.140 orang"\r\n'
    )
    assert path.read_bytes() == toml.replace(b"1.200", b"1.140").replace(b":00\r\n+++", b":00\r\n" + entry + b"+++")


REFUSED = [
    (("--was", "9.999", "--is", "1.140"), "“9.999” tidak ada di posts/a.md: cari di berkasnya"),
    (("--was", "1200", "--is", "1.140"), "“1200” tidak ada di posts/a.md, tetapi “1.200” ada di baris 2"),
    (("--was", "9.999", "--is", "1.200 orang"), "bila teksnya sudah benar, --only entry mencatat ralatnya"),
    (("--was", "1.200", "--is", "1.200"), "sebagai yang keliru sekaligus yang benar"),
    (("--was", "1.200", "--is", "1.140", "--only", "text"), "sudah terbit: faktanya diralat secara terbuka"),
    (("--was", "1.200", "--is", "1.140", "--only", "entry"), "“1.200” masih ada di posts/a.md"),
    (("--was", "1.200", "--is", "1.140", "--only", "entry"), "“1.200” masih ada di posts/a.md"),
]


@pytest.mark.parametrize(("options", "message"), REFUSED)
def test_correct_refuses_what_cannot_be_meant(
    portal: Portal, post: Path, options: tuple[str, ...], message: str
) -> None:
    done = run(portal, "correct", "posts/a.md", *options, "--yes")
    assert (done.return_value, post.read_text()) == (Exit.MISUSE, POST)
    assert message in done.stderr


def test_a_second_correction_of_the_same_value_is_refused(portal: Portal, post: Path) -> None:
    options = ("--was", "Budi", "--is", "Budi Santoso", "--yes")
    assert run(portal, "correct", "posts/a.md", *options).return_value == Exit.GOOD
    once = post.read_text()
    assert "kata Budi Santoso." in once
    done = run(portal, "correct", "posts/a.md", *options)
    assert (done.return_value, post.read_text()) == (Exit.MISUSE, once)
    assert "sudah diralat menjadi “Budi Santoso”" in done.stderr


def test_only_the_entry_is_written_if_the_text_is_right_already(portal: Portal) -> None:
    path = portal.post("b.md", "Ada 1.140 orang.")
    options = ("--was", "1.200 orang", "--is", "1.140 orang", "--only", "entry", "--yes")
    assert run(portal, "correct", "posts/b.md", *options).return_value == Exit.GOOD
    assert path.read_text() == f"---\ntitle: Judul\ndate: 2026-03-14 09:30\n{ENTRY}---\n\nAda 1.140 orang.\n"


def test_an_unpublished_release_gets_no_correction(portal: Portal) -> None:
    path = portal.post("b.md", "Ada 1.200 orang.", draft="true")
    options = ("--was", "1.200", "--is", "1.140", "--yes")
    done = run(portal, "correct", "posts/b.md", *options)
    assert (done.return_value, "belum terbit dan tidak perlu ralat" in done.stderr) == (Exit.MISUSE, True)
    assert run(portal, "correct", "posts/b.md", *options, "--only", "text").return_value == Exit.GOOD
    assert path.read_text().endswith("draft: true\n---\n\nAda 1.140 orang.\n")
    assert "corrections" not in path.read_text()


def test_what_cannot_be_reached_or_kept_is_said(portal: Portal) -> None:
    body = "Ada 1.200 orang, `1.200 orang`, [unduh](/1.200 orang.pdf) seribu dua ratus orang."
    portal.post("b.md", body, title="Ada 1.200 orang")
    done = run(portal, "correct", "posts/b.md", "--was", "1.200 orang", "--is", "1.140: orang", "--yes")
    assert "posts/b.md:2: teks ini ditulis dengan tanda kutip yang berbeda" in done.stderr
    assert "posts/b.md:11: “1.200 orang” di sini ada dalam kode, alamat, atau tag" in done.stderr
    assert "“seribu dua ratus” mungkin angka yang sama" in done.stderr


BODIES = [
    ("Ada **1.200** orang", "Ada **1.140** orang"),
    ("Ada [1.200 orang](x.md)", "Ada [1.140 orang](x.md)"),
    ("Ada **1.200\norang** di", "Ada **1.140\norang** di"),
    ("# 1.200 orang #", "# 1.140 orang #"),
    ("- [ ] 1.200  orang\n- Rp1.200 orang", "- [ ] 1.140  orang\n- Rp1.140 orang"),
    ("![1.200 orang](a.jpg)", "![1.140 orang](a.jpg)"),
    ("a[^1]\n\n[^1]: 1.200 orang", "a[^1]\n\n[^1]: 1.140 orang"),
    ("<b>1.200</b> orang", "<b>1.140</b> orang"),
    ("1.200 orang-orangan, 1.200 orangnya, 1.200 orang", "1.200 orang-orangan, 1.200 orangnya, 1.140 orang"),
    ("1.200\u00a0orang", "1.140\u00a0orang"),
    ("&quot;1.200 orang&quot; \\*1.200 orang\\*", "&quot;1.140 orang&quot; \\*1.140 orang\\*"),
]


@pytest.mark.parametrize(("body", "right"), BODIES)
def test_marks_links_and_line_breaks_in_the_text_stay(portal: Portal, body: str, right: str) -> None:
    path = portal.post("b.md", body)
    done = run(portal, "correct", "posts/b.md", "--was", "1.200 orang", "--is", "1.140 orang", "--yes")
    assert path.read_text().endswith(f"---\n\n{right}\n"), done.output


@pytest.mark.parametrize(
    ("text", "right", "expected"),
    [
        ("Ada _1.200_ orang", "1.140 orang", "Ada _1.140_ orang"),
        ("Ada **1.200 orang**", "1.140 warga desa", "Ada **1.140 warga desa**"),
        ("Ada **1.200** orang", "1.140", "Ada **1.140**"),
        ("|\n  Satu\n\n  1.200\n  orang", "1.140 orang", "|\n  Satu\n\n  1.140\n  orang"),
    ],
)
def test_marks_and_lines_in_a_field_stay(portal: Portal, text: str, right: str, expected: str) -> None:
    path = portal.post("b.md", summary=text)
    done = run(portal, "correct", "posts/b.md", "--was", "1.200 orang", "--is", right, "--yes")
    assert f"summary: {expected}\ncorrections:" in path.read_text(), done.output


def test_the_date_of_an_entry_is_in_the_zone_of_the_place_and_of_no_other_entry(portal: Portal) -> None:
    portal.write("config.toml", f'{CONFIG}[places.Jayapura]\ntimezone = "Asia/Jayapura"\n')
    path = portal.post("b.md", "Ada 1.200 orang di 15 rumah.", place="Jayapura")
    for was, right in (("1.200", "1.140"), ("15", "16")):
        run(portal, "correct", "posts/b.md", "--was", was, "--is", right, "--yes")
    assert re.findall(r"- date: (.*)", path.read_text()) == ["2026-06-01 13:00", "2026-06-01 13:00:01"]


def test_withdraw_asks_suggests_and_writes(portal: Portal) -> None:
    path = portal.post("a.md", "Isi.", id="a", office="dinas", title="Lama")
    portal.post("b.md", "Isi.", id="b", office="dinas", title="Baru", date="2026-04-01 10:00")
    portal.post("c.md", "Isi.", id="c", office="lain", title="Lain", date="2026-04-01 10:00")
    portal.post("d.md", "Isi.", id="d", office="dinas", title="Tua", date="2026-01-01 10:00")
    before = path.read_text()
    done = run(portal, "withdraw", "posts/a.md", answers=f"Jadwal: berubah.\n{portal.root}/posts/b.md\ny\n")
    assert done.return_value == Exit.GOOD, done.output
    notice = 'withdrawn:\n  date: 2026-06-01 12:00\n  reason: "Jadwal: berubah."\n  replacement: b\n'
    assert path.read_text() == before.replace("---\n\nIsi.", f"{notice}---\n\nIsi.")
    assert [line for line in done.output.splitlines() if line.startswith("  ")] == ["  b  2026-04-01  Baru"]
    assert "Mengapa dicabut" in done.output
    again = run(portal, "withdraw", "posts/a.md", "--reason", "Lagi.", "--yes")
    assert (again.return_value, "sudah dicabut pada 2026-06-01 12:00" in again.stderr) == (Exit.MISUSE, True)


def test_withdraw_removes_the_text_and_refuses_what_cannot_be_meant(portal: Portal) -> None:
    path = portal.post("a.md", "Isi.", id="a", withdrawn="")
    options = ("--reason", "Data pribadi.", "--yes")
    for wrong, message in (("tidak-ada", "tidak ada rilis “tidak-ada”"), ("a", "menggantikan dirinya sendiri")):
        done = run(portal, "withdraw", "posts/a.md", *options, "--replacement", wrong)
        assert (done.return_value, message in done.stderr) == (Exit.MISUSE, True), done.output
    assert run(portal, "withdraw", "posts/a.md", *options, "--remove-text").return_value == Exit.GOOD
    assert "withdrawn: \n  date: 2026-06-01 12:00\n  reason: Data pribadi.\n  remove_text: true\n" in path.read_text()
    portal.post("b.md", draft="true")
    assert run(portal, "withdraw", "posts/b.md", *options).return_value == Exit.MISUSE
    assert run(portal, "withdraw", "posts/tidak-ada.md", *options).return_value == Exit.MISUSE
