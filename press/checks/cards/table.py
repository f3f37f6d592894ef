"""The table of checks."""

from __future__ import annotations

from collections.abc import Iterator

from press.checks import Check
from press.checks.cards import (
    alerts,
    claims,
    disclosures,
    events,
    file_sizes,
    links,
    recordings,
    relations,
    release_dates,
    sealed,
)
from press.diagnostics import Diagnostic
from press.model import Card
from press.views.context import Snapshot

CHECKS: dict[str, Check] = {
    "alerts": alerts,
    "claims": claims,
    "disclosures": disclosures,
    "events": events,
    "file_sizes": file_sizes,
    "links": links,
    "recordings": recordings,
    "relations": relations,
    "release_dates": release_dates,
    "sealed": sealed,
}


def check(card: Card, snapshot: Snapshot) -> Iterator[Diagnostic]:
    """Run every check on a card."""
    for each in CHECKS.values():
        yield from each.check(card, snapshot)
