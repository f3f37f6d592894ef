"""Sealing, in the middle of a build: what is public now and not in the log is appended to it, and the log is signed.

It happens when the content was checked and before anything is rendered, so that the same build publishes the proofs. If
the build fails afterwards, the next one publishes them: an entry is never taken back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from press import rules
from press.build import seal_log
from press.build.state import BuildState
from press.diagnostics import Diagnostic, Place
from press.errors import Misuse, Refused, Unwritable
from press.i18n.mark import N_
from press.model import CHANGES, Card
from press.seal import appending, notes
from press.seal.appending import Plan, Refusal
from press.seal.entries import Entry, time_of
from press.seal.ledger import DamagedError, Log
from press.seal.signing import Seed
from press.store.catalogue import Catalogue
from press.views.context import Snapshot
from press.views.sealed import canonical_text, is_sealable, sealed_text

_SILENT = N_("“{title}” was sealed, and its text is another one now, without a correction")
_SILENT_HINT = N_("restore the former text, or correct it openly: python build.py correct; then build again")
_MISSING_HINT = N_("restore it, or write withdrawn: with date and reason; then build again")


class Sealer:
    """Seals once, when a build calls it; then it says what was sealed."""

    def __init__(self, seeds: Sequence[Seed], published: str = "", restate: bool = False) -> None:
        """Without `seeds` nothing is sealed, only counted. `published` is the checkpoint that readers know, if any.

        With `restate`, a person says that texts which changed without a correction say the same.
        """
        self._seeds, self._published, self._restate = seeds, published, restate
        self.entries: tuple[Entry, ...] = ()
        self.waiting = 0
        """How many texts are not sealed, since there is no key."""
        self.size = 0
        """The number of entries of the log."""

    def seal(self, build: BuildState, snapshot: Snapshot, everything: bool) -> Log | None:
        """Append and sign; return the log as it is then.

        Raises `Refused`, `Misuse` if nothing may be appended, `Unwritable`.
        """
        log = snapshot.log
        if log is None:
            return None
        _check(log, build, self._published, is_signed=bool(self._seeds))
        plan = self._plan(log, build, snapshot, everything)
        if refused := [one for one in plan.refusals if not (one.is_missing and build.request.hold_broken)]:
            raise Refused(_problem(one, build.catalogue) for one in refused)
        if self._seeds:
            log = self._sealed(plan, log, build)
        self.waiting = 0 if self._seeds else len(plan.entries)
        self.size = len(log.lines)
        return log

    def _plan(self, log: Log, build: BuildState, snapshot: Snapshot, everything: bool) -> Plan:
        cards = (card for card in _candidates(build, snapshot, everything) if sealed_text(card, snapshot).is_unsealed)
        texts = [canonical_text(card, snapshot) for card in cards]
        missing = seal_log.missing(build)
        removing = _removing(build.catalogue, log)
        return appending.plan(texts, removing, missing, log, build.request.now, self._restate)

    def _sealed(self, plan: Plan, log: Log, build: BuildState) -> Log:
        """Append first and sign then: a head is signed only if its entries are on the disk."""
        try:
            log = appending.append(plan, log)
            log = appending.sign(log, self._seeds, build.request.now)
        except ValueError:
            message = N_(
                "the key in PRESS_SEAL_KEY is not the one in seal/keys.txt that counts now; nothing was signed"
            )
            raise Misuse(message) from None
        except OSError as reason:
            message = N_("{path}: {reason}; check the free space and the permissions, then try again")
            raise Unwritable(message, path=reason.filename, reason=reason.strerror) from reason
        self.entries = plan.entries
        return log


def _check(log: Log, build: BuildState, published: str, is_signed: bool) -> None:
    """Raise `Misuse` if nothing may be appended to the log."""
    if is_signed and log.keys.origin != build.request.config.seal.origin:
        raise Misuse(N_("seal/keys.txt is not there, or is that of another log: run seal init"))
    last = log.lines[-1].split(" ", 2)[1] if log.lines else ""
    if time_of(build.request.now) < last:
        message = N_("the clock is before the last entry of the log, {time}; correct the clock of this computer")
        raise Misuse(message, time=last)
    try:
        if published:
            log.check_begins_with(notes.note(published))
    except DamagedError:
        message = N_("the log in seal/ does not begin with the one that is published; nothing was signed")
        raise Misuse(message) from None
    except ValueError:
        raise Misuse(N_("the checkpoint that is published cannot be read; nothing was signed")) from None


def _candidates(build: BuildState, snapshot: Snapshot, everything: bool) -> Iterator[Card]:
    """Yield the releases that may not be sealed: those that changed, and those that were published without a seal."""
    catalogue = build.catalogue
    sources = catalogue.sources() if everything else (*catalogue.staged.sources(), *seal_log.unsealed(build))
    cards = (catalogue.card(source) for source in dict.fromkeys(sources))
    return (card for card in cards if card and is_sealable(card, snapshot))


def _removing(catalogue: Catalogue, log: Log) -> list[str]:
    """Return the ids of the sealed releases whose texts must not be shown any longer."""
    found = (card.release for card in catalogue.newest(CHANGES, -1) if card.is_withdrawn)
    return [one.id for one in found if one.withdrawn and one.withdrawn.removes_text and one.id in log.ids()]


def _problem(refusal: Refusal, catalogue: Catalogue) -> Diagnostic:
    card = catalogue.by_id(refusal.id)
    place = Place(card.release.source, card.release.lines.get("corrections", 1)) if card else Place("posts")
    message, hint = (seal_log.MISSING, _MISSING_HINT) if refusal.is_missing else (_SILENT, _SILENT_HINT)
    return rules.SEALED.broken(place, message, hint, title=refusal.title or refusal.id)
