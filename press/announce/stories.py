"""What announcements need to know of releases, from the catalogue of the last build."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from press import slugs, urls
from press.config import Config
from press.content import lifecycle
from press.model import ALL, CHANGES, Card, ListingKind, State
from press.store.catalogue import Catalogue
from press.views import alerts, builders
from press.views.check.links import check_line
from press.views.share import alert_lines, share_file, share_image, share_text

_CURRENT = frozenset({State.PUBLISHED, State.CORRECTED})
"""The states in which a release may be announced as new."""


class Wanted(msgspec.Struct, frozen=True):
    """Which releases announcements need to know of."""

    since: datetime
    """Those that were published since then,"""
    changed_since: datetime
    """those that were corrected or withdrawn since then"""
    announced: frozenset[str]
    """if they have one of these ids,"""
    ids: frozenset[str]
    """and those with these ids."""


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """A public release."""

    id: str
    date: datetime
    kind: str
    topics: tuple[str, ...]
    """Ids."""
    offices: tuple[str, ...]
    """Ids."""
    tags: tuple[str, ...]
    """As written."""
    language: str
    words: str
    """The language of the words around its text."""
    is_current: bool
    """Whether it may be announced as new: it is neither expired, withdrawn nor replaced, and the desk wants it."""
    is_withdrawn: bool
    address: str
    """The file of its page in the site."""
    url: str
    check: str = ""
    """The line with the link that checks it against the seal; empty: the portal has none."""
    title: str
    """With the stamp of a clarification, or the mark of its state."""
    description: str
    """The standfirst; of a withdrawn release, why it was withdrawn."""
    alert: tuple[str, ...] = ()
    """What people must know of an alert at once; empty for all others."""
    corrections: dict[str, str]
    """The note of each correction by its event, in the order of their dates."""
    image: str
    """Absolute URL of the share card; empty if it has none."""
    card: str
    """The file of the share card in the site; empty if it has none."""


def gather(catalogue: Catalogue, config: Config, now: datetime, wanted: Wanted) -> list[Story]:
    """Return some releases, the oldest first. Only these cards are read, however large the archive is."""
    cards = {card.release.id: card for card in _cards(catalogue, wanted) if card.has_page}
    return sorted(
        (_story(card, catalogue, config, now) for card in cards.values()), key=lambda story: (story.date, story.id)
    )


def _cards(catalogue: Catalogue, wanted: Wanted) -> Iterator[Card]:
    yield from catalogue.since(ALL, int(wanted.since.timestamp()))
    if wanted.announced:
        changed = catalogue.since(CHANGES, int(wanted.changed_since.timestamp()))
        yield from (card for card in changed if card.release.id in wanted.announced)
    named = (catalogue.by_id(id) for id in sorted(wanted.ids))
    yield from (card for card in named if card and card.public and not card.is_page)


def _story(card: Card, catalogue: Catalogue, config: Config, now: datetime) -> Story:
    release, image = card.release, share_image(card, config)
    corrections = sorted(release.corrections, key=lambda each: each.date)
    return Story(
        id=release.id,
        date=release.date,
        kind=release.kind,
        topics=tuple(slugs.term_id(ListingKind.TOPIC, name) for name in release.topics),
        offices=tuple(slugs.term_id(ListingKind.OFFICE, name) for name in release.offices),
        tags=release.tags,
        language=release.lang or config.language,
        words=builders.language(card, config),
        is_current=_is_current(card, catalogue, now),
        is_withdrawn=card.is_withdrawn,
        address=urls.file_of(card.address),
        url=urls.absolute(card.address, config),
        check=check_line(card, config),
        title=" ".join(share_text(card, config).split()),
        description=" ".join(builders.description(card, config).split()),
        alert=tuple(" ".join(line.split()) for line in alert_lines(card, config)),
        corrections={correction_event(one.date): " ".join(one.note.split()) for one in corrections},
        image=image.url if image else "",
        card=share_file(card, config).address if config.theme.share_cards else "",
    )


def _is_current(card: Card, catalogue: Catalogue, now: datetime) -> bool:
    """Tell whether a release may be announced as new; an alert that a later one has replaced may not."""
    is_public = {card.state, lifecycle.state(card.release, now)} <= _CURRENT
    return card.release.announce and is_public and not alerts.successor(card, catalogue)


def correction_event(date: datetime) -> str:
    """Return the event of a correction, which names it in the record."""
    return f"corrected:{date.astimezone(UTC):%Y%m%dT%H%M%SZ}"
