"""What will happen to releases because of their dates, for `schedule` and the desk of the preview."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from press.i18n.mark import N_
from press.views.context import Snapshot

WORDS = {
    "published": N_("is published"), "corrected": N_("is corrected"), "updated": N_("is updated"),
    "expired": N_("expires"), "withdrawn": N_("is withdrawn"), "unpinned": N_("its pin ends"),
    "begins": N_("begins"), "ends": N_("is over"),
}  # fmt: skip
"""Message ids of what happens to a release."""


class Event(msgspec.Struct, frozen=True):
    """A change that a date in the content will cause, without an edit."""

    at: str
    """ISO 8601, in the zone of the release."""
    what: str
    """``published``, ``corrected``, ``updated``, ``expired``, ``withdrawn``, ``unpinned``, ``begins`` or ``ends``."""
    source: str
    title: str


def upcoming(snapshot: Snapshot) -> Iterator[Event]:
    """Yield what happens to releases after `now` because of their dates, soonest first."""
    for at, source in snapshot.catalogue.upcoming(int(snapshot.now.timestamp())):
        card = snapshot.catalogue.card(source)
        what = card.moments[at] if card else ""
        if card and what:
            moment = datetime.fromtimestamp(at, UTC).astimezone(snapshot.config.zone_of(card.release.place))
            yield Event(moment.isoformat(), what, source, card.release.title)
