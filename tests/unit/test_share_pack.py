"""The share pack of a release: its texts, pictures and page, in every state."""

from __future__ import annotations

import html
import io
import re
import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from press.build import engine
from press.model import ALL, Claim, Correction, Verdict
from press.views import ShareText
from press.views.context import Snapshot
from press.views.share_lengths import weighted_length
from press.views.share_texts import share_texts
from tests import photos
from tests.fuzzing import fuzz
from tests.portal import CONFIG, NOW, Portal, Site, parse_time

PACK = "2026/03/jembatan/bagikan/index.html"
LINK = "https://uji.example/portal/2026/03/jembatan/"
FIELDS = {
    "title": "Jembatan Sungai Lulut dibuka",
    "slug": "jembatan",
    "summary": "Kendaraan di bawah delapan ton boleh lewat.",
    "points": "[Truk belum boleh., Parkir dilarang., Lampu menyala., Pejalan kaki boleh.]",
    "tags": "[jembatan, pasar murah, '2026', a, b, c, d]",
}


@pytest.fixture
def sharing(portal: Portal) -> Portal:
    portal.write("config.toml", CONFIG + "\n[sharing]\npack = true\n")
    return portal


def texts(portal: Portal, **fields: str) -> dict[str, str]:
    """Build a release, and return the texts of its share pack by service."""
    portal.post("jembatan.md", **{**FIELDS, **fields})
    portal.build()
    written = [html.unescape(one) for one in re.findall(r"<pre[^>]*>(.*?)</pre>", portal.text(PACK), re.DOTALL)]
    return dict(zip(("whatsapp", "x", "instagram", "facebook", *"abc"), written, strict=False))


def pictures(site: Site) -> set[str]:
    return {re.sub("[0-9a-f]{8}", "", name) for name in site if "/kartu-" in name}


def test_each_service_has_its_text(sharing: Portal) -> None:
    found = texts(sharing)
    assert found["whatsapp"] == (
        "*Jembatan Sungai Lulut dibuka*\n\nKendaraan di bawah delapan ton boleh lewat.\n\n"
        f"• Truk belum boleh.\n• Parkir dilarang.\n• Lampu menyala.\n\n{LINK}"
    )
    assert found["x"] == (
        "Jembatan Sungai Lulut dibuka\n\nKendaraan di bawah delapan ton boleh lewat.\n\n"
        f"{LINK}\n\n#Jembatan #PasarMurah"
    )
    assert found["facebook"].endswith(LINK)
    assert "• Pejalan kaki boleh." in found["instagram"]
    assert found["instagram"].endswith(
        "Selengkapnya di uji.example/portal/2026/03/jembatan/\n\n#Jembatan #PasarMurah #A #B #C"
    )


def test_page_links_to_the_services_and_search_engines_do_not_index_it(sharing: Portal) -> None:
    found = texts(sharing)
    page = sharing.text(PACK)
    assert '<meta name="robots" content="noindex">' in page
    assert "https://wa.me/?text=%2AJembatan" in page
    assert f"{weighted_length(found['x'])} dari 280 karakter" in page
    assert 'href="/portal/2026/03/jembatan/bagikan/"' in sharing.text("2026/03/jembatan/index.html")
    assert not [name for name, data in sharing.site().items() if name.endswith(".xml") and b"bagikan" in data]


def test_pictures_are_drawn_in_three_formats(sharing: Portal) -> None:
    data = photos.encoded(photos.sample_image(1600, 1000), "JPEG")
    sharing.write("posts/foto.jpg", data)
    found = texts(sharing, image="{src: foto.jpg, alt: Truk di jembatan, credit: Rina}")
    sizes = {}
    for name, made in sharing.site().items():
        if "/kartu-" in name:
            image = Image.open(io.BytesIO(made))
            sizes[image.size] = image.format, len(made) < 400_000
    assert sizes == dict.fromkeys([(1200, 630), (1080, 1080), (1080, 1920)], ("JPEG", True))
    assert "Foto: Rina" in found["instagram"]
    assert found["a"] == "Jembatan Sungai Lulut dibuka. Truk di jembatan"


