"""The page that checks messages: its verdicts, what no hostile server can make it say, and that it works when saved.

Its functions are called in Chromium, many cases at once; `examine` gets the files of the site from a table, which a
test may change as a server could.
"""

from __future__ import annotations

import base64
import gzip
import html
import json
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from press.media import images
from press.seal import canonical, checkpoints, corrections, fingerprints, keys, ledger, notes, proofs, tiles
from press.seal.checkpoints import Head
from press.seal.keys import KeyList
from press.seal.merkle import Tree
from press.seal.notes import Note
from press.seal.signing import Seed, is_signed
from tests import photos
from tests.portal import Portal, files
from tests.sealed import ORIGIN, REPOSITORY, ROOT, SEED, WITNESS, WITNESS_KEY, seal, sealed_portal, write_samples
from tests.showroom import open_page, served
from tools.provision import AXE

MARKET = (
    "Gubernur meresmikan pasar baru di Sandirana pada hari Senin pagi. Pasar itu menampung {} pedagang dari tiga "
    "kecamatan. Biaya pembangunannya 12,5 miliar rupiah."
)
FARE = "Tarif angkutan sungai naik bulan depan menjadi Rp7.500 untuk semua penumpang. Pelajar tetap membayar Rp3.000."
LIST = "Alamat yang dihapus berada di Jalan Merpati Nomor 12 dan Jalan Kutilang Nomor 40 di Kota Sandirana."
CORRECTED = {"id": "r-1", "title": "Pasar baru diresmikan", "code": "480/HUMAS", "attachments": "[surat.csv]"}
CORRECTED["image"] = "{src: pasar.jpg, alt: Pasar baru, caption: Pasar pada hari pertama., credit: Humas}"
WITHDRAWN = {"id": "w-1", "title": "Tarif angkutan sungai naik", "image": "{src: perahu.jpg, alt: Perahu}"}
REMOVED = {"id": "x-1", "title": "Daftar alamat penerima"}
CLAIM = "{text: Sirens will sound in every village along the river on Saturday., verdict: 'true'}"
SIRENS = {
    "id": "s-1",
    "title": "It is only a test",
    "kind": "clarification",
    "lang": "en",
    "claim": CLAIM,
}
ITEMS = ", ".join(f"{key}: {text}" for key, text in (
    ("impact", "Tidak ada lagi."), ("affected", "Warga bantaran."), ("evacuation", "Pulang lewat jalan atas."),
    ("avoid", "Jangan nyalakan listrik sebelum petugas memeriksa kabel di rumah Anda."),
    ("help", "Telepon 112 tanpa pulsa."),
    ("announcer", "BPBD Uji"), ("channels", "Sirene dan radio."), ("measures", "Perahu tetap siaga."),
))  # fmt: skip
CLEAR = f"{{event: Banjir, area: Desa Lawai Hulu, all_clear: true, updates: al-1, {ITEMS}}}"
FLOOD = {"id": "al-1", "title": "Sungai Lawai meluap ke jalan desa", "kind": "alert", "expires": "2026-06-20 18:00"}
FLOOD["short_title"] = "Sungai Lawai meluap sejak subuh"
SAFE = {"id": "al-2", "title": "Sungai Lawai sudah surut kembali", "kind": "alert", "date": "2026-03-15 12:00"}
PHOTOS = {"r/pasar.jpg": 1, "perahu.jpg": 2}
"""The seeds of the pictures of the corrected and of the withdrawn release."""
FORWARDED: Any = {"name": "IMG.jpg", "mimeType": "image/jpeg"}
"""A photo that was forwarded, as Playwright chooses it."""
LATER = "2026-06-02T12:00:00+08:00"
GENUINE = {"whole", "excerpt", "official", "file"}
Files = dict[str, bytes]


class Checked(NamedTuple):
    """The sealed portal, its site in a folder that is served, and its origin there."""

    portal: Portal
    before: Files
    """Its site before the last entries of the log."""
    site: Files
    page: Page
    """The page, without its policy: Playwright's own functions need `eval`."""
    origin: str
    folder: Path


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[Checked]:
    folder = tmp_path_factory.mktemp("check")
    portal = sealed_portal(folder / "root")
    write_samples(portal, 24)
    portal.write("posts/r/surat.csv", "a,b\n1,2\n")
    for name, seed in PHOTOS.items():
        portal.write(f"posts/{name}", photos.encoded(photos.picture(seed, 640, 400), "JPEG", quality=90))
    portal.post("r/r.md", MARKET.format(120), **CORRECTED)
    portal.post("w.md", FARE, **WITHDRAWN)
    portal.post("x.md", LIST, **REMOVED)
    portal.post("s.md", "The test takes one minute in all villages.", **SIRENS)
    alert = CLEAR.replace("all_clear: true, updates: al-1", "severity: severe")
    portal.post("al1.md", "Air naik.", **FLOOD, alert=alert)
    portal.post("al2.md", "Air turun.", **SAFE, alert=CLEAR)
    seal(portal)
    before = portal.site()
    note = "[{date: 2026-05-20, note: Jumlah keliru, was: '120', now: '210'}]"
    portal.post("r/r.md", MARKET.format(210), **CORRECTED, corrections=note)
    portal.post("w.md", FARE, **WITHDRAWN, withdrawn="{date: 2026-05-21, reason: Belum disetujui.}")
    portal.post("x.md", LIST, **REMOVED, withdrawn="{date: 2026-05-21, reason: Data pribadi, remove_text: true}")
    seal(portal, LATER)
    shutil.copytree(portal.root / "site", folder / "www" / "portal")
    with served(folder / "www") as origin, open_page(chromium, bypass_csp=True) as page:
        page.goto(f"{origin}portal/cek/")
        yield Checked(portal, before, portal.site(), page, f"{origin}portal/", folder)


