"""`press.content.markdown.leftovers`: tags of Liquid and shortcodes of Hugo."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from press.content.markdown import render
from press.content.markdown.diagnostics import Findings
from press.content.markdown.leftovers import convert

CONVERTED = {
    "[a]({% link _posts/2020-01-01-a.md %})": "[a](2020-01-01-a.md)",
    "[a]({% link /tentang.md %}#tim)": "[a](/tentang.md#tim)",
    "[a]({% post_url 2020-01-01-a %})": "[a](2020-01-01-a.md)",
    "[a]({{ site.baseurl }}/b/)": "[a](/b/)",
    "[a]({{site.url}}{{site.baseurl}}/b/)": "[a](/b/)",
    '[a]({{ "/b/" | relative_url }})': "[a](/b/)",
    "[a]({{ '/b/' | prepend: site.baseurl }})": "[a](/b/)",
    '[a]({{< ref "b.md" >}})': "[a](b.md)",
    '[a]({{% relref path="b.md#c" %}})': "[a](b.md#c)",
    '{{< figure src="foto.jpg" alt="Alt" caption="Ket" >}}': '![Alt](<foto.jpg> "Ket")',
    '{{< figure src="foto.jpg" title="Kata \\"x\\" [y]" />}}': '![Kata "x" (y)](<foto.jpg> "Kata &quot;x&quot; [y]")',
    '{{< figure src="foto.jpg" alt="Alt" link="a.md" >}}': "[![Alt](<foto.jpg>)](<a.md>)",
    "{{< youtube dQw4w9WgXcQ >}}": "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    '{{< youtube id="dQw4w9WgXcQ" >}}': "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
    "{% vimeo 76979871 %}": "https://vimeo.com/76979871",
    "{% gist siapa/123 %}": "<https://gist.github.com/siapa/123>",
    "{{< gist siapa 123 >}}": "<https://gist.github.com/siapa/123>",
    "{% highlight python %}\nx\n{% endhighlight %}": "```python\nx\n```",
    "{%- raw -%}{{ a }}\n{% b %}{%- endraw -%}": "{{ a }}\n{% b %}",
}
"""What is written as Markdown."""


def converted(text: str) -> tuple[str, list[int]]:
    findings = Findings(text, "posts/a.md", 1)
    result = convert(text, findings)
    return result, [problem.place.line for problem in findings.problems() if problem.rule == "leftover"]


@pytest.mark.parametrize(("text", "markdown"), CONVERTED.items())
def test_a_known_tag_becomes_markdown(text: str, markdown: str) -> None:
    assert converted(text) == (markdown, [])


@pytest.mark.parametrize(
    "tag",
    ["{{ page.title }}", "{% include a.html %}", "{% link %}", "{{< tweet 1 >}}", "{{% notice %}}", "{{< figure >}}",
     "{% assign a = 1 %}", "{::nomarkdown}", "{{ a | b: c }}", "{% comment %}", "{% raw %}"],
)  # fmt: skip
def test_any_other_tag_stays_and_is_named_with_its_line(tag: str) -> None:
    assert converted(f"Satu\n\nDua {tag} tiga") == (f"Satu\n\nDua {tag} tiga", [3])


@pytest.mark.parametrize(
    "text",
    [
        "`{{ a }}`",
        "``{% b ` %}``",
        "```\n{% a %}\n```",
        "~~~\n{{ a }}\n~~~\n",
        "```\n{{ a }}",
        "   ```a\n{{< b >}}\n  ````",
    ],
)
def test_code_is_left_as_it_is(text: str) -> None:
    assert converted(text) == (text, [])


def test_tags_after_code_are_converted() -> None:
    text = "```\n{% a %}\n```\n`x` [a]({{ site.baseurl }}/b/)\n\n~~~\n{{ c }}\n~~~\n\n{{ d }}"
    assert converted(text) == (text.replace("{{ site.baseurl }}", ""), [10])


def test_links_from_tags_have_their_lines() -> None:
    body, problems = render("Satu\n\n[a]({% link b.md %})\n", "posts/a.md")
    assert body
    assert [(ref.target, ref.line) for ref in body.refs] == [("b.md", 3)]
    assert problems == ()


@pytest.mark.parametrize(
    "piece",
    [
        "{{",
        "{%",
        "{{<",
        "{% a ",
        "{::",
        "`{{",
        "```\n{{ a\n",
        "{{ a | ",
        "{% a 'b",
        "{% raw %}",
        "{% raw %}a",
        "{%  ",
        "``{%`",
    ],
)
def test_time_is_linear(piece: str) -> None:
    def seconds(count: int) -> float:
        began = time.process_time()
        converted(piece * count)
        return time.process_time() - began

    assert any(seconds(16_000) < 3 * seconds(8_000) + 0.05 for _ in range(5))  # a busy machine can make one wrong


def test_a_tag_over_lines_keeps_their_number() -> None:
    text = "{% include kartu.html\n  judul='A'\n%}\n\n{{< figure src='a.jpg'\n alt='A' >}}\nb"
    assert converted(text) == (text.partition("{{<")[0] + "![A](<a.jpg>)\n\nb", [1])


def test_liquid_of_real_posts_is_named(real_posts: list[Path]) -> None:
    for path in real_posts:
        text = path.read_text("utf-8").partition("\n---")[2]
        result, lines = converted(text)
        assert result.count("\n") == text.count("\n")
        assert lines or "{% include" not in result, path.name
