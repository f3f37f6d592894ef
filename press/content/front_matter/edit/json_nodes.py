"""The places of values in JSON front matter, which its parser does not return.

It reads a text that was parsed before, so it need not look for errors.
"""

from __future__ import annotations

import json
import re

from press.content.front_matter.edit.nodes import Node, Nodes, Path, Shape

_JSON_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_JSON_BARE = re.compile(r"[^\s,\]}]+")


def nodes(text: str, start: int) -> Nodes:
    """Return the places of the values of a valid JSON object that begins at an offset of its file."""
    found: Nodes = {}
    _JsonReader(text, start, found).value(())
    return found


class _JsonReader:
    """Reads one value, and those in it."""

    def __init__(self, text: str, start: int, found: Nodes) -> None:
        self.text, self.position, self.found = text, start, found

    def value(self, path: Path) -> None:
        start, sign = self._next(), self.text[self.position]
        if sign in "[{":
            self.found[path] = Node(Shape.LIST, start, start)
            self.position += 1
            self._several(path, sign)
            self.found[path] = Node(Shape.LIST if sign == "[" else Shape.FIELDS, start, self.position, sign)
        else:
            self.position = self._end_of_scalar()
            self.found[path] = Node(Shape.TEXT, start, self.position, '"' if sign == '"' else "")

    def _several(self, path: Path, sign: str) -> None:
        number = 0
        while self.text[self._next()] not in "]}":
            if sign == "{":
                begun = self.position
                self.position = self._end_of_scalar()
                name = str(json.loads(self.text[begun : self.position]))
                self.position = self._next() + 1  # the colon
            else:
                name = str(number)
            self.value((*path, name))
            number += 1
            if self.text[self._next()] == ",":
                self.position += 1
        self.position += 1

    def _next(self) -> int:
        while self.text[self.position] in " \t\n\r":
            self.position += 1
        return self.position

    def _end_of_scalar(self) -> int:
        found = _JSON_STRING.match(self.text, self.position) or _JSON_BARE.match(self.text, self.position)
        return found.end() if found else self.position