HARNESS = """async ([files, cases]) => {
  const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const base = new Map(Object.entries(files).map(([path, text]) => [path, bytes(text)]));
  const found = [];
  for (const { question, changes, seen, settings } of cases) {
    if (question.look) question.look = BigInt(question.look);
    const own = new Map(Object.entries(changes ?? {}).map(([path, text]) => [path, text && bytes(text)]));
    let kept = seen ?? null;
    const get = async (path) => {
      const name = path.replace(/^\\/portal\\//, "");
      return (own.has(name) ? own.get(name) : base.get(name)) ?? null;
    };
    const memory = { load: () => kept, save: (head) => { kept = head; } };
    const portal = { data: { ...data, ...settings }, get, memory };
    try {
      found.push({ ...await examine(question, portal), kept });
    } catch (error) {
      found.push({ kind: error instanceof Distrust ? "distrust" : String(error), reason: error.message, kept });
    }
  }
  return found;
}"""


def examined(checked: Checked, *cases: dict[str, Any], site: Files | None = None) -> list[dict[str, Any]]:
    """The verdicts for questions; `changes` of a case are files as the server has them instead."""
    wanted = re.compile(r"seal/|.*canonical\.txt")
    encoded = {path: _base64(data) for path, data in (site or checked.site).items() if wanted.match(path)}
    ready = [
        {**case, "changes": {path: data if data is None else _base64(data) for path, data in case["changes"].items()}}
        if "changes" in case
        else case
        for case in cases
    ]
    found: list[dict[str, Any]] = checked.page.evaluate(HARNESS, [encoded, ready])
    return found


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def asks(text: str, **more: object) -> dict[str, Any]:
    return {"question": {"text": text}, **more}


def official(checked: Checked) -> list[str]:
    """The canonical texts of the sample releases."""
    return [data.decode() for path, data in checked.site.items() if re.fullmatch(r"2026/\d\d/\d+/canonical.txt", path)]


# Verdicts -------------------------------------------------------------------------------------------------------


def test_messages_are_found_and_compared_with_the_newest_and_the_former_texts(checked: Checked) -> None:
    text = MARKET.format(210)
    cases = {
        text: ("whole", "current"),
        MARKET.format(120): ("whole", "corrected"),
        text.partition(" Biaya")[0]: ("excerpt", "current"),
        text.replace("Pasar itu menampung 210 pedagang dari tiga kecamatan. ", ""): ("skipping", "current"),
        f"Assalamualaikum, ada info.\n{text}\nSebarkan!": ("added", "current"),
        text[:-20]: ("cut", "current"),
        text.replace("12,5", "125"): ("changed", "current"),
        FARE: ("whole", "withdrawn"),
        LIST: ("unknown", None),
        "Besok semua sekolah diliburkan karena ada badai matahari yang sangat besar dari angkasa": ("unknown", None),
        "Halo semua": ("short", None),
    }
    found = examined(checked, *map(asks, cases))
    assert [(one["kind"], one.get("state")) for one in found] == list(cases.values())
    assert found[1]["corrections"] == ["2026-05-20T00:00:00+08:00 Jumlah keliru ⟨120 → 210⟩"]
    marked = {(part["kind"], part["text"]) for part in found[6]["parts"] if part["kind"] != "same"}
    assert marked == {("added", "125"), ("missing", "12,5")}


def test_releases_are_found_by_id_code_link_and_file(checked: Checked) -> None:
    sha = canonical.digest("a,b\n1,2\n")
    questions = [
        {"id": "r-1"}, {"id": "480/humas"}, {"id": "https://uji.example/portal/2026/03/r/"}, {"file": sha},
        {"id": "w-1"}, {"id": "x-9"}, {"file": "0" * 64},
    ]  # fmt: skip
    found = examined(checked, *({"question": one} for one in questions))
    kinds = ["official", "official", "official", "file", "official", "unknown", "strange"]
    assert [one["kind"] for one in found] == kinds
    assert {one["release"]["id"] for one in found[:4]} == {"r-1"}
    assert (found[4]["state"], found[3]["path"]) == ("withdrawn", "/2026/03/r/surat.csv")


def test_links_that_lead_to_no_release_are_unknown(checked: Checked) -> None:
    links = [
        {"question": {"id": f"https://uji.example/portal/{path}"}} for path in ("/jahat.example/", "%", "../lain/")
    ]
    assert [one["kind"] for one in examined(checked, *links)] == ["unknown", "unknown", "unknown"]


