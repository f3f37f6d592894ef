"""Texts as WordPress stores them → Markdown: paragraphs, blocks, shortcodes, figures, tables, frames, styles."""

from __future__ import annotations

import time
from zoneinfo import ZoneInfo

import pytest

from press.importing.html import convert
from press.importing.sources import table
from press.importing.wordpress import texts
from press.importing.wordpress.export import Site
from tests import wxr
from tests.unit.test_import_html import Kept

UPLOADS = "https://dinas.example/wp-content/uploads"
YOUTUBE = "https://www.youtube.com/watch?v=abcdefghijk"
GALLERY = '![Alt A](a.jpg "Cap A")\n\n![](b.jpg)'


def block(name: str, html: str = "", attributes: str = "") -> str:
    """A block of the editor."""
    return f"<!-- wp:{name} {attributes} -->{html}<!-- /wp:{name} -->" if html else f"<!-- wp:{name} {attributes} /-->"


CASES = {
    # Paragraphs
    "Satu\nbaris\n\nDua <b>tebal</b>\r\n\r\n<ul>\n<li>a\n\nb</li>\n<li>c</li>\n</ul>\nakhir": (
        "Satu\\\nbaris\n\nDua **tebal**\n\n- a\n\n  b\n- c\n\nakhir"
    ),
    "a\n<pre>x\n\n\ny</pre>\nb<!--more-->c": "a\n\n```\nx\n\n\ny\n```\n\nb\n\nc",
    "<p>sudah</p>\n\nbelum": "sudah\n\nbelum",
    # Captions and galleries
    '[caption width="9" caption="Lama &quot;x&quot;"]<img src="a.jpg" />[/caption] sesudah': (
        '![](a.jpg "Lama &quot;x&quot;")\n\nsesudah'
    ),
    '[caption id="x"]<a href="a.jpg"><img src="a.jpg" alt="A" /></a> Baru[/caption]': '![A](a.jpg "Baru")',
    '[caption id="x"]<img src="a.jpg" /> Lihat <a href="https://x.id/">ini</a>[/caption]': (
        '<figure><img alt="" src="a.jpg"/><figcaption>Lihat <a href="https://x.id/">ini</a></figcaption></figure>'
    ),
    'a [gallery ids="5,6"] b': f"a\n\n{GALLERY}\n\nb",
    "[gallery]": '![Alt A](a.jpg "Cap A")',
    block("gallery", " ", '{"ids":[5,6]}'): GALLERY,
    block(
        "gallery",
        '<figure><ul><li><figure><img src="a.jpg"/><figcaption>Satu</figcaption></figure></li></ul>'
        "<figcaption>Semua</figcaption></figure>",
    ): '![](a.jpg "Satu")\n\nSemua',
    '<div class="wp-caption"><img src="a.jpg"><p class="wp-caption-text">Cap</p></div>': '![](a.jpg "Cap")',
    '<p><img src="a.jpg"></p><p class="wp-caption-text">Cap</p>': '![](a.jpg "Cap")',
    '<figure><img src="a.jpg"/><figcaption>C</figcaption></figure>': '![](a.jpg "C")',
    '<ul><li><img src="a.jpg" data-caption="C"> b</li></ul>': "- ![](a.jpg)\\\n  C b",
    # Images that load late, that count readers, and that are twice
    '<img src="data:image/gif;base64,R0" data-src="a.jpg"/><noscript><img src="a.jpg"></noscript>': "![](a.jpg)",
    'a<img src="https://c.id/p.gif" width="1" height="1"/>': "a",
    # Videos, frames, documents
    f"[embed]{YOUTUBE}[/embed]": f"<{YOUTUBE}>",
    "https://youtu.be/abcdefghijk": "https://youtu.be/abcdefghijk",
    "[youtube abcdefghijk]": f"<{YOUTUBE}>",
    '<iframe src="//www.youtube.com/embed/abcdefghijk?rel=0" width="9"></iframe>': f"<{YOUTUBE}>",
    block("embed", f"<figure><div>\n{YOUTUBE}\n</div><figcaption>V</figcaption></figure>"): f"{YOUTUBE}\n\nV",
    block("embed", "", f'{{"url":"{YOUTUBE}"}}'): YOUTUBE,
    '[video mp4="https://d.id/v.mp4"][/video]': "[v.mp4](https://d.id/v.mp4)",
    '<video controls src="https://d.id/v.mp4"></video>': "[v.mp4](https://d.id/v.mp4)",
    '[audio src="https://d.id/a.mp3"]': "[a.mp3](https://d.id/a.mp3)",
    '<iframe src="https://docs.google.com/viewer?url=https%3A%2F%2Fd.id%2Fx.pdf&embedded=true"></iframe>': (
        "[x.pdf](https://d.id/x.pdf)"
    ),
    '<object data="https://d.id/x.pdf" type="application/pdf">Unduh</object>': "[Unduh](https://d.id/x.pdf)",
    '<iframe title="Peta" src="https://www.google.com/maps/embed?pb=1"></iframe>': (
        "[Peta](https://www.google.com/maps/embed?pb=1)"
    ),
    # Shortcodes
    '[vc_row][vc_column width="1/2"]Isi[/vc_column][/vc_row] [sic] [1] [[gallery]]': (
        "Isi \\[sic\\] \\[1\\] \\[gallery\\]"
    ),
    '[Baca juga: <a href="https://x.id/">ini</a>]': "\\[Baca juga: [ini](https://x.id/)\\]",
    '[kotak judul="a" title="Penting"]Isi[/kotak]': "Penting\n\nIsi",
    "<code>[gallery]</code>": "`[gallery]`",
    # Blocks
    block("list", f"<ul>{block('list-item', '<li>a<ol><li>b</li></ol></li>')}</ul>"): "- a\n\n  1. b",
    block("quote", "<blockquote><p>K</p><cite>S</cite></blockquote>"): "> K\n>\n> <cite>S</cite>",
    block("block", "", '{"ref":77}'): "Ulang",
    block("paragraph", "<p>a</p>") + block("latest-posts") + block("spacer", '<div style="height:9px"></div>'): "a",
    # Tables
    "<table><tr><td><b>A</b></td><td><b>B</b></td></tr><tr><td>1|2</td><td><p>x</p><p>y</p></td></tr></table>": (
        "| **A** | **B** |\n| --- | --- |\n| 1\\|2 | x<br>y |"
    ),
    '<table border="1"><tr><td rowspan="2" style="x">a</td><td>b</td></tr><tr><td>c</td></tr></table>': (
        '<table><tr><td rowspan="2">a</td><td>b</td></tr><tr><td>c</td></tr></table>'
    ),
    "<table><tr><td>satu <b>sel</b></td></tr></table>": "satu **sel**",
    # Styles and what editors leave behind
    "<p><strong>SURABAYA, </strong>&nbsp;Gubernur  hadir&nbsp;</p><p>&nbsp;</p>": "**SURABAYA,** Gubernur hadir",
    '<span style="font-weight: bold; color: red">a</span> <font size="2"><i>b</i></font>c': "**a** <em>b</em>c",
    "<p>ter<b>tebal</b>kan, <b>a</b><b>b</b> <b><i>c</i></b>, <i>(d)</i>e</p>": (
        "ter<strong>tebal</strong>kan, **ab** <strong><em>c</em></strong>, <em>(d)</em>e"
    ),
    "<p>a<o:p></o:p><br><br>b<br></p><div dir='auto'>c</div><center>d</center>": "a\n\nb\n\nc\n\nd",
    "H<sub>2</sub>O m<sup>2</sup> <u>e</u> <strike>f</strike>": "H<sub>2</sub>O m<sup>2</sup> <u>e</u> <s>f</s>",
    "<b><p>a</p></b><a href='https://x.id/'><h3>b</h3><div>c</div></a>": (
        "a\n\n### [b](https://x.id/)\n\n[c](https://x.id/)"
    ),
    '<p style="text-align:center;font-weight:bold">a</p><h2 style="font-weight:bold">b</h2>': "**a**\n\n## b",
    # Signs that Markdown would read
    "1. bukan\n# bukan\n- bukan\n+ a\n&gt; a\n*a* _b_ c_d `e` [f] g|h ~~i~~ &lt;j&gt; &amp;copy; {{ k }} \\ ===": (
        "1\\. bukan\\\n\\# bukan\\\n\\- bukan\\\n\\+ a\\\n\\> a\\\n"
        "\\*a\\* \\_b\\_ c_d \\`e\\` \\[f\\] g\\|h \\~\\~i\\~\\~ &lt;j> &amp;copy; &#123;&#123; k }} \\\\ ==="
    ),
    "https://a.id/b_c_d?e=1&amp;f=2*": "https://a.id/b_c_d?e=1&f=2\\*",
    # Links
    '<a name="x"></a>a <a href="#x">b</a> <a href="javascript:x()">c</a> <a href="mailto:a@b.id">d</a> <a>e</a>': (
        '<a id="x"></a>a [b](#x) c [d](mailto:a@b.id) e'
    ),
    '<a href="https://x.id/a b(c)">d</a> <a href="https://x.id/">https://x.id/</a>': (
        "[d](<https://x.id/a%20b(c)>) <https://x.id/>"
    ),
    # Lists
    '<ol start="5"><li>a</li></ol><ol><li>b<p>c</p></li></ol><ul><li></li><li>d</li></ul>': (
        "5. a\n\n1) b\n\n   c\n\n- d"
    ),
    '<ol type="a"><li>x</li></ol><dl><dt>T</dt><dd>D</dd></dl>': (
        '<ol type="a"><li>x</li></ol>\n\n<dl><dt>T</dt><dd>D</dd></dl>'
    ),
}  # fmt: skip
"""The Markdown of each text."""


