"""How GFM reads a text, and how Press does, both as an outline.

Two parsers say what GFM is: markdown-it-py, which has footnotes too, and cmark-gfm, GitHub's own. Where they differ,
the specification leaves a case open or one of them has a fault, and Press may read as either.

The HTML of both goes through the same stages as that of Press's converter: balanced tags, the sanitiser, the
links. So only the reading of Markdown is compared, and not what Press allows on a page.
"""

from __future__ import annotations

import difflib
import re
from functools import cache
from typing import Any

from cmarkgfm.cmark import Options, markdown_to_html_with_extensions  # type: ignore[import-untyped]
from markdown_it import MarkdownIt
from markdown_it.rules_block import table
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from press.content.markdown import balance, links, render, sanitise
from press.content.markdown.diagnostics import Findings
from tests.dialect.bare_links import bare_links
from tests.dialect.outline import outline

PATH = "posts/x.md"
_OPTIONS = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES | Options.CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE
_GITHUB_NOTE = re.compile(r'<sup class="footnote-ref"><a [^>]* data-footnote-ref>(\d+)</a></sup>')
_GITHUB_BACK = re.compile(r"\s*<a [^>]* data-footnote-backref[^>]*>.*?</a>")
_EXTENSIONS = ["table", "strikethrough", "autolink", "tasklist"]
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_BOX = re.compile(r'<input\b[^>]* type="checkbox"[^>]*>\s*(<p>)?')


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": 1000, "html": True, "xhtmlOut": False})
    parser.enable("strikethrough")
    # GitHub looks for a table only in what would be a paragraph otherwise; markdown-it-py before lists and quotes.
    parser.block.ruler.before("lheading", "gfm_table", table, {"alt": ["paragraph", "reference"]})
    parser.use(bare_links).use(tasklists_plugin).use(footnote_plugin, inline=False)
    for name, template in _NOTES.items():
        parser.add_render_rule(name, _note(template))
    return parser


_WWW = re.compile(r'<a href="http://(www\.[^"]*)">(www\.[^<]*)</a>', re.IGNORECASE)
"""A bare address without a scheme: GFM gives it ``http``, Press ``https``."""
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
    """Return the outline of a text as markdown-it-py reads it by the rules of GFM."""
    return published(_parser().render(_CONTROL.sub("", text)), text)


def github(text: str) -> list[str]:
    """Return the outline of a text as GitHub's own parser reads it."""
    html = markdown_to_html_with_extensions(_CONTROL.sub("", text), _OPTIONS, _EXTENSIONS)
    if "data-footnote" in html:
        html = _GITHUB_NOTE.sub(_NOTES["footnote_ref"].replace("{n}", r"\1"), _GITHUB_BACK.sub("", html))
        before, _, notes = html.rpartition('<section class="footnotes" data-footnotes>')
        html = before + _NOTES["footnote_block_open"].removesuffix("<ol>\n") + notes.replace("</section>", "</div>")
    return published(html, text)


def published(raw: str, text: str = "") -> list[str]:
    """Return the outline of the HTML that another converter made of a text, after the stages that follow in Press."""
    findings = Findings(text, PATH, 1)
    raw = _WWW.sub(r'<a href="https://\1">\2</a>', raw)
    raw = _BOX.sub(lambda box: (box[1] or "") + ("☑ " if "checked" in box[0] else "☐ "), raw)
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
    """Return the lines in which Press differs from GFM, with what is around them; none if it reads as either parser."""
    expected, found = gfm(text), press(text)
    if found in (expected, github(text)):
        return []
    return list(difflib.unified_diff(expected, found, "gfm", "press", lineterm="", n=2))


def is_certain(text: str) -> bool:
    """Tell whether both parsers read a text in the same way, so that there is no doubt about what GFM is."""
    return gfm(text) == github(text)
