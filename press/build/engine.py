"""The engine: brings ``site/`` in line with the portal, touching only what changed. There is no other way to build."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

import msgspec
from filelock import FileLock, Timeout

from press.build import ingest, plan
from press.build.apply import Printed, Printer
from press.build.plan import Touched
from press.build.profile import Profile
from press.build.request import Order
from press.build.workers import Crew
from press.checks import settled
from press.checks.table import check
from press.errors import N_, Busy, CacheDamaged, Diagnostic, Refused, fatal
from press.model import Changes, Report
from press.outputs.table import KINDS, leader
from press.site import audit
from press.site.writer import Site
from press.store import database
from press.store.catalogue import Catalogue
from press.store.ledger import Ledger
from press.views.context import Edition

if TYPE_CHECKING:
    from concurrent.futures import Executor

T = TypeVar("T")


def build(
    order: Order, executor: Executor | None = None, tell: Callable[[], None] = lambda: None, hands: int = 0
) -> Report:
    """Build; `tell` is called for each file that was read or made.

    An `executor` that does so many things at once (`hands`) draws what needs none of the portal's files.

    Raises `Refused` where the content has errors (the site is as it was), `Busy`, `Unwritable`, `Misuse`.
    """

    def publish(draft: _Draft) -> Report:
        if fatal(draft.problems, order.strict):
            raise Refused(draft.problems)
        return _published(draft, order)

    return _alone(order, Crew(order.jobs, executor, tell, hands), publish)


def inspect(order: Order, question: Callable[[Edition, tuple[Diagnostic, ...]], T]) -> T:
    """Do all of a build that comes before publishing, and ask something of the edition. Nothing is kept."""
    return _alone(order, Crew(order.jobs), lambda draft: question(draft.edition, draft.problems))


class _Draft(msgspec.Struct, frozen=True):
    """A build just before publishing."""

    store: database.Cache
    edition: Edition
    ledger: Ledger
    touched: Touched
    everything: bool
    count: int
    """Files that differ from the last build."""
    problems: tuple[Diagnostic, ...]
    crew: Crew
    profile: Profile


def _alone(order: Order, crew: Crew, end: Callable[[_Draft], T]) -> T:
    """One build of a portal at a time; with a cache that cannot be trusted, all over again without it."""
    order.compiled.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(order.cache.with_suffix(".lock"), timeout=0), crew:
            try:
                return _build(order, crew, end)
            except CacheDamaged:
                database.thrown_away(order.cache)
                return _build(order, crew, end)
    except Timeout:
        raise Busy(N_("another build of this portal is running")) from None


def _build(order: Order, crew: Crew, end: Callable[[_Draft], T]) -> T:
    """What is not sealed at the end never was: an error takes everything back but files already published."""
    with database.opened(order.cache) as store:
        return end(_drafted(order, store, crew))


def _drafted(order: Order, store: database.Cache, crew: Crew) -> _Draft:
    profile, catalogue, ledger = Profile(), Catalogue(store.db), Ledger(store.db)
    if ledger.note("engine") not in ("", order.engine):
        raise CacheDamaged(N_("the cache is of another version"))  # its tables may be others, and what is in them
    with profile.stage("look"):
        changes = ingest.changes(order, catalogue, ledger)
    with profile.stage("stage"):
        count = ingest.stage(order, changes, catalogue, ledger, crew, profile)
    edition = _edition(order, catalogue, ledger)
    touched = _touched(changes, edition, ledger, profile)
    problems = tuple(ledger.problems())
    return _Draft(store, edition, ledger, touched, changes.everything, count, problems, crew, profile)


def _published(draft: _Draft, order: Order) -> Report:
    ledger, touched = draft.ledger, draft.touched
    site = Site(order.output, order.cache.with_suffix(".publishing"))
    with draft.profile.stage("survey"):
        found = audit.taken(site, ledger, order.now)
    ledger.remember(found.moved)
    ledger.mistrust(address for made in found.damaged for address in (made.address, leader(made)))
    for made in found.damaged:
        if made.kind in KINDS:
            touched.whatever(made.kind, [made.owner])
    printer = Printer(order, draft.edition, ledger, site, draft.profile)
    printed = printer.run(touched, found, draft.everything, draft.crew)
    site.finish()
    audit.remember_folders(site, ledger)
    draft.edition.catalogue.unstage()
    _note(order, ledger, changed=bool(draft.count or printed.written or printed.removed))
    with draft.profile.stage("seal"):
        draft.store.seal()
    site.settle()
    return _report(draft, printed, order)


def _edition(order: Order, catalogue: Catalogue, ledger: Ledger) -> Edition:
    return Edition(
        config=order.config,
        catalogue=catalogue,
        now=order.now,
        site=order.site,
        assets=order.assets,
        static=ledger.digests_under("static/"),
    )


def _touched(changes: Changes, edition: Edition, ledger: Ledger, profile: Profile) -> Touched:
    """Bring the catalogue up to date, ask what that touches, and whether the rules of the house hold."""
    with profile.stage("touch"):
        touched, taken = plan.touch(edition, changes.everything)
    names = [seen.path for seen in changes.edited] + list(changes.removed)
    if static := [name.removeprefix("static/") for name in names if name.startswith("static/")]:
        touched.whatever("static", static)
        touched.fixed(edition)  # a file that comes or goes may take, or give back, the place of one of ours
    with profile.stage("check"):
        _apply_rules(edition, ledger, taken)
    return touched


def _apply_rules(edition: Edition, ledger: Ledger, taken: list[Diagnostic]) -> None:
    for source in edition.catalogue.staged_sources():
        card = edition.catalogue.card(source)
        found = [*(check(card, edition) if card else ()), *(one for one in taken if one.place.path == source)]
        ledger.remember_problems(source, "rules", settled(found, edition.config))


def _note(order: Order, ledger: Ledger, changed: bool) -> None:
    """Note what this build was made by; the time only where something changed, or a build of nothing would write."""
    ledger.write_note("engine", order.engine)
    ledger.write_note("reading", order.reading)
    ledger.write_note("drawing", order.drawing)
    if changed or not ledger.note("now"):
        ledger.write_note("now", str(int(order.now.timestamp())))


def _report(draft: _Draft, printed: Printed, order: Order) -> Report:
    moment = draft.edition.catalogue.next_moment(int(order.now.timestamp()))
    return Report(
        changed=draft.count,
        described=printed.described,
        written=tuple(printed.written),
        removed=tuple(printed.removed),
        total=draft.ledger.total(),
        problems=draft.problems,
        next_change=datetime.fromtimestamp(moment, UTC).astimezone(order.config.zone) if moment else None,
        spent=draft.profile.spent(),
        dearest=draft.profile.dearest(),
    )
