"""Pinned releases: those in the bar of warnings, which every page shows, and the others, for the home page."""

from __future__ import annotations

from press import urls, views
from press.model import PINNED, Card
from press.views import builders
from press.views.context import Snapshot

_WARNINGS = 2
"""How many releases the bar shows at most, so that it leaves room for the page on a phone."""
_PINNED = 8
"""How many pinned releases are read."""


def pinned(snapshot: Snapshot) -> tuple[list[Card], list[Card]]:
    """Return the pinned releases that are in the bar, since it is known until when they are valid, and the others."""
    cards = snapshot.catalogue.newest(PINNED, _PINNED)
    in_bar = [card for card in cards if card.release.expires][:_WARNINGS]
    return in_bar, [card for card in cards if card not in in_bar]


def warnings(snapshot: Snapshot) -> tuple[views.Warned, ...]:
    """Return the content of the bar."""
    return tuple(_warned(card, snapshot) for card in pinned(snapshot)[0])


def _warned(card: Card, snapshot: Snapshot) -> views.Warned:
    release = card.release
    ends = [end for end in (release.expires, release.pinned and release.pinned.until) if end]
    return views.Warned(
        href=urls.href(card.address, snapshot.config),
        title=release.title,
        lang=release.lang,
        until=min(ends).isoformat(),
        valid_until=builders.valid_until(release),
    )
