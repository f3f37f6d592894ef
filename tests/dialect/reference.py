"""How GFM reads a text, and how Press does, both as an outline.

The HTML of markdown-it-py goes through the same stages as that of Press's converter: balanced tags, the sanitiser, the
links. So only the reading of Markdown is compared, and not what Press allows on a page.
"""

from __future__ import annotations

import difflib
import re
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from press.content.markdown import balance, links, render, sanitise
from press.content.markdown.diagnostics import Findings
from tests.dialect.bare_links import bare_links
from tests.dialect.outline import outline

PATH = "posts/x.md"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_BOX = re.compile(r'<input\b[^>]* type="checkbox"[^>]*> ?')


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": 1000, "html": True, "xhtmlOut": False})
    parser.enable(["table", "strikethrough"])
    parser.use(bare_links).use(tasklists_plugin).use(footnote_plugin, inline=False)
    for name, template in _NOTES.items():
        parser.add_render_rule(name, _note(template))
    return parser


_NOTES = {
    "footnote_ref": '<sup id="fnref:{n}"><a class="footnote-ref" href="#fn:{n}">{n}</a></sup>',
    "footnote_block_open": '<div class="footnote">\n<hr>\n<ol>\n',
    "footnote_block_close": "</ol>\n</div>\n",
    "footnote_open": '<li id="fn:{n}">',
    "footnote_close": "</li>\n",
    "footnote_anchor": "",
}


def _note(template: str) -> Any:
    def rule(_: object, tokens: Any, index: int, *__: object) -> str:
        return template.replace("{n}", str(tokens[index].meta["id"] + 1) if "{n}" in template else "")

    return rule


def gfm(text: str) -> list[str]:
    """Return the outline of a text as GFM reads it."""
    return published(_parser().render(_CONTROL.sub("", text)), text)


def published(raw: str, text: str = "") -> list[str]:
    """Return the outline of the HTML that another converter made of a text, after the stages that follow in Press."""
    findings = Findings(text, PATH, 1)
    raw = _BOX.sub(lambda box: "☑ " if "checked" in box[0] else "☐ ", raw)
    try:
        balanced = balance.balance_tags(raw, findings)
    except balance.TooDeep:
        return ["refused: nesting"]
    rewritten = links.rewrite(_CONTROL.sub("", sanitise.clean(balanced)).replace('"press:', '"press&#58;'), findings)
    return outline(rewritten.html, [ref.target for ref in rewritten.refs])


def press(text: str) -> list[str]:
    """Return the outline of a text as Press reads it."""
    body, problems = render(text, PATH)
    if body is None:
        return [f"refused: {problems[0].rule}"]
    return outline(body.html, [ref.target for ref in body.refs])


def difference(text: str) -> list[str]:
    """Return the differing lines of both outlines, with what is around them; empty if the outlines are equal."""
    expected, found = gfm(text), press(text)
    if expected == found:
        return []
    return list(difflib.unified_diff(expected, found, "gfm", "press", lineterm="", n=2))
