"""The portal in another language: what views know there, and which version of a release it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from press import urls, views
from press.config import Config
from press.model import EDITION_LISTS, Card, Listing
from press.store.editions import EditionCatalogue
from press.views.context import Snapshot, declared, site_view


def all_of(snapshot: Snapshot) -> Iterator[Snapshot]:
    """Yield what views know in the portal, then in each of its editions."""
    yield snapshot
    yield from (in_language(language, snapshot) for language in snapshot.config.editions)


def in_language(language: str, snapshot: Snapshot) -> Snapshot:
    """Return what views know in the edition in a language: its settings and lists; where there is none, `snapshot`."""
    config = snapshot.config.edition(language)
    if config.language == snapshot.config.language or not config.folder:
        return snapshot
    if config.language not in snapshot.editions:
        snapshot.editions[config.language] = Snapshot(
            config=config,
            catalogue=EditionCatalogue(snapshot.catalogue, config.language),
            now=snapshot.now,
            site=site_view(config, snapshot.assets, snapshot.site.preview),
            assets=snapshot.assets,
            static=snapshot.static,
            log=snapshot.log,
            restates=snapshot.restates,
            sealed=snapshot.sealed,
            unsure=snapshot.unsure,
            canonical=snapshot.canonical,
            editions=snapshot.editions,
        )
    return snapshot.editions[config.language]


def of_card(card: Card, snapshot: Snapshot) -> Snapshot:
    """Return what views know in the edition in whose words a release is shown: that in its language."""
    return in_language(card.release.lang, snapshot)


def of_id(id: str, snapshot: Snapshot) -> tuple[Listing, Snapshot]:
    """Return the listing of an output, and what views know in its edition."""
    listing = Listing.named(id)
    return Listing(listing.kind, listing.term), in_language(listing.lang, snapshot)


def versions(cards: Iterable[Card], snapshot: Snapshot) -> list[Card]:
    """Return the public versions of some releases in the language of an edition; in the portal, these themselves."""
    return [found for card in cards if (found := version(card, snapshot))]


def version(card: Card, snapshot: Snapshot) -> Card | None:
    """Return the public version of a release in the language of an edition; None if it has none.

    In the portal, this is the release itself.
    """
    if not snapshot.config.folder:
        return card
    own = (card, *snapshot.catalogue.translations(card))
    return next((one for one in own if one.public and is_in(one, snapshot)), None)


def is_in(card: Card, snapshot: Snapshot) -> bool:
    """Tell whether a release is in the language of an edition."""
    return snapshot.config.edition(card.release.lang) is snapshot.config


def of_list(listing: Listing, snapshot: Snapshot) -> tuple[views.Alternate, ...]:
    """Return the same list, home page or page of feeds in all languages, itself too; none if there is only one.

    Only lists that are always there: whether another has releases in a language would change its pages elsewhere.
    """
    portal = snapshot.config.portal
    is_there = listing.kind in EDITION_LISTS and (not listing.term or _is_settled(listing, snapshot))
    if not portal.editions or not is_there:
        return ()
    whole = (portal, *portal.other_editions.values())
    return tuple(alternate(one.language, urls.listing_address(listing, one), snapshot) for one in whole)


def of_page(address_of: Callable[[Config], str], snapshot: Snapshot) -> tuple[views.Alternate, ...]:
    """Return a page that each edition has, such as that of feeds, in all languages; none if there is only one."""
    portal = snapshot.config.portal
    whole = (portal, *portal.other_editions.values()) if portal.editions else ()
    return tuple(alternate(one.language, address_of(one), snapshot) for one in whole)


def alternate(language: str, address: str, snapshot: Snapshot) -> views.Alternate:
    """Return a page in a language."""
    config = snapshot.config
    return views.Alternate(lang=language, href=urls.href(address, config), url=urls.absolute(address, config), title="")


def _is_settled(listing: Listing, snapshot: Snapshot) -> bool:
    return listing.kind == "kind" or listing in declared(snapshot.config)
