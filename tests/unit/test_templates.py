"""Templates and translations: what a page can use, how errors are reported, and that all texts are translated."""

from __future__ import annotations

import gzip
import pickle
import re
from collections import Counter
from pathlib import Path
from string import Formatter

import jinja2
import msgspec
import pytest
from babel.messages import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from jinja2 import meta

from press import views
from press.i18n.catalogues import translator
from press.i18n.formats import LocaleFormat
from press.model import Contact
from press.rendering.minify import minified
from press.rendering.players import PageBody
from press.rendering.templates import BadTemplate, Templates
from press.rendering.templates.sources import references
from tools.words import languages, merge, po_file

REPOSITORY = Path(__file__).parent.parent.parent
FOLDER = REPOSITORY / "templates"
PAGES = sorted(path.name for path in FOLDER.glob("*.html"))


def templates(folder: Path, **files: str) -> Templates:
    folder.mkdir(exist_ok=True)
    for name, source in files.items():
        (folder / f"{name}.html").write_text(source, encoding="utf-8")
    return Templates([folder], "id")


# Dates and numbers


@pytest.mark.parametrize(
    ("language", "style", "iso", "expected"),
    [
        ("id", "full", "2026-03-14T09:30:00+08:00", "Sabtu, 14 Maret 2026 pukul 09.30 WITA"),
        ("en", "full", "2026-03-14T09:30:00+08:00", "Saturday, 14 March 2026 at 09:30 WITA"),
        ("id", "full", "2026-03-14T09:30:00+07:00", "Sabtu, 14 Maret 2026 pukul 09.30 WIB"),
        ("id", "full", "2026-03-14T09:30:00+09:00", "Sabtu, 14 Maret 2026 pukul 09.30 WIT"),
        ("id", "full", "2026-03-14T09:30:00+02:00", "Sabtu, 14 Maret 2026 pukul 09.30 UTC+2"),
        ("en", "full", "2026-03-14T09:30:00-03:30", "Saturday, 14 March 2026 at 09:30 UTC-3:30"),
        ("en", "full", "2026-03-14T09:30:00Z", "Saturday, 14 March 2026 at 09:30 UTC"),
        ("en", "full", "2026-03-14T09:30:00+00:00", "Saturday, 14 March 2026 at 09:30 UTC"),
        ("id", "full", "2026-03-14T09:30:00", "Sabtu, 14 Maret 2026 pukul 09.30"),
        ("id", "full", "2026-03-14", "Sabtu, 14 Maret 2026"),
        ("id", "day", "2026-03-14T09:30:00+08:00", "Sabtu, 14 Maret 2026"),
        ("id", "plain", "2026-08-01", "1 Agustus 2026"),
        ("id", "short", "2026-03-04T09:30:00+08:00", "4 Mar 2026"),
        ("id", "month", "2026-03", "Maret 2026"),
        ("id", "time", "2026-03-14T09:30:00+08:00", "09.30 WITA"),
    ],
)
def test_date_is_formatted_for_its_language_and_style(language: str, style: str, iso: str, expected: str) -> None:
    assert LocaleFormat(language).date(iso, style) == expected


def test_numbers_file_sizes_and_language_names_are_formatted_for_the_language() -> None:
    indonesian, english = LocaleFormat("id"), LocaleFormat("en")
    assert (indonesian.number(12500), english.number(12500)) == ("12.500", "12,500")
    assert [indonesian.filesize(size) for size in (999, 48_200, 999_499, 999_500, 1_234_567)] == [
        "999 B", "48 kB", "999 kB", "1,0 MB", "1,2 MB",
    ]  # fmt: skip
    assert english.filesize(1_234_567) == "1.2 MB"
    assert (indonesian.language("en"), english.language("bjn"), english.language("xx-unknown")) == (
        "Inggris", "Banjar", "xx-unknown",
    )  # fmt: skip


def test_tel_and_whatsapp_filters_make_links(tmp_path: Path) -> None:
    page = templates(tmp_path, t="{{ '(0511) 555-01'|tel }} {{ '0812-34'|whatsapp }} {{ '+62 812 34'|whatsapp }}")
    assert page.render("t.html") == "tel:051155501 https://wa.me/6281234 https://wa.me/6281234"


