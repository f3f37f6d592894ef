"""A clock that was set back must not undo what was published."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from press.build.state import BuildState
from press.content import dates
from press.errors import Misuse
from press.i18n.mark import N_


def check(build: BuildState) -> None:
    """Raise `Misuse` if releases were published, corrected, withdrawn or expired between `now` and the last build.

    Not if a person gave the time, and not in a preview, where all releases are shown.
    """
    request, noted = build.request, build.ledger.note("now")
    now, last = int(request.now.timestamp()), msgspec.json.decode(noted or b"0", type=int)
    if request.may_go_back or request.drafts or not noted or now >= last:
        return
    sources = build.catalogue.due(now, last)
    undone = [card for card in map(build.catalogue.card, sources) if card and _has_event(card.moments, now, last)]
    if undone:
        zone = request.config.zone
        message = N_(
            "the time of this build is {now}, but the site was last built at {last}; what was published since, such as "
            "{example}, would disappear: correct the clock of this computer (or SOURCE_DATE_EPOCH), or give the time "
            "with --now if you mean it"
        )
        times = {"now": request.now, "last": datetime.fromtimestamp(last, UTC)}
        texts = {name: dates.formatted(at.astimezone(zone)) for name, at in times.items()}
        raise Misuse(message, example=undone[0].release.source, **texts)


_HARMLESS = frozenset({"", "begins", "ends"})
"""What happens to a release without anything new being published."""


def _has_event(moments: dict[int, str], after: int, until: int) -> bool:
    """Tell whether anything happens to a release between two times, besides that it is no longer news."""
    return any(what not in _HARMLESS for at, what in moments.items() if after < at <= until)