def test_a_page_of_the_portal_that_is_no_release_is_named_so(checked: Checked) -> None:
    base = "https://uji.example/portal/"
    links = [{"question": {"id": base + path}, "changes": {"arsip/": b"<html>"}} for path in ("arsip/", "tak/ada/")]
    assert [one["kind"] for one in examined(checked, *links)] == ["page", "unknown"]


def test_a_link_in_a_message_leads_to_the_release_but_proves_nothing(checked: Checked) -> None:
    """Titles of a few words are known then; a text of another release is compared with that one."""
    link = "https://uji.example/portal/cek/#"
    cases = {
        f"Pasar baru diresmikan\n\nCek: {link}r-1": ("excerpt", "current"),
        f"*Dicabut: Tarif angkutan sungai naik*\n{link}w-1": ("excerpt", "withdrawn"),
        f"Dicabut: Pasar baru diresmikan\n{link}r-1": ("short", None),
        f"BATAL\n{link}r-1": ("short", None),
        f"{MARKET.format(210)}\n{link}w-1": ("whole", "current"),
        f"{MARKET.format(210)}\n#DICABUT": ("added", "current"),
        f"{MARKET.format(210)}\n#PasarSandirana": ("whole", "current"),
    }
    found = examined(checked, *map(asks, cases))
    assert [(one["kind"], one.get("state")) for one in found] == list(cases.values())


def test_an_exercise_is_never_shown_as_current(checked: Checked) -> None:
    assert (
        checked.page.evaluate("stateOf({ version: '1', 'alert-status': 'exercise' }, { version: '1' })") == "exercise"
    )


def told(checked: Checked, address: str) -> str:
    """What the page of a release sends to WhatsApp."""
    page = checked.site[f"{address}index.html"].decode()
    return unquote(re.findall(r'href="https://wa.me/\?text=([^"]*)"', page)[0])


def test_what_pages_send_is_authentic_in_all_languages(checked: Checked) -> None:
    texts = [told(checked, address) for address in ("en/2026/03/s/", "2026/03/al2/", "2026/03/al1/")]
    found = examined(checked, *map(asks, texts))
    assert [(one["kind"], one["release"]["id"]) for one in found] == [
        ("excerpt", "s-1"), ("excerpt", "al-2"), ("excerpt", "al-1"),
    ]  # fmt: skip
    assert [one["state"] for one in found] == ["current", "current", "expired"]
    assert (
        checked.page.evaluate("datedParts('2026-03-21T00:00:00+08:00', data.captions.forms[1])[0]")
        == "Jumat, 20 Maret 2026"
    )
    later = asks(texts[2].replace("20 Juni", "21 Juni"))
    assert examined(checked, later)[0]["kind"] not in GENUINE


def seems(seed: int, **more: object) -> dict[str, Any]:
    """A question for a picture that messengers made smaller."""
    measure = images.measure(forwarded(seed), "image/jpeg")
    assert measure
    return {"question": {"file": "0" * 64, "look": f"0x{measure.dhash}"}, **more}


def forwarded(seed: int) -> bytes:
    """A picture as a messenger makes it: smaller, and of less quality."""
    return photos.encoded(photos.picture(seed, 640, 400).resize((400, 250)), "JPEG", quality=40)


def test_similar_photos_are_found_and_told_by_verified_texts_alone(checked: Checked) -> None:
    text = checked.site["2026/03/r/canonical.txt"]
    files = {path: data for path, data in checked.site.items() if path.startswith("seal/index/id/")}
    ((index, place),) = [(path, json.loads(data)["r-1"]) for path, data in files.items() if b'"r-1":' in data]
    ((hash, photo, small),) = place[2]
    rows = [["2026/03/r/", "", [[hash, "2026/03/w/perahu.jpg", small]]], ["2026/03/x/", "", place[2]]]
    astray = dict(zip("ab", rows, strict=True))
    cases = (
        seems(1), seems(2), seems(3),
        seems(1, changes={index: json.dumps(astray).encode()}),
        seems(1, changes={"2026/03/r/canonical.txt": text.replace(b"hari pertama", b"hari kedua")}),
    )  # fmt: skip
    found = examined(checked, *cases)
    assert [one["kind"] for one in found] == ["similar", "similar", "strange", "strange", "distrust"]
    ((market,), (boat,)) = (one["similar"] for one in found[:2])
    assert (market["release"]["id"], market["photo"], market["small"]) == ("r-1", photo, "2026/03/r/pasar-480w.jpg")
    assert (market["caption"], market["state"]) == ("Pasar baru · Pasar pada hari pertama. · Humas", "current")
    assert (boat["release"]["id"], boat["state"]) == ("w-1", "withdrawn")
    assert [(one["compared"], one["isCut"]) for one in found[:3]] == [(2, False)] * 3


