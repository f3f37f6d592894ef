"""Press reads Markdown as GFM does: the specification's examples, random documents, real posts.

`python -m tests.dialect --help` lists what differs. On purpose different is what tests/dialect/differences.py names.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dialect.differences import DIFFERENCES, is_affected
from tests.dialect.documents import DOCUMENTS
from tests.dialect.outline import outline
from tests.dialect.posts import markdown_of
from tests.dialect.reference import difference, gfm, published
from tests.dialect.search import surely_differs
from tests.dialect.spec import examples
from tests.fuzzing import fuzz
from tools import dialect

# The judge ------------------------------------------------------------------------------------------------------------

OTHER_THAN_SPECIFIED = {
    **dict.fromkeys(("CommonMark 602", "CommonMark 606", "CommonMark 608"), "a bare link in what is no autolink"),
    **dict.fromkeys(("CommonMark 611", "CommonMark 612"), "a bare link, which CommonMark does not have"),
    "GFM 491": "one ~ means “about” in many texts",
    "GFM 493": "three ~ in a line",
    **dict.fromkeys(("GFM 633", "GFM 634", "GFM 635"), "addresses with xmpp: are not allowed on a page"),
    "GFM 657": "which tags are allowed is not a matter of Markdown",
}
"""Examples that the parser used here reads otherwise than its specification."""


def test_the_judge_reads_examples_as_the_specifications_say() -> None:
    found = {each.name for each in examples() if gfm(each.text) != published(each.html, each.text)}
    assert found == OTHER_THAN_SPECIFIED.keys()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<ul><li>a</li><li>b</li></ul>", "<ul><li><p>a</p></li>\n<li><p>b</p></li></ul>"),
        ("<p>a <b>b</b></p>", '<p id="x" class="y">a\n <strong>b</strong> </p>'),
        ("<p>a<br>b</p>", "<p>a <br>\nb</p>"),
        ("<p><em><strong>a</strong></em></p>", "<p><strong><em>a</em></strong>&nbsp;</p>"),
        ("<p><strong>a <b>b</b></strong></p>", "<p><strong>a b</strong></p>"),
        ('<p><img src="a" alt="b" title="c"></p>', '<figure><img src="a" alt="b"><figcaption>c</figcaption></figure>'),
        (
            "<table><tr><th>a</th></tr><tr><td>b</td><td>c</td></tr></table>",
            "<table><tr><th>a</th></tr><tr><td>b</td></tr></table>",
        ),
        ('<td style="text-align:left">a</td>', '<td class="left">a</td>'),
    ],
)
def test_what_looks_the_same_has_the_same_outline(one: str, other: str) -> None:
    assert outline(one) == outline(other) or published(one) == published(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<ul><li>a</li><li>b</li></ul>", "<ul><li>a b</li></ul>"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ol><li>a</li></ol>", '<ol start="2"><li>a</li></ol>'),
        ("<ol><li>a</li></ol>", "<ul><li>a</li></ul>"),
        ("<p>a</p><p>b</p>", "<p>a b</p>"),
        ("<p>a<br>b</p>", "<p>a b</p>"),
        ("<h2>a</h2>", "<h3>a</h3>"),
        ("<pre><code>a\n b</code></pre>", "<pre><code>a\nb</code></pre>"),
        ("<pre><code>a</code></pre>", "<p><code>a</code></p>"),
        ('<p><a href="a">b</a></p>', '<p><a href="c">b</a></p>'),
        ('<p><img src="a" alt="b"></p>', '<p><img src="a" alt="c"></p>'),
        ('<tr><td class="left">a</td></tr>', "<tr><td>a</td></tr>"),
        ("<tr><td>a</td></tr>", "<tr><th>a</th></tr>"),
        ("<tr><td>a</td><td></td></tr>", "<tr><td>a</td></tr>"),
        ("<blockquote><p>a</p></blockquote>", "<p>a</p>"),
        ("<p>a</p><hr>", "<p>a</p>"),
        ("<p><em>a</em></p>", "<p><strong>a</strong></p>"),
        ("<p><em><strong>a</strong> b</em></p>", "<p><strong><em>a</em> b</strong></p>"),
        ("<p><del>a</del></p>", "<p>a</p>"),
    ],
)
def test_what_looks_different_has_different_outlines(one: str, other: str) -> None:
    assert outline(one) != outline(other)


# Press ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sort", DOCUMENTS)
@fuzz(examples=60)
@given(st.data())
def test_random_documents_are_read_as_gfm(sort: str, data: st.DataObject) -> None:
    text = data.draw(DOCUMENTS[sort])
    assert not surely_differs(text), "\n".join([text, *difference(text)])


@pytest.mark.parametrize("name", DIFFERENCES)
def test_deliberate_difference_still_exists(name: str) -> None:
    example = DIFFERENCES[name].example
    assert difference(example)
    assert is_affected(example)


def test_real_posts_are_read_as_gfm(real_posts: list[Path]) -> None:
    differing = [path.name for path in real_posts if difference(markdown_of(path.read_text("utf-8")))]
    assert len(differing) <= 0.01 * len(real_posts), f"python -m tests.dialect {' '.join(differing)}"


def test_the_tables_of_the_documentation_are_current() -> None:
    """`make docs` updates them."""
    page = dialect.PAGE.read_text("utf-8")
    assert dialect.updated(page) == page
