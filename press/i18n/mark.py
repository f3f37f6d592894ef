"""Marking texts for translation. Imports nothing, so that every module can import it."""

from __future__ import annotations


def N_(message: str) -> str:
    """Mark a message id for translation; the text itself is translated where it is shown."""
    return message


def Nn_(one: str, many: str) -> tuple[str, str]:
    """Mark a message id and its plural for translation."""
    return one, many