def test_browser_and_python_see_the_same_in_a_picture(checked: Checked) -> None:
    script = """(pictures) => Promise.all(pictures.map(async (text) => {
      const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
      const pen = scaled(await createImageBitmap(new Blob([bytes])), 288, 256).getContext("2d");
      return String(dhash(pen.getImageData(0, 0, 288, 256).data));
    }))"""
    held = Image.Exif()
    held[0x0112] = 6
    plain = photos.encoded(Image.new("RGB", (90, 60), (9, 120, 40)), "PNG")
    samples = [path.read_bytes() for path in sorted((REPOSITORY / "posts").rglob("*.jpg"))[::4]]
    small = [photos.encoded(photos.picture(seed, 320, 200), "JPEG", quality=60) for seed in range(10)]
    made = [*samples, *small, photos.encoded(photos.picture(4), "JPEG", exif=held)]
    *found, nothing = checked.page.evaluate(script, [*map(_base64, made), _base64(plain)])
    here = [images.measure(data, "image/jpeg") for data in made]
    apart = [(int(one) ^ int(other.dhash, 16)).bit_count() for one, other in zip(found, here, strict=True) if other]
    assert max(apart) <= 4
    assert sum(apart) <= len(apart)
    assert nothing == "null"


def sentences_of(text: str, checked: Checked) -> list[str]:
    script = r"""(text) => sentences(text).filter((one) => one.place >= 0 && !/⟨|^\d+\. /.test(one.line))
      .map((one) => one.text)"""
    found: list[str] = checked.page.evaluate(script, text)
    return found


COMPARE = """(cases) => cases.map(([typed, text]) => {
  const said = message(typed, data);
  return (exact(said, text, data.captions) ?? inexact(said, text, data.captions)).kind;
})"""


def test_no_doctored_message_is_authentic(checked: Checked) -> None:
    """Numbers, negations, words, cuts within a sentence, and parts of two releases; 1,200 edits of messages."""
    chance, texts = random.Random(1), official(checked)
    sources = [(text, [one for one in sentences_of(text, checked) if len(one.split()) > 6]) for text in texts]
    sources = [(text, found) for text, found in sources if len(found) > 2]
    cases: list[tuple[str, str]] = []
    while len(cases) < 1200:
        text, found = chance.choice(sources)
        start = chance.randrange(len(found) - 1)
        said = ". ".join(found[start : start + 2])
        doctored = edited(said, chance, chance.choice([other for one, other in sources if one != text]))
        if doctored != said:
            cases.append((doctored, text))
    kinds = checked.page.evaluate(COMPARE, cases)
    assert [case for case, kind in zip(cases, kinds, strict=True) if kind in GENUINE | {"skipping"}] == []


def edited(said: str, chance: random.Random, other: list[str]) -> str:
    """A message with one edit that changes what it says, or the same if it has nothing to edit so."""
    parts = said.split(" ")
    at = chance.randrange(1, len(parts) - 1)
    edits = (
        re.sub(r"\d", lambda one: str((int(one[0]) + 1) % 10), said, count=1),
        re.sub(r"(?<=\d)[.,](?=\d)", "", said, count=1),
        " ".join((*parts[:at], "tidak", *parts[at:])),
        re.sub(r"\b(tidak|belum|bukan|tanpa) ", "", said, count=1),
        " ".join((*parts[:at], *parts[at + 1 :])) if re.search(r"\w", parts[at]) else said,
        " ".join((*parts[:at], f"~{parts[at]}~", *parts[at + 1 :])) if parts[at].isalpha() else said,
        f"{said}. {chance.choice(other)}",
        " ".join(parts[:-1]) if re.search(r"\w", parts[-1]) else said,
    )
    return chance.choice(edits)


def styled(said: str, chance: random.Random) -> str:
    """A message as WhatsApp and other apps change it, with the same words."""
    parts = said.split(" ")
    at = chance.randrange(len(parts))
    look = chance.choice("*_")
    styles = (
        " ".join((*parts[:at], look + parts[at] + look, *parts[at + 1 :])),
        f"[10.12, 15/11/2026] Bu Rina: {said}",
        f"*{said}*\n\nCek: https://uji.example/portal/cek/#n-1",
        f"{said}\n\nuji.example/portal/2026/03/r/\nCek: uji.example/portal/cek/#n-1",
        said.upper(),
        said.replace(" ", "\n", 3).replace(" ", "\u00a0", 2),
        f"📢 {said} 🙏🏽❗",
        f"> Diteruskan\n> {said}",
        said.replace('"', "”").replace("“", '"').replace("-", "–").replace("a", "a\ufeff", 2),
        "\u200e" + said.replace(" ", "  ").rstrip("."),
    )
    return chance.choice(styles)


def test_messages_that_apps_only_styled_are_authentic(checked: Checked) -> None:
    chance, cases = random.Random(2), []
    for text in official(checked):
        found = [one for one in sentences_of(text, checked) if len(one.split()) > 6]
        for one in found[:12]:
            cases += [(styled(one, chance), text) for _ in range(3)]
    kinds = checked.page.evaluate(COMPARE, cases)
    wrong = [case for case, kind in zip(cases, kinds, strict=True) if kind not in GENUINE]
    assert len(cases) > 150
    assert len(wrong) <= len(cases) / 100, wrong[:5]


