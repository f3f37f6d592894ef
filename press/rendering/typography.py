"""Typographic quotation marks in place of straight ones, as Indonesian and English print them: “ ” and ‘ ’.

Only pages show them. Feeds, search and texts to copy keep what was written, so that words can be found and compared.
"""

from __future__ import annotations

import html
import re

from press.expressions import expression

_PIECE = expression(
    r"<(?P<end>/?)(?P<tag>[a-z][a-z\d]*)\b[^<>]*>|(?P<entity>&[#\w]+;)|(?P<mark>[\"'])|[^<&\"']+|.", re.DOTALL
)
_LITERAL = frozenset({"code", "pre", "kbd", "samp", "script", "style"})
"""Elements whose text is not prose."""
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "cite", "del", "dfn", "em", "i", "ins", "mark", "q", "s", "small", "span",
     "strong", "sub", "sup", "time", "u", "var")
)  # fmt: skip
"""Elements within a sentence."""
_OPENING = expression(r"[\s(\[{‘“\-–—/\N{OBJECT REPLACEMENT CHARACTER}]?$")
"""The end of a text after which a quotation begins."""
_SPACES = frozenset({"&nbsp;", "&#160;", "&#xa0;"})
_YEAR = expression(r"\d\d(?!\d)")


def quotes_of_html(body_html: str) -> str:
    """Return HTML in which the straight quotation marks of its prose are typographic. Tags are not changed."""
    if '"' not in body_html and "'" not in body_html:
        return body_html
    pieces: list[str] = []
    before, literal, is_open = "", 0, False
    for piece in _PIECE.finditer(body_html):
        text = piece[0]
        if tag := piece["tag"]:
            literal += (tag in _LITERAL) * (-1 if piece["end"] else 1)
            before, is_open = (before, is_open) if tag in _INLINE else ("", False)
        elif piece["mark"] and literal <= 0:
            text = _mark(text, before, body_html[piece.end() : piece.end() + 3], is_open)
            is_open = (text == "“") if piece["mark"] == '"' else is_open
            before = text
        else:
            before = " " if text in _SPACES else text[-1]
        pieces.append(text)
    return "".join(pieces)


def quotes(text: str, wanted: bool) -> str:
    """Return a plain text with typographic quotation marks, if they are wanted."""
    return html.unescape(quotes_of_html(html.escape(text, quote=False))) if wanted else text


def _mark(mark: str, before: str, after: str, is_open: bool) -> str:
    """Return the mark for one, by the character before it and the text after it."""
    begins = bool(_OPENING.match(before)) and not after[:1].isspace()
    if mark == "'":
        return "‘" if begins and not _YEAR.match(after) else "’"
    if begins:
        return "“"
    return mark if before.isdigit() and not is_open else "”"  # a digit: inches, or seconds
