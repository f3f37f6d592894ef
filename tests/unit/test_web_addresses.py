"""Links as browsers understand them: with their scheme, and without characters that a URL may not have."""

from __future__ import annotations

import html
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press import web
from press.content.markdown import render
from tests.fuzzing import fuzz
from tests.portal import CONFIG, Portal


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("https://a.example/100%", "https://a.example/100%25"),
        ("https://a.example/a%zz%2", "https://a.example/a%25zz%252"),
        ("https://a.example/a%20b%C3%A9", "https://a.example/a%20b%C3%A9"),
        ("https://a.example/%%20", "https://a.example/%25%20"),
        ("https://a.example/a b|c\"<>`{}^", "https://a.example/a%20b%7Cc%22%3C%3E%60%7B%7D%5E"),
        ("https://a.example/café?q=é#ñ", "https://a.example/caf%C3%A9?q=%C3%A9#%C3%B1"),
        ("https://kota.example/[1]?a[]=2", "https://kota.example/[1]?a[]=2"),
        ("https://café.example/é", "https://xn--caf-dma.example/%C3%A9"),
        ("https://[2001:db8::1]/é", "https://[2001:db8::1]/%C3%A9"),
        ("mailto:a@b.example?subject=100% é", "mailto:a@b.example?subject=100%25%20%C3%A9"),
        ("#kejadian-é", "#kejadian-%C3%A9"),
        ("https://a.example/\U0001f600", "https://a.example/%F0%9F%98%80"),
    ],
)  # fmt: skip
def test_characters_that_a_link_may_not_have_are_percent_encoded(written: str, link: str) -> None:
    assert web.encoded(written) == link
    assert web.encoded(link) == link


@fuzz(examples=100)
@given(st.text(st.characters() | st.sampled_from('%/:?#é \\"<>'), max_size=30))
def test_encoded_links_are_stable_and_valid(rest: str) -> None:
    link = web.encoded(f"https://a.example/{rest}")
    assert re.fullmatch(r"(?:[!#-;=?-\[\]_a-z~]|%[0-9A-Fa-f]{2})*", link)
    assert not re.search(r"%(?![0-9A-Fa-f]{2})", link)
    assert web.encoded(link) == link


def links_in(text: str) -> list[str]:
    body, _ = render(text, "posts/x.md")
    assert body
    return [html.unescape(link) for link in re.findall(r'(?:href|src)="([^"]*)"', body.html)]


@pytest.mark.parametrize(
    "text",
    [
        "[a](//x.example/y)", "[a](<//x.example/y>)", "[a]\n\n[a]: //x.example/y", '<a href="//x.example/y">a</a>',
        "<a href=' //x.example/y '>a</a>", "<a href=///x.example/y>a</a>", '<a href="/\t/x.example/y">a</a>',
        '<a href="&#47;/x.example/y">a</a>', "![a](//x.example/y)", '<img src="//x.example/y" alt="a">',
        '<iframe src="//x.example/y"></iframe>', '<embed src="//x.example/y">', '<video src="//x.example/y"></video>',
        '<object data="//x.example/y"></object>', '<audio><source src="//x.example/y"></audio>',
        "[![a](//x.example/y)](b)",
    ],
)  # fmt: skip
def test_links_without_a_scheme_are_https_everywhere_in_a_text(text: str) -> None:
    found = links_in(text)
    assert [link for link in found if not link.startswith("press:")] == ["https://x.example/y"] or found == ["press:0"]


@pytest.mark.parametrize("target", ["//", "//user@x.example/", "//x.example\\@y", "/\\x.example", "\\\\x", "// x"])
def test_what_is_no_host_is_still_refused(target: str) -> None:
    for text in (f"[a](<{target}>)", f'<a href="{target}">a</a>'):
        assert links_in(text) in ([], ["https://%20x"]), text


def test_a_bare_percent_sign_in_a_link_is_escaped() -> None:
    assert links_in("[a](https://x.example/100%) [b](https://x.example/a%zz?b=5%&c=1)") == [
        "https://x.example/100%25", "https://x.example/a%25zz?b=5%25&c=1",
    ]  # fmt: skip


SETTINGS = f"""
publisher_url = "//instansi.example/100%"
license_url = "//lisensi.example/a b"
{CONFIG}
[feeds]
hub = "//hub.example/"
[topics.air]
name = "Air"
url = "//air.example/"
[[menu]]
label = "Luar"
url = "//menu.example/a b"
[[menu]]
label = "Cari"
url = "/cari/?q=air%20bersih#hasil"
[[footer]]
label = "Bawah"
url = "//bawah.example/100%"
"""


def test_no_page_feed_or_sitemap_has_a_link_without_a_scheme_or_with_a_bare_percent_sign(portal: Portal) -> None:
    portal.write("config.toml", SETTINGS)
    portal.write("posts/100%.pdf", b"%PDF-1.4")
    body = (
        "[a](<//x.example/b%zz c?d=5%>) ![e](//x.example/f) [g](100%.pdf) [h](/topik/air/?i=100%) [j](#k%)\n\n"
        '<iframe src="//x.example/l m"></iframe>\n\n## k%\n'
    )
    claim = "{text: Kabar, verdict: misleading, where: //edar.example/1%, evidence: [//bukti.example/?a=1&b=5%, Saksi]}"
    portal.post("a.md", body, topics="[air]", kind="clarification", claim=claim)
    portal.post("b.md", "x", original='"//asal.example/siaran pers/100%?x=1"', topics="[air]")
    portal.post("c.md", "x", original="//tautan.example/", kind="link")
    portal.build()
    for path, data in portal.site().items():
        if path.endswith((".html", ".xml", ".json", ".opml")):
            text = data.decode()
            if path.endswith(".json"):
                text = json.dumps(json.loads(text), ensure_ascii=False).replace('\\"', '"')
            assert not re.search(r"""(?:href|src|url|data)\\?["']?[=:]\s*["']//""", text), path
            links = re.findall(r'(?:href|src|url|uri)="([^"]*)"', html.unescape(text))
            assert not [link for link in links if re.search(r"%(?![0-9A-Fa-f]{2})| ", link)], path
    page, feed = portal.text("2026/03/a/index.html"), html.unescape(portal.text("feed.xml"))
    for link in (
        "https://x.example/b%25zz%20c?d=5%25", "https://x.example/f", "https://x.example/l%20m",
        "https://bukti.example/?a=1&b=5%25",
    ):  # fmt: skip
        assert f'href="{link}"' in html.unescape(page)
        assert f'href="{link}"' in feed
    assert 'href="/portal/2026/03/a/100%25.pdf"' in page
    assert 'href="/portal/topik/air/?i=100%25"' in page
    assert 'href="https://menu.example/a%20b"' in page
    assert 'href="/portal/cari/?q=air%20bersih#hasil"' in page
    copied = '<link rel="canonical" href="https://asal.example/siaran%20pers/100%25?x=1">'
    assert copied in portal.text("2026/03/b/index.html")
    assert 'href="https://asal.example/siaran%20pers/100%25?x=1"' in feed
    assert 'href="https://tautan.example/"' in feed
    assert '"https://edar.example/1%25"' in page
