"""The structure of a body, as lines of text: one for each block, list item and cell, indented by its depth.

Inline markup stays in the lines: ``Air *bersih*`` is the line ``Air <em>bersih</em>``. Not in it are what looks
the same or is a matter of CSS (classes, the spaces of running text, the order of nested emphasis, whether a list is
tight or loose), ids, whether a bare ``www.`` leads to http or https, and the cells of a row to the right of the table's
last column: GFM leaves their words out, Press shows them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_TOKEN = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_CONTAINERS = {
    "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "div", "section", "aside", "details", "summary", "table",
    "caption", "tr", "th", "td",
}  # fmt: skip
_PARAGRAPHS = {"p", "figure", "thead", "tbody", "tfoot", "colgroup", "col"}
"""Blocks without a line of their own: text directly in a list item is the same as a paragraph in it."""
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_SAME = {"b": "strong", "i": "em", "s": "del", "strike": "del"}
_EMPHASIS = {"strong", "em", "del"}
_NOT_COMPARED = {"id", "class", "style", "data-language"}
_ALIGNED = re.compile(r"\b(left|center|right)\b")
_ENDS = re.compile(r"\A(?:&nbsp;| )+|(?:&nbsp;| )+\Z")
_NESTED = re.compile(r"(?:<(?:em|strong|del)>){2,}|(?:</(?:em|strong|del)>){2,}")
_WWW = re.compile(r"<a href='http://(?=www\.[^']*'>www\.)")
_SPACE_IN_TAG = re.compile(r"<[a-z][^>]*> | (?=</)")
_BREAK = re.compile(r"\s*<br>\s*")
_BACK = re.compile(r'(?:&nbsp;|\s)*<a(?: [a-z-]+="[^"]*")* class="footnote-backref"[^>]*>.*?</a>', re.DOTALL)
_CAPTION = re.compile(
    r"<figure>(?P<image>.*?<img [^>]*)>(?P<end>(?:</a>)?)<figcaption>(?P<title>[^<]*)</figcaption></figure>"
)


def outline(html: str, targets: Sequence[str] = ()) -> list[str]:
    """Return the structure of a body with the links `targets`, to which it refers as ``press:N``."""
    html = _BACK.sub("", html) if "footnote-backref" in html else html
    html = _CAPTION.sub(r'<p>\g<image> title="\g<title>">\g<end></p>', html) if "<figcaption>" in html else html
    return _Reader(html, targets).read()


def _in_one_order(tags: re.Match[str]) -> str:
    """Sort tags that begin or end at one place: emphasised strong words look like strong emphasised words."""
    return "".join(sorted(re.findall("<[^>]*>", tags[0]), reverse=tags[0].startswith("</")))


@dataclass
class _Table:
    """An open table."""

    columns: int = 0
    """As many as its first row has cells; 0 until that ends."""
    cells: int = 0
    """How many cells of the current row have begun."""
    row_end: int = 0
    """How many lines the outline had after the cell in the last column."""


class _Reader:
    """One pass over the HTML."""

    def __init__(self, html: str, targets: Sequence[str]) -> None:
        self.html = html
        self.targets = targets
        self.lines: list[str] = []
        self.open: list[str] = []
        """Names of the open tags."""
        self.depth = 0
        self.label = ""
        """What the line of the current text begins with."""
        self.text: list[str] = []
        """Pieces of the current text."""
        self.tables: list[_Table] = []
        """The open tables."""

    def read(self) -> list[str]:
        position = 0
        for token in _TOKEN.finditer(self.html):
            self.text.append(self.html[position : token.start()])
            position = token.end()
            if token[1]:
                self.end(token[2])
            else:
                self.start(token[2], token[3])
        self.text.append(self.html[position:])
        self.write_text()
        self.lines += [f"not closed: {name}" for name in self.open]
        return self.lines

    def start(self, name: str, attributes: str) -> None:
        if name not in ("br", "hr", "img", "wbr", "col"):
            self.open.append(name)
        if "pre" in self.open[:-1]:
            return
        if name in _CONTAINERS:
            self.write_text()
            self.start_table_part(name)
            self.write(f"{name}{self.compared(attributes)}")
            self.depth += 1
        elif name in _PARAGRAPHS or name == "pre":
            self.write_text()
        elif name in _HEADINGS:
            self.write_text()
            self.label = f"{name} "
        elif name == "hr":
            self.write_text()
            self.write("hr")
        else:
            self.mark(name, self.compared(attributes))

    def end(self, name: str) -> None:
        if self.open[-1:] != [name]:
            self.lines.append(f"closed in the wrong order: {name}")
            return
        self.open.pop()
        if "pre" in self.open:
            return
        if name == "pre":
            self.write_code()
        elif name in _CONTAINERS:
            self.write_text()
            self.depth -= 1
            self.end_table_part(name)
        elif name in _PARAGRAPHS or name in _HEADINGS:
            self.write_text()
            self.label = ""
        else:
            self.mark(f"/{name}")

    def start_table_part(self, name: str) -> None:
        """Count tables, rows and cells."""
        if name == "table":
            self.tables.append(_Table())
        elif name == "tr" and self.tables:
            self.tables[-1].cells = 0
        elif name in ("th", "td") and self.tables:
            self.tables[-1].cells += 1

    def end_table_part(self, name: str) -> None:
        """Remove the lines of a cell to the right of the last column."""
        if not self.tables:
            return
        table = self.tables[-1]
        if name in ("th", "td"):
            if not table.columns or table.cells <= table.columns:
                table.row_end = len(self.lines)
            del self.lines[table.row_end :]
        elif name == "tr":
            table.columns = table.columns or table.cells
        elif name == "table":
            self.tables.pop()

    def mark(self, name: str, attributes: str = "") -> None:
        """Add a tag to the current text, unless it emphasises what is emphasised in the same way already."""
        shown = _SAME.get(name.removeprefix("/"), name.removeprefix("/"))
        before = [_SAME.get(tag, tag) for tag in (self.open if name[0] == "/" else self.open[:-1])]
        if shown not in _EMPHASIS or shown not in before:
            self.text.append(f"<{'/' * (name[0] == '/')}{shown}{attributes}>")

    def compared(self, attributes: str) -> str:
        """Return the attributes that are compared, and the alignment of a cell."""
        if not attributes:
            return ""
        shown = []
        is_note = "footnote-ref" in attributes
        for key, value in _ATTRIBUTE.findall(attributes):
            if key == "class" and (aligned := _ALIGNED.search(value)):
                shown.append(f" {aligned[1]}")
            elif key in _NOT_COMPARED or (is_note and key in ("href", "title")):
                continue
            elif value.startswith("press:"):
                shown.append(f" {key}={self.targets[int(value[6:])]!r}")
            elif value and not (key == "start" and value == "1"):
                shown.append(f" {key}={value!r}")
        return "".join(sorted(shown)) + (" note" if is_note else "")

    def write_text(self) -> None:
        text = _BREAK.sub("<br>", _ENDS.sub("", " ".join("".join(self.text).split())))
        text = _SPACE_IN_TAG.sub(lambda found: found[0].strip(), text)
        text = _NESTED.sub(_in_one_order, text) if "><" in text else text
        text = _WWW.sub("<a href='https://", text) if "'>www." in text else text
        self.text.clear()
        if text or self.label:
            self.write(self.label + text)

    def write_code(self) -> None:
        code = "".join(self.text).rstrip()
        self.text.clear()
        self.write("pre")
        self.lines += [f"{'  ' * self.depth}  | {line}" for line in code.split("\n")]

    def write(self, line: str) -> None:
        self.lines.append("  " * self.depth + line)
