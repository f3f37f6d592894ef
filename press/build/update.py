"""Staged cards replace those in the catalogue. What that invalidates, and which releases must be checked again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from press import urls
from press.build import paths
from press.build.leaks import Hidden, becoming_hidden
from press.build.plan import Invalidations
from press.config import Config
from press.diagnostics import Diagnostic
from press.model import CHANGES, Card, Listing, ListingKind, TakenPath
from press.model.encoding import encode_card
from press.store import card_keys
from press.store.catalogue import Catalogue
from press.store.published import Takeover
from press.views import alerts


class Update(NamedTuple):
    """What follows from an update of the catalogue."""

    invalidations: Invalidations
    conflicts: dict[str, tuple[Diagnostic, ...]]
    """Errors for ids and addresses that two sources have, by source."""
    to_check: list[str]
    """The sources of the cards that changed, and of those that link to what came or went."""
    becoming_hidden: list[Hidden]
    """What was public before."""
    ids: set[str]
    """The ids of the cards that were replaced."""
    takeovers: list[Takeover]
    """Published paths that another release has now; none in a preview."""
    listings: list[Listing]
    """The listings that have another number of pages."""


def update_catalogue(
    catalogue: Catalogue, config: Config, everything: bool, preview: bool, held: Collection[str] | None = None
) -> Update:
    """Replace the cards for which something is staged; with `everything`, all cards are regarded as new.

    If two cards want the same id or address, the one whose source comes first gets it; a release of another portal
    takes nothing from our own. Where releases with errors are `held`, it is one of those, or one that had it before:
    what is on the site stays.

    What old cards affect is determined while all old cards are still in the catalogue, and what new cards affect after
    all new cards are in it, since two files may swap addresses.
    """
    invalidations = Invalidations()
    sources = _with_rivals(_staged_with_dependents(catalogue), catalogue)
    first = () if held is None else {*held, *_settled(sources, catalogue)}
    listings = _listings_of(sources, catalogue)
    pages_before = _page_counts(listings, catalogue, config)
    if not everything:
        _add_affected(sources, invalidations, catalogue, config)
    hidden = [] if catalogue.is_empty() else becoming_hidden(sources, catalogue)
    old_bodies, ids = _delete_old(sources, catalogue)
    order = sorted(sources, key=lambda source: source not in first)
    conflicts = _insert_new(order, catalogue, config)
    takeovers = [] if preview else _claimed(sources, catalogue)
    catalogue.delete_unused_bodies(old_bodies)
    _add_affected(catalogue.sources() if everything else sources, invalidations, catalogue, config)
    pages_after = _page_counts(listings, catalogue, config)
    changed = [listing for listing in listings if pages_before[listing] != pages_after[listing]]
    to_check = sorted({*sources, *_linking_to(changed, catalogue, config)})
    return Update(invalidations, conflicts, to_check, hidden, ids, takeovers, changed)


def _add_affected(sources: Iterable[str], invalidations: Invalidations, catalogue: Catalogue, config: Config) -> None:
    for source in sources:
        if card := catalogue.card(source):
            invalidations.add_affected(card, catalogue, config)


def _delete_old(sources: Iterable[str], catalogue: Catalogue) -> tuple[set[str], set[str]]:
    """Delete the cards of some sources. Returns the digests of their bodies, and their ids."""
    bodies: set[str] = set()
    ids: set[str] = set()
    for source in sources:
        if old := catalogue.card(source):
            catalogue.delete(old)
            bodies.add(old.body)
            ids.add(old.release.id)
    return bodies, ids


def _insert_new(sources: Iterable[str], catalogue: Catalogue, config: Config) -> dict[str, tuple[Diagnostic, ...]]:
    """Insert the staged cards of some sources in order, except those that conflict with one before them.

    Drafts come last: they take nothing from others. After them come releases of other portals.
    """
    conflicts: dict[str, tuple[Diagnostic, ...]] = {}
    drafts: list[Card] = []
    pulled: list[Card] = []
    for source in sources:
        if card := catalogue.staged.card(source):
            if card.release.draft or card.release.origin:
                (drafts if card.release.draft else pulled).append(card)
            else:
                _insert(card, conflicts, catalogue, config)
    for card in (*drafts, *pulled):
        _insert(card, conflicts, catalogue, config)
    return conflicts


def _claimed(sources: Iterable[str], catalogue: Catalogue) -> list[Takeover]:
    """Record the paths of public cards as published. Returns those that another release had before."""
    cards = (catalogue.card(source) for source in sources)
    return [one for card in cards if card and card.public for one in catalogue.published.claim(card)]


def _insert(card: Card, conflicts: dict[str, tuple[Diagnostic, ...]], catalogue: Catalogue, config: Config) -> None:
    """Insert a card, or add its conflicts with those that are there."""
    if found := paths.conflicts(card, catalogue, config):
        conflicts[card.release.source] = found
    else:
        catalogue.insert(card, paths.taken_by(card))


def _settled(sources: Iterable[str], catalogue: Catalogue) -> set[str]:
    """Return the sources whose new cards have no other id and addresses than the old ones."""
    cards = ((source, catalogue.card(source), catalogue.staged.card(source)) for source in sources)
    return {source for source, old, new in cards if old and new and _claims(old) == _claims(new)}


def _claims(card: Card) -> tuple[str, list[TakenPath]]:
    return card.release.id, paths.taken_by(card)


# What else must be staged or checked --------------------------------------------------------------------------


def _staged_with_dependents(catalogue: Catalogue) -> set[str]:
    """The staged sources, and those that show the address, title, language or state of one, or link into its text."""
    sources = catalogue.staged.sources()
    staged = set(sources)
    if catalogue.is_empty():
        return staged
    for source in sources:
        old, new = catalogue.card(source), catalogue.staged.card(source)
        if _named_by_others(old) != _named_by_others(new) or _anchors_differ(old, new, catalogue):
            cards = [card for card in (old, new) if card]
            dependents = {name for card in cards for name in (*catalogue.dependents(card), *_replaced(card, catalogue))}
            staged |= _stage_again(dependents - staged, catalogue)
    return staged


def _named_by_others(card: Card | None) -> tuple[object, ...] | None:
    """The values of a card that other pages may contain, or on which their checks depend."""
    if card is None:
        return None
    release = card.release
    if not card.public:
        return release.id, release.translation_of, None
    address = (card.address, card.former, *release.aliases)
    beside = (card.event is not None, card_keys.has_change_feed(card), _of_alert(card))
    return release.id, release.translation_of, (address, release.title, release.lang, card.state, card.mark, beside)


def _of_alert(card: Card) -> tuple[object, ...] | None:
    """The values of an alert on which the alerts before and after it depend: they name each other, and its versions."""
    alert = card.alert
    if alert is None:
        return None
    return alert.updates, alert.all_clear, alert.status, card.release.date, *alerts.versions(card)


def _replaced(card: Card, catalogue: Catalogue) -> Iterator[str]:
    """The sources of the alert that an alert replaces, or has replaced until now, and of its translations."""
    earlier = catalogue.by_id(card.alert.updates) if card.alert and card.alert.updates else None
    if earlier:
        yield from (one.release.source for one in (earlier, *catalogue.translations(earlier)))


def _anchors_differ(old: Card | None, new: Card | None, catalogue: Catalogue) -> bool:
    """Tell whether a text has other ids than before, to which other pages may link."""
    return bool(old and new and old.body != new.body and catalogue.anchors(old) != catalogue.anchors(new))


def _with_rivals(staged: set[str], catalogue: Catalogue) -> list[str]:
    """The staged sources, and those that have an id or address of one of them, in order."""
    if catalogue.is_empty():
        return sorted(staged)
    cards = (catalogue.staged.card(source) for source in staged)
    rivals = {rival for card in cards if card for rival in paths.rivals(card, catalogue)}
    return sorted(staged | _stage_again(rivals - staged, catalogue))


def _stage_again(sources: set[str], catalogue: Catalogue) -> set[str]:
    """Stage cards as they are."""
    for source in sources:
        if card := catalogue.card(source):
            catalogue.staged.put(source, encode_card(card))
    return sources


def _listings_of(sources: Iterable[str], catalogue: Catalogue) -> list[Listing]:
    """The listings that have pages and that contain the old or the new card of one of the sources."""
    if catalogue.is_empty():
        return []
    cards = (card for source in sources for card in (catalogue.card(source), catalogue.staged.card(source)) if card)
    return sorted({listing for card in cards for listing in _of_card(card)})


def _of_card(card: Card) -> Iterator[Listing]:
    yield from (*card.listings, *card.edition, *card.agenda, *card_keys.changes_by_year(card))


def _page_counts(listings: Iterable[Listing], catalogue: Catalogue, config: Config) -> dict[Listing, int]:
    """How many pages listings have; 0: the listing is empty."""
    counts = {listing: catalogue.count(listing) for listing in listings}
    size = config.lists.size
    return {listing: 1 + urls.numbered_pages(count, size) if count else 0 for listing, count in counts.items()}


def _linking_to(listings: Iterable[Listing], catalogue: Catalogue, config: Config) -> set[str]:
    """The sources of the cards that link to a page or feed of some listings.

    Months and years of changes also decide about the pages and feeds of their neighbours.
    """
    addresses = {_address(listing, config) for listing in listings} - {""}
    return {source for address in addresses for source in catalogue.linking_below(card_keys.address_name(address))}


def _address(listing: Listing, config: Config) -> str:
    """The address of a listing or, for a month or a year, the one above those of all."""
    match listing.kind:
        case ListingKind.MONTH | ListingKind.YEAR:
            return urls.archive_address(config)
        case ListingKind.CHANGES:
            return urls.listing_address(CHANGES, config)
    return urls.listing_address(listing, config)
