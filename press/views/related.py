"""The older releases that the page of a release names: the one before it, and those with the same subject.

Of these, only a few next older releases of each listing are candidates, and only what the two releases share counts,
never how many releases a listing has: so a new release changes no page of an older one, and an edit only the pages of
a few newer ones.
"""

from __future__ import annotations

from collections.abc import Iterable

from press import views
from press.model import ALL, Card, Listing, ListingKind
from press.store.catalogue import Catalogue
from press.views import builders
from press.views.context import Snapshot

_SHOWN = 3
"""How many older releases a page names."""
_CANDIDATES = 5
"""How many of the next older releases of each listing may be named."""
_WEIGHTS = {ListingKind.TAG: 4, ListingKind.REGION: 3, ListingKind.TOPIC: 1}
"""How much it counts that two releases are in the same listing. Topics are broad: a portal has a dozen."""
_FEW_REGIONS = 2
"""A release with more regions is about the whole province: they say nothing of its subject."""
_SAME_KIND = 2
"""How much it counts that two releases with a common subject are of the same kind."""


def related(card: Card, snapshot: Snapshot) -> tuple[views.Teaser, ...]:
    """Return the older releases that have most in common with a release; the newer of equal ones first."""
    kind = Listing(ListingKind.KIND, card.release.kind)
    scores: dict[tuple[int, str], int] = {}
    for listing in _subjects(card, snapshot):
        for instant, source, has_kind in snapshot.catalogue.older_sources(card, listing, kind, _CANDIDATES):
            before = scores.get((instant, source), has_kind * _SAME_KIND)
            scores[instant, source] = before + _WEIGHTS[listing.kind]
    best = sorted(((score, found) for found, score in scores.items()), reverse=True)[:_SHOWN]
    return tuple(builders.teaser_of(source, snapshot) for _, (_, source) in best)


def before(card: Card, snapshot: Snapshot) -> views.Teaser | None:
    """Return the release before a release, of any subject; None for the first one, and for what is in no list."""
    is_listed = ALL in _listings(card, snapshot)
    found = snapshot.catalogue.older_sources(card, ALL, ALL, 1) if is_listed else []
    return next((builders.teaser_of(source, snapshot) for _, source, _ in found), None)


def newer_addresses(card: Card, catalogue: Catalogue) -> Iterable[str]:
    """Yield the addresses of the newer releases that a release is the one before, or a candidate, of."""
    for listing in (*card.listings, *card.edition):
        if listing.kind is ListingKind.ALL:
            yield from catalogue.newer_addresses(card, listing)
        if listing.kind in _WEIGHTS:
            yield from catalogue.newer_addresses(card, listing, _CANDIDATES)


def _listings(card: Card, snapshot: Snapshot) -> list[Listing]:
    """Return the listings of a release in the portal, or in the edition in which it is shown."""
    own = card.edition if snapshot.config.folder else card.listings
    return [Listing(one.kind, one.term) for one in own]


def _subjects(card: Card, snapshot: Snapshot) -> list[Listing]:
    """Return the listings of a release that say what it is about."""
    is_wide = len(card.release.regions) > _FEW_REGIONS
    found = (one for one in _listings(card, snapshot) if one.kind in _WEIGHTS)
    return [one for one in found if not (is_wide and one.kind is ListingKind.REGION)]
