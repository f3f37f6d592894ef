"""The one door to TOML: what is wrong with a text, with its place, in words that can be translated."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from press.i18n.mark import N_

_REASONS = {
    "Invalid statement": N_("this line does not begin with a name"),
    "Invalid initial character for a key part": N_("this line does not begin with a name"),
    "Expected '=' after a key in a key/value pair": N_("the sign = is missing behind the name"),
    "Invalid value": N_("a value is a number, true, false, or a text in quotation marks"),
    "Unterminated string": N_("a quotation mark is never closed"),
    'Expected "\'"': N_("a quotation mark is never closed"),
    "Illegal character '\\n'": N_("a quotation mark is never closed on its line"),
    "Unescaped '\\' in a string": N_("a backslash must be doubled, or the text must stand in single quotes"),
    "Expected newline or end of document after a statement": N_("something follows the value on its line"),
    "Cannot overwrite a value": N_("this name has a value already"),
    "Cannot mutate immutable namespace": N_("this name has a value already"),
    "Expected ']' at the end of a table declaration": N_("the bracket ] is missing"),
    "Expected ']]' at the end of an array declaration": N_("the brackets ]] are missing"),
    "Unclosed array": N_("the bracket ] is missing"),
    "Unclosed inline table": N_("the bracket }} is missing"),
}
"""What tomllib says, by the beginning of its messages, and what a desk understands."""
_TWICE = re.compile(r"Cannot declare .* twice|Duplicate inline table key")


class NotToml(ValueError):
    """A text is no TOML."""

    def __init__(self, said: str) -> None:
        """`said` is the message of tomllib, with the place at its end."""
        reason, _, where = said.partition(" (at ")
        numbers = [int(number) for number in re.findall(r"\d+", where)]
        self.line, self.column = numbers if len(numbers) == 2 else (0, 0)
        """From 1; both 0: at the end of the text."""
        self.message = _message(reason)
        """A message id."""
        self.values = {"reason": reason[:200]}
        """What fills its fields."""
        super().__init__(said)


def loads(text: str, *, floats_as_text: bool = False) -> dict[str, Any]:
    """Read a TOML text. Raises `NotToml`, and RecursionError for one that nests too deep."""
    try:
        return tomllib.loads(text, parse_float=str if floats_as_text else float)
    except ValueError as reason:  # also a number of 5,000 digits
        raise NotToml(str(reason)) from None


def _message(reason: str) -> str:
    if _TWICE.match(reason):
        return N_("this stands here a second time")
    known = (message for beginning, message in _REASONS.items() if reason.startswith(beginning))
    return next(known, N_("this is not TOML: {reason}"))
