"""Check public information that is to be published periodically: at least every six months (UU 14/2008, article 9)."""

from __future__ import annotations

from collections.abc import Iterator

from press import rules
from press.content import lifecycle
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.model import Card, State
from press.views.context import Snapshot


def check(card: Card, snapshot: Snapshot) -> Iterator[Diagnostic]:
    """Yield a problem if periodic information was not renewed for five months."""
    release = card.release
    due = lifecycle.renewal(release)
    if due and due <= snapshot.now and card.state in (State.PUBLISHED, State.CORRECTED):
        place = Place(release.source, release.lines.get("disclosure", 0))
        message = N_("periodic information must be renewed every six months; this was last renewed on {date}")
        hint = N_(
            "bring it up to date and write the day as updated:; if a newer release has taken its place, write expires:"
        )
        yield rules.PERIODIC_AGE.broken(place, message, hint, date=(release.updated or release.date).date())
