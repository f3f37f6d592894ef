"""The import of WordPress exports: what becomes of each item, also of damaged exports."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from press.cli.commands import command
from press.content import front_matter
from press.content.files import read
from press.errors import Misuse
from press.importing.report import Entry, ImportReport, Outcome
from press.importing.run import ImportRequest, run
from press.model import Parsed
from tests import wxr
from tests.photos import encoded, sample_image
from tests.portal import CONFIG, NOW, Portal

TOPICS = '\n[topics.kesehatan]\nname = "Kesehatan"\n\n[topics.air]\nname = "Air Bersih"\n'


@pytest.fixture
def desk(tmp_path: Path) -> Portal:
    """A portal with two topics and a link at the foot of its pages."""
    return Portal(tmp_path / "desk", CONFIG + TOPICS + '\n[[footer]]\nlabel = "Arsip"\nurl = "/arsip/"\n')


def imported(portal: Portal, export: str | bytes, **options: object) -> ImportReport:
    """Import an export into a portal."""
    file = portal.root.parent / "export.xml"
    file.write_bytes(export.encode() if isinstance(export, str) else export)
    return run(ImportRequest(portal.request(), file, **options))  # type: ignore[arg-type]


def release(portal: Portal, entry: Entry) -> Parsed:
    """The release that an item became."""
    return front_matter.parse(read(portal.root, entry.path), portal.request().config)


def text(portal: Portal, body: str, *more: str, **options: object) -> str:
    """The Markdown of an item with a body."""
    report = imported(portal, wxr.export(wxr.item(1, body), *more), **options)
    return release(portal, report.entries[0]).text.strip()


def notes(report: ImportReport) -> list[str]:
    """The classes of all notes."""
    return [one.rule for entry in report.entries for one in entry.notes]


def test_an_item_becomes_a_release_with_its_id_address_terms_and_author(desk: Portal) -> None:
    export = wxr.export(
        wxr.author("wulan", "Wulan Sari"),
        wxr.item(
            12, "Isi.", "Banjir &amp; <em>surut</em>",
            "<dc:creator>wulan</dc:creator>"
            + wxr.term("category", "kesehatan", "Kesehatan") + wxr.term("category", "olahraga", "Olahraga")
            + wxr.term("post_tag", "pasar", "Pasar"),
            post_name="banjir-surut",
        ),
    )  # fmt: skip
    report = imported(desk, export)
    found = release(desk, report.entries[0]).release
    assert found
    assert found.source == "posts/2020/03/20200304-12.md"
    assert found.id == "https://dinas.example/?p=12"
    assert (found.title, found.slug, found.author) == ("Banjir & surut", "banjir-surut", ("Wulan Sari",))
    assert (found.topics, found.tags) == (("kesehatan",), ("Olahraga", "Pasar"))
    assert found.aliases == ("/2020/03/04/banjir-surut/",)
    assert found.date.isoformat() == "2020-03-04T09:30:00+08:00"
    assert "[topics.olahraga]" in report.config
    assert '"/feed/" = "/feed.xml"' in report.config
    assert report.queries == {"/?p=12": "/portal/2020/03/banjir-surut/"}


def test_feeds_have_the_old_guid(portal: Portal) -> None:
    imported(portal, wxr.export(wxr.item(12)))
    portal.build()
    assert '<guid isPermaLink="false">https://dinas.example/?p=12</guid>' in portal.text("feed.xml")
    assert "<id>https://dinas.example/?p=12</id>" in portal.text("atom.xml")


def test_a_second_import_changes_nothing_and_keeps_what_people_wrote(portal: Portal) -> None:
    export = wxr.export(wxr.item(1), wxr.item(2), wxr.item(3))
    paths = [portal.root / entry.path for entry in imported(portal, export).entries]
    before = {path: path.read_bytes() for path in portal.root.rglob("*.*") if ".press" not in path.parts}
    again = imported(portal, export)
    assert again.count(Outcome.UNCHANGED) == 3
    assert {path: path.read_bytes() for path in before} == before

    paths[0].write_text(paths[0].read_text().replace("Isi.", "Isi baru."))
    (portal.root / "posts/pindah").mkdir()
    paths[1].rename(portal.root / "posts/pindah/dua.md")
    edited = imported(portal, wxr.export(wxr.item(1), wxr.item(2), wxr.item(3, "Isi yang lain.")))
    outcomes = [entry.outcome for entry in edited.entries]
    assert outcomes == [Outcome.KEPT, Outcome.UNCHANGED, Outcome.UPDATED]
    assert "Isi baru." in paths[0].read_text()
    assert not paths[1].exists()
    assert "Isi yang lain." in paths[2].read_text()


def test_a_dry_run_reports_the_same_and_writes_nothing(portal: Portal) -> None:
    export = wxr.export(wxr.item(1, "Isi [peta id=1]."), wxr.item(2, status="private"))
    dry = imported(portal, export, is_dry=True)
    assert not (portal.root / "posts").exists()
    assert not (portal.root / "imports.json").exists()
    assert [(one.outcome, one.notes) for one in dry.entries] == [
        (one.outcome, one.notes) for one in imported(portal, export).entries
    ]


HIDDEN = {
    "draft": ({"status": "draft", "post_date_gmt": "0000-00-00 00:00:00"}, Outcome.DRAFT),
    "pending": ({"status": "pending"}, Outcome.DRAFT),
    "of a plug-in": ({"status": "wc-unknown"}, Outcome.DRAFT),
    "private": ({"status": "private"}, Outcome.SKIPPED),
    "deleted": ({"status": "trash"}, Outcome.SKIPPED),
    "empty": ({"status": "auto-draft"}, Outcome.SKIPPED),
    "with a password": ({"post_password": "rahasia"}, Outcome.SKIPPED),
}


def test_what_readers_did_not_see_is_not_public(portal: Portal) -> None:
    fields = [fields for fields, _ in HIDDEN.values()]
    parts = [wxr.item(number, "Kalimat yang tersembunyi.", **one) for number, one in enumerate(fields)]
    report = imported(portal, wxr.export(*parts))
    portal.build()
    assert [entry.outcome for entry in report.entries] == [outcome for _, outcome in HIDDEN.values()]
    assert all("status" in [one.rule for one in entry.notes] for entry in report.entries)
    assert not any(b"Kalimat yang tersembunyi" in data for data in portal.site().values())
    assert not any("rahasia" in path.read_text() for path in portal.root.rglob("*.md"))


def test_links_between_items_get_their_new_addresses(portal: Portal) -> None:
    links = ("https://www.dinas.example/2020/03/04/tulisan-2/#isi", "/?p=2", "http://dinas.example/?p=2")
    body = " ".join(f'<a href="{link}">{number}</a>' for number, link in enumerate((*links, "https://lain.example/x")))
    found = text(portal, body, wxr.item(2, '<h2 id="isi">Isi</h2>'))
    new = ("/2020/03/tulisan-2/#isi", "/2020/03/tulisan-2/", "/2020/03/tulisan-2/", "https://lain.example/x")
    assert found == " ".join(f"[{number}]({link})" for number, link in enumerate(new))


def test_what_the_build_would_refuse_is_held_and_the_rest_is_built(portal: Portal) -> None:
    portal.post("2020/03/ada.md", id="https://dinas.example/?p=9")
    export = wxr.export(
        wxr.item(1, '<a href="/2020/03/04/tulisan-2/">ke dua</a>'),
        wxr.item(2, "Tag draf.", extra=wxr.term("post_tag", "draft", "draft")),
    )
    report = imported(portal, export)
    portal.build()
    assert [entry.outcome for entry in report.entries] == [Outcome.IMPORTED, Outcome.HELD]
    assert "held" in notes(report)
    assert "[ke dua](https://dinas.example/2020/03/04/tulisan-2/)" in release(portal, report.entries[0]).text


def test_photos_come_from_the_copied_uploads_in_full_size(portal: Portal, tmp_path: Path) -> None:
    uploads = tmp_path / "uploads"
    (uploads / "2020/03").mkdir(parents=True)
    (uploads / "2020/03/foto.jpg").write_bytes(encoded(sample_image(2600, 300), "JPEG"))
    (uploads / "2020/03/surat.pdf").write_bytes(b"%PDF-1.4\n%%EOF")
    folder = "https://dinas.example/wp-content/uploads/2020/03"
    body = (
        f'[caption id="a"]<a href="{folder}/foto.jpg"><img src="{folder}/foto-300x35.jpg" alt="" /></a> '
        f'Warga di jembatan[/caption]\n\n<a href="{folder.replace("https://", "http://www.")}/surat.pdf">Surat</a>'
    )
    found = text(portal, body, wxr.attachment(5, "2020/03/foto.jpg", alt="Sebuah jembatan"), media=uploads)
    assert found == '![Sebuah jembatan](20200304-1-foto.jpg "Warga di jembatan")\n\n[Surat](20200304-1-surat.pdf)'
    assert (portal.root / "posts/2020/03/20200304-1-surat.pdf").is_file()


def test_two_items_never_share_a_file_an_id_or_an_address(portal: Portal) -> None:
    export = wxr.export(
        wxr.item(1, "Satu.", post_name="sama"), wxr.item(1, "Lain.", post_name="sama"),
        wxr.item(2, "Dua.", post_name="sama", guid="https://dinas.example/?p=1"), wxr.item(2, "Dua.", post_name="sama"),
        wxr.item(3, "三", post_name="%e5%8c%97%e4%ba%ac"),
    )  # fmt: skip
    report = imported(portal, export)
    written = [entry for entry in report.entries if entry.path]
    assert [entry.outcome for entry in report.entries].count(Outcome.SKIPPED) == 1
    assert len({entry.path for entry in written}) == len({entry.address for entry in written}) == 4
    assert all(entry.outcome is Outcome.IMPORTED for entry in written)
    assert imported(portal, export).count(Outcome.UNCHANGED) == 4


def test_a_portal_that_requires_fields_gets_them_or_drafts(tmp_path: Path) -> None:
    settings = CONFIG.replace("[checks.severity]", '[checks]\nrequire = ["summary", "office"]\n\n[checks.severity]')
    portal = Portal(tmp_path / "strict", settings)
    export = wxr.export(wxr.item(1, "Kalimat satu. Kalimat dua."))
    without = imported(portal, export)
    portal.build()
    assert without.entries[0].outcome is Outcome.HELD
    assert [one.rule for one in without.notes] == ["held"]
    report = imported(portal, export, office="dinas")
    assert report.entries[0].outcome is Outcome.UPDATED
    found = release(portal, report.entries[0]).release
    assert found
    assert (found.summary, found.offices, found.draft) == ("Kalimat satu. Kalimat dua.", ("dinas",), False)
    portal.build()


def test_a_file_that_was_deleted_is_not_written_again(portal: Portal) -> None:
    export = wxr.export(wxr.item(1), wxr.item(2))
    (portal.root / imported(portal, export).entries[0].path).unlink()
    again = imported(portal, export)
    assert [entry.outcome for entry in again.entries] == [Outcome.DELETED, Outcome.UNCHANGED]
    assert not (portal.root / again.entries[0].path).exists()


def test_a_file_of_a_person_is_never_overwritten(portal: Portal) -> None:
    own = portal.write("posts/2020/03/20200304-1.md", "---\ntitle: [rusak\n---\nPunya sendiri.")
    entry = imported(portal, wxr.export(wxr.item(1))).entries[0]
    assert entry.path == "posts/2020/03/20200304-1-2.md"
    assert "Punya sendiri." in own.read_text()


def test_an_old_address_that_something_else_has_is_left_out(portal: Portal) -> None:
    portal.post("2021/01/lain.md", id="lain", aliases="[/2020/03/04/tulisan-1/]")
    report = imported(portal, wxr.export(wxr.item(1), wxr.item(2, link="https://dinas.example/berita/")))
    portal.build()
    assert [entry.outcome for entry in report.entries] == [Outcome.IMPORTED] * 2
    assert notes(report) == ["address"] * 2


def test_pages_become_standing_pages_in_their_folders(portal: Portal) -> None:
    export = wxr.export(
        wxr.item(1, post_type="page", post_name="profil", link="https://dinas.example/profil/"),
        wxr.item(2, '<a href="/profil/">Profil</a>', post_type="page", post_name="visi", post_parent="1"),
        wxr.item(3, post_type="page", post_name="index"),
    )
    report = imported(portal, export)
    portal.build()
    assert [entry.path for entry in report.entries] == ["pages/profil.md", "pages/profil/visi.md", "pages/index-x.md"]
    assert "[Profil](/profil/)" in release(portal, report.entries[1]).text


def test_links_to_pages_of_attachments_lead_to_the_files(portal: Portal, tmp_path: Path) -> None:
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    (uploads / "surat.pdf").write_bytes(b"%PDF-1.4\n%%EOF")
    body = '<a href="https://dinas.example/lampiran-5/">Surat</a> <a href="/?attachment_id=5">Surat</a>'
    found = text(portal, body, wxr.attachment(5, "surat.pdf"), media=uploads)
    assert found == "[Surat](20200304-1-surat.pdf) [Surat](20200304-1-surat.pdf)"


def test_photos_of_other_servers_of_the_old_site_are_found(portal: Portal, tmp_path: Path) -> None:
    for folder in ("2020/03", "sites/3"):
        (tmp_path / "uploads" / folder).mkdir(parents=True)
    for name in ("2020/03/a.png", "sites/3/b.png", "c.png"):
        (tmp_path / "uploads" / name).write_bytes(encoded(sample_image(9, 9), "PNG"))
    uploads = "wp-content/uploads"
    addresses = (f"https://i0.wp.com/dinas.example/{uploads}/2020/03/a.png?resize=9%2C9", f"/{uploads}/sites/3/b.png",
                 f"//www.dinas.example/{uploads}/sites/9/c.png")  # fmt: skip
    body = "".join(f'<p><img src="{address}" alt="x"></p>' for address in addresses)
    found = text(portal, body + '<p><a href="https://dinas.example">Beranda</a></p>', media=tmp_path / "uploads")
    images = [f"![x](20200304-1-{name}.png)" for name in "abc"]
    assert found.split("\n\n") == [*images, "[Beranda](/)"]


_PHOTO = "https://dinas.example/wp-content/uploads/a"


@pytest.mark.parametrize(
    ("start", "is_once"),
    [
        (f'<p><img src="{_PHOTO}.png" alt="Air"></p>', True),
        (f'<figure><a href="{_PHOTO}.png"><img src="{_PHOTO}-300x200.png" alt="Air"></a></figure>', True),
        (f'<figure><img src="{_PHOTO}.png" alt="Air"><figcaption>Sungai</figcaption></figure>', True),
        (f'<div class="isi"><img src="{_PHOTO}.png" alt="Air"><p>Pembuka.</p></div>', True),
        (f'<p><img src="{_PHOTO}.png" alt="Air"> Air surut.</p>', False),
        (f'<p><a href="https://lain.example/"><img src="{_PHOTO}.png" alt="Air"></a></p>', False),
        (f'<p>Pembuka.</p><p><img src="{_PHOTO}.png" alt="Air"></p>', False),
        (f'<p><img src="{_PHOTO}b.png" alt="Air"></p>', False),
    ],
)  # fmt: skip
def test_lead_photo_with_which_the_text_begins_is_shown_once(
    portal: Portal, tmp_path: Path, start: str, is_once: bool
) -> None:
    """Its description is kept, and a line of the report says so."""
    for name in ("a.png", "ab.png"):
        (tmp_path / name).write_bytes(encoded(sample_image(9, 9 + len(name)), "PNG"))
    export = wxr.export(
        wxr.item(1, f"{start}<p>Isi.</p>", extra=wxr.meta("_thumbnail_id", "5")), wxr.attachment(5, "a.png")
    )
    [entry] = imported(portal, export, media=tmp_path).entries
    found = release(portal, entry)
    assert found.release
    assert found.release.image
    assert ("![" not in found.text) == is_once
    assert ("lead" in {one.rule for one in entry.notes}) == is_once
    assert "lost" not in {one.rule for one in entry.notes}
    if is_once:
        assert found.release.image.alt == "Air"
        assert found.release.image.caption == ("Sungai" if "Sungai" in start else "")


def test_an_export_in_several_files_is_one(portal: Portal) -> None:
    folder = portal.root.parent / "ekspor"
    folder.mkdir()
    comment = "<wp:comment><wp:comment_content>Komentar</wp:comment_content></wp:comment>"
    (folder / "1.xml").write_text(wxr.export(wxr.item(1, '<a href="/?p=2">dua</a>', extra=comment)))
    (folder / "2.xml").write_text(wxr.export(wxr.item(2)).partition("</channel>")[0])
    report = run(ImportRequest(portal.request(), folder))
    assert "[dua](/2020/03/tulisan-2/)" in release(portal, report.entries[0]).text
    assert report.not_texts == {"comment": 1}
    assert [one.values for one in report.notes] == [{"name": "2.xml"}]


@pytest.mark.parametrize(
    "options",
    [
        {"kind": "joomla"},
        {"into": "pages"},
        {"into": "posts/../x"},
        {"office": "tidak-ada"},
        {"media": Path("tidak-ada")},
    ],
)
def test_wrong_options_are_refused(tmp_path: Path, options: dict[str, object]) -> None:
    portal = Portal(tmp_path / "closed", CONFIG + '\n[offices.dinas]\nname = "Dinas"\n')
    with pytest.raises(Misuse):
        imported(portal, wxr.export(wxr.item(1)), **options)


def test_what_is_no_export_is_refused(portal: Portal) -> None:
    for data in ("", "<html></html>", wxr.export(), "\x00\x01"):
        with pytest.raises(Misuse):
            imported(portal, data)


def test_the_command_prints_the_report_and_writes_it_as_json(portal: Portal) -> None:
    file = portal.root.parent / "ekspor.xml"
    file.write_text(wxr.export(wxr.item(1, "Isi [peta id=1] dua."), wxr.item(2, status="private")))
    arguments = ["import", str(file), "--root", str(portal.root), "--now", NOW]
    report = portal.root.parent / "laporan.json"
    done = CliRunner().invoke(command, [*arguments, "--dry-run", "--report", str(report)])
    assert re.search(r"ekspor\.xml:\d+: Judul 2 – tidak diimpor", done.output)
    assert "shortcode “peta” dahulu diisi oleh plugin (1 kali): [peta id=1]" in done.output
    assert "kata: 2 di halaman lama, 2 di halaman baru" in done.output
    printed = CliRunner().invoke(command, [*arguments, "--format", "json"]).output
    written, found = json.loads(report.read_text()), json.loads(printed)
    assert written["dry_run"]
    assert written["items"] == found["items"]
    assert found["outcomes"]["imported"] == found["outcomes"]["skipped"] == 1
    assert found["to_do"] == {"shortcode": 1, "status": 1}
    assert found["items"][0]["before"] == {"words": 2, "links": 0, "images": 0, "tables": 0, "headings": 0}
    assert found["queries"] == {"/?p=1": "/portal/2020/03/tulisan-1/"}


def test_addresses_that_are_none_stop_no_import(portal: Portal, tmp_path: Path) -> None:
    bad = "http://[satu"
    body = f'<a href="{bad}">a</a> <img src="{bad}" alt="b"> <iframe src="{bad}"></iframe> <video src="{bad}"></video>'
    lead = wxr.attachment(5, "a.jpg").replace("https://dinas.example/wp-content/uploads/a.jpg", bad)
    export = wxr.export(wxr.item(1, body, extra=wxr.meta("_thumbnail_id", "5"), link=bad, guid=bad), lead)
    for one in (export, export.replace("https://dinas.example<", f"{bad}<")):
        report = imported(portal, one, media=tmp_path)
        portal.build()
        assert "a b" in release(portal, report.entries[0]).text
