"""`press.content.markdown`: cases from tests/cases/markdown, diagnostics, plain text, and harmful texts.

`make golden` writes the actual HTML into the case files; review the diff.
"""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from press.content import markdown
from press.content.markdown import render
from press.diagnostics import Diagnostic, Severity
from press.model import Body, Heading, Ref
from press.web import is_foreign, is_safe
from tests.fuzzing import fuzz

CASES = Path(__file__).parent.parent / "cases" / "markdown"


class Case(NamedTuple):
    file: Path
    line: int
    title: str
    text: str
    html: str
    problems: list[str]


def cases(file: Path) -> list[Case]:
    found = []
    line = 1
    for chunk in re.split(r"^(?==== )", file.read_text("utf-8"), flags=re.MULTILINE):
        if chunk:
            title, rest = chunk.split("\n", 1)
            text, rest = rest.split("\n--->\n", 1)
            html, *problems = re.split(r"^!!! ", rest, flags=re.MULTILINE)
            found.append(Case(file, line, title[4:], text, html.strip("\n"), [p.strip() for p in problems]))
        line += chunk.count("\n")
    return found


def rewrite(case: Case, html: str, problems: list[str]) -> None:
    """Replace the expected result of a case in its file."""
    chunk = f"=== {case.title}\n{case.text}\n--->\n"
    before, after = case.file.read_text("utf-8").split(chunk)
    _, separator, others = after.partition("\n=== ") if not after.startswith("=== ") else ("", "=== ", after[4:])
    answer = html + "".join(f"\n!!! {problem}" for problem in problems)
    case.file.write_text(f"{before}{chunk}{answer}\n{separator.lstrip()}{others}", "utf-8")


ALL = [case for file in sorted(CASES.glob("*.md")) for case in cases(file)]


@pytest.mark.parametrize("case", ALL, ids=[f"{case.file.stem}:{case.line} {case.title}" for case in ALL])
def test_case_gives_the_expected_html_and_problems(case: Case, golden: bool) -> None:
    body, problems = render(case.text, "posts/x.md")
    assert body is not None
    found = [brief(each) for each in problems]
    if golden and (body.html, found) != (case.html, case.problems):
        rewrite(case, body.html, found)
    else:
        assert (body.html, found) == (case.html, case.problems), f"{case.file}:{case.line}: {case.title}"


def test_cases_can_be_rewritten(tmp_path: Path) -> None:
    """What `make golden` does, on a copy: every expected result is replaced, and then restored."""
    for file in sorted(CASES.glob("*.md")):
        copy = tmp_path / file.name
        copy.write_bytes(file.read_bytes())
        for case in cases(copy):
            rewrite(case, "<p>lain</p>", ["1 error lain"])
        assert {(case.html, *case.problems) for case in cases(copy)} == {("<p>lain</p>", "1 error lain")}
        for case, original in zip(cases(copy), cases(file), strict=True):
            rewrite(case, original.html, original.problems)
        assert copy.read_text("utf-8") == file.read_text("utf-8")


def brief(problem: Diagnostic) -> str:
    return f"{problem.place.line} {problem.severity} {problem.rule}"


def rendered(text: str) -> Body:
    body, _ = render(text, "posts/x.md")
    assert body is not None
    return body


def only_problem(text: str, first_line: int = 1) -> Diagnostic:
    _, problems = render(text, "posts/x.md", first_line)
    assert len(problems) == 1
    return problems[0]


def test_empty_text_gives_an_empty_body() -> None:
    assert render(" \n\n", "posts/x.md") == (Body("", "", "", 0), ())


def test_refs_have_their_lines_in_the_text() -> None:
    text = "[a](x.md) [a](x.md)\n\n![f](x.md)\n\n[x.md](y.md)\n\n<img alt=z src='a b.jpg'>\n\n[d][1]\n\n[1]: z.pdf\n"
    assert rendered(text).refs == (
        Ref("x.md", 1),
        Ref("x.md", 1),
        Ref("x.md", 3, image=True),
        Ref("y.md", 5),
        Ref("a%20b.jpg", 7, image=True),
        Ref("z.pdf", 11),
    )


def test_line_of_a_ref_is_that_of_the_whole_target() -> None:
    assert rendered("[a](foto.jpg.txt)\n\n[b](foto.jpg)").refs[1] == Ref("foto.jpg", 3)


def test_refs_of_footnotes_have_the_lines_of_mark_and_note() -> None:
    assert rendered("Satu.\n\nDua.[^a]\n\n[^a]: Tiga.").refs == (Ref("#fn:a", 3), Ref("#fnref:a", 5))


def test_diagnostics_have_their_line_in_the_file() -> None:
    problem = only_problem("Satu.\n\n![](foto.jpg)", first_line=7)
    assert str(problem.place) == "posts/x.md:9"
    assert problem.message.format_map(problem.values).startswith("the image “foto.jpg” has no description")


