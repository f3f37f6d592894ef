"""The plain text of a body's HTML, for search, and its first paragraph."""

from __future__ import annotations

import html
import re

_FOOTNOTE_LINKS = re.compile(
    r'<sup id="fnref[^"]*">.*?</sup>|<a [^>]*class="footnote-(?:ref|backref)"[^>]*>.*?</a>', re.DOTALL
)
_BLOCK = re.compile(
    r"</?(?:p|h[1-6]|ul|ol|li|dl|dt|dd|blockquote|pre|hr|div|section|aside|figure|figcaption|details|summary|"
    r"table|caption|thead|tbody|tfoot|tr)(?: [^>]*)?>"
)
_BREAK_OR_CELL_END = re.compile(r"<(?:br|/t[dh])>")
_TAG = re.compile(r"<[^>]*>")
_PARAGRAPH = re.compile(r"<p(?: [^>]*)?>(.*?)</p>", re.DOTALL)
_SEPARATOR = "\x1e"
"""Put between blocks; no text contains it. A newline cannot be used, because it can also occur inside a block."""


def plain(body_html: str) -> str:
    """Return the text of sanitised HTML: one line for each block, without footnote numbers."""
    if "<" not in body_html and "&" not in body_html:
        return " ".join(body_html.split())
    if "footnote-" in body_html:
        body_html = _FOOTNOTE_LINKS.sub("", body_html)
    marked = _TAG.sub("", _BREAK_OR_CELL_END.sub(" ", _BLOCK.sub(_SEPARATOR, body_html)))
    if "&" in marked:
        marked = html.unescape(marked)
    lines = (" ".join(block.split()) for block in marked.split(_SEPARATOR))
    return "\n".join(line for line in lines if line)


def lead(body_html: str) -> str:
    """Return the first paragraph that has text, as plain text; "" if there is none."""
    texts = (plain(paragraph[1]) for paragraph in _PARAGRAPH.finditer(body_html))
    return next((text.replace("\n", " ") for text in texts if text), "")


def words(text: str) -> int:
    """Count the words of plain text in which exactly one space or newline is between two words."""
    return text.count(" ") + text.count("\n") + 1 if text else 0
