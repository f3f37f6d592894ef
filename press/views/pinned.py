"""The bar of warnings, which every page shows: alerts and pinned releases; the other pinned ones, for the home page."""

from __future__ import annotations

from press import urls, views
from press.model import PINNED, Card
from press.views import alerts, builders, editions
from press.views.context import Snapshot

_ALERTS = 3
"""How many alerts the bar shows at most; the list of alerts shows all that are valid now."""
_WARNINGS = 2
"""How many releases the bar shows if there are fewer alerts, so that it leaves room for the page on a phone."""
_PINNED = 8
"""How many pinned releases are read."""


def affects(card: Card) -> bool:
    """Tell whether the bar may look different because of a release: in an edition, because of any translation."""
    return card.release.pinned is not None or card.alert is not None or bool(card.edition)


def pinned(snapshot: Snapshot) -> tuple[list[Card], list[Card]]:
    """Return what is in the bar, and the other pinned releases.

    In the bar are the alerts that are valid now, then pinned releases of which it is known until when they are valid.
    In an edition, the bar shows their translations, and those that have none as they are: a warning is for everybody.
    """
    valid = alerts.valid_now(snapshot)[:_ALERTS]
    cards = [card for card in snapshot.catalogue.newest(PINNED, _PINNED) if not card.alert]
    dated = [card for card in cards if card.release.expires][: max(0, _WARNINGS - len(valid))]
    in_bar = [editions.version(card, snapshot) or card for card in (*valid, *dated)]
    return in_bar, editions.versions([card for card in cards if card not in dated], snapshot)


def warnings(snapshot: Snapshot) -> tuple[views.Warned, ...]:
    """Return the content of the bar."""
    return tuple(_warned(card, snapshot) for card in pinned(snapshot)[0])


def _warned(card: Card, snapshot: Snapshot) -> views.Warned:
    release = card.release
    is_pin = card.alert is None or card.alert.all_clear
    ends = [end for end in (release.expires, is_pin and release.pinned and release.pinned.until) if end]
    return views.Warned(
        href=urls.href(card.address, snapshot.config),
        title=release.title,
        lang=builders.foreign(release.lang, snapshot.config),
        until=min(ends).isoformat() if ends else "",
        valid_until=builders.valid_until(release),
        alert=alerts.label(card, snapshot.catalogue),
    )