# The environment


def test_values_are_escaped_and_translations_are_not(tmp_path: Path) -> None:
    source = '{{ x }} {{ _("Search") }} {% trans host=x %}Continue to {{ host }}{% endtrans %} {{ _("5%% off") }}'
    page = templates(tmp_path, t=source)
    assert page.render("t.html", x="<b>") == "&lt;b&gt; Cari Lanjut ke &lt;b&gt; 5% off"


@pytest.mark.parametrize("source", ["{{ lipsum() }}", "{{ [1, 2]|random }}"])
def test_templates_cannot_use_random_values(tmp_path: Path, source: str) -> None:
    with pytest.raises(BadTemplate):
        templates(tmp_path, t=source).render("t.html")


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("a\n{{ nothing }}", 2),
        ("a\nb\n{{ page.colour }}", 3),
        ("{% if x %}", 1),
        ("a\n{{ page|nosuchfilter }}", 2),
        ("\n\n{{ page.title|date }}", 3),
        ("{{ page.n / 0 }}", 1),
    ],
)
def test_error_in_a_template_names_file_and_line(tmp_path: Path, source: str, line: int) -> None:
    page = templates(tmp_path / "templates", t=source)
    with pytest.raises(BadTemplate) as raised:
        page.render("t.html", page={"title": "no date", "n": 1})
    assert str(raised.value).startswith(f"templates/t.html:{line}: ")


def test_error_in_an_included_template_names_that_file(tmp_path: Path) -> None:
    page = templates(tmp_path / "templates", t='{% include "part.html" %}', part="\n{{ nothing }}")
    with pytest.raises(BadTemplate, match=r"templates/part\.html:2: "):
        page.render("t.html")


def test_missing_template_is_an_error_that_names_it(tmp_path: Path) -> None:
    page = templates(tmp_path, t='{% include "gone.html" %}')
    for attempt in (page.render, page.fingerprint):
        with pytest.raises(BadTemplate, match=r"gone\.html"):
            attempt("t.html")


def test_template_of_the_portal_replaces_the_shared_one(tmp_path: Path) -> None:
    for name, text in (("own", "mine"), ("shared", "theirs")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "foot.html").write_text(text)
    (tmp_path / "shared" / "page.html").write_text('{% include "foot.html" %}')
    both = Templates([tmp_path / "own", tmp_path / "shared"], "id")
    shared = Templates([tmp_path / "shared"], "id")
    assert (both.render("page.html"), shared.render("page.html")) == ("mine", "theirs")
    assert both.fingerprint("page.html") != shared.fingerprint("page.html")


def test_templates_can_be_pickled_and_stored_compiled(tmp_path: Path) -> None:
    (tmp_path / "t.html").write_text('{{ _("Search") }}')
    (tmp_path / "compiled").mkdir()
    stored = Templates([tmp_path], "id", tmp_path / "compiled")
    assert stored.render("t.html") == "Cari"
    assert len(list((tmp_path / "compiled").iterdir())) == 1
    unpickled = pickle.loads(pickle.dumps(stored))
    assert (unpickled.render("t.html"), unpickled.fingerprint("t.html")) == ("Cari", stored.fingerprint("t.html"))
    assert Templates([tmp_path], "en", tmp_path / "compiled").render("t.html") == "Search"


def test_what_an_imported_template_makes_of_shared_variables_is_made_once(tmp_path: Path) -> None:
    source = {
        "same": "{% set footer %}{{ site.pop() }}{% endset %}",
        "t": '{% from "same.html" import footer %}{{ footer }}{{ page }}',
    }
    templates(tmp_path, **source)
    page = Templates([tmp_path], "id", shared={"site": ["<a>", "<b>"]})
    unpickled = pickle.loads(pickle.dumps(page))
    for each in (page, unpickled):
        assert [each.render("t.html", page=number) for number in (1, 2)] == ["&lt;b&gt;1", "&lt;b&gt;2"]


