"""Every word that an author writes is on the page: as text, as alternative text of an image, as title or caption.

Not there, on purpose, are scripts, styles, comments and the addresses of links; `check` names the first three.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from press import slugs
from press.content.markdown import render
from tests.laws.test_corpus import BROKEN, SETTINGS
from tests.photos import pdf, photo
from tests.portal import Portal

_ON_PURPOSE = re.compile(
    r"\{%-?\s*(?:end)?raw\s*-?%\}|<!--.*?-->|<(script|style)\b.*?</\1\s*>|<[?!][^>]*>|"
    r"^(?:---|\+\+\+)$.*?^(?:---|\+\+\+)$",
    re.DOTALL | re.MULTILINE,
)
_MARKS = re.compile(r"^ *(?:```|~~~)[^`\n]*$|^[ >*-]*\d+\.[ \t]|^\[\^\d+\]:", re.MULTILINE)
"""Of code, and the numbers of lists and notes, which browsers count."""
_TARGET = re.compile(
    r"""\]\(\s*(?:<[^>]*>|(?:\{\{.*?\}\}|[^"()\n]|\([^()\n]*\))*)|^ {0,3}\[[^\[\]^]*\]:\s*\S+|\]\[[^\]]*\]""",
    re.MULTILINE,
)
_ATTRIBUTE_LIST = re.compile(r"\{:[^}\n]*\}")
_TAG = re.compile(r"</?[a-zA-Z](?:\"[^\"]*\"|'[^']*'|[^>\"'])*>")
_ATTRIBUTE_WORDS = re.compile(r"\b(?:title|alt|aria-label|summary)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_WORD = re.compile(r"[^\W_]+")


def words_of_source(text: str) -> Counter[str]:
    """The words of a Markdown text, without those that are left out on purpose. Knows nothing of Press."""

    def attributes(match: re.Match[str]) -> str:
        return f" {' '.join(' '.join(found) for found in _ATTRIBUTE_WORDS.findall(match[0]))} "

    text = _MARKS.sub("", _ON_PURPOSE.sub(" ", text))
    text = _ATTRIBUTE_LIST.sub(attributes, _TAG.sub(attributes, _TARGET.sub("]", text)))
    return words(html.unescape(text))


def words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.lower()))


class Reader(HTMLParser):
    """Collects what readers of a page see or hear."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("alt", "title") and value]

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def missing(source: str, page: str) -> list[str]:
    """The words of a source that are not on a page as often as in the source."""
    read = Reader(page).found
    shown = words(" ".join(read))
    squeezed = "".join(_WORD.findall("".join(read).lower()))  # markup may be inside a word
    return sorted(word for word in words_of_source(source) - shown if word not in squeezed)


WRITTEN = {
    "photo": '![Jembatan lama](foto.jpg "Keterangan foto")',
    "photo in a sentence": 'Lihat ![Jembatan](foto.jpg "Keterangan") itu.',
    "photo in a link": '[![Jembatan](foto.jpg "Keterangan")](a.md)',
    "photo in a figure": '<figure><img src="a.jpg" alt="Jembatan" title="Judul"><figcaption>Foto</figcaption></figure>',
    "photo of another site": '![Jembatan](https://a.example/b.jpg "Keterangan")',
    "photo of another site in a link": '[![Jembatan](https://a.example/b.jpg "Keterangan")](https://b.example)',
    "photo without a file": '![Jembatan]( "Keterangan") <img alt="Sungai" title="Meluap"> <img title="Tanpa alt">',
    "link": '[Laporan](https://a.example "Judul tautan") dan [kosong]( "Judul lain")',
    "anchor": '<a title="Bukan tautan">di sini</a>',
    "refused link": '<a href="javascript:x()" title="Judul">teks</a>',
    "unused link": "[Wartawan]: Benar?",
    "heading": '<h2 title="Judul bagian" lang="en">Bagian</h2>',
    "heading with a link": '## Bagian [dua](https://a.example "Judul") {#dua}',
    "words in braces": "## Kontrak {sic}\n\nKata **tebal**{kata lain}",
    "attribute list": 'Kata *miring*{: title="Judul miring"}',
    "frame": '<iframe src="https://a.example" title="Peta banjir">Peta tidak tampil</iframe>',
    "refused frame": '<iframe src="javascript:x()" title="Peta banjir"></iframe>',
    "frame without address": '<iframe title="Peta banjir">isi</iframe>',
    "object": '<object data="https://a.example/x.swf" aria-label="Animasi">Gambar pengganti</object>',
    "video": '<video src="a.mp4" title="Sambutan"><track label="Bahasa Indonesia">Video tidak didukung</video>',
    "video with sources": '<video aria-label="Sambutan"><source src="a.mp4">Video tidak didukung</video>',
    "audio": '<audio src="a.mp3">Rekaman tidak didukung</audio>',
    "embed": '<embed src="https://a.example/x" title="Peta">',
    "hidden": "<p hidden>Paragraf</p><div style='display: none'>Lagi</div>",
    "details": "<details><summary>Rincian</summary>Isi</details>",
    "abbreviation": '<abbr title="Badan Pusat Statistik">BPS</abbr>',
    "defined abbreviation": "BPS dan BPS\n\n*[BPS]: Badan Pusat",
    "label": '<span aria-label="Dibaca begini">Rp</span> <p aria-description="Uraian" title="Judul">x</p>',
    "caption of a table": '<table summary="Ringkasan"><caption>Anggaran</caption><tr><th abbr="A">B</th></table>',
    "wide row": "| a | b |\n|---|---|\n| satu | dua | tiga | empat |",
    "text between rows": "<table>sesat<tr><td>satu</table>",
    "footnote": "Kata[^1].\n\n[^1]: Catatan kaki\n\n    dan lanjutannya",
    "two footnotes of one name": "Kata[^1].\n\n[^1]: Pertama\n\n[^1]: Kedua",
    "footnote without a reference": "Kata.\n\n[^9]: Tanpa rujukan",
    "reference without a footnote": "Kata[^hilang].",
    "address without its quotation mark": 'Baca <a href="https://a.example>ini dulu</a> lalu <a href="https://b.example">itu</a>.',
    "forbidden": "<article>satu</article><article>dua</article><marquee>tiga</marquee><o:p>empat</o:p>",
    "form": '<form><label>Nama</label><input placeholder="Isi nama"><input type="submit" value="Kirim"></form>',
    "choice": '<select><optgroup label="Wilayah"><option>Ilir</option><option>Ulu</option></optgroup></select>',
    "text area": "<textarea>isi</textarea><noscript>tanpa skrip</noscript><template>pola</template><xmp>contoh</xmp>",
    "head": "<title>Judul halaman</title><noembed>satu</noembed><noframes>dua</noframes>",
    "drawing": '<svg><title>Peta</title><path d="M0"/><text>Utara</text></svg> <math><mi>x</mi></math>',
    "ruby": "<ruby>kata<rt>baca</rt></ruby>",
    "image map": '<map><area alt="Kabupaten" href="https://a.example"></map>',
    "definition": "Istilah\n: Arti istilah",
    "definition after HTML": "Istilah\n<div>\nisi </div>\n\n: Arti istilah",
    "footnote that begins with HTML": "Kata[^1].\n\n[^1]: <!-- --> Catatan",
    "code": "```python\nkode = 1\n```\n\n`sebaris` ~~hapus~~",
    "not closed": "<div><b>tebal<p>a<li>b\n\nakhir <!- bukan",
}  # fmt: skip
"""Texts with words in unusual places."""


@pytest.mark.parametrize("text", WRITTEN.values(), ids=WRITTEN.keys())
def test_a_text_loses_no_word(text: str) -> None:
    body, _ = render(text, "posts/x.md")
    assert body
    assert missing(text, body.html) == []


@pytest.mark.parametrize("words", ["<Nama Lengkap>", "<Nomor-Telepon>", "a<b dan c>d", "3 < 4 dan 6 > 5", "<!- x"])
def test_words_between_angle_brackets_stay(words: str) -> None:
    body, _ = render(f"Hubungi {words} hari ini.", "posts/x.md")
    assert body
    assert body.text == f"Hubungi {words} hari ini."


DROPPED = {
    "script": "<script>rahasia()</script>",
    "script of an embed": '<script src="https://a.example">rahasia</script>',
    "style": "<style>p { color: rahasia }</style>",
    "comment": "Kata <!-- rahasia --> kata",
    "block of a comment": "<!--\nrahasia\n\nlagi\n-->",
    "declaration": "<?php rahasia ?>",
    "marked section": "<![CDATA[rahasia]]>",
    "document of a frame": '<iframe srcdoc="rahasia"></iframe>',
    "link that is not used": '[a]: https://a.example "rahasia"',
    "abbreviation that is not used": "*[BPS]: rahasia",
}


@pytest.mark.parametrize("text", DROPPED.values(), ids=DROPPED.keys())
def test_what_is_left_out_on_purpose_is_reported(text: str) -> None:
    body, problems = render(text, "posts/x.md")
    assert body
    assert "rahasia" not in body.html
    assert [problem.place.line for problem in problems] == [1]


@pytest.mark.parametrize("mark", ["<!--more-->", "<!-- more -->", "<!---->", "<!DOCTYPE html>"])
def test_a_mark_without_words_is_not_reported(mark: str) -> None:
    assert render(f"Satu.\n\n{mark}\n\nDua.", "posts/x.md")[1] == ()


def test_page_and_feeds_have_all_words_of_photos_and_attachments(portal: Portal) -> None:
    """Those in the text, the lead photo, the gallery, and the documents."""
    for name in ("sisip.jpg", "utama.jpg", "galeri.jpg", "baris.jpg"):
        portal.write(f"posts/{name}", photo(64, 48))
    portal.write("posts/lampiran.pdf", pdf(2))
    portal.post(
        "a.md",
        '![Altsisip](sisip.jpg "Ketsisip & <kata>")\n\nLihat ![Altbaris](baris.jpg "Judulbaris").',
        image="{src: utama.jpg, alt: Altutama, caption: Ketutama, credit: Kreditutama}",
        images="[{src: galeri.jpg, alt: Altgaleri, caption: Ketgaleri, credit: Kreditgaleri}]",
        attachments="[{src: lampiran.pdf, title: Judullampiran}]",
    )  # fmt: skip
    portal.build()
    wanted = words(
        "Altsisip Ketsisip Altbaris Judulbaris Altutama Ketutama Kreditutama Altgaleri Ketgaleri Kreditgaleri "
        "Judullampiran"
    )
    page = portal.text("2026/03/a/index.html")
    assert wanted <= words(" ".join(Reader(page).found))
    assert "<figcaption>Ketsisip &amp; &lt;kata&gt;</figcaption>" in page
    assert 'alt="Altsisip" loading' in page
    assert 'alt="Altbaris" title="Judulbaris"' in page
    for name in ("feed.xml", "atom.xml", "feed.json"):
        assert wanted <= words(html.unescape(html.unescape(portal.text(name)))), name


def test_real_posts_lose_no_word(real_posts: list[Path]) -> None:
    lost = {}
    for path in real_posts:
        text = path.read_text("utf-8").partition("\n---")[2]
        body, _ = render(text, path.name)
        assert body
        if found := missing(text, body.html):
            lost[path.name] = found
    assert lost == {}


def test_pages_of_real_posts_lose_no_word(tmp_path: Path, real_posts: list[Path]) -> None:
    """End to end, with every third post: what templates leave out is found here."""
    portal = Portal(tmp_path, SETTINGS)
    posts = {slugs.slugify(path.stem[11:]): path for path in real_posts[::3] if path.name != Path(BROKEN).name}
    for path in posts.values():
        portal.write(f"posts/{path.name}", path.read_bytes())
    portal.build(jobs=2)
    pages = list((portal.root / "site").glob("2*/*/*/index.html"))
    assert len(pages) == len(posts)
    lost = {}
    for page in pages:
        text = posts[page.parent.name].read_text("utf-8").partition("\n---")[2]
        if found := missing(text, page.read_text("utf-8")):
            lost[page.parent.name] = found
    assert lost == {}


def test_a_standing_page_shows_its_photos_and_documents(portal: Portal) -> None:
    portal.write("pages/utama.jpg", photo(64, 48))
    portal.write("pages/galeri.jpg", photo(64, 48))
    portal.write("pages/lampiran.pdf", pdf(2))
    portal.write(
        "pages/kontak.md",
        "---\ntitle: Kontak\nimage: {src: utama.jpg, alt: Altutama, caption: Ketutama, credit: Kreditutama}\n"
        "images: [{src: galeri.jpg, alt: Altgaleri, caption: Ketgaleri}]\n"
        "attachments: [{src: lampiran.pdf, title: Judullampiran}]\n---\nIsi.\n",
    )
    portal.build()
    wanted = words("Altutama Ketutama Kreditutama Altgaleri Ketgaleri Judullampiran")
    assert wanted <= words(" ".join(Reader(portal.text("kontak/index.html")).found))
