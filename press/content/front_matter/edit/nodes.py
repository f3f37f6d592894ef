"""The places of values in a file: the span of every text, list and mapping of its front matter, by its path."""

from __future__ import annotations

import enum

import msgspec

Path = tuple[str, ...]
"""The names of fields, and the numbers of entries: ``("images", "0", "alt")``."""


class Shape(enum.Enum):
    """What a value is."""

    TEXT = enum.auto()
    """Any scalar: a text, a number, a date."""
    LIST = enum.auto()
    FIELDS = enum.auto()


class Node(msgspec.Struct, frozen=True):
    """A value in a file."""

    shape: Shape
    start: int
    """Offset of its first character, with a quotation mark or bracket."""
    end: int
    """Offset after its last character; in YAML, a block may include blank lines and comments below it."""
    style: str = ""
    """How it begins: its quotation marks, its bracket, ``|`` or ``>``; empty for a bare text and for a block."""
    header: int = -1
    """Of a value that was begun by a header of TOML, ``[name]`` or ``[[name]]``: the offset of the header."""


Nodes = dict[Path, Node]
