"""Problems of ``config.toml``, each with its place: tomllib does not report the line of a key."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from itertools import islice

from press import rules
from press.diagnostics import Diagnostic, Place
from press.expressions import expression

NAME = "config.toml"
KeyPath = tuple[str, ...]
"""A key and the tables around it: ``("theme", "colour")``."""


def wrong(path: KeyPath, text: str, message: str, hint: str = "", **values: object) -> Diagnostic:
    """Return the diagnostic for a key; `text` is that of the file."""
    return rules.CONFIG.broken(place_of(path, text), message, hint, **values)


def place_in_list(name: str, number: int, text: str) -> Place:
    """Return the place of an entry of a list of tables: of the first ``[[menu]]``, if `number` is 0."""
    headers = (line for line, written in enumerate(text.splitlines(), 1) if _is_header(written, name))
    return Place(NAME, next(islice(headers, number, None), 1))


def _is_header(line: str, name: str) -> bool:
    found = _HEADER.match(line) if line.lstrip().startswith("[[") else None
    return bool(found and _split(found[1]) == (name,))


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that is most similar to a word; empty if none is similar."""
    return next(iter(difflib.get_close_matches(word, list(known), 1)), "")


_HEADER = expression(r"^\s*\[\[?\s*([^\]]+?)\s*\]\]?")
_KEY = expression(r"^\s*(\"[^\"]*\"|'[^']*'|[\w.-]+)\s*=")


def place_of(path: KeyPath, text: str) -> Place:
    """Return the place of a key; if the key is not in the file, that of its table or line 1."""
    table: KeyPath = ()
    line_of_table = 1
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _split(header[1])
            if table == path[: len(table)]:
                line_of_table = number
            if table == path:
                return Place(NAME, number)
        elif (key := _KEY.match(line)) and (*table, *_split(key[1])) == path:
            return Place(NAME, number, line.index(key[1]) + 1)
    return Place(NAME, line_of_table)


def _split(dotted: str) -> KeyPath:
    """Split a TOML key at its dots, quotes respected."""
    return tuple(part.strip().strip("\"'") for part in re.findall(r"\"[^\"]*\"|'[^']*'|[^.]+", dotted))