def test_damaged_compiled_template_is_compiled_again(tmp_path: Path) -> None:
    (tmp_path / "compiled").mkdir()
    (tmp_path / "t.html").write_text("{{ 6 * 7 }} {{ page.title }}")

    def rendered() -> str:
        return Templates([tmp_path], "id", tmp_path / "compiled").render("t.html", page={"title": "Judul"})

    assert rendered() == "42 Judul"
    (file,) = (tmp_path / "compiled").iterdir()
    whole = file.read_bytes()
    for position in range(0, len(whole), 7):
        file.write_bytes(whole[:position] + bytes([whole[position] ^ 0x55]) + whole[position + 1 :])
        assert rendered() == "42 Judul"
        assert file.read_bytes() == whole
    for cut in (whole[:40], b""):
        file.write_bytes(cut)
        assert rendered() == "42 Judul"


def test_compiled_template_is_used_until_its_source_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "compiled").mkdir()
    (tmp_path / "t.html").write_text("Isi")
    assert Templates([tmp_path], "id", tmp_path / "compiled").render("t.html") == "Isi"
    monkeypatch.setattr(jinja2.Environment, "compile", None)
    assert Templates([tmp_path], "id", tmp_path / "compiled").render("t.html") == "Isi"
    (tmp_path / "t.html").write_text("Isi baru")
    with pytest.raises(TypeError):
        Templates([tmp_path], "id", tmp_path / "compiled").render("t.html")


# The fingerprint


def test_fingerprint_depends_only_on_the_used_templates_and_the_language(tmp_path: Path) -> None:
    files = {"t": '{% extends "base.html" %}', "base": '{% from "m.html" import m %}', "m": "1", "other": "2"}
    first = templates(tmp_path, **files).fingerprint("t.html")
    assert templates(tmp_path, **files, unrelated="3").fingerprint("t.html") == first
    assert templates(tmp_path, **{**files, "other": "changed"}).fingerprint("t.html") == first
    assert templates(tmp_path, **{**files, "m": "changed"}).fingerprint("t.html") != first
    templates(tmp_path, **files)
    assert Templates([tmp_path], "en").fingerprint("t.html") != first


@pytest.mark.parametrize("source", ["{% include name %}", "{%- extends base ~ '.html' -%}", "{% include ['a', 'b'] %}"])
def test_reference_to_a_template_that_is_not_a_literal_name_is_refused(tmp_path: Path, source: str) -> None:
    with pytest.raises(BadTemplate, match=r"t\.html:2: "):
        templates(tmp_path, t=f"{{# {{% include x %}} #}}\n{source}").fingerprint("t.html")


@pytest.mark.parametrize("name", PAGES)
def test_references_are_those_that_jinja_finds(name: str) -> None:
    source = (FOLDER / name).read_text(encoding="utf-8")
    environment = jinja2.Environment(extensions=["jinja2.ext.i18n"])
    found = meta.find_referenced_templates(environment.parse(source))
    assert sorted(match["name"] for match in references(source)) == sorted(reference or "" for reference in found)


# Message catalogues


