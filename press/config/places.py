"""Problems of ``config.toml``, each with its place: tomllib does not report the line of a key."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable

from press import rules
from press.diagnostics import Diagnostic, Place
from press.expressions import expression

NAME = "config.toml"
KeyPath = tuple[str, ...]
"""A key and the tables around it: ``("theme", "colour")``."""


def wrong(path: KeyPath, text: str, message: str, hint: str = "", **values: object) -> Diagnostic:
    """Return the diagnostic for a key; `text` is that of the file."""
    return rules.CONFIG.broken(place_of(path, text), message, hint, **values)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that is most similar to a word; empty if none is similar."""
    return next(iter(difflib.get_close_matches(word, list(known), 1)), "")


_HEADER = expression(r"""^\s*(\[\[?)\s*((?:"[^"]*"|'[^']*'|[\w.\s-])+?)\s*\]\]?\s*(?:#|$)""")
_KEY = expression(r"^\s*(\"[^\"]*\"|'[^']*'|[\w.-]+)\s*=")


def place_of(path: KeyPath, text: str) -> Place:
    """Return the place of a key; if the key is not on a line of its own, that of what it is in, or line 1.

    Entries of lists have their numbers: the first ``[[menu]]`` is ``("menu", "0")``.
    """
    table: KeyPath = ()
    found = Place(NAME, 1)
    entries: Counter[KeyPath] = Counter()
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            here = table = _split(header[2])
            if header[1] == "[[":
                here = table = (*table, str(entries[table]))
                entries[table[:-1]] += 1
            place = Place(NAME, number)
        elif key := _KEY.match(line):
            here, place = (*table, *_split(key[1])), Place(NAME, number, line.index(key[1]) + 1)
        else:
            continue
        if here == path:
            return place
        if here == path[: len(here)]:
            found = Place(NAME, number)
    return found


def _split(dotted: str) -> KeyPath:
    """Split a TOML key at its dots, quotes respected."""
    return tuple(part.strip().strip("\"'") for part in re.findall(r"\"[^\"]*\"|'[^']*'|[^.]+", dotted))
