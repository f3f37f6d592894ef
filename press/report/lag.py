"""How long releases take from the time that they name to the branch that is published."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

import msgspec

from press.content.arrivals import arrivals
from press.i18n.catalogues import Translate
from press.i18n.mark import N_
from press.model import ALL, Card, State
from press.views.context import Snapshot

DAYS = 90
"""Days of the past of which the desk shows the lag."""
_FEWEST = 3
"""Number of releases below which a median says nothing."""
_EARLIEST = timedelta(days=60)
"""How long before its time a release may have arrived."""
_HOUR, _DAY = 3600, 86400
_UNITS = (
    (2 * _HOUR, 60, N_("{count} min")), (2 * _DAY, _HOUR, N_("{count} h")), (float("inf"), _DAY, N_("{count} d")),
)  # fmt: skip
"""Each unit with the seconds below which it is used, its own seconds, and its message id."""


class Lag(msgspec.Struct, frozen=True):
    """The lag of some releases."""

    median: float
    """The middle one, in seconds; a release that arrived before its time, and was published at it, counts as 0."""
    count: int
    """Releases that were measured."""
    early: int
    """How many of them arrived before their time."""
    next_day: int
    """How many arrived on a later day than they name."""


def recent(snapshot: Snapshot, root: Path) -> Lag | None:
    """Return the lag of the last `DAYS` days; None as for `lag`."""
    since = snapshot.now - timedelta(days=DAYS)
    return lag(snapshot.catalogue.since(ALL, int(since.timestamp())), root, since)


def lag(cards: Iterable[Card], root: Path, since: datetime) -> Lag | None:
    """Return the lag of releases that are dated after `since`; None if git does not know it, or they are too few."""
    arrived = arrivals(root, since - _EARLIEST) or {}
    releases = [card.release for card in cards if _is_measurable(card) and card.release.source in arrived]
    if len(releases) < _FEWEST:
        return None
    pairs = [(one.date, arrived[one.source].astimezone(one.date.tzinfo)) for one in releases]
    lags = [(there - date).total_seconds() for date, there in pairs]
    next_day = sum(there.date() > date.date() for date, there in pairs)
    return Lag(median(max(one, 0.0) for one in lags), len(lags), sum(one <= 0 for one in lags), next_day)


def _is_measurable(card: Card) -> bool:
    """Tell whether a release is published, and names a time of day."""
    date = card.release.date
    return card.state not in (State.DRAFT, State.SCHEDULED) and (date.hour, date.minute) != (0, 0)


def in_words(seconds: float, translate: Translate) -> str:
    """Return a duration in its largest fitting unit."""
    size, message = next((size, message) for most, size, message in _UNITS if seconds < most)
    return translate(message).format(count=round(seconds / size))
