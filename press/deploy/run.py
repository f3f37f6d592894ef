"""Run a deployment: lock, compare, check that it is plausible, send, verify, delete, record."""

from __future__ import annotations

import time as clock
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from press import disk
from press.deploy import headers, manifests, plan, record
from press.deploy.manifests import DamagedManifest, Difference, Root
from press.deploy.plan import Plan
from press.deploy.record import Journal, Release
from press.deploy.target import Target
from press.errors import Busy, Misuse
from press.i18n.mark import N_
from press.site import manifest

_KEPT_RELEASES = 5
"""For how many deployments assets that the site no longer has stay on the server."""
_RECORDED = 100
"""The journal is written again after this many files: a deployment that was cut off goes on from there."""
_VERIFIED = 20
"""How many of the files that were sent are read back, about as many of each phase; the manifest is always one."""
_FEWEST = 50
"""Sites with fewer files may shrink by any share."""


class Deployment(msgspec.Struct, frozen=True):
    """A request for a deployment."""

    site: Path
    """The folder with the site that was built."""
    portal: str
    """The address that the site was built for."""
    revision: str
    """The commit that was built; empty if unknown."""
    now: datetime
    owner: str
    """Who deploys, for the lock: a user and a computer."""
    largest_loss: float
    """Largest share of the files on the server that may be deleted, from 0 to 1."""
    everything: bool = False
    """Send every file, whatever the record says."""
    force: bool = False
    """Deploy even if much would be deleted, or another portal is there."""
    break_lock: bool = False
    dry_run: bool = False


class Outcome(msgspec.Struct, frozen=True):
    """What a deployment did, or what it would do."""

    sent: tuple[str, ...]
    """Addresses, in the order in which they were sent."""
    bytes: int
    """Size of what was sent, without the journal."""
    deleted: tuple[str, ...]
    seconds: float
    before: str
    """The revision that was there before; empty if unknown."""


def deploy(request: Deployment, target: Target, progress: Callable[[int], None] = lambda total: None) -> Outcome:
    """Bring a target in line with a site. Raises `Misuse`, `Busy`, `press.deploy.target.TargetError`.

    `progress` is called for each file that was sent or deleted, with the number of all of them.
    """
    started = clock.perf_counter()
    ours = _own_root(request.site, request.portal)
    with _locked(request, target):
        journal = _recorded(request, target)
        steps = _planned(request, target, ours, journal)
        if not request.dry_run and (steps.sent or steps.deleted or journal.pending is not None):
            _send(request, target, steps, journal, progress)
            _record(request, target, ours, steps, journal)
    sent = tuple(address for addresses in steps.steps.values() for address in addresses)
    size = sum((request.site / address).stat().st_size for address in sent)
    return Outcome(sent, size, steps.deleted, clock.perf_counter() - started, journal.revision)


def releases(target: Target) -> tuple[Release, ...]:
    """Return the last deployments to a target, the newest first. Raises `Misuse`."""
    written = target.read(record.NAME)
    return record.decode(written).releases if written is not None else ()


def _own_root(site: Path, portal: str) -> Root:
    """Return the root of the manifest of the site to deploy. Raises `Misuse`."""
    try:
        found = manifests.root((site / manifest.NAME).read_bytes())
    except FileNotFoundError:
        raise Misuse(N_("there is no site in {folder}: build it first"), folder=site) from None
    except DamagedManifest:
        raise Misuse(N_("the site in {folder} is not one that Press built"), folder=site) from None
    if found.preview:
        raise Misuse(
            N_("the site in {folder} is a preview with drafts: build without --drafts, then deploy"), folder=site
        )
    sitemap = site / "sitemap.xml"
    if not sitemap.is_file() or f"<loc>{portal}" not in sitemap.read_text(encoding="utf-8"):
        raise Misuse(N_("the site in {folder} was not built for {portal}: build it again"), folder=site, portal=portal)
    return found


@contextmanager
def _locked(request: Deployment, target: Target) -> Iterator[None]:
    """Lock the target for a block, also in a dry run: that refuses whatever a deployment would refuse."""
    owner = f"{request.owner}, {request.now:%Y-%m-%d %H:%M %Z}"
    other = target.lock(owner)
    if other is not None and request.break_lock:
        target.unlock()
        other = target.lock(owner)
    if other is not None:
        message = N_("{owner} is deploying to this target; wait, or run this with --break-lock if it has ended")
        raise Busy(message, owner=other or "?")
    try:
        yield
    finally:
        target.unlock()


def _recorded(request: Deployment, target: Target) -> Journal:
    """Return the journal of the target. Raises `Misuse`."""
    written = target.read(record.NAME)
    root = target.read(manifest.NAME)
    if written is None:
        if not request.everything and (root is not None or target.read("index.html") is not None):
            raise Misuse(_NOT_OURS)
        return Journal(request.portal)
    journal = record.decode(written)
    if journal.portal != request.portal and not request.force:
        raise Misuse(_OTHER_PORTAL, there=journal.portal, ours=request.portal)
    if request.everything:
        return msgspec.structs.replace(journal, site=manifests.NO_SITE, pending=None, sent=())
    is_known = journal.pending is not None or disk.digest(root or b"") == journal.releases[0].manifest
    if not is_known:
        raise Misuse(_CHANGED_BY_OTHERS)
    return journal


