"""Which HTML a body may contain, enforced by nh3.

The portal's Content-Security-Policy forbids inline styles, so `links` turns the alignment of table cells into a class.
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
"""All tags that a body may contain."""
VOID = {"br", "col", "hr", "img", "wbr"}
"""Tags without an end tag."""
EMBEDDED = {
    "iframe": "src", "frame": "src", "embed": "src", "video": "src", "audio": "src", "source": "src", "object": "data",
}  # fmt: skip
"""Tags that embed external content, and the attribute that holds its address; they are replaced by links."""
REMOVED_WITH_CONTENTS = {
    "script", "style", "svg", "math", "textarea", "select", "template", "title", "xmp", "noembed", "noframes",
    "noscript", "plaintext",
}  # fmt: skip
"""Tags whose contents are not prose: the contents are removed with the tag."""

CLASSES = {
    "footnote", "footnote-ref", "footnote-backref", "left", "center", "right", "press-video", "press-recording",
}  # fmt: skip
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
    """Remove what is not allowed. The result is normalised: tags in lower case, attributes in double quotes.

    The time is quadratic in the depth of tags, so the depth must be limited before (`balance`).
    """
    return _cleaner().clean(html)


@cache
def _cleaner() -> Cleaner:
    return Cleaner(
        tags=TAGS,
        clean_content_tags=REMOVED_WITH_CONTENTS,
        attributes=_ATTRIBUTES,
        allowed_classes=dict.fromkeys(TAGS, CLASSES),
        filter_style_properties={"text-align"},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
