"""Check that no word stands twice in a row by mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator

from press import rules
from press.checks.texts import TextContext
from press.content.prose import Prose
from press.diagnostics import Diagnostic
from press.i18n.mark import N_

_DOUBLED = re.compile(r"(?<![\w-])([^\W\d_]{2,}+)\s+(\1)(?![\w-])")
"""Both in the same case: "Siti siti" may be a name, and "Kota Kota Baru" is one."""


def check(prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
    """Yield a problem for each lower-case word that is there twice."""
    for passage in prose.passages:
        for found in _DOUBLED.finditer(passage.text):
            if found[1].islower():
                message = N_("“{word}” is there twice")
                hint = N_("delete one of them, or write a hyphen between them if a reduplication is meant")
                yield rules.DOUBLED_WORD.broken(passage.place(found.start(2)), message, hint, word=found[1])
