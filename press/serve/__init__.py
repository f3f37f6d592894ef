"""The desk's preview: builds, serves on this machine alone, watches, rebuilds by the same engine, reloads the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from press.build import engine
from press.build.request import BuildRequest
from press.diagnostics import Diagnostic
from press.errors import BadConfig, PressError, Refused
from press.model import Report
from press.serve.server import serving
from press.serve.watch import watching

QUIET = 0.04
"""Seconds without a further event after which a batch of them is taken as one save."""


class Outcome(msgspec.Struct, frozen=True):
    """How a build went."""

    report: Report | None
    """None where it failed; the site is as it was."""
    problems: tuple[Diagnostic, ...]
    message: str
    """Message id of what went wrong, else empty."""
    values: dict[str, str]
    """What fills the fields of `message`."""


def serve(request_now: Callable[[], BuildRequest], port: int, tell: Callable[[Outcome, str], list[str]]) -> None:
    """Serve until interrupted. `request_now` reads config.toml and the clock again.

    `tell` is called after each build with the address of the home page. Where the build failed, open pages show the
    lines that it gives.

    Raises OSError where the port is taken, and what `request_now` raises the first time.
    """
    request = request_now()
    with serving(request.output, request.config.base_path, port) as server, watching(request.root) as changes:
        outcome = _built(request)
        tell(outcome, server.address)
        pending: set[str] = set()
        while True:
            pending.update(changes.wait(QUIET, _seconds_until_due(outcome, request.now)))
            outcome = _rebuilt(request_now, tuple(sorted(pending)))
            if outcome.report:
                pending.clear()  # after a failure the same files have to be read again, whatever is saved next
            server.announce(outcome.report is not None, tell(outcome, server.address))


def _rebuilt(request_now: Callable[[], BuildRequest], paths: tuple[str, ...]) -> Outcome:
    try:
        return _built(msgspec.structs.replace(request_now(), changed=paths))
    except PressError as trouble:
        return _failed(trouble)


def _built(request: BuildRequest) -> Outcome:
    try:
        report = engine.build(request)
    except PressError as trouble:
        return _failed(trouble)
    return Outcome(report, report.problems, "", {})


def _failed(trouble: PressError) -> Outcome:
    problems = trouble.problems if isinstance(trouble, Refused | BadConfig) else ()
    return Outcome(None, problems, trouble.message, trouble.values)


def _seconds_until_due(outcome: Outcome, now: datetime) -> float | None:
    """For how long the clock alone changes nothing."""
    moment = outcome.report.next_change if outcome.report else None
    return max(0.0, (moment - now).total_seconds()) if moment else None
