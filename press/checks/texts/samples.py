"""Check that the texts of a portal are its own: those of the sample portal name a province that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from press import rules
from press.checks.texts import TextContext
from press.content.prose import Prose
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_

_SAMPLE = "wirantara"
"""In the names of the sample portal's publisher and hosts."""


def check(prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
    """Yield a problem for the first place where the sample portal is named, unless this is the sample portal."""
    if _SAMPLE not in f"{context.config.title} {context.config.publisher}".lower():
        for place in _places(prose):
            message, hint = (
                N_("this text still speaks of the sample portal"),
                N_("rewrite it for your own, or delete it"),
            )
            yield rules.SAMPLE_TEXT.broken(place, message, hint)
            break


def _places(prose: Prose) -> Iterator[Place]:
    """Yield places where the sample is named: in the fields, then in the text, also in addresses."""
    for passage in prose.fields:
        if _SAMPLE in (text := passage.text.lower()):
            yield passage.place(text.index(_SAMPLE))
    if _SAMPLE in (text := prose.markdown.lower()):
        yield prose.place(text.index(_SAMPLE))
