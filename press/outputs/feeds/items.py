"""The items of feeds: what a feed contains of a release, and of a correction or withdrawal.

An item is the same in every feed and every format; all its URLs are absolute. It is a view of its own, so that it is
rendered once and used in all feeds that contain it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from press import slugs, urls, views, web
from press.config import Config
from press.media import renditions
from press.memo import get_or_make
from press.model import Card, Correction, Image, ListingKind, Release, State, Withdrawal
from press.outputs.feeds.item import Category, Enclosure, Item, Notice, Occasion, Origin, Person, Photo, plain_line
from press.store import card_keys
from press.views import alerts, builders, editions, events, links, pictures, recordings, terms
from press.views.check.links import check_link
from press.views.context import Snapshot
from press.views.sealed import PROOF_ENDING, TEXT, is_proven

_encode = msgspec.json.Encoder(order="deterministic").encode
_MIME = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp"}


def release_item_json(card: Card, snapshot: Snapshot) -> bytes:
    """The item of a release, as JSON; it is made once for all feeds of a snapshot."""
    snapshot = editions.of_card(card, snapshot)
    return get_or_make(snapshot.encoded, ("item", card.release.source), lambda: _encode(_release_item(card, snapshot)))


def change_item_json(card: Card, number: int, snapshot: Snapshot) -> bytes:
    """The item of one change of a release, as JSON; `number` is an index of `changes_of`."""
    return _encode(_change_item(card, number, editions.of_card(card, snapshot)))


def event_item_json(card: Card, event: str, snapshot: Snapshot) -> bytes:
    """The item that says that a release was ``updated`` or is ``expired``, as JSON; its date must be known."""
    release, config = card.release, snapshot.config
    date = (release.expires if event == State.EXPIRED else release.updated) or release.date
    notices = tuple(_notices(card, snapshot))[: card.is_withdrawn]
    if event != State.EXPIRED:
        notices += (Notice(state=event, date=date.isoformat(), note="" if card.is_withdrawn else card.lead),)
    return _encode(
        Item(
            id=f"{_identity(release, config)}#{event}-{date.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            url=urls.absolute(card.address, config),
            title=alerts.titled(release, release.lang or config.portal.language),
            lang=release.lang or config.portal.language,
            words=_words(card, config),
            published=date.isoformat(),
            state=notices[0].state if notices else event,
            valid_until=builders.valid_until(release) if event == State.EXPIRED else "",
            change=True,
            lead=builders.description(card, config),
            authors=tuple(_authors(card, snapshot)),
            notices=notices,
        )
    )


def changes_of(card: Card) -> list[datetime]:
    """When a release was corrected or withdrawn, in the order of its file, the withdrawal last."""
    dates = [correction.date for correction in card.release.corrections]
    withdrawn = _withdrawal(card)
    return [*dates, withdrawn.date] if withdrawn else dates


def body_digests(card: Card) -> tuple[str, ...]:
    """Digests of the bodies that the item of a release names."""
    return (card.body,) if card.body else ()


def _release_item(card: Card, snapshot: Snapshot) -> Item:
    release, config = card.release, snapshot.config
    updated = card_keys.changed(card)
    photos = (_photo(card, image, config) for image in release.images)
    return Item(
        id=_identity(release, config),
        url=urls.absolute(card.address, config),
        title=alerts.titled(release, release.lang or config.portal.language),
        lang=release.lang or config.portal.language,
        words=_words(card, config),
        published=release.date.isoformat(),
        updated=updated.isoformat() if updated else "",
        state="" if card.state is State.PUBLISHED else card.state,
        mark=card.mark if card.mark != card.state else "",
        expires=release.expires.isoformat() if release.expires else "",
        valid_until=builders.valid_until(release) if card.state is State.EXPIRED else "",
        kind=release.kind,
        authors=tuple(_authors(card, snapshot)),
        categories=tuple(_categories(card, snapshot)),
        notices=tuple(_notices(card, snapshot)),
        lead=card.lead,
        claim=builders.claim(card),
        occasion=_occasion(card),
        points=release.points,
        original=release.original if web.is_foreign(release.original) else "",
        origin=_origin(release, config),
        photo=_photo(card, release.image, config) if release.image else None,
        photos=tuple(photo for photo in photos if photo),
        enclosures=tuple(_enclosures(card, config)),
        cap=urls.absolute(alerts.cap_address(card), config) if card.alert else "",
        **_seal(card, snapshot),
        body=card.body,
        refs=_refs(card, snapshot),
        photos_in_body=_photos_in_body(card, config),
    )


def _seal(card: Card, snapshot: Snapshot) -> dict[str, Any]:
    """The canonical text of a release, its proof and its check, by the fields of the item; nothing if it is not sealed.

    Nothing of it changes while the log grows.
    """
    if not is_proven(card, snapshot):
        return {}
    text = urls.absolute(card.address + TEXT, snapshot.config)
    return {"text": text, "proof": text + PROOF_ENDING, "check": check_link(card, snapshot.config)}


def _occasion(card: Card) -> Occasion | None:
    event = card.event
    if event is None or card.is_withdrawn:
        return None
    starts, ends = events.span(event)
    return Occasion(
        starts="" if event.has_no_time else starts,
        ends=ends,
        place=", ".join(filter(None, (event.place, event.address))),
        online=event.online,
        reason=event.reason,
    )


def _change_item(card: Card, number: int, snapshot: Snapshot) -> Item:
    release, config = card.release, snapshot.config
    dates, corrections = changes_of(card), release.corrections
    # The withdrawal is the last of the changes and the first of the notices.
    notices = tuple(_notices(card, snapshot))[: card.is_withdrawn]
    if number < len(corrections):
        notices += (_correction_notice(corrections[number]),)
    date = dates[number]
    same_date = dates[:number].count(date)
    suffix = f"-{same_date}" if same_date else ""
    return Item(
        id=f"{_identity(release, config)}#{date.astimezone(UTC):%Y%m%dT%H%M%SZ}{suffix}",
        url=urls.absolute(card.address, config),
        title=alerts.titled(release, release.lang or config.portal.language),
        lang=release.lang or config.portal.language,
        words=_words(card, config),
        published=date.isoformat(),
        state=notices[0].state,
        change=True,
        lead=notices[-1].note,
        authors=tuple(_authors(card, snapshot)),
        categories=tuple(_categories(card, snapshot)),
        notices=notices,
    )


def _words(card: Card, config: Config) -> str:
    """The language of the words around an item, where that is not its own."""
    words = builders.language(card, config)
    return "" if words == (card.release.lang or config.portal.language) else words


def _identity(release: Release, config: Config) -> str:
    """Return the identity of a release in feeds. An id that is a web address is one already.

    It was the id in the feeds of another program, whose subscribers must not get the release again. That of a release
    of another portal is the one that it has there.
    """
    return release.id if release.origin or web.is_web_address(release.id) else urls.tag_uri(release.id, config)


def _origin(release: Release, config: Config) -> Origin | None:
    member = config.network.get(release.origin)
    return Origin(name=member.title, page=member.page, feed=member.url) if member else None


def _authors(card: Card, snapshot: Snapshot) -> Iterator[Person]:
    """The offices; the authors if there are none; the publisher if there are no authors either.

    Of a release of another portal, that portal.
    """
    release, config = card.release, snapshot.config
    if origin := _origin(release, config):
        yield Person(name=plain_line(origin.name), url=origin.page)
        return
    for office in release.offices:
        term = terms.term(ListingKind.OFFICE, office, snapshot)
        yield Person(name=plain_line(term.name), url=urls.absolute_link(term.href, config))
    if not release.offices:
        yield from (Person(name=plain_line(name)) for name in release.author or (config.publisher,))


def _categories(card: Card, snapshot: Snapshot) -> Iterator[Category]:
    release, config = card.release, snapshot.config
    named = {
        ListingKind.TOPIC: release.topics, ListingKind.REGION: release.regions, ListingKind.TAG: release.tags,
    }  # fmt: skip
    for kind, typed in named.items():
        for name in typed:
            term = terms.term(kind, name, snapshot)
            yield Category(
                kind=kind,
                term=slugs.term_id(kind, name),
                scheme=urls.absolute_link(term.href, config),
                label=plain_line(term.name),
            )


def _withdrawal(card: Card) -> Withdrawal | None:
    return card.release.withdrawn if card.is_withdrawn else None


def _notices(card: Card, snapshot: Snapshot) -> Iterator[Notice]:
    withdrawn = _withdrawal(card)
    if withdrawn:
        link = links.replacement(card, snapshot)
        yield Notice(
            state="withdrawn",
            date=withdrawn.date.isoformat(),
            note=withdrawn.reason,
            replacement=views.Link(href=urls.absolute_link(link.href, snapshot.config), label=link.label)
            if link
            else None,
        )
    newest = sorted(card.release.corrections, key=lambda correction: correction.date, reverse=True)
    yield from (_correction_notice(correction) for correction in newest)


def _correction_notice(correction: Correction) -> Notice:
    return Notice(
        state="corrected",
        date=correction.date.isoformat(),
        note=correction.note,
        was=correction.was,
        now=correction.now,
    )


def _photo(card: Card, image: Image, config: Config) -> Photo | None:
    picture = pictures.picture(card, image, config)
    return _photo_of(picture, config) if picture else None


def _photo_of(picture: views.Picture, config: Config) -> Photo:
    return Photo(
        url=urls.absolute_link(picture.href, config),
        mime=_mime(picture.href),
        width=picture.width,
        height=picture.height,
        alt=picture.alt,
        caption=picture.caption,
        credit=picture.credit,
    )


def _enclosures(card: Card, config: Config) -> Iterator[Enclosure]:
    """The attachments, and the recordings that only the text plays."""
    titles = {attachment.src: attachment.title for attachment in card.release.attachments}
    attached = {file.path for name in titles if (file := card.files.get(name))}
    names = [ref.target for ref in card.refs if ref.player and recordings.is_recording(card.files.get(ref.target))]
    played = (name for name in dict.fromkeys(names) if card.files[name].path not in attached)
    for written in (*titles, *played):
        if file := card.files.get(written):
            name = renditions.name(file)
            is_encoded_again = bool(renditions.renditions(file))
            yield Enclosure(
                url=urls.absolute(pictures.file_address(card, file, name), config),
                title=plain_line(titles.get(written, "")) or name,
                mime=_mime(name) if is_encoded_again else file.mime,
                size=0 if is_encoded_again else file.size,
                in_text=written not in titles,
            )


def _mime(name: str) -> str:
    return _MIME.get(name.rpartition(".")[2].lower(), "")


def _refs(card: Card, snapshot: Snapshot) -> tuple[str, ...]:
    """The absolute URL for each link of a body, also for a link within the page, since a feed is another document."""
    page, config = urls.absolute(card.address, snapshot.config), snapshot.config
    found = links.targets(card, snapshot)
    return tuple(page + link if link[:1] in ("#", "?", "") else urls.absolute_link(link, config) for link in found)


def _photos_in_body(card: Card, config: Config) -> dict[str, Photo]:
    found = pictures.pictures_in_body(card, config)
    return {number: _photo_of(picture, config) for number, picture in found.items()}
