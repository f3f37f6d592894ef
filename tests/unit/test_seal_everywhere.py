"""Where the seal is seen: pages, print, texts that people forward, feeds, and the page of official channels."""

from __future__ import annotations

import hashlib
import html
import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree

from press import qr_codes
from press.build import engine
from press.outputs.feeds.item import PROOF
from press.outputs.feeds.xml import ATOM, PRESS
from tests.judge.feeds import judge
from tests.portal import CONFIG, NOW, Portal
from tests.unit.test_seal import CORRECTED, LATER, ROOT_KEY, SETTINGS, A, B, clean_site, prepared, seal

BASE = "https://uji.example/portal/"
EVERYWHERE = f"{SETTINGS}[theme]\nqr_codes = true\n[sharing]\npack = true\n[channels]\nx = 'https://x.com/uji'\n"
LINK = f"{BASE}cek/#id-a"


@pytest.fixture
def sealed(tmp_path: Path) -> Portal:
    portal = prepared(tmp_path / "portal", EVERYWHERE)
    seal(portal)
    return portal


def packed(portal: Portal) -> dict[str, str]:
    """The texts of the share pack of the first release, by service."""
    written = re.findall(r"<pre[^>]*>(.*?)</pre>", portal.text(f"{A}bagikan/index.html"), re.DOTALL)
    return dict(zip(("whatsapp", "x", "instagram", "facebook"), map(html.unescape, written), strict=False))


def proofs(portal: Portal) -> list[str]:
    """The proofs that the feed names, the same in all its formats."""
    atom, rss = (etree.fromstring(portal.site()[name]) for name in ("atom.xml", "feed.xml"))
    links = [one.get("href", "") for one in atom.iter(f"{{{ATOM}}}link") if one.get("rel") == PROOF]
    items = [item["_press"].get("seal", {}) for item in json.loads(portal.text("feed.json"))["items"]]
    assert links == [one.text for one in rss.iter(f"{{{PRESS}}}proof")] == [one["proof"] for one in items if one]
    return [one.removeprefix(BASE) for one in links]


def whatsapp(portal: Portal) -> str:
    return unquote(re.findall(r'href="https://wa.me/\?text=([^"]*)"', portal.text(f"{A}index.html"))[0])


def test_page_says_how_to_check_and_print_leads_there(sealed: Portal) -> None:
    page = sealed.text(f"{A}index.html")
    assert '<a class="address" href="/portal/cek/#id-a">uji.example/portal/cek/#id-a</a>' in page
    assert qr_codes.svg(LINK) in page


def test_what_is_not_sealed_says_so_and_print_leads_to_the_page(tmp_path: Path) -> None:
    portal = prepared(tmp_path / "portal", EVERYWHERE)
    portal.build()
    page = portal.text(f"{A}index.html")
    assert "belum disegel" in page
    assert "cek/#id-a</a>" not in page
    assert qr_codes.svg(BASE + A) in page
    assert proofs(portal) == []
    assert f"Cek: {LINK}" in whatsapp(portal), "what is sent now is checked later"


def test_sealed_page_without_a_root_key_leads_to_no_check(tmp_path: Path) -> None:
    portal = prepared(tmp_path / "portal", SETTINGS.partition("root =")[0])
    seal(portal)
    page = portal.text(f"{A}index.html")
    assert "entri 1" in page
    assert 'class="address" href' not in page


def test_texts_that_people_forward_end_with_the_check(sealed: Portal) -> None:
    assert whatsapp(sealed) == f"Judul A\n\n{BASE}{A}\n\nCek: {LINK}"
    found = packed(sealed)
    assert found["whatsapp"] == f"*Judul A*\n\nZamrud.\n\n{BASE}{A}\n\nCek: {LINK}"
    assert found["instagram"].endswith("Cek: uji.example/portal/cek/#id-a")
    assert found["facebook"].endswith(f"Cek: {LINK}")
    assert found["x"].endswith(f"Cek: {LINK}"), "there is room"


def test_text_for_x_has_the_check_only_if_all_else_fits(sealed: Portal) -> None:
    sealed.post("a.md", "Zamrud.", id="id-a", title="Judul A", summary="Kata " * 42, corrections=CORRECTED)
    seal(sealed, LATER)
    found = packed(sealed)
    assert "Cek" not in found["x"]
    assert f"Cek: {LINK}" in found["whatsapp"]


