"""The preview: it builds, serves on this machine only, watches, rebuilds with the same engine, and reloads pages."""

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
"""Seconds without a further event after which the events so far count as one save."""


class Outcome(msgspec.Struct, frozen=True):
    """The result of a build."""

    report: Report | None
    """None if it failed; the site was then not changed."""
    problems: tuple[Diagnostic, ...]
    message: str
    """Message id of the error, else empty."""
    values: dict[str, str]
    """The values for the fields of `message`."""


def serve(
    request_now: Callable[[], BuildRequest], port: int, print_outcome: Callable[[Outcome, str], list[str]]
) -> None:
    """Serve until interrupted. `request_now` returns a request with the present config.toml and time.

    `print_outcome` is called after each build with the address of the home page. If the build failed, open pages show
    the lines that it returns.

    Raises OSError if the port is in use, and what `request_now` raises the first time.
    """
    request = request_now()
    with serving(request.output, request.config.base_path, port) as server, watching(request.root) as changes:
        outcome = _built(request)
        print_outcome(outcome, server.address)
        pending: set[str] = set()
        while True:
            pending.update(changes.wait(QUIET, _seconds_until_due(outcome, request.now)))
            outcome = _rebuilt(request_now, tuple(sorted(pending)))
            if outcome.report:
                pending.clear()  # after a failure, the same files must be read again in the next build
            server.announce(outcome.report is not None, print_outcome(outcome, server.address))


def _rebuilt(request_now: Callable[[], BuildRequest], paths: tuple[str, ...]) -> Outcome:
    try:
        return _built(msgspec.structs.replace(request_now(), changed=paths))
    except PressError as error:
        return _failed(error)


def _built(request: BuildRequest) -> Outcome:
    try:
        report = engine.build(request)
    except PressError as error:
        return _failed(error)
    return Outcome(report, report.problems, "", {})


def _failed(error: PressError) -> Outcome:
    problems = error.problems if isinstance(error, Refused | BadConfig) else ()
    return Outcome(None, problems, error.message, error.values)


def _seconds_until_due(outcome: Outcome, now: datetime) -> float | None:
    """Return the seconds until a date in the content changes the site; None if none does."""
    moment = outcome.report.next_change if outcome.report else None
    return max(0.0, (moment - now).total_seconds()) if moment else None