def _planned(request: Deployment, target: Target, ours: Root, journal: Journal) -> Plan:
    """Return what to send and to delete. Raises `Misuse` if that is implausible."""

    def read(address: str) -> bytes | None:
        path = request.site / address
        return path.read_bytes() if path.is_file() else None

    def read_theirs(address: str) -> bytes | None:
        return target.read(record.shard_name(journal.site.manifests[address][0]))

    try:
        found = manifests.difference(ours, journal.site, read, read_theirs)
        everything = manifests.every_file(ours, read)
        if journal.pending:
            manifests.apply_journal(found, everything, journal.pending, journal.sent)
    except DamagedManifest as damaged:
        message = N_("{address} is damaged, here or on the server: build again, or send everything with --all")
        raise Misuse(message, address=damaged) from None
    if "index.html" not in everything:
        raise Misuse(N_("the site in {folder} has no home page"), folder=request.site)
    _check_whole(request, found)
    stays = {address for address in found.removed if plan.is_asset(address)}
    expired = {address for kept in journal.kept[_KEPT_RELEASES - 1 :] for address in kept} - found.new.keys()
    _check_loss(request, len(found.removed - stays), journal.releases[0].files if journal.releases else 0)
    return plan.plan(found, len(everything), kept=stays, expired=expired)


def _check_whole(request: Deployment, found: Difference) -> None:
    """Refuse a site of which a file to send is missing or differs from its manifest: it must be built first."""
    for address, digest in (found.new | found.changed).items():
        path = request.site / address
        if not path.is_file() or disk.file_digest(path) != digest:
            message = N_("{address} is not as the build made it: build again, then deploy")
            raise Misuse(message, address=address)


def _check_loss(request: Deployment, deleted: int, before: int) -> None:
    """Refuse to delete more than a set share of the files on the server."""
    if before > _FEWEST and deleted > request.largest_loss * before and not request.force:
        message = N_(
            "{deleted} of {total} files on the server would be deleted; if that is right, run this with --force"
        )
        raise Misuse(message, deleted=deleted, total=before)


def _send(request: Deployment, target: Target, steps: Plan, journal: Journal, progress: Callable[[int], None]) -> None:
    """Send and delete, and keep the journal of it on the target."""
    pending = {**steps.digests, **dict.fromkeys(steps.deleted, "")}
    unfinished = journal.pending or {}
    running = msgspec.structs.replace(journal, portal=request.portal, pending={**unfinished, **pending}, sent=())
    done: list[str] = []

    def note(address: str) -> None:
        done.append(address)
        progress(len(pending))
        if len(done) % _RECORDED == 0:
            target.write(record.NAME, record.encode(msgspec.structs.replace(running, sent=tuple(done))))

    target.begin(f"{request.now:%Y%m%dT%H%M%S}", headers.read(request.site, request.portal))
    target.write(record.NAME, record.encode(running))
    for addresses in steps.steps.values():
        target.send({address: request.site / address for address in addresses}, note)
    _verify(request, target, steps)
    target.publish(_KEPT_RELEASES)
    target.delete(steps.deleted, note)


def _verify(request: Deployment, target: Target, steps: Plan) -> None:
    """Read some of what was sent back and compare it. Raises `Misuse`."""
    each = -(-_VERIFIED // max(len(steps.steps), 1))
    some = [address for addresses in steps.steps.values() for address in addresses[:: -(-len(addresses) // each)]]
    for address, data in target.read_all(some).items():
        if data != (request.site / address).read_bytes():
            message = N_("{address} is not on the server as it was sent; nothing was deleted. Deploy again")
            raise Misuse(message, address=address)


def _record(request: Deployment, target: Target, ours: Root, steps: Plan, journal: Journal) -> None:
    """Record a complete deployment: its shards, then the journal; then the shards of the last one are deleted."""
    old = {digest for digest, *_ in journal.site.manifests.values()}
    new = {digest: address for address, (digest, *_) in ours.manifests.items()}
    shards = {record.shard_name(digest): request.site / new[digest] for digest in sorted(new.keys() - old)}
    target.send(shards, lambda _: None)
    root = disk.file_digest(request.site / manifest.NAME)
    release = Release(request.revision, request.now.isoformat(timespec="seconds"), root, steps.files)
    complete = Journal(
        portal=request.portal,
        site=ours,
        releases=(release, *journal.releases)[:_KEPT_RELEASES],
        kept=(steps.kept, *journal.kept)[:_KEPT_RELEASES],
    )
    target.write(record.NAME, record.encode(complete))
    target.delete([record.shard_name(digest) for digest in sorted(old - new.keys())], lambda _: None)


_NOT_OURS = N_(
    "the target has files, and none shows that Press put them there: name an empty folder, or run this with --all to "
    "send the whole site over them"
)
_OTHER_PORTAL = N_("the target holds the site {there}, and this one is {ours}: correct the target, or use --force")
_CHANGED_BY_OTHERS = N_(
    "the files on the target are not those of the last deployment: another program changed them. Send the whole site "
    "with --all"
)
