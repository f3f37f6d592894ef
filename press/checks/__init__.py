"""The rules of the house: one module a subject, each with `check`, in one table (``press.checks.table``).

A rule yields diagnostics about one card, once all changed cards are in the catalogue. What config.toml says of a rule's
severity is applied here, in one place, to these and to what parsing and reading found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

import msgspec

from press.config import Config
from press.errors import ESSENTIAL, Diagnostic, Severity
from press.model import Card
from press.views.context import Edition


class Rule(Protocol):
    """The shape of a module in the table."""

    def check(self, card: Card, edition: Edition) -> Iterator[Diagnostic]:
        """What is wrong with a card."""


def settled(problems: Iterable[Diagnostic], config: Config) -> tuple[Diagnostic, ...]:
    """Give the problems the severity that the desk wants; leave out what it switched off; in order of place.

    The essential rules stay errors: breaking one may leave no release, and none may vanish without a word.
    """
    severities = {rule: level for rule, level in config.checks.severity.items() if rule not in ESSENTIAL}
    kept = [
        problem
        if problem.rule not in severities
        else msgspec.structs.replace(problem, severity=Severity(severities[problem.rule]))
        for problem in problems
        if severities.get(problem.rule) != "off"
    ]
    return tuple(sorted(kept, key=lambda problem: (problem.place, problem.rule, problem.message)))
