"""Addresses: slugs of any text, terms that differ, ids of headings, links to them, and the address of the portal."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from press import config, slugs, web
from press.content import markdown
from press.errors import BadConfig, Misuse
from press.model import Disclosure, ListingKind
from press.page_ids import ids_in
from tests.fuzzing import fuzz
from tests.portal import CONFIG, Portal

REPOSITORY = Path(__file__).parent.parent.parent
TEMPLATES = REPOSITORY / "templates"

# Slugs --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Jembatan Sungai Lulut kembali dibuka", "jembatan-sungai-lulut-kembali-dibuka"),
        ("Idul Fitri 1447 H", "idul-fitri-1447-h"),
        ("Jum’at – “kopi”", "jumat-kopi"),
        ("Café naïve Ångström ﬁn", "cafe-naive-angstrom-fin"),
        ("Đà Nẵng Łódź Straße", "da-nang-lodz-strasse"),
        ("Tromsø æon ısı", "tromso-aeon-isi"),
        ("Афиша", "afisha"),
        ("Αθήνα", "athina"),
        ("北京", "beijing"),
        ("CON", "con-x"),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_slug_is_readable_in_any_script(text: str, slug: str) -> None:
    assert slugs.slugify(text) == slug


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("السلام", "عليكم"), ("ꦱꦸꦫꦧꦪ", "ꦱꦼꦩꦫꦁ"), ("ไทย", "ลาว"), ("한국", "조선"), ("☀", "☂"), ("!!!", "???"),
        ("🙂", "🙃"), ("", " "),
    ],
)  # fmt: skip
def test_different_texts_have_different_slugs(one: str, other: str) -> None:
    assert slugs.slugify(one) != slugs.slugify(other)


@fuzz(examples=300)
@given(st.text())
@example("\ud800")
@example("a" * 300 + "ß")
def test_slug_of_any_text_is_a_slug_and_stable(text: str) -> None:
    slug = slugs.slugify(text)
    assert slugs.is_slug(slug)
    assert slugs.slugify(slug) == slug


def test_ascii_texts_need_no_transliteration() -> None:
    program = "import sys; from press import slugs; slugs.slugify('Café – x'); sys.exit('anyascii' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=REPOSITORY, check=False).returncode == 0


# Terms --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"), [("C++", "C"), ("C#", "C++"), ("kopi & teh", "kopi teh"), ("A/B", "A B"), ("?", "!"), ("5%", "5")]
)
def test_tags_that_differ_have_different_lists(portal: Portal, one: str, other: str) -> None:
    portal.post("a.md", tags=f'["{one}"]')
    portal.post("b.md", tags=f'["{other}"]')
    portal.build()
    lists = [path for path in portal.site() if re.fullmatch(r"tag/[^/]+/index\.html", path)]
    assert len(lists) == 2
    assert all(sum(name in portal.text(path) for name in ("2026/03/a/", "2026/03/b/")) == 1 for path in lists)


@pytest.mark.parametrize(
    ("one", "other"), [("Air", "air"), ("Node.js", "node.js"), ("C++", "c++"), ("Air  Bersih", "air bersih")]
)
def test_tag_in_two_cases_is_one_list_and_is_shown_once(portal: Portal, one: str, other: str) -> None:
    portal.post("a.md", tags=f'["{one}", "{other}"]')
    portal.post("b.md", tags=f'["{other}"]')
    portal.build()
    lists = [path for path in portal.site() if re.fullmatch(r"tag/[^/]+/index\.html", path)]
    assert len(lists) == 1
    assert portal.text("2026/03/a/index.html").count(f'/portal/{lists[0].removesuffix("index.html")}"') == 1


@fuzz(examples=200)
@given(st.sampled_from((ListingKind.TAG, ListingKind.TOPIC)), st.text(min_size=1))
@example(ListingKind.TAG, "a+" * 100)
def test_term_of_any_name_has_an_address(kind: ListingKind, name: str) -> None:
    assert slugs.is_slug(slugs.term_id(kind, name))
    if name.isascii():
        assert (
            slugs.term_id(kind, name) == slugs.term_id(kind, name.upper()) == slugs.term_id(kind, f" {name.lower()} ")
        )


@pytest.mark.parametrize(
    ("name", "id"),
    [("C++", "c-plus-plus"), ("C#", "c-sharp"), ("C", "c"), (".NET", "dot-net"), ("Node.js", "node.js"),
     ("Node.js 20", "node.js-20"), ("A & B", "a-and-b"), ("R&D", "r-amp-d"), ("Covid-19/2020", "covid-19-slash-2020"),
     ("100%", "100-percent"), ("Rp 1.000", "rp-1.000"), ("Kafé & Resto", "kafe-and-resto")],
)  # fmt: skip
def test_signs_of_a_tag_are_written_out_in_its_address(name: str, id: str) -> None:
    assert slugs.term_id(ListingKind.TAG, name) == id


@pytest.mark.parametrize("name", ["C+-", "S.Pd.", "a+b", "@humas", "#air", "A&B.", "😀", "(a)"])
def test_other_signs_of_a_tag_are_told_apart_by_a_digest(name: str) -> None:
    assert re.fullmatch(r"[a-z-]+-[0-9a-f]{8}", slugs.term_id(ListingKind.TAG, name))


@fuzz(examples=200)
@given(st.text(st.sampled_from("ab+#&/. "), min_size=1), st.text(st.sampled_from("ab+#&/. "), min_size=1))
def test_tags_that_share_an_address_are_equal_but_for_case_and_space(one: str, other: str) -> None:
    if slugs.term_id(ListingKind.TAG, one) == slugs.term_id(ListingKind.TAG, other):
        assert one.split() == other.split()


# Headings -----------------------------------------------------------------------------------------------------


EXAMPLES = {"{{ year.year }}": "2026", "{{ each.letter }}": "a", "{{ each.date[:4] }}": "2026", "{{ kind }}": "topic"}
"""A value of each expression in an id of a template."""


def ids_of_templates() -> set[str]:
    """All ids in the templates, with the values that their expressions can have."""
    found: set[str] = set()
    for path in TEMPLATES.glob("*.html"):
        found |= set(re.findall(r'\bid="([^"]+)"', path.read_text()))
        found |= set(re.findall(r'search_form\([^)]*"([^"]+)"\)', path.read_text()))
    groups = ("topic", "office", "region")
    found = {id.replace("{{ group.listing }}", group) for id in found for group in groups}
    found = {id.replace("{{ group.category }}", category) for id in found for category in Disclosure}
    for expression, value in EXAMPLES.items():
        found = {id.replace(expression, value) for id in found}
    return found - {"{{ id }}"}


@pytest.mark.parametrize("id", sorted(ids_of_templates()))
def test_no_id_of_a_text_is_an_id_of_a_template(id: str) -> None:
    text = f'## {id}\n\n## Judul {{#{id}}}\n\n<p id="{id}">x</p>\n\n<a name="{id}">y</a>\n'
    body, _ = markdown.render(text, "posts/a.md", 1)
    assert body
    assert id not in ids_in(body.html)
    assert len(body.headings) == len({heading.id for heading in body.headings}) == 2


def test_no_heading_has_the_id_of_a_footnote() -> None:
    body, _ = markdown.render("## A {#fn:1}\n\n## B {#fnref:1}\n\nTeks.[^1]\n\n[^1]: Catatan.\n", "posts/a.md", 1)
    assert body
    assert re.findall(r'<(\w+)[^>]* id="(fn\w*:1)"', body.html) == [("sup", "fnref:1"), ("li", "fn:1")]


_headings = st.lists(
    st.tuples(
        st.text(st.sampled_from("ab2 -+日é"), max_size=5) | st.sampled_from(sorted(ids_of_templates())),
        st.sampled_from(["", "", "{#a}", "{#a-2}", "{#main}", "{#fn:1}", "{#x}"]),
    ),
    max_size=8,
)


@fuzz(examples=100)
@given(_headings)
def test_ids_of_any_headings_are_unique(headings: list[tuple[str, str]]) -> None:
    text = "\n\n".join(f"## {title} {id}" for title, id in headings) + "\n\nTeks.[^1]\n\n[^1]: Catatan.\n"
    body, _ = markdown.render(text, "posts/a.md", 1)
    assert body
    found = re.findall(r' id="([^"]*)"', body.html)
    assert len(found) == len(set(found))
    assert not set(found) & ids_of_templates()


# Links to headings --------------------------------------------------------------------------------------------


def wrong_anchors(portal: Portal) -> list[str]:
    return [problem.place.path for problem in portal.build().problems if problem.rule == "anchor"]


@pytest.mark.parametrize(
    ("link", "is_right"),
    [
        ("#latar", True), ("#contact", True), ("#top", True), ("#", True), ("#fn:1", True), ("#buatan", True),
        ("#tidak-ada", False), ("#Latar", False), ("b.md#isi-b", True), ("b.md#latar", False),
        ("/2026/03/b/#isi-b", True), ("/2026/03/b/#tidak", False), ("/2026/03/b/index.html#tidak", False),
        ("/siaran-pers/#apa", True), ("b.md#:~:text=Isi", True), ("b.md#isi%2Db", True), ("?a=b#latar", True),
        ("/tentang/#tugas", True), ("/tentang/#tidak", False),
        ("/lama/#isi-b", True), ("/lama/#tidak", False), ("/unduh/index.html#apa", True), ("/unduh/#apa", True),
        ("/feed.xml#apa", True), ("/arsip/#apa", True),
    ],
)  # fmt: skip
def test_link_to_a_heading_is_checked(portal: Portal, link: str, is_right: bool) -> None:
    portal.post("a.md", f'## Latar\n\n<p id="buatan">x</p>\n\nTeks.[^1] [tautan]({link})\n\n[^1]: Catatan.')
    portal.post("b.md", "## Isi B", aliases="[/lama/]")
    portal.write("pages/tentang.md", "---\ntitle: Tentang\n---\n\n## Tugas\n")
    portal.write("static/unduh/index.html", '<p id="bagian">')
    assert wrong_anchors(portal) == ([] if is_right else ["posts/a.md"])


def test_link_to_a_heading_is_checked_again_when_the_heading_changes(portal: Portal) -> None:
    portal.post("a.md", "[tautan](b.md#isi) [alamat](/2026/03/b/#isi)")
    portal.post("b.md", "## Isi")
    assert wrong_anchors(portal) == []
    portal.post("b.md", "## Isi lain")
    assert wrong_anchors(portal) == ["posts/a.md"] * 2
    portal.post("b.md", "## Isi")
    assert wrong_anchors(portal) == []


def test_footnotes_are_no_wrong_links(portal: Portal) -> None:
    portal.post("a.md", "Satu.[^a] Dua.[^a] Tiga.[^dua catatan]\n\n[^a]: A.\n\n[^dua catatan]: B.")
    assert portal.build().problems == ()


# Web addresses ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "berita.example", "www.berita.example/a", "/2026/03/a/", "berita.pdf", "mailto:a@b.example", "tel:112",
        "ftp://a.example/", "https:berita.example", "https://", "https:///a", "https://user@a.example/",
        "https://a b.example/", "https://a.example:x/", "https://a.example:99999/", "https://.a.example/", "https://a..b/",
        "javascript:alert(1)", "https://?a", "https://a.example/\u200b",
    ],
)  # fmt: skip
def test_original_that_is_no_web_address_is_refused(portal: Portal, written: str) -> None:
    portal.post("a.md", original=f'"{written}"')
    assert [problem.rule for problem in portal.problems()] == ["original"]


@pytest.mark.parametrize(
    "written",
    [
        "https://a.example",
        "HTTP://A.example:8080/x?y=z#w",
        "https://bücher.example/é",
        "http://[::1]/",
        "https://192.0.2.1/",
    ],
)
def test_web_address_is_accepted(portal: Portal, written: str) -> None:
    portal.post("a.md", original=f'"{written}"')
    portal.build()


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://a.example", "https://a.example/"),
        ("https://a.example/portal", "https://a.example/portal/"),
        ("https://A.Example//", "https://a.example/"),
        ("https://bücher.example/é ü".replace(" ", "-"), "https://xn--bcher-kva.example/%C3%A9-%C3%BC/"),
        ("http://localhost:8000/portal%20uji/", "http://localhost:8000/portal%20uji/"),
        ("http://[::1]:80", "http://[::1]:80/"),
    ],
)
def test_base_url_is_normalised(portal: Portal, written: str, url: str) -> None:
    portal.write("config.toml", CONFIG.replace("https://uji.example/portal/", written))
    portal.post("a.md")
    assert config.load(portal.root).base_url == url
    portal.build()
    assert f'<link rel="canonical" href="{url}2026/03/a/"' in portal.text("2026/03/a/index.html")


@pytest.mark.parametrize(
    "written",
    [
        "", "berita.example", "https://", "ftp://a.example/", "https://a.example/?a=b", "https://a.example/?",
        "https://a.example/#a", "https://user:pw@a.example/", "https://a.example/a b/", " https://a.example/", "https://a.example/\\u0007",
        "https://a.example/\\u00a0", "https://a.example/../b/", "https://a.example/a//b/", "https://a.example/%zz/", "https://a.example:port/",
        "https://a.example/\\n", "https://" + "ü" * 70 + ".example/", "https://a.example\\\\b/",
    ],
)  # fmt: skip
def test_wrong_base_url_is_refused_with_its_line(portal: Portal, written: str) -> None:
    portal.write("config.toml", CONFIG.replace("https://uji.example/portal/", written))
    with pytest.raises(BadConfig) as caught:
        config.load(portal.root)
    assert [(problem.rule, problem.place.line) for problem in caught.value.problems] == [("config", 2)]


def test_wrong_base_url_on_the_command_line_is_refused(portal: Portal) -> None:
    for written in ("uji.example", "https://a.example/?a", "https://u@a.example"):
        with pytest.raises(Misuse):
            config.load(portal.root, written)
    assert config.load(portal.root, "https://Lain.example").base_url == "https://lain.example/"


@pytest.mark.parametrize("key", ["publisher_url", "license_url", "feeds.hub", "offices.pupr.url"])
def test_other_addresses_in_config_must_be_web_addresses(portal: Portal, key: str) -> None:
    table, _, name = key.rpartition(".")
    needed = 'name = "x"\n' if table.startswith("offices") else ""
    line = f'{name} = "www.a.example"\n'
    text = f"{CONFIG}[{table}]\n{needed}{line}" if table else line + CONFIG
    portal.write("config.toml", text)
    with pytest.raises(BadConfig) as caught:
        config.load(portal.root)
    assert len(caught.value.problems) == 1


@fuzz(examples=200)
@given(st.text() | st.text(st.sampled_from("https://a.:@?#[]%é")).map("https://".__add__))
def test_any_address_is_decided(text: str) -> None:
    url = web.folder_url(text)
    assert not url or (url.isascii() and url.endswith("/") and web.folder_url(url) == url and web.is_web_address(text))


def test_a_former_feed_may_be_below_a_former_list(portal: Portal) -> None:
    feeds = '\n[feeds.aliases]\n"/category/air/feed/" = "/topik/air/feed.xml"\n'
    lists = '\n[lists.aliases]\n"/category/air/" = "/topik/air/"\n'
    portal.write("config.toml", CONFIG + feeds + lists)
    portal.post("2026/03/a.md", topics="[air]")
    portal.build()
    site = portal.site()
    assert site["category/air/feed/index.html"] == site["category/air/feed/index.xml"] == site["topik/air/feed.xml"]
    assert b"/portal/topik/air/" in site["category/air/index.html"]