HOSTILE = {
    "nested": "<div>" * 3000 + "x", "nested links": '<a href="x">' * 2000 + "x", "list": f"<ol>{'<li>a' * 2000}</ol>",
    "lists": "<ul><li>a</li></ul>" * 1000, "open tags": "<p" * 20_000, "pre": "<pre>" * 20_000,
    "code": "<code>" * 20_000,
    "captions": "[caption]" * 20_000, "shortcodes": '[x y="' * 20_000, "comments": "<!-- wp:x " * 20_000,
}  # fmt: skip
"""Texts that take a long time where it is more than linear."""


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_take_no_long_time(name: str) -> None:
    started = time.process_time()
    convert(texts.shown(HOSTILE[name], "1", Site(), []), Kept())
    assert time.process_time() - started < 5


@pytest.fixture(scope="module")
def markdown_of(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The Markdown of the texts, which are items of one export."""
    file = tmp_path_factory.mktemp("texts") / "ekspor.xml"
    others = (
        wxr.attachment(5, "2020/a.jpg", 103, alt="Alt A", caption="Cap A"), wxr.attachment(6, "2020/b.jpg"),
        wxr.item(77, block("paragraph", "<p>Ulang</p>"), post_type="wp_block"),
    )  # fmt: skip
    gallery = list(CASES).index("[gallery]") + 100
    others = (others[0].replace("103", str(gallery)), *others[1:])
    file.write_text(wxr.export(*(wxr.item(number, text) for number, text in enumerate(CASES, 100)), *others))
    items = table.opened(file, "", ZoneInfo("Asia/Makassar")).items()
    return {text: convert(item.body, Kept()).markdown for text, item in zip(CASES, items, strict=True)}


@pytest.mark.parametrize("text", CASES)
def test_text_becomes_markdown(text: str, markdown_of: dict[str, str]) -> None:
    assert markdown_of[text] == CASES[text]
