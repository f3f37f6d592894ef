"""A witness: it cosigns the head of a log only if the log has done nothing but grow since it last looked.

It fetches the checkpoint itself; https://c2sp.org/tlog-witness describes a service that logs call, with the same rules.
"""

from __future__ import annotations

from press.i18n.mark import N_
from press.seal import checkpoints, remote
from press.seal.checkpoints import Head
from press.seal.notes import Note, Signature
from press.seal.remote import Fetch
from press.seal.signing import Seed
from press.seal.verify import Trust


class AlarmError(ValueError):
    """The log did what no log may do. Its text is a message id."""


def grown(fetch: Fetch, trust: Trust, last: Note | None) -> Note:
    """Return the checkpoint of a log that begins with the one of the `last` checkpoint.

    Raises `AlarmError` if it does not; ValueError if the checkpoint is not that of the log, or is incomplete.
    """
    note = remote.checkpoint(fetch)
    head = trust.trusted(note)
    before = checkpoints.head(last) if last else Head(head.origin, 0, b"")
    if head.size < before.size:
        raise AlarmError(N_("the log went back: it has fewer entries than before"))
    if head.size == before.size:
        if head.hash != before.hash:
            raise AlarmError(N_("the log was rewritten: it has another head of the same size"))
        return note
    tree = remote.tree(fetch, head.size)
    if tree.head(head.size) != head.hash:
        raise AlarmError(N_("the tiles of the log are not those of its head"))
    if before.size and tree.head(before.size) != before.hash:
        raise AlarmError(N_("the log was rewritten: it no longer begins with what it was"))
    return note


def cosignature(note: Note, name: str, seed: Seed, time: int) -> Signature:
    """Return the cosignature of a head; `time` is in seconds since the epoch."""
    return checkpoints.cosign(checkpoints.head(note), name, seed, time)
