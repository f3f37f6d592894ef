"""The import of folders of Jekyll, Hugo, Pelican and Eleventy."""

from __future__ import annotations

import html
import shutil
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.content import front_matter
from press.content.files import read
from press.importing.folders import kramdown, tags
from press.importing.report import Entry, ImportReport, Outcome
from press.importing.run import ImportRequest, run
from press.model import Parsed, Release, ReleaseKind
from tests.fuzzing import fuzz
from tests.photos import encoded, sample_image
from tests.portal import CONFIG, Portal

JEKYLL = {
    "_config.yml": 'url: https://lama.example\nbaseurl: /humas\ntimezone: Asia/Jakarta\n'
    'permalink: /:year/:month/:title/\n'
    'defaults:\n  - scope: {path: "", type: posts}\n    values: {author: wulan}\n',
    "_data/authors.yml": "wulan: {name: Wulan Sari}\n",
    "_posts/2020-03-04-banjir-surut.md": '---\ntitle: "Banjir surut"\ntags: pasar air\n'
    'excerpt: Air turun di [Sidoarjo](/x).\n'
    'image: /assets/banjir.jpg\nimage_alt: Warga\nredirect_from: /lama/banjir/\n---\n'
    "{% highlight ruby %}\nputs 1\n{% endhighlight %}\n\n"
    "Lihat [kabar lain]({% post_url 2020-03-05-rapat %}) dan [profil]({{ site.baseurl }}/profil/).\n\n"
    '{% include figure.html src="/assets/banjir.jpg" alt="Air" caption="Air surut." %}\n\n'
    '{% youtube abcdefghijk %}\n\n{% raw %}{{ tetap }}{% endraw %}{% comment %}rahasia{% endcomment %}\n\n'
    "{% if site.ada %}Isi tetap.{% endif %}\n\n"
    '<div class="kotak" markdown="1">\n**tebal**{: .merah}\n</div>\n\n'
    "* TOC\n{:toc}\n\n## Judul bagian {#bagian}\n\nIstilah\n: Arti\n\n"
    "| a | b |\n|---|---|\n| 1 | 2 |\n\nCatatan.[^1]\n\n[^1]: Kaki catatan.\n",
    "_posts/2020-03-05-rapat.md": "---\ntitle: Rapat\npublished: false\n---\nIsi.\n",
    "pengumuman/_posts/2020-03-06-rapat.md": "---\ntitle: Rapat lagi\n---\n"
    "Isi [pertama]({{ site.baseurl }}{% post_url 2020-03-04-banjir-surut %}).\n",
    "_drafts/rencana.md": "---\ntitle: Rencana\n---\nIsi.\n",
    "_posts/2020-03-07-rusak.md": "---\ntitle: a: b: c\n---\nIsi.\n",
    "profil.md": "---\ntitle: Profil\nlayout: page\n---\nKami.\n",
    "README.md": "# Bukan isi\n",
    "_layouts/x.md": "---\ntitle: Bukan\n---\n",
}  # fmt: skip
HUGO = {
    "hugo.toml": 'baseURL = "https://lama.example/"\ndefaultContentLanguage = "id"\n[permalinks]\n'
    'berita = "/:year/:slug/"\n'
    "[languages.en]\nweight = 2\n",
    "content/berita/banjir/index.md": '+++\ntitle = "Banjir"\ndate = 2020-03-04T09:30:00+07:00\nslug = "banjir-surut"\n'
    'categories = ["air"]\naliases = ["/lama/1"]\n[cover]\nimage = "a.jpg"\nalt = "Warga"\n+++\n'
    '![Foto](a.jpg)\n\n{{< figure src="a.jpg" alt="Air" >}}\n\n'
    '[rapat]({{< relref "berita/rapat.md" >}}) [b](../rapat.md)\n\n'
    "{{< youtube abcdefghijk >}}\n\n{{< kotak >}}Dalam.{{< /kotak >}}\n\n`{{</* figure */>}}`\n",
    "content/berita/rapat.md": '{\n  "title": "Rapat",\n  "date": "2020-03-05"\n}\n\nIsi.\n',
    "content/berita/rapat.en.md": "---\ntitle: Meeting\ndate: 2020-03-05\nslug: meeting\n---\nText.\n",
    "content/berita/nanti.md": "---\ntitle: Nanti\ndate: 2020-01-01\npublishDate: 2030-01-01\n"
    "expiryDate: 2031-01-01\n---\nIsi.\n",
    "content/berita/konsep.md": "---\ntitle: Konsep\ndate: 2020-01-01\ndraft: true\n---\nIsi.\n",
    "content/berita/_index.md": "---\ntitle: Berita\n---\n",
    "content/profil.md": "---\ntitle: Profil\n---\nKami.\n",
    "static/surat.pdf": "%PDF-1.4\n%%EOF\n",
}  # fmt: skip
PELICAN = {
    "pelicanconf.py": 'AUTHOR = "Humas"\nSITEURL = "https://lama.example"\nTIMEZONE = "Asia/Jakarta"\n'
    'ARTICLE_URL = "{date:%Y}/{slug}.html"\nimport os\n',
    "content/air/banjir.md": "Title: Banjir surut\nDate: 2020-03-04 09:30\nTags: pasar, air bersih\nSlug: banjir\n"
    "Summary: Air turun,\n    sudah.\n\n[rapat]({filename}rapat.md) ![Foto]({static}/images/a.jpg)\n\n"
    '!!! note "Catatan"\n    Isi catatan.\n',
    "content/air/rapat.md": "Title: Rapat\nDate: 2020-03-05\nStatus: draft\n\nIsi.\n",
    "content/lama.rst": "Lama\n####\n\n:date: 2020-01-01\n",
    "content/pages/profil.md": "Title: Profil\n\nKami.\n",
}
ELEVENTY = {
    "eleventy.config.js": 'export default (c) => ({ dir: { input: "src" } });\n',
    "src/_data/site.json": '{"url": "https://lama.example"}',
    "src/posts/posts.json": '{"tags": ["posts"], "permalink": "/berita/{{ page.fileSlug }}/", "author": "Humas"}',
    "src/posts/2020-03-04-banjir.md": "---\ntitle: Banjir\ntags: [air]\n---\n"
    '[beranda]({{ "/tentang/" | url }}) {% image "/a.jpg", "Warga" %}\n',
    "src/posts/konsep.md": "---\ntitle: Konsep\ndate: 2020-01-01\npermalink: false\n---\nIsi.\n",
    "src/tentang.md": "---\ntitle: Tentang\n---\nKami.\n",
    "src/daftar.md": "---\ntitle: Daftar\npagination: {data: x}\n---\n",
}


