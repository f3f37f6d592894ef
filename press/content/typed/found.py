"""The value for a part of a text that belongs into fields."""

from __future__ import annotations

import msgspec


class Typed(msgspec.Struct, frozen=True):
    """A part of a Markdown text that belongs into fields."""

    start: int
    """Offset in the text. What is between `start` and `end` is not needed once the fields are there."""
    end: int
    text: str
    """What was typed, for the message."""
    fields: tuple[tuple[str, str], ...]
    """The fields, each with its value; none for a mark that belongs nowhere."""
    is_clear: bool
    """Whether nothing would be lost, so that a program may move it."""
