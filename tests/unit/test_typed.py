"""`press.checks.texts.typed`: datelines, sign-offs and bylines that are typed into the text, and their fixes."""

from __future__ import annotations

import pytest

from press.checks.texts import TextContext, typed
from press.config import Config, Office, Region
from press.content import front_matter, prose
from press.diagnostics import Diagnostic
from press.model import SourceFile

CONFIG = Config(
    title="", base_url="https://uji.example/", language="id", timezone="Asia/Makassar",
    offices={"kominfo": Office(name="Dinas Komunikasi dan Informatika", short="Diskominfo")},
    regions={"rajabasa": Region(name="Rajabasa")},
)  # fmt: skip
TOP = "---\ntitle: Judul\ndate: 2026-05-12\noffice: kominfo\n"
TEXT = "Gubernur membuka jembatan itu."


def file(text: str, fields: str = "") -> SourceFile:
    return SourceFile("posts/a.md", f"{TOP}{fields}---\n\n{text}\n".encode(), "")


def problems(source: SourceFile) -> list[Diagnostic]:
    text = prose.read(front_matter.parse(source, CONFIG))
    assert text
    return list(typed.check(text, TextContext(None, CONFIG)))  # type: ignore[arg-type]


def fixed(source: SourceFile) -> str:
    return typed.fix(source, problems(source), CONFIG).decode()


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("RAJABASA, (Diskominfo) – ", "Rajabasa"),
        ("RAJABASA – ", "Rajabasa"),
        ("**RAJABASA** – ", "Rajabasa"),
        ("**RAJABASA, (Diskominfo)** - ", "Rajabasa"),
        ("Rajabasa, (Diskominfo) - ", "Rajabasa"),
        ("Kota Baru, 12 Mei 2026 — ", "Kota Baru"),
        ("KOTA BARU (12/5/2026) – ", "Kota Baru"),
        ("Kota Baru, Selasa (12/5/2026) -- ", "Kota Baru"),
        ("[KAB. LAMPUNG SELATAN, 12/05/2026] ", "Kab. Lampung Selatan"),
        ("DKI JAKARTA, 12 Mei 2026 – ", "DKI Jakarta"),
    ],
)
def test_a_dateline_is_moved_into_the_field(dateline: str, place: str) -> None:
    assert [one.rule for one in problems(file(dateline + TEXT))] == ["dateline"]
    assert fixed(file(dateline + TEXT)) == file(TEXT, f"place: {place}\n").data.decode()
    assert fixed(file(dateline + TEXT, f"place: {place}\n")) == file(TEXT, f"place: {place}\n").data.decode()
    assert problems(file(TEXT, f"place: {place}\n")) == []


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Rajabasa, 11 Mei 2026 – ", ""),
        ("RAJABASA, (Humas Polda) – ", ""),
        ("RAJABASA – ", "place: Sandirana\n"),
        ("MUARA LAWAI – ", ""),
        ("MUARA LAWAI, LAMPUNG – ", ""),
        ("MC Kapuas – ", ""),
        ("MMCBarsel-Buntok. ", ""),
    ],
)
def test_a_dateline_that_says_more_than_the_fields_is_only_named(text: str, fields: str) -> None:
    assert [one.rule for one in problems(file(text + TEXT, fields))] == ["dateline"]
    assert fixed(file(text + TEXT, fields)) == file(text + TEXT, fields).data.decode()


@pytest.mark.parametrize(
    "text",
    [
        "BMKG – lembaga itu – memperingatkan.", "HOAKS – Kabar itu keliru.", "Sabtu, 12 Mei 2026 – hari itu cerah.",
        "Gubernur – yang baru dilantik – hadir.", "Diskominfo – Siaran ini resmi.",
        "MCK – mandi, cuci, kakus – dibangun.",
        "RALAT, 12 Mei 2026 – Angka itu salah.",
        "Badan Amil Zakat (Baznas) – lembaga resmi – hadir.", "[Rajabasa](https://a.example) – laman resmi.",
        "Jembatan itu dibuka (BPBD).", "Tarifnya 5.000 (ribu/bulan)", "Dia berkata: “Benar (sekali).”",
        "Selesai.\n\n[abc]\n\n[abc]: https://a.example", "Selesai.\n\nFoto: Jembatan itu dibuka kemarin.",
        "Selesai.\n\nTanggal (12/5/2026)", "Satu.\n\n***\n\nDua.", "***", "Selesai.[^1]\n\n[^1]: Foto: Rina",
    ],
)  # fmt: skip
def test_other_text_is_not_named(text: str) -> None:
    assert problems(file(text)) == []


@pytest.mark.parametrize(
    ("ending", "rule", "fields"),
    [
        ("\n\n(//Pubdok//diskominfo//R1//)", "sign-off", "code: Pubdok/diskominfo/R1\n"),
        ("\n\n[abc]", "sign-off", "code: abc\n"),
        ("\n\n(MC. Kapuas/hmskmf)", "sign-off", "code: MC. Kapuas/hmskmf\n"),
        (" (hms/abc)", "sign-off", "code: hms/abc\n"),
        ("\n\n**(Humas Diskominfo/rd)**", "sign-off", "code: Humas Diskominfo/rd\n"),
        ("\n(rd)", "sign-off", "code: rd\n"),
        ("\n\n(*)", "sign-off", ""),
        ("\n\n***", "sign-off", ""),
        ("\n\n###", "sign-off", ""),
        ("\n\nPenulis: Rina Amalia", "byline", 'author: Rina Amalia\n'),
        ("\n\n*Foto: Tito Ranggala, S.Sos.*", "byline", "photographer: Tito Ranggala, S.Sos\n"),
        ("\n\nPenulis\t : Rina Amalia", "byline", "author: Rina Amalia\n"),
        ("\n\n(Penulis: Rina | Editor: Dimas)", "byline", "author: Rina\neditor: Dimas\n"),
    ],
)  # fmt: skip
def test_what_stands_below_the_text_is_moved_into_its_field(ending: str, rule: str, fields: str) -> None:
    assert [one.rule for one in problems(file(TEXT + ending))] == [rule]
    assert fixed(file(TEXT + ending)) == file(TEXT, fields).data.decode()
    assert problems(file(TEXT, fields)) == []


@pytest.mark.parametrize(
    ("ending", "fields"),
    [("\n\n(hms/abc)", "code: R1\n"), ("\n\nPenulis: Rina", "author: Dimas\n"), ("\n\nFoto: Rina dan Tito", "")],
)
def test_what_differs_from_the_field_is_only_named(ending: str, fields: str) -> None:
    assert len(problems(file(TEXT + ending, fields))) == 1
    assert fixed(file(TEXT + ending, fields)) == file(TEXT + ending, fields).data.decode()


def test_several_are_moved_at_once_and_other_bytes_stay() -> None:
    before = file(f"RAJABASA – {TEXT}\n\nPenulis: Rina\nFoto: Tito\n(hms/rd)\n\n***").data.replace(b"\n", b"\r\n")
    source = SourceFile("posts/a.md", before, "")
    assert [one.rule for one in problems(source)] == ["dateline", "sign-off", "sign-off", "byline", "byline"]
    after = fixed(source)
    assert after.endswith(f"---\r\n\r\n{TEXT}\r\n")
    fields = ("place: Rajabasa", "author: Rina", "photographer: Tito", "code: hms/rd")
    assert sorted(after.split("\r\n")[4:8]) == sorted(fields)
