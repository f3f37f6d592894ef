"""The page that checks texts against the seal, and the index by which it finds what a message may be of.

The index is in the folder of the log: the fingerprints of all entries (`press.views.check.finding`), and files that say
where releases are, by ids. One release more writes three files of it. Why so: docs/decisions/check.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from press import urls, views
from press.config import Config
from press.model import Card, Invalidation
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views.check import page, photos
from press.views.context import Snapshot
from press.views.sealed import is_sealable, newest_text

if TYPE_CHECKING:  # imported only for portals with a seal
    from press.seal.ledger import Log

TEMPLATES = ("check.html",)
PAGE = "page"
"""The id of the page."""
_NEWEST, _WORDS, _IDS = "newest", "words:", "id:"
_MOST_WITH_PHOTOS = 40
"""Releases of a file of ids whose photos are compared, the newest ones: 10,000 in all files."""


class Data(views.View, frozen=True, kw_only=True, tag=True):
    """A file of the index."""

    data: bytes


class _Place(msgspec.Struct, frozen=True, array_like=True):
    """Where a release is."""

    address: str
    code: str
    """Its sign-off code; may be empty."""
    photos: tuple[tuple[str, str, str], ...]
    """By how they look: hash, address, address of a small size."""


_view: msgspec.json.Decoder[views.Check | Data] = msgspec.json.Decoder(views.Check | Data)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The page, if the portal has a seal, and the fingerprints of all texts."""
    found = ids(snapshot.config)
    return (*found, *everything()) if found and snapshot.log is not None else found


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The file with the id of the release."""
    if config.seal.has_check and not card.is_page:
        yield _IDS + _shard(card.release.id)


def owns(path: str, config: Config) -> bool:
    """The folder of the page."""
    return config.seal.has_check and f"{path}/".startswith(urls.check_address(config))


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """The page, or a file of the index."""
    id, log = invalidation.id, snapshot.log
    if id == PAGE:
        address = urls.file_of(urls.check_address(snapshot.config))
        yield address, page.check_page(snapshot) if log is not None else None
    elif not snapshot.config.seal.has_check:
        return
    elif id.startswith(_IDS):
        shard = id.removeprefix(_IDS)
        places = dict(_places(shard, snapshot, log)) if log is not None else {}
        yield f"{urls.CHECK_INDEX}id/{shard}.json", _json(places) if places else None
    else:
        address = f"{urls.CHECK_INDEX}{id.replace(':', '/')}.bin"
        data = _prints(id, snapshot, log) if log is not None else b""
        yield address, Data(data=data) if data else None


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Render the page, or write the file."""
    found = _view.decode(view)
    return found.data if isinstance(found, Data) else context.page("check.html", found)


def ids(config: Config) -> tuple[str, ...]:
    """Return the ids of the outputs that exist even without releases."""
    return (PAGE,) if config.seal.has_check else ()


def everything() -> Iterator[str]:
    """Yield the ids of the files of all fingerprints."""
    from press.seal import fingerprints  # noqa: PLC0415 - only for portals with a seal

    yield _NEWEST
    yield from (f"{_WORDS}{number:02x}" for number in range(fingerprints.SHARDS))


def added(before: int, log: Log) -> Iterator[str]:
    """Yield the ids of the files of fingerprints that differ from those of the log when it had some size."""
    from press.views.check import finding  # noqa: PLC0415 - as above

    yield _NEWEST
    yield from (f"{_WORDS}{number:02x}" for number in finding.turns(before, log.size))


def _prints(id: str, snapshot: Snapshot, log: Log) -> bytes:
    from press.views.check import finding  # noqa: PLC0415 - as above

    if id == _NEWEST:
        return finding.newest(log, snapshot.catalogue)
    return finding.shard(int(id.removeprefix(_WORDS), 16), log, snapshot.catalogue)


def _json(value: object) -> Data:
    return Data(data=msgspec.json.encode(value) + b"\n")


def _shard(release_id: str) -> str:
    """Return the name of the file with an id: two digits of its key, so that who asks for it does not say which."""
    from press.seal import fingerprints  # noqa: PLC0415 - as above

    return f"{fingerprints.shard_of_id(release_id):02x}"


def _places(shard: str, snapshot: Snapshot, log: Log) -> Iterator[tuple[str, _Place]]:
    """Yield the ids of a file, those first that were sealed last, each with the place of its release."""
    with_photos = 0
    for id in reversed(log.ids_of(int(shard, 16))):
        card = snapshot.catalogue.by_id(id)
        if card and is_sealable(card, snapshot):
            shown: tuple[tuple[str, str, str], ...] = ()
            if with_photos < _MOST_WITH_PHOTOS and photos.has_photos(card):
                shown = photos.photos(card, newest_text(card, snapshot))
                with_photos += bool(shown)
            yield id, _Place(card.address, card.release.code, shown)
