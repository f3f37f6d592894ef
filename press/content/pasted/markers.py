"""The marks before the items of lists: those that Markdown reads, and those that people type or paste instead."""

from __future__ import annotations

import re

import msgspec

from press.content.markdown.dialect.starts import PASTED_BULLETS

_BULLETS = re.compile(
    rf"(?P<dash>[‒–—―−])[ \t\xa0]+(?=\S)"
    rf"|(?P<o>o)(?:[ ]*\t[ \t\xa0]*|[ \xa0]{{2,}})(?=\S)"
    rf"|(?P<real>[-*+{PASTED_BULLETS}])[ \t]+(?=\S)"
    rf"|(?P<spaced>[-*+{PASTED_BULLETS}])[ \t]*\xa0[ \t\xa0]*(?=\S)"
    rf"|(?P<joined>-(?=[^\W\d_]{{2}})|[{PASTED_BULLETS}](?=\w))"
)
_NUMBERS = re.compile(
    r"(?P<open>\()?(?P<number>\d{1,9}|[a-zA-Z]|[ivx]{2,5}|[IVX]{2,5})(?P<end>[.)])"
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
        kind, bullet = found.lastgroup or "", found[0][0]
        bullet = "•" if bullet in PASTED_BULLETS else "–" if kind == "dash" else bullet
        is_alone = kind == "dash" and "\t" not in found[0]
        return [_marker(line, indent, found, bullet, 0, kind == "real", is_alone)]
    if found := _NUMBERS.match(rest):
        if found["open"] and found["end"] != ")":
            return []
        around = f"{found['open'] or ''}{{}}{found['end']}"
        is_read = found["number"].isdigit() and not found["open"] and "\xa0" not in (found["space"] or "\xa0")
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
