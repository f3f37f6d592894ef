"""The tables of text checks: those of each build, and those that only the command `check` runs."""

from __future__ import annotations

from press.checks import corrected_values, doubled_words, pasted, titles, typed
from press.checks.texts import TextCheck

TEXT_CHECKS: dict[str, TextCheck] = {
    "titles": titles,
    "corrected_values": corrected_values,
    "pasted": pasted,
    "typed": typed,
}
"""Every build runs these on the texts that changed. They are fast, and need nothing but the text and the settings."""

LANGUAGE_CHECKS: dict[str, TextCheck] = {
    "doubled_words": doubled_words,
}
"""Only `check` runs these: they use dictionaries and registries. What they found is cached by the text."""
