"""What HTML a body may hold, and nh3, which sees to it.

The portal's Content-Security-Policy forbids inline styles; alignment of table cells goes by class (`rewriting`).
"""

from __future__ import annotations

from functools import cache

from nh3 import Cleaner

BLOCKS = {
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "pre", "hr", "div", "section", "aside",
    "figure", "figcaption", "details", "summary", "table",
}  # fmt: skip
"""Tags that end a paragraph."""
PARTS = {"li", "dt", "dd", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"}
INLINE = {
    "a", "img", "em", "strong", "b", "i", "u", "s", "del", "ins", "sub", "sup", "small", "mark", "q", "cite", "abbr",
    "dfn", "kbd", "samp", "var", "code", "time", "span", "bdi", "bdo", "br", "wbr",
}  # fmt: skip
TAGS = BLOCKS | PARTS | INLINE
"""All that a body may hold."""
VOID = {"br", "col", "hr", "img", "wbr"}
"""Tags without an end."""
EMBEDDED = {
    "iframe": "src", "frame": "src", "embed": "src", "video": "src", "audio": "src", "source": "src", "object": "data",
}  # fmt: skip
"""Tags that show something from elsewhere, and the attribute that says what; they become plain links."""
UNREAD = {
    "script", "style", "svg", "math", "textarea", "select", "template", "title", "xmp", "noembed", "noframes",
    "noscript", "plaintext",
}  # fmt: skip
"""Tags whose contents are no prose: they go with the tag."""

CLASSES = {"footnote", "footnote-ref", "footnote-backref", "left", "center", "right"}
_CELL = {"colspan", "rowspan", "align", "style"}
_ATTRIBUTES = {
    "*": {"id", "lang", "dir", "title"},
    "a": {"href", "name"},
    "img": {"src", "alt"},
    "th": _CELL | {"scope"},
    "td": _CELL,
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "time": {"datetime"},
    "details": {"open"},
}


def clean(html: str) -> str:
    """Keep what the policy allows; the answer is normalised: tags in lower case, attributes in double quotes.

    Takes time quadratic in the depth of tags: bound it before (`tidying`).
    """
    return _cleaner().clean(html)


@cache
def _cleaner() -> Cleaner:
    return Cleaner(
        tags=TAGS,
        clean_content_tags=UNREAD,
        attributes=_ATTRIBUTES,
        allowed_classes=dict.fromkeys(TAGS, CLASSES),
        filter_style_properties={"text-align"},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
