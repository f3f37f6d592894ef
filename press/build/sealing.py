"""Sealing: what the last build published is compared with the log, and what is new is added to the log and signed.

Only texts that are public in the site can be sealed. The next build publishes the proofs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from press import disk, rules
from press.build import engine
from press.build.request import BuildRequest
from press.diagnostics import Diagnostic, Place
from press.errors import Misuse, Refused, Unwritable
from press.i18n.mark import N_
from press.model import CHANGES
from press.seal import appending, ledger, notes
from press.seal.appending import Plan, Refusal
from press.seal.entries import Entry, time_of
from press.seal.ledger import DamagedError, Log
from press.seal.signing import Seed
from press.store.catalogue import Catalogue
from press.store.ledger import Ledger
from press.views.sealed import TEXT

_SILENT = N_("“{title}” was sealed, and its text is another one now, without a correction")
_SILENT_HINT = N_("restore the former text, or correct it openly: python build.py correct; then build again")
_MISSING = N_("“{title}” was sealed, and is not public any longer")
_MISSING_HINT = N_("restore it, or write withdrawn: with date and reason; then build again")
_DAMAGED_HINT = N_("restore the folder seal/ with git; entries are never changed, removed or put in another order")


class Sealed(msgspec.Struct, frozen=True):
    """What was sealed."""

    entries: tuple[Entry, ...] = ()
    waiting: int = 0
    """How many texts are not sealed, since there is no key."""
    size: int = 0
    """The number of entries of the log."""


def seal(request: BuildRequest, seeds: Sequence[Seed], published: str = "", restate: bool = False) -> Sealed:
    """Seal what the last build published. Without `seeds`, only tell how much waits.

    `published` is the checkpoint that readers know: the log must begin with it. Raises `Refused`, `Misuse`,
    `Unwritable`.
    """
    try:
        log = ledger.read(request.root / ledger.FOLDER)
        _check(log, request, published)
        plan, problems = engine.recall(request, lambda catalogue, made: _plan(request, log, catalogue, made, restate))
        if problems:
            raise Refused(problems)
        if not seeds:
            return Sealed(waiting=len(plan.entries), size=len(log.lines))
        return _sealed(plan, log, seeds, request)
    except DamagedError as reason:
        place = Place(f"{ledger.FOLDER}/{reason.file}", reason.line)
        problem = rules.SEAL_LOG.broken(place, reason.message, _DAMAGED_HINT, **reason.values)
        raise Refused([problem]) from None
    except OSError as reason:
        message = N_("{path}: {reason}; check the free space and the permissions, then try again")
        raise Unwritable(message, path=reason.filename, reason=reason.strerror) from reason


def _sealed(plan: Plan, log: Log, seeds: Sequence[Seed], request: BuildRequest) -> Sealed:
    """Append first and sign then: a head is signed only if its entries are on the disk."""
    log = appending.append(plan, log)
    try:
        log = appending.sign(log, seeds, request.now)
    except ValueError:
        message = N_("the key in PRESS_SEAL_KEY is not the one in seal/keys.txt that counts now; nothing was signed")
        raise Misuse(message) from None
    if log.lines:
        appending.sign_corrections(log, seeds[0])
    return Sealed(entries=plan.entries, size=len(log.lines))


def _check(log: Log, request: BuildRequest, published: str) -> None:
    """Raise `Misuse`, `DamagedError` if nothing may be appended to the log."""
    log.check()
    if log.keys.origin != request.config.seal.origin:
        raise Misuse(N_("seal/keys.txt is not there, or is that of another log: run seal init"))
    if log.lines and time_of(request.now) < next(reversed(log.lines)).split(" ", 2)[1]:
        message = N_("the clock is before the last entry of the log, {time}; correct the clock of this computer")
        raise Misuse(message, time=log.lines[-1].split(" ", 2)[1])
    if published:
        try:
            log.check_begins_with(notes.note(published))
        except DamagedError:
            message = N_("the log in seal/ does not begin with the one that is published; nothing was signed")
            raise Misuse(message) from None
        except ValueError:
            raise Misuse(N_("the checkpoint that is published cannot be read; nothing was signed")) from None


def _plan(
    request: BuildRequest, log: Log, catalogue: Catalogue, made: Ledger, restate: bool
) -> tuple[Plan, list[Diagnostic]]:
    if made.note("reading") != request.reading_fingerprint:
        raise Misuse(N_("the site was built with other settings, or as a preview: run build first"))
    digests = {address: digest for address, digest in made.digests_of("canonical").items() if address.endswith(TEXT)}
    new, missing = appending.unsealed(digests.values(), log)
    texts = [_text(request.output / address, digest) for address, digest in digests.items() if digest in new]
    plan = appending.plan(texts, _removing(catalogue, log), missing, log, request.now, restate)
    return plan, [_problem(one, catalogue) for one in plan.refusals]


def _text(path: Path, digest: str) -> str:
    """Return a text as it was published. Raises `Misuse` if it is another one."""
    data = path.read_bytes()
    if disk.digest(data) != digest:
        raise Misuse(N_("{path} is not as it was built: run build first"), path=path)
    return data.decode()


def _removing(catalogue: Catalogue, log: Log) -> Iterable[str]:
    """Return the ids of the sealed releases whose texts must not be shown any longer."""
    changed = catalogue.newest(CHANGES, -1)
    found = (card.release for card in changed if card.is_withdrawn)
    return [one.id for one in found if one.withdrawn and one.withdrawn.removes_text and one.id in log.ids()]


def _problem(refusal: Refusal, catalogue: Catalogue) -> Diagnostic:
    card = catalogue.by_id(refusal.id)
    place = Place(card.release.source, card.release.lines.get("corrections", 1)) if card else Place("posts")
    message, hint = (_MISSING, _MISSING_HINT) if refusal.is_missing else (_SILENT, _SILENT_HINT)
    return rules.SEALED.broken(place, message, hint, title=refusal.title or refusal.id)
