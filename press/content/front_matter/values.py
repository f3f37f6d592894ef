"""The values of front matter before they are interpreted: texts, lists and mappings, each with its position."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

import msgspec

from press.diagnostics import Diagnostic, Place, Rule

Position = tuple[int, int]
"""Line and column in the file, from 1; 0 where unknown."""

Fields = dict[str, "Value"]


class Value(msgspec.Struct, frozen=True):
    """A value as written. Every scalar is a text without white space around it; an empty value is ``""``."""

    data: str | list[Value] | Fields
    at: Position
    """Where the value begins."""
    key: Position
    """Where its key begins; for an entry of a list, the entry itself."""


class Findings:
    """The problems of one file, in the order in which they are found."""

    __slots__ = ("path", "problems")

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Diagnostic] = []

    def add(self, at: Position, rule: Rule, message: str, hint: str = "", **values: object) -> None:
        """Add a problem at a position of the file."""
        self.problems.append(rule.broken(Place(self.path, *at), message, hint, **values))

    def nearest(self, word: str, known: Iterable[str], similarity: float = 0.6) -> str:
        """Return the known word most similar to `word`, or ``""``; `similarity` is the least, from 0 to 1.

        A malicious file can have thousands of unknown words, so after the first hundred problems there is no search.
        """
        if len(word) > 60 or len(self.problems) > 100:
            return ""
        folded = {candidate.casefold(): candidate for candidate in known}
        return next((folded[found] for found in difflib.get_close_matches(word.casefold(), folded, 1, similarity)), "")


def entries(value: Value) -> list[Value]:
    """Return the entries of a list; any other value as a list of one."""
    return value.data if isinstance(value.data, list) else [value]


def is_empty(value: Value | None) -> bool:
    """Tell whether a field is absent or empty."""
    return value is None or not value.data


def has_value(fields: Mapping[str, Value], *names: str) -> bool:
    """Tell whether at least one of the fields is not empty."""
    return any(not is_empty(fields.get(name)) for name in names)
