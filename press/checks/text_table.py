"""The tables of text checks: those of each build, and those that only the command `check` runs."""

from __future__ import annotations

from press.checks import (
    alt_texts,
    completeness,
    corrected_values,
    doubled_words,
    elections,
    figures,
    gambling,
    identities,
    link_words,
    pasted,
    people,
    private_numbers,
    ranges,
    relative_days,
    sums,
    titles,
    typed,
    written_dates,
)
from press.checks.texts import TextCheck

TEXT_CHECKS: dict[str, TextCheck] = {
    "elections": elections,
    "gambling": gambling,
    "identities": identities,
    "titles": titles,
    "corrected_values": corrected_values,
    "pasted": pasted,
    "typed": typed,
}
"""Every build runs these on the texts that changed. They are fast, and need nothing but the text and the settings."""

LANGUAGE_CHECKS: dict[str, TextCheck] = {
    "alt_texts": alt_texts,
    "completeness": completeness,
    "doubled_words": doubled_words,
    "figures": figures,
    "link_words": link_words,
    "people": people,
    "private_numbers": private_numbers,
    "ranges": ranges,
    "relative_days": relative_days,
    "sums": sums,
    "written_dates": written_dates,
}
"""Only `check` runs these: they use dictionaries and registries. What they found is cached by the text."""
