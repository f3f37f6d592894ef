"""The table of text checks that every build runs. They are fast, and need nothing but the text and the settings."""

from __future__ import annotations

from press.checks.texts import (
    TextCheck,
    corrected_values,
    elections,
    gambling,
    identities,
    pasted,
    samples,
    titles,
    typed,
)

TEXT_CHECKS: dict[str, TextCheck] = {
    "elections": elections,
    "gambling": gambling,
    "identities": identities,
    "titles": titles,
    "corrected_values": corrected_values,
    "pasted": pasted,
    "samples": samples,
    "typed": typed,
}
