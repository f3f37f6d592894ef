"""Plain paragraphs, in which there is little to convert: set aside before Markdown, and put back at the end.

Most of a press release is paragraphs of mere words, some of them ``**strong**``. Each row of such paragraphs becomes
one paragraph of one character that no text has, so that the stages between pass over it; the HTML and the plain text
of the row stand in its place when all is done. `tests/test_prose_paragraphs.py` holds the bodies equal to those of
texts that are converted whole.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from press.content.markdown.convert import needed

MARK = "\ufdd0"
"""Where a row stood: Unicode keeps this character for such use, and Markdown and nh3 leave it as it is."""

_SIGNS = r"`\\\[<>&*_~{|"
"""What an inline pattern or an extension begins with, and what HTML writes otherwise."""
_ODD = r"\x00-\x09\x0b-\x1f\x7f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ud800-\udfff\ufdd0\ufffe\uffff"
"""Controls, and every space but the common one: some stage changes them, or plain text has one space for them."""
_FAR = ("<", "&", '"press:', MARK)
"""What has a text converted whole: raw HTML, characters by their numbers, and what later stages write otherwise."""
_CHARACTER = rf"[^\n{_SIGNS}{_ODD}]"
_STRONG = rf"\*\*(?!\s){_CHARACTER}++(?<!\s)\*\*(?!\*)"
# Does not begin as a list, an underline, a heading or a definition, or indented; a space at the end could break it.
_LINE = rf"(?![\s#=+\-:]){_CHARACTER}*+(?:{_STRONG}{_CHARACTER}*+)*+(?<![\n ])"
_PARAGRAPH = rf"(?!\d++\.){_LINE}(?:\n{_LINE})*+(?=\n\n|\n?\Z)"
_ROW = re.compile(rf"\n\n({_PARAGRAPH}(?:\n\n{_PARAGRAPH})*+)")
_PAIR = re.compile(r"\*\*([^*]++)\*\*")


class Split(NamedTuple):
    """A text without its rows of plain paragraphs."""

    rest: str
    """Markdown, with a paragraph of one `MARK` where each row stood."""
    rows: list[list[str]]
    """The rows in their order, each a list of paragraphs."""

    def html(self, written: str) -> str:
        """Put the rows into the HTML of the rest."""
        return _filled(written, [_html(row) for row in self.rows])

    def text(self, plain: str) -> str:
        """Put the rows into the plain text of the rest."""
        return _filled(plain, [_text(row) for row in self.rows])

    def lead(self, lead: str) -> str:
        """Give the lead of the text for that of the rest."""
        return _text(self.rows[0][:1]) if self.rows and lead == MARK else lead


def whole(text: str) -> Split:
    """Set nothing aside."""
    return Split(text, [])


def part(text: str) -> Split:
    """Set the plain paragraphs aside, unless something in the text could reach beyond its own paragraph."""
    if any(sign in text for sign in _FAR):
        return whole(text)
    pieces = _ROW.split(f"\n\n{text}")
    rest = f"\n\n{MARK}".join(pieces[::2]).removeprefix("\n\n")
    return whole(text) if needed(rest) else Split(rest, [row.split("\n\n") for row in pieces[1::2]])


def _html(row: list[str]) -> str:
    """Give the HTML of a row, without the tags at its ends."""
    return _PAIR.sub(r"<strong>\1</strong>", "</p>\n<p>".join(row))


def _text(row: list[str]) -> str:
    """Give the plain text of a row: one line a paragraph, and one space between words."""
    text = "\n".join([paragraph.replace("\n", " ") for paragraph in row]).replace("**", "")
    return "\n".join(" ".join(line.split()) for line in text.split("\n")) if "  " in text else text


def _filled(text: str, rows: list[str]) -> str:
    """Put the rows in the places of the marks; without rows, a mark is the author's own character."""
    if not rows:
        return text
    pieces = text.split(MARK)
    return "".join(piece for pair in zip(pieces, [*rows, ""], strict=True) for piece in pair)
