"""The value that says which lines of a text are not read as they were meant, and what to write instead."""

from __future__ import annotations

import msgspec


class Found(msgspec.Struct, frozen=True):
    """Lines of a Markdown text that are not read as they were meant."""

    line: int
    """The first of the lines, from 1."""
    count: int
    """How many lines."""
    lines: tuple[str, ...]
    """What to write in their place."""
    sample: str = ""
    """The mark by which they were recognised, for the message."""
