"""HTML of other programs → Markdown: nothing is lost, whatever the words and tags are."""

from __future__ import annotations

import html

from hypothesis import example, given
from hypothesis import strategies as st

from press.content import markdown
from press.diagnostics import Severity
from press.importing.html import convert
from press.importing.items import Picture
from press.importing.proof import losses, measured, rendered
from tests.fuzzing import fuzz


class Kept:
    """Addresses that stay as they are; photos are files beside the text."""

    def link(self, href: str) -> str:
        return href

    def image(self, src: str) -> Picture | None:
        return Picture(src.rpartition("/")[2]) if src else None

    def is_same_photo(self, href: str, src: str) -> bool:
        return href == src


def lost(text: str) -> list[str]:
    """What is lost of a text, and not explained by a note."""
    converted = convert(text, Kept())
    body = markdown.render(converted.markdown, "posts/x.md")[0]
    assert body
    found = losses(measured(text), rendered(body), converted.expected, {one.rule for one in converted.notes})
    return [one.message.format_map(one.values) for one in found]


PUNCTUATION = [
    "*", "**", "_", "__", "`", "``", "~~", "#", "# ", "1. ", "2) ", "- ", "+ ", "> ", "|", "a|b", "---", "===", "[x]",
    "[a](b)", "![i](j)", "[a]: b", "<b>", "&lt;", "&amp;", "&copy;", "\\", "\\*", "{", "{{ x }}", "{% y %}", "{: .z}",
    "{#id}", ":", ": def", "!", "(", ")", "https://a.example/b_c_d?e=1&f=2", "www.a.example", "a_b@c.example",
    "“kutip”", "'", '"', "–", "•", "*[A]: b", "[^1]", "[^1]: c", "    ", "\n", "\n\n", "\t", "$1", "^", "%",
    "Rp1.500,-", "(a)", "a.", "o ",
]  # fmt: skip
words = st.text("abcXYZ é北ا1", min_size=1, max_size=6)
texts = st.lists(st.one_of(words, st.sampled_from(PUNCTUATION)), min_size=1, max_size=6).map(
    lambda parts: html.escape(" ".join(parts), quote=False)
)
INLINE = ["b", "strong", "i", "em", "u", "s", "sub", "sup", "code", "span", "small", "mark", "q", "kbd", "del", "font"]
STYLES = ["", ' style="font-weight:bold"', ' style="font-style: italic; color: red"', ' class="x"']


def tagged(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A text in an inline tag or link, with more text directly around it."""
    tag = st.builds(
        lambda name, style, text: f"<{name}{style}>{text}</{name}>",
        st.sampled_from(INLINE),
        st.sampled_from(STYLES),
        inner,
    )
    link = st.builds(lambda n, text: f'<a href="https://a.example/{n}(x)">{text}</a>', st.integers(0, 9), inner)
    image = st.builds(lambda n: f'<img src="foto-{n}.jpg" alt="Foto [{n}]">', st.integers(0, 9))
    return st.one_of(tag, link, image, st.builds("".join, st.lists(inner, max_size=3)), st.just("<br>"))


inlines = st.recursive(texts, tagged, max_leaves=5)


def blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Blocks in a block."""
    contents = st.lists(st.one_of(inner, inlines), min_size=1, max_size=3)
    simple = st.builds(
        lambda name, parts: f"<{name}>{''.join(parts)}</{name}>",
        st.sampled_from(["div", "blockquote", "section"]),
        contents,
    )
    items = st.builds(
        lambda name, parts: f"<{name}>{''.join(f'<li>{part}</li>' for part in parts)}</{name}>",
        st.sampled_from(["ul", "ol", 'ol start="7"', 'ol type="a"']), contents,
    )  # fmt: skip
    return st.one_of(
        simple, items.map(lambda text: text.replace('</ol start="7">', "</ol>").replace('</ol type="a">', "</ol>"))
    )


paragraphs = st.builds(
    lambda name, text: f"<{name}>{text}</{name}>", st.sampled_from(["p", "h2", "h3", "p", "div", "pre"]), inlines
)
figures = st.builds(
    lambda n, text: f'<figure><img src="foto-{n}.jpg" alt=""><figcaption>{text}</figcaption></figure>',
    st.integers(0, 9),
    texts,
)
cells = st.lists(st.lists(inlines, min_size=2, max_size=2), min_size=1, max_size=3)


@st.composite
def tables(draw: st.DrawFn) -> str:
    """A table, with a header or merged cells or neither."""
    rows, first = draw(cells), draw(st.sampled_from(["th", "td", 'td colspan="2"']))
    name = first.partition(" ")[0]
    head = "".join(f"<{first}>{cell}</{name}>" for cell in rows[0])
    rest = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows[1:])
    return f"<table><tr>{head}</tr>{rest}</table>"


bodies = st.lists(
    st.one_of(st.recursive(st.one_of(paragraphs, figures, tables()), blocks, max_leaves=4), inlines), max_size=4
)


@fuzz(examples=60)
@example("<table><tr><th>1</th><th>1 {: .z}</th></tr></table>")
@given(bodies.map("".join))
def test_no_word_link_image_table_or_heading_is_lost(text: str) -> None:
    """Everything in a text is on the page that our renderer makes of it."""
    assert lost(text) == []


TAGS = [
    "<p>", "</p>", "<div", "<table><tr>", "<td>", "</table>", "<ul><li>", "<ol>", "</ul>", "<b>", "</i>",
    "<a href=x>", "<a href='https://a.id/", "</a>", "<img src=a.jpg>", "<img", "<figure>", "<figcaption>",
    "<blockquote>", "<pre>", "<h2>", "</h3>", "<script>", "</script>", "<style>", "<!--", "-->", "<![CDATA[",
    "<iframe src=//youtu.be/abcdefghijk>", "<iframe>", "<noscript>", "<select><option>", "<input value=x>",
    "<textarea>", "<svg><text>", "<video src=a.mp4>", "<details><summary>", "<dl><dt>", "<dd>", "<caption>", "<th>",
    "<code>", "<q>", "<o:p>", "<x-y>", "<span style='", ">", "<font color=red>", "<a href='javascript:x'>",
    "<object data=a.pdf>", "<br>", "<br/><br>", "<hr>", "\x00", "&", "\u200b",
]  # fmt: skip


@fuzz(examples=60)
@given(st.lists(st.one_of(words, st.sampled_from(TAGS), st.sampled_from(PUNCTUATION)), max_size=25).map(" ".join))
def test_broken_html_becomes_a_text_that_builds(text: str) -> None:
    """However broken HTML is, its text builds: nothing in it is an error."""
    _, problems = markdown.render(convert(text, Kept()).markdown, "posts/x.md")
    assert [one.message for one in problems if one.severity is Severity.ERROR] == []


def test_of_a_text_that_cannot_be_converted_the_words_stay() -> None:
    class Broken(Kept):
        def link(self, href: str) -> str:
            raise ZeroDivisionError

    found = convert('<p>1. a *b* <a href="x">c</a></p><p>d</p>', Broken())
    assert found.markdown == "1. a \\*b\\* c\n\nd"
    assert [one.rule for one in found.notes] == ["html"]
