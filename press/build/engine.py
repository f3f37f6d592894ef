"""The engine brings ``site/`` in line with the portal. It changes only what must change. All builds use it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import msgspec
from filelock import FileLock, Timeout

from press import rules
from press.build import (
    clock,
    config_links,
    hidden,
    hold,
    ingest,
    leaks,
    made,
    members,
    paths,
    pointers,
    rounds,
    seal_log,
    unread,
    vanished,
)
from press.build.plan import Invalidations
from press.build.profile import Profile
from press.build.request import BuildRequest
from press.build.state import BuildState
from press.build.update import Update, update_catalogue
from press.build.workers import WorkerPool
from press.checks import by_place, with_severities
from press.checks.cards.table import check as check_card
from press.content.files import is_release
from press.diagnostics import Diagnostic, as_notes, is_fatal
from press.errors import Busy, CacheDamaged, Misuse, Refused, Unwritable
from press.i18n.mark import N_
from press.model import STATIC, Changes, Report
from press.outputs import well_known
from press.outputs.static import REPLACEABLE
from press.outputs.table import KINDS, output_address
from press.site import location
from press.site.audit import SiteAudit, audit, record_folders
from press.site.writer import SiteFolder
from press.store import database
from press.store.catalogue import Catalogue
from press.store.database import Cache
from press.store.ledger import Ledger
from press.store.published import PublishedPath
from press.views.context import Snapshot, with_log

if TYPE_CHECKING:  # imported only for portals with a seal
    from press.build.sealing import Sealer
    from press.seal.ledger import Log

T = TypeVar("T")
_ROBOTS = "robots.txt"
"""In a preview, that of ``static/`` is not published: ours forbids everything."""


def build(
    request: BuildRequest,
    pool: WorkerPool | None = None,
    texts_published: Callable[[], None] = lambda: None,
    sealer: Sealer | None = None,
) -> Report:
    """Build. Without a `pool`, the request's own number of worker processes helps. A `sealer` seals what is public.

    In an urgent build, `texts_published` is called when texts are published, before photos and the search are.

    Raises `Refused` if the content has errors (the site is then not changed), `Busy`, `Unwritable`, `Misuse`.
    """
    location.check(request.output, request.root)
    with _locked(request), pool or WorkerPool(request.jobs) as workers:
        return _again_if_damaged(request, lambda: _build(request, workers, texts_published, sealer))


def publish_alerts(request: BuildRequest, pool: WorkerPool | None = None) -> tuple[str, ...]:
    """Publish texts, feeds and alerts if an alert is new, else nothing; return the addresses of what was written.

    Nothing is recorded: the next build completes it, as it does after one that died. Raises as `build` does.
    """
    location.check(request.output, request.root)
    with _locked(request), pool or WorkerPool(request.jobs) as workers:
        return _again_if_damaged(request, lambda: _alerts(request, workers))


def inspect(request: BuildRequest, question: Callable[[Snapshot, tuple[Diagnostic, ...]], T]) -> T:
    """Do all steps of a build before publishing, and return the result of `question`. Nothing is kept."""
    with _locked(request), WorkerPool(request.jobs) as workers:
        return _again_if_damaged(request, lambda: _inspect(request, workers, question))


def recall(request: BuildRequest, question: Callable[[Catalogue], T]) -> T:
    """Return the result of `question` about what the last build published. No file of the portal is read.

    Raises `Misuse` if there was no build, or by another version of Press.
    """
    message = N_("it is not known what was built: run build first, and keep the folder .press")
    if not request.database.is_file():
        raise Misuse(message)
    with _locked(request), database.opened(request.database) as cache:
        if Ledger(cache.database).note("code") != request.code_fingerprint:
            raise Misuse(message)
        return question(Catalogue(cache.database))


class Checked(NamedTuple):
    """The result of a check."""

    problems: tuple[Diagnostic, ...]
    texts: tuple[str, ...]
    """The paths of all releases and standing pages."""


def check(request: BuildRequest, external: bool = False) -> Checked:
    """Find all problems of the content, also those of its language, which builds do not look for.

    With `external`, also the links to other sites whose pages are gone; only this needs the internet.
    """
    with _locked(request), WorkerPool(request.jobs) as workers:
        return _again_if_damaged(request, lambda: _checked(request, workers, external))


def _build(
    request: BuildRequest, pool: WorkerPool, texts_published: Callable[[], None], sealer: Sealer | None
) -> Report:
    """Run one build. The cache is committed at the end: an error rolls back everything except published files."""
    with database.opened(request.database) as cache:
        build = _begun(request, cache, pool)
        plan = _accepted(build)
        if sealer:
            plan = _sealed(build, plan, sealer)

        site, work = _work(build, plan)
        done = rounds.publish(build, site, work, texts_published)
        made.prune(build, plan.snapshot, done.photos, plan.changes.everything)

        site.remove_temporary()
        record_folders(site, build.ledger)
        has_staged = bool(build.catalogue.staged.sources())
        build.catalogue.staged.clear()
        seal_log.note(plan.snapshot, build)
        _note_fingerprints(build, bool(has_staged or plan.differing or done.written or done.removed))
        with build.profile.step("commit"):
            cache.commit()
        site.complete()
        return _report(build, plan, done)


def _alerts(request: BuildRequest, pool: WorkerPool) -> tuple[str, ...]:
    with database.opened(request.database) as cache:
        build = _begun(request, cache, pool)
        site, work = _work(build, _accepted(build))
        return rounds.publish_alerts(build, site, work)


def _accepted(build: BuildState) -> _Plan:
    """Return the plan. Raises `Refused` if the content has errors."""
    clock.check(build)
    plan = _planned(build)
    if hold.is_stopped(build) if build.request.hold_broken else is_fatal(plan.problems, build.request.strict):
        raise Refused(plan.problems)
    return plan


def _work(build: BuildState, plan: _Plan) -> tuple[SiteFolder, rounds.Work]:
    """Compare the site with the last build; return it, and what is to be published."""
    request = build.request
    site = SiteFolder(request.output, request.database.with_suffix(".publishing"))
    if not request.adopt:
        location.check_ours(site, build.ledger)
    with build.profile.step("audit"):
        found = audit(site, build.ledger, request.now)
    _add_damaged(found, plan.invalidations, build.ledger)
    secrets, frozen = leaks.secrets(build, plan.becoming_hidden), hold.frozen(plan.held, build)
    return site, rounds.Work(plan.invalidations, plan.snapshot, found, plan.changes.everything, secrets, frozen)


def _sealed(build: BuildState, plan: _Plan, sealer: Sealer) -> _Plan:
    """Seal what is public; return the plan with the new log, whose files and proofs this build publishes."""
    with build.profile.step("seal"):
        log = sealer.seal(build, plan.snapshot, plan.changes.everything)
        seal_log.invalidate_sealed(plan.snapshot.log, log, build, plan.invalidations)
    return plan._replace(snapshot=with_log(plan.snapshot, log))


def _inspect(request: BuildRequest, pool: WorkerPool, question: Callable[[Snapshot, tuple[Diagnostic, ...]], T]) -> T:
    with database.opened(request.database) as cache:
        plan = _planned(_begun(request, cache, pool))
        return question(plan.snapshot, plan.problems)


def _checked(request: BuildRequest, pool: WorkerPool, external: bool) -> Checked:
    with database.opened(request.database) as cache:
        build = _begun(request, cache, pool)
        found = _planned(build).problems
        files = list(build.ledger.sources())
        found += members.problems(request, build.catalogue, files)
        texts = [record for record in files if is_release(record.path)]
        from press.build import language  # noqa: PLC0415 - parsers of text, 60 ms, which a build may not need

        found += language.problems(request, texts, pool)
    if external:
        from press.build import external_links  # noqa: PLC0415 - 30 ms, for this option only

        found += external_links.problems(request, texts, pool)
    return Checked(tuple(sorted(found, key=by_place)), tuple(record.path for record in texts))


@contextmanager
def _locked(request: BuildRequest) -> Iterator[None]:
    """One build of a portal at a time. Raises `Busy`, `Unwritable`."""
    lock = FileLock(lock_of(request.database), timeout=0)
    try:
        request.database.parent.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):  # without compiled templates, builds are only slower
            request.bytecode.mkdir(exist_ok=True)
        lock.acquire()
    except Timeout:
        raise Busy(N_("another build of this portal is running; wait until it has ended, then try again")) from None
    except (OSError, NotImplementedError) as reason:
        message = N_("the folder .press cannot be used: {reason}; delete it, then try again")
        raise Unwritable(message, reason=reason) from reason
    try:
        yield
    finally:
        lock.release()


def lock_of(database: Path) -> Path:
    """The file that is locked while a cache is in use."""
    return database.with_suffix(".lock")


def _again_if_damaged(request: BuildRequest, attempt: Callable[[], T]) -> T:
    """Attempt something; if the cache is damaged, delete the cache and attempt it again.

    A value in it that cannot be decoded was written by another program: its page has the right checksum.
    """
    try:
        return attempt()
    except (CacheDamaged, msgspec.MsgspecError, UnicodeDecodeError):
        database.delete(request.database)
        return attempt()


def _begun(request: BuildRequest, cache: Cache, pool: WorkerPool) -> BuildState:
    """The state of a build that begins. Raises `CacheDamaged` for a cache of another version of Press."""
    catalogue, ledger = Catalogue(cache.database), Ledger(cache.database)
    if ledger.note("code") not in ("", request.code_fingerprint):
        # Its tables and their content may differ from ours.
        raise CacheDamaged(N_("the cache was written by another version of Press"))
    return BuildState(request, catalogue, ledger, pool, Profile())


class _Plan(NamedTuple):
    """A build just before publishing."""

    changes: Changes
    differing: int
    """Source files that really differ from the last build."""
    snapshot: Snapshot
    invalidations: Invalidations
    problems: tuple[Diagnostic, ...]
    held: hold.Held
    becoming_hidden: list[leaks.Hidden]


def _planned(build: BuildState) -> _Plan:
    """Find and read what changed, bring the catalogue up to date, find what that invalidates, and check the rules."""
    with build.profile.step("find changes"):
        changes = ingest.find_changes(build)
        log = seal_log.read(build)
        if seal_log.differs(log, build):
            changes = msgspec.structs.replace(changes, everything=True)
    with build.profile.step("stage"):
        differing = ingest.stage(build, changes)
        learned = vanished.learn(build)
    held: hold.Held = {}
    if build.request.hold_broken:
        (snapshot, update), held = hold.planned_without_broken(build, partial(_updated, build, changes, learned, log))
    else:
        snapshot, update = _updated(build, changes, learned, log, None)
    ingest.note((*held, *update.conflicts), build.ledger)
    problems = tuple(build.ledger.problems())
    return _Plan(changes, differing, snapshot, update.invalidations, problems, held, update.becoming_hidden)


def _updated(
    build: BuildState, changes: Changes, learned: list[PublishedPath], log: Log | None, held: hold.Held | None
) -> tuple[Snapshot, Update]:
    """Replace the staged cards, find what that invalidates, and check the rules."""
    request, catalogue, ledger, _, profile = build
    with profile.step("plan"):
        had_cards = changes.all_sources and not catalogue.is_empty()
        if had_cards:
            catalogue.clear()
        update = update_catalogue(catalogue, request.config, changes.everything, request.drafts, held)
        if had_cards:
            catalogue.delete_all_unused_bodies()
        invalidations, snapshot = update.invalidations, _snapshot(build, log)
        if changes.everything:
            paths.check_aliases(request.config)
            invalidations.add_fixed(snapshot)
        invalidations.add_kinds(changes.kinds, snapshot)
        seal_log.invalidate(log, build, invalidations)
        seal_log.forget_changed(log, build, None if changes.everything else update.ids, invalidations)
        seal_log.check_missing(log, build, update.ids, changes.everything)
        vanished.follow(build, update, changes, snapshot, learned)
        if well_known.has_security(request.config):
            invalidations.add("well_known", (well_known.SECURITY,))
        invalidations.add_files((*(record.path for record in changes.edited), *changes.removed), snapshot)
    with profile.step("check"):
        _check(update, changes, snapshot, ledger)
        unread.record(build)
        hidden.record(build)
        pointers.record(build)
        config_links.record(build, snapshot)
    return snapshot, update


def _snapshot(build: BuildState, log: Log | None) -> Snapshot:
    request, catalogue, ledger = build.request, build.catalogue, build.ledger
    return Snapshot(
        config=request.config,
        catalogue=catalogue,
        now=request.now,
        site=request.site_view,
        assets=request.assets,
        log=log,
        unsure=seal_log.unsure(log, build),
        restates=request.restate,
        static={
            address: digest
            for address, digest in ledger.digests_under(STATIC).items()
            if not hidden.is_hidden(address) and not (request.drafts and address == _ROBOTS)
        },
    )


def _check(update: Update, changes: Changes, snapshot: Snapshot, ledger: Ledger) -> None:
    """Check the rules for what changed and for what links to it, and record the problems."""
    for source in update.to_check:
        card = snapshot.catalogue.card(source)
        own = rules.without_allowed(check_card(card, snapshot), card.release) if card else ()
        own = as_notes(own) if card and card.release.draft else own
        found = chain(own, update.conflicts.get(source, ()))
        ledger.record_problems(source, "rules", with_severities(found, snapshot.config))
    for source, conflicts in paths.static_conflicts(update.to_check, changes, snapshot).items():
        ledger.record_problems(source, "rules", with_severities(conflicts, snapshot.config))


def _add_damaged(found: SiteAudit, invalidations: Invalidations, ledger: Ledger) -> None:
    """Record the new mtimes of touched files, and invalidate damaged files so that they are made again."""
    ledger.record_outputs(found.touched)
    ledger.invalidate(address for record in found.damaged for address in (record.address, output_address(record)))
    for record in found.damaged:
        if record.kind in KINDS:
            invalidations.add(record.kind, [record.owner])


def _note_fingerprints(build: BuildState, has_changed: bool) -> None:
    """Note the fingerprints of this build; its time only if something changed, else the cache would be written."""
    request, ledger = build.request, build.ledger
    ledger.write_note("code", request.code_fingerprint)
    ledger.write_note("reading", request.reading_fingerprint)
    ledger.write_note("describing", request.describing_fingerprint)
    if has_changed or not ledger.note("now"):
        ledger.write_note("now", str(int(request.now.timestamp())))


def _report(build: BuildState, plan: _Plan, done: rounds.Done) -> Report:
    moment = build.catalogue.next_moment(int(build.request.now.timestamp()))
    return Report(
        changed=plan.differing,
        described=done.described,
        written=done.written,
        removed=done.removed,
        replaced=tuple(sorted(REPLACEABLE.intersection(plan.snapshot.static))),
        total=build.ledger.count(),
        problems=plan.problems,
        pages=build.ledger.pages_with_problems() if plan.problems else {},
        held=hold.names(plan.held, plan.problems, build.request.strict) if build.request.hold_broken else (),
        next_change=datetime.fromtimestamp(moment, UTC).astimezone(build.request.config.zone)
        if moment is not None
        else None,
        timings=build.profile.timings(),
        slowest=build.profile.slowest(),
    )
