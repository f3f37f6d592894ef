"""The preview: it builds, serves, watches, rebuilds with the same engine, and keeps open pages up to date."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from press import disk
from press.build import engine
from press.build.request import BuildRequest
from press.diagnostics import Diagnostic, Severity
from press.errors import BadConfig, Busy, PressError, Refused
from press.i18n.catalogues import Translate
from press.i18n.mark import N_
from press.model import Report
from press.serve.access import Access
from press.serve.desk import Desk
from press.serve.problems import MOST, Shown, shown
from press.serve.server import Server, serving
from press.serve.state import News
from press.serve.watch import watching
from press.site import manifest

QUIET = 0.04
"""Seconds without a further event after which the events so far count as one save."""
_UNKNOWN = "?"
"""Stands for what another preview changed."""
_BUSY = 0.5
"""Seconds after which a build is tried again that found another one running."""


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
    site: str = ""
    """The digest of the manifest, and so of the whole site; empty if the build failed."""
    due: float | None = None
    """When to build again without a change of a file, in seconds since the epoch: a date in the content changes the
    site then, or another build will have ended. None: never."""

    def is_news(self, last: Outcome | None) -> bool:
        """Tell whether pages must be notified: not if it found the same as the last build, and the same site.

        Another preview of the same portal may have written the site.
        """
        if last is None or (self.problems, self.base_path, self.message) != (
            last.problems,
            last.base_path,
            last.message,
        ):
            return True
        if self.report is None:
            return self.due is None  # else it waits for another build
        return self.site != last.site


class Links(NamedTuple):
    """The addresses of a running preview."""

    home: str
    desk: str
    entrance: str
    """The link that lets in one device; empty if none is needed."""


class Terminal(NamedTuple):
    """What the command prints, and in which language."""

    links: Callable[[Links], None]
    """Is called at the beginning, and whenever a device has used its link, since there is a new one then."""
    outcome: Callable[[Outcome, str], None]
    """Is called after each build, with the address of the home page."""
    translate: Translate
    language: str


def serve(request_now: Callable[[], BuildRequest], port: int, host: str, terminal: Terminal) -> None:
    """Serve until interrupted. `request_now` returns a request with the present config.toml and time.

    `host` is an address of this computer in its network, if other devices may open the preview; else empty.

    Raises `Misuse` if the port or address cannot be used or the system cannot watch the files, and what `request_now`
    raises the first time.
    """
    request = request_now()
    lock = threading.Lock()
    desk = Desk(request_now, lock, terminal.language)
    address, extras = (request.output, request.config.base_path, port), (Access(host), desk.page, terminal.translate)
    with serving(*address, *extras) as server, watching(request.root) as changes:
        server.when_entered = lambda: _print_links(server, terminal)
        server.when_entered()
        last: Outcome | None = None
        pending: tuple[str, ...] | None = None
        with lock:
            outcome = _built(request)
        while True:
            desk.changed = () if outcome.report else pending
            if outcome.is_news(last):
                server.announce(_news(outcome, request, terminal.translate))
                terminal.outcome(outcome, server.address)
            last = outcome
            if outcome.report:
                pending = ()  # after a failure, the same files must be read again in the next build
            pending = _joined(pending, changes.wait(QUIET, outcome.due))
            with lock:
                outcome = _rebuilt(request_now, pending)


def _print_links(server: Server, terminal: Terminal) -> None:
    terminal.links(Links(server.address, server.desk_address, server.access.link(server.server_port)))


def _news(outcome: Outcome, request: BuildRequest, translate: Translate) -> News:
    """Return what open pages show of a build."""
    if outcome.report is None:
        errors = [problem for problem in outcome.problems if problem.severity is Severity.ERROR]
        found = shown(errors[:MOST], request.root, translate)
        note = translate(outcome.message).format_map(outcome.values) if not errors else ""
        if len(errors) > MOST:
            more = translate(N_("further problems, listed in the terminal: {count}"))
            note = more.format(count=len(errors) - MOST)
        return News("", found, note=note)
    report, by_page = outcome.report, dict[str, list[Diagnostic]]()
    for problem in outcome.problems:
        if page := report.pages.get(problem.place.path):
            by_page.setdefault(page, []).append(problem)

    def warnings_of(address: str) -> tuple[Shown, ...]:
        return shown(by_page.get(address, ())[:MOST], request.root, translate)

    changed = (*report.written, *report.removed) or (_UNKNOWN,)
    return News(outcome.base_path, warnings_of=warnings_of, changed=changed)


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
    site = disk.file_digest(request.output / manifest.NAME)
    return Outcome(report, report.problems, base_path=request.config.base_path, site=site, due=due)


def _failed(error: PressError) -> Outcome:
    problems = error.problems if isinstance(error, Refused | BadConfig) else ()
    due = time.time() + _BUSY if isinstance(error, Busy) else None
    return Outcome(None, problems, error.message, error.values, due=due)
