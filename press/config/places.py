"""Problems of ``config.toml``, each with its place: tomllib does not tell where a key stands."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from press import rules
from press.diagnostics import Diagnostic, Place

NAME = "config.toml"
KeyPath = tuple[str, ...]
"""A key and the tables around it: ``("theme", "colour")``."""


def wrong(path: KeyPath, text: str, message: str, hint: str = "", **values: object) -> Diagnostic:
    """The diagnostic for a key; `text` is that of the file."""
    return rules.CONFIG.broken(_place(path, text), message, hint, **values)


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word most like another; empty where none is like it."""
    return next(iter(difflib.get_close_matches(word, list(known), 1)), "")


_HEADER = re.compile(r"^\s*\[\[?\s*([^\]]+?)\s*\]\]?")
_KEY = re.compile(r"^\s*(\"[^\"]*\"|'[^']*'|[\w.-]+)\s*=")


def _place(path: KeyPath, text: str) -> Place:
    """The place of a key; that of its table, or line 1, where the key is not written."""
    table: KeyPath = ()
    nearest = 1
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _split(header[1])
            if table == path[: len(table)]:
                nearest = number
            if table == path:
                return Place(NAME, number)
        elif (key := _KEY.match(line)) and (*table, *_split(key[1])) == path:
            return Place(NAME, number, line.index(key[1]) + 1)
    return Place(NAME, nearest)


def _split(dotted: str) -> KeyPath:
    """Split a TOML key at its dots, quotes respected."""
    return tuple(part.strip().strip("\"'") for part in re.findall(r"\"[^\"]*\"|'[^']*'|[^.]+", dotted))
