"""Canonical texts: what makes two texts the same, what makes them differ, and what no canonical text may have."""

from __future__ import annotations

import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from press.content import markdown
from press.seal import canonical, versions
from press.seal.canonical import Statement
from press.seal.characters import NotCanonicalError
from press.seal.entries import Action
from press.seal.lines import lines
from tests.fuzzing import fuzz

STATEMENT = Statement(
    id="2026-0042", published="2026-11-15T08:00:00+08:00", publisher="Humas", url="https://u.example/a/", title="Judul"
)


def of(html: str) -> str:
    return "\n".join(lines(html))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Satu.</p><p>Dua.</p>", "Satu.\nDua."),
        ("<p>Satu<br>dua</p>", "Satu\ndua"),
        ("<h2 id=\"a\">Judul</h2><ul><li>a</li><li>b</li></ul>", "Judul\n- a\n- b"),
        ('<ol start="3"><li>a</li><li value="7">b</li><li>c</li></ol>', "3. a\n7. b\n8. c"),
        ('<p>Lihat <a href="https://u.example/x">situs resmi</a>.</p>', "Lihat situs resmi ⟨https://u.example/x⟩."),
        ('<p>Catatan<sup id="fnref:1"><a href="#fn:1">1</a></sup></p>', "Catatan^(1)"),
        ('<p><img src="/a/foto.jpg" alt="Jembatan"></p>', "[gambar: Jembatan ⟨/a/foto.jpg⟩]"),
        ("<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td><p>2</p><p>3</p></td></tr></table>", "A | B\n1 | 2 3"),
        ("<p><del>tidak</del> benar</p>", "~~tidak~~ benar"),
        ("<ol><li>\n<p>a</p>\n<p>b</p></li><li></li><li><ul><li>c</li></ul></li></ol>", "1. a\nb\n2.\n3. - c"),
        ('<ol><li><p>Isi. <a class="footnote-backref" href="#fnref:1">↩</a></p></li></ol>', "1. Isi."),
        ("<p>H<sub>2</sub>O, 10<sup>2</sup>, <q>ya</q></p>", "H^_(2)O, 10^(2), “ya”"),
        ("<pre><code>a\n  b</code></pre>", "a\nb"),
        ("<blockquote><p>Kata.</p></blockquote><hr>", "Kata."),
    ],
)  # fmt: skip
def test_lines_are_what_readers_see(html: str, expected: str) -> None:
    assert of(html) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>a  b</p>", "<p>a\n\tb</p>"),
        ("<p>a\u00a0b</p>", "<p>a b</p>"),
        ("<p>Caf\u00e9</p>", "<p>Cafe\u0301</p>"),
        ("<p>ken\u00addaraan\u200b</p>", "<p>kendaraan</p>"),
        ("<p>a\ufeffb\ufe0f\U000e0101</p>", "<p>ab</p>"),
        ("<p><strong>tegas</strong></p>", "<p>tegas</p>"),
        ('<p class="left">a</p>', "<p>a</p>"),
        ("<p>a</p>\n\n<p>b</p>", "<p>a</p><p>b</p>"),
        ("<p>&lt;b&gt; &amp;</p>", "<p>&#60;b&#62; &#38;</p>"),
    ],
)
def test_what_readers_see_as_the_same_is_the_same(one: str, other: str) -> None:
    assert of(one) == of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>10<sup>2</sup></p>", "<p>102</p>"),
        ("<p>10<sup>2</sup></p>", "<p>10^(2)</p>"),
        ("<p>10<sub>2</sub></p>", "<p>10^_(2)</p>"),
        ("<p><del>tidak</del></p>", "<p>tidak</p>"),
        ("<p><del>tidak</del></p>", "<p>~~tidak~~</p>"),
        ("<p><s>tidak</s></p>", "<p>tidak</p>"),
        ('<p><a href="https://u.example/">a</a></p>', '<p><a href="https://v.example/">a</a></p>'),
        ('<p><a href="https://u.example/">a</a></p>', "<p>a ⟨https://u.example/⟩</p>"),
        ('<p><img src="a.jpg" alt="x"></p>', '<p>[gambar: <a href="a.jpg">x</a>]</p>'),
        ('<p><img src="a.jpg" alt="x"></p>', '<p><img src="b.jpg" alt="x"></p>'),
        ('<p><img src="a.jpg" alt="x"></p>', '<p><img src="a.jpg" alt="y"></p>'),
        ("<p>a</p><p>b</p>", "<p>a b</p>"),
        ("<p>a\\</p>", "<p>a</p>"),
        ("<tr><td>a</td><td>b</td></tr>", "<tr><td>a | b</td></tr>"),
        ("<ol><li>a</li></ol>", '<ol start="2"><li>a</li></ol>'),
        ("<p>1,5</p>", "<p>15</p>"),
        ("<p>benar</p>", "<p>bеnar</p>"),
        ('<p>a<a class="footnote-backref" href="#x">tidak</a></p>', "<p>a</p>"),
        ('<p>a<a class="footnote-backref" href="https://u.example/">↩</a></p>', "<p>a</p>"),
    ],
)
def test_what_readers_see_as_different_differs(one: str, other: str) -> None:
    assert of(one) != of(other)