def test_messages_and_hints_have_all_their_values() -> None:
    texts = [case.text for case in ALL] + ["[a" * 20_000, "<div>" * 101, "x" * 1_000_001]
    for text in texts:
        for problem in render(text, "posts/x.md")[1]:
            assert problem.message.format_map(problem.values)
            assert problem.hint.format_map(problem.values)


def test_headings_are_listed() -> None:
    assert rendered("# Air *bersih*\n\n## Listrik & gas").headings == (
        Heading(2, "Air bersih", "air-bersih"),
        Heading(3, "Listrik & gas", "listrik-gas"),
    )


def test_plain_text_has_one_line_for_each_block() -> None:
    body = rendered(
        "# Judul\n\nSatu *dua*,\ntiga[^1] &amp; empat.\n\n- a\n- b\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n[^1]: Kaki."
    )
    assert body.text == "Judul\nSatu dua, tiga & empat.\na\nb\nx y\n1 2\nKaki."
    assert body.words == 13


def test_lead_is_the_first_paragraph_with_text() -> None:
    assert rendered("# Judul\n\n![](a.jpg)\n\nAir &amp; **listrik**[^1]\nmenyala.\n\nLagi.\n\n[^1]: K.").lead == (
        "Air & listrik menyala."
    )
    assert rendered("- hanya\n- daftar").lead == ""


def test_conversion_keeps_no_state_between_texts() -> None:
    texts = [case.text for case in ALL]
    first = [render(text, "x.md") for text in texts]
    render("1. a\n" + "    " * 90 + "- b", "x.md")
    render("[a" * 20_000, "x.md")
    repeated = [render(text, "x.md") for text in reversed(texts)]
    assert first == repeated[::-1]


# Harmful texts: whatever the input, the HTML contains nothing that a browser would run.

ATTACKS = """
<script>alert(1)</script>
<ScRiPt/x>alert(1)</sCrIpT >
<scr<script>ipt>alert(1)</script>
<img src=x onerror=alert(1)>
<img/src="x"/onerror=alert(1)//
<svg onload=alert(1)>
<svg><script>alert(1)</script></svg>
<svg><style><img src=x onerror=alert(1)></style></svg>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">
<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>
<noscript><p title="</noscript><img src=x onerror=alert(1)>">
<iframe src="javascript:alert(1)"></iframe>
<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>
<object data="javascript:alert(1)"></object>
<embed src="data:text/html;base64,PHNjcmlwdD4=">
<a href="javascript:alert(1)">x</a>
<a href="JaVaScRiPt&colon;alert(1)">x</a>
<a href="&#x6A&#x61vascript:alert(1)">x</a>
<a href="java\tscript:alert(1)">x</a>
<a href="\x01javascript:alert(1)">x</a>
<a href='vbscript:msgbox(1)'>x</a>
<a href="data:text/html,<script>alert(1)</script>">x</a>
<a href="//evil.example">x</a>
<a href="https://bank.go.id@evil.example/">x</a>
<a href="https:evil.example">x</a>
<a href="/\\evil.example">x</a>
<base href="https://evil.example/">
<meta http-equiv="refresh" content="0;url=javascript:alert(1)">
<link rel="stylesheet" href="https://evil.example/x.css">
<style>@import "https://evil.example/x.css";</style>
<div style="background:url(javascript:alert(1))">x</div>
<table background="javascript:alert(1)"><tr><td>x</table>
<input autofocus onfocus=alert(1)>
<details open ontoggle=alert(1)>x</details>
<video><source onerror=alert(1)></video>
<marquee onstart=alert(1)>x</marquee>
<template><script>alert(1)</script></template>
<textarea></textarea><script>alert(1)</script>
<title><a title="</title><img src=x onerror=alert(1)>">
<x onclick=alert(1)>y</x>
<!--><script>alert(1)</script>-->
<!-- --!><img src=x onerror=alert(1)>-->
<![CDATA[<img src=x onerror=alert(1)>]]>
<?xml <img src=x onerror=alert(1)>?>
</p onclick=alert(1)>
[x](javascript:alert(1))
[x](javascript&#58;alert(1))
[x](<javascript:alert(1)>)
[x]( javascript:alert(1))
[x](JAVASCRIPT:alert(1) "t")
![x](javascript:alert(1))
![x"onerror="alert(1)](a.jpg)
![x](a.jpg"onerror="alert(1))
[x](a.md"onclick="alert(1) "t")
[x](a.md 'a" onclick="alert(1)')
[x]: javascript:alert(1)
<javascript:alert(1)>
<javascript://x%0aalert(1)>
Teks {: onclick="alert(1)" style="x" }
# Judul {: onclick=alert(1) id='"><script>alert(1)</script>' }
``` {onclick="alert(1)"}\nx\n```
*[x"><script>]: y"><script>alert(1)</script>
[^"><script>alert(1)</script>]: x
[a](press:0) <img src="press:0" alt="x">
`<a href="press:99">` <b title="press:99">x</b> "press:99"
\x02wzxhzdk:0\x03 <b>x</b> \x02klzzwxh:0000\x03
""".strip().split("\n")