@pytest.mark.parametrize(
    ("official", "said", "is_same"),
    [
        ("Tarifnya naik 1,5 persen sejak Mei", "tarifnya naik 1,5 persen sejak mei", True),
        ("Tarifnya naik 1,5 persen sejak Mei", "Tarifnya naik 15 persen sejak Mei", False),
        ("Luasnya kini 10^(2) km^(2) lebih sedikit", "Luasnya kini 10² km² lebih sedikit", True),
        ("Luasnya kini 10^(2) km^(2) lebih sedikit", "Luasnya kini 102 km2 lebih sedikit", False),
        ("Kantor ini ~~tidak~~ buka pada Sabtu pagi", "Kantor ini tidak buka pada Sabtu pagi", False),
        ("Kantor ini tidak buka pada Sabtu pagi", "Kantor ini ~tidak~ buka pada Sabtu pagi", False),
        ("Kantor ini tidak buka pada Sabtu pagi", "Kantor ini t\u0336idak buka pada Sabtu pagi", False),
        ("Kantor ini tidak buka pada Sabtu pagi", "Kantor ini tid\u0430k buka pada Sabtu pagi", False),
        ("Kantor ini tidak buka pada Sabtu pagi", "Kantor ini \u202etidak\u202c buka pada Sabtu pagi", False),
        ("Kantor ini tidak buka pada Sabtu pagi", "Kantor ini tidak buka pada Sabtu pagi?", False),
        ("Kantor ini tidak buka pada Sabtu pagi", "Kantor ini tidak buka pada Sabtu pagi https://jahat.example", False),
        ("Lihat situs resmi ⟨https://a.example/b⟩ untuk tahu lebih", "Lihat situs resmi untuk tahu lebih", True),
        ("Suhunya turun menjadi -5 derajat malam ini", "Suhunya turun menjadi 5 derajat malam ini", False),
        ("1. Siapkan kartu keluarga dan kartu tanda penduduk", "Siapkan kartu keluarga dan kartu tanda penduduk", True),
        (r"Harga 5 \^ 2 \~ 25 \⟨x\⟩ saja", "Harga 5 ^ 2 ~ 25 ⟨x⟩ saja", True),
    ],
)
def test_what_is_the_same_and_what_is_not(checked: Checked, official: str, said: str, is_same: bool) -> None:
    text = f"{canonical.FORMAT}\nid: a\nversion: 1\ntitle: Lain\n\n{official}\n"
    assert (checked.page.evaluate(COMPARE, [(said, text)])[0] == "whole") is is_same


def test_fingerprints_are_those_of_python(checked: Checked) -> None:
    texts = [text.partition("\n\n")[2] for text in official(checked)] + ["satu dua", "a b c d e f g h", ""]
    texts = [re.sub(r" ?⟨[^⟩]*⟩", "", text) for text in texts]
    found = checked.page.evaluate("(texts) => texts.map(fingerprints)", texts)
    assert found == [sorted(fingerprints.of_text(text)) for text in texts]


# Signatures -----------------------------------------------------------------------------------------------------

ORDER = 2**252 + 27742317777372353535851937790883648493


def vectors() -> list[tuple[bytes, bytes, bytes]]:
    """Keys, signatures and messages: valid ones, changed ones, S above the order, and keys that are bad points."""
    chance, found = random.Random(3), []
    small = (
        "01" + "00" * 31, "00" * 32, "ec" + "ff" * 30 + "7f", "ed" + "ff" * 30 + "7f", "ee" + "ff" * 30 + "7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", "02" + "00" * 31, "ff" * 32,
    )  # fmt: skip
    for number in range(8):
        seed, message = Seed(bytes([number]) * 32, "ed25519"), chance.randbytes(number * 9)
        key, signature = seed.public(), seed.sign(message)
        found.append((key, signature, message))
        for _ in range(3):
            at = chance.randrange(64)
            wrong = bytearray(signature)
            wrong[at] ^= 1 << chance.randrange(8)
            found.append((key, bytes(wrong), message))
        above = int.from_bytes(signature[32:], "little") + ORDER
        found.append((key, signature[:32] + above.to_bytes(32, "little"), message))
        point = bytes.fromhex(small[number])
        found += [(point, signature, message), (point, point + bytes(32), message), (key, signature, message + b"x")]
    return found


def test_browser_its_fallback_and_python_agree_on_signatures(checked: Checked) -> None:
    script = """(cases) => Promise.all(cases.map(async (one) => {
      const [key, signature, message] = one.map((text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0)));
      const ways = [isSigned, verifiedHere, verifiedByBrowser];
      return Promise.all(ways.map((verify) => verify(key, signature, message)));
    }))"""
    found = checked.page.evaluate(script, [[_base64(part) for part in one] for one in vectors()])
    wanted = [is_signed("ed25519", *one) for one in vectors()]
    assert [one[0] for one in found] == wanted
    assert sum(wanted) == 8
    fit = [number for number, (key, _, _) in enumerate(vectors()) if key in {vectors()[8 * i][0] for i in range(8)}]
    assert all(found[number] == [wanted[number]] * 3 for number in fit)


# A hostile server -----------------------------------------------------------------------------------------------

TEXT, PROOF = "2026/03/r/canonical.txt", "2026/03/r/canonical.txt.tlog-proof"


