"""The marks before the items of lists: those that Markdown reads, and those that people type or paste instead."""

from __future__ import annotations

import re

import msgspec

from press.content.markdown.dialect.starts import PASTED_BULLETS
from press.expressions import expression

_SYMBOLS = "·∙⁃⁌⁍»›→⇒➔➜➤►▶▸✦✧❖◆◇♦~\uf076\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc"
"""Other bullets, those of the fonts Symbol and Wingdings among them."""
_LETTERS = "oüØvq§"
"""The bullets of Courier and Wingdings as they are pasted: letters, with a tab after them."""
_EMOJI = "\U0001f300-\U0001faff\u2600-\u27bf\u231a\u231b\u23f0-\u23f3"
_BULLETS = expression(
    rf"(?P<dash>[‐-―−](?:[ \t\xa0]+|(?=\w)))(?=\S)"
    rf"|(?P<letter>[{_LETTERS}][ ]*\t[ \t\xa0]*|o[ \xa0]{{2,}})(?=\S)"
    rf"|(?P<o>o)[ ](?=\S)"
    rf"|(?P<real>[-*+{PASTED_BULLETS}])[ \t]+(?=\S)"
    rf"|(?P<spaced>[-*+{PASTED_BULLETS}])[ \t]*\xa0[ \t\xa0]*(?=\S)"
    rf"|(?P<joined>-(?=[^\W\d_]{{2}})|[{PASTED_BULLETS}](?=\w))"
    rf"|(?P<symbol>[{_SYMBOLS}])\ufe0f?[ \t\xa0]+(?=\S)"
    rf"|(?P<emoji>)(?=[{_EMOJI}])"
)
_ALONE = ("dash", "o", "emoji")
"""What counts only in a line directly above or below another one, unless a tab follows: prose may begin with it."""
_NUMBERS = expression(
    r"(?P<open>\()?(?P<number>\d{1,9}|[a-zA-Z]|[ivx]{2,5}|[IVX]{2,5})(?P<end>\.\)|\)\.|[.)])"
    r"(?P<space>[ \t\xa0]+|(?=[^\W\d_]{2}))(?=\S)"
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


class Marker(msgspec.Struct, frozen=True):
    """The mark before an item, as it can be understood."""

    kind: str
    """The bullet; or the style of the numbers, as ``type`` of ``<ol>`` has it, and what is around them: ``(a)``."""
    number: int
    """From 1; 0 for a bullet."""
    is_read: bool
    """Whether Markdown reads it as the mark of an item."""
    indent: str
    """The white space before it."""
    text: str
    """The text of the item."""
    width: int
    """Columns from the beginning of the line to the text."""
    needs_neighbour: bool = False
    """Whether it counts only in a line directly above or below another one: it may be a dash in prose."""

    @property
    def style(self) -> str:
        """The style of the numbers; empty for a bullet."""
        return self.kind.strip("().") if self.number else ""


def markers(line: str) -> list[Marker]:
    """Return how the mark at the beginning of a line can be understood; nothing if there is none."""
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    rest = line[len(indent) :]
    if found := _BULLETS.match(rest):
        sort, bullet = found.lastgroup or "", found[0][:1] or "emoji"
        kind = "•" if bullet in PASTED_BULLETS else "–" if sort == "dash" else bullet
        needs_neighbour = sort in _ALONE and "\t" not in found[0]
        return [_marker(line, indent, found, kind, 0, sort == "real", needs_neighbour)]
    if found := _NUMBERS.match(rest):
        if found["open"] and ")" not in found["end"]:
            return []
        around = f"{found['open'] or ''}{{}}{found['end']}"
        is_plain = not found["open"] and len(found["end"]) == 1 and "\xa0" not in (found["space"] or "\xa0")
        is_read = found["number"].isdigit() and is_plain
        return [
            _marker(line, indent, found, around.format(style), number, is_read)
            for style, number in _numbers(found["number"])
        ]
    return []


def _marker(
    line: str, indent: str, found: re.Match[str], kind: str, number: int, is_read: bool, needs_neighbour: bool = False
) -> Marker:
    end = len(indent) + found.end()
    return Marker(kind, number, is_read, indent, line[end:], len(line[:end].expandtabs(4)), needs_neighbour)


def _numbers(written: str) -> list[tuple[str, int]]:
    """Return the styles that a number can have, each with its value."""
    if written.isdigit():
        return [("1", int(written))]
    upper = written.isupper()
    found = []
    if len(written) == 1:
        found.append(("A" if upper else "a", ord(written.lower()) - ord("a") + 1))
    if written.lower() in _ROMAN:
        found.append(("I" if upper else "i", _ROMAN.index(written.lower()) + 1))
    return found
