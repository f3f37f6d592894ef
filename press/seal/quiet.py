"""Quiet logs: those that have got no entry for longer than their portal ever pauses.

Such a log only grew, and is still wrong: the portal publishes without the seal, or somebody shows an old state of it.
"""

from __future__ import annotations

from datetime import datetime

from press.i18n.mark import N_
from press.seal import checkpoints, entries, merkle, remote
from press.seal.entries import Entry
from press.seal.notes import Note
from press.seal.remote import Fetch

QUIET = N_("the log is quiet: its last entry is that of {time}, {days} days ago")
"""Message id."""


def last_entry(fetch: Fetch, note: Note) -> Entry | None:
    """Return the newest entry of the log of a checkpoint; None: it is empty. Raises ValueError if it is not there."""
    head = checkpoints.head(note)
    if not head.size:
        return None
    found, tree = remote.last_entry(fetch, head.size), remote.tree(fetch, head.size)
    if tree.head(head.size) != head.hash or tree.levels[0][-1] != merkle.leaf_hash(found):
        raise ValueError(N_("the last entry of the log is not that of its head"))
    return entries.entry(found.decode())


def quiet_values(last: Entry | None, limit: int, now: datetime) -> dict[str, str]:
    """Return the values of the message, if the last entry is at least `limit` days old; else nothing. 0: no limit."""
    days = (now - datetime.fromisoformat(last.time)).days if last else 0
    return {"time": last.time, "days": str(days)} if last and limit and days >= limit else {}