def forged(portal: Portal, seeds: tuple[Seed, ...] = (SEED,)) -> Files:
    """The files of a log that whoever has the key made anew, with another entry in its place."""
    log = ledger.read(portal.root / "seal")
    lines = (log.lines[0].replace("T04", "T03"), *log.lines[1:])
    tree, size = Tree(line.encode() for line in lines), len(lines)
    head = Head(ORIGIN, size, tree.head(size), corrections.digest(log))
    note = Note(str(head), tuple(checkpoints.sign(head, ORIGIN, seed, 0) for seed in seeds))
    index = log.versions("r-1")[-1].index
    proof = proofs.Proof(lines[index].encode(), index, tree.inclusion(index, size), note)
    return {"seal/checkpoint": str(note).encode(), PROOF: str(proof).encode()}


def test_no_hostile_server_gets_a_genuine_verdict(checked: Checked) -> None:
    site, before = checked.site, checked.before
    lie = site[TEXT].replace(b"210 pedagang", b"900 pedagang")
    stranger = Seed(b"\x09" * 32, "ed25519")
    listed = keys.signed(KeyList(ORIGIN).with_seeds((stranger,), 1), stranger)
    other = checked.site["2026/03/w/canonical.txt.tlog-proof"]
    hidden = {path: before[path] for path in (TEXT, PROOF)}
    old = {path: before.get(path) for path in site if path.startswith(("seal/", "2026/03/r/"))}
    cut = {path: None for path in site if path.startswith("seal/tile/0/")}
    elsewhere = Head("lain.example/seal", 1, bytes(32))
    wrong_site = Note(str(elsewhere), (checkpoints.sign(elsewhere, elsewhere.origin, SEED, 0),))
    shards = {path: b"\xff" * 500 for path in site if path.startswith("seal/index/") and path.endswith(".bin")}
    places = (path for path in site if path.startswith("seal/index/id/"))
    astray = dict.fromkeys(places, b'{"r-1":["../../evil","",[]],"w-1":["2026/03/r/","",[]]}')
    rows = site["seal/corrections"].splitlines(keepends=True)
    unlisted = b"".join(row for row in rows if b"r-1" not in row)
    head = checkpoints.head(notes.note(site["seal/checkpoint"].decode()))
    seen = {"size": head.size, "hash": _base64(head.hash)}
    newer = {"size": head.size + 3, "hash": _base64(bytes(32))}
    past = checkpoints.head(notes.note(before["seal/checkpoint"].decode()))
    told, wanted = MARKET.format(210), MARKET.format(120)
    attacks: dict[str, tuple[str, dict[str, Any]]] = {
        "text": (told.replace("210", "900"), {"changes": {TEXT: lie}}),
        "no proof": (told, {"changes": {PROOF: None}}),
        "proof of another": (told, {"changes": {PROOF: other}}),
        "cut proof": (told, {"changes": {PROOF: site[PROOF][:-30]}}),
        "text of another": (FARE, {"changes": {"2026/03/w/canonical.txt": site[TEXT]}}),
        "flipped signature": (told, {"changes": {"seal/checkpoint": _flipped(site["seal/checkpoint"])}}),
        "stranger's keys": (told, {"changes": {"seal/keys.txt": str(listed).encode()}}),
        "stranger's log": (told, {"changes": forged(checked.portal, (stranger,))}),
        "other site": (told, {"changes": {"seal/checkpoint": str(wrong_site).encode()}}),
        "hidden version": (wanted, {"changes": hidden}),
        "old corrections": (told, {"changes": {"seal/corrections": before["seal/corrections"]}}),
        "no corrections": (told, {"changes": {"seal/corrections": None}}),
        "unlisted correction": (wanted, {"changes": {**hidden, "seal/corrections": unlisted}}),
        "no tiles": (MARKET.format(210), {"changes": cut, "seen": {"size": past.size, "hash": _base64(past.hash)}}),
        "index": (told, {"changes": shards}),
        "index that leads astray": (told, {"changes": astray}),
        "rollback": (wanted, {"changes": old, "seen": seen}),
        "rollback far": (told, {"seen": newer}),
        "fork": (told, {"changes": forged(checked.portal), "seen": seen}),
        "fork before": (told, {"seen": {"size": past.size, "hash": _base64(bytes(32))}}),
    }
    cases = [asks(text, **more) for text, more in attacks.values()]
    found = dict(zip(attacks, examined(checked, *cases), strict=True))
    assert {name: one["kind"] for name, one in found.items() if one["kind"] in GENUINE | {"skipping"}} == {}
    reasons = {name: one["reason"] for name, one in found.items() if one["kind"] == "distrust"}
    assert reasons["hidden version"] == "hidden"
    assert (reasons["rollback"], reasons["rollback far"], reasons["fork"], reasons["fork before"]) == (
        "rollback", "rollback", "fork", "fork",
    )  # fmt: skip
    assert reasons["old corrections"] == "stale"
    assert {name: found[name]["kept"] for name in reasons} == {name: attacks[name][1].get("seen") for name in reasons}


