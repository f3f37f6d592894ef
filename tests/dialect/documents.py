"""Random documents in Markdown, by Hypothesis. Examples shrink to the first choice of each list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

Text = st.SearchStrategy[str]
Draw = Callable[[st.SearchStrategy[Any]], Any]


def choice(*texts: str) -> Text:
    return st.sampled_from(texts)


def joined(pieces: Text, separators: Text, most: int, least: int = 1) -> Text:
    """Several pieces with separators between them."""
    pairs = st.lists(st.tuples(separators, pieces), min_size=least, max_size=most)
    return pairs.map(lambda found: "".join(separator + piece for separator, piece in found)[len(found[0][0]) :])


# Inline markup --------------------------------------------------------------------------------------------------------

WORDS = choice("a", "kata", "Banjir", "2026", "b", "é", "1.", "-", "+")
CODE = choice("`a`", "`` a`b ``", "` a `", "`*a*`", "`a  b`", "`\\`", "`<b>`", "`a|b`")
LINKS = choice(
    "[a](b)", "[a](/b 'c')", '[a](<b c> "d")', "[a]()", "[a](b(c)d)", "[`a`](b)", "[*a*](b)", "[a[b]](c)", "[ref]",
    "[a][ref]", "[ref][]", "[Ref]", "[a](b c)", "[a] (b)", "[a](b\n'c')", "[a\nb](c)", "[a](https://a.example/b_c_d)",
    "[a](b%20c)", "[a](b&amp;c)", "[a](\\(b)", "[a](b \"c \\\" d\")", "[a][b]",
)  # fmt: skip
IMAGES = choice(
    "![a](b.jpg)", "![a](b.jpg 'c')", "![*a*](b.jpg)", "[![a](b.jpg)](c)", "![ref]", "![a][ref]", "![](b.jpg)"
)
ADDRESSES = choice(
    "<https://a.example>", "<a@b.example>",
    "https://a.example", "http://a.example/b_c_d", "www.a.example", "a@b.example",
    "https://a.example/b.", "(https://a.example/b)", "https://a.example/(b)", "https://a.example/?a=b&c=d", "<a:b>",
    "https://a.example/~b", "a.b-c_d@e.example", "www.a.example/b", "a@b", "<https://a b>",
)  # fmt: skip
ENTITIES = choice("&amp;", "&copy;", "&#65;", "&#x41;", "&nope;", "&", "&lt;b&gt;", "&#0;", "AT&T", "&nbsp;")
ESCAPES = choice(
    "\\*", "\\_", "\\`", "\\[", "\\]", "\\#", "\\a", "\\\\", "\\<", "\\|", "\\!", "\\-", "\\&", "1\\.", "\\~", '\\"'
)
TAGS = choice(
    "<b>a</b>",
    "<br>",
    "<b>",
    "</b>",
    "<span title='*a*'>b</span>",
    "<a href='b'>*c*</a>",
    "<!-- a -->",
    "<kata>",
    "a<b",
    "<kbd>*a*</kbd>",
)
MARKS = choice(
    "*", "_", "**", "__", "`", "[", "]", "!", "<", ">", "~~", "~", "***", "``", "(", ")", "|", "#", "\\", '"'
)
PIECES = st.one_of(WORDS, WORDS, WORDS, CODE, LINKS, IMAGES, ADDRESSES, ENTITIES, ESCAPES, TAGS, MARKS)
GAPS = choice(" ", " ", " ", "", "  ")


def _emphasised(inner: Text) -> Text:
    marks = choice("*", "**", "_", "__", "~~", "***", "___")
    return st.builds(lambda mark, text: f"{mark}{text}{mark}", marks, joined(inner, GAPS, 3))


INLINE = joined(st.recursive(PIECES, _emphasised, max_leaves=4), GAPS, 4).map(lambda text: text.replace("\n", " "))
"""A line of running text with any markup."""
PLAIN = joined(WORDS.filter(str.isalnum), choice(" "), 3)
"""A line of words."""
LINE = PLAIN | PLAIN | INLINE

# Blocks ---------------------------------------------------------------------------------------------------------------

INDENTATION = choice("", "", "", " ", "  ", "   ")
LINE_ENDS = choice("\n", "\n", "  \n", "\\\n", " \n", "\n  ", "\n    ", "\n\t")
PARAGRAPHS = st.builds(str.__add__, INDENTATION, joined(LINE, LINE_ENDS, 3))
RULES = st.builds(
    str.__add__, INDENTATION, choice("---", "***", "___", "- - -", "* * *", "-----", "--", "_ _ _ ", "+++")
)
DEFINITIONS = choice(
    "[ref]: /tujuan", "[ref]: <b c> 'judul'", "[ref]:\n/tujuan", '  [ref]: /tujuan\n  "judul"', "[ref]: /a b"
)
ATX = st.builds(
    lambda indent, marks, text, end: f"{indent}{marks}{text}{end}",
    INDENTATION,
    choice("# ", "## ", "### ", "#", "####### ", "#\t", "#  "),
    LINE | st.just(""),
    choice("", " #", " ###", " # ", "#", " \\#", "  "),
)
SETEXT = st.builds(
    lambda text, line: f"{text}\n{line}", PARAGRAPHS, choice("===", "---", "=", "-", "  ===", "--- ", "= =")
)
HEADINGS = ATX | SETEXT

CODE_LINES = joined(
    choice(
        "a",
        "",
        "# a",
        "- a",
        "  a",
        "    a",
        "<b>",
        "> a",
        "*a*",
        "1. a",
        "\ta",
        "```",
        "~~~",
        "| a |",
        "</div>",
        "`",
        " ",
    ),
    st.just("\n"),
    4,
)
INDENTED = CODE_LINES.map(lambda text: "\n".join(f"    {line}" if line.strip() else line for line in text.split("\n")))


@st.composite
def fences(draw: Draw) -> str:
    """A fenced code block, sometimes without its end."""
    indent, mark = draw(INDENTATION), draw(choice("```", "~~~", "````"))
    info = draw(choice("", "rust", " rust,ignore", "python title='a b'", "c++", "a`b", "~"))
    end = draw(choice(mark, mark, mark, mark + mark[0], f"  {mark}", "", mark[:-1], f"{mark} a", f"{mark}  "))
    code = "\n".join(indent + line for line in draw(CODE_LINES).split("\n"))
    return f"{indent}{mark}{info}\n{code}\n{indent}{end}"


CELLS = st.one_of(PLAIN, PLAIN, LINE, choice("", "a\\|b", "`a\\|b`", "`a|b`", "**a**", "[a](b)", "-", "<br>")).map(
    lambda text: text.replace("\n", " ")
)


@st.composite
def tables(draw: Draw) -> str:
    """A table, sometimes with a row that has too few cells or too many, or a line of delimiters that does not fit."""
    columns = draw(st.integers(1, 3))
    outer = draw(st.booleans())
    delimiters = st.lists(choice("---", "-", ":-", "-:", ":-:", " --- "), min_size=columns, max_size=columns)
    rows = [draw(st.lists(CELLS, min_size=columns, max_size=columns)), draw(delimiters)]
    for _ in range(draw(st.integers(0, 3))):
        rows.append(draw(st.lists(CELLS, min_size=draw(choice_of(columns, columns, 1)), max_size=columns + 1)))
    lines = [f"| {' | '.join(row)} |" if outer else " | ".join(row) for row in rows]
    if not outer and columns == 1:
        lines = [f"|{line or 'a'}" for line in lines]
    indent = draw(INDENTATION)
    return "\n".join(indent + line for line in lines)


def choice_of(*values: int) -> st.SearchStrategy[int]:
    return st.sampled_from(values)


@st.composite
def lists(draw: Draw, contents: Text) -> str:
    """A list whose items have any contents, indented more or less correctly."""
    first = draw(choice("-", "*", "+", "1.", "1)", "2.", "0.", "10.", "123."))
    indent, gap = draw(choice_of(0, 0, 0, 1, 2, 3, 4, 5)), draw(choice_of(1, 1, 1, 2, 3, 4, 5))
    separators = choice("\n", "\n", "\n\n", "\n\n\n")
    found = ""
    for index in range(draw(st.integers(1, 3))):
        marker = f"{int(first[:-1]) + index}{first[-1]}" if len(first) > 1 else first
        box = draw(choice("", "", "", "", "[ ] ", "[x] ", "[X] "))
        hang = max(0, indent + len(marker) + gap + draw(choice_of(0, 0, 0, 0, -1, -2, 1, 2, 4, -20)))
        text = draw(contents)
        lines = (box * text.isalnum() + text).split("\n")
        text = "\n".join(lines[:1] + [" " * hang + line if line.strip() else line for line in lines[1:]])
        found += (draw(separators) if index else "") + f"{' ' * indent}{marker}{' ' * gap}{text}"
    return found


@st.composite
def quotes(draw: Draw, contents: Text) -> str:
    """A quote, sometimes with lines that continue it without its sign."""
    sign = draw(choice("> ", ">", " > ", ">  ", ">     "))
    lazy = draw(st.integers(0, 2)) if draw(st.booleans()) else 0
    lines = draw(contents).split("\n")
    signed = max(1, len(lines) - lazy)
    return "\n".join([(sign + line).rstrip() if not line else sign + line for line in lines[:signed]] + lines[signed:])


@st.composite
def html_blocks(draw: Draw, contents: Text) -> str:
    """A tag of HTML around Markdown, with and without blank lines."""
    start, end = draw(
        st.sampled_from(
            [
                ("<div>", "</div>"),
                ("<details><summary>a</summary>", "</details>"),
                ("<details>\n<summary>*a*</summary>", "</details>"),
                ("<blockquote>", "</blockquote>"),
                ("<table><tr><td>", "</td></tr></table>"),
                ("<section>\n<div>", "</div>\n</section>"),
                ("<p>", "</p>"),
                ("<pre>", "</pre>"),
                ("<b>", "</b>"),
                ("<!--", "-->"),
                ("<div>", ""),
                ("</div>", ""),
                ("<hr>", ""),
            ]
        )
    )
    gaps = choice("\n", "\n\n", "")
    pieces = [draw(INDENTATION), start, draw(gaps), draw(contents), draw(gaps), end]
    return "".join(pieces)


@st.composite
def footnotes(draw: Draw) -> str:
    """Paragraphs with notes, each of which has its text."""
    names = draw(st.lists(choice("1", "a", "note-b", "é"), min_size=1, max_size=3, unique=True))
    uses = [f"{draw(PLAIN)}[^{name}]{draw(choice('', '.', ' a', f'[^{name}]'))}" for name in names]
    gaps = choice("\n\n    ", "\n    ", "\n", "\n\n    - ", "\n\n    > ")
    notes = [f"[^{name}]: {draw(joined(LINE, gaps, 3))}" for name in draw(st.permutations(names))]
    text = draw(choice("\n\n", "\n", "\n- ", " ")).join(uses)
    return "\n\n".join([str(text), draw(choice("\n\n", "\n")).join(notes)])


SIMPLE = st.one_of(PARAGRAPHS, PARAGRAPHS, HEADINGS, fences(), RULES, INDENTED, tables(), DEFINITIONS)
SEPARATORS = choice("\n\n", "\n", "\n\n", "\n\n\n", "\n \n")


def _containers(inner: Text) -> Text:
    contents = joined(inner, SEPARATORS, 2)
    return st.one_of(lists(contents), lists(contents), quotes(contents), html_blocks(contents))


def _nested(contents: Text, container: Callable[[Text], Text]) -> Text:
    """Containers in containers, and paragraphs before and after them."""
    blocks = st.recursive(contents, lambda inner: container(joined(inner, SEPARATORS, 2)), max_leaves=4)
    return joined(blocks | PLAIN, SEPARATORS, 3)


DOCUMENTS: dict[str, Text] = {
    "inline": joined(INLINE, LINE_ENDS, 3).map(lambda text: f"{text}\n\n[ref]: /tujuan 'judul'"),
    "lists": _nested(PLAIN, lists),
    "lists of blocks": _nested(SIMPLE, lists),
    "fences": _nested(fences() | PLAIN, lambda inner: lists(inner) | quotes(inner)),
    "tables": _nested(tables(), lambda inner: lists(inner) | quotes(inner)),
    "quotes": _nested(SIMPLE, quotes),
    "HTML": _nested(SIMPLE, html_blocks),
    "headings": joined(HEADINGS | RULES | PLAIN, SEPARATORS, 4),
    "footnotes": footnotes(),
    "mixed": joined(st.recursive(SIMPLE, _containers, max_leaves=6), SEPARATORS, 5),
    "characters": joined(
        choice(
            *"a\n *_`#->+1.)~|[](!<\\&:=\"'\t",
            "\n\n",
            "    ",
            "- ",
            "> ",
            "1. ",
            "```\n",
            "<b>",
            "</b>",
            "<div>",
            "](",
            "kata",
        ),
        st.just(""),
        25,
        least=3,
    ),
}
"""Sorts of documents."""
