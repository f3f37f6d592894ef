"""New values in the form of the file: how a field and an entry are written in YAML, TOML and JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from press.content import dates
from press.content.front_matter.dump import scalar
from press.content.front_matter.edit.nodes import Node, Nodes, Shape
from press.content.front_matter.edit.source import Change

Scalar = str | bool | datetime
Entry = Scalar | Mapping[str, Scalar]
"""An entry of a list, or the value of a field."""

_OFFSET = re.compile(r"(?:[+-]\d\d:?\d\d|Z|WIB|WITA?|UTC|GMT)\W*$", re.IGNORECASE)


class Matter(NamedTuple):
    """The front matter of a file."""

    text: str
    """The decoded text of the whole file."""
    opening: str
    """``---``, ``+++`` or ``{``."""
    start: int
    """Offset of the front matter, in JSON of its brace."""
    end: int
    nodes: Nodes

    @property
    def quote(self) -> str:
        """The quotation mark of the title: the author's way of writing texts."""
        title = self.nodes.get(("title",))
        return title.style if title and title.style in ("'", '"') else ""

    def date(self, at: datetime) -> str:
        """Return a time as the file writes its date: with an offset or without."""
        own = self.nodes.get(("date",))
        written = self.text[own.start : own.end] if own else ""
        return dates.formatted(at) if _OFFSET.search(written) else dates.formatted(at)[:-7]

    def line_end(self, offset: int) -> int:
        """Return the offset of the end of the line."""
        found = self.text.find("\n", offset)
        return len(self.text) if found < 0 else found

    def column(self, offset: int) -> int:
        """Return how many characters of the line are before an offset."""
        return offset - self.text.rfind("\n", 0, offset) - 1

    def last_end(self, path: tuple[str, ...]) -> int:
        """Return where the last text inside a value ends, without the space below it."""
        inside = (node for inner, node in self.nodes.items() if inner[: len(path)] == path)
        return max(
            (len(self.text[: node.end].rstrip()) if node.style in ("|", ">") else node.end)
            for node in inside
            if node.shape is Shape.TEXT or node.style in ("[", "{")
        )


def in_line(value: Entry, matter: Matter) -> str:
    """Return a value as it is written on one line, inside brackets or after a name."""
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return _date(value, matter)
        case str():
            return scalar(value, '"') if matter.opening == "---" else _json(value)
        case _:
            sign = " = " if matter.opening == "+++" else ": "
            names = (json.dumps(name) if matter.opening == "{" else name for name in value)
            pairs = zip(names, value.values(), strict=True)
            return "{" + ", ".join(f"{name}{sign}{in_line(one, matter)}" for name, one in pairs) + "}"


def _date(at: datetime, matter: Matter) -> str:
    own = matter.nodes.get(("date",))
    if matter.opening == "+++" and own and not own.style:
        return at.isoformat(sep=" ")
    return matter.date(at) if matter.opening == "---" else _json(matter.date(at))


def _json(text: str) -> str:
    """Return a text in quotation marks, as TOML and JSON read it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def yaml_fields(value: Mapping[str, Scalar], indent: str, matter: Matter) -> list[str]:
    """Return the lines of fields in YAML."""
    return [f"{indent}{name}: {_yaml_scalar(one, matter)}" for name, one in value.items()]


def _yaml_scalar(value: Scalar, matter: Matter) -> str:
    return scalar(value, matter.quote) if isinstance(value, str) else in_line(value, matter)


def yaml_entry(value: Entry, indent: str, gap: str, matter: Matter) -> list[str]:
    """Return the lines of an entry of a list in YAML; `gap` is the space after its hyphen."""
    if not isinstance(value, Mapping):
        return [f"{indent}-{gap}{_yaml_scalar(value, matter)}"]
    lines = yaml_fields(value, f"{indent} {gap}", matter)
    return [f"{indent}-{lines[0][len(indent) + 1 :]}", *lines[1:]]


def toml_fields(value: Mapping[str, Scalar], matter: Matter) -> list[str]:
    """Return the lines of fields in TOML."""
    return [f"{name} = {in_line(one, matter)}" for name, one in value.items()]


def inserted_lines(offset: int, lines: Iterable[str]) -> Change:
    """Return the change that inserts lines below the line that ends at an offset."""
    return Change(offset, offset, "".join(f"\n{line}" for line in lines))


def wrapped(node: Node, entry: str, opening: str = "[") -> list[Change]:
    """Return the changes that make a list of a value, and add an entry to it."""
    return [Change(node.start, node.start, opening), Change(node.end, node.end, f", {entry}]")]