def _flipped(checkpoint: bytes) -> bytes:
    text, line = checkpoint.decode().rstrip("\n").rsplit(" ", 1)
    data = bytearray(base64.b64decode(line))
    data[20] ^= 1
    return f"{text} {_base64(bytes(data))}\n".encode()


def test_an_honest_log_that_grew_is_followed_and_remembered(checked: Checked) -> None:
    past = checkpoints.head(notes.note(checked.before["seal/checkpoint"].decode()))
    seen = {"size": past.size, "hash": _base64(past.hash)}
    (found,) = examined(checked, asks(MARKET.format(210), seen=seen))
    assert (found["kind"], found["kept"]["size"], found["log"]["size"]) == ("whole", past.size + 3, past.size + 3)


def test_time_of_a_witness_is_read_and_a_wrong_cosignature_refused(checked: Checked) -> None:
    note = notes.note(checked.site["seal/checkpoint"].decode())
    lines = (checkpoints.cosign(checkpoints.head(note), WITNESS_KEY.name, WITNESS, 1_780_000_000),)
    wrong = (checkpoints.cosign(checkpoints.head(note), WITNESS_KEY.name, ROOT, 1_780_000_000),)
    wrong = (notes.Signature(WITNESS_KEY.name, WITNESS_KEY.id, wrong[0].data),)
    settings = {"witnesses": [str(WITNESS_KEY)]}
    signed = (str(Note(note.text, (*note.signatures, *more))).encode() for more in (lines, wrong, ()))
    cases = [asks(MARKET.format(210), settings=settings, changes={"seal/checkpoint": one}) for one in signed]
    good, bad, none = examined(checked, *cases)
    assert (good["kind"], good["log"]["witness"], good["log"]["isWitnessed"]) == ("whole", 1_780_000_000, True)
    assert (bad["kind"], bad["reason"]) == ("distrust", "signature")
    assert (none["kind"], none["log"]["witness"]) == ("whole", 0)


def test_consistency_is_followed_over_the_border_of_a_tile(checked: Checked) -> None:
    """Between logs of many sizes, from tiles as they are published."""

    script = """async ([files, pairs]) => {
      const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
      const get = async (path) => files[path] && bytes(files[path]);
      return Promise.all(pairs.map(async ([before, old, size, head]) => {
        const proof = await consistency(before, size, get);
        const both = [isConsistent(before, bytes(old), size, bytes(head), proof)];
        both.push(isConsistent(before, bytes(head), size, bytes(old), proof));
        return Promise.all(both);
      }));
    }"""
    entries = [f"{n}".encode() for n in range(70_000)]
    tree = Tree(entries)
    sizes = [
        (1, 2),
        (3, 7),
        (200, 255),
        (255, 256),
        (256, 257),
        (257, 600),
        (512, 513),
        (65_535, 65_537),
        (300, 70_000),
    ]
    needed = {tile for _, size in sizes for tile in tiles.of_sizes((), size) if tile.level >= 0}
    pairs = [[before, _base64(tree.head(before)), size, _base64(tree.head(size))] for before, size in sizes]
    found = checked.page.evaluate(script, [{tile.path: _base64(tile.hashes(tree)) for tile in needed}, pairs])
    assert found == [[True, False]] * len(sizes)


# The page -------------------------------------------------------------------------------------------------------


def test_page_is_one_small_file_that_asks_its_own_portal_only(checked: Checked) -> None:
    page = checked.site["cek/index.html"]
    assert len(gzip.compress(page, 9)) < 22_500
    assert not re.findall(rb'<(?:link rel="(?!canonical|alternate)|script src|img)|\son\w+=|style="', page)
    policy = "img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    assert f"{policy}require-trusted-types-for 'script'" in html.unescape(page.decode())
    assert not [path for path in checked.site if path.startswith("assets/check")]


def test_page_answers_under_its_policy_by_paste_and_by_link(checked: Checked, chromium: Browser) -> None:
    with open_page(chromium, 360) as page:
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{checked.origin}cek/#r-1")
        expect(page.locator("#check-result h2")).to_have_text("Teks resmi")
        indexes = [url for url in asked if "/seal/index/" in url]
        assert ["/index/id/" in url for url in indexes] == [True]
        answers = {
            MARKET.format(120): "Sudah dikoreksi · Asli dan utuh",
            "uji.example/portal/cek/#w-1": "Sudah dicabut · Teks resmi",
            f"{checked.origin}2026/03/r/": "Teks resmi",
            "480/Humas": "Teks resmi",
            "uji.example/portal/cek/#100%": "Tidak ditemukan",
        }
        for typed, answer in answers.items():
            page.get_by_label("Pesan").fill(typed)
            page.get_by_role("button", name="Periksa").click()
            expect(page.get_by_role("status").locator("h2")).to_have_text(answer)
        for id, answer in (("w-1", "Sudah dicabut · Teks resmi"), ("100%", "Tidak ditemukan")):
            page.goto(f"{checked.origin}cek/#{id}")
            expect(page.get_by_role("status").locator("h2")).to_have_text(answer)
        assert not [one for one in said if "404" not in one]  # an id that no release has
        assert not [url for url in asked if not url.startswith(checked.origin) or "pedagang" in url]


