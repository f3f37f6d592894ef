"""The items of feeds: what a feed contains of a release, and of a correction or withdrawal.

An item is the same in every feed and every format; all its URLs are absolute. It is a view of its own, so that it is
rendered once and used in all feeds that contain it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from press import urls, views, web
from press.config import Config
from press.media import renditions
from press.memo import get_or_make
from press.model import Card, Correction, Image, ListingKind, Release, State, Withdrawal
from press.store import card_keys
from press.views import View, builders, links, pictures, recordings, terms
from press.views.context import Snapshot


class Person(View, frozen=True, kw_only=True, omit_defaults=True):
    """An author of an item: an office; where there is none, the author of the release or the publisher."""

    name: str
    url: str = ""
    """Absolute URL of the list of the office."""


class Category(View, frozen=True, kw_only=True):
    """A topic, region or tag."""

    kind: str
    """``topic``, ``region`` or ``tag``."""
    term: str
    """Its id."""
    scheme: str
    """Absolute URL of its list."""
    label: str


class Photo(View, frozen=True, kw_only=True, omit_defaults=True):
    """A photo, in the one rendition that every program can show. Its size in bytes is not known until it is made."""

    url: str
    mime: str
    width: int
    height: int
    alt: str = ""
    caption: str = ""
    credit: str = ""


class Enclosure(View, frozen=True, kw_only=True):
    """An attachment, or a recording that the text plays."""

    url: str
    title: str
    mime: str
    size: int
    """Bytes; 0 for a photo, which is encoded again later: its size is not known yet."""
    in_text: bool = False
    """Whether it is in the text, and among no attachments."""

    @property
    def medium(self) -> str:
        """``video`` or ``audio`` for a recording, else empty (Media RSS)."""
        kind = self.mime.partition("/")[0]
        return kind if kind in ("video", "audio") else ""


class Notice(View, frozen=True, kw_only=True, omit_defaults=True):
    """A correction or withdrawal, which comes first in the text of an item."""

    state: str
    """``corrected`` or ``withdrawn``."""
    date: str
    note: str
    was: str = ""
    now: str = ""
    replacement: views.Link | None = None
    """For a withdrawal: the release that replaces it, by its absolute URL."""


class Origin(View, frozen=True, kw_only=True):
    """The portal of the network that published an item."""

    name: str
    page: str
    """Its home page."""
    feed: str
    """The feed from which the item was taken."""


class Item(View, frozen=True, kw_only=True, omit_defaults=True):
    """An item of a feed."""

    id: str
    """A tag URI; for a change, followed by ``#`` and the date of the change."""
    url: str
    title: str
    lang: str
    published: str
    """ISO 8601 with the zone's offset; never changes."""
    updated: str = ""
    """When it last changed significantly; empty: never."""
    state: str = ""
    """The state of the release, for a change that of the change; empty: published, and nothing else."""
    expires: str = ""
    """ISO 8601: the time from which it is no longer current, whether it is over or not."""
    valid_until: str = ""
    """Until when an expired release was current: a time, or a day without a time."""
    kind: str = ""
    change: bool = False
    """The item is about one correction or withdrawal, not about the whole release."""
    lead: str = ""
    authors: tuple[Person, ...] = ()
    categories: tuple[Category, ...] = ()
    notices: tuple[Notice, ...] = ()
    """A withdrawal first, then corrections, newest first."""
    claim: views.Claim | None = None
    points: tuple[str, ...] = ()
    original: str = ""
    """Absolute URL where another office published it first, or to which an item of kind ``link`` points."""
    origin: Origin | None = None
    """The portal of the network that published it; None: this portal."""
    photo: Photo | None = None
    photos: tuple[Photo, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    body: str = ""
    """Digest of the body; empty: the item has no text of its own."""
    refs: tuple[str, ...] = ()
    """The absolute URL that replaces each ``press:N`` of the body, by N."""
    photos_in_body: dict[str, Photo] = msgspec.field(default_factory=dict)
    """The photo that replaces an image ``press:N`` of the body, by N."""

    @property
    def thumbnail(self) -> Photo | None:
        """The photo that readers show without the text; none if it is withdrawn: on a photo alone, nothing says so."""
        return None if self.state == "withdrawn" else self.photo


_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = msgspec.json.Decoder(Item).decode
_INVALID = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffd-\uffff]")
"""Characters that XML 1.0 forbids, or of which the W3C validator warns."""
_MAYBE_INVALID = re.compile(rb"\\u00|\\[bfr]|\x7f|\xc2[\x80-\x9f]|\xef\xbf[\xbd-\xbf]|\xef\xb7[\x90-\xaf]")
"""Finds the same characters in JSON, and sometimes more."""
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_END_TAG = re.compile(r"</[a-zA-Z]\w*>")
_MIME = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp"}