SAFE_ATTRIBUTES = {
    "href", "src", "alt", "title", "id", "class", "lang", "dir", "colspan", "rowspan", "scope", "span", "start", "type",
    "reversed", "value", "datetime", "open",
}  # fmt: skip


class Inspector(HTMLParser):
    """Fails on anything in a body that a page must not contain."""

    def __init__(self, body: Body) -> None:
        super().__init__()
        self.body = body
        self.stack: list[str] = []
        self.feed(body.html)
        self.close()
        assert self.stack == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"script", "style", "iframe", "object", "embed", "form", "svg", "math", "base", "link", "h1"}
        assert {name for name, _ in attrs} <= SAFE_ATTRIBUTES
        for name, value in attrs:
            if name in ("href", "src"):
                assert value
                self.check_target(value, tag)
        if tag not in ("br", "hr", "img", "wbr", "col"):
            self.stack.append(tag)

    def check_target(self, value: str, tag: str) -> None:
        if numbered := re.fullmatch(r"press:(\d+)", value):
            ref = self.body.refs[int(numbered[1])]
            assert is_safe(ref.target)
            assert not is_foreign(ref.target)
            assert ref.image == (tag == "img")
        else:
            assert tag == "a"
            assert is_foreign(value)
            assert is_safe(value)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag


def check_html_is_safe(text: str) -> None:
    body, problems = render(text, "posts/x.md")
    if body is None:
        assert problems[0].severity is Severity.ERROR
        return
    Inspector(body)
    assert re.findall(r'"press:(\w*)', body.html) == [str(index) for index in range(len(body.refs))]
    images = [index for index, ref in enumerate(body.refs) if ref.image]
    assert re.findall(r'<img src="press:(\d+)" alt="[^"<>]*"(?: title="[^"<>]*")?>', body.html) == [
        str(index) for index in images
    ]
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", body.html + body.text + body.lead)
    ids = re.findall(r' id="([^"]*)"', body.html)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize(
    "around", ["{}", "Teks {} teks", "- {}\n", "> {}", "<div>\n{}\n</div>", "| {} |\n|--|\n| {} |"]
)
def test_attack_gives_safe_html(attack: str, around: str) -> None:
    check_html_is_safe(around.replace("{}", attack.replace("\\t", "\t")))


HARMFUL = [
    *ATTACKS, "<", ">", '"', "'", "&", "`", "*", "_", "[", "]", "(", ")", "!", "|", "\n", "\n\n", "    ", "- ", "> ",
    "<b>", "</b>", "<p>", "</p>", "<table>", "<td>", "<a href='", "<img src=x ", "on", "=", "#", "{:", "}", "kata",
    "é",
]  # fmt: skip
PIECES = st.sampled_from(HARMFUL)


@fuzz(examples=300)
@given(st.lists(PIECES | st.text(max_size=10), max_size=12).map("".join))
@example("<a href=x><a href=y>")
@example(")<b>- <h2><img src=a.jpg><?xml?><h2>")
@example("<?xml <img src=x>?>&)--><img src=x [^1]\n\n[^1]: ")
@example("<table><a href=x><tr><td></a>")
@example("<a href=javascript:x><table><tr><td><a href=y>z</a></td></tr></table></a>")
def test_combined_attacks_give_safe_html(text: str) -> None:
    check_html_is_safe(text)


MARKS = [
    "*", "**", "_", "~~", "`", "```\n", "\n", "\n\n", "    ", "  \n", "[a]", "(b)", "[a](b)", "![", "](", "[^1]",
    "[^1]: x", "\n[^1]: ", "<b>", "</b>", "<div>", "</div>", "\n<div>\n", "&amp;", "&", "a", "kata", "\n# ", "## ",
    "=\n", "---\n", "\n- ", "- ", "* ", "\n1. ", "1) ", "+ ", "\n> ", "> ", ": ", "\n: x\n", "| ", "|\n", "|--|\n",
    "a|b\n-|-\n", "*[HTML]: x", "HTML", "\n{: .x}\n", '{:start="2"}\n', "{:toc}\n", "{#id}", "<!-- c -->", "\\",
    "<http://a.b>", "<a@b.c>", "\t", "[a]: b\n", "~~~\n", "\\|", "'", '"', "(", ")", "]", "[", "{", "}", "<", "!",
    "é", "\u00a0", "•\t", "\n• ", "x:", " : ", "{{ x }}", "https://a.b", "www.a.b", "a@b.c", "[ ] ", "<img src=a>\n",
    "\\\n", "{% x %}",
]  # fmt: skip


