"""Problems as a page of the preview shows them: translated, each with the lines of the file around it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from press import disk
from press.diagnostics import Diagnostic, Place
from press.i18n.catalogues import Translate

MOST = 300
"""Number of problems that a page shows; with very many, a browser becomes slow."""
_BEFORE, _AFTER = 2, 1
"""Number of lines that are shown before and after the faulty one."""
_WIDTH = 120
"""Number of characters that are shown of a line; those around the faulty one, if its line is longer."""
_LARGEST = 4_000_000
"""Bytes of a file above which no lines are shown."""


class Line(msgspec.Struct, frozen=True):
    """A line of a source file."""

    number: int
    """From 1."""
    text: str
    faulty: bool


class Shown(msgspec.Struct, frozen=True):
    """A problem as a page shows it; its texts are in the language of the desk."""

    path: str
    line: int
    column: int
    severity: str
    rule: str
    message: str
    hint: str
    """How to fix it; may be empty."""
    excerpt: tuple[Line, ...]
    """Empty if the problem is that of a whole file, or the file cannot be read."""


def shown(problems: Iterable[Diagnostic], root: Path, translate: Translate) -> tuple[Shown, ...]:
    """Return the problems as pages show them; each file is read once."""
    files: dict[str, list[str]] = {}
    found = []
    for problem in problems:
        place = problem.place
        if place.path not in files:
            files[place.path] = _lines(root, place.path) if place.line else []
        found.append(
            Shown(
                path=place.path,
                line=place.line,
                column=place.column,
                severity=problem.severity,
                rule=problem.rule,
                message=problem.message_in(translate),
                hint=problem.hint_in(translate),
                excerpt=_excerpt(files[place.path], place),
            )
        )
    return tuple(found)


def _lines(root: Path, path: str) -> list[str]:
    """Return the lines of a file of the portal; none if it cannot be read, or is a link that leads elsewhere."""
    file = root / path
    try:
        if disk.leads_out(file, root) or not file.is_file() or file.stat().st_size > _LARGEST:
            return []
        return file.read_text(encoding="utf-8", errors="replace").removesuffix("\n").split("\n")
    except OSError:
        return []


def _excerpt(lines: list[str], place: Place) -> tuple[Line, ...]:
    if not 0 < place.line <= len(lines):
        return ()
    numbers = range(max(1, place.line - _BEFORE), min(len(lines), place.line + _AFTER) + 1)
    return tuple(_line(number, lines[number - 1], place) for number in numbers)


def _line(number: int, text: str, place: Place) -> Line:
    """Return a line, of which only the part around the fault is shown if it is long: a paragraph is often one line."""
    is_faulty = number == place.line
    start = max(0, min(place.column - _WIDTH // 2, len(text) - _WIDTH)) if is_faulty else 0
    part = text[start : start + _WIDTH]
    return Line(number, f"{'…' * (start > 0)}{part}{'…' * (start + _WIDTH < len(text))}", is_faulty)
