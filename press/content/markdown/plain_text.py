"""What of a body's HTML there is to read: plain text for search, and the first paragraph."""

from __future__ import annotations

import html
import re

_NOTE_MARKS = re.compile(
    r'<sup id="fnref[^"]*">.*?</sup>|<a [^>]*class="footnote-(?:ref|backref)"[^>]*>.*?</a>', re.DOTALL
)
_BLOCK = re.compile(
    r"</?(?:p|h[1-6]|ul|ol|li|dl|dt|dd|blockquote|pre|hr|div|section|aside|figure|figcaption|details|summary|"
    r"table|caption|thead|tbody|tfoot|tr)(?: [^>]*)?>"
)
_GAP = re.compile(r"<(?:br|/t[dh])>")
_TAG = re.compile(r"<[^>]*>")
_PARAGRAPH = re.compile(r"<p(?: [^>]*)?>(.*?)</p>", re.DOTALL)
_MARK = "\x1e"
"""Between blocks, where a newline is only a place to break the line; no text has it."""


def plain(written: str) -> str:
    """Give the text of clean HTML: one line a block, footnote marks left out."""
    if "<" not in written and "&" not in written:
        return " ".join(written.split())
    if "footnote-" in written:
        written = _NOTE_MARKS.sub("", written)
    marked = _TAG.sub("", _GAP.sub(" ", _BLOCK.sub(_MARK, written)))
    if "&" in marked:
        marked = html.unescape(marked)
    lines = (" ".join(block.split()) for block in marked.split(_MARK))
    return "\n".join(line for line in lines if line)


def lead(written: str) -> str:
    """Give the first paragraph that has text, as plain text; nothing where there is none."""
    texts = (plain(paragraph[1]) for paragraph in _PARAGRAPH.finditer(written))
    return next((text.replace("\n", " ") for text in texts if text), "")


def words(text: str) -> int:
    """Count the words of plain text, between any two of which stands one space or newline."""
    return text.count(" ") + text.count("\n") + 1 if text else 0
