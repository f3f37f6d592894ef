"""The home page, planned so that no release is in two of its parts: what readers should know now, the lead, two
second stories, the latest releases, the next events, clarifications, announcements and corrections.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from press import urls, views
from press.config import Config
from press.model import ALL, CHANGES, OWN, Card, Invalidation, Listing, ListingKind, ReleaseKind, State
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store import card_keys
from press.store.catalogue import Catalogue
from press.views import builders, editions, events, json_ld, terms
from press.views.context import Snapshot
from press.views.pinned import pinned, warnings

TEMPLATES = ("home.html",)
_HOME = ""
_NEEDED, _SECONDS, _LATEST, _PER_SECTION, _EVENTS, _OTHERS = 4, 2, 6, 3, 4, 5
"""The largest number of releases in the parts of the page."""
_CANDIDATES = 24
"""How many of the newest of a kind, or of the last changes, are read to find those for a section."""
_NEWEST = 48
"""How many of the newest releases are read to find those that are current and in no other part."""
_LEAD_KINDS = frozenset({ReleaseKind.RELEASE, ReleaseKind.NEWS, ReleaseKind.CLARIFICATION, ReleaseKind.PHOTO})
_page = msgspec.json.Decoder(views.Home)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The home page is always there, in each edition."""
    return (_HOME, *snapshot.config.editions)


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The home page of each edition, which may show any release: those that are not translated too."""
    if not card.is_page:
        yield from (_HOME, *config.editions)


def owns(path: str, config: Config) -> bool:
    """The home page of each edition."""
    return path in {urls.file_of(one.folder) for one in (config, *config.other_editions.values())}


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """The home page of the portal, or of an edition."""
    portal, snapshot = snapshot, editions.in_language(invalidation.id, snapshot)
    in_bar, others = pinned(snapshot)
    plan = _Plan(in_bar)
    newest = _current(snapshot.catalogue.newest(ALL, _NEWEST), snapshot.now)
    leading = list(filter(_may_lead, _current(snapshot.catalogue.newest(OWN, _NEWEST), snapshot.now)))
    announcements = _current(_newest(ReleaseKind.ANNOUNCEMENT, snapshot), snapshot.now)
    needed = plan.take([*others, *_by_deadline(announcements)], _NEEDED)
    lead, seconds = plan.take(leading, 1), plan.take(leading, _SECONDS)
    checked = _current(_newest(ReleaseKind.CLARIFICATION, snapshot), snapshot.now)
    clarifications = plan.take(checked, _PER_SECTION)
    notices = plan.take(announcements, _PER_SECTION)
    agenda = plan.take(editions.versions(events.coming(_EVENTS, snapshot), snapshot), _EVENTS)
    latest = plan.take(newest, _LATEST)
    changes = plan.take(snapshot.catalogue.newest(CHANGES, _CANDIDATES), _PER_SECTION)
    yield (
        urls.file_of(snapshot.config.folder),
        views.Home(
            head=_head(snapshot),
            needed=_teasers(needed, snapshot),
            lead=next(iter(_teasers(lead, snapshot)), None),
            seconds=_teasers(seconds, snapshot),
            latest=_teasers(latest, snapshot),
            clarifications=_teasers(clarifications, snapshot),
            announcements=_teasers(notices, snapshot),
            events=events.entries(agenda, snapshot),
            event_list=_list_of(ReleaseKind.EVENT, snapshot),
            changes=tuple(_change(card, snapshot) for card in changes),
            clarification_list=_list_of(ReleaseKind.CLARIFICATION, snapshot),
            announcement_list=_list_of(ReleaseKind.ANNOUNCEMENT, snapshot),
            groups=terms.groups(snapshot),
            others=_teasers(_not_translated(portal, snapshot), snapshot),
        ),
    )


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Render the page."""
    page = _page.decode(view)
    return context.edition(page.head.edition).page("home.html", page)


def _not_translated(portal: Snapshot, snapshot: Snapshot) -> list[Card]:
    """The newest releases of the portal that an edition does not have."""
    newest = portal.catalogue.newest(ALL, _CANDIDATES) if snapshot.config.folder else []
    return [card for card in _current(newest, portal.now) if not editions.version(card, snapshot)][:_OTHERS]


class _Plan:
    """Which releases are on the page already."""

    def __init__(self, shown: Iterable[Card]) -> None:
        self._shown = {card.release.source for card in shown}

    def take(self, cards: Iterable[Card], limit: int) -> list[Card]:
        """Take the first cards that are not on the page yet."""
        new = {card.release.source: card for card in cards if card.release.source not in self._shown}
        taken = list(new.values())[:limit]
        self._shown.update(card.release.source for card in taken)
        return taken


def _may_lead(card: Card) -> bool:
    return card.release.kind in _LEAD_KINDS and card.state in (State.PUBLISHED, State.CORRECTED)


def _current(cards: Iterable[Card], now: datetime) -> list[Card]:
    """Leave out what is expired or withdrawn, and events that are over."""
    valid = (card for card in cards if card.state not in (State.EXPIRED, State.WITHDRAWN))
    return [card for card in valid if not card.event or card.event.over > now]


def _newest(kind: ReleaseKind, snapshot: Snapshot) -> list[Card]:
    return snapshot.catalogue.newest(Listing(ListingKind.KIND, kind), _CANDIDATES)


def _by_deadline(cards: Iterable[Card]) -> Iterator[Card]:
    """Yield the cards that have a deadline, the nearest first."""
    dated = [(card.release.expires, card.release.source, card) for card in cards if card.release.expires]
    yield from (card for *_, card in sorted(dated, key=lambda one: one[:2]))


def _teasers(cards: Iterable[Card], snapshot: Snapshot) -> tuple[views.Teaser, ...]:
    return tuple(builders.teaser(card, snapshot) for card in cards)


def _list_of(kind: ReleaseKind, snapshot: Snapshot) -> str:
    config = snapshot.config
    return urls.href(urls.listing_address(Listing(ListingKind.KIND, kind), config), config)


def _head(snapshot: Snapshot) -> views.Head:
    config = snapshot.config
    return builders.head(
        config.title,
        config.folder,
        snapshot,
        json_ld=json_ld.of_portal(snapshot),
        warnings=warnings(snapshot),
        alternates=editions.of_list(ALL, snapshot),
    )


def _change(card: Card, snapshot: Snapshot) -> views.HomeChange:
    """The last correction of a release, or its withdrawal."""
    withdrawn = card.release.withdrawn if card.is_withdrawn else None
    last = withdrawn.date if withdrawn else max(card_keys.corrections(card))
    corrections = [one for one in card.release.corrections if one.date == last]
    note = withdrawn.reason if withdrawn else corrections[-1].note
    return views.HomeChange(teaser=builders.teaser(card, snapshot), date=last.isoformat(), note=note)
