"""The engine: brings ``site/`` in line with the portal, touching only what changed. There is no other way to build."""

from __future__ import annotations

from concurrent.futures import Executor
from datetime import UTC, datetime

from filelock import FileLock, Timeout

from press import cache, intake, plan
from press.catalogue import Catalogue
from press.checks import settled
from press.checks.table import check
from press.crew import Crew
from press.edition import Edition
from press.errors import N_, Busy, CacheDamaged, Diagnostic, Refused, fatal
from press.ledger import Ledger
from press.model import Changes, Report
from press.order import Order
from press.outputs.table import KINDS
from press.plan import Touched
from press.printing import Printed, Printer
from press.publish import Site


def build(order: Order, executor: Executor | None = None) -> Report:
    """Build. Raises `Refused` where the content has errors (the site is as it was), `Busy`, `Unwritable`, `Misuse`."""
    return _alone(order, executor, publish=True)


def check_only(order: Order) -> Report:
    """Do all of a build that comes before publishing; the problems are in the report."""
    return _alone(order, None, publish=False)


def _alone(order: Order, executor: Executor | None, publish: bool) -> Report:
    """One build of a portal at a time; with a cache that cannot be trusted, all over again without it."""
    order.cache.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(order.cache.with_suffix(".lock"), timeout=0), Crew(order.jobs, executor) as crew:
            try:
                return _build(order, crew, publish)
            except CacheDamaged:
                cache.thrown_away(order.cache)
                return _build(order, crew, publish)
    except Timeout:
        raise Busy(N_("another build of this portal is running")) from None


def _build(order: Order, crew: Crew, publish: bool) -> Report:
    """What is not sealed at the end never was: an error takes everything back but files already published."""
    with cache.opened(order.cache) as store:
        catalogue, ledger = Catalogue(store.db), Ledger(store.db)
        changes = intake.changes(order, catalogue, ledger)
        count = intake.stage(order, changes, catalogue, ledger, crew)
        edition = _edition(order, catalogue, ledger)
        touched = _touched(changes, edition, ledger)
        problems = tuple(ledger.problems())
        printed = Printed()
        if publish:
            if fatal(problems, order.strict):
                raise Refused(problems)
            site = Site(order.output, order.cache.with_suffix(".publishing"))
            printed = _printed(touched, changes, edition, ledger, site, order, crew)
            _note(order, ledger, count, printed)
            store.seal()
            site.settle()
        return _report(order, edition, ledger, count, printed, problems)


def _edition(order: Order, catalogue: Catalogue, ledger: Ledger) -> Edition:
    return Edition(
        config=order.config,
        catalogue=catalogue,
        now=order.now,
        site=order.site,
        assets=order.assets,
        static=ledger.digests_under("static/"),
    )


def _touched(changes: Changes, edition: Edition, ledger: Ledger) -> Touched:
    """Bring the catalogue up to date, ask what that touches, and whether the rules of the house hold."""
    touched, taken = plan.touch(edition)
    if changes.everything:
        plan.touch_all(touched, edition)
    names = [seen.path for seen in changes.edited] + list(changes.removed)
    touched.whatever("static", (name.removeprefix("static/") for name in names if name.startswith("static/")))
    _apply_rules(edition, ledger, taken)
    return touched


def _apply_rules(edition: Edition, ledger: Ledger, taken: list[Diagnostic]) -> None:
    for source in edition.catalogue.staged_sources():
        card = edition.catalogue.card(source)
        found = [*(check(card, edition) if card else ()), *(one for one in taken if one.place.path == source)]
        ledger.remember_problems(source, "rules", settled(found, edition.config))


def _printed(
    touched: Touched, changes: Changes, edition: Edition, ledger: Ledger, site: Site, order: Order, crew: Crew
) -> Printed:
    survey = site.survey(ledger.all(), ledger.folders(), thorough=not ledger.note("now"))
    ledger.remember(survey.moved)
    ledger.forget(made.address for made in survey.damaged)
    for made in survey.damaged:
        if made.kind in KINDS:
            touched.whatever(made.kind, [made.owner])
    printed = Printer(order, edition, ledger, site).run(touched, survey, changes.everything, crew)
    ledger.remember_folders(*site.finish())
    edition.catalogue.unstage()
    return printed


def _note(order: Order, ledger: Ledger, count: int, printed: Printed) -> None:
    """Note what this build was made by; the time only where something changed, or a build of nothing would write."""
    ledger.write_note("engine", order.engine)
    ledger.write_note("reading", order.reading)
    ledger.write_note("drawing", order.drawing)
    if count or printed.written or printed.removed or not ledger.note("now"):
        ledger.write_note("now", str(int(order.now.timestamp())))


def _report(
    order: Order, edition: Edition, ledger: Ledger, count: int, printed: Printed, problems: tuple[Diagnostic, ...]
) -> Report:
    moment = edition.catalogue.next_moment(int(order.now.timestamp()))
    return Report(
        changed=count,
        described=printed.described,
        written=tuple(printed.written),
        removed=tuple(printed.removed),
        total=ledger.total(),
        problems=problems,
        next_change=datetime.fromtimestamp(moment, UTC).astimezone(order.config.zone) if moment else None,
    )
