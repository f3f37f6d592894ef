"""The log of the seal in a build: it is read and checked, and what it has now is compared with the last build.

The log is the folder ``seal/`` of the portal (`press.seal.ledger`). A build only reads it; `seal append` writes it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec

from press import rules
from press.build.plan import Invalidations
from press.build.state import BuildState
from press.checks import with_severities
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.outputs import check as check_outputs
from press.outputs import seal as seal_outputs
from press.views.context import Snapshot

if TYPE_CHECKING:  # imported only for portals with a seal
    from press.seal.ledger import Log
    from press.seal.notes import Note

_NOTE, _MISSED, _UNSEALED = "seal", "seal missing", "seal waiting"
"""Names of notes; the second one is also that of its problems."""
_PUBLISHED = "seal/checkpoint"
_DAMAGED_HINT = N_("restore the folder seal/ with git; entries are never changed, removed or put in another order")
MISSING = N_("“{title}” was sealed, and is not public any longer")
"""Message id."""
_MISSING_HINT = N_(
    "restore it; or write withdrawn: with date and reason, so that its page says so; remove_text: true removes its text"
)


class _Noted(msgspec.Struct, frozen=True):
    """The log as a build saw it."""

    size: int
    bytes: int
    """Size of the file of entries."""
    digest: str
    """SHA-256 of these bytes."""
    checkpoint: str
    """SHA-256 of the newest checkpoint."""
    head: int
    """The size of that checkpoint."""
    keys: str
    """SHA-256 of the list of keys, on which all proofs depend."""
    files: str
    """SHA-256 of the files beside it."""


def read(build: BuildState) -> Log | None:
    """Return the log, an empty one if it is damaged; None if the portal has none, and in a preview.

    Records a problem if it is damaged, or if the site that is there was sealed with a longer or another one.
    """
    request = build.request
    problems: list[Diagnostic] = []
    log = None
    if request.config.seal.origin and not request.drafts:
        from press.seal import ledger  # noqa: PLC0415 - as above

        try:
            log = ledger.read(request.root / ledger.FOLDER)
            _check(log, build)
        except ledger.DamagedError as reason:
            place = Place(f"{ledger.FOLDER}/{reason.file}", reason.line)
            problems.append(rules.SEAL_LOG.broken(place, reason.message, _DAMAGED_HINT, **reason.values))
            log = ledger.Log(request.root / ledger.FOLDER)
    build.ledger.record_problems("", _NOTE, with_severities(problems, request.config))
    return log


def differs(log: Log | None, build: BuildState) -> bool:
    """Tell whether the log is another one than in the last build, and not only a longer one."""
    noted = _noted(build)
    if log is None or noted is None:
        return (log is None) != (noted is None)
    now = _as_noted(log)
    is_longer = now.keys == noted.keys and now.bytes >= noted.bytes and now.head >= noted.head
    return not is_longer or sha256(log.data[: noted.bytes]).hexdigest() != noted.digest


def invalidate(log: Log | None, build: BuildState, found: Invalidations) -> None:
    """Add what depends on entries and checkpoints that are new since the last build."""
    noted = _noted(build)
    if log is None or noted is None or _as_noted(log) == noted:
        return
    if noted.files != _as_noted(log).files:
        found.add("check", check_outputs.ids(build.request.config))
    first = noted.head
    if log.sizes and noted.checkpoint != _checkpoint_digest(log, noted.head):
        first = max((size for size in log.sizes if size < noted.head), default=0)  # it was cosigned: as are its proofs
    _add(first, noted.head, log, build, found)


def invalidate_sealed(before: Log | None, log: Log | None, build: BuildState, found: Invalidations) -> None:
    """Add what depends on entries and signatures that this build itself added to a log."""
    if log is not before and log is not None and before is not None:
        head = before.sizes[-1] if before.sizes else 0
        first = max((size for size in before.sizes if size < head), default=0) if head == len(log.lines) else head
        _add(first, head, log, build, found)


def _add(first: int, head: int, log: Log, build: BuildState, found: Invalidations) -> None:
    """Add what depends on the entries from `first` on, and the files of the log that differ from those at a head."""
    found.add("seal", seal_outputs.added(head, log))
    _add_check(check_outputs.added(head, log), build, found)
    for id in dict.fromkeys(line.split(" ", 5)[-1] for line in log.lines[first:]):
        found.add("seal", [seal_outputs.texts_of(id)])
        if card := build.catalogue.by_id(id):
            found.add("canonical", [card.address])
            found.add("release", [card.address])
            found.add_affected(card, build.catalogue, build.request.config, kinds=("check", "feeds"))


def forget_changed(log: Log | None, build: BuildState, ids: Collection[str] | None, found: Invalidations) -> None:
    """Let the index be made anew if something vanished from it; `ids` are those of replaced cards, None: of all."""
    if log is not None and build.request.config.seal.has_check:
        from press.views.check import finding  # noqa: PLC0415 - as above

        if ids is None and differs(log, build):
            build.catalogue.prints.clear()
        if finding.forget_changed(ids, build.catalogue):
            _add_check(check_outputs.everything(), build, found)


def _add_check(ids: Iterable[str], build: BuildState, found: Invalidations) -> None:
    config = build.request.config
    if config.seal.has_check:
        found.add("check", ids)


def check_missing(log: Log | None, build: BuildState, ids: Collection[str], everything: bool) -> None:
    """Record a problem for each sealed release that is not public any longer, if cards with some ids were replaced."""
    had_some, found = bool(build.ledger.note(_MISSED)), []
    if log is not None and (everything or had_some or _are_missing(log, build, ids)):
        found = sorted(log.ids() - build.ledger.public_ids())
    if found or had_some:
        build.ledger.write_note(_MISSED, msgspec.json.encode(found).decode() if found else "")
        problems = (_problem(id, log, build) for id in found if log is not None)
        build.ledger.record_problems("", _MISSED, with_severities(problems, build.request.config))


def missing(build: BuildState) -> list[str]:
    """Return the sealed releases that are not public, as `check_missing` found them."""
    noted = build.ledger.note(_MISSED)
    return msgspec.json.decode(noted, type=list[str]) if noted else []


def unsealed(build: BuildState) -> list[str]:
    """Return the sources of the texts that were published and not sealed."""
    noted = build.ledger.note(_UNSEALED)
    return msgspec.json.decode(noted, type=list[str]) if noted else []


def unsure(log: Log | None, build: BuildState) -> frozenset[str]:
    """Return the sources of releases whose texts may not be the newest of the log, although they did not change.

    Those that were not sealed in the last build, and those of which the log has got entries since then.
    """
    noted = _noted(build)
    if log is None or noted is None:
        return frozenset()
    cards = (build.catalogue.by_id(line.split(" ", 5)[-1]) for line in log.lines[noted.size :])
    return frozenset((*unsealed(build), *(card.release.source for card in cards if card)))


def note(snapshot: Snapshot, build: BuildState) -> None:
    """Note the log for the next build, and which texts of this one were not sealed."""
    log, known = snapshot.log, snapshot.sealed
    data = "" if log is None else msgspec.json.encode(_as_noted(log)).decode()
    if not data and not build.ledger.note(_NOTE):
        return
    before = (source for source in unsealed(build) if source not in known)
    now = (source for source, found in known.items() if found.is_unsealed)
    waiting = sorted({*before, *now}) if log is not None else []
    build.ledger.write_note(_NOTE, data)
    build.ledger.write_note(_UNSEALED, msgspec.json.encode(waiting).decode() if waiting else "")


def _check(log: Log, build: BuildState) -> None:
    """Raise `DamagedError` if the log is damaged, or does not begin with the one that the site was sealed with."""
    from press.seal.ledger import KEYS, DamagedError  # noqa: PLC0415 - as above

    origin = build.request.config.seal.origin
    if log.keys.origin not in ("", origin):
        raise DamagedError(N_("these keys are those of another log, {origin}"), KEYS, origin=log.keys.origin)
    noted = _noted(build)
    if noted is None or sha256(log.data[: noted.bytes]).hexdigest() != noted.digest:
        log.check()
    elif noted.digest != log.digest:
        log.check_head()
    if published := _published(build):
        newest = str(log.checkpoint(log.sizes[-1])) if log.sizes else ""
        if str(published) != newest:
            log.check_begins_with(published)


def _published(build: BuildState) -> Note | None:
    """Return the checkpoint of the site that is there, if it has one."""
    from press.seal import checkpoints, notes  # noqa: PLC0415

    try:
        note = notes.note((build.request.output / _PUBLISHED).read_text("utf-8"))
        return note if checkpoints.head(note).origin == build.request.config.seal.origin else None
    except (OSError, ValueError):
        return None  # a damaged file is made again


def _are_missing(log: Log, build: BuildState, ids: Collection[str]) -> bool:
    cards = (build.catalogue.by_id(id) for id in log.ids() & set(ids))
    return any(card is None or not card.public for card in cards)


def _problem(id: str, log: Log, build: BuildState) -> Diagnostic:
    card = build.catalogue.by_id(id)
    place = Place(card.release.source, 1) if card else Place("posts")
    return rules.SEALED.broken(place, MISSING, _MISSING_HINT, title=log.title(id))


def _noted(build: BuildState) -> _Noted | None:
    noted = build.ledger.note(_NOTE)
    return msgspec.json.decode(noted, type=_Noted) if noted else None


def _as_noted(log: Log) -> _Noted:
    head = log.sizes[-1] if log.sizes else 0
    return _Noted(
        size=len(log.lines),
        bytes=len(log.data),
        digest=log.digest,
        checkpoint=_checkpoint_digest(log, head),
        head=head,
        keys=_digest(log, "keys.txt"),
        files=_digest(log, "policy"),
    )


def _checkpoint_digest(log: Log, size: int) -> str:
    return _digest(log, f"checkpoints/{size}") if size else ""


def _digest(log: Log, *names: str) -> str:
    return sha256("\0".join(map(log.text_of, names)).encode()).hexdigest()
