"""The preview: it builds, serves on this machine only, watches, rebuilds with the same engine, and reloads pages."""

from __future__ import annotations

import time
from collections.abc import Callable

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
    message: str = ""
    """Message id of the error, else empty."""
    values: dict[str, str] = {}
    """The values for the fields of `message`."""
    base_path: str = ""
    """The path of the portal; empty if the build failed."""
    due: float | None = None
    """When a date in the content changes the site, in seconds since the epoch; None if none does."""


def serve(
    request_now: Callable[[], BuildRequest],
    port: int,
    print_outcome: Callable[[Outcome, str], None],
    problems_of: Callable[[Outcome], list[str]],
) -> None:
    """Serve until interrupted. `request_now` returns a request with the present config.toml and time.

    `print_outcome` is called after each build with the address of the home page. If the build failed, open pages show
    the lines that `problems_of` returns.

    Raises `Misuse` if the port is in use or the system cannot watch the files, and what `request_now` raises the first
    time.
    """
    request = request_now()
    with serving(request.output, request.config.base_path, port) as server, watching(request.root) as changes:
        outcome = _built(request)
        pending: tuple[str, ...] | None = None
        while True:
            server.announce(outcome.base_path, problems_of(outcome))
            print_outcome(outcome, server.address)
            if outcome.report:
                pending = ()  # after a failure, the same files must be read again in the next build
            pending = _joined(pending, changes.wait(QUIET, outcome.due))
            outcome = _rebuilt(request_now, pending)


def _joined(some: tuple[str, ...] | None, others: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """Return the paths of two batches; None if those of one are not known, so that all files must be searched."""
    return None if some is None or others is None else tuple(sorted({*some, *others}))


def _rebuilt(request_now: Callable[[], BuildRequest], paths: tuple[str, ...] | None) -> Outcome:
    try:
        return _built(msgspec.structs.replace(request_now(), changed=paths))
    except PressError as error:
        return _failed(error)


def _built(request: BuildRequest) -> Outcome:
    started = time.time()
    try:
        report = engine.build(request)
    except PressError as error:
        return _failed(error)
    moment = report.next_change
    due = started + (moment - request.now).total_seconds() if moment else None
    return Outcome(report, report.problems, base_path=request.config.base_path, due=due)


def _failed(error: PressError) -> Outcome:
    problems = error.problems if isinstance(error, Refused | BadConfig) else ()
    return Outcome(None, problems, error.message, error.values)
