"""What differs between two sites, from their manifests; only shards that differ are read."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import msgspec

from press import disk
from press.site import manifest

Read = Callable[[str], bytes | None]
"""A function that reads a file of a site by its address; None if it is not there."""


Row = tuple[Any, ...]
"""The digest of a file, hexadecimal; its size in bytes; and, where it is known, what it belongs to."""


class DamagedManifest(ValueError):
    """A manifest, or a shard of it, is missing or is not what it should be; the argument is its address."""


class Difference(msgspec.Struct):
    """What must be done to make one site equal to another."""

    new: dict[str, str]
    """Files that only the site to deploy has, with their digests."""
    changed: dict[str, str]
    """Files that the other site has with other bytes, with their digests."""
    removed: set[str]
    """Files that only the other site has."""


class Root(msgspec.Struct, frozen=True):
    """The root of a manifest."""

    files: dict[str, Row] = {}
    """The files at the top."""
    manifests: dict[str, Row] = {}
    """The shards."""
    preview: bool = False


class _Shard(msgspec.Struct):
    files: dict[str, Row]


NO_SITE = Root()
_decode_root = msgspec.json.Decoder(Root).decode
_decode_shard = msgspec.json.Decoder(_Shard).decode


def root(data: bytes) -> Root:
    """Decode the root of a manifest. Raises `DamagedManifest`."""
    if not manifest.is_ours(data):
        raise DamagedManifest(manifest.NAME)
    try:
        found = _decode_root(data)
    except msgspec.MsgspecError:
        raise DamagedManifest(manifest.NAME) from None
    _check(manifest.NAME, found.files, found.manifests)
    return found


def difference(ours: Root, theirs: Root, read_ours: Read, read_theirs: Read) -> Difference:
    """Compare two sites. Raises `DamagedManifest` for a shard that is not what its root says."""
    found = Difference({}, {}, set())
    _compare(ours.files, theirs.files, found)
    _compare(ours.manifests, theirs.manifests, found)
    for address in sorted(ours.manifests.keys() | theirs.manifests.keys()):
        if ours.manifests.get(address) != theirs.manifests.get(address):
            before = _shard(address, theirs, read_theirs)
            now = _shard(address, ours, read_ours)
            _compare(now, before, found)
    return found


def every_row(site: Root, read: Read) -> dict[str, Row]:
    """Return the rows of all files of a site but its root, by address. Raises `DamagedManifest`."""
    found = {**site.files, **site.manifests}
    for address in sorted(site.manifests):
        found |= _shard(address, site, read)
    return found


def every_file(site: Root, read: Read) -> dict[str, str]:
    """Return the digests of all files of a site but its root, by address. Raises `DamagedManifest`."""
    return {address: row[0] for address, row in every_row(site, read).items()}


def apply_journal(found: Difference, ours: dict[str, str], pending: dict[str, str], sent: Collection[str]) -> None:
    """Correct a difference by what an unfinished deployment did after the manifest was written.

    `ours`: the digests of all our files; `pending` and `sent`: see `press.deploy.record.Journal`.
    """
    for address, digest in pending.items():
        was_there = address in found.changed or address in found.removed
        for group in (found.new, found.changed):
            group.pop(address, None)
        found.removed.discard(address)
        is_known = address in sent
        if address not in ours:
            found.removed |= {address} if digest or not is_known else set()
        elif not is_known or digest != ours[address]:
            (found.changed if was_there else found.new)[address] = ours[address]


def _shard(address: str, site: Root, read: Read) -> dict[str, Row]:
    if address not in site.manifests:
        return {}
    data = read(address)
    if data is None or disk.digest(data) != site.manifests[address][0]:
        raise DamagedManifest(address)
    try:
        files = _decode_shard(data).files
    except (msgspec.MsgspecError, UnicodeDecodeError):
        raise DamagedManifest(address) from None
    _check(address, files)
    return files


def _check(address: str, *tables: dict[str, Row]) -> None:
    """Raise `DamagedManifest` unless each row has a digest and a size."""
    rows = (row for table in tables for row in table.values())
    if not all(len(row) > 1 and isinstance(row[0], str) and type(row[1]) is int and row[1] >= 0 for row in rows):
        raise DamagedManifest(address)


def _compare(now: dict[str, Row], before: dict[str, Row], found: Difference) -> None:
    for address, (digest, *_) in now.items():
        if address not in before:
            found.new[address] = digest
        elif before[address][0] != digest:
            found.changed[address] = digest
    found.removed |= before.keys() - now.keys()
