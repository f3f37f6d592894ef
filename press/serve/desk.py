"""The desk: a page of the preview that shows an editor what is in work, what will happen, and what is wrong."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import msgspec

from press import urls, views
from press.build import engine, language
from press.build.request import BuildRequest
from press.build.workers import WorkerPool
from press.checks import by_place
from press.content import files
from press.diagnostics import Diagnostic, Severity
from press.errors import PressError
from press.i18n.catalogues import Translate, translator
from press.model import ALL, CHANGES, Card, Invalidation, SourceRecord, State
from press.outputs import corrections
from press.rendering.templates import Templates
from press.report import lag
from press.serve.problems import MOST, Shown, shown
from press.views.context import Snapshot
from press.views.upcoming import WORDS, upcoming

_UNPUBLISHED = (State.DRAFT, State.SCHEDULED)
_MOST = 30
"""Number of entries of a section; `schedule` lists all."""
_LAST_CHANGES = 10
_REVIEW_AHEAD = timedelta(days=30)
_CHECKED = timedelta(days=30)
"""How far back the language of published releases is checked."""
_MOST_CHECKED = 200
"""Number of published releases whose language is checked: the first time, each takes some hundredths of a second."""


class Entry(msgspec.Struct, frozen=True):
    """A release in a section of the desk."""

    title: str
    href: str
    """Empty if the preview has no page of it."""
    source: str
    at: str = ""
    """ISO 8601: when something happens to it, or a day."""
    what: str = ""
    """What happens then, in words."""
    late: bool = False
    """Whether that should have happened before now."""


class Faulty(msgspec.Struct, frozen=True):
    """A file with what is wrong in it."""

    entry: Entry
    problems: tuple[Shown, ...]
    is_error: bool
    """Whether one of the problems stops builds."""


class View(msgspec.Struct, frozen=True):
    """All that the desk shows."""

    now: str = ""
    """ISO 8601, in the zone of the portal."""
    home: str = "/"
    title: str = "Press"
    """The name of the portal."""
    message: str = ""
    """Why nothing else can be shown; else empty."""
    faulty: tuple[Faulty, ...] = ()
    """Files with errors first."""
    more_problems: int = 0
    """How many problems are not shown."""
    drafts: tuple[Entry, ...] = ()
    scheduled: tuple[Entry, ...] = ()
    """By the time of publication."""
    upcoming: tuple[Entry, ...] = ()
    """What else will happen because of dates, soonest first."""
    reviews: tuple[Entry, ...] = ()
    """By the day of review."""
    changes: tuple[views.Change, ...] = ()
    """The last corrections and withdrawals."""
    lag: lag.Lag | None = None
    lag_in_words: str = ""


class _Found(NamedTuple):
    """What a look into the catalogue found."""

    view: View
    """Without the problems."""
    problems: tuple[Diagnostic, ...]
    entries: dict[str, Entry]
    """Every text that may have a problem, by its source."""
    to_check: tuple[str, ...]
    """The sources whose language is checked."""


class Desk:
    """Makes the page of the desk when it is asked for."""

    def __init__(self, request_now: Callable[[], BuildRequest], lock: threading.Lock, spoken: str) -> None:
        """`lock` is held while the preview is built; `spoken` is the language of the page."""
        self.changed: tuple[str, ...] | None = ()
        """The paths that changed since the last build that succeeded."""
        self._request_now, self._lock = request_now, lock
        self._spoken, self._translate = spoken, translator(spoken)
        self._own_lock = threading.Lock()

    def page(self) -> bytes:
        """Return the page as it is now."""
        with self._own_lock:
            try:
                view = self._view(self._request_now())
            except PressError as error:
                view = View(message=self._translate(error.message).format_map(error.values))
        return self._templates.render("desk.html", desk=view, language=self._spoken, days=lag.DAYS).encode()

    @cached_property
    def _templates(self) -> Templates:
        return Templates((Path(__file__).parent / "templates",), self._spoken)

    def _view(self, request: BuildRequest) -> View:
        """Return what the page shows. Other builds wait only for the first step, which is like a build."""
        with self._lock:
            request = msgspec.structs.replace(request, changed=self.changed, jobs=1)
            found = engine.inspect(request, lambda *state: _found(request.root, self._translate, *state))
        records = tuple(_records(request.root, found.to_check))
        with WorkerPool(1) as pool:
            problems = sorted((*found.problems, *language.problems(request, records, pool)), key=by_place)
        faulty = _faulty(shown(problems[:MOST], request.root, self._translate), found.entries)
        return msgspec.structs.replace(found.view, faulty=faulty, more_problems=max(0, len(problems) - MOST))


def _found(root: Path, translate: Translate, snapshot: Snapshot, problems: tuple[Diagnostic, ...]) -> _Found:
    """Find all that the desk shows but the problems of language."""
    catalogue, now = snapshot.catalogue, snapshot.now
    in_work = catalogue.in_work()
    unpublished = sorted((card for card in in_work if card.state in _UNPUBLISHED), key=lambda card: card.instant)
    recent = catalogue.since(ALL, int((now - _CHECKED).timestamp()))[:_MOST_CHECKED]
    to_check = dict.fromkeys(card.release.source for card in (*unpublished, *recent))
    faulty = dict.fromkeys((*to_check, *(problem.place.path for problem in problems[:MOST])))
    cards = {source: card for source in faulty if (card := catalogue.card(source))}
    measured = lag.recent(snapshot, root)
    view = View(
        now=now.astimezone(snapshot.config.zone).isoformat(),
        home=snapshot.site.home,
        title=snapshot.config.title,
        drafts=tuple(_entry(card, snapshot) for card in unpublished if card.state is State.DRAFT),
        scheduled=tuple(
            _entry(card, snapshot, card.release.date.isoformat())
            for card in unpublished
            if card.state is State.SCHEDULED
        ),
        upcoming=tuple(_upcoming(snapshot, translate)),
        reviews=tuple(_reviews(in_work, snapshot)),
        changes=_last_changes(snapshot),
        lag=measured,
        lag_in_words=lag.in_words(measured.median, translate) if measured else "",
    )
    return _Found(view, problems, {source: _entry(card, snapshot) for source, card in cards.items()}, tuple(to_check))


def _entry(card: Card, snapshot: Snapshot, at: str = "", what: str = "", late: bool = False) -> Entry:
    href = urls.href(card.address, snapshot.config) if card.public else ""
    return Entry(card.release.title, href, card.release.source, at, what, late)


def _upcoming(snapshot: Snapshot, translate: Translate) -> Iterator[Entry]:
    """Yield what will happen to releases but their publication, which has a section of its own."""
    events = (event for event in upcoming(snapshot) if event.what != "published")
    for event in islice(events, _MOST):
        if card := snapshot.catalogue.card(event.source):
            yield _entry(card, snapshot, event.at, translate(WORDS[event.what]))


def _reviews(cards: Iterable[Card], snapshot: Snapshot) -> Iterator[Entry]:
    """Yield the releases whose day of review is past or near, the earliest first."""
    today = snapshot.now.astimezone(snapshot.config.zone).date()
    dated = [(card.release.review, card) for card in cards if card.release.review and not card.is_withdrawn]
    for day, card in sorted(dated, key=lambda one: (one[0], one[1].release.source)):
        if day <= today + _REVIEW_AHEAD:
            yield _entry(card, snapshot, day.isoformat(), late=day < today)


def _last_changes(snapshot: Snapshot) -> tuple[views.Change, ...]:
    """Return the last corrections and withdrawals of the newest year that has some."""
    for _, view in corrections.describe(Invalidation(str(CHANGES), 0, 1), snapshot):
        if isinstance(view, views.Corrections):
            return view.changes[:_LAST_CHANGES]
    return ()


def _records(root: Path, sources: Iterable[str]) -> Iterator[SourceRecord]:
    """Yield the files as the checks of language take them; one that cannot be read is reported elsewhere."""
    for source in sources:
        with suppress(OSError):
            file = files.read(root, source)
            yield SourceRecord(source, file.digest, len(file.data))


def _faulty(problems: Iterable[Shown], entries: Mapping[str, Entry]) -> tuple[Faulty, ...]:
    """Return the problems by file, files with errors first."""
    by_file: dict[str, list[Shown]] = {}
    for problem in problems:
        by_file.setdefault(problem.path, []).append(problem)
    found = (
        Faulty(
            entries.get(path) or Entry("", "", path), tuple(some), any(one.severity == Severity.ERROR for one in some)
        )
        for path, some in by_file.items()
    )
    return tuple(sorted(found, key=lambda one: not one.is_error))
