"""The diagnostics of one text, with line numbers. Python-Markdown keeps no positions, so lines are found by search."""

from __future__ import annotations

import html
from collections import Counter

from press import rules
from press.diagnostics import Diagnostic, Place, Rule
from press.i18n.mark import N_

_BEFORE = ("](", "](<", "<", "]: ", '="', "='", "=", '"', "'", "(", "")
"""What can precede a link target in Markdown and in HTML, the most certain first."""
_AFTER = frozenset(")>\"' \t\r\n]|")
"""What can follow a link target."""


class Findings:
    """The diagnostics of one text."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.text = text
        self._path = path
        self._offset = first_line - 1
        self._problems: list[Diagnostic] = []
        self._seen: Counter[str] = Counter()
        self._positions: dict[str, int] = {}

    def problems(self) -> tuple[Diagnostic, ...]:
        """Return all diagnostics, ordered by line."""
        return tuple(sorted(self._problems, key=lambda problem: problem.place.line))

    def add(self, line: int, rule: Rule, message: str, hint: str, **values: str) -> None:
        """Add a problem on a line of the text."""
        place = Place(self._path, self._offset + line)
        self._problems.append(rule.broken(place, message, hint, **values))

    def unsafe(self, target: str, stage: str, tag: str = "") -> None:
        """Report a link that the URL policy refuses. `tag` is the HTML tag in which the author wrote it, if any.

        Two stages may find the same link; it is reported once.
        """
        self._seen[f"{stage} {target}"] += 1
        if self._seen[f"{stage} {target}"] > self._seen[f"refused {target}"]:
            self._seen[f"refused {target}"] += 1
            line = self.line_of(tag) if tag and tag in self.text else self.line_of_target(target)
            # An invalid web address is only a broken link; any other refused target may be dangerous.
            is_broken = target.startswith(("http://", "https://")) and "@" not in target
            self.add(line, rules.LINK if is_broken else rules.UNSAFE, _UNSAFE, _UNSAFE_HINT, target=target)

    def is_first(self, name: str) -> bool:
        """Tell whether this is the first call with this `name`."""
        self._seen[name] += 1
        return self._seen[name] == 1

    def line_of_target(self, target: str) -> int:
        """Find the line of a link or image by its target; 1 if not found. Each call finds the next occurrence."""
        begin = self._positions.get(target, 0)
        if target.startswith("#fn"):
            return self.line_of(f"[^{target.partition(':')[2]}]")
        for before in _BEFORE:
            position = self._find(before + target, begin)
            if position >= 0:
                return self._line_at(target, position)
        return self.line_of(target.replace("%20", " "))

    def line_of_heading(self, text: str) -> int:
        """Find the line of a heading by its text; 1 if not found."""
        return self.line_of(f"# {text}") if f"# {text}" in self.text else self.line_of(text)

    def line_of(self, piece: str) -> int:
        """Find the line of a piece of the source; 1 if not found. Each call finds the next occurrence."""
        position = self.text.find(piece, self._positions.get(piece, 0))
        if position >= 0:
            return self._line_at(piece, position)
        plain = html.unescape(piece)
        lines = enumerate(self.text.split("\n"), 1)
        return next((number for number, line in lines if plain in html.unescape(line)), 1)

    def _find(self, piece: str, begin: int) -> int:
        """Find a whole target, not ``foto.jpg`` in ``foto.jpg.txt``. Returns its position, or -1."""
        position = self.text.find(piece, begin)
        while position >= 0:
            end = position + len(piece)
            if end == len(self.text) or self.text[end] in _AFTER:
                return position
            position = self.text.find(piece, end)
        return -1

    def _line_at(self, piece: str, position: int) -> int:
        self._positions[piece] = position + 1
        return self.text.count("\n", 0, position) + 1


_UNSAFE = N_("the link to “{target}” is not allowed")
_UNSAFE_HINT = N_("begin the link with https://, http://, mailto: or tel:, or name a file or page of this portal")
