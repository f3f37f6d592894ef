"""The page of a release, of every kind and in every state."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec

from press import qr_codes, slugs, urls, views
from press.config import Config
from press.i18n.formats import joined
from press.model import Card, Invalidation, Listing, ListingKind, Release
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store import card_keys
from press.store.catalogue import Catalogue
from press.views import (
    alerts,
    builders,
    editions,
    events,
    json_ld,
    links,
    pictures,
    press_kit,
    recordings,
    related,
    terms,
)
from press.views.check.links import check_line
from press.views.context import Snapshot, feed_links
from press.views.sealed import seal_state
from press.views.share import share_image, share_text, told_text

TEMPLATES = ("release.html", "players.html", "alert.html")
_AS_WRITTEN = ("place", "lang", "code", "original")
_PEOPLE = ("author", "photographer", "editor", "approved_by")
_WORDS_A_MINUTE = 200
_page = msgspec.json.Decoder(views.Release)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """No ids: each page belongs to a release."""
    return ()


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The page of the release, and the newer pages that may name it: the next one, and the next few on its subjects.

    And the page of its result, if it is an event.
    """
    if card.is_page:
        return
    if card.has_page:
        yield card.address
    yield from (one for one in related.newer_addresses(card, catalogue) if not urls.is_elsewhere(one))
    result = catalogue.by_id(card.event.result) if card.event and card.event.result else None
    if result:
        yield result.address