def test_similar_photo_is_shown_beside_the_official_one_and_never_in_green(checked: Checked, chromium: Browser) -> None:
    with open_page(chromium, 360) as page:
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"{checked.origin}cek/")
        result = page.locator("#check-result")

        def choose(data: bytes) -> None:
            page.get_by_label("berkas").set_input_files(FORWARDED | {"buffer": data})

        choose(forwarded(1))
        expect(result.locator("h2")).to_have_text("Mirip dengan foto resmi")
        expect(result).to_have_class("warn")
        expect(result).not_to_contain_text("Berkas asli")
        expect(result).to_contain_text("Gambar yang diubah juga tampak mirip")
        expect(result.get_by_role("link", name="Pasar baru diresmikan")).to_be_visible()
        expect(result.get_by_role("img")).to_have_count(2)
        captions = ["Gambar Anda", "Pasar baru · Pasar pada hari pertama. · Humas"]
        expect(result.locator("figcaption")).to_have_text(captions)
        expect(result.locator("img")).to_have_js_property("naturalWidth", 480)
        choose(forwarded(2))
        expect(result).to_contain_text("Sudah dicabut")
        expect(result).to_contain_text("Belum disetujui.")
        expect(result).to_have_class("warn")
        choose(forwarded(3))
        expect(result.locator("h2")).to_have_text("Berkas tidak ditemukan")
        expect(result).to_contain_text("tidak berarti berkasnya palsu")
        expect(result).to_contain_text("Foto resmi yang dibandingkan, dari yang terbaru: 2")
        choose((checked.portal.root / "posts/r/pasar.jpg").read_bytes())
        expect(result.locator("h2")).to_have_text("Berkas asli")
        expect(result).to_have_class("good")
        assert said == []


def test_axe_finds_no_violation_in_the_answers(checked: Checked) -> None:
    """WCAG 2.2 up to AAA, in light and dark colours, on a phone."""
    page, text = checked.page, MARKET.format(210)
    told = ("", text, MARKET.format(120), FARE, text.replace("tiga", "dua"), f"Halo semua. {text}", "x-9")
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    page.set_viewport_size({"width": 360, "height": 740})
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for one in (*told, None):
        if one is None:
            page.get_by_label("berkas").set_input_files(FORWARDED | {"buffer": forwarded(2)})
            expect(page.locator("#check-result img")).to_be_visible()
        else:
            page.get_by_label("Pesan").fill(one)
            page.get_by_role("button", name="Periksa").click()
            expect(page.locator("#check-result h2")).to_be_visible()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate("async (options) => (await axe.run(document, options)).violations", options)
            assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == [], (one, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_saved_page_verifies_files_and_messages_without_network(checked: Checked, chromium: Browser) -> None:
    saved = checked.folder / "saved.html"
    saved.write_bytes(checked.site["cek/index.html"])
    text, proof = checked.folder / "canonical.txt", checked.folder / "canonical.txt.tlog-proof"
    text.write_bytes(checked.site[TEXT])
    proof.write_bytes(checked.site[PROOF])
    with open_page(chromium, offline=True) as page:
        page.goto(saved.as_uri())
        heading = page.locator("#check-result h2")
        page.get_by_label("Pesan").fill(MARKET.format(210))
        page.get_by_role("button", name="Periksa").click()
        expect(heading).to_have_text("Tidak dapat dicari")
        page.get_by_label("berkas").set_input_files(FORWARDED | {"buffer": forwarded(1)})
        expect(page.locator("#check-result")).to_contain_text("Salinan")
        expect(heading).to_have_text("Tidak dapat dicari")
        page.get_by_label("berkas").set_input_files([text, proof])
        expect(heading).to_have_text("Asli dan utuh")
        page.get_by_label("Pesan").fill(MARKET.format(900))
        page.get_by_role("button", name="Periksa").click()
        expect(heading).to_have_text("Diubah")
        lie = checked.folder / "lie.txt"
        lie.write_bytes(checked.site[TEXT].replace(b"210 pedagang", b"900 pedagang"))
        page.get_by_label("berkas").set_input_files([lie, proof])
        expect(heading).to_have_text("Segel tidak sah")


def test_without_scripts_the_page_says_how_to_check_and_releases_link_to_their_texts(
    checked: Checked, chromium: Browser
) -> None:
    with open_page(chromium, java_script_enabled=False) as page:
        page.goto(f"{checked.origin}cek/")
        expect(page.get_by_text("seal verify")).to_be_visible()
        expect(page.get_by_role("button")).to_have_count(0)
        page.goto(f"{checked.origin}2026/03/r/")
        page.get_by_role("link", name="Teks kanonik").click()
        expect(page.locator("body")).to_contain_text("press/canonical-text-v1")


def test_removed_text_and_drafts_are_nowhere_in_the_index(checked: Checked) -> None:
    texts = files(checked.portal.root / "site")
    newest = texts["seal/index/newest.bin"]  # the log is small: it has all texts
    assert not [one for one in fingerprints.of_text(LIST) if (one >> 8).to_bytes(3, "big") in newest]
    assert all((one >> 8).to_bytes(3, "big") in newest for one in fingerprints.of_text(FARE))