def test_id_that_nobody_can_type_is_only_in_the_link(sealed: Portal) -> None:
    sealed.post("c.md", "Isi c.", id="https://lama.example/?p=12&x=y", title="Judul C")
    seal(sealed, LATER)
    assert '">uji.example/portal/cek/</a>' in sealed.text("2026/03/c/index.html")


def test_feeds_name_the_proof_of_each_item(sealed: Portal) -> None:
    """Also of one that was sealed later; none while a correction waits for the seal."""
    both = [f"{one}canonical.txt.tlog-proof" for one in (B, A)]
    assert sorted(proofs(sealed)) == sorted(both)
    assert judge(sealed.root / "site", BASE) == []
    item = json.loads(sealed.text("feed.json"))["items"][0]["_press"]["seal"]
    assert item["proof"] == item["text"] + ".tlog-proof"
    assert item["check"].startswith(f"{BASE}cek/#id-")
    sealed.post("a.md", "Zamrud, benar.", id="id-a", title="Judul A", corrections=CORRECTED)
    seal(sealed, LATER, seeds=())
    assert proofs(sealed) == [both[0]]
    sealed.post("c.md", "Isi c.", id="id-c", title="Judul C", draft="true")
    sealed.build(now=LATER)
    sealed.post("d.md", "Isi d.", id="id-d", title="Judul D")
    sealed.build(now=LATER)
    assert proofs(sealed) == [both[0]], "the feed is written again: what is known of the others is remembered"
    assert clean_site(sealed, LATER) == sealed.site()
    seal(sealed, LATER)
    assert sorted(proofs(sealed)) == sorted([*both, "2026/03/d/canonical.txt.tlog-proof"])
    assert clean_site(sealed, LATER) == sealed.site()


def test_log_that_somebody_else_continued_is_believed_only_where_texts_agree(sealed: Portal, tmp_path: Path) -> None:
    """Another clone sealed a correction; its log came here before the corrected text."""
    other = prepared(tmp_path / "other", EVERYWHERE)
    seal(other)
    other.post("a.md", "Zamrud, benar.", id="id-a", title="Judul A", corrections=CORRECTED)
    seal(other, LATER)
    for file in (other.root / "seal").rglob("*"):
        if file.is_file():
            sealed.write(f"seal/{file.relative_to(other.root / 'seal')}", file.read_bytes())
    sealed.write("config.toml", EVERYWHERE.replace('alt = "off"', 'alt = "off"\nsealed = "off"'))
    sealed.build(now=LATER)
    assert proofs(sealed) == [f"{B}canonical.txt.tlog-proof"]


def test_one_seal_more_writes_a_bounded_number_of_files(sealed: Portal) -> None:
    """Nothing of a release that is in no feed any longer, and no share card."""
    sealed.post("c.md", "Isi c.", id="id-c", title="Judul C")
    sealed.build(now=LATER)
    report = engine.build(sealed.request(now=LATER))
    assert report.written == ()
    before = sealed.site()
    seal(sealed, LATER)
    after = sealed.site()
    changed = {one for one, data in after.items() if before.get(one) != data and "manifest" not in one}
    pages = {one for one in changed if not one.startswith(("seal/", "cek/")) and "canonical" not in one}
    assert "2026/03/c/index.html" in pages
    assert not [one for one in pages if "kartu" in one or "bagikan" in one]
    assert {one.rpartition("/")[2] for one in pages} <= {"index.html", "feed.xml", "atom.xml", "feed.json"}
    assert [one for one in pages if one.endswith(".html")] == ["2026/03/c/index.html"]


def test_page_of_channels_names_the_check_and_the_root_key(sealed: Portal) -> None:
    page = re.sub(r"\s+", " ", sealed.text("langganan/index.html"))
    digits = hashlib.sha256(str(ROOT_KEY).encode()).hexdigest()
    assert '<a href="/portal/cek/">uji.example/portal/cek/</a>' in page
    assert f"<code>{ROOT_KEY}</code>" in page
    assert " ".join(re.findall("....", digits)) in page


def test_portal_without_a_seal_has_nothing_of_it(portal: Portal) -> None:
    portal.write("config.toml", f"{CONFIG}\n[theme]\nqr_codes = true\n[sharing]\npack = true\n")
    portal.post("a.md", id="id-a")
    portal.build(now=NOW)
    assert not [one for one, data in portal.site().items() if b"/cek/" in data or b"tlog" in data]
