"""Lists with marks that Markdown does not read: ``–``, ``o``, ``a.``, ``(1)``, and marks without a space after them.

The levels of a list follow from its marks, as people type them: under ``1.`` stand ``a.``, and under these ``–``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from press.content.markdown.outline import LineKind, OutlineLine
from press.content.pasted.found import Found
from press.content.pasted.markers import Marker, markers

_FARTHEST = 40
"""How many lines are searched for the next item of a level."""
_DEEPEST = 6
"""Most levels of a list; what has more was not typed as a list."""
_ENDS_SENTENCE = re.compile(r"[:.;,?!)”\"*]\s*$")


def find(lines: Sequence[OutlineLine]) -> Iterator[Found]:
    """Yield the lists that are not read as lists."""
    start = 0
    while start < len(lines):
        if lines[start].kind is LineKind.TEXT:
            items = _List(lines, start)
            yield from items.found()
            start = items.end
        else:
            start += 1


def _continues(line: OutlineLine) -> bool:
    """Tell whether a line without a mark may be more of the item above it."""
    is_text = line.kind is LineKind.TEXT
    return line.kind is LineKind.BLANK or _is_indented(line) or (is_text and line.text[0].islower())


def _is_indented(line: OutlineLine) -> bool:
    return line.kind is LineKind.TEXT and line.text[0] in " \t"


class _Level:
    """A level of a list while its items are read."""

    def __init__(self, marker: Marker) -> None:
        self.marker = marker
        self.number = marker.number

    def holds(self, marker: Marker) -> bool:
        """Tell whether a marker is that of its next item."""
        is_same = marker.kind == self.marker.kind and (not marker.is_read or marker.indent == self.marker.indent)
        return is_same and (marker.is_read or marker.number == self.number + bool(marker.number))


class _List:
    """The items that begin at a line, and the lines that continue them."""

    def __init__(self, lines: Sequence[OutlineLine], start: int) -> None:
        self._lines = lines
        self._levels: list[_Level] = []
        self._items: dict[int, tuple[int, Marker]] = {}
        """The level and the marker of each line that begins an item, by its index."""
        self._start = self.end = start
        while self.end < len(lines) and self._read(self.end):
            self.end += 1
        self.end = max(self.end, start + 1)

    def _read(self, index: int) -> bool:
        """Read a line; tell whether the list goes on."""
        line = self._lines[index]
        if line.kind is LineKind.BLANK:
            return self._goes_on_below(index)
        if line.kind is not LineKind.TEXT:
            return False
        chosen = self._choose(index)
        if chosen is not None:
            self._add(index, chosen)
            return True
        return not self._items or _continues(line)

    def _goes_on_below(self, index: int) -> bool:
        """Tell whether the line below a blank line is another item: then the list has blank lines between its items."""
        below = index + 1
        if not self._items or below == len(self._lines) or self._lines[below].kind is not LineKind.TEXT:
            return False
        chosen = self._choose(below)
        if chosen is None or chosen.needs_neighbour:
            return False
        return any(level.holds(chosen) for level in self._levels) or bool(self._levels[-1].number)

    def _choose(self, index: int) -> Marker | None:
        """Return how the mark of a line is to be understood, if it is one."""
        possible = markers(self._lines[index].text)
        for marker in possible:
            if any(level.holds(marker) for level in self._levels):
                return marker
        return next((marker for marker in possible if self._may_begin(marker, index)), None)

    def _may_begin(self, marker: Marker, index: int) -> bool:
        """Tell whether a marker may be that of the first item of a level: another one like it must follow."""
        if marker.is_read:
            return True
        if marker.number > 1:
            return False
        if marker.needs_neighbour and index and self._lines[index - 1].kind is LineKind.TEXT:
            above = self._lines[index - 1].text
            if index - 1 not in self._items and not _ENDS_SENTENCE.search(above) and marker.text[0].islower():
                return False
        return self._has_next(marker, index)

    def _has_next(self, marker: Marker, index: int) -> bool:
        """Tell whether an item of the same level follows: in the next line, or below items of another level."""
        level = _Level(marker)
        for line in islice(self._lines, index + 1, index + _FARTHEST):
            possible = markers(line.text) if line.kind is LineKind.TEXT else []
            if any(level.holds(other) for other in possible):
                return True
            if not possible and not (_is_indented(line) if marker.needs_neighbour else _continues(line)):
                return False
        return False

    def _add(self, index: int, marker: Marker) -> None:
        level = next((number for number, level in enumerate(self._levels) if level.holds(marker)), None)
        if level is None:
            level = len(self._levels)
            self._levels.append(_Level(marker))
        del self._levels[level + 1 :]
        self._levels[level].number = marker.number
        self._items[index] = (level, marker)

    def found(self) -> Iterator[Found]:
        """Yield the list as Markdown, unless it is read as one already."""
        pasted = [index for index, (_, marker) in self._items.items() if not marker.is_read]
        if not pasted or max(level for level, _ in self._items.values()) >= _DEEPEST:
            return
        written = _Writer()
        for index in range(self._start, self.end):
            if index in self._items:
                written.add_item(self._lines[index], *self._items[index])
            else:
                written.lines.append(self._lines[index].text)
        written.close(0)
        is_text_below = self.end < len(self._lines) and self._lines[self.end].kind is LineKind.TEXT
        if is_text_below and max(self._items) in pasted:
            written.lines.append("")
        before = [line.text for line in self._lines[self._start : self.end]]
        same = next(n for n, (old, new) in enumerate(zip(before, written.lines, strict=False)) if old != new)
        first = self._lines[pasted[0]].text.strip(" \t")
        yield Found(
            self._lines[self._start + same].number, len(before) - same, tuple(written.lines[same:]), first.split()[0]
        )


class _Writer:
    """Writes a list as Markdown, an item below another."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._levels: list[tuple[int, str]] = []
        """Of each open level: the columns before the text of its items, and the style of its numbers."""

    def add_item(self, line: OutlineLine, level: int, marker: Marker) -> None:
        """Write an item. The outermost items that Markdown reads stay as they are."""
        self.close(level + 1)
        if level == 0 and marker.is_read:
            self.lines.append(line.text)
            self._levels[:] = [(marker.width, marker.style)]
            return
        outermost = "" if line.is_outermost else marker.indent
        indent = " " * self._levels[level - 1][0] if level else outermost
        mark = f"{marker.number}{')' if marker.kind == '1)' else '.'}" if marker.number else "-"
        self.lines.append(f"{indent}{mark} {marker.text}")
        self._levels[level:] = [(len(indent.expandtabs(4)) + len(mark) + 1, marker.style)]

    def close(self, level: int) -> None:
        """End the levels from this one on: below the items of each whose numbers are letters, write their style."""
        while len(self._levels) > level:
            _, style = self._levels.pop()
            if style not in ("", "1"):
                indent = " " * self._levels[-1][0] if self._levels else ""
                gap = [self.lines.pop() for _ in self.lines if not self.lines[-1].strip()]
                self.lines += [f'{indent}{{: type="{style}"}}', *gap]
