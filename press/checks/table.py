"""The table of rules."""

from __future__ import annotations

from collections.abc import Iterator

from press.checks import Rule, links, relations
from press.errors import Diagnostic
from press.model import Card
from press.views.context import Edition

RULES: dict[str, Rule] = {
    "links": links,
    "relations": relations,
}


def check(card: Card, edition: Edition) -> Iterator[Diagnostic]:
    """Ask every rule about a card."""
    for rule in RULES.values():
        yield from rule.check(card, edition)