def test_corrected_release_says_first_what_was_wrong(sharing: Portal) -> None:
    corrections = "[{date: 2026-03-15, note: Batas beban keliru., was: sepuluh ton, now: delapan ton}]"
    found = texts(sharing, corrections=corrections)
    assert found["whatsapp"].startswith(
        "*RALAT, 15 Maret 2026:* Batas beban keliru.\nTertulis: “sepuluh ton”. Seharusnya: “delapan ton”.\n\n*Jembatan"
    )
    assert found["x"].startswith("RALAT, 15 Maret 2026: Batas beban keliru.\n\nJembatan")
    later = texts(sharing, corrections=corrections.replace("03-15", "07-15"))
    assert "RALAT" not in "".join(later.values()), "it is public only from its day"


def test_withdrawn_release_offers_only_what_takes_it_back(sharing: Portal) -> None:
    before = texts(sharing)
    assert len(pictures(sharing.site())) == 3
    found = texts(sharing, withdrawn="{date: 2026-03-20, reason: Angkanya keliru.}")
    assert found["whatsapp"] == (
        "*Dicabut: Jembatan Sungai Lulut dibuka*\n\nRilis ini tidak berlaku lagi. Mohon hapus pesan, gambar, dan "
        f"tautan yang telanjur diteruskan.\n\nDicabut, 20 Maret 2026. Angkanya keliru.\n\n{LINK}"
    )
    page = sharing.text(PACK)
    assert "Kendaraan" not in page
    assert "#" not in "".join(found.values())
    assert "<img src=" not in page.partition("<main")[2]
    assert pictures(sharing.site()) == {"2026/03/jembatan/kartu-.png"}
    assert texts(sharing) == before


def test_text_of_a_withdrawal_names_what_replaces_it(sharing: Portal) -> None:
    sharing.post("baru.md", id="baru", slug="baru", title="Baru")
    found = texts(sharing, withdrawn="{date: 2026-03-20, reason: Keliru., replacement: baru}")
    assert "Sebagai gantinya:\nhttps://uji.example/portal/2026/03/baru/" in found["x"]


def test_expired_release_says_that_it_is_over(sharing: Portal) -> None:
    found = texts(sharing, expires="2026-04-01")
    assert found["x"] == (
        f"Tidak berlaku lagi: Jembatan Sungai Lulut dibuka\n\nIsinya berlaku sampai Selasa, 31 Maret 2026.\n\n{LINK}"
    )


def test_clarification_has_its_stamp_and_the_fact(sharing: Portal) -> None:
    claim = "{text: Jembatan ambruk!, verdict: false, fact: Jembatan utuh.}"
    found = texts(sharing, kind="clarification", claim=claim)
    assert found["whatsapp"].startswith("*HOAKS:* “Jembatan ambruk!”\n\n*Faktanya:* Jembatan utuh.\n\nKendaraan")
    assert found["x"].startswith("HOAKS: “Jembatan ambruk!”\n\nFaktanya: Jembatan utuh.")


def test_drafts_have_one_in_previews_only(sharing: Portal) -> None:
    sharing.post("jembatan.md", **FIELDS, draft="true")
    sharing.build()
    assert not [name for name in sharing.site() if "bagikan" in name or "/kartu-" in name]
    sharing.build("preview", drafts=True)
    assert "Draf: Jembatan" in sharing.site("preview")[PACK].decode()


def test_without_the_setting_there_is_none(portal: Portal) -> None:
    portal.post("jembatan.md", **FIELDS)
    portal.build()
    assert not [name for name in portal.site() if "bagikan" in name]
    assert "bagikan/" not in portal.text("2026/03/jembatan/index.html")
    assert pictures(portal.site()) == {"2026/03/jembatan/kartu-.png"}


