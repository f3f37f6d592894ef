"""The checks of releases: one module for each subject, each with `check`, in four tables.

`cards` tests a release among the others; `texts` tests its text in every build, `review` and `language` only in the
command `check`. All rules, also those that are checked while a file is read, are in `press.rules`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

import msgspec

from press.config import Config
from press.diagnostics import Diagnostic, Place, Severity
from press.model import Card
from press.rules import RULES
from press.views.context import Snapshot


class Check(Protocol):
    """The shape of a module in the table."""

    def check(self, card: Card, snapshot: Snapshot) -> Iterator[Diagnostic]:
        """Yield the problems of a card."""


def with_severities(problems: Iterable[Diagnostic], config: Config) -> tuple[Diagnostic, ...]:
    """Set the severities of problems as config.toml says, leave out those that are off, and sort the rest by place.

    Problems of essential rules remain errors, and those of drafts notes.
    """
    wanted = {name: level for name, level in config.checks.severity.items() if not RULES[name].essential}
    kept = (
        msgspec.structs.replace(problem, severity=Severity(wanted[problem.rule]))
        if problem.rule in wanted and problem.severity is not Severity.NOTE
        else problem
        for problem in problems
        if wanted.get(problem.rule) != "off"
    )
    return tuple(sorted(kept, key=by_place))


def by_place(problem: Diagnostic) -> tuple[Place, str, str]:
    """Return the sort key of a problem: its place, then its rule."""
    return problem.place, problem.rule, problem.message
