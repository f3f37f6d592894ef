"""From the HTML of a text to the lines of its canonical text: one for each block, with the targets of its links.

The HTML is that of a `Body` with its links filled in: tags in lower case, attributes in double quotes, ``<`` and ``>``
only around tags.
"""

from __future__ import annotations

import html as entities
import re

from press.seal.characters import NotCanonicalError, escaped, escaped_cell, normalised

_TOKEN = re.compile(r"<(/?)([a-z][a-z0-9]*)([^<>]*)>")
_ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')
_BREAKS = frozenset({
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "li", "dt", "dd", "blockquote", "pre", "hr", "div",
    "section", "aside", "figure", "figcaption", "details", "summary", "table", "caption", "thead", "tbody", "tfoot",
    "br",
})  # fmt: skip
"""Tags at which a line ends."""
_MARKS = {"del": ("~~", "~~"), "s": ("~~", "~~"), "sup": ("^(", ")"), "sub": ("^_(", ")"), "q": ("“", "”")}
"""What stands before and behind the content of a tag that readers see in another way than its words alone."""
_CELLS = frozenset({"td", "th"})
_BACK, _ARROW = "footnote-backref", "↩"


def lines(html: str) -> list[str]:
    """Return the lines of a text. Raises `NotCanonicalError`, also for a tag that shows words in another order."""
    return _Walk().run(html)


class _Walk:
    """One pass over the tags of a text."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.parts: list[str] = []
        self.row: list[str] | None = None
        """The cells of the row of a table; None outside of one."""
        self.in_cell = False
        self.in_pre = False
        self.marker = ""
        """The number or bullet of an item of which nothing else was read yet."""
        self.links: list[tuple[str, int]] = []
        """For each open link its target and, of one back from a footnote, how much was read before it; else -1."""
        self.numbers: list[tuple[int, int] | None] = []
        """For each open list the number of its next item and the step to the one after it; None: it has none."""

    def run(self, html: str) -> list[str]:
        """Walk over all of it."""
        position = 0
        for tag in _TOKEN.finditer(html):
            self.text(html[position : tag.start()])
            position = tag.end()
            if tag[1]:
                self.end(tag[2])
            else:
                self.begin(tag[2], dict(_ATTRIBUTE.findall(tag[3])))
        self.text(html[position:])
        self.break_line()
        return self.found

    def text(self, text: str) -> None:
        """Add words; in preformatted text, each line of the text is one."""
        if not text:
            return
        first, *rest = entities.unescape(text).split("\n") if self.in_pre else [entities.unescape(text)]
        self.parts.append(escaped(normalised(first)))
        for line in rest:
            self.break_line()
            self.parts.append(escaped(normalised(line)))

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """Open a tag."""
        if tag in _BREAKS or tag == "tr":
            self.break_line()
        if tag in _MARKS:
            self.parts.append(_MARKS[tag][0])
        elif tag == "a":
            start = len(self.parts) if attributes.get("class") == _BACK else -1
            self.links.append((entities.unescape(attributes.get("href", "")), start))
        elif tag == "img":
            self.image(attributes)
        elif tag in _CELLS:
            self.end_cell()
            self.in_cell = True
        elif tag == "tr":
            self.row = []
        elif tag == "bdo":
            raise NotCanonicalError("\u202e")
        elif tag == "pre":
            self.in_pre = True
        elif tag in ("ol", "ul"):
            self.numbers.append(_numbering(attributes) if tag == "ol" else None)
        elif tag == "li":
            self.item(attributes)

    def end(self, tag: str) -> None:
        """Close a tag."""
        if tag in _MARKS:
            self.parts.append(_MARKS[tag][1])
        elif tag == "a" and self.links:
            self.end_link(*self.links.pop())
        elif tag in _CELLS:
            self.end_cell()
        elif tag == "tr":
            self.end_row()
        elif tag == "pre":
            self.in_pre = False
        if tag in _BREAKS:
            self.marker = "" if tag == "li" else self.marker
            self.break_line()
        if tag in ("ol", "ul") and self.numbers:
            self.numbers.pop()

    def end_link(self, target: str, start: int) -> None:
        """Add the target of a link; take a link back from a footnote away, if it is nothing but an arrow."""
        if start >= 0 and target.startswith("#") and "".join(self.parts[start:]) == _ARROW:
            del self.parts[start:]
        else:
            self.parts.append(_target(target))

    def image(self, attributes: dict[str, str]) -> None:
        """Add a picture: what it shows, and where it is."""
        alt = escaped(normalised(entities.unescape(attributes.get("alt", ""))))
        self.parts.append(f"[gambar: {alt}{_target(entities.unescape(attributes.get('src', '')))}]")

    def item(self, attributes: dict[str, str]) -> None:
        """Begin an item of a list, with its number."""
        numbering = self.numbers[-1] if self.numbers else None
        self.marker = "-"
        if numbering:
            number, step = numbering
            number = _integer(attributes.get("value", "")) or number
            self.marker = f"{number}."
            self.numbers[-1] = (number + step, step)
        self.parts.append(f"{self.marker} ")

    def break_line(self) -> None:
        """End a line; within the cell of a table, only a word ends."""
        if self.in_cell:
            self.parts.append(" ")
            return
        line = _line(self.parts)
        if self.marker and line == self.marker:
            return  # the paragraph of an item begins
        self.marker = ""
        self.parts.clear()
        if line:
            self.found.append(line)

    def end_cell(self) -> None:
        """End a cell, if one is open."""
        if self.in_cell:
            self.in_cell = False
            if self.row is not None:
                self.row.append(escaped_cell(_line(self.parts)))
                self.parts.clear()

    def end_row(self) -> None:
        """End a row: its cells in one line."""
        self.end_cell()
        line = " | ".join(self.row or ()).strip()
        if line:
            self.found.append(line)
        self.row = None


def _line(parts: list[str]) -> str:
    return normalised("".join(parts)).strip(" ")


def _target(address: str) -> str:
    """Return the target of a link or picture; none for a place in the same text."""
    address = normalised(address).strip(" ")
    return f" ⟨{escaped(address)}⟩" if address and not address.startswith("#") else ""


def _numbering(attributes: dict[str, str]) -> tuple[int, int]:
    step = -1 if "reversed" in attributes else 1
    return _integer(attributes.get("start", "")) or 1, step


def _integer(text: str) -> int:
    """Return a number as HTML reads it; 0 if it is none."""
    found = re.match(r"\s*([+-]?\d{1,9})", text, re.ASCII)
    return int(found[1]) if found else 0
