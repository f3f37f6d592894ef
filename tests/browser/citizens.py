"""What citizens type into the search of the sample portal, and the page that each of them wants."""

from __future__ import annotations

from typing import NamedTuple


class Query(NamedTuple):
    """A query as it is typed, and the address of the page that it should find first."""

    typed: str
    page: str


INDONESIAN = (
    # Words and stems.
    Query("banjir", "2026/11/siaga-musim-hujan-2026"),
    Query("kebanjiran", "2026/11/siaga-musim-hujan-2026"),
    Query("posko banjir sandirana", "2025/01/banjir-sandirana-ilir"),
    Query("puskesmas buka 24 jam", "2026/10/puskesmas-24-jam"),
    Query("jembatan arunai dibuka", "2026/03/jembatan-arunai-ii-dibuka"),
    Query("ikan mati di danau sarenggi", "2026/11/ikan-mati-danau-sarenggi"),
    Query("bus listrik koridor 3", "2026/09/bus-listrik-koridor-tiga"),
    Query("jadwal bus listrik bandara", "2026/12/koridor-empat-bus-listrik"),
    Query("tarif kapal sungai pelajar", "2025/09/tarif-angkutan-sungai-november"),
    Query("festival perahu arunai jadwal", "2026/08/festival-perahu-arunai-2026"),
    # Questions, and words as they are typed on a phone.
    Query("kapan bendungan lawai diisi", "2026/07/bendungan-lawai-mulai-diisi"),
    Query("cara bayar pajak motor online", "2026/01/samsat-daring-tanpa-antre"),
    Query("bantuan 1,5 juta lewat wa", "2025/02/tidak-ada-bantuan-lewat-tautan"),
    Query("puskesmas 24jam", "2026/10/puskesmas-24-jam"),
    # Misspelt.
    Query("bnjir sandirana ilir", "2025/01/banjir-sandirana-ilir"),
    Query("jadwal imunisai anak", "2026/11/imunisasi-kejar"),
    Query("deman berdarah", "2026/05/demam-berdarah-meningkat"),
    Query("pajek kendaraan denda", "2026/10/keringanan-pajak-kendaraan"),
    Query("festval prahu foto", "2026/08/foto-festival-perahu-2026"),
    Query("sirine bendungan lawai benar", "2026/03/uji-sirene-bendungan-benar"),
    # Offices by their short names, and regions.
    Query("dinkes imunisasi", "2026/11/imunisasi-kejar"),
    Query("dishub satu arah pasar lama", "2026/11/uji-satu-arah-pasar-lama"),
    Query("disdik ruang kelas rusak", "2025/05/rehabilitasi-84-ruang-kelas"),
    Query("batu kelana jalan rusak", "2026/02/jalan-kelana-surayan"),
    # Words that mean the same.
    Query("vaksin anak gratis", "2026/11/imunisasi-kejar"),
    Query("dbd", "2026/05/demam-berdarah-meningkat"),
    Query("stunting", "2025/09/tengkes-turun"),
    Query("ppdb 2026", "2026/06/penerimaan-murid-baru-2026"),
    Query("jadwal penerimaan siswa baru sma", "2026/06/penerimaan-murid-baru-2026"),
    Query("pemutihan pajak kendaraan", "2026/10/keringanan-pajak-kendaraan"),
    Query("air pdam bau kaporit", "2026/09/air-leding-sandirana-aman"),
    Query("karhutla", "2026/08/siaga-kebakaran-lahan"),
    Query("cpns 2025", "2025/10/jadwal-seleksi-pegawai-2025"),
    # Hoaxes.
    Query("jembatan arunai ditutup hoax", "2024/12/jembatan-arunai-ii-tidak-ditutup"),
    Query("hoaks suara gubernur", "2025/11/rekaman-suara-gubernur-palsu"),
    Query("link bansos penipuan", "2025/02/tidak-ada-bantuan-lewat-tautan"),
    # A code, an id, a name, a month.
    Query("PUPR/DP/2026-021/R2", "2026/03/jembatan-arunai-ii-dibuka"),
    Query("2026-0025", "2026/10/keringanan-pajak-kendaraan"),
    Query("yuliana tamaru", "2026/04/sambutan-wakil-gubernur-sekolah-nelayan"),
    Query("pasar murah maret 2025", "2025/03/pasar-murah-ramadan"),
)
ENGLISH = (
    Query("arunai bridge", "2026/03/arunai-ii-bridge-reopens"),
    Query("when do lorries cross the bridge", "2026/03/arunai-ii-bridge-reopens"),
    Query("boat festival parking", "2026/08/arunai-boat-festival-2026"),
    Query("shuttle bus to the festival", "2026/08/arunai-boat-festival-2026"),
)
IN_EDITION = (
    Query("flood warning", "2026/11/arunai-river-flood-warning"),
    Query("disaster management siren test", "2026/03/lawai-dam-sirens-tested"),
    Query("lake water test results", "2026/11/lake-sarenggi-test-results"),
)
