"""Functions that make the shared parts of views from cards: teasers, heads, contacts, claims."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from press import urls, views, web
from press.config import Config
from press.i18n.catalogues import spoken, translator
from press.i18n.formats import LocaleFormat
from press.i18n.mark import N_
from press.i18n.words import marked
from press.memo import get_or_make
from press.model import Card, Claim, Contact, ListingKind, Release, ReleaseKind, State, Verdict
from press.views import alerts
from press.views.context import Snapshot
from press.views.pictures import lead_picture
from press.views.terms import term, vocabulary


def teaser(card: Card, snapshot: Snapshot) -> views.Teaser:
    """Return a release as lists show it."""
    return get_or_make(snapshot.teasers, card.release.source, lambda: _teaser(card, snapshot))


def teaser_of(source: str, snapshot: Snapshot) -> views.Teaser:
    """Return the release of a source file as lists show it; the source must have a card."""
    return get_or_make(snapshot.teasers, source, lambda: _teaser_of(source, snapshot))


def _teaser_of(source: str, snapshot: Snapshot) -> views.Teaser:
    card = snapshot.catalogue.card(source)
    if card is None:
        raise KeyError(source)
    return _teaser(card, snapshot)


def _teaser(card: Card, snapshot: Snapshot) -> views.Teaser:
    release, config = card.release, snapshot.config
    topic = term(ListingKind.TOPIC, release.topics[0], snapshot) if release.topics else None
    claim = shown_claim(card)
    alert = alerts.label(card, snapshot.catalogue)
    is_replaced = alert is not None and alert.replaced
    has_deadline = card.state not in (State.EXPIRED, State.WITHDRAWN) and not is_replaced
    return views.Teaser(
        href=urls.href(card.address, config),
        title=release.title,
        summary=description(card, config),
        kind=release.kind,
        state=card.state,
        date=release.date.isoformat(),
        lang=foreign(release.lang, config),
        office=_sender(release, snapshot),
        topic=views.Link(href=topic.href, label=topic.label) if topic else None,
        picture=lead_picture(card, config),
        verdict=claim.verdict if claim else "",
        claim=claim.text if claim else "",
        host=urlsplit(release.original).hostname or "" if release.kind is ReleaseKind.LINK else "",
        expires=release.expires.isoformat() if has_deadline and release.expires else "",
        valid_until=valid_until(release) if has_deadline else "",
        **_occasion(card),
        alert=alert,
    )


def _occasion(card: Card) -> dict[str, str]:
    """Return when an event begins, and whether it takes place, by the fields of the view."""
    event = card.event
    if event is None:
        return {}
    starts = event.starts.date() if event.all_day else event.starts
    return {"starts": starts.isoformat(), "status": event.status}


def _sender(release: Release, snapshot: Snapshot) -> str:
    """Return the name of the leading office of a release, or of the other portal that published it; empty: none."""
    if member := snapshot.config.network.get(release.origin):
        return member.title
    return term(ListingKind.OFFICE, release.offices[0], snapshot).label if release.offices else ""


def language(card: Card, config: Config) -> str:
    """Return the language of the words that accompany a release where it is shown alone: its own, if we have it."""
    return spoken(card.release.lang or config.portal.language, config.portal.language)


def foreign(lang: str, config: Config) -> str:
    """Return the language of a release if it is not that of the page: as its file names it; empty: it is the page's."""
    own = lang or config.portal.language
    return lang if not config.folder else "" if config.edition(own) is config else own


def listed_headline(card: Card, config: Config) -> str:
    """Return the headline as it is where its state stands beside it, which does not say what becomes of an event."""
    return headline(card, config) if card.mark != card.state else alerts.titled(card.release, language(card, config))


def short_headline(card: Card, config: Config) -> str:
    """Return the short headline, marked in the same way; empty if there is none."""
    code, short_title = language(card, config), card.release.short_title
    return marked(alerts.titled(card.release, code, short_title), card.mark, code) if short_title else ""


def headline(card: Card, config: Config) -> str:
    """Return the headline as it is outside the portal and in links: marked if it is withdrawn, expired or a draft."""
    code = language(card, config)
    return marked(alerts.titled(card.release, code), card.mark, code)


def description(card: Card, config: Config) -> str:
    """Return what a release says in a few sentences; of a withdrawn one, that it is withdrawn, and why."""
    withdrawn = card.release.withdrawn
    if not card.is_withdrawn or not withdrawn:
        return card.lead
    code = language(card, config)
    date = LocaleFormat(code).date(withdrawn.date.isoformat(), "plain")
    return f"{translator(code)(WITHDRAWN_ON).format(date=date)} {withdrawn.reason}"


WITHDRAWN_ON = N_("Withdrawn, {date}.")
"""Message id: the beginning of the notice of a withdrawal."""


def valid_until(release: Release) -> str:
    """Return until when a release is current: a time or, if it expires at midnight, the day before; empty: no end."""
    expires = release.expires
    if expires is None:
        return ""
    is_midnight = not (expires.hour or expires.minute or expires.second)
    return (expires - timedelta(days=1)).date().isoformat() if is_midnight else expires.isoformat()


def shown_claim(card: Card) -> Claim | None:
    """Return the claim that lists show with its stamp; none if the clarification was withdrawn: its finding too."""
    return None if card.is_withdrawn else card.release.claim


def head(title: str, address: str, snapshot: Snapshot, **more: object) -> views.Head:
    """Return the ``<head>`` of a page; `more` are other fields of `views.Head`."""
    config = snapshot.config
    fields: dict[str, object] = {
        "title": title,
        "description": config.description,
        "canonical": urls.absolute(address, config),
        "lang": config.language,
        "edition": config.language if config.folder else "",
        "kind": "website",
        "noindex": snapshot.site.preview,
        "image": snapshot.site.card,
    }
    return views.Head(**{**fields, **more})  # type: ignore[arg-type]


def contact(card: Card, config: Config) -> Contact | None:
    """Return the press contact of a release: its own, else that of its first office that has one."""
    if own := card.release.contact:
        declared = (id for id, contact in config.portal.contacts.items() if contact == own)
        return next((config.contacts[id] for id in declared), own)
    offices = vocabulary(ListingKind.OFFICE, config)
    named = (offices[office].contact for office in card.release.offices if office in offices)
    return next((config.contacts[name] for name in named if name), None)


def claim(card: Card) -> views.Claim | None:
    """Return the claim that a clarification answers; its evidence is a link if it has a safe URL."""
    answered = card.release.claim
    if not answered:
        return None
    return views.Claim(
        text=answered.text,
        verdict=answered.verdict,
        where=answered.where,
        first_seen=answered.first_seen.isoformat() if answered.first_seen else "",
        due=answered.due.isoformat() if answered.due and answered.verdict is Verdict.CHECKING else "",
        evidence=tuple(
            views.Evidence(href=web.link_of(one.url), label=one.title or one.url) for one in answered.evidence
        ),
        fact=answered.fact,
    )
