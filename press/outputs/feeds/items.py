"""The items of feeds: what subscribers may know of a release, and of a correction or withdrawal.

An item is the same in every feed and every format, whole addresses and all. It is a view of its own, so that it is
written once and stands in all the feeds that hold it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from press import urls, views
from press.config import Config
from press.media import renditions
from press.memo import remembered
from press.model import Card, Correction, Image, ListingKind, Withdrawal
from press.store import card_keys
from press.views import View, builders, links, pictures, terms
from press.views.context import Snapshot


class Person(View, frozen=True, kw_only=True, omit_defaults=True):
    """Who speaks: an office, or the author where there is none."""

    name: str
    url: str = ""
    """The office's list."""


class Category(View, frozen=True, kw_only=True):
    """A topic, region or tag."""

    term: str
    """Its id."""
    scheme: str
    """The whole address of its list."""
    label: str


class Photo(View, frozen=True, kw_only=True, omit_defaults=True):
    """A photo, in the one rendition that every program shows. How many bytes it has is known only once it was made."""

    url: str
    mime: str
    width: int
    height: int
    alt: str = ""
    caption: str = ""
    credit: str = ""


class Enclosure(View, frozen=True, kw_only=True):
    """An attachment."""

    url: str
    title: str
    mime: str
    size: int
    """Bytes; 0 of a photo, which is published anew and has as many as that will give."""


class Notice(View, frozen=True, kw_only=True, omit_defaults=True):
    """A correction or withdrawal, which comes before all else in an item."""

    state: str
    """``corrected`` or ``withdrawn``."""
    date: str
    note: str
    was: str = ""
    now: str = ""
    replacement: views.Link | None = None
    """Of a withdrawal, with a whole address."""


class Item(View, frozen=True, kw_only=True, omit_defaults=True):
    """An item of a feed."""

    id: str
    """A tag URI; that of a change goes on with its date behind a ``#``."""
    url: str
    title: str
    lang: str
    published: str
    """ISO 8601 with the zone's offset; never changes."""
    updated: str = ""
    """The last significant change; empty: none."""
    state: str = ""
    """``corrected`` or ``withdrawn``, else empty."""
    kind: str = ""
    change: bool = False
    """The item is about one correction or withdrawal, not about the whole release."""
    lead: str = ""
    authors: tuple[Person, ...] = ()
    categories: tuple[Category, ...] = ()
    notices: tuple[Notice, ...] = ()
    """A withdrawal first, then corrections, newest first."""
    claim: views.Claim | None = None
    original: str = ""
    """Whole address where another office published it first, or what an item of kind ``link`` points to."""
    photo: Photo | None = None
    photos: tuple[Photo, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    body: str = ""
    """Digest of the body; empty: the item has no text of its own."""
    refs: tuple[str, ...] = ()
    """What each ``press:N`` of the body becomes: a whole address."""
    photos_in_body: dict[str, Photo] = msgspec.field(default_factory=dict)
    """… or a photo, by N."""


_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = msgspec.json.Decoder(Item).decode
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffd-\uffff]")
"""What XML 1.0 forbids or the W3C's validator warns of."""
_PERHAPS_UNFIT = re.compile(rb"\\u00|\\[bfr]|\x7f|\xc2[\x80-\x9f]|\xef\xbf[\xbd-\xbf]|\xef\xb7[\x90-\xaf]")
"""Finds the same in JSON, and sometimes more."""
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_END_TAG = re.compile(r"</[a-zA-Z]\w*>")
_MIME = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp"}


def released(card: Card, snapshot: Snapshot) -> bytes:
    """The item of a release, as JSON; it is worked out once for all the feeds of an snapshot."""
    return remembered(snapshot.encoded, ("item", card.release.source), lambda: _encode(_released(card, snapshot)))


def changed(card: Card, number: int, snapshot: Snapshot) -> bytes:
    """The item of one change of a release, as JSON; `number` counts `changes_of`."""
    return _encode(_changed(card, number, snapshot))


def changes_of(card: Card) -> list[datetime]:
    """When a release was corrected or withdrawn, in the order in which its file has it, the withdrawal last.

    Of a release whose text was removed only the withdrawal can be told: a correction would quote what is gone.
    """
    dates = [correction.date for correction in _corrections(card)]
    withdrawn = _withdrawal(card)
    return [*dates, withdrawn.date] if withdrawn else dates


def read(item: bytes) -> Item:
    """An item from its JSON, without the characters that have no place in a feed."""
    if _PERHAPS_UNFIT.search(item):
        return msgspec.convert(_fit(msgspec.json.decode(item)), Item)
    return _decode(item)


def fit(text: str) -> str:
    """A text without control characters and what else has no place in a feed."""
    return _UNFIT.sub("", text)


def plain(text: str) -> str:
    """A plain text on one line; where it holds tags against the rules, many readers would obey them: they go."""
    return " ".join((_TAG.sub("", text) if _END_TAG.search(text) else text).split())


