"""Functions that make the shared parts of views from cards: teasers, heads, contacts, claims."""

from __future__ import annotations

from urllib.parse import urlsplit

from press import urls, views, web
from press.config import Config
from press.memo import get_or_make
from press.model import Card, Contact, ListingKind, ReleaseKind
from press.views.context import Snapshot
from press.views.pictures import lead_picture
from press.views.terms import term, vocabulary


def teaser(card: Card, snapshot: Snapshot) -> views.Teaser:
    """Return a release as lists show it."""
    return get_or_make(snapshot.teasers, card.release.source, lambda: _teaser(card, snapshot))


def _teaser(card: Card, snapshot: Snapshot) -> views.Teaser:
    release, config = card.release, snapshot.config
    office = term(ListingKind.OFFICE, release.offices[0], snapshot) if release.offices else None
    topic = term(ListingKind.TOPIC, release.topics[0], snapshot) if release.topics else None
    claim = release.claim
    return views.Teaser(
        href=urls.href(card.address, config),
        title=release.title,
        summary=card.lead,
        kind=release.kind,
        state=card.state,
        date=release.date.isoformat(),
        lang=release.lang,
        office=office.label if office else "",
        topic=views.Link(href=topic.href, label=topic.label) if topic else None,
        picture=lead_picture(card, config),
        verdict=claim.verdict if claim else "",
        claim=claim.text if claim else "",
        host=urlsplit(release.original).hostname or "" if release.kind is ReleaseKind.LINK else "",
    )


def head(title: str, address: str, snapshot: Snapshot, **more: object) -> views.Head:
    """Return the ``<head>`` of a page; `more` are other fields of `views.Head`."""
    config = snapshot.config
    fields: dict[str, object] = {
        "title": title,
        "description": config.description,
        "canonical": urls.absolute(address, config),
        "lang": config.language,
        "kind": "website",
        "noindex": snapshot.site.preview,
    }
    return views.Head(**{**fields, **more})  # type: ignore[arg-type]


def contact(card: Card, config: Config) -> Contact | None:
    """Return the press contact of a release: its own, else that of its first office that has one."""
    if card.release.contact:
        return card.release.contact
    offices = vocabulary(ListingKind.OFFICE, config)
    named = (offices[office].contact for office in card.release.offices if office in offices)
    return next((config.contacts[name] for name in named if name), None)


def claim(card: Card) -> views.Claim | None:
    """Return the claim that a clarification answers; its evidence is a link if it is a safe URL."""
    answered = card.release.claim
    if not answered:
        return None
    return views.Claim(
        text=answered.text,
        verdict=answered.verdict,
        where=answered.where,
        first_seen=answered.first_seen.isoformat() if answered.first_seen else "",
        evidence=tuple(views.Evidence(href=web.link_of(text), label=text) for text in answered.evidence),
    )
