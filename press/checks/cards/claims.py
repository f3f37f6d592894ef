"""Check claims that are being checked: readers are promised a result, and the day must not pass in silence."""

from __future__ import annotations

from collections.abc import Iterator

from press import rules
from press.content import lifecycle
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.model import Card, Verdict
from press.views.context import Snapshot


def check(card: Card, snapshot: Snapshot) -> Iterator[Diagnostic]:
    """Yield a problem if the result of a check has no deadline, or is overdue."""
    release = card.release
    if not release.claim or release.claim.verdict is not Verdict.CHECKING or card.is_withdrawn:
        return
    end = lifecycle.deadline(release)
    if end is None:
        place = Place(release.source, release.lines.get("claim.verdict", 0))
        message, hint = (
            N_("a claim that is being checked needs a day by which readers learn the result"),
            N_("write due: and that day below claim:"),
        )
        yield rules.CLAIM_DUE.broken(place, message, hint)
    elif end <= snapshot.now:
        place = Place(release.source, release.lines.get("claim.due", 0))
        message, hint = (
            N_("the result was promised by {date}, but the claim is still being checked"),
            N_("write the finding as verdict:; if it takes longer, say so in the text, and write a later day as due:"),
        )
        yield rules.CLAIM_DUE.broken(place, message, hint, date=release.claim.due)
