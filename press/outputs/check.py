"""The page that checks texts against the seal, and the index by which it finds what a message may be of.

The index has a folder for up to 256 releases of a year, counted from the oldest, as that of the search has: one release
more changes the last folder of its year, and a file of ids. Why so: docs/decisions/check.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

import msgspec

from press import urls, views
from press.config import Config
from press.model import Card, Invalidation, Listing, ListingKind
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views import checking, similar
from press.views.context import Snapshot
from press.views.sealed import is_sealable, sealed_text

TEMPLATES = ("check.html",)
PAGE = "page"
"""The id of the page."""
_PARTS, _IDS = "parts", "id:"
_ADDRESSES = "releases.json"
"""In each folder of the index: the addresses of its releases. Beside it, who has which fingerprints."""
_PHOTOS = "photos.json"
"""There too: their photos by how they look, by the addresses of the releases."""


class Data(views.View, frozen=True, kw_only=True, tag=True):
    """A file of the index."""

    data: bytes


_view: msgspec.json.Decoder[views.Check | Data] = msgspec.json.Decoder(views.Check | Data)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The page and the list of folders, if the portal has a seal."""
    return ids(snapshot.config)


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The folders of the year of the release, their list, and the file with its id."""
    if config.seal.has_check and not card.is_page:
        yield _PARTS
        yield _IDS + _shard(card.release.id)
        yield from (str(listing) for listing in card.listings if listing.kind is ListingKind.SEARCH)


def owns(path: str, config: Config) -> bool:
    """The folder of the page."""
    return config.seal.has_check and f"{path}/".startswith(urls.check_address(config))


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """The page, the list of folders, a file of ids, or those folders of a year that a release affects."""
    id, folder = invalidation.id, urls.check_index(snapshot.config)
    has_log = snapshot.log is not None
    if id == PAGE:
        address = urls.file_of(urls.check_address(snapshot.config))
        yield address, checking.check_page(snapshot) if has_log else None
    elif id == _PARTS:
        yield f"{folder}parts.json", _json(tuple(_parts(snapshot))) if has_log else None
    elif id.startswith(_IDS):
        shard = id.removeprefix(_IDS)
        addresses = dict(_addresses(shard, snapshot))
        yield f"{folder}id/{shard}.json", _json(addresses) if addresses else None
    else:
        yield from _folders(Listing.named(id), invalidation, snapshot)


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Render the page, or write the file."""
    found = _view.decode(view)
    return found.data if isinstance(found, Data) else context.page("check.html", found)


def ids(config: Config) -> tuple[str, ...]:
    """Return the ids of the outputs that exist even without releases."""
    return (PAGE, _PARTS) if config.seal.has_check else ()


def _json(value: object) -> Data:
    return Data(data=msgspec.json.encode(value) + b"\n")


def _shard(release_id: str) -> str:
    """Return the name of the file with an id: two digits of its digest, so that who asks for it does not say which."""
    return sha256(release_id.encode()).hexdigest()[:2]


def _parts(snapshot: Snapshot) -> Iterator[str]:
    """Yield the folders of the index, newest first: ``2026/3``."""
    for listing, count in reversed(snapshot.catalogue.counts(ListingKind.SEARCH)):
        yield from (f"{listing.term}/{number}" for number in range(_count_of_folders(count), 0, -1))


def _addresses(shard: str, snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Yield the ids of a shard, each with the address of its release."""
    for id in sorted(snapshot.log.ids_of(shard) if snapshot.log else ()):
        card = snapshot.catalogue.by_id(id)
        if card and is_sealable(card, snapshot):
            yield id, card.address


def _folders(listing: Listing, invalidation: Invalidation, snapshot: Snapshot) -> Iterator[Described]:
    from press.seal import fingerprints  # noqa: PLC0415 - only for portals with a seal

    catalogue, size = snapshot.catalogue, fingerprints.PART
    count = _count_of_folders(catalogue.count(listing)) if snapshot.log is not None else 0
    first = catalogue.count_older(listing, invalidation.since) // size + 1
    for number in range(first, count + 1):
        cards = catalogue.oldest(listing, size, (number - 1) * size)
        yield from _folder(f"{listing.term}/{number}", cards, snapshot)
    for number in range(count + 1, _count_of_folders(catalogue.count(listing) + invalidation.count) + 2):
        folder = f"{urls.check_index(snapshot.config)}{listing.term}/{number}/"
        names = (_ADDRESSES, _PHOTOS, *map(_shard_file, fingerprints.SHARDS))
        yield from ((folder + name, None) for name in names)


def _folder(name: str, cards: Iterable[Card], snapshot: Snapshot) -> Iterator[Described]:
    """Yield the files of a folder: releases have numbers by their places in it."""
    from press.seal import fingerprints  # noqa: PLC0415 - as above

    addresses: list[str] = []
    prints: dict[int, frozenset[int]] = {}
    photos: dict[str, tuple[tuple[str, str, str], ...]] = {}
    for number, card in enumerate(cards):
        texts = _texts(card, snapshot)
        addresses.append(card.address if texts else "")
        found = (fingerprints.of_release(text, card.release.code) for text in texts)
        prints[number] = frozenset[int]().union(*found)
        if texts and (shown := similar.photos(card, texts[-1])):
            photos[card.address] = shown
    folder = f"{urls.check_index(snapshot.config)}{name}/"
    yield folder + _ADDRESSES, _json(addresses)
    yield folder + _PHOTOS, _json(photos)
    for shard, data in fingerprints.shards(prints).items():
        yield folder + _shard_file(shard), Data(data=data)


def _shard_file(shard: str) -> str:
    return f"{shard}.bin"


def _texts(card: Card, snapshot: Snapshot) -> list[str]:
    """Return the sealed texts of a release, of all versions; of one whose text was removed, only what is left."""
    log = snapshot.log
    if log is None or not is_sealable(card, snapshot):
        return []
    digests = [one.entry.digest for one in log.versions(card.release.id) if one.index < log.size]
    if card.is_withdrawn and card.release.withdrawn and card.release.withdrawn.removes_text:
        left = sealed_text(card, snapshot).sealed
        digests = [one for one in digests if left and one == left.entry.digest]
    return [text for text in map(log.canonical_text, digests) if text]


def _count_of_folders(count: int) -> int:
    from press.seal import fingerprints  # noqa: PLC0415 - as above

    return -(-count // fingerprints.PART)
