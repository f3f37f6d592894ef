"""How long releases take from the time that they name to the branch that is published."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from statistics import median

import msgspec

from press.content.arrivals import arrivals
from press.i18n.catalogues import Translate
from press.i18n.mark import N_
from press.model import ALL, Card, State
from press.views.context import Snapshot

DAYS = 90
"""Days of the past that are measured."""
_FEWEST = 3
"""Number of releases below which a median says nothing."""
_HOUR, _DAY = 3600, 86400
_UNITS = (
    (2 * _HOUR, 60, N_("{count} min")), (2 * _DAY, _HOUR, N_("{count} h")), (float("inf"), _DAY, N_("{count} d")),
)  # fmt: skip
"""Each unit with the seconds below which it is used, its own seconds, and its message id."""


class Lag(msgspec.Struct, frozen=True):
    """The lag of the releases of the last `DAYS` days."""

    median: float
    """The middle one, in seconds; a release that arrived before its time, and was published at it, counts as 0."""
    count: int
    """Releases that were measured."""
    early: int
    """How many of them arrived before their time."""


def lag(snapshot: Snapshot, root: Path) -> Lag | None:
    """Return the lag; None if git does not know it, or too few releases were published."""
    since = snapshot.now - timedelta(days=DAYS)
    found = arrivals(root, since) or {}
    cards = snapshot.catalogue.since(ALL, int(since.timestamp())) if found else ()
    releases = (card.release for card in cards if _is_measurable(card))
    lags = [(found[one.source] - one.date).total_seconds() for one in releases if one.source in found]
    if len(lags) < _FEWEST:
        return None
    return Lag(median(max(one, 0.0) for one in lags), len(lags), sum(one <= 0 for one in lags))


def _is_measurable(card: Card) -> bool:
    """Tell whether a release is published, and names a time of day."""
    date = card.release.date
    return card.state not in (State.DRAFT, State.SCHEDULED) and (date.hour, date.minute) != (0, 0)


def in_words(seconds: float, translate: Translate) -> str:
    """Return a duration in its largest fitting unit."""
    size, message = next((size, message) for most, size, message in _UNITS if seconds < most)
    return translate(message).format(count=round(seconds / size))
