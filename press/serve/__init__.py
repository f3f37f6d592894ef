"""The desk's preview: builds, serves on this machine alone, watches, rebuilds by the same engine, reloads the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from press.build import engine
from press.build.request import Order
from press.errors import BadConfig, Diagnostic, PressError, Refused
from press.model import Report
from press.serve.server import Server, serving
from press.serve.watch import watching

QUIET = 0.04
"""Seconds without a further event after which a batch of them is taken as one save."""


class Outcome(msgspec.Struct, frozen=True):
    """How a rebuild went."""

    report: Report | None
    """None where it failed; the site is as it was."""
    problems: tuple[Diagnostic, ...]
    message: str
    """Message id of what went wrong, else empty."""
    values: dict[str, str]


def serve(order_now: Callable[[], Order], port: int, tell: Callable[[Outcome, Server], list[str]]) -> None:
    """Serve until interrupted. `order_now` reads config.toml and the clock anew.

    `tell` is called after each build, and gives the lines that open pages show where it failed.

    Raises OSError where the port is taken, and what `order_now` raises the first time.
    """
    order = order_now()
    with serving(order.output, order.config.base_path, port) as server, watching(order.root) as changes:
        outcome = _built(order)
        tell(outcome, server)
        pending: set[str] = set()
        while True:
            pending.update(changes.wait(QUIET, _seconds_until_due(outcome, order.now)))
            outcome = _rebuilt(order_now, tuple(sorted(pending)))
            if outcome.report:
                pending.clear()  # what was refused has to be read again, whatever is saved next
            server.announce(outcome.report is not None, tell(outcome, server))


def _rebuilt(order_now: Callable[[], Order], paths: tuple[str, ...]) -> Outcome:
    try:
        return _built(msgspec.structs.replace(order_now(), changed=paths))
    except PressError as trouble:
        return _failed(trouble)


def _built(order: Order) -> Outcome:
    try:
        report = engine.build(order)
    except PressError as trouble:
        return _failed(trouble)
    return Outcome(report, report.problems, "", {})


def _failed(trouble: PressError) -> Outcome:
    problems = trouble.problems if isinstance(trouble, Refused | BadConfig) else ()
    return Outcome(None, problems, trouble.message, trouble.values)


def _seconds_until_due(outcome: Outcome, now: datetime) -> float | None:
    """How long the clock alone changes nothing."""
    moment = outcome.report.next_change if outcome.report else None
    return max(0.0, (moment - now).total_seconds()) if moment else None
