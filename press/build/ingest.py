"""What changed since the last build, read and laid ready in the catalogue."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from press.build.profile import Profile
from press.build.request import Order
from press.build.workers import Crew, Portions
from press.checks import settled
from press.content import changes as sources
from press.content import lifecycle
from press.model import NOWHERE, Changes, Seen
from press.store.catalogue import Catalogue, packed_card
from press.store.ledger import Ledger

if TYPE_CHECKING:  # what reads releases is loaded when there are some to read
    from press.content.load import Loaded, Reading

_ROWS = 500
"""Rows of the ledger that are written at once."""
_PORTIONS = Portions(few=8, batch=50, heavy=400_000)
"""Of reading; a release weighs as much as its file."""


def changes(order: Order, catalogue: Catalogue, ledger: Ledger) -> Changes:
    """Find out what may differ from the last build, by the folders, the clock, the config, templates and code."""
    if ledger.note("reading") != order.reading:
        catalogue.clear()
        ledger.clear_seen()
    if order.changed is not None and ledger.has_seen():
        found = sources.given(order.root, order.changed, ledger.seen_under)
    else:
        found = _found(order, ledger)
    return msgspec.structs.replace(found, everything=ledger.note("drawing") != order.drawing)


def _found(order: Order, ledger: Ledger) -> Changes:
    """The changes by what git knows, which need not look at every file; else by a look at the folders."""
    started, now = time.time_ns(), sources.revision(order.root)
    found = sources.by_git(order.root, ledger.revision(), now, ledger.seen_under) if ledger.has_seen() else None
    if found is None:
        found = sources.scan(order.root, {seen.path: seen for seen in ledger.seen()})
    # What is beyond git, and what is no file at all, has to be looked for each time.
    known = NOWHERE if found.is_beyond_git or found.problems else now
    return msgspec.structs.replace(found, revision=known, started=started)


def stage(order: Order, found: Changes, catalogue: Catalogue, ledger: Ledger, crew: Crew, profile: Profile) -> int:
    """Read what was edited and lay it ready; also what the clock changes, and what uses a file that changed.

    Returns how many files really differ; what is wrong with them stands in the ledger.
    """
    ledger.remember_problems("", "folders", settled(found.problems, order.config))
    edited = {seen.path: seen for seen in found.edited}
    plain, differing = _plain_files(order, edited.values())
    for path in (*differing, *(path for path in found.removed if not sources.is_release(path))):
        for user in set(catalogue.using(_name(path))) - set(found.removed):
            edited[user] = msgspec.structs.replace(edited.get(user) or ledger.seen_at(user), digest="")
    _stage_due(order, catalogue, ledger)
    for path in found.removed:
        _let_go(path, catalogue, ledger)
    texts = [seen for path, seen in sorted(edited.items()) if sources.is_release(path)]
    count = _stage_loaded(texts, _loaded(texts, order, crew), order, catalogue, ledger, profile)
    ledger.remember_seen(plain, gone=found.removed)
    ledger.remember_revision(sources.with_young(order.root, found.revision, edited, found.started))
    return count + len(differing) + len(found.removed)


def _plain_files(order: Order, edited: Iterable[Seen]) -> tuple[list[Seen], list[str]]:
    """Photos and other files among the edited, with their digests now; and which of them really differ."""
    rows: list[Seen] = []
    differing: list[str] = []
    for seen in edited:
        if not sources.is_release(seen.path):
            digest = sources.digest(order.root / seen.path)
            rows.append(msgspec.structs.replace(seen, digest=digest))
            differing += [seen.path] * (digest != seen.digest)
    return rows, differing


def _name(path: str) -> str:
    """What releases call a file: one in ``static/`` by its address."""
    return path.removeprefix("static") if path.startswith("static/") else path


def _stage_due(order: Order, catalogue: Catalogue, ledger: Ledger) -> None:
    """Stamp anew what the clock alone changed since the last build."""
    last = int(ledger.note("now") or 0)
    for source in catalogue.due(last, int(order.now.timestamp())) if last else ():
        card = catalogue.card(source)
        if card:
            catalogue.stage(source, packed_card(lifecycle.stamped(card, order.now, order.drafts)))


def _let_go(path: str, catalogue: Catalogue, ledger: Ledger) -> None:
    catalogue.stage(path, b"")
    for phase in ("reading", "rules"):
        ledger.remember_problems(path, phase, ())


def _loaded(texts: Sequence[Seen], order: Order, crew: Crew) -> Iterator[Loaded | None]:
    if not texts:
        return iter(())
    from press.content.load import Reading  # noqa: PLC0415 - see above

    reading = Reading(order.root, order.config, order.now, order.drafts)
    return crew.each(partial(_load_batch, reading), texts, _PORTIONS, lambda seen: seen.size)


def _load_batch(reading: Reading, texts: Sequence[Seen]) -> list[Loaded | None]:
    from press.content import load  # noqa: PLC0415 - see above

    return [load.load(seen.path, seen.digest, reading) for seen in texts]


def _stage_loaded(
    texts: Sequence[Seen],
    loaded: Iterator[Loaded | None],
    order: Order,
    catalogue: Catalogue,
    ledger: Ledger,
    profile: Profile,
) -> int:
    count = 0
    rows: list[Seen] = []
    for seen, one in zip(texts, loaded, strict=True):
        rows.append(msgspec.structs.replace(seen, digest=one.digest) if one else seen)
        if one is None:
            continue
        count += 1
        catalogue.stage(seen.path, one.card)
        if one.text:
            catalogue.keep(one.text, one.body)
        ledger.remember_problems(seen.path, "reading", settled(one.problems, order.config))
        profile.release(seen.path, one.seconds)
        if len(rows) >= _ROWS:
            ledger.remember_seen(rows)
            rows.clear()
    ledger.remember_seen(rows)
    return count
