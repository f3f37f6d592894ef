"""From staged changes to what must be published: which outputs may differ, and what each should look like now."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from time import perf_counter

import msgspec

from press.config import Config
from press.model import STATIC, Card, Invalidation, Output
from press.outputs import OutputKind
from press.outputs.table import KINDS
from press.store.catalogue import Catalogue
from press.views.context import Snapshot

_encode = msgspec.json.Encoder(order="deterministic").encode
_BEGINNING = -(2**62)
"""Seconds since the epoch: before every release."""


class Invalidations:
    """What may have changed, by output kind: ids, each with its oldest release and the number of its releases."""

    def __init__(self) -> None:
        self._found: dict[str, dict[str, tuple[int, int]]] = {name: {} for name in KINDS}

    def add_affected(
        self, card: Card, catalogue: Catalogue, config: Config, kinds: Iterable[str] = tuple(KINDS)
    ) -> None:
        """Add what a card affects, as the catalogue is now; if need be, only outputs of some kinds."""
        if not card.public:
            return
        instant = card.instant
        for name in kinds:
            found = self._found[name]
            for id in KINDS[name].affected_by(card, catalogue, config):
                since, count = found.get(id, (instant, 0))
                found[id] = (since if since < instant else instant, count + 1)

    def add(self, kind: str, ids: Iterable[str]) -> None:
        """Add outputs, whatever the releases are."""
        for id in ids:
            self._found[kind].setdefault(id, (_BEGINNING, 0))

    def add_fixed(self, snapshot: Snapshot, kinds: Iterable[str] = tuple(KINDS)) -> None:
        """Add all outputs that exist whatever the releases are; if need be, only those of some kinds."""
        for name in kinds:
            self.add(name, KINDS[name].fixed(snapshot))

    def add_kinds(self, kinds: Collection[str], snapshot: Snapshot) -> None:
        """Add all outputs of some kinds."""
        for source in snapshot.catalogue.sources() if kinds else ():
            if card := snapshot.catalogue.card(source):
                self.add_affected(card, snapshot.catalogue, snapshot.config, kinds)
        self.add_fixed(snapshot, kinds)

    def add_files(self, paths: Iterable[str], snapshot: Snapshot) -> None:
        """Add what changed source files other than releases affect: the files of ``static/``.

        Such a file may replace one of our own outputs, or a file of a release in its former folder;
        if it is removed, that output must be made again.
        """
        addresses = [path.removeprefix(STATIC) for path in paths if path.startswith(STATIC)]
        if addresses:
            self.add("static", addresses)
            self.add("files", (address for address in addresses if address not in snapshot.static))
            self.add_fixed(snapshot)

    def ids(self, kind: str) -> tuple[str, ...]:
        """Return the ids of a kind that were not taken yet."""
        return tuple(sorted(self._found.get(kind, ())))

    def take(self, kind: str) -> Iterator[Invalidation]:
        """Remove the invalidations of a kind, and yield them by id; removed, since a full build has very many."""
        return (Invalidation(id, since, count) for id, (since, count) in sorted(self._found.pop(kind).items()))


class Description(msgspec.Struct, frozen=True):
    """What the outputs with one id should look like."""

    kind: str
    id: str
    outputs: tuple[Output, ...]
    gone: tuple[str, ...]
    """Addresses that must not exist."""
    seconds: float
    """Wall time that it took to describe them."""


def describe(
    invalidations: Invalidations,
    kinds: Iterable[str],
    snapshot: Snapshot,
    fingerprints: Mapping[str, str],
    by_id: bool = False,
) -> Iterator[Description]:
    """Describe what was invalidated of some output kinds, one kind after the other, or all in the order of their ids.

    `fingerprints` name all that the outputs of a kind depend on besides their views.
    """
    taken = ([(name, one) for one in invalidations.take(name)] for name in kinds)
    for name, invalidation in heapq.merge(*taken, key=lambda one: one[1].id) if by_id else chain.from_iterable(taken):
        yield _described(name, KINDS[name], invalidation, snapshot, fingerprints[name])


def _described(
    name: str, kind: OutputKind, invalidation: Invalidation, snapshot: Snapshot, fingerprint: str
) -> Description:
    begun = perf_counter()
    outputs: list[Output] = []
    gone: list[str] = []
    for address, view in kind.describe(invalidation, snapshot):
        if name != "static" and address in snapshot.static:
            continue  # a file of static/ replaces our output
        if view is None:
            gone.append(address)
        else:
            data = _encode(view)
            key = hashlib.sha256(f"{name}\0{fingerprint}\0".encode() + data).hexdigest()
            outputs.append(Output(address, name, invalidation.id, data, key, view.bodies(), view.pixels_of()))
    return Description(name, invalidation.id, tuple(outputs), tuple(gone), perf_counter() - begun)