@pytest.fixture
def portal(tmp_path: Path) -> Portal:
    return Portal(tmp_path / "portal", CONFIG)


def folder(root: Path, files: dict[str, str]) -> Path:
    """A folder with files, and a photo at each of some usual places."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def photo(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(encoded(sample_image(60, 40), "jpeg"))


def imported(portal: Portal, source: Path, **options: object) -> dict[str, Entry]:
    """Import a folder, build the portal, and return what became of each item, by title."""
    report = run(ImportRequest(portal.request(), source, **options))  # type: ignore[arg-type]
    portal.build()
    return {entry.title: entry for entry in report.entries}


def parsed(portal: Portal, entry: Entry) -> Parsed:
    return front_matter.parse(read(portal.root, entry.path), portal.request().config)


def release(portal: Portal, entry: Entry) -> Release:
    found = parsed(portal, entry).release
    assert found
    return found


def test_jekyll_keeps_fields_addresses_and_what_tags_showed(portal: Portal, tmp_path: Path) -> None:
    source = folder(tmp_path / "lama", JEKYLL)
    photo(source / "assets" / "banjir.jpg")
    found = imported(portal, source)
    one = release(portal, found["Banjir surut"])
    assert one.aliases == ("/humas/2020/03/banjir-surut/", "/humas/lama/banjir/")
    assert (one.id, one.tags, one.author) == (
        "https://lama.example/humas/2020/03/banjir-surut",
        ("pasar", "air"),
        ("Wulan Sari",),
    )
    assert (one.summary, one.date.isoformat()) == ("Air turun di Sidoarjo.", "2020-03-04T00:00:00+07:00")
    assert one.image
    assert one.image.alt == "Warga"
    assert (portal.root / "posts/2020/03" / one.image.src).is_file()
    text = parsed(portal, found["Banjir surut"]).text
    for kept in (
        "```\nputs 1\n```", "[profil](/profil/)", "Air surut.", "youtube.com/watch?v=abcdefghijk", "{{ tetap }}",
        "Isi tetap.", "**tebal**", "Judul bagian", "Arti", "| 1 | 2 |", "[^1]: Kaki catatan.",
    ):  # fmt: skip
        assert kept in html.unescape(text), f"{kept}\n{text}"
    for gone in ("rahasia", "TOC", "{%", "endif", "markdown="):
        assert gone not in text, text
    about = Counter(note.rule for note in found["Banjir surut"].notes)
    assert (about["shortcode"], about["link"], about["lost"]) == (1, 1, 0), found["Banjir surut"].notes


@pytest.mark.parametrize("posts", ["posts", "blog/posts/2020", "lama"])
def test_jekyll_is_recognised_by_the_names_of_its_posts(portal: Portal, tmp_path: Path, posts: str) -> None:
    """In any folder below the one that is named."""
    files = {f"{posts}/2020-01-02-banjir.md": "---\ntitle: Banjir\n---\n\nAir surut.\n", "README.md": "# Situs lama\n"}
    entry = imported(portal, folder(tmp_path / "lama", files))["Banjir"]
    assert entry.path == "posts/2020/01/20200102-banjir.md"


def test_jekyll_publishes_no_draft_and_reports_a_broken_file(portal: Portal, tmp_path: Path) -> None:
    found = imported(portal, folder(tmp_path / "lama", JEKYLL))
    assert found["Rapat"].outcome is found["Rencana"].outcome is Outcome.DRAFT
    assert found["Rapat lagi"].outcome is Outcome.IMPORTED
    assert parsed(portal, found["Rapat lagi"]).text == "Isi [pertama](/2020/03/banjir-surut/)."
    assert release(portal, found["Profil"]).kind is ReleaseKind.PAGE
    broken = found["2020-03-07-rusak.md"]
    assert broken.outcome is Outcome.SKIPPED
    assert [note.rule for note in broken.notes] == ["fields", "fields"]
    assert len(found) == 6


def test_a_second_import_of_a_folder_changes_nothing(portal: Portal, tmp_path: Path) -> None:
    source = folder(tmp_path / "lama", JEKYLL)
    imported(portal, source)
    again = imported(portal, source)
    assert {entry.outcome for entry in again.values()} == {Outcome.UNCHANGED, Outcome.SKIPPED}


def test_hugo_bundles_permalinks_languages_and_shortcodes(portal: Portal, tmp_path: Path) -> None:
    source = folder(tmp_path / "lama", HUGO)
    photo(source / "content/berita/banjir/a.jpg")
    found = imported(portal, source)
    one = release(portal, found["Banjir"])
    assert (one.id, one.aliases) == ("https://lama.example/2020/banjir-surut/", ("/2020/banjir-surut/", "/lama/1/"))
    assert one.image
    assert one.image.alt == "Warga"
    assert one.date.isoformat() == "2020-03-04T09:30:00+07:00"
    text = parsed(portal, found["Banjir"]).text
    assert text.count("(/2020/03/rapat/)") == 2
    assert text.count(f"]({one.image.src}") == 1, "the one with which the text begins is the lead photo"
    assert "abcdefghijk" in text
    assert "Dalam." in text
    assert "{{< figure >}}" in html.unescape(text)
    assert release(portal, found["Meeting"]).lang == "en"
    assert found["Konsep"].outcome is Outcome.DRAFT
    late = release(portal, found["Nanti"])
    assert late.date.year == 2030
    assert late.expires
    assert late.expires.year == 2031
    assert release(portal, found["Profil"]).kind is ReleaseKind.PAGE
    assert "Berita" not in found


def test_pelican_reads_lines_of_fields_and_reports_other_formats(portal: Portal, tmp_path: Path) -> None:
    source = folder(tmp_path / "lama", PELICAN)
    photo(source / "content/images/a.jpg")
    found = imported(portal, source)
    one = release(portal, found["Banjir surut"])
    assert (one.id, one.aliases) == ("tag:lama.example,2020-03-04:/2020/banjir.html/", ("/2020/banjir.html",))
    assert (one.summary, one.author, one.tags) == ("Air turun, sudah.", ("Humas",), ("pasar", "air bersih"))
    assert one.topics == ("air",)
    text = parsed(portal, found["Banjir surut"]).text
    assert "20200304-banjir-a.jpg" in text
    assert "> **Catatan**" in text
    assert found["Rapat"].outcome is Outcome.DRAFT
    assert found["lama"].outcome is Outcome.SKIPPED
    assert release(portal, found["Profil"]).kind is ReleaseKind.PAGE


def test_eleventy_takes_fields_from_the_data_of_folders(portal: Portal, tmp_path: Path) -> None:
    source = folder(tmp_path / "lama", ELEVENTY)
    photo(source / "src/a.jpg")
    found = imported(portal, source)
    one = release(portal, found["Banjir"])
    assert (one.id, one.aliases) == ("https://lama.example/berita/banjir/", ("/berita/banjir/",))
    assert (one.tags, one.author) == (("air",), ("Humas",))
    text = parsed(portal, found["Banjir"]).text
    assert "[beranda](/tentang/)" in text
    assert "![Warga](20200304-" in text
    assert found["Konsep"].outcome is Outcome.DRAFT
    assert set(found) == {"Banjir", "Konsep", "Tentang"}


BAD = (
    "", "---", "---\n", "+++\n+++\n", "{", '{"a": 1}', "---\ntitle: [\n---\n",
    "\ufeff---\ntitle: x\n---\n{% raw %}{% {{ {{< ", "---\ntitle: x\ndate: 0000-00-00\n---\n" + "{% x " * 3000,
    "Title: x\n", "\0\x01", "---\ntitle: x\n---\n" + "[" * 5000, "---\ntitle: x\nimage: [[]]\ntags: {a: b}\n---\n{{< x",
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "folder_of_posts"),
    [("jekyll", "_posts"), ("hugo", "content/berita"), ("pelican", "content"), ("eleventy", "posts")],
)
def test_no_file_stops_an_import(portal: Portal, tmp_path: Path, kind: str, folder_of_posts: str) -> None:
    files = {f"{folder_of_posts}/2020-01-{number:02}-x{number}.md": text for number, text in enumerate(BAD, 1)}
    report = run(ImportRequest(portal.request(), folder(tmp_path / "lama", files), kind=kind))
    assert len(report.entries) == len(BAD)
    portal.build()


PIECES = (
    "{% ", "%}", "{{ ", "}}", "{{< ", ">}}", "{{</* ", "*/>}}", "{% raw %}", "{% endraw %}", "{::comment}", "{:/}",
    "<div markdown=1>", "</div>", "!!! note\n    x\n", "|a|b|\n", "](x.md", '"', "a=", "x", "\n", "#", "{static}a.jpg",
)  # fmt: skip


@fuzz(examples=30)
@given(st.lists(st.sampled_from(PIECES), max_size=30), st.booleans())
def test_tags_of_any_shape_are_converted_without_an_exception(pieces: list[str], is_hugo: bool) -> None:
    names = tags.Names(lambda name: "", {}, "")
    text, _ = tags.converted("".join(pieces), "x.md", 1, names, is_hugo)
    kramdown.as_markdown(text)


@pytest.mark.parametrize("piece", PIECES)
def test_the_time_for_tags_grows_with_the_length_of_the_text(piece: str) -> None:
    names, text = tags.Names(lambda name: "", {}, ""), piece * (60_000 // len(piece))
    started = time.process_time()
    kramdown.as_markdown(tags.converted(text, "x.md", 1, names, is_hugo=False)[0])
    assert time.process_time() - started < 2


def test_real_posts_are_imported_with_every_word(portal: Portal, tmp_path: Path, real_posts: list[Path]) -> None:
    source = tmp_path / "posts"
    source.mkdir()
    for post in real_posts[::40]:
        shutil.copy(post, source)
    report: ImportReport = run(ImportRequest(portal.request(), source, address="https://18f.example"))
    assert {entry.outcome for entry in report.entries} == {Outcome.IMPORTED}
    assert not [note for entry in report.entries for note in entry.notes if note.rule == "lost"]
    assert all(entry.before and entry.after and entry.before.links <= entry.after.links for entry in report.entries)
    portal.build()
