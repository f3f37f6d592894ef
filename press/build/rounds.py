"""The rounds of publishing: all at once or, in an urgent build, texts first.

What becomes hidden must vanish everywhere at once, also from the search: then there is only one round.

After each round the site is one that can be deployed: its manifest is right, and nothing in it is not public.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from press.build import compress, leaks, vanished
from press.build.apply import Applier
from press.build.plan import Invalidations
from press.build.publish import Publisher, write_manifest
from press.build.state import BuildState
from press.errors import Refused
from press.outputs.table import ROUNDS, URGENT_ROUNDS
from press.site.audit import SiteAudit
from press.site.writer import SiteFolder
from press.views import alerts
from press.views.context import Snapshot


class Work(NamedTuple):
    """What is to be published."""

    invalidations: Invalidations
    snapshot: Snapshot
    audit: SiteAudit
    everything: bool
    """Whether it is a full build."""
    secrets: leaks.Secrets
    frozen: frozenset[str]
    """Addresses of files that stay as they are."""


class Done(NamedTuple):
    """What was published, in all rounds."""

    written: tuple[str, ...]
    removed: tuple[str, ...]
    photos: int
    described: int


def publish(build: BuildState, site: SiteFolder, work: Work, texts_published: Callable[[], None]) -> Done:
    """Publish, in one round or two; `texts_published` is called between these. Raises `Refused`."""
    rounds = URGENT_ROUNDS if build.request.urgent and not work.secrets.new else ROUNDS
    publishers = [Publisher(site, build.ledger, build.profile, work.secrets.to_find()) for _ in rounds]
    applier = Applier(build, work.snapshot, publishers[0], work.frozen)
    applier.begin(work.audit)
    for phases, publisher in zip(rounds, publishers, strict=True):
        is_last = publisher is publishers[-1]
        applier.go_on(publisher)
        applier.apply(work.invalidations, phases, work.everything)
        if is_last:
            applier.end(work.audit, work.everything)
        _end_round(build, publisher, work)
        if not is_last:
            texts_published()
    written = dict.fromkeys(address for one in publishers for address in one.written)
    removed = dict.fromkeys(address for one in publishers for address in one.removed)
    return Done(tuple(written), tuple(removed), sum(one.photos for one in publishers), applier.described)


def publish_alerts(build: BuildState, site: SiteFolder, work: Work) -> tuple[str, ...]:
    """Publish the first round alone if an alert is new; return what was written. Raises `Refused`."""
    if work.secrets.new or not _has_new_alert(work):
        return ()
    publisher = Publisher(site, build.ledger, build.profile, work.secrets.to_find())
    applier = Applier(build, work.snapshot, publisher, work.frozen)
    applier.begin(work.audit)
    applier.apply(work.invalidations, URGENT_ROUNDS[0], work.everything)
    _end_round(build, publisher, work)
    site.remove_temporary()
    return tuple(publisher.written)


def _has_new_alert(work: Work) -> bool:
    """Tell whether readers must learn of an alert at once: it is valid and has changed, or it was withdrawn."""
    catalogue = work.snapshot.catalogue
    changed = [card for id in work.invalidations.ids("cap") if (card := catalogue.page_at(id))]
    valid = {card.release.source for card in alerts.valid_now(work.snapshot)} if changed else set()
    return any(card.release.source in valid or (card.is_withdrawn and not work.everything) for card in changed)


def _end_round(build: BuildState, publisher: Publisher, work: Work) -> None:
    """Write what is made when all others are, and publish, unless anything that is not public is in it."""
    vanished.remember(publisher.for_readers, build)
    compress.update(publisher, work.audit, build)
    write_manifest(publisher, work.audit, build.ledger, build.catalogue.published, build.request.drafts)
    with build.profile.step("search for leaks"):
        problems = leaks.problems(build, publisher, work.secrets) if publisher.marks else []
    if problems:
        publisher.site.remove_temporary()
        raise Refused(problems)
    publisher.finish()
