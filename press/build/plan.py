"""From changes to what must be published: which outputs are touched, and what each should look like now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from time import perf_counter

import msgspec

from press.errors import Diagnostic
from press.model import Card, Output, Touch
from press.outputs import Kind
from press.outputs.table import KINDS
from press.store.catalogue import Catalogue, packed_card
from press.views.context import Edition

_encode = msgspec.json.Encoder(order="deterministic").encode


class Touched:
    """The claims of all kinds, gathered: by kind and id, the oldest release and how many there were."""

    def __init__(self) -> None:
        self._claims: dict[str, dict[str, tuple[int, int]]] = {name: {} for name in KINDS}

    def by(self, card: Card, edition: Edition) -> None:
        """Ask every kind what a card touches, as the catalogue is now."""
        if not card.public:
            return
        instant = card.instant
        for name, kind in KINDS.items():
            claims = self._claims[name]
            for claim in kind.touched(card, edition):
                since, count = claims.get(claim, (instant, 0))
                claims[claim] = (since if since < instant else instant, count + 1)

    def by_all(self, sources: Iterable[str], edition: Edition) -> None:
        """Ask for the cards that some sources have now."""
        for source in sources:
            if card := edition.catalogue.card(source):
                self.by(card, edition)

    def whatever(self, kind: str, claims: Iterable[str]) -> None:
        """Claim outputs whatever the releases are."""
        for claim in claims:
            self._claims[kind].setdefault(claim, (0, 0))

    def fixed(self, edition: Edition) -> None:
        """Claim all that exists whatever the releases are."""
        for name, kind in KINDS.items():
            self.whatever(name, kind.fixed(edition))

    def touches(self, kind: str) -> Iterator[Touch]:
        """The claims of a kind, in the order of their ids; given once, since a full build has very many."""
        return (Touch(claim, since, count) for claim, (since, count) in sorted(self._claims.pop(kind).items()))


def touch(edition: Edition, everything: bool) -> tuple[Touched, list[Diagnostic]]:
    """Bring what is staged into the catalogue, and ask what it touches; or, for a full build, what all cards touch.

    Every old card is asked for while all old ones are still in, and every new one once all new ones are: two files may
    swap addresses. Gives errors for ids and addresses that two sources want.
    """
    catalogue, touched = edition.catalogue, Touched()
    sources = _staged_with_companions(catalogue)
    if not everything:
        touched.by_all(sources, edition)
    bodies: set[str] = set()
    for source in sources:
        if old := catalogue.card(source):
            catalogue.take_out(old)
            bodies.add(old.body)
    problems = [problem for source in sources if (new := catalogue.staged(source)) for problem in catalogue.put(new)]
    catalogue.forget(bodies)
    if everything:
        touched.fixed(edition)
    touched.by_all(catalogue.sources() if everything else sources, edition)
    return touched, problems


def _staged_with_companions(catalogue: Catalogue) -> list[str]:
    """The staged sources, and those whose views name one of them by its address, title or language."""
    sources = catalogue.staged_sources()
    if catalogue.is_empty():
        return sources
    staged = set(sources)
    for source in sources:
        old, new = catalogue.card(source), catalogue.staged(source)
        if _face(old) == _face(new):
            continue
        for companion in {name for card in (old, new) if card for name in catalogue.companions(card)} - staged:
            if card := catalogue.card(companion):
                catalogue.stage(companion, packed_card(card))
            staged.add(companion)
    return sorted(staged)


def _face(card: Card | None) -> tuple[object, ...] | None:
    """What others may say of a card."""
    if card is None or not card.public:
        return None
    release = card.release
    return release.id, card.address, release.title, release.lang, release.translation_of


class Described(msgspec.Struct, frozen=True):
    """What one claim came to."""

    kind: str
    outputs: tuple[Output, ...]
    gone: tuple[str, ...]
    """Addresses that must not exist."""
    seconds: float


def describe(
    touched: Touched, kinds: Iterable[str], edition: Edition, fingerprints: Mapping[str, str]
) -> Iterator[Described]:
    """Describe every claim of some kinds, one kind after the other.

    `fingerprints` name all that the outputs of a kind depend on besides their views.
    """
    for name in kinds:
        for touch in touched.touches(name):
            yield _described(name, KINDS[name], touch, edition, fingerprints[name])


def _described(name: str, kind: Kind, touch: Touch, edition: Edition, fingerprint: str) -> Described:
    begun = perf_counter()
    outputs: list[Output] = []
    gone: list[str] = []
    for address, view in kind.describe(touch, edition):
        if name != "static" and address in edition.static:
            continue  # the desk's own file takes the place of what we would make
        if view is None:
            gone.append(address)
        else:
            data = _encode(view)
            key = hashlib.sha256(f"{name}\0{fingerprint}\0".encode() + data).hexdigest()
            outputs.append(Output(address, name, touch.id, data, key, view.bodies()))
    return Described(name, tuple(outputs), tuple(gone), perf_counter() - begun)
