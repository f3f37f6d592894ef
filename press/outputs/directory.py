"""The index pages above the lists (offices, topics, regions, tags), and the page of contacts.

What the desk puts at the address of one of them takes its place: a standing page, a file, a former address. A new
release changes at most one page for each vocabulary: its counts, and the newest release of its offices.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec

from press import urls, views
from press.config import Config
from press.i18n.catalogues import translator
from press.i18n.mark import N_
from press.i18n.words import words
from press.model import Card, Invalidation, Listing, ListingKind, State
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views import addresses, builders, indexes, offices, terms, trail
from press.views.context import Snapshot

TEMPLATES = ("index.html", "contacts.html")
_CANDIDATES = 5
"""How many of the newest releases of an office are read to find a current one."""
_MOST_USED = 24
"""How many tags are before all others."""
_DESCRIPTIONS: dict[str, str] = {
    ListingKind.OFFICE: N_("The offices of {publisher}: address, hours, telephone, and their latest releases."),
    ListingKind.TOPIC: N_("The topics of {title}, each with its list and its feeds."),
    ListingKind.REGION: N_("The regions of {title}, each with its list and its feeds."),
    ListingKind.TAG: N_("All tags of {title} from A to Z."),
    indexes.CONTACT: N_("Telephone, WhatsApp and e-mail of {publisher}, for journalists and citizens."),
}
_page: msgspec.json.Decoder[views.Index | views.Contacts] = msgspec.json.Decoder(views.Index | views.Contacts)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """All index pages, and the contacts if there are any."""
    return indexes.pages(snapshot.config)


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The index pages that count the release, and those in whose place the card is."""
    yield from indexes.taken_by(card, config)
    yield from {str(listing.kind) for listing in card.listings if listing.kind in indexes.INDEXED}


def owns(path: str, config: Config) -> bool:
    """No path: what the desk puts there comes first."""
    return False


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """One page, unless the desk has put something at its address."""
    address = addresses.generated(snapshot).get(invalidation.id)
    if address and invalidation.id == indexes.CONTACT:
        yield urls.file_of(address), _contacts(address, snapshot)
    elif address:
        yield urls.file_of(address), _index(ListingKind(invalidation.id), address, snapshot)


def filled(snapshot: Snapshot) -> Iterator[str]:
    """Yield the addresses of the pages that have something, for the sitemap."""
    for name, address in addresses.generated(snapshot).items():
        is_listed = name == indexes.CONTACT or terms.vocabulary(ListingKind(name), snapshot.config)
        if is_listed or snapshot.catalogue.counts(ListingKind(name)):
            yield address


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Render the page."""
    page = _page.decode(view)
    return context.page("index.html" if isinstance(page, views.Index) else "contacts.html", page)


def _head(name: str, title: str, address: str, snapshot: Snapshot, is_empty: bool) -> views.Head:
    config = snapshot.config
    description = translator(config.language)(_DESCRIPTIONS[name])
    return trail.head(
        title,
        address,
        snapshot,
        trail.Trail(title),
        description=description.format(publisher=config.publisher, title=config.title),
        noindex=snapshot.site.preview or is_empty,
    )


def _index(kind: ListingKind, address: str, snapshot: Snapshot) -> views.Index:
    config = snapshot.config
    entries = _entries(kind, snapshot)
    title = words(config.language).listings[kind]
    page = views.Index(head=_head(kind, title, address, snapshot, not entries), listing=kind)
    if kind is ListingKind.OFFICE and config.offices:
        return msgspec.structs.replace(page, offices=tuple(_offices(snapshot)))
    if kind is ListingKind.TAG:
        used = sorted(entries, key=lambda entry: (-entry.count, entry.name))[:_MOST_USED]
        return msgspec.structs.replace(page, entries=tuple(used), letters=tuple(_letters(entries)))
    found = offices.region_map("", config) if kind is ListingKind.REGION else None
    return msgspec.structs.replace(page, entries=tuple(entries), map=found)


def _entries(kind: ListingKind, snapshot: Snapshot) -> list[views.Entry]:
    """The lists of a kind: all in the order of config.toml, or those with releases by name."""
    config = snapshot.config
    if declared := terms.vocabulary(kind, config):
        counts = {listing.term: count for listing, count in snapshot.catalogue.counts(kind)}
        return [
            _entry(Listing(kind, id), term.name, term.description, counts.get(id, 0), config)
            for id, term in declared.items()
        ]
    found = (
        _entry(listing, terms.spelling(listing, typed), "", count, config)
        for listing, count, typed in snapshot.catalogue.spellings.of(kind)
    )
    return sorted(found, key=lambda entry: (entry.name.casefold(), entry.href))


def _entry(listing: Listing, name: str, description: str, count: int, config: Config) -> views.Entry:
    href = urls.href(urls.listing_address(listing, config), config)
    return views.Entry(href=href, name=name, description=description, count=count)


def _letters(entries: list[views.Entry]) -> Iterator[views.Letter]:
    """The entries by the first letter of their ids, which are ASCII."""
    ordered = sorted(entries, key=lambda entry: (_letter(entry), entry.name.casefold(), entry.href))
    for letter, found in groupby(ordered, _letter):
        yield views.Letter(letter=letter, entries=tuple(found))


def _letter(entry: views.Entry) -> str:
    first = entry.href.rstrip("/").rpartition("/")[2][:1]
    return first if first.isalpha() else "0"


def _offices(snapshot: Snapshot) -> Iterator[views.OfficeEntry]:
    config = snapshot.config
    for id, declared in (config.offices or {}).items():
        entry = offices.office(id, declared, config)
        newest = snapshot.catalogue.newest(Listing(ListingKind.OFFICE, id), _CANDIDATES)
        current = (card for card in newest if card.state in (State.PUBLISHED, State.CORRECTED))
        if card := next(current, None):
            latest = trail.link(builders.headline(card, config), card.address, config)
            entry = msgspec.structs.replace(entry, latest=latest, latest_date=card.release.date.isoformat())
        yield entry


def _contacts(address: str, snapshot: Snapshot) -> views.Contacts:
    config = snapshot.config
    title = translator(config.language)(trail.CONTACT)
    served: dict[str, list[views.Term]] = {id: [] for id in config.contacts}
    for id, office in (config.offices or {}).items():
        if office.contact in served:
            served[office.contact].append(terms.term(ListingKind.OFFICE, id, snapshot))
    return views.Contacts(
        head=_head(indexes.CONTACT, title, address, snapshot, is_empty=False),
        contacts=tuple(
            views.ContactEntry(contact=contact, offices=tuple(served[id])) for id, contact in config.contacts.items()
        ),
        offices=urls.href(indexes.index_address(ListingKind.OFFICE, config), config) if config.offices else "",
    )