def texts(catalog: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The translations by message id, each with its plural forms."""
    return {_forms(message.id): _forms(message.string) for message in catalog if message.id}


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, list | tuple) else (text or "",)


@pytest.mark.parametrize("language", languages())
def test_every_text_is_collected_translated_and_compiled(language: str) -> None:
    with po_file(language).open("rb") as file:
        written = read_po(file, locale=language)
    with po_file(language).with_suffix(".mo").open("rb") as file:
        compiled = texts(read_mo(file))
    wanted = texts(merge(language))
    assert set(texts(written)) == set(wanted), "run `make words`, and translate what is new"
    assert texts(written) == compiled, "run `make words`"
    assert not [message.id for message in written if message.fuzzy and message.id]
    assert not [text for text, translations in wanted.items() if not all(translations)]


@pytest.mark.parametrize("language", languages())
def test_translation_has_the_placeholders_of_its_text(language: str) -> None:
    with po_file(language).open("rb") as file:
        catalog = read_po(file, locale=language)
    for text, translations in texts(catalog).items():
        for form in filter(None, translations):
            assert _placeholders(form).keys() <= set().union(*map(_placeholders, text)), text
            assert _placeholders(form) == _placeholders(text[0]) or len(text) > 1, text


def _placeholders(text: str) -> Counter[str]:
    """How often each is in a text: a translation that is there twice has all of them twice."""
    named = re.findall(r"%\((\w+)\)s", text)
    return Counter(named or [name for _, name, _, _ in Formatter().parse(text) if name])


def test_language_without_a_catalogue_gets_english_texts() -> None:
    assert [translator(language)("Search") for language in ("id", "id-ID", "en", "xx")] == [
        "Cari", "Cari", "Search", "Search",
    ]  # fmt: skip


# The pages


def site(**changes: object) -> views.Site:
    fields: dict[str, object] = {
        "title": "Berita Contoh", "short_title": "Berita", "description": "", "language": "id",
        "timezone": "Asia/Makassar", "base_url": "https://contoh.example/portal/", "home": "/portal/",
        "base": "/portal/", "publisher": "Pemerintah Provinsi Contoh", "publisher_url": "", "license": "",
        "license_url": "",
        "colour": "#0b4f6c", "menu": (views.MenuLink(href="/portal/berita/", label="Berita"),), "footer": (),
        "assets": {path.name: f"/portal/assets/{path.name}" for path in (FOLDER / "assets").iterdir()},
        "crest": "/portal/assets/crest.svg", "icons": {}, "archive": "/portal/arsip/",
        "subscribe": "/portal/langganan/", "search": "/portal/cari/", "corrections": "/portal/ralat/", "ppid": "",
        "feeds": (), "preview": False,
    }  # fmt: skip
    return views.Site(**{**fields, **changes})  # type: ignore[arg-type]


HEAD = views.Head(
    title="Judul & isi", description="", canonical="https://contoh.example/portal/x/", lang="id", kind="website"
)
TEASER = views.Teaser(
    href="/portal/2026/03/x/", title="Faktanya", summary="", kind="clarification", state="published",
    date="2026-03-14T09:30:00+08:00", lang="en", office="", topic=None, picture=None, verdict="false",
    claim="Bohongnya", host="",
)  # fmt: skip
PICTURE = views.Picture(
    href="/portal/2026/03/x/p.jpg", srcset="", sources=(), width=3, height=2, alt="Alt", caption="Ket", credit="Nama"
)


def release(**changes: object) -> views.Release:
    fields: dict[str, object] = {
        "head": HEAD, "title": "Judul", "summary": "Ringkasan", "kind": "release", "state": "published",
        "date": "2026-03-14T09:30:00+08:00", "updated": "", "expires": "", "valid_until": "",
        "place": "Contoh", "lang": "",
        "kind_list": views.Link(href="/portal/siaran-pers/", label="release"), "offices": (), "topics": (),
        "regions": (), "tags": (), "picture": PICTURE, "pictures": (), "attachments": (),
        "contact": Contact(name="Ibu Humas", phone="0511 1"), "corrections": (), "withdrawn": None, "claim": None,
        "author": "Penulis", "photographer": "", "editor": "", "approved_by": "", "code": "", "original": "",
        "disclosure": "",
        "original_host": "", "translations": (), "share": (), "share_text": "", "older": TEASER,
        "related": (TEASER,), "body": "d", "refs": (), "pictures_in_body": {}, "recordings_in_body": {}, "minutes": 1,
        "press_kit": views.PressKit(quotes=(), photos=(), terms="Sebut nama fotografer."),
    }  # fmt: skip
    return views.Release(**{**fields, **changes})  # type: ignore[arg-type]


def rendered(name: str, page: views.View, language: str = "id", **changes: object) -> str:
    fields = msgspec.to_builtins(site(language=language, **changes))
    return Templates([FOLDER], language, shared={"site": fields}).render(
        name, page=msgspec.to_builtins(page), body="<p>Isi rilis.</p>", players=PageBody(""), qr=""
    )


EVENT = views.Event(
    starts="2026-03-14T09:30:00+08:00", ends="2026-03-14T11:00:00+08:00", phase="now", status="postponed",
    reason="Hujan & angin", postponed_from="2026-03-01", has_no_time=False, place="Aula", address="Jalan Satu",
    local=("2026-03-14T08:30:00+07:00", ""), map="https://x.example/", online="https://x.example/a",
    online_host="x.example", for_media=True, accreditation=views.Link(href="mailto:a@x.example", label="a@x.example"),
    accreditation_until="2026-03-13", result=views.Link(href="/portal/2026/03/y/", label="Hasil"),
    calendar="/portal/2026/03/x/agenda.ics",
)  # fmt: skip
ENTRY = views.EventEntry(
    href="/portal/2026/03/x/", title="Rapat & kerja", lang="en", state="published", starts="2026-03-14",
    ends="2026-03-15", phase="coming", status="tentative", has_no_time=False, postponed_from="", place="Aula",
    online=True, for_media=True, office="Humas", result=views.Link(href="/portal/2026/03/y/", label="Hasil"),
)  # fmt: skip
PAGER = views.Pager(number=0, count=0, newer="", older="", first="/portal/x/", last="")
CHANGE = views.HomeChange(teaser=TEASER, date="2026-03-14T09:30:00+08:00", note="Jumlahnya salah.")
EXAMPLES: list[tuple[str, views.View]] = [
    ("home.html", views.Home(head=HEAD, needed=(TEASER,), lead=TEASER, seconds=(TEASER,), latest=(TEASER,),
                             clarifications=(TEASER,), announcements=(TEASER,), groups=(), changes=(CHANGE,),
                             clarification_list="/portal/klarifikasi/", announcement_list="/portal/pengumuman/",
                             events=(ENTRY,), event_list="/portal/agenda/")),
    ("home.html", views.Home(head=HEAD, needed=(), lead=None, seconds=(), latest=(), clarifications=(),
                             announcements=(), changes=(), clarification_list="/", announcement_list="/", groups=())),
    ("release.html", release()),
    ("release.html", release(event=EVENT, kind="event", result_of=(views.Link(href="/portal/2026/03/z/", label="Z"),))),
    ("agenda.html", views.Agenda(head=HEAD, coming=(ENTRY,), past=(ENTRY,), has_more=True, calendars=(),
                                 months=(views.Link(href="/portal/agenda/2026/03/", label="2026-03"),),
                                 calendar=views.Link(href="/portal/agenda/agenda.ics", label="https://x.example/a.ics"))),
    ("agenda_month.html", views.AgendaMonth(head=HEAD, month="2026-03", agenda="/portal/agenda/",
                                            older=None, newer=None,
                                            days=(views.AgendaDay(date="2026-03-14", weekday=6, entries=(ENTRY,)),
                                                  views.AgendaDay(date="2026-03-15", weekday=7, entries=())))),
    ("page.html", views.Page(head=HEAD, title="Tentang", summary="", updated="", withdrawn=None, body="d", refs=(),
                              pictures_in_body={}, recordings_in_body={}, contents=())),
    ("list.html", views.List(head=HEAD, listing="kind", term="news", name="news", description="", contact=None,
                             url="", total=1, teasers=(TEASER,), pager=PAGER)),
    ("list.html", views.List(head=HEAD, listing="lang", term="en", name="en", description="", contact=None,
                             url="", total=0, teasers=(), pager=PAGER)),
    ("month.html", views.Month(head=HEAD, month="2026-03", teasers=(TEASER,), older=None, newer=None)),
    ("year.html", views.Year(head=HEAD, year="2026", total=1,
                             months=(views.MonthCount(href="/portal/arsip/2026/03/", month="2026-03", count=1),))),
    ("archive.html", views.Archive(head=HEAD, years=())),
    ("subscribe.html", views.Subscribe(head=HEAD, groups=(), opml="/portal/feeds.opml")),
    ("subscribe.html", views.Subscribe(head=HEAD, groups=(), opml="/portal/feeds.opml",
                                       seal=views.SealKey(check="/portal/cek/", typed="a.example/cek/", root="r+1+A",
                                                          fingerprint=("ab12", "cd34")))),
    ("corrections.html", views.Corrections(head=HEAD, changes=(), year="", years=())),
    ("share_pack.html", views.SharePack(head=HEAD, release=views.Link(href="/portal/x/", label="Judul"),
                                        state="published", lang="en", alt="Alt", hashtags="#Air", url="https://x/",
                                        texts=(views.ShareText(service="x", text="A\n\nB", length=4, limit=280,
                                                               href="https://x.com/"),),
                                        pictures=(views.PackPicture(format="story", href="/portal/x/k.png",
                                                                    name="k.png", width=9, height=16),))),
    ("share_pack.html", views.SharePack(head=HEAD, release=views.Link(href="/portal/x/", label="Dicabut: Judul"),
                                        state="withdrawn", lang="id", alt="", hashtags="", url="https://x/", texts=(),
                                        pictures=())),
    ("search.html", views.Search(engine="", head=HEAD, groups=(), years=(), bundles=())),
    ("404.html", views.NotFound(is_gone=False, head=HEAD, latest=(TEASER,))),
]  # fmt: skip


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("name", "page"), EXAMPLES)
def test_page_is_one_document_without_inline_scripts_or_styles(name: str, page: views.View, language: str) -> None:
    html = rendered(name, page, language)
    assert html.startswith("<!doctype html>\n")
    assert (html.count("<h1"), html.count("<main"), html.count("<title")) == (1, 1, 1)
    assert not re.findall(r"<[^>]*\s(?:style|on\w+)=", html)
    assert not [tag for tag in re.findall(r"<script[^>]*>", html) if "src=" not in tag and "ld+json" not in tag]
    assert all(link.startswith("/portal/") for link in re.findall(r'(?:href|src|action)="(/[^"]*)"', html))
    assert {found for found in re.findall(r'\sid="([^"]+)"', html) if html.count(f' id="{found}"') > 1} == set()


def test_withdrawn_release_without_text_shows_only_the_notice() -> None:
    withdrawn = views.Withdrawal(date="2026-03-20T10:00:00+08:00", reason="Memuat data pribadi.", replacement=None)
    html = rendered("release.html", release(state="withdrawn", withdrawn=withdrawn, body="", summary="", picture=None))
    assert "Rilis ini telah dicabut" in html
    assert "Memuat data pribadi." in html
    assert "Isi rilis." not in html
    assert "Penulis" not in html


def test_claim_has_its_stamp_wherever_it_is_shown() -> None:
    claim = views.Claim(text="Bohongnya", verdict="false", where="", first_seen="", evidence=())
    html = rendered("release.html", release(kind="clarification", claim=claim))
    for place in re.finditer("Bohongnya", html):
        assert "HOAKS" in html[: place.start()][-200:]
    assert html.index("<h1") < html.index("Bohongnya")


def test_release_in_another_language_has_lang_attributes_on_its_texts_only() -> None:
    html = rendered("release.html", release(lang="en"))
    assert '<html lang="id">' in html
    assert '<h1 lang="en">Judul</h1>' in html
    assert '<div class="prose" lang="en">' in html


def test_preview_is_marked_and_not_indexed() -> None:
    html = rendered("release.html", release(state="draft"), preview=True)
    assert '<meta name="robots" content="noindex">' in html
    assert "preview-bar" in html
    assert "preview-bar" not in rendered("release.html", release())


def test_picture_macro_gives_one_picture_element_for_use_in_a_paragraph() -> None:
    html = Templates([FOLDER], "id").macro("macros.html", "picture")(msgspec.to_builtins(PICTURE))
    assert html.strip().startswith("<picture><img ")
    assert html.strip().endswith("</picture>")


@pytest.mark.parametrize(("asset", "limit"), [("press.css", 10_000), ("press.js", 4_000), ("search.js", 5_500)])
def test_assets_are_within_their_size_limits(asset: str, limit: int) -> None:
    assert len(gzip.compress(minified(asset, (FOLDER / "assets" / asset).read_bytes()))) <= limit
