"""The audit of a log: what the web server has is compared with the ledger of the repository, and with what git has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

import msgspec

from press.i18n.mark import N_
from press.seal import ledger, quiet, remote
from press.seal.entries import entry
from press.seal.ledger import Log
from press.seal.merkle import Tree
from press.seal.remote import Fetch
from press.seal.verify import Trust


class Finding(msgspec.Struct, frozen=True):
    """Something that is not as it must be: a message id with its values."""

    message: str
    values: dict[str, str] = {}


def findings(
    fetch: Fetch, trust: Trust, log: Log, committed: str | None, now: datetime, limit: int = 0
) -> Iterator[Finding]:
    """Yield what is wrong.

    `committed` is the file of entries in git; None: the portal is in no repository. After `limit` days without a new
    entry, the log is quiet; 0: it never is.
    """
    try:
        head = trust.trusted(remote.checkpoint(fetch))
        entries = remote.entries(fetch, head.size)
        tree = Tree(entries)
    except ValueError as reason:
        yield Finding(str(reason))
        return
    if tree.head(head.size) != head.hash or not remote.has_tiles_of(tree, head.size, fetch):
        yield Finding(N_("the tiles and entries of the live log are not those of its head"))
    if (fetch(ledger.KEYS) or b"").decode("utf-8", "replace") != log.text_of(ledger.KEYS):
        yield Finding(N_("the list of keys of the live log is not the one in seal/"))
    lines = [one.decode("utf-8", "replace") for one in entries]
    yield from _compared(lines, list(log.lines), N_("entry {number} of the live log is not in seal/entries: {entry}"))
    if committed is not None:
        message = N_("entry {number} of the live log is not committed in git: {entry}")
        yield from _compared(lines, committed.splitlines(), message)
    with suppress(ValueError):  # an entry that cannot be read was found by the comparison
        if lines and (values := quiet.quiet_values(entry(lines[-1]), limit, now)):
            yield Finding(quiet.QUIET, values)
    if (behind := len(log.lines) - len(lines)) > 0:
        yield Finding(N_("the live log has {count} entries less than seal/"), {"count": str(behind)})


def _compared(live: list[str], own: list[str], message: str) -> Iterator[Finding]:
    """Yield the first live entry that is not where it is in the repository."""
    for number, line in enumerate(live):
        if number >= len(own) or own[number] != line:
            yield Finding(message, {"number": str(number + 1), "entry": line})
            return
