"""The home page: the lead story, the latest releases, clarifications, announcements, and links to lists and archive."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from press import urls, views
from press.config import Config
from press.model import ALL, Card, Invalidation, Listing, ListingKind, ReleaseKind, State
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views import builders, json_ld, terms
from press.views.context import Snapshot

TEMPLATES = ("home.html",)
_HOME = ""
_LATEST = 12
_PER_SECTION = 4
"""Clarifications, and announcements, on the home page."""
_CANDIDATES = 12
"""How many of the newest of a kind are read to find current ones for its section."""
_NEWEST = 40
"""How many of the newest releases are read to find those that have not expired."""
_LEAD_KINDS = frozenset({ReleaseKind.RELEASE, ReleaseKind.NEWS, ReleaseKind.CLARIFICATION, ReleaseKind.PHOTO})
_page = msgspec.json.Decoder(views.Home)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The home page is always there."""
    return (_HOME,)


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The home page, which may show any release."""
    if not card.is_page:
        yield _HOME


def owns(path: str, config: Config) -> bool:
    """The home page."""
    return path == urls.file_of(_HOME)


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """The home page."""
    latest = [card for card in snapshot.catalogue.newest(ALL, _NEWEST) if card.state is not State.EXPIRED]
    lead = next((card for card in latest if _may_lead(card)), None)
    config = snapshot.config
    yield (
        urls.file_of(_HOME),
        views.Home(
            head=builders.head(config.title, _HOME, snapshot, json_ld=json_ld.of_portal(snapshot)),
            lead=builders.teaser(lead, snapshot) if lead else None,
            latest=tuple(builders.teaser(card, snapshot) for card in latest if card is not lead)[:_LATEST],
            clarifications=_section(ReleaseKind.CLARIFICATION, snapshot),
            announcements=_section(ReleaseKind.ANNOUNCEMENT, snapshot),
            groups=terms.groups(snapshot),
        ),
    )


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Render the page."""
    return context.page("home.html", _page.decode(view))


def _may_lead(card: Card) -> bool:
    return card.release.kind in _LEAD_KINDS and card.state in (State.PUBLISHED, State.CORRECTED)


def _section(kind: ReleaseKind, snapshot: Snapshot) -> tuple[views.Teaser, ...]:
    """The newest of a kind that are neither expired nor withdrawn."""
    newest = snapshot.catalogue.newest(Listing(ListingKind.KIND, kind), _CANDIDATES)
    current = [card for card in newest if card.state not in (State.EXPIRED, State.WITHDRAWN)]
    return tuple(builders.teaser(card, snapshot) for card in current[:_PER_SECTION])
