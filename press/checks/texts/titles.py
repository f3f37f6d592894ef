"""Check that a headline is not written in capitals throughout."""

from __future__ import annotations

from collections.abc import Iterator

from press import rules
from press.checks.texts import TextContext
from press.content.prose import Prose
from press.diagnostics import Diagnostic
from press.i18n.mark import N_

_FEWEST = 12
"""Fewest letters of a headline that counts: "BMKG: ROB" consists of names."""


def check(prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
    """Yield a problem for a title or short title in capitals."""
    for passage in prose.fields:
        if passage.field not in ("title", "short_title"):
            continue
        letters = [letter for letter in passage.text if letter.isalpha()]
        if len(letters) >= _FEWEST and all(letter.isupper() for letter in letters):
            message = N_("the headline is in capitals: hard to read, and screen readers may spell it")
            hint = N_("write only the first word and names with a capital letter")
            yield rules.CAPITALS.broken(passage.place(0), message, hint)
