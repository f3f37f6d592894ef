"""Check that a text does not expose people who need protection: children, victims, patients, recipients of aid.

A message never repeats a name: the logs of a CI service are often public.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from press import rules
from press.checks.texts import TextContext
from press.content.prose import Passage, PassageKind, Prose
from press.diagnostics import Diagnostic
from press.i18n.mark import N_

_NAME = r"(?P<name>[A-Z][a-z’']+(?:\s+(?:bin|binti|[A-Z]\.|[A-Z][a-z’']+))*)"
_SCHOOL = r"(?:TK|PAUD|RA|SD|SDN|SDIT|MI|MIN|SMP|SMPN|MTs|MTsN|SMA|SMAN|SMK|SMKN|MA|MAN|SLB)\b"
_PUPIL = r"(?i:siswa|siswi|murid|pelajar|anak|bocah|balita|bayi|santri|santriwati|putra|putri)"
_NAMED = r"(?:bernama|atas nama|yang bernama|berinama|named)"
_MINOR = r"\s*\((?:[1-9]|1[0-7])(?:\s*(?:th|tahun))?\)"
_YOUNG_SCHOOL = r"(?:TK|PAUD|SD|SDN|SDIT|MI|MIN|SMP|SMPN|MTs|MTsN)\b"
_CHILD = (
    rf"\b{_PUPIL}\b[^.;\n]{{0,80}}?\b{_NAMED}\s+{_NAME}",
    rf"\b{_PUPIL}\b[^.;\n]{{0,60}},\s*{_NAME}{_MINOR}",
    rf"\b{_PUPIL}\b[^.;\n]{{0,20}}\b{_YOUNG_SCHOOL}[^.;,\n]{{0,40}},\s*{_NAME},",
    rf"{_NAME}{_MINOR},?\s+(?:(?:yang|seorang|adalah)\s+)*(?:{_PUPIL}\b[^.;\n]{{0,30}})?\b{_SCHOOL}",
    rf"{_NAME}{_MINOR},?\s+(?:(?:yang|seorang|adalah)\s+)*(?i:siswa|siswi|murid|pelajar|santri)\b",
    rf"{_NAME},\s+(?:seorang\s+)?(?i:siswa|siswi|murid)\s+(?:kelas\s+\w+\s+)?{_YOUNG_SCHOOL}",
    rf"\b[Kk]orban(?:nya)?(?: itu| tewas| meninggal)?(?:,|\s+{_NAMED})\s+{_NAME}{_MINOR}",
    rf"(?<!di )(?<!dan )\b{_NAME}{_MINOR},?\s+(?:yang\s+)?(?:tewas|hanyut|tenggelam|hilang|dianiaya|dirundung)\b",
)
_SEXUAL = (
    r"(?:pencabulan|pemerkosaan|perkosaan|rudapaksa|persetubuhan|kekerasan seksual|pelecehan(?: seksual)?|sodomi"
    r"|perdagangan orang|eksploitasi seksual|incest|inses)"
)
_VICTIM = (
    rf"\b(?:[Kk]orban|[Pp]enyintas)\s+(?:kasus\s+|tindak\s+(?:pidana\s+)?|dugaan\s+)*{_SEXUAL}\b[^.;\n]{{0,60}}?(?:\b{_NAMED}\s+|,\s*|\bialah\s+|\badalah\s+|\byakni\s+|\byaitu\s+){_NAME}",
    rf"\b{_SEXUAL}\b[^.;\n]{{0,60}}\b(?:terhadap|kepada|menimpa|dialami)\s+(?:oleh\s+)?(?:(?:korban|anak|seorang|perempuan|siswi|remaja)\s+)*(?:{_NAMED}\s+)?{_NAME}",
    rf"\b[Kk]orban(?:nya)?,?\s+(?:{_NAMED}\s+)?{_NAME}\s*(?:\(\d+\))?[^.;\n]{{0,80}}\b(?:dicabuli|diperkosa|dilecehkan|disetubuhi|dirudapaksa)\b",
    rf"{_NAME}\s*(?:\(\d+\))?,?\s+(?:yang\s+)?(?:menjadi\s+|adalah\s+)?korban\s+(?:kasus\s+|tindak\s+(?:pidana\s+)?|dugaan\s+)*{_SEXUAL}",
    rf"{_NAME}\s*(?:\(\d+\))?,?\s+(?:diduga\s+|telah\s+|pernah\s+)?(?:dicabuli|diperkosa|disetubuhi|dirudapaksa)\b",
    r"\b(?:victim|survivor) of (?:rape|sexual (?:abuse|assault|violence)),?\s+(?:named\s+)?" + _NAME,
)
_DISEASE = (
    r"(?:HIV(?:/AIDS)?|AIDS|TBC|TB|tuberkulosis|kusta|sifilis|gonore|hepatitis(?: [A-E])?|kanker(?: \w+)?|gangguan jiwa"
    r"|skizofrenia|ODGJ|C(?:ovid|OVID)-19|mpox|flu burung|demam berdarah|difteri|rabies|stunting|gizi buruk"
    r"|leukemia|talasemia|gagal ginjal|diabetes|stroke|lupus|tumor|epilepsi|penyakit \w+)"
)
_PATIENT = (
    rf"\b(?:[Pp]asien|[Pp]enderita|[Pp]engidap|[Pp]enyandang)\s+(?:positif\s+|suspek\s+)?{_DISEASE}\b[^.;\n]{{0,40}}?\b{_NAMED}\s+{_NAME}",
    rf"\b(?:[Pp]asien|[Pp]enderita|[Pp]engidap)\s+(?:positif\s+|suspek\s+)?{_DISEASE},\s*{_NAME}\s*\(\d+\)",
    rf"\b(?:ODHA|ODHIV|ODGJ)\b[^.;\n]{{0,40}}?\b{_NAMED}\s+{_NAME}",
    rf"{_NAME}\s*(?:\(\d+(?:\s*tahun)?\))?,?\s+(?:yang\s+)?(?:seorang\s+)?(?:mengidap|menderita|terinfeksi|positif|pasien|penderita|pengidap|didiagnosis)\s+(?:mengidap\s+|menderita\s+)?{_DISEASE}\b",
)
"""The last form needs two words of a name (see `_is_person`): a place may have a disease too."""
_HINTS = {
    "child": ("bernama", "atas nama", "named", "siswa", "siswi", "murid", "pelajar", "santri", "("),
    "victim": (
        "cabul", "kosa", "rudapaksa", "setubuh", "seksual", "leceh", "sodomi", "perdagangan orang", "ince", "inse",
        "rape", "sexual",
    ),
    "patient": ("pasien", "penderita", "pengidap", "penyandang", "menderita", "mengidap", "terinfeksi", "positif",
                "didiagnosis", "odha", "odhiv", "odgj"),
}  # fmt: skip
"""Words of which a passage must have one before the slower patterns are tried."""
_CHILD_HINT = re.compile(
    r"(?:ber|yang )nama|atas nama|named|\((?:[1-9]|1[0-7])\s*(?:th|tahun)?\)|, (?:seorang )?(?i:siswa|siswi|murid)"
    r"|(?i:siswa|siswi|murid|pelajar)[^.;\n]{0,60}, [A-Z]"
)
_NO_PERSON = re.compile(
    r"(?:Kabupaten|Kota|Provinsi|Desa|Kelurahan|Kecamatan|Dinas|Badan|Rumah|Puskesmas|Polres|Polda|Polsek|Indonesia|Negara|Warga|Sebanyak|"
    r"Seorang|Setiap|Semua|Banyak|Anak|Ibu|Bapak|Pemerintah|Kementerian|Sekolah|Negeri|Program|Gerakan|Tim|Satgas|Jika|Bila|Apabila|"
    r"Ketika|Saat|Setelah|Karena|Orang|Pasien|Korban|Hasil|Para|Dua|Tiga|Empat|Lima|Enam|Ada|Bagi|Untuk|Namun|Selain|Kasus)\b"
)
_LIST_HEADERS = re.compile(
    r"\b(?:nik|no\.? ?kk|nomor kk|alamat|rt|rw|rt/rw|no\.? ?hp|telepon|tanggal lahir|tgl\.? lahir|ttl|rekening)\b",
    re.IGNORECASE,
)
_NAME_HEADER = re.compile(
    r"\bnama\b(?!\s+(?:desa|sekolah|kecamatan|kelurahan|jalan|kegiatan|kantor|puskesmas|produk|program|tempat|lokasi|instansi))",
    re.IGNORECASE,
)
_OFFICE_HEADER = re.compile(
    r"\b(?:jabatan|instansi|kantor|layanan|sekolah|puskesmas|toko|hotel|apotek|lembaga|posko|perusahaan)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\bRT[ .]*\d{1,3}\b|\bNIK\b|\bRW[ .]*\d{1,3}\b")

_PERSON_WITH_ADDRESS = re.compile(r"[A-Z][a-z’']+(?:\s+[A-Z][a-z’']+)*\s*\((?:RT|NIK)\b")


def check(prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
    """Yield the problems of every passage, and of lists of people."""
    for passage in prose.passages:
        if passage.kind is not PassageKind.CELL:
            yield from _children(passage)
            yield from _victims(passage)
            yield from _patients(passage)
    yield from _recipients(prose)


def _children(passage: Passage) -> Iterator[Diagnostic]:
    for offset in _people(passage.text, "child", _CHILD):
        message = N_("a child is named together with school or age")
        hint = N_("write initials, or make sure that the parents consent")
        yield rules.CHILD_NAME.broken(passage.place(offset), message, hint)
        break


def _victims(passage: Passage) -> Iterator[Diagnostic]:
    for offset in _people(passage.text, "victim", _VICTIM):
        message = N_("a victim of sexual violence or trafficking is named")
        hint = N_("delete the name, and whatever else tells who it is; initials are too much in a small place")
        yield rules.VICTIM_NAME.broken(passage.place(offset), message, hint)
        break


def _patients(passage: Passage) -> Iterator[Diagnostic]:
    for offset in _people(passage.text, "patient", _PATIENT):
        message = N_("a person is named together with a disease")
        hint = N_("delete the name, or make sure that the person consents")
        yield rules.PATIENT_NAME.broken(passage.place(offset), message, hint)
        break


def _people(text: str, kind: str, patterns: tuple[str, ...]) -> Iterator[int]:
    """Yield the offset of each name of a person in one of the patterns."""
    lower = text.lower()
    if any(word in lower for word in _HINTS[kind]) and (kind != "child" or _CHILD_HINT.search(text)):
        for pattern in patterns:
            for found in re.finditer(pattern, text):
                has_age = re.match(r"\s*\(\d", text[found.end("name") :])
                if _is_person(found["name"], not has_age and (pattern.startswith(_NAME) or kind == "victim")):
                    yield found.start("name")


def _is_person(name: str, needs_two_words: bool) -> bool:
    """Tell whether words with capitals may be the name of a person: not a place, not the beginning of a sentence."""
    return not _NO_PERSON.match(name) and (not needs_two_words or " " in name)


def _recipients(prose: Prose) -> Iterator[Diagnostic]:
    """Yield a problem for each table or list of people with their addresses or numbers."""
    message = N_("the list names people with their addresses or numbers")
    hint = N_("publish how many there are in each village, and show the list in the village office")
    for header in _headers(prose):
        words = " | ".join(passage.text for passage in header)
        if _NAME_HEADER.search(words) and _LIST_HEADERS.search(words) and not _OFFICE_HEADER.search(words):
            yield rules.RECIPIENT_LIST.broken(header[0].place(0), message, hint)
    if "RT" not in prose.markdown and "NIK" not in prose.markdown and "RW" not in prose.markdown:
        return
    items = [passage for passage in prose.body if passage.kind is PassageKind.ITEM and _ADDRESS.search(passage.text)]
    people = [item for item in items if re.match(r"[A-Z][a-z’']+(?:\s+[A-Z][a-z’']+)*\s*[,(:–-]", item.text)]
    if len(people) > 1:
        yield rules.RECIPIENT_LIST.broken(people[0].place(0), message, hint)
    for passage in prose.body:
        found = list(_PERSON_WITH_ADDRESS.finditer(passage.text))
        if len(found) > 1:
            yield rules.RECIPIENT_LIST.broken(passage.place(found[0].start()), message, hint)


def _headers(prose: Prose) -> list[list[Passage]]:
    """Return the header of each table that has two rows or more."""
    headers: defaultdict[int, list[Passage]] = defaultdict(list)
    last_rows: dict[int, int] = {}
    for passage in prose.body:
        if passage.cell:
            last_rows[passage.cell.table] = passage.cell.row
            if passage.cell.row == 0:
                headers[passage.cell.table].append(passage)
    return [cells for table, cells in headers.items() if last_rows[table] >= 2]
