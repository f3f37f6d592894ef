"""What front matter holds before its fields are understood: texts, lists and mappings, each with its place."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

import msgspec

from press.diagnostics import Diagnostic, Place, Rule

Position = tuple[int, int]
"""Line and column in the file, from 1; 0 where unknown."""

Fields = dict[str, "Value"]


class Value(msgspec.Struct, frozen=True):
    """A value as it was written. Every scalar is text, without white space around it; nothing at all is ``""``."""

    data: str | list[Value] | Fields
    at: Position
    """Where the value begins."""
    key: Position
    """Where its key begins; for an entry of a list, the entry itself."""


class Findings:
    """The problems of one file, in the order in which they were found."""

    __slots__ = ("path", "problems")

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Diagnostic] = []

    def add(self, at: Position, rule: Rule, message: str, hint: str = "", **values: object) -> None:
        """Add a problem at a position of the file."""
        self.problems.append(rule.broken(Place(self.path, *at), message, hint, **values))

    def nearest(self, word: str, known: Iterable[str]) -> str:
        """Find the known word most like `word`, or ``""``.

        A file made to hurt has thousands of unknown words: after the first hundred problems no more are looked up.
        """
        if len(word) > 60 or len(self.problems) > 100:
            return ""
        folded = {candidate.casefold(): candidate for candidate in known}
        return next((folded[found] for found in difflib.get_close_matches(word.casefold(), folded, 1)), "")


def entries(value: Value) -> list[Value]:
    """Take a list as it is and anything else as a list of one."""
    return value.data if isinstance(value.data, list) else [value]


def is_empty(value: Value | None) -> bool:
    """Tell whether a field is absent or was left empty."""
    return value is None or not value.data


def filled(fields: Mapping[str, Value], *names: str) -> bool:
    """Tell whether one of the fields says something."""
    return any(not is_empty(fields.get(name)) for name in names)