@fuzz(examples=300)
@given(st.lists(st.sampled_from(MARKS), max_size=25).map("".join))
@example("[a]: b\n- \n")
@example("[^1]\n\n[^1]: ")
@example("- \n{: .x}\n    \u00a0\n")
@example("|a|\n|--|\n: b")
def test_any_syntax_is_converted(text: str) -> None:
    _, problems = render(text, "posts/x.md")
    assert not {"markdown", "time"} & {str(problem.rule) for problem in problems}


@fuzz(examples=100)
@given(st.text())
def test_any_text_gives_safe_html_or_an_error(text: str) -> None:
    check_html_is_safe(text)


@fuzz(examples=50)
@given(st.lists(st.lists(PIECES, max_size=8).map("".join), max_size=4), st.randoms(use_true_random=False))
def test_result_does_not_depend_on_the_order_of_texts(texts: list[str], random: Random) -> None:
    first = {text: render(text, "x.md") for text in texts}
    random.shuffle(texts)
    assert {text: render(text, "x.md") for text in texts} == first


# Texts that take long to convert: each ends in time, with a body or with a diagnostic that names the file.

SLOW = {
    "open brackets": "[a" * 20_000,
    "open tags": "<a " * 10_000,
    "open images": "![" * 20_000,
    "open declarations": "<![" * 10_000,
    "open comments": "<!--" * 100_000,
    "open addresses": "<http://" * 10_000,
    "open links": "[a](b" * 8_000,
    "open links in <>": "[a](<b" * 8_000,
    "open quotes in tags": '<p "' * 20_000,
    "growing backticks": " a ".join("`" * n for n in range(600)),
    "brackets in brackets": "[" * 20_000 + "]" * 20_000,
    "open emphasis": "*a _a " * 10_000,
    "stars": "*" * 100_000,
    "entities": "&" * 300_000,
    "quotes in quotes": ">" * 1000 + " x",
    "a list 1000 deep": "\n".join("    " * (n % 100) + "- x" for n in range(1000)),
    "a list 110 deep": "\n".join("    " * n + "- x" for n in range(110)),
    "tags 100,000 deep": "<div>" * 100_000,
    "tags in the value of an attribute": "<div a=x'>" + "<div>" * 100_000 + "'>",
    "emphasis never closed": "".join(f"<p><b id=a{n}>" for n in range(5_000)),
    "tags closed in the wrong order": "".join(f"<b><i id=a{n}></b>" for n in range(5_000)),
    "tags closed where they cannot be": "<select></div></select><div>" * 5_000,
    "one paragraph of 1 MB": "kata lain " * 99_999,
    "one long link, many times": "[a]: /" + "x" * 100_000 + "\n\n" + "[a]\n" * 5_000,
    "one long abbreviation, many times": "*[a]: " + "b" * 50_000 + "\n\n" + "a " * 5_000,
    "3000 footnotes": "".join(f"[^{n}]: x\n\n" for n in range(3000)) + "".join(f"[^{n}] " for n in range(3000)),
    "a wide table": "|" * 5000 + "\n" + "|-" * 5000 + "|",
    "too long": "x" * 1_000_001,
}


# Python ignores an exception that a signal handler raises in a callback of the garbage collector, and warns.
# The signal is sent again, and the next one stops the conversion.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", SLOW)
def test_conversion_of_a_slow_text_ends_in_time(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "SECONDS", 0.4)
    began = time.process_time()
    body, problems = render(SLOW[name], "posts/x.md")
    assert time.process_time() - began < 1.9
    if body is None:
        assert problems[0].place.path == "posts/x.md"
        assert problems[0].severity is Severity.ERROR
        assert problems[0].rule in {"size", "time", "nesting"}


def test_exception_of_the_parser_becomes_a_diagnostic(monkeypatch: pytest.MonkeyPatch) -> None:
    from press.content.markdown import pipeline

    def fail(_: str) -> str:
        raise KeyError("x")

    monkeypatch.setattr(pipeline, "to_html", fail)
    assert only_problem("Teks.").rule == "markdown"


# Real posts.


def test_real_posts_are_converted_without_errors_except_links(real_posts: list[Path]) -> None:
    for file in real_posts:
        text = re.sub(r"\A---\n.*?\n---\n", "", file.read_text("utf-8"), flags=re.DOTALL)
        body, problems = render(text, file.name)
        assert body is not None, problems
        assert {problem.rule for problem in problems if problem.severity is Severity.ERROR} <= {"link"}
        check_html_is_safe(text)
