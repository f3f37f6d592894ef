"""What was published before, as the manifest of a site says: of the output folder, of a file, or of the live site."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from press import disk, urls
from press.config import Config
from press.errors import UNREADABLE, MemoryUnreadable
from press.i18n.mark import N_
from press.site import manifest
from press.store.published import PORTAL, UNKNOWN, PublishedPath, is_index, path_of

_TIMEOUT = 20.0
"""Seconds."""
_LARGEST = 64_000_000
"""Bytes of a manifest; that of a month with 1,000 releases has half a million."""
_REQUESTS = 8
"""How many manifests are requested at once."""
_UNSAFE = re.compile(r"(^|/)\.{0,2}(/|$)|[\\\x00-\x1f]")
"""What no path of a site has; the path of the home page is empty."""
_CHANGED = N_("{location} is incomplete, or changed while it was read; try again")
_Read = Callable[[str], bytes | None]
"""Reads a manifest, by its address in the site; None: it does not exist."""


class _Manifest(msgspec.Struct):
    """The root of a manifest, or a shard."""

    files: dict[str, list[Any]]
    """Digest and size of each file, and what it belongs to if readers may know its address."""
    manifests: dict[str, list[Any]] = {}
    version: int = 2


_decode = msgspec.json.Decoder(_Manifest).decode


class LastPublication:
    """A site that was published, of which the root of the manifest has been read."""

    def __init__(self, location: str, read: _Read, is_strict: bool = True) -> None:
        """`is_strict`: a manifest that does not exist, or differs from what the root says, is an error."""
        self._location, self._read, self._is_strict = location, read, is_strict
        self._root = self._manifest(manifest.NAME)

    @property
    def is_absent(self) -> bool:
        """Whether there is no manifest: nothing is published there yet."""
        return self._root is None

    def paths(self, known: Mapping[str, str], config: Config) -> list[PublishedPath]:
        """Return the paths of the site, without those in manifests whose digests are `known` by their addresses.

        Raises `MemoryUnreadable` if they cannot be read.
        """
        if not self._root:
            return []
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - most builds do not need it

        is_new = self._root.version > 1
        names = [
            (name, str(row[0]))
            for name, row in self._root.manifests.items()
            if not urls.is_in_index(name) and known.get(name) != row[0]
        ]
        with ThreadPoolExecutor(_REQUESTS) as pool:
            shards = pool.map(lambda one: self._manifest(*one), names)
            found = [row for one in (self._root, *shards) if one for row in _paths(one, is_new, config)]
        if any(row.path and _UNSAFE.search(row.path) for row in found):
            message = N_("{location} names addresses that no site has; check whether it is the right manifest.json")
            raise MemoryUnreadable(message, location=self._location)
        return found

    def _manifest(self, name: str, digest: str = "") -> _Manifest | None:
        """Read a manifest; None if it does not exist."""
        data = self._read(name)
        if data is None:
            if digest and self._is_strict:
                raise MemoryUnreadable(_CHANGED, location=self._location)
            return None
        if digest and self._is_strict and disk.digest(data) != digest:
            raise MemoryUnreadable(_CHANGED, location=self._location)
        try:
            return _decode(data)
        except (msgspec.MsgspecError, UnicodeDecodeError) as reason:
            raise MemoryUnreadable(UNREADABLE, location=self._location, reason=reason) from reason


def of_folder(folder: Path, config: Config) -> list[PublishedPath]:
    """Return the paths of a site in a folder. Raises `MemoryUnreadable`.

    After a build that was killed, manifests may be missing or newer than the root says. A folder whose manifest is not
    ours is no site; `press.site.location` refuses it.
    """
    path = folder / manifest.NAME
    root = _read_file(path)
    if root is None or not manifest.is_ours(root):
        return []
    return LastPublication(str(path), lambda name: _read_file(folder / name), is_strict=False).paths({}, config)


def open_publication(location: str) -> LastPublication:
    """Read the root of the manifest at a path or at an http or https address. Raises `MemoryUnreadable`."""
    if "://" in location:
        from press.site.download import download  # noqa: PLC0415 - 30 ms, only for this option

        base = location.rpartition("/")[0]
        return LastPublication(location, lambda name: download(f"{base}/{urls.quoted(name)}", _TIMEOUT, _LARGEST))
    path = Path(location)
    if not path.is_file():
        message = N_("there is no file {location}; name the manifest.json of the live site, or the copy of one")
        raise MemoryUnreadable(message, location=location)
    return LastPublication(location, lambda name: _read_file(path if name == manifest.NAME else path.parent / name))


def _read_file(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError as reason:
        raise MemoryUnreadable(UNREADABLE, location=path, reason=reason.strerror or reason) from reason


def _paths(one: _Manifest, is_new: bool, config: Config) -> Iterator[PublishedPath]:
    for address, row in one.files.items():
        if len(row) > 2:
            yield PublishedPath(path_of(address), str(row[2]))
        elif not is_new and (is_index(address) or address.rpartition("/")[2] in _FEEDS):
            yield PublishedPath(path_of(address), _guessed(address, config))


_FEEDS = frozenset(feed.name for feed in urls.FEEDS)


def _guessed(address: str, config: Config) -> str:
    """Return what a file belongs to, from its address: manifests of older versions of Press do not say it."""
    folder, _, name = address.rpartition("/")
    listing, _ = urls.listing_at(folder, config)
    if f"{folder}/".lstrip("/") in urls.fixed_pages(config) and name not in _FEEDS:
        return PORTAL
    if name in _FEEDS:
        return f"{listing or ('all' if not folder else 'changes')}/{name}"
    return str(listing) if listing else UNKNOWN
