"""The rules of the house: one module for each subject, each with `check`, in one table (`press.checks.table`).

A check judges one card, once all changed cards are in the catalogue. All rules, also those that reading a file asks
for, stand in `press.rules`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

import msgspec

from press.config import Config
from press.diagnostics import Diagnostic, Severity
from press.model import Card
from press.rules import RULES
from press.views.context import Snapshot


class Check(Protocol):
    """The shape of a module in the table."""

    def check(self, card: Card, snapshot: Snapshot) -> Iterator[Diagnostic]:
        """What is wrong with a card."""


def with_severities(problems: Iterable[Diagnostic], config: Config) -> tuple[Diagnostic, ...]:
    """Give the problems the severities that the desk wants, leave out those it switched off, and sort them by place.

    The essential rules stay errors.
    """
    wanted = {name: level for name, level in config.checks.severity.items() if not RULES[name].essential}
    kept = (
        msgspec.structs.replace(problem, severity=Severity(wanted[problem.rule])) if problem.rule in wanted else problem
        for problem in problems
        if wanted.get(problem.rule) != "off"
    )
    return tuple(sorted(kept, key=lambda problem: (problem.place, problem.rule, problem.message)))