def owns(path: str, config: Config) -> bool:
    """No path: each release takes its own."""
    return False


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """The page at one address."""
    card = snapshot.catalogue.page_at(invalidation.id)
    yield urls.file_of(invalidation.id), _view(card, snapshot) if card else None


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Render the page."""
    page = _page.decode(view)
    context = context.edition(page.head.edition)
    body = context.body_of_page(bodies.get(page.body), page.refs, page.pictures_in_body, page.recordings_in_body)
    qr = qr_codes.svg(_printed_address(page)) if page.printed_code else ""
    return context.page("release.html", page, body=body.html, players=body, qr=qr)


def _printed_address(page: views.Release) -> str:
    """Return where the printed code leads: to the check of a sealed release, which leads on to its page."""
    return page.seal.check_url if page.seal and page.seal.number else page.head.canonical


def _view(card: Card, portal: Snapshot) -> views.Release:
    """The page, in the words of the edition in its language; what is sealed does not depend on editions."""
    snapshot = editions.of_card(card, portal)
    release, config = card.release, snapshot.config
    picture = pictures.lead_picture(card, config)
    return views.Release(
        head=_head(card, picture, snapshot),
        title=release.title,
        summary=release.summary,
        kind=release.kind,
        state=card.state,
        **_dates(release),
        kind_list=_kind_list(card, config),
        offices=_terms(ListingKind.OFFICE, release.offices, snapshot),
        topics=_terms(ListingKind.TOPIC, release.topics, snapshot),
        regions=_terms(ListingKind.REGION, release.regions, snapshot),
        tags=_terms(ListingKind.TAG, release.tags, snapshot),
        picture=picture,
        pictures=pictures.gallery(card, config),
        attachments=recordings.attachments(card, config),
        press_kit=press_kit.press_kit(card, config),
        contact=builders.contact(card, config),
        corrections=_corrections(card),
        withdrawn=links.withdrawal(card, snapshot),
        **_of_kind(card, snapshot),
        points=release.points,
        **_signoff(release, config.language),
        original_host=urlsplit(release.original).hostname or "",
        translations=links.alternates(card, snapshot),
        share=share_links(card, config),
        **_sharing(card, config),
        printed_code=config.theme.qr_codes,
        older=related.before(card, snapshot),
        related=related.related(card, snapshot),
        body=card.body,
        refs=links.targets(card, snapshot),
        pictures_in_body=pictures.pictures_in_body(card, config),
        recordings_in_body=recordings.in_body(card, config),
        seal=seal_state(card, portal),
        minutes=max(1, round(card.words / _WORDS_A_MINUTE)),
    )


def _of_kind(card: Card, snapshot: Snapshot) -> dict[str, Any]:
    """What only clarifications, events and alerts have."""
    return {
        "claim": builders.claim(card),
        "event": events.of_card(card, snapshot),
        "result_of": events.with_result(card, snapshot),
        "alert": alerts.alert(card, snapshot),
    }


def _signoff(release: Release, language: str) -> dict[str, Any]:
    """Who made a release, its class as public information, and what is shown as written, by the fields of the view."""
    people = {name: joined(getattr(release, name), language) for name in _PEOPLE}
    category = release.disclosure.category if release.disclosure else ""
    return {**people, **{name: getattr(release, name) for name in _AS_WRITTEN}, "disclosure": category}


def _dates(release: Release) -> dict[str, Any]:
    """The dates of a release, by the fields of the view."""
    return {
        "date": release.date.isoformat(),
        "updated": release.updated.isoformat() if release.updated else "",
        "expires": release.expires.isoformat() if release.expires else "",
        "valid_until": builders.valid_until(release),
    }


def _head(card: Card, picture: views.Picture | None, snapshot: Snapshot) -> views.Head:
    release, config = card.release, snapshot.config
    image, changed = share_image(card, config), card_keys.changed(card)
    photo = None if card.is_withdrawn else picture
    return builders.head(
        builders.headline(card, config),
        card.address,
        snapshot,
        description=builders.description(card, config),
        canonical=release.original if card.is_copy else urls.absolute(card.address, config),
        lang=release.lang or config.portal.language,
        kind="article",
        feeds=tuple(_feeds(card, snapshot)),
        alternates=() if card.is_withdrawn else links.all_versions(card, snapshot),
        noindex=snapshot.site.preview or card.is_withdrawn,
        published=release.date.isoformat(),
        updated=changed.isoformat() if changed else "",
        short_title=builders.short_headline(card, config),
        image=image,
        json_ld=json_ld.of_release(card, snapshot, photo, image),
        crumbs=(_kind_list(card, config),),
    )


def _kind_list(card: Card, config: Config) -> views.Link:
    kind = card.release.kind
    address = urls.listing_address(Listing(ListingKind.KIND, kind), config)
    return views.Link(href=urls.href(address, config), label=kind)


def _feeds(card: Card, snapshot: Snapshot) -> Iterable[views.FeedLink]:
    """The primary feed of each topic and office of the release."""
    for kind, names in ((ListingKind.TOPIC, card.release.topics), (ListingKind.OFFICE, card.release.offices)):
        for typed in names:
            name = terms.term(kind, typed, snapshot).name
            yield feed_links(Listing(kind, slugs.term_id(kind, typed)), name, snapshot.config)[0]


def _terms(kind: ListingKind, typed: Iterable[str], snapshot: Snapshot) -> tuple[views.Term, ...]:
    return tuple(terms.term(kind, name, snapshot) for name in typed)


def _corrections(card: Card) -> tuple[views.Correction, ...]:
    ordered = sorted(card.release.corrections, key=lambda correction: correction.date, reverse=True)
    return tuple(
        views.Correction(date=one.date.isoformat(), note=one.note, was=one.was, now=one.now) for one in ordered
    )


def _sharing(card: Card, config: Config) -> dict[str, Any]:
    """What a reader sends, and the links to the share pack and the feed of changes, by the fields of the view."""
    pack, feed = urls.share_pack_address(card.address, config), urls.change_feed(card.address, config)
    return {
        "share_text": share_text(card, config),
        "share_pack": urls.href(pack, config) if config.sharing.pack else "",
        "change_feed": urls.href(feed, config) if card_keys.has_change_feed(card) else "",
    }


def share_links(card: Card, config: Config) -> tuple[views.Share, ...]:
    """Plain links, without the scripts of the services: so no service learns who reads what."""
    url = quote(urls.absolute(card.address, config), safe="")
    title, told = quote(share_text(card, config), safe=""), quote(told_text(card, config), safe="")
    line = check_line(card, config)
    check = quote(f"\n\n{line}" if line else "", safe="")
    addresses = {
        "whatsapp": f"https://wa.me/?text={told}%0A%0A{url}{check}",
        "telegram": f"https://t.me/share/url?url={url}&text={title}{check}",
        "x": f"https://x.com/intent/post?url={url}&text={title}",
        "facebook": f"https://www.facebook.com/sharer/sharer.php?u={url}",
        "mail": f"mailto:?subject={title}&body={url}{check}",
    }
    return tuple(views.Share(service=service, href=href) for service, href in addresses.items())
