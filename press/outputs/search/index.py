"""The search index: for each year, folders of up to 150 releases counted from the oldest, and the engine to ask them.

Each folder is one output of many files. Its view names all that goes into it, and its key stands with its entry file;
closed folders never change by what is added later. Why 150, and what it costs: docs/decisions/search.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from press import urls, views
from press.config import Config
from press.model import Card, Invalidation, Listing, ListingKind, State
from press.outputs import Described, Files
from press.outputs.search import pagefind
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views import terms
from press.views.context import Snapshot

TEMPLATES = ()
_ENGINE = "engine"
_FACTS = "facts.json"


class Facts(views.View, frozen=True, kw_only=True):
    """What the page shows of a release that was found, and by what it can be narrowed."""

    date: str
    """ISO 8601 with the zone's offset."""
    kind: str
    state: str
    lang: str
    """Empty: the portal's own."""
    verdict: str
    topics: tuple[str, ...]
    offices: tuple[str, ...]
    regions: tuple[str, ...]
    """Names."""


class Document(views.View, frozen=True, kw_only=True):
    """A release that can be found."""

    address: str
    title: str
    above: tuple[str, ...]
    """Texts above the body: its own summary, the claim that it answers."""
    body: str
    """Digest; empty where the text was removed."""
    facts: Facts


class Part(views.View, frozen=True, kw_only=True):
    """A folder of the index."""

    folder: str
    """Its address."""
    pagefind: str
    """Version."""
    language: str
    documents: tuple[Document, ...] = ()
    """Oldest first; none: the folder of the engine."""

    def bodies(self) -> tuple[str, ...]:
        """Those of all its documents."""
        return tuple(dict.fromkeys(document.body for document in self.documents if document.body))


_part = msgspec.json.Decoder(Part)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The engine, where searching is on."""
    return (_ENGINE,) if snapshot.config.search.enabled else ()


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """Its year."""
    if config.search.enabled:
        pagefind.version()  # where Pagefind is missing, say so before anything is published
        yield from (str(listing) for listing in card.listings if listing.kind is ListingKind.SEARCH)


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """The folder of the engine; or the folders of a year, from the oldest release that affects them."""
    config, catalogue = snapshot.config, snapshot.catalogue
    if invalidation.id == _ENGINE:
        yield _described(urls.search_engine(pagefind.version(), config), (), snapshot)
        return
    listing = Listing.named(invalidation.id)
    count = urls.search_parts(catalogue.count(listing))
    first = catalogue.count_older(listing, invalidation.since) // urls.SEARCH_SIZE + 1
    for number in range(first, count + 1):
        cards = catalogue.oldest(listing, urls.SEARCH_SIZE, (number - 1) * urls.SEARCH_SIZE)
        yield _described(urls.search_part(listing.term, number, config), cards, snapshot)
    for number in range(count + 1, count + 2 + invalidation.count // urls.SEARCH_SIZE):
        yield urls.search_part(listing.term, number, config) + pagefind.ENTRY, None


def render(view: bytes, bodies: Bodies, context: RenderContext) -> Files:
    """Make the files of a folder, its entry last."""
    part = _part.decode(view)
    if not part.documents:
        return _under(part.folder, pagefind.engine(part.language))
    made = pagefind.index(_documents(part, bodies), part.language)
    return _under(part.folder, {_FACTS: _facts(part, made.ids), **made.files})


def leader(address: str) -> str:
    """The entry of the folder in which a file of the index lies: ``cari/indeks/2026/1/pagefind-entry.json``."""
    return "/".join((*address.split("/")[: urls.SEARCH_DEPTH], pagefind.ENTRY))


def _described(folder: str, cards: Iterable[Card], snapshot: Snapshot) -> Described:
    language, documents = snapshot.config.language, tuple(_document(card, snapshot) for card in cards)
    view = Part(folder=folder, pagefind=pagefind.version(), language=language, documents=documents)
    return folder + pagefind.ENTRY, view


def _document(card: Card, snapshot: Snapshot) -> Document:
    release, removed = card.release, card.is_text_removed
    above = (release.summary, release.claim.text if release.claim else "")
    return Document(
        address=card.address,
        title=release.title,
        above=() if removed else tuple(text for text in above if text),
        body="" if removed else card.body,
        facts=Facts(
            date=release.date.isoformat(),
            kind=release.kind,
            state="" if card.state is State.PUBLISHED else card.state,
            lang="" if release.lang == snapshot.config.language else release.lang,
            verdict=release.claim.verdict if release.claim else "",
            topics=_names(ListingKind.TOPIC, release.topics, snapshot),
            offices=_names(ListingKind.OFFICE, release.offices, snapshot),
            regions=_names(ListingKind.REGION, release.regions, snapshot),
        ),
    )


def _names(kind: ListingKind, typed: tuple[str, ...], snapshot: Snapshot) -> tuple[str, ...]:
    return tuple(terms.term(kind, name, snapshot).name for name in typed)


def _documents(part: Part, bodies: Bodies) -> Iterator[pagefind.Document]:
    for document in part.documents:
        body = (bodies[document.body].text,) if document.body else ()
        yield pagefind.Document(document.address, document.title, "\n".join((*document.above, *body)))


def _facts(part: Part, ids: dict[str, str]) -> bytes:
    """The facts as one table: names once, then for each release, by its id in the engine, a row of their positions."""
    names: dict[str, int] = {}
    rows = {
        ids[document.address]: [
            facts.date, facts.kind, facts.state, facts.lang, facts.verdict,
            *([names.setdefault(name, len(names)) for name in group]
              for group in (facts.topics, facts.offices, facts.regions)),
        ]
        for document in part.documents
        for facts in (document.facts,)
        if document.address in ids
    }  # fmt: skip
    return msgspec.json.encode({"names": list(names), "releases": rows}) + b"\n"


def _under(folder: str, files: dict[str, bytes]) -> Files:
    return {folder + name: data for name, data in files.items()}
