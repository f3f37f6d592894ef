"""The log of the seal as static files (C2SP tlog-tiles), its keys and its policy, and the former texts of releases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from press.config import Config
from press.model import Card, Invalidation
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views import View
from press.views.context import Snapshot

if TYPE_CHECKING:  # imported only for portals with a seal
    from press.seal.ledger import Log

TEMPLATES = ()
FOLDER = "seal/"
_CHECKPOINT = "checkpoint"
_TEXTS = "texts:"
"""Ids of the former texts of a release: this and its id."""


class Data(View, frozen=True, kw_only=True):
    """A file."""

    data: bytes


_data = msgspec.json.Decoder(Data)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The files beside the tiles, and all tiles."""
    return () if snapshot.log is None else (*_files(), *_tiles(0, snapshot.log))


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The former texts of the release."""
    if config.seal.origin and not card.is_page:
        yield texts_of(card.release.id)


def owns(path: str, config: Config) -> bool:
    """The folder of the log."""
    return bool(config.seal.origin) and f"{path}/".startswith(FOLDER)


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """One file of the log, or the former texts of a release."""
    id, log = invalidation.id, snapshot.log
    if log is None:
        return
    if id.startswith(_TEXTS):
        yield from _former_texts(id.removeprefix(_TEXTS), snapshot, log)
    else:
        data = _content(id, log)
        yield FOLDER + id, Data(data=data) if data else None


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Write the file."""
    return _data.decode(view).data


def texts_of(release_id: str) -> str:
    """Return the id of the former texts of a release."""
    return _TEXTS + release_id


def added(before: int, log: Log) -> Iterator[str]:
    """Yield the ids of the files that may differ from those of the log when it had some size."""
    yield from _files()
    yield from _tiles(before, log)


def _files() -> tuple[str, ...]:
    from press.seal import corrections, ledger  # noqa: PLC0415 - as above

    return (_CHECKPOINT, ledger.KEYS, ledger.POLICY, corrections.NAME)


def _tiles(before: int, log: Log) -> Iterator[str]:
    """Yield the paths of tiles that end behind a size, or that are not needed since then."""
    from press.seal import tiles  # noqa: PLC0415

    former = tiles.of_sizes([one for one in log.sizes if one <= before], before) if before else set()
    yield from sorted(tile.path for tile in log.tiles ^ former)


def _content(id: str, log: Log) -> bytes:
    """Return the bytes of a file; none if it must not exist."""
    from press.seal import corrections, tiles  # noqa: PLC0415

    size = log.sizes[-1] if log.sizes else 0
    if id == corrections.NAME:
        return corrections.text(log.until(size)).encode() if size else b""
    if id == _CHECKPOINT:
        return str(log.checkpoint(size)).encode() if size else b""
    tile = tiles.tile_at(id)
    if tile is None:
        return log.text_of(id).encode()
    if tile not in log.tiles:
        return b""
    return tile.bundle(log.entries) if tile.level < 0 else tile.hashes(log.tree)


def _former_texts(release_id: str, snapshot: Snapshot, log: Log) -> Iterator[Described]:
    """The texts of all versions but the newest, each with its proof; none if the release, or its text, is removed."""
    from press.seal import proofs  # noqa: PLC0415

    card = snapshot.catalogue.by_id(release_id)
    is_removed = card and card.is_withdrawn and card.release.withdrawn and card.release.withdrawn.removes_text
    is_shown = card is not None and card.public and not is_removed
    for version in log.versions(release_id)[:-1]:
        digest = version.entry.digest
        address = f"{FOLDER}texts/{digest[:2]}/{digest}.txt"
        text = log.canonical_text(digest) if is_shown else ""
        proof = log.proof(version.index) if text else None
        yield address, Data(data=text.encode()) if text else None
        yield address + proofs.ENDING, Data(data=str(proof).encode()) if proof else None