def texts(card: Card) -> tuple[str, ...]:
    """The bodies that the item of a release names."""
    return () if card.is_text_removed else (card.body,)


def _fit(value: Any) -> Any:
    match value:
        case str():
            return fit(value)
        case list():
            return [_fit(one) for one in value]
        case dict():
            return {key: _fit(one) for key, one in value.items()}
        case _:
            return value


def _released(card: Card, snapshot: Snapshot) -> Item:
    release, config = card.release, snapshot.config
    updated = card_keys.changed(card)
    withdrawn = _withdrawal(card)
    bare = Item(
        id=urls.tag_uri(release.id, config),
        url=urls.absolute(card.address, config),
        title=release.title,
        lang=release.lang or config.language,
        published=release.date.isoformat(),
        updated=updated.isoformat() if updated else "",
        state="withdrawn" if withdrawn else "corrected" if release.corrections else "",
        kind=release.kind,
        authors=tuple(_authors(card, snapshot)),
        categories=tuple(_categories(card, snapshot)),
        notices=tuple(_notices(card, snapshot)),
    )
    if card.is_text_removed:
        return bare
    photos = (_photo(card, image, config) for image in release.images)
    return msgspec.structs.replace(
        bare,
        lead=card.lead,
        claim=builders.claim(card),
        original=release.original if urls.is_foreign(release.original) else "",
        photo=_photo(card, release.image, config) if release.image else None,
        photos=tuple(photo for photo in photos if photo),
        enclosures=tuple(_enclosures(card, config)),
        body=card.body,
        refs=_refs(card, snapshot),
        photos_in_body=_photos_in_body(card, config),
    )


def _changed(card: Card, number: int, snapshot: Snapshot) -> Item:
    release, config = card.release, snapshot.config
    dates, corrections = changes_of(card), _corrections(card)
    # The withdrawal is the last of the changes and the first of the notices.
    notice = _corrected(corrections[number]) if number < len(corrections) else next(_notices(card, snapshot))
    date = dates[number]
    twins = dates[:number].count(date)
    return Item(
        id=f"{urls.tag_uri(release.id, config)}#{date.astimezone(UTC):%Y%m%dT%H%M%SZ}{f'-{twins}' if twins else ''}",
        url=urls.absolute(card.address, config),
        title=release.title,
        lang=release.lang or config.language,
        published=date.isoformat(),
        state=notice.state,
        change=True,
        lead=notice.note,
        authors=tuple(_authors(card, snapshot)),
        categories=tuple(_categories(card, snapshot)),
        notices=(notice,),
    )


def _authors(card: Card, snapshot: Snapshot) -> Iterator[Person]:
    """The offices; the author where there are none, the publisher where nobody is named."""
    release, config = card.release, snapshot.config
    for office in release.offices:
        term = terms.term(ListingKind.OFFICE, office, snapshot)
        yield Person(name=plain(term.name), url=urls.absolute_link(term.href, config))
    if not release.offices:
        yield Person(name=plain(release.author or config.publisher))


def _categories(card: Card, snapshot: Snapshot) -> Iterator[Category]:
    release, config = card.release, snapshot.config
    named = {
        ListingKind.TOPIC: release.topics, ListingKind.REGION: release.regions, ListingKind.TAG: release.tags,
    }  # fmt: skip
    for kind, typed in named.items():
        for name in typed:
            term = terms.term(kind, name, snapshot)
            yield Category(
                term=urls.term_id(name), scheme=urls.absolute_link(term.href, config), label=plain(term.name)
            )


def _withdrawal(card: Card) -> Withdrawal | None:
    return card.release.withdrawn if card.is_withdrawn else None


def _corrections(card: Card) -> tuple[Correction, ...]:
    return () if card.is_text_removed else card.release.corrections


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
    newest = sorted(_corrections(card), key=lambda correction: correction.date, reverse=True)
    yield from (_corrected(correction) for correction in newest)


def _corrected(correction: Correction) -> Notice:
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
    for attachment in card.release.attachments:
        if file := card.files.get(attachment.src):
            name = renditions.name(file)
            made = bool(renditions.renditions(file))
            yield Enclosure(
                url=urls.absolute(pictures.file_address(card, file, name), config),
                title=plain(attachment.title) or name,
                mime=_mime(name) if made else file.mime,
                size=0 if made else file.size,
            )


def _mime(name: str) -> str:
    return _MIME.get(name.rpartition(".")[2].lower(), "")


def _refs(card: Card, snapshot: Snapshot) -> tuple[str, ...]:
    """What each link of a body becomes; one to a place in the page names the page too, since a feed is another one."""
    page, config = urls.absolute(card.address, snapshot.config), snapshot.config
    found = links.targets(card, snapshot)
    return tuple(page + link if link[:1] in ("#", "?", "") else urls.absolute_link(link, config) for link in found)


def _photos_in_body(card: Card, config: Config) -> dict[str, Photo]:
    found = pictures.pictures_in_body(card, config)
    return {number: _photo_of(picture, config) for number, picture in found.items()}