def release_item_json(card: Card, snapshot: Snapshot) -> bytes:
    """The item of a release, as JSON; it is made once for all feeds of a snapshot."""
    return get_or_make(snapshot.encoded, ("item", card.release.source), lambda: _encode(_release_item(card, snapshot)))


def change_item_json(card: Card, number: int, snapshot: Snapshot) -> bytes:
    """The item of one change of a release, as JSON; `number` is an index of `changes_of`."""
    return _encode(_change_item(card, number, snapshot))


def changes_of(card: Card) -> list[datetime]:
    """When a release was corrected or withdrawn, in the order of its file, the withdrawal last."""
    dates = [correction.date for correction in card.release.corrections]
    withdrawn = _withdrawal(card)
    return [*dates, withdrawn.date] if withdrawn else dates


def decode_item(item: bytes) -> Item:
    """Decode an item from its JSON, without the characters that a feed may not contain."""
    if _MAYBE_INVALID.search(item):
        return msgspec.convert(_xml_safe_values(msgspec.json.decode(item)), Item)
    return _decode(item)


def xml_safe(text: str) -> str:
    """Remove control characters and others that a feed may not contain."""
    return _INVALID.sub("", text)


def plain_line(text: str) -> str:
    """Put a plain text on one line.

    If it contains HTML end tags, tags are removed, since many feed readers would interpret them.
    """
    return " ".join((_TAG.sub("", text) if _END_TAG.search(text) else text).split())


def body_digests(card: Card) -> tuple[str, ...]:
    """Digests of the bodies that the item of a release names."""
    return (card.body,) if card.body else ()


def _xml_safe_values(value: Any) -> Any:
    match value:
        case str():
            return xml_safe(value)
        case list():
            return [_xml_safe_values(one) for one in value]
        case dict():
            return {key: _xml_safe_values(one) for key, one in value.items()}
        case _:
            return value


def _release_item(card: Card, snapshot: Snapshot) -> Item:
    release, config = card.release, snapshot.config
    updated = card_keys.changed(card)
    photos = (_photo(card, image, config) for image in release.images)
    return Item(
        id=_identity(release, config),
        url=urls.absolute(card.address, config),
        title=release.title,
        lang=release.lang or config.language,
        published=release.date.isoformat(),
        updated=updated.isoformat() if updated else "",
        state="" if card.state is State.PUBLISHED else card.state,
        expires=release.expires.isoformat() if release.expires else "",
        valid_until=builders.valid_until(release) if card.state is State.EXPIRED else "",
        kind=release.kind,
        authors=tuple(_authors(card, snapshot)),
        categories=tuple(_categories(card, snapshot)),
        notices=tuple(_notices(card, snapshot)),
        lead=card.lead,
        claim=builders.claim(card),
        points=release.points,
        original=release.original if web.is_foreign(release.original) else "",
        origin=_origin(release, config),
        photo=_photo(card, release.image, config) if release.image else None,
        photos=tuple(photo for photo in photos if photo),
        enclosures=tuple(_enclosures(card, config)),
        body=card.body,
        refs=_refs(card, snapshot),
        photos_in_body=_photos_in_body(card, config),
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
        title=release.title,
        lang=release.lang or config.language,
        published=date.isoformat(),
        state=notices[0].state,
        change=True,
        lead=notices[-1].note,
        authors=tuple(_authors(card, snapshot)),
        categories=tuple(_categories(card, snapshot)),
        notices=notices,
    )


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
                term=urls.term_id(kind, name),
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
