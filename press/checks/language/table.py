"""The table of the checks of Indonesian. Only the command `check` imports it: builds do not load their patterns."""

from __future__ import annotations

from press.checks.language import (
    compounds,
    lengths,
    names,
    numbers,
    prepositions,
    punctuation,
    quotation_marks,
    spelling,
)
from press.checks.texts import TextCheck

INDONESIAN_CHECKS: dict[str, TextCheck] = {
    "spelling": spelling,
    "prepositions": prepositions,
    "compounds": compounds,
    "numbers": numbers,
    "punctuation": punctuation,
    "quotation_marks": quotation_marks,
    "lengths": lengths,
    "names": names,
}
"""Each reports nothing for a release in another language."""
