"""Check that a release is not dated in another age: most likely its year has a slip."""

from __future__ import annotations

from collections.abc import Iterator

from press import rules
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.model import Card
from press.views.context import Snapshot

_FIRST_YEAR = 1945
"""Of the republic."""
_YEARS_AHEAD = 2


def check(card: Card, snapshot: Snapshot) -> Iterator[Diagnostic]:
    """Yield a problem for a date of more than two years after the build, or before 1945."""
    release = card.release
    is_ahead = (release.date - snapshot.now).days > _YEARS_AHEAD * 365
    if not card.is_page and (is_ahead or release.date.year < _FIRST_YEAR):
        place = Place(release.source, release.lines.get("date", 1))
        message, hint = N_("the release is dated {date}, far from now"), N_("correct the year")
        yield rules.FAR_YEAR.broken(place, message, hint, date=f"{release.date:%Y-%m-%d}")
