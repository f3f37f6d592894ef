"""The table of text checks that only the command `check` runs. What they found is cached by the text."""

from __future__ import annotations

from press.checks.review import (
    alt_texts,
    completeness,
    doubled_words,
    figures,
    link_words,
    people,
    private_numbers,
    ranges,
    relative_days,
    sums,
    written_dates,
)
from press.checks.texts import TextCheck

REVIEW_CHECKS: dict[str, TextCheck] = {
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
"""Without the checks of Indonesian, which are in `press.checks.language.table`."""
