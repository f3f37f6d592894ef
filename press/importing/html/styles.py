"""Inline styles and tags of the past → emphasis; colours, sizes and alignment are left out."""

from __future__ import annotations

import re

from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.importing.html.tree import Tag, attribute, has_blocks, is_block, new_tag, plain
from press.importing.notes import note

_NEW_NAMES = {
    "strike": "s", "tt": "code", "kbd": "code", "samp": "code", "big": "span", "font": "span", "nobr": "span",
    "center": "div", "acronym": "abbr", "dir": "ul", "menu": "ul", "listing": "pre", "xmp": "pre", "ruby": "span",
    "address": "p", "dialog": "div", "fieldset": "div", "legend": "p", "optgroup": "div", "option": "p",
}  # fmt: skip
_STYLES = (
    (re.compile(r"font-weight\s*:\s*(?:bold|bolder|[6-9]00)", re.IGNORECASE), "strong"),
    (re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE), "em"),
    (re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE), "s"),
    (re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE), "sup"),
    (re.compile(r"vertical-align\s*:\s*sub\b", re.IGNORECASE), "sub"),
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_EMPHASIS = {"strong": {"b", "strong"}, "em": {"i", "em"}, "s": {"s", "del"}, "sup": {"sup"}, "sub": {"sub"}}
_KEPT = {
    "href", "src", "alt", "title", "colspan", "rowspan", "scope", "start", "type", "reversed", "datetime", "data",
    "id", "name", "controls", "poster", "value", "cite", "width", "height", "srcset", "data-src", "data-lazy-src",
    "data-orig-file", "data-full-url", "data-caption", "class", "align", "open", "lang", "dir",
}  # fmt: skip


def apply(body: Tag, notes: list[Diagnostic]) -> None:
    """Replace styles by elements with a meaning, and remove what has none."""
    for tag in body.find_all(True):
        style, tag.name = attribute(tag, "style"), _NEW_NAMES.get(tag.name, tag.name)
        if ":" in tag.name:  # as word processors write it: <o:p>
            tag.name = "span"
        if _HIDDEN.search(style) and plain(tag).strip():
            notes.append(note("html", _WAS_HIDDEN, _WAS_HIDDEN_HINT, words=" ".join(plain(tag).split())[:60]))
        for pattern, name in _STYLES:
            if pattern.search(style) and _may_be(tag, name):
                _wrap_contents(tag, name)
        tag.attrs = {key: value for key, value in tag.attrs.items() if key in _KEPT}
    for tag in body.find_all("span"):
        tag.unwrap()


def _may_be(tag: Tag, name: str) -> bool:
    """Tell whether an element gets an emphasis that neither it nor one around it has; headings are bold anyway."""
    around = {tag.name, *(parent.name for parent in tag.parents)}
    is_heading = name == "strong" and bool(around & {"h1", "h2", "h3", "h4", "h5", "h6", "th", "pre", "code"})
    is_holder = tag.name in ("table", "tbody", "tr", "ul", "ol", "dl", "img", "br", "hr", "pre", "code")
    return not is_heading and not is_holder and not around & _EMPHASIS[name] and bool(plain(tag).strip())


def _wrap_contents(tag: Tag, name: str) -> None:
    """Put the contents of an element into another one, unless it has blocks: then their contents."""
    if has_blocks(tag):
        for block in tag.find_all(is_block):
            if not has_blocks(block) and plain(block).strip() and block.name not in ("table", "tr", "pre"):
                _wrap_contents(block, name)
        return
    inner = new_tag(name)
    for child in list(tag.contents):
        inner.append(child.extract())
    tag.append(inner)


_WAS_HIDDEN = N_("“{words}” was hidden on the old page, and is shown now")
_WAS_HIDDEN_HINT = N_("delete it from the text if readers should not see it")