def test_one_release_more_makes_its_pack_and_three_pictures_and_no_other(sharing: Portal) -> None:
    for number in range(9, 20):
        sharing.post(
            f"{number}.md", title=f"Judul {number}", tags="[x]", topics="[air]", date=f"2026-03-0{number % 9 + 1}"
        )
    sharing.build()
    texts(sharing)
    sharing.post("baru.md", title="Baru", slug="baru", tags="[x]", topics="[air]", date="2026-03-30")
    made = [name for name in sharing.build().written if "/kartu-" in name or "/bagikan/" in name]
    assert len(made) == 4
    assert {name.split("/")[2] for name in made} == {"baru"}


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300)
LONG = TEXT | st.sampled_from(["水" * 400, "kata " * 300, "a.id " * 99])


@fuzz(examples=40)
@given(LONG, LONG, LONG, st.booleans(), st.booleans())
def test_any_words_keep_the_lengths(title: str, lead: str, note: str, is_claim: bool, is_corrected: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        portal = Portal(Path(folder), CONFIG)
        portal.post("jembatan.md", **FIELDS)

        def written(snapshot: Snapshot, problems: object) -> tuple[ShareText, ...]:
            card = snapshot.catalogue.newest(ALL, 1)[0]
            claim = Claim(note, Verdict.FALSE, fact=lead) if is_claim else None
            corrections = (Correction(parse_time(NOW), note, title, lead),) if is_corrected else ()
            release = msgspec.structs.replace(card.release, title=title, claim=claim, corrections=corrections)
            return share_texts(msgspec.structs.replace(card, release=release, lead=lead), snapshot)

        for text in engine.inspect(portal.request(), written):
            assert text.length <= text.limit
            assert "/2026/03/jembatan/" in text.text


def test_links_to_share_packs_and_feeds_of_changes_are_known(sharing: Portal) -> None:
    sharing.post(
        "jembatan.md", "[Bagikan](/2026/03/jembatan/bagikan/), [umpan](/2026/03/jembatan/perubahan.xml).", **FIELDS
    )
    assert [problem.rule for problem in sharing.problems()] == ["link"]  # it has no such feed
    sharing.post(
        "jembatan.md",
        "[Bagikan](/2026/03/jembatan/bagikan/), [umpan](/2026/03/jembatan/perubahan.xml).",
        **FIELDS,
        expires="2026-12-31",
    )
    assert sharing.build().problems == ()


def test_texts_of_an_alert_say_where_until_when_and_what_to_do(sharing: Portal) -> None:
    alert = "{event: Banjir, area: Bantaran Lulut, severity: severe, avoid: Jauhi sungai., help: Telepon 112.}"
    found = texts(sharing, kind="alert", alert=alert, expires="2026-06-03 18:00")
    for name in ("whatsapp", "x", "instagram", "facebook"):
        assert found[name].lstrip("*").startswith("Bahaya tinggi: Jembatan")
        assert "Bantaran Lulut" in found[name]
        assert "3 Juni 2026 pukul 18.00 WITA" in found[name]
    assert "Jauhi sungai." in found["whatsapp"]
    assert "Telepon 112." in found["instagram"]


@pytest.mark.parametrize("short", ["", "Latihan kecil"])
def test_exercise_is_marked_in_every_text(sharing: Portal, short: str) -> None:
    alert = "{event: Gempa, area: Bantaran Lulut, severity: severe, status: exercise}"
    more = {"short_title": short} if short else {}
    found = texts(sharing, kind="alert", alert=alert, expires="2026-06-03 18:00", **more)
    assert all(
        "LATIHAN" in found[name].upper().replace("LATIHAN KECIL", "")
        for name in ("whatsapp", "x", "instagram", "facebook")
    )
    page = sharing.text("2026/03/jembatan/index.html")
    [shown] = re.findall(r'<meta property="og:title" content="([^"]*)"', page)
    assert "LATIHAN:" in shown


def test_cancelled_event_is_marked_in_every_text(sharing: Portal) -> None:
    event = "{starts: 2026-06-03 09:00, place: Aula, status: dibatalkan, reason: Hujan}"
    found = texts(sharing, kind="event", event=event)
    assert all("Dibatalkan: Jembatan" in found[name] for name in ("whatsapp", "x", "instagram", "facebook"))
