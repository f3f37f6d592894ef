"""The places of values in TOML front matter, which its parser does not return.

It reads a text that was parsed before, so it need not look for errors.
"""

from __future__ import annotations

from press.content.front_matter.edit.nodes import Node, Nodes, Path, Shape
from press.expressions import expression

_SPACE = expression(r"(?:[ \t\n]|#[^\n]*)*")
_KEY_PART = expression(r"[ \t]*(?:\"(?P<basic>(?:[^\"\\\n]|\\.)*)\"|'(?P<literal>[^'\n]*)'|(?P<bare>[\w-]+))[ \t]*")
_TEXT = expression(
    r"(?P<style>\"\"\"|'''|\"|')(?:(?<=\"\"\")(?:[^\\]|\\[\s\S])*?\"\"\"\"{0,2}|(?<=''')[\s\S]*?''''{0,2}"
    r"|(?<=\")(?:[^\"\\\n]|\\.)*\"|(?<=')[^'\n]*')"
)
_BARE = expression(r"\d{4}-\d\d-\d\d \d\d:[^,\]}\s#]+|[^,\]}\s#]+")


def nodes(text: str, start: int, end: int) -> Nodes:
    """Return the places of the values of a valid TOML text between two offsets of its file."""
    return _TomlReader(text, start, end).nodes()


class _TomlReader:
    """Reads one text from its beginning to its end."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.position, self.end = text, start, end
        self.found: Nodes = {}
        self._counts: dict[Path, int] = {}
        """How many entries each ``[[list]]`` has."""

    def nodes(self) -> Nodes:
        table: Path = ()
        while self._space() < self.end:
            if self.text[self.position] == "[":
                table = self._header()
            else:
                self._field(table)
        return self.found

    def _space(self) -> int:
        found = _SPACE.match(self.text, self.position, self.end)
        self.position = found.end() if found else self.position
        return self.position

    def _key(self) -> Path:
        """Read a dotted key, and the sign or bracket below it is next."""
        path: list[str] = []
        while found := _KEY_PART.match(self.text, self.position, self.end):
            path.append(found[found.lastgroup or 0])
            self.position = found.end()
            if self.text[self.position] != ".":
                break
            self.position += 1
        return tuple(path)

    def _header(self) -> Path:
        start = self.position
        is_entry = self.text.startswith("[[", start)
        self.position += 1 + is_entry
        path = self._resolved(self._key(), is_header=True)
        self.position += 1 + is_entry
        if is_entry:
            self.found.setdefault(path, Node(Shape.LIST, start, start, "[[", start))
            number = self._counts.get(path, 0)
            self._counts[path] = number + 1
            path = (*path, str(number))
        self.found[path] = Node(Shape.FIELDS, self.position, self.position, "[", start)
        return path

    def _resolved(self, path: Path, is_header: bool = False) -> Path:
        """Return a path with the number of the last entry after each list of tables that it passes through."""
        resolved: Path = ()
        for number, name in enumerate(path):
            resolved = (*resolved, name)
            is_last = number == len(path) - 1
            if resolved in self._counts and not (is_last and is_header):
                resolved = (*resolved, str(self._counts[resolved] - 1))
        return resolved

    def _field(self, table: Path) -> None:
        path = (*table, *self._key())
        self.position += 1  # the sign =
        self._space()
        self._value(path)
        for length in range(1, len(path)):  # tables that a header or a dotted key began
            if (outer := self.found.get(path[:length])) and outer.style in ("[", "[["):
                self.found[path[:length]] = Node(outer.shape, outer.start, self.position, outer.style, outer.header)

    def _value(self, path: Path) -> None:
        start, sign = self.position, self.text[self.position]
        if found := _TEXT.match(self.text, start, self.end):
            self.position = found.end()
            self.found[path] = Node(Shape.TEXT, start, self.position, found["style"])
        elif sign in "[{":
            self.found[path] = Node(Shape.LIST, start, start)  # before its entries, so that it is first
            self._several(path, sign)
            self.found[path] = Node(Shape.LIST if sign == "[" else Shape.FIELDS, start, self.position, sign)
        elif found := _BARE.match(self.text, start, self.end):
            self.position = found.end()
            self.found[path] = Node(Shape.TEXT, start, self.position)

    def _several(self, path: Path, sign: str) -> None:
        """Read an array, or a table on one line."""
        self.position += 1
        number = 0
        while self.text[self._space()] not in "]}":
            if sign == "[":
                self._value((*path, str(number)))
            else:
                self._field_inside(path)
            number += 1
            if self.text[self._space()] == ",":
                self.position += 1
        self.position += 1

    def _field_inside(self, path: Path) -> None:
        inner = (*path, *self._key())
        self.position += 1
        self._space()
        self._value(inner)
