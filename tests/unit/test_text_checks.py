"""Checks of texts: members of every class of errors are found, and what looks like them is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from press import config
from press.checks import texts
from press.checks.review.table import REVIEW_CHECKS
from press.checks.texts.table import TEXT_CHECKS
from press.content import front_matter
from press.content.files import is_release
from press.diagnostics import Diagnostic
from press.model import SourceFile
from tools.docs import REPOSITORY

SETTINGS = config.parse("""\
title = "Uji"
base_url = "https://uji.example/"
language = "id"
timezone = "Asia/Makassar"

[contacts.humas]
name = "Humas"
phone = "(0511) 330 1234"
whatsapp = "+62 811-500-1234"
""")
CHECKS = TEXT_CHECKS | REVIEW_CHECKS


def problems(text: str, title: str = "Judul rilis", summary: str = "") -> tuple[Diagnostic, ...]:
    """The problems of a release of Sunday, 10 May 2026."""
    written = f'---\ntitle: "{title}"\nsummary: "{summary}"\ndate: 2026-05-10 09:30\n---\n\n{text}\n'
    parsed = front_matter.parse(SourceFile("posts/a.md", written.encode(), ""), SETTINGS)
    return texts.problems(parsed, CHECKS, texts.TextContext(Path(), SETTINGS))


WRONG = {
    "weekday": [
        "Rabu (7/5/2026)", "Jumat, 7 Mei 2026", "pada hari Senin tanggal 5 Mei 2026", "Senin-Rabu, 5-7 Mei 2026",
        "Senin malam (10/5/2026)", "Friday (7/5/2026)", "Wednesday, May 7, 2026", "Selasa 7 Mei 2026 lalu",
        "Minggu pagi, 9 Mei 2026", "Jum'at (7/5/26)", "RABU, 7 MEI 2026", "Senin (7/5)", "selasa (7/5/2026)",
        "Rabu(7/5/2026)", "Rabu, (7/5/2026)", "Rabu siang tadi (7/5/2026)", "Rabu (07-05-2026)", "Rabu (7.5.2026)",
        "Rabu, 07/05/2026", "Rabu 7/5/2026", "Rabu, 7-5-2026", "Rabu, 2026-05-07", "on Wednesday 7th May 2026",
        "Wednesday, May 7th, 2026", "Rabu (7 Mei 2026)", "Rabu, tgl 7 Mei 2026",
        "Senin (4/5/2026) dan Rabu (5/5/2026)", "Rabu, tanggal 7 bulan Mei tahun 2026", "Rabu Kliwon, 7 Mei 2026",
        "Senin, 1 Juni 2026 dan Rabu, 2 Juni 2026",
    ],
    "year-missing": [
        "Kamis (7/5) di aula", "Kamis, 7 Mei", "Minggu (10/5) pagi", "Kamis 7 Mei lalu", "Thursday, 7 May",
        "Thursday (May 7)",
    ],
    "relative-day": [
        "Gubernur hari ini membuka rapat.", "Kemarin warga datang.", "Rapat digelar besok pagi.",
        "Tadi pagi banjir surut.", "Banjir surut tadi malam.", "Rapat digelar lusa.", "The road reopened yesterday.",
        "Rapat berlangsung Kamis malam di aula.", "ujarnya, Rabu.", "Senin lalu warga datang.",
        "kata dia di Banjarbaru, Kamis (pukul 10.00)", "Siang tadi hujan turun.", "Pagi tadi rapat dimulai.",
        "Kemarin sore hujan.", "esok Gubernur tiba", "pada hari Selasa kemarin",
    ],
    "tense": [
        "Jembatan telah dibuka pada 12 Mei 2027.", "Rapat sudah digelar Selasa (1/12/2026).",
        "Penghargaan itu diterima pada 3 Juni 2027 lalu.", "The bridge was opened on 3 June 2027.",
        "Bantuan itu diserahkan pada 12 Mei 2027 silam.", "Ia meninggal pada 3 Agustus 2026 lalu.",
    ],
    "impossible-date": [
        "pada 31 Februari 2026", "pada 30 Februari", "29 Februari 2026", "31 April 2026", "Senin (32/1/2026)",
        "Senin (32/1)", "(12/13/2026)", "pukul 25.00", "pukul 24.30 WITA", "pukul 10.75 WIB", "25.61 WIB",
        "jam 12.60", "31 Juni–2 Juli 2026", "0 Mei 2026", "tanggal 31 November 2026", "pukul 08:75",
        "mulai 08.00–12.60 WITA", "33 Agustus", "February 30, 2026", "31 September 2025",
    ],
    "far-year": [
        "pada 12 Mei 2062", "tahun 2062", "Mei 2062", "APBD 2062", "pada 12 Mei 2206", "12 Mei 0226", "tahun 1026",
        "tahun anggaran 2062", "(12/5/2062)", "Tahun Anggaran 2206",
    ],
    "range": [
        "pukul 10.00–09.00", "12–8 Mei", "Rp5 juta–Rp3 juta", "20-15 persen", "usia 12–5 tahun",
        "dari pukul 14.00 sampai 13.00 WITA", "pukul 10.00 hingga pukul 08.30", "tanggal 20 sampai 15 Mei",
        "antara 50 dan 40 orang", "tahun 2026–2024", "30–25 derajat Celsius", "Rp10.000 hingga Rp5.000",
        "8 Mei–3 Mei 2026", "20 Juni–18 Mei 2026", "5 Mei 2026 sampai 3 Mei 2026", "Senin–Rabu, 6–4 Mei 2026",
        "Rp15 ribu-Rp10 ribu", "10.00 s.d. 09.00 WIB", "12 s/d 8 Mei 2026", "periode 2029-2024", "100–80 meter",
        "5 hingga 3 juta rupiah", "between 50 and 40 people", "15–10 km",
    ],
    "share": [
        "120 persen dari penduduk", "105 persen warga sudah divaksin", "sebanyak 110% responden",
        "120 persen dari total warga", "130 persen dari jumlah sekolah", "150 percent of residents",
        "sekitar 120 persen siswa hadir", "120 persen di antaranya perempuan",
        "sebesar 101,5 persen dari seluruh desa",
    ],
    "nik": [
        "NIK 6371035208900002", "nomor 63 7103 520890 0002", "6371.0352.0890.0002", "KK 6371031203150004",
        "NIK: 6371-0352-0890-0002", "(6371035208900002)", "NIK6371035208900002", "NIK.6371035208900002",
        "`6371035208900002`", "6 3 7 1 0 3 5 2 0 8 9 0 0 0 0 2", "637103 520890 0002",
        "NIK 6371035208900002, 6371035208900003",
    ],
    "private-phone": [
        "Hubungi 081234567890", "WA +62 812-3456-7890", "0812 3456 7890", "(0812) 34567890", "62812345678901",
        "Hubungi Budi (0812-3456-789)", "+6281234567890", "HP:081234567890", "wa.me/6281234567890",
        "[WA](https://wa.me/6281234567890)", "0812.3456.7890", "tel:081234567890",
    ],
    "account-number": [
        "rekening BRI 1234-01-012345-50-6 a.n. Budi Santoso", "No. Rek 0012345678 (Budi)",
        "nomor rekening Mandiri 1610001234567 atas nama Siti", "transfer ke BCA 1234567890 a.n. Budi Santoso",
        "norek 0012345678",
    ],
    "personal-number": [
        "paspor nomor A1234567", "Nomor Paspor: C 1234567", "NPWP 01.234.567.8-901.000", "NPWP: 012345678901000",
        "paspor X1234567", "NPWP 0123456789012345",
    ],
    "child-name": [
        "siswa SD Negeri 2 bernama Ahmad Rifai", "Ahmad Rifai (9), siswa SDN 2 Martapura",
        "Siti (8) murid kelas 2 SD Negeri 1 Pelaya", "pelajar SMP bernama Budi Santoso (14)",
        "bocah bernama Rafi (5) tewas tenggelam", "Rafi Ahmad (14), pelajar SMP Negeri 3",
        "siswi kelas 5 SDN Lulut, Aisyah Putri (11)", "balita bernama Aisyah", "Aisyah (7), siswi SD Negeri 1",
        "anak berusia 7 tahun bernama Aisyah", "seorang anak, Rafi (6),",
        "Korban bernama Rafi (6 tahun) siswa TK Pertiwi", "siswa SDN 2, Ahmad Rifai,",
    ],
    "victim-name": [
        "korban pencabulan bernama Rina Lestari", "korban pemerkosaan, Rina Lestari (15),",
        "Rina Lestari, korban kekerasan seksual", "korban pelecehan seksual adalah Rina Lestari",
        "pencabulan terhadap Rina Lestari", "korban perdagangan orang bernama Rina Lestari",
        "korban rudapaksa itu, Rina Lestari, dirawat", "Rina (15) diperkosa",
        "Rina Lestari (15) menjadi korban pencabulan ayahnya", "korban, Rina Lestari (15), dicabuli",
        "Korban persetubuhan anak, yaitu Rina Lestari",
    ],
    "patient-name": [
        "pasien HIV bernama Budi Santoso", "Budi Santoso (41), penderita TBC,", "penderita kusta, Budi Santoso (50)",
        "Budi Santoso mengidap HIV", "Budi Santoso (34) positif Covid-19", "pasien Covid-19 atas nama Siti Aminah",
        "penyandang skizofrenia bernama Joko", "ODHA bernama Joko Susilo", "pasien gagal ginjal bernama Joko Susilo",
        "Joko Susilo menderita kanker paru", "pengidap AIDS berinisial JS bernama Joko",
    ],
    "gambling": [
        "slot gacor hari ini", "situs judi online terpercaya", "main slot online dan dapatkan bonus new member",
        '<a href="https://slot88.example">x</a>', '<div style="display:none">slot gacor maxwin togel</div>',
        "rtp live slot", "[bandar togel](https://togel-sgp.example)", "link alternatif sbobet",
        "prediksi togel hk malam ini", "agen judi bola terpercaya", "SLOT GACOR MAXWIN", "judol gacor anti rungkad",
        "s1ot gacor", "https://gacor77.example/daftar", "slot deposit dana 10k",
    ],
    "recipient-list": [
        "| No | Nama | Alamat |\n|---|---|---|\n| 1 | Siti | RT 1 |\n| 2 | Budi | RT 2 |",
        "| Nama | NIK |\n|---|---|\n| Siti | 63710**** |\n| Budi | 63710*** |",
        "- Siti Aminah, RT 03/RW 02 Desa Lulut\n- Budi, RT 04 RW 01", "1. Siti Aminah (RT 3)\n2. Budi (RT 4)",
        "| Nama Penerima | RT/RW | Bantuan |\n|---|---|---|\n| Siti | 01/02 | Beras |\n| Budi | 02/02 | Beras |",
        "Penerima bantuan: Siti Aminah (RT 3), Budi (RT 4), dan Joko (RT 5).",
    ],
    "vague-link": [
        "[klik di sini](/a)", "[di sini](/a)", "[disini](/a)", "[Selengkapnya](/a)", "[klik disini!](/a)",
        "[here](/a)", "[Baca selengkapnya…](/a)", "[https://a.example/b/c](https://a.example/b/c)",
        "<a href='/a'>klik di sini</a>", "[**klik di sini**](/a)", "[tautan ini](/a)", "[link](/a)", "[berikut](/a)",
        "[KLIK DI SINI][x]\n\n[x]: /a", "[klik](/a)", "[unduh di sini](/a)", "[klik link ini](/a)",
        "[read more](/a)", "[di sini][1]\n\n[1]: https://a.example", "[download](/a)", "[lihat di sini](/a)",
        "[(klik)](/a)", "[sini](/a)", "[>>](/a)",
    ],
    "local-link": [
        "[a](http://localhost/x)", "[a](http://127.0.0.1:8000)", "[a](http://192.168.0.2/)", "[a](http://10.1.2.3)",
        "[a](http://172.16.0.1)", "[a](http://[::1]/)", "[a](http://intranet.local/x)", "[a](http://169.254.1.1/)",
        "http://localhost:3000/x", "![a](http://localhost/a.jpg)", '<img src="http://127.0.0.1/a.jpg" alt="x">',
        "[a](//192.168.1.1/x)", "[a](http://server/x)", "[a](http://0.0.0.0/)", "<a href=http://localhost/x>a</a>",
        "[a](http://2130706433/)", "[a](ftp://192.168.1.1/x)",
    ],
    "alt-text": [
        "![IMG_1234.jpg](/a.jpg)", "![foto](/a.jpg)", "![Gambar 1](/a.jpg)", "![image](/a.jpg)",
        "![DSC0012](/a.jpg)", "![WhatsApp Image 2026-05-07 at 10.00.12](/a.jpg)",
        "![foto-kegiatan-bupati.png](/a.jpg)", "![Foto Kegiatan](/a.jpg)", "![20260507_101010](/a.jpg)",
        "![Dokumentasi](/a.jpg)", "![screenshot](/a.jpg)", "<img src=/a.jpg alt='IMG_1234.JPG'>",
        "![foto_banjir_martapura](/a.jpg)", "![.](/a.jpg)", "![-](/a.jpg)",
    ],
}  # fmt: skip
"""Texts that break a rule, by its name; those that are no sentence are put into one."""


@pytest.mark.parametrize("rule", WRONG)
def test_every_member_of_a_class_of_errors_is_found(rule: str) -> None:
    is_fact = rule in FACTS
    found = {
        text: problems(f"Acara itu berlangsung {text}." if is_fact and text[-1] != "." else text)
        for text in WRONG[rule]
    }
    assert [text for text, these in found.items() if rule not in {one.rule for one in these}] == []
    assert {one.place.line for these in found.values() for one in these if one.rule == rule} <= set(range(7, 12))


FACTS = ("weekday", "year-missing", "relative-day", "tense", "impossible-date", "far-year", "range", "share")
RIGHT = """
Kamis (7/5/2026)
Sabtu–Minggu, 9–10 Mei 2026
Jumat malam (8/5/2026) sampai Minggu (10/5/2026)
Rapat berlangsung pada 7 Mei 2026 dan berakhir 12 Mei 2026.
Setiap Senin dan Kamis layanan buka pukul 08.00–15.00 WITA.
Layanan buka Senin–Jumat pukul 08.00–16.00.
Layanan buka Senin sampai Jumat, pukul 08.00 sampai 16.00 WITA.
Salat Jumat digelar di Masjid Raya. Pasar Minggu ramai.
Jaga malam berlangsung pukul 22.00–06.00 WITA dan pukul 20.00 hingga 04.00.
Jalan ditutup pukul 18.00–06.00.
"Hari ini kita mulai," kata Bupati, Kamis (7/5/2026).
Sampai hari ini, Kamis (7/5/2026), stok aman.
Dalam dua hari ini hujan turun. Akhir-akhir ini cuaca berubah.
Kota ini berdiri pada 17 Agustus 1945. Ia lahir di Martapura, 3 Mei 1889.
Kontrak berlaku sampai 12 Mei 2029 dan telah ditandatangani.
Anggaran telah disepakati untuk tahun 2027. Jembatan ini dijadwalkan rampung 12 Mei 2028.
Target emisi nol pada 2060. Indonesia Emas 2045. Proyeksi penduduk tahun 2050.
Penduduk tumbuh 1,2 persen. Realisasi mencapai 104,5 persen dari target.
Pendapatan naik 120 persen dari tahun lalu. Ekspor tumbuh 150 persen dibandingkan tahun lalu.
Inflasi turun dari 5–6 persen menjadi 3 persen. Harga turun dari Rp15.000 menjadi Rp12.000.
Timnas menang 3–1. Skor 21–15, 21–18. Unggul 2-0 pada menit 30–45.
Undang-Undang Nomor 23 Tahun 2006 dan Peraturan Daerah Nomor 12/2024.
Surat Nomor 300.2/214/BPBD/2026 tanggal 4 Mei 2026.
Hubungi (0511) 330 1234 atau 0811-500-1234.
Nomor darurat 112 dan 119. Hotline 0800-1-234567 bebas pulsa.
Kode resi 1234567890123456 dan nomor seri 9876543210987654.
Rekening kas umum daerah Bank Kalsel 001.00.06.00123.4.
Donasi disalurkan melalui rekening PMI 123456789012.
Korban banjir mengungsi. Korban, Siti (40), dirawat di RSUD.
Kepala Dinas P3A, Siti Rahma, mendampingi korban kekerasan seksual.
Seminar pencegahan kekerasan seksual dibuka oleh Bupati Ahmad Yani.
Pelaku pencabulan, AR (43), ditangkap polisi.
Siswa SMA Negeri 1 Banjarbaru meraih juara.
Kepala Sekolah Ahmad Rifai (52) menyambut siswa SD Negeri 3.
Guru SD Negeri 3, Rahmawati (35), menerima penghargaan.
Direktur RSUD, dr. Andi Wijaya, mengatakan pasien HIV dilayani gratis.
Penderita TBC di Kabupaten Banjar turun 12 persen.
Kabupaten Banjar positif bebas rabies. Kota Banjarbaru menderita kerugian.
Wali Kota Aditya Mufti menyebut stunting turun menjadi 14 persen.
Polisi menangkap bandar judi online di Jakarta. Situs judi diblokir Kominfo.
Suhu 24–31 derajat Celsius. Usia 12–15 tahun. Bantuan Rp3–5 juta. Rp500 ribu–1 juta.
Kloter 5–3 berangkat. Kelas 1–6. Nomor 5-3.
Tahun ajaran 2025/2026 dan musim 2025–26. Periode 2025–2030.
HUT ke-81 RI. Covid-19. Liga 1 2026. U-20. G20. SDN 5. Km 12–8.
Pada Mei 2026, 1.200 orang datang. Pukul 24.00 layanan tutup. Jam 00.30 WITA.
Panitia menyiapkan 29 Februari 2028.
Desa itu berpenduduk 4.500 jiwa; 120 persen dari kuota.
Vaksinasi melampaui target, 103 persen.
Nilai tukar 16.250–16.300 per dolar.
Ia menjabat 2019–2024. Rata-rata 12–14 jam.
Rapat digelar Jumat (8/5/2026). Jumat pagi hujan turun.
Umat merayakan Rabu Abu dan Jumat Agung. Gerakan Jumat Bersih, Senin Sehat.
Festival berlangsung pada 28 Februari–3 Maret 2026 dan 20 Desember–5 Januari 2027.
Buruh memperingati 1 Mei. Acara 17-an.
[Memo](https://x.example/a.pdf&ust=1534346709784000&usg=A).
Minggu ini harga beras turun. Minggu depan pasar murah dibuka. Jangan tunda sampai besok-besok.
Dana Rp1,2 miliar–Rp1,5 miliar. Antara 40 dan 50 orang. 1–2 bulan.
Mobil polisi B 1234 XY. Pasal 12 ayat (2). Point (1/2) selesai.
The bridge reopens on Friday, 8 May 2026. It will open on 12 May 2027 as scheduled.
Prices rose 120 percent. About 98 percent of residents agreed.
Masa depan anak hari ini dan esok hari.
Sebanyak 30 persen dari 1.200 warga belum terdaftar. 100 persen siswa hadir.
Elektrifikasi desa 100 persen. Cakupan 99,8 persen dari balita.
Tingkat kehadiran 120 persen dari kapasitas.
""".strip().splitlines()  # fmt: skip
"""Texts that are right, and look like those that are wrong."""


@pytest.mark.parametrize("text", RIGHT)
def test_what_looks_like_an_error_is_silent(text: str) -> None:
    own = set(WRONG) | {"number", "table-sum", "doubled-word"}
    assert [one for one in problems(text) if one.rule in own] == []


PARAGRAPH = (
    "Dinas Pekerjaan Umum memperbaiki jalan rusak karena banjir di tiga kecamatan. Pekerjaan itu selesai lebih cepat "
    "daripada jadwal karena cuaca baik dan bahan tersedia. Sebanyak 1.250 warga yang rumahnya di tepi jalan menerima "
    "ganti rugi. Nilainya Rp2,3 miliar dari anggaran provinsi, atau naik 45 persen. Panjang jalan 12,5 kilometer, "
    "dengan 7 jembatan, dan 320 pohon ditanam di sepanjang jalan itu oleh warga desa setempat."
)


@pytest.mark.parametrize(
    ("title", "summary"),
    [
        ("1.520 warga terima ganti rugi", ""), ("Ganti rugi Rp3,2 miliar", ""), ("Ganti rugi Rp2,3 triliun", ""),
        ("Naik 54 persen", ""), ("Jalan 15,2 kilometer diperbaiki", ""), ("302 pohon ditanam", ""),
        ("Seribu lima ratus warga terima ganti rugi", ""), ("Banjir di 4 kecamatan", ""), ("8 jembatan rampung", ""),
        ("Ganti rugi", "Sebanyak 1.260 warga menerima"), ("Ganti rugi", "Ada 12.500 warga menerima"),
        ("Ganti rugi", "Sebanyak 230 pohon ditanam"), ("Ganti rugi", "Nilainya naik 4,5 persen"),
    ],
)  # fmt: skip
def test_a_number_that_the_text_contradicts_is_found(title: str, summary: str) -> None:
    assert "number" in {one.rule for one in problems(PARAGRAPH, title, summary)}


@pytest.mark.parametrize(
    ("title", "summary"),
    [
        ("1.250 warga terima ganti rugi", ""), ("1,25 ribu warga", ""), ("Hampir 1.300 warga", ""),
        ("Ribuan warga", ""),
        ("Ganti rugi 2.300 juta", ""), ("Tujuh jembatan rampung", ""), ("Banjir di 3 kecamatan", ""),
        ("320 pohon ditanam 10 Mei", ""), ("2026: 320 pohon ditanam", ""), ("Jalan 12,5 km diperbaiki", ""),
        ("Ganti rugi", "Sebanyak 1.250 warga menerima Rp2.300.000.000"),
        ("Ganti rugi", "Pengaduan: (0599) 555-0112, 24 jam"),
        ("Ganti rugi", "Seribu dua ratus lima puluh warga menerima Rp2,3 M"),
        ("Ganti rugi", "Ada 85 posko di tepi jalan"),
    ],
)  # fmt: skip
def test_a_number_that_the_text_has_in_another_form_is_silent(title: str, summary: str) -> None:
    assert "number" not in {one.rule for one in problems(PARAGRAPH, title, summary)}


def _table(cells: str, total: str, header: str = "Kasus", label: str = "Jumlah") -> str:
    rows = "".join(f"| Kota {number} | {cell} |\n" for number, cell in enumerate(cells.split("; ")))
    return f"| Daerah | {header} |\n|---|---|\n{rows}| {label} | {total} |\n"


@pytest.mark.parametrize(
    "table",
    [
        _table("1.200; 600", "1.700"), _table("Rp1,2 miliar; Rp600 juta", "Rp1,9 miliar"),
        _table("12 orang; -", "13 orang", label="**TOTAL**"), _table("60%; 60%", "120%", "Porsi (%)"),
        _table("5; 6; 7", "81", label="Grand Total"), _table("5; 6", "12", label="Total korban"),
        _table("40 persen; 70 persen", "100 persen", "Persentase"),
    ],
)  # fmt: skip
def test_a_wrong_sum_of_a_table_is_found(table: str) -> None:
    assert [one.rule for one in problems(table)] == ["table-sum"]


@pytest.mark.parametrize(
    "table",
    [
        _table("1.200; 600", "1.800"), _table("Rp1,2 miliar; Rp600 juta", "Rp1,8 miliar"),
        _table("33,3; 33,3; 33,3", "100"),
        _table("12; 13", "12,5", "Rata-rata"), _table("12; 13", "25 ", label="Total"),
        _table("1.200 kg; 800 kg", "2 ton"),
        _table("5; 6", "11", label="Jumlah seluruhnya"), _table("2024; 2025", "2", "Tahun"),
        _table("12 km; 5", "4.500", "Angka", "Jumlah penduduk"),
    ],
)  # fmt: skip
def test_a_right_sum_of_a_table_is_silent(table: str) -> None:
    assert problems(table) == ()


def test_the_sample_portal_is_silent() -> None:
    """It has more than 9,000 words of edited news."""
    settings = config.load(REPOSITORY)
    context = texts.TextContext(REPOSITORY, settings)
    found: list[Diagnostic] = []
    words = 0
    for path in sorted((*REPOSITORY.glob("posts/**/*.md"), *REPOSITORY.glob("pages/*.md"))):
        name = path.relative_to(REPOSITORY).as_posix()
        assert is_release(name)
        words += len(path.read_text(encoding="utf-8").split())
        found += texts.problems(front_matter.parse(SourceFile(name, path.read_bytes(), ""), settings), CHECKS, context)
    assert found == []
    assert words > 9_000
