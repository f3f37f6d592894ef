"""What changed since the last build, read and laid ready in the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import msgspec

from press import cards, clock, sources
from press.cards import Loaded, Reading
from press.catalogue import Catalogue
from press.checks import settled
from press.crew import Crew
from press.ledger import Ledger
from press.model import Changes, Seen
from press.order import Order

_MANY = 100
"""Files with new mtimes, from which on git is asked: it knows better, but has to be started."""
_FEW = 8
_BATCH = 20


def changes(order: Order, catalogue: Catalogue, ledger: Ledger) -> Changes:
    """Find out what may differ from the last build, by the folders, the clock, the config, templates and code."""
    if ledger.note("engine") != order.engine:
        catalogue.clear_bodies()
    known = {} if ledger.note("reading") != order.reading else ledger.seen()
    if not known:
        catalogue.clear()
        ledger.clear_seen()
    if order.changed is not None and known:
        found = sources.given(order.root, order.changed, known)
    else:
        found = sources.scan(order.root, known)
    if known and len(found.edited) > _MANY:
        found = sources.git(order.root, found, ledger.revision(), known)
    if found.edited or found.removed or found.settled:
        ledger.remember_revision(sources.revision(order.root))
    return msgspec.structs.replace(found, everything=ledger.note("drawing") != order.drawing)


def stage(order: Order, found: Changes, catalogue: Catalogue, ledger: Ledger, crew: Crew) -> int:
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
    count = _stage_loaded(_loaded(texts, order, crew), edited, order, catalogue, ledger)
    ledger.remember_seen((*plain, *found.settled), gone=found.removed)
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
            catalogue.stage(source, clock.stamped(card, order.now, order.drafts))


def _let_go(path: str, catalogue: Catalogue, ledger: Ledger) -> None:
    catalogue.stage(path, None)
    for phase in ("reading", "rules"):
        ledger.remember_problems(path, phase, ())


def _loaded(texts: Sequence[Seen], order: Order, crew: Crew) -> Iterator[Loaded | None]:
    reading = Reading(order.root, order.config, order.now, order.drafts)
    pairs = [(seen.path, seen.digest) for seen in texts]
    return crew.each(partial(_load_batch, reading), pairs, _FEW, _BATCH)


def _load_batch(reading: Reading, pairs: Sequence[tuple[str, str]]) -> list[Loaded | None]:
    return [cards.load(path, digest, reading) for path, digest in pairs]


def _stage_loaded(
    loaded: Iterator[Loaded | None], edited: dict[str, Seen], order: Order, catalogue: Catalogue, ledger: Ledger
) -> int:
    count = 0
    rows: list[Seen] = []
    for (path, seen), one in zip(_texts(edited), loaded, strict=True):
        rows.append(msgspec.structs.replace(seen, digest=one.digest) if one else seen)
        if one is None:
            continue
        count += 1
        catalogue.stage(path, one.card)
        if one.card and one.body:
            catalogue.keep(one.card.body, one.body)
        ledger.remember_problems(path, "reading", settled(one.problems, order.config))
    ledger.remember_seen(rows)
    return count


def _texts(edited: dict[str, Seen]) -> list[tuple[str, Seen]]:
    return [(path, seen) for path, seen in sorted(edited.items()) if sources.is_release(path)]
