"""Sealing: which entries the log gets for the canonical texts that are public now, and the head that is signed.

A text that was sealed may be followed by one with a correction or a withdrawal, never by nothing and never silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from press.i18n.mark import N_
from press.seal import canonical, checkpoints, corrections, ledger, notes, versions
from press.seal.canonical import Fields
from press.seal.checkpoints import Head
from press.seal.entries import Action, Entry, time_of
from press.seal.keys import public_key
from press.seal.ledger import Log
from press.seal.notes import Key, Note
from press.seal.signing import Seed


class Refusal(msgspec.Struct, frozen=True):
    """A release that was sealed, and is no longer as it was."""

    id: str
    title: str
    is_missing: bool = False
    """Whether it is not public any longer; else its text was changed without a correction."""


class Plan(msgspec.Struct, frozen=True):
    """What sealing adds."""

    entries: tuple[Entry, ...] = ()
    texts: tuple[str, ...] = ()
    """The canonical texts of the entries."""
    removed: tuple[str, ...] = ()
    """Digests of former texts that the law does not allow to be kept."""
    refusals: tuple[Refusal, ...] = ()


def plan(
    texts: Iterable[str], removing: Iterable[str], missing: Iterable[str], log: Log, now: datetime, restate: bool
) -> Plan:
    """Return what sealing adds for new texts.

    `removing` are the ids of releases whose former texts must go, `missing` those of sealed ones that are not public.
    With `restate`, a person says that texts are otherwise written and say the same.
    """
    found: list[tuple[Entry, str]] = []
    refusals: list[Refusal] = []
    removed: list[str] = []
    for text in sorted(texts, key=_order):
        fields = canonical.fields(text)
        before = log.versions(fields.id)
        old = log.canonical_text(before[-1].entry.digest) if before else ""
        action = versions.action(old, text) if before else versions.first(text)
        if action is None and restate:
            action = Action.RESTATE
        if action is None or fields.version != len(before) + 1:
            refusals.append(Refusal(fields.id, fields.title))
        else:
            found.append((Entry(time_of(now), action, fields.version, canonical.digest(text), fields.id), text))
    followed = {entry.id for entry, _ in found}
    for id in removing:
        former = log.versions(id) if id in followed else log.versions(id)[:-1]
        removed += (version.entry.digest for version in former)
    named = followed | {one.id for one in refusals}
    refusals += (Refusal(id, log.title(id), is_missing=True) for id in sorted(set(missing) - named))
    return Plan(
        entries=tuple(entry for entry, _ in found),
        texts=tuple(text for _, text in found),
        removed=tuple(removed),
        refusals=tuple(refusals),
    )


def append(plan: Plan, log: Log) -> Log:
    """Write what sealing adds, the texts first; return the log with it. Raises OSError."""
    ledger.write_texts(log.folder, plan.texts)
    if plan.entries:
        log = log.extended(plan.entries)
        ledger.write(log.folder, ledger.ENTRIES, log.data.decode())
    ledger.remove_texts(log.folder, plan.removed)
    return log


def sign(log: Log, seeds: Iterable[Seed], now: datetime) -> Log:
    """Sign the head of the log with those keys whose signatures are not there yet; return the log with it.

    A signature that is there is kept. Raises ValueError if a key is not in the list of keys, OSError.
    """
    size, keys = len(log.lines), log.keys
    if not size:
        return log
    head = Head(keys.origin, size, log.tree.head(size), corrections.digest(log))
    note = log.checkpoint(size) if size in log.sizes else Note(str(head))
    if note.text != str(head):
        note = Note(str(head))  # a head that does not name the corrections yet
    listed = keys.at(size)
    for seed in seeds:
        key = public_key(keys.origin, seed)
        if key not in listed and key not in keys.later(size):
            raise ValueError("the key is not in the list of keys")
        if key in listed and not note.signature_of(key):
            signature = checkpoints.sign(head, keys.origin, seed, int(now.timestamp()))
            note = Note(note.text, (*note.signatures, signature))
    keys.trusted(note)
    if size in log.sizes and note == log.checkpoint(size):
        return log
    ledger.write(log.folder, f"{ledger.CHECKPOINTS}/{size}", str(note))
    return log.with_checkpoint(size)


def add_cosignatures(log: Log, lines: Iterable[str], witnesses: Sequence[Key]) -> int:
    """Add lines of cosignatures to the newest checkpoint; return how many are new. Lines of strangers are left out.

    Raises ValueError if there is no checkpoint, or a line of a witness is not right; OSError.
    """
    if not log.sizes:
        raise ValueError(N_("there is no checkpoint yet"))
    size = log.sizes[-1]
    note, added = log.checkpoint(size), 0
    for line in map(notes.signature, filter(None, lines)):
        if checkpoints.signed_by(Note(note.text, (line,)), witnesses) and line not in note.signatures:
            others = tuple(other for other in note.signatures if (other.name, other.key_id) != (line.name, line.key_id))
            note, added = Note(note.text, (*others, line)), added + 1
    if added:
        ledger.write(log.folder, f"{ledger.CHECKPOINTS}/{size}", str(note))
    return added


def _order(text: str) -> tuple[str, str]:
    fields: Fields = canonical.fields(text)
    return fields.published, fields.id
