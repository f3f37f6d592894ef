"""TOML parsing; a syntax error has a place and a message that can be translated."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from press.i18n.mark import N_

_REASONS = {
    "Invalid statement": N_("this line does not begin with a name"),
    "Invalid initial character for a key part": N_("this line does not begin with a name"),
    "Expected '=' after a key in a key/value pair": N_("the sign = is missing after the name"),
    "Invalid value": N_("a value must be a number, true, false, or a text in quotation marks"),
    "Unterminated string": N_("a quotation mark is never closed"),
    'Expected "\'"': N_("a quotation mark is never closed"),
    "Illegal character '\\n'": N_("a quotation mark is never closed on its line"),
    "Unescaped '\\' in a string": N_("write the backslash twice, or put the text in single quotation marks"),
    "Expected newline or end of document after a statement": N_("there is something after the value on its line"),
    "Cannot overwrite a value": N_("this name has a value already"),
    "Cannot mutate immutable namespace": N_("this name has a value already"),
    "Expected ']' at the end of a table declaration": N_("the bracket ] is missing"),
    "Expected ']]' at the end of an array declaration": N_("the brackets ]] are missing"),
    "Unclosed array": N_("the bracket ] is missing"),
    "Unclosed inline table": N_("the bracket }} is missing"),
}
"""Our message by the beginning of tomllib's message."""
_DUPLICATE = re.compile(r"Cannot declare .* twice|Duplicate inline table key")


class NotToml(ValueError):
    """A text is not valid TOML."""

    def __init__(self, parser_message: str) -> None:
        """`parser_message` is that of tomllib, with the place at its end."""
        reason, _, where = parser_message.partition(" (at ")
        numbers = [int(number) for number in re.findall(r"\d+", where)]
        self.line, self.column = numbers if len(numbers) == 2 else (0, 0)
        """From 1; both 0: at the end of the text."""
        self.message = _message(reason)
        """A message id."""
        self.values = {"reason": reason[:200]}
        """The values for its fields."""
        super().__init__(parser_message)


def loads(text: str, *, floats_as_text: bool = False) -> dict[str, Any]:
    """Parse a TOML text. Raises `NotToml`, and RecursionError if it is nested too deep."""
    try:
        return tomllib.loads(text, parse_float=str if floats_as_text else float)
    except ValueError as reason:  # also a number of 5,000 digits
        raise NotToml(str(reason)) from None


def _message(reason: str) -> str:
    if _DUPLICATE.match(reason):
        return N_("this is written a second time here")
    known = (message for beginning, message in _REASONS.items() if reason.startswith(beginning))
    return next(known, N_("this is not TOML: {reason}"))
