"""The home page: the lead story, the latest, clarifications and announcements, and the ways into the archive."""

from __future__ import annotations

from collections.abc import Iterable

from press import urls, views
from press.model import Card, Kind, State, Touch
from press.rendering.context import Bodies, Workshop, decode
from press.views import builders, json_ld
from press.views.context import Edition

TEMPLATES = ("home.html",)
_LATEST = 12
_ASIDE = 4
_LOOKED_AT = 12
"""How many of a kind to look at for those that still hold."""
_LEADS = frozenset({Kind.RELEASE, Kind.NEWS, Kind.CLARIFICATION, Kind.PHOTO})


def fixed(edition: Edition) -> Iterable[str]:
    """The home page is always there."""
    return ("",)


def touched(card: Card, edition: Edition) -> Iterable[str]:
    """Every release may stand on the home page."""
    if card.release.kind is not Kind.PAGE:
        yield ""


def describe(touch: Touch, edition: Edition) -> Iterable[tuple[str, views.View | None]]:
    """The home page."""
    latest = edition.catalogue.newest("all", _LATEST + 1)
    lead = next((card for card in latest if _may_lead(card)), None)
    config = edition.config
    yield (
        urls.file_of(""),
        views.Home(
            head=builders.head(config.title, "", edition, json_ld=json_ld.of_portal(edition)),
            lead=builders.teaser(lead, edition) if lead else None,
            latest=tuple(builders.teaser(card, edition) for card in latest if card is not lead)[:_LATEST],
            clarifications=_aside(Kind.CLARIFICATION, edition),
            announcements=_aside(Kind.ANNOUNCEMENT, edition),
            groups=builders.groups(edition),
        ),
    )


def render(view: bytes, bodies: Bodies, workshop: Workshop) -> bytes:
    """Draw the page."""
    return workshop.page("home.html", decode(view))


def _may_lead(card: Card) -> bool:
    return card.release.kind in _LEADS and card.state in (State.PUBLISHED, State.CORRECTED)


def _aside(kind: Kind, edition: Edition) -> tuple[views.Teaser, ...]:
    newest = edition.catalogue.newest(f"kind:{kind}", _LOOKED_AT)
    current = [card for card in newest if card.state not in (State.EXPIRED, State.WITHDRAWN)]
    return tuple(builders.teaser(card, edition) for card in current[:_ASIDE])
