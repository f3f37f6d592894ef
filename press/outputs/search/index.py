"""The search index: for each year, folders of up to 150 releases counted from the oldest, and the engine.

Each folder is one output of many files. Its view names everything that goes into it, and its key is recorded with its
entry file; a full folder does not change when newer releases are added. Why 150, and what it costs:
docs/decisions/search.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from press import urls, views
from press.config import Config
from press.i18n.words import words
from press.model import Card, Invalidation, Listing, ListingKind, Release, State
from press.outputs import Described, Files
from press.outputs.search import pagefind, subject
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views import builders, terms
from press.views.context import Snapshot

TEMPLATES = ()
_ENGINE = "engine"
_FACTS = "facts.json"
_WORDS = "words.txt"


class Facts(views.View, frozen=True, kw_only=True):
    """What the page shows of a release besides its text, and what the results can be filtered by."""

    date: str
    """ISO 8601 with the zone's offset."""
    kind: str
    state: str
    lang: str
    """Empty: the portal's language."""
    verdict: str
    claim: str = ""
    """The claim that a clarification answers."""
    codes: tuple[str, ...]
    """The sign-off code and the id: a query that is one of them finds this release first."""
    topics: tuple[str, ...]
    offices: tuple[str, ...]
    """Its offices, or the other portal that published it."""
    regions: tuple[str, ...]
    """Names, not ids; so are topics and offices."""


class Document(views.View, frozen=True, kw_only=True):
    """A release in the index."""

    address: str
    title: str
    summary: str
    tags: str
    """Its tags, and the people whom it quotes."""
    terms: str
    """Other words for it: see `press.outputs.search.subject`."""
    body: str
    """Digest of the body; empty where the text was removed."""
    below: str = ""
    """The text after the body: the claim that it answers, after its stamp. Results show it above the headline."""
    facts: Facts


class Part(views.View, frozen=True, kw_only=True):
    """A folder of the index, or the folder of the engine."""

    folder: str
    """Its address."""
    pagefind: str
    """Version of Pagefind."""
    language: str
    documents: tuple[Document, ...] = ()
    """Oldest first; empty: the folder of the engine."""

    def bodies(self) -> tuple[str, ...]:
        """The digests of the bodies of all its documents."""
        return tuple(dict.fromkeys(document.body for document in self.documents if document.body))


_part = msgspec.json.Decoder(Part)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The engine, if search is enabled."""
    return (_ENGINE,) if snapshot.config.search.enabled else ()


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The year of the release."""
    if config.search.enabled:
        pagefind.version()  # raises `Misuse` before anything is published, if Pagefind is missing
        yield from (str(listing) for listing in card.listings if listing.kind is ListingKind.SEARCH)


def owns(path: str, config: Config) -> bool:
    """The whole folder of the index."""
    return urls.is_in_index(path)


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
    """Make the files of a folder, the entry file last."""
    part = _part.decode(view)
    if not part.documents:
        return _in_folder(part.folder, pagefind.engine(part.language))
    made = pagefind.index(_documents(part, bodies), part.language)
    return _in_folder(part.folder, {_FACTS: _facts(part, made.ids), _WORDS: _words(part), **made.files})


def entry_address(address: str) -> str:
    """The entry file of the folder that contains a file of the index: ``cari/indeks/2026/1/pagefind-entry.json``."""
    return "/".join((*address.split("/")[: urls.SEARCH_DEPTH], pagefind.ENTRY))


def _described(folder: str, cards: Iterable[Card], snapshot: Snapshot) -> Described:
    language, documents = snapshot.config.language, tuple(_document(card, snapshot) for card in cards)
    view = Part(folder=folder, pagefind=pagefind.version(), language=language, documents=documents)
    return folder + pagefind.ENTRY, view


def _document(card: Card, snapshot: Snapshot) -> Document:
    release, claim = card.release, builders.shown_claim(card)
    stamps = words(builders.language(card, snapshot.config)).stamps
    return Document(
        address=card.address,
        title=builders.listed_headline(card, snapshot.config),
        summary=release.summary,
        tags=subject.tags(release),
        terms=subject.terms_of(card, snapshot),
        body=card.body,
        below=f"{stamps[claim.verdict]}: “{claim.text}”" if claim else "",
        facts=Facts(
            date=release.date.isoformat(),
            kind=release.kind,
            state="" if card.state is State.PUBLISHED else card.state,
            lang="" if release.lang == snapshot.config.language else release.lang,
            verdict=claim.verdict if claim else "",
            claim=claim.text if claim else "",
            codes=tuple(filter(None, (release.code, release.id))),
            topics=_names(ListingKind.TOPIC, release.topics, snapshot),
            offices=_senders(release, snapshot),
            regions=_names(ListingKind.REGION, release.regions, snapshot),
        ),
    )


def _senders(release: Release, snapshot: Snapshot) -> tuple[str, ...]:
    """The offices of a release, or the other portal that published it."""
    member = snapshot.config.network.get(release.origin)
    return (member.title,) if member else _names(ListingKind.OFFICE, release.offices, snapshot)


def _names(kind: ListingKind, typed: tuple[str, ...], snapshot: Snapshot) -> tuple[str, ...]:
    return tuple(terms.term(kind, name, snapshot).name for name in typed)


def _documents(part: Part, bodies: Bodies) -> Iterator[pagefind.Document]:
    for document in part.documents:
        body = bodies[document.body].text if document.body else ""
        text = "\n".join(filter(None, (body, document.below)))
        also = {"summary": document.summary, "tags": document.tags, "terms": document.terms}
        yield pagefind.Document(
            document.address, document.title, text, {name: words for name, words in also.items() if words}
        )


def _facts(part: Part, ids: dict[str, str]) -> bytes:
    """The facts as JSON: each name once, and by each release's id in the engine a row, with positions for names."""
    names: dict[str, int] = {}
    rows = {
        ids[document.address]: [
            facts.date, facts.kind, facts.state, facts.lang, facts.verdict,
            *([names.setdefault(name, len(names)) for name in group]
              for group in (facts.topics, facts.offices, facts.regions)),
            facts.claim, facts.codes, document.title, document.tags,
        ]
        for document in part.documents
        for facts in (document.facts,)
        if document.address in ids
    }  # fmt: skip
    return msgspec.json.encode({"names": list(names), "releases": rows}) + b"\n"


def _words(part: Part) -> bytes:
    """The words of titles, summaries, tags and terms, one on a line: what a misspelt word of a query may mean."""
    texts = (text for one in part.documents for text in (one.title, one.summary, one.tags, one.terms, one.facts.claim))
    return "\n".join((*subject.vocabulary(texts), "")).encode()


def _in_folder(folder: str, files: dict[str, bytes]) -> Files:
    return {folder + name: data for name, data in files.items()}
