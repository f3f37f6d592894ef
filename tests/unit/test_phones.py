"""`press.rendering.phones`: telephone numbers become links, and no other number does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.rendering.phones import phones_of_html
from tests.fuzzing import fuzz
from tests.portal import Portal

PHONES = {
    "Hubungi 0401-123456.": "0401123456",
    "Kantor kami (0599) 555-0101, lantai 2": "05995550101",
    "(021) 1234567": "0211234567",
    "Telepon: (0599) 555-0101": "05995550101",
    "telepon 0401 123 456": "0401123456",
    "Telp. 0401123456": "0401123456",
    "Telp.0401-123456": "0401123456",
    "Telepon/Faks (0401) 123456": "0401123456",
    "+62 811-4056-789": "+628114056789",
    "(+62 811 4056 789)": "+628114056789",
    "+62 (0)811-4056-789": "+628114056789",
    "+628114056789": "+628114056789",
    "+62-21-1234567": "+62211234567",
    "WA 628114056789": "+628114056789",
    "WA 08114056789": "08114056789",
    "posko 0811-4056-789": "08114056789",
    "Layanan bebas pulsa 0800-1-123456": "08001123456",
    "Keadaan darurat: hubungi 112.": "112",
    "Hubungi call center <strong>112</strong> jika banjir": "112",
    "Nomor darurat 112": "112",
    "Rekening BRI 0012-01-000123-30-4. Telepon 0401-123456.": "0401123456",
    "Hubungi 1500-567, gratis": "1500567",
    "<td>Telepon</td><td>0401-123456</td>": "0401123456",
    "Telepon 0401&nbsp;123&nbsp;456": "",
}
"""The number of the link by the text; for the last one none, since an entity parts it."""
OTHERS = (
    "Rekening BRI 0012-01-000123-30-4", "nomor rekening 0234-567890", "rekening 0234567890", "BNI 0234567890",
    "Donasi: 0234-567890 a.n. Yayasan", "transfer ke 0461234567", "NIK 0401234567890123", "NPWP 02.123.456.7-812.000",
    "No. KK 0211-234-567-890", "pada 08-12-2026", "tanggal 0401-2026", "2026-11-27", "pukul 08.00–16.30", "08.00-16.30",
    "Rp0401.123.456", "Rp 1.500.567", "Rp11.200", "112 orang", "Hubungi 112 warga", "telepon 112 kali",
    "Perpres Nomor 112.", "Undang-Undang Nomor 119 Tahun 2026", "Surat Nomor 0421-223344/2026", "0401-123456/2026",
    "kode 0401-123456", "pelanggan 0401-123456", "A-0401-123456", "0401-123456-7890-12", "0401-12", "0,401-123456",
    "Faks (0401) 123457", "0401-123456%", "https://uji.example/0401-123456", "SK 0211-234567", "0401-123456-789012345",
    "Nomor induk 0811-4056-789", "10401-123456", "koordinat -4,0401-123456", "1.0401-123456", "hubungi 1120 orang",
    "<code>0401-123456</code>", '<a href="/x/">0401-123456</a>', '<img alt="telepon 0401-123456">',
    "<p>Nomor rekening donasi:</p><ul><li>0234-567890</li></ul>",
    "<tr><th>Bank</th><th>Nomor</th></tr><tr><td>X</td><td>0234-567890</td></tr>",
)  # fmt: skip


@pytest.mark.parametrize(("text", "number"), PHONES.items())
def test_a_telephone_number_is_a_link(text: str, number: str) -> None:
    found = re.findall(r'href="tel:([^"]+)"', phones_of_html(text))
    assert found == ([number] if number else [])


@pytest.mark.parametrize("text", OTHERS)
def test_another_number_is_left_as_it_is(text: str) -> None:
    assert phones_of_html(text) == text


def test_two_numbers_in_a_sentence_are_two_links() -> None:
    html = phones_of_html("Hubungi 112 atau 119, atau (0599) 555-0101 dan +62 811-4056-789.")
    assert re.findall(r"tel:([+\d]+)", html) == ["112", "119", "05995550101", "+628114056789"]


_WORDS = st.sampled_from(
    ["Telepon ", "Hubungi ", "rekening ", "NIK ", "<b>", "</b>", "<td>", "<code>", "</code>", "&amp;", ", ", " ", "-",
     ".", "0401-123456", "+62 811-4056-789", "112", "(0599) 555-0101", "Rp", "2026", "a", "<br>", "(", ")", "/"]
)  # fmt: skip


@fuzz(examples=60)
@given(st.lists(_WORDS | st.text(alphabet="0123456789-.() +", max_size=12), max_size=12).map("".join))
def test_only_links_are_added(text: str) -> None:
    """Without the links, the text is what it was; and a link has all digits of its run, or none."""
    made = phones_of_html(text)
    assert re.sub(r'<a href="tel:[^"]*">|(?<=\d)</a>', "", made) == text
    for link in re.finditer(r'<a href="tel:(\+?\d+)">([^<]*)</a>(.?)', made):
        assert link[1].lstrip("+").endswith(re.sub(r"\D", "", link[2])[-6:])
        assert not link[3].isdigit()


@fuzz(examples=60)
@given(
    st.sampled_from(["NIK", "Nomor rekening", "rekening BRI", "NPWP", "No. KK", "NIP", "Rp", "nomor surat", "BCA"]),
    st.sampled_from([" ", ": ", ". ", " nomor "]),
    st.text(alphabet="0123456789", min_size=3, max_size=18),
    st.sampled_from(["", "-", " ", "."]),
)
def test_a_number_that_is_named_something_else_is_never_a_link(name: str, between: str, digits: str, sign: str) -> None:
    grouped = sign.join(digits[at : at + 4] for at in range(0, len(digits), 4))
    text = f"{name}{between}{grouped}"
    assert phones_of_html(text) == text


@fuzz(examples=60)
@given(st.dates(), st.sampled_from(["%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%d %m %Y", "%d/%m/%Y", "%d%m%Y"]))
def test_a_date_is_never_a_link(day: object, form: str) -> None:
    text = f"Acara itu berlangsung {day:{form}} di aula"
    assert phones_of_html(text) == text


def test_pages_have_links_and_feeds_have_not(tmp_path: Path) -> None:
    portal = Portal(tmp_path / "p")
    portal.post("a.md", body="Hubungi (0599) 555-0101.")
    portal.write("pages/tentang.md", "---\ntitle: Tentang\n---\n\nTelepon: 0401-123456\n")
    portal.build()
    assert 'href="tel:05995550101"' in portal.text("2026/03/a/index.html")
    assert 'href="tel:0401123456"' in portal.text("tentang/index.html")
    assert not any("tel:0" in portal.text(name) for name in ("feed.xml", "atom.xml", "feed.json"))