@pytest.mark.parametrize("code", [0x202E, 0x200F, 0x2066, 0x061C, 0x0001, 0x0084, 0xE000, 0x0378, 0xD800])
def test_characters_that_hide_or_reorder_are_refused(code: int) -> None:
    with pytest.raises(NotCanonicalError, match=f"U\\+{code:04X}"):
        of(f"<p>a{chr(code)}b</p>")


def test_tag_that_reorders_words_is_refused() -> None:
    with pytest.raises(NotCanonicalError):
        of('<p><bdo dir="rtl">321</bdo></p>')


def test_header_has_one_line_for_each_value() -> None:
    statement = Statement(
        id="x", published="2026-11-15T08:00:00+08:00", publisher="Humas", url="https://u.example/",
        title="Judul\nversion: 9", more=(("file", "ab a.pdf"), ("file", "cd b.pdf"), ("place", "")),
    )  # fmt: skip
    text = canonical.text(statement, ["Isi."], 2, "ff")
    assert text == (
        "press/canonical-text-v1\nid: x\nversion: 2\nprevious: ff\npublished: 2026-11-15T08:00:00+08:00\n"
        "publisher: Humas\nurl: https://u.example/\ntitle: Judul version: 9\nfile: ab a.pdf\nfile: cd b.pdf\n\nIsi.\n"
    )
    assert canonical.fields(text).version == 2
    assert canonical.fields(text).title == "Judul version: 9"


def written(version: int = 1, body: str = "Isi.", **more: str) -> str:
    known = {name: more.pop(name) for name in ("updated", "url", "title") if name in more}
    statement = structs.replace(STATEMENT, **known, more=tuple(more.items()))
    return canonical.text(statement, [body], version, "")


@pytest.mark.parametrize(
    ("old", "new", "action"),
    [
        (written(), written(2, "Lain.", correction="2026-11-16 Angka salah"), Action.CORRECT),
        (written(), written(2, "Lain.", updated="2026-11-16T08:00:00+08:00"), Action.CORRECT),
        (written(updated="2026-11-16T09:00:00+09:00"), written(2, "Lain.", updated="2026-11-16T08:00:00+08:00"), None),
        (written(), written(2, "", withdrawn="2026-11-16 Keliru"), Action.WITHDRAW),
        (written(), written(2, url="https://baru.example/"), Action.RESTATE),
        (written(), written(2, "Lain."), None),
        (written(), written(2, title="Lain"), None),
        (written(correction="2026-11-16 Angka salah"), written(2, "Lain.", correction="2026-11-17 Nama salah"), None),
        (written(withdrawn="2026-11-16 Keliru"), written(2, "Isi."), None),
        ("", written(2, "Lain."), None),
    ],
)  # fmt: skip
def test_sealed_text_changes_only_with_a_correction(old: str, new: str, action: Action | None) -> None:
    assert versions.action(old, new) is action


TAGS = st.sampled_from(["p", "em", "del", "sup", "q", "td", "tr", "table", "ul", "ol", "li", "a", "pre", "h2", "div"])
HTML = st.recursive(
    st.text(max_size=8).map(lambda text: text.replace("<", "").replace(">", "")),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>", TAGS, st.lists(inner, max_size=3)
    ),
    max_leaves=12,
)  # fmt: skip


@fuzz(examples=200)
@given(HTML)
def test_lines_are_whole_composed_and_stable(html: str) -> None:
    """No line is empty or has a line break; the lines of a text that is nothing but these lines are the same ones."""
    try:
        found = lines(html)
    except NotCanonicalError:
        return
    for line in found:
        assert line
        assert line == line.strip(" ")
        assert len(line.splitlines()) == 1
        assert unicodedata.is_normalized("NFC", line)
        plain = line.replace("\\", "").replace("&", "&amp;")
        again = lines(f"<p>{plain}</p>")
        assert [one.replace("\\", "") for one in again] == [plain.replace("&amp;", "&")] or not plain.strip()


@fuzz(examples=100)
@given(st.text(max_size=60))
def test_any_markdown_has_lines_or_a_character_that_is_named(text: str) -> None:
    body, _ = markdown.render(text, "a.md")
    with suppress(NotCanonicalError):
        assert body is None or all(lines(body.html))
