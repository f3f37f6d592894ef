"""The order of a deployment: at no moment does a page lead to a file that is not there yet, or a feed to a page."""

from __future__ import annotations

import enum
from collections.abc import Collection
from pathlib import PurePosixPath

import msgspec

from press import urls
from press.deploy.manifests import Difference
from press.site import manifest

_HOME, _PAGE = "index.html", ".html"
_SEARCH_ENTRY = "pagefind-entry.json"
_LISTS_OF_PAGES = frozenset({".xml", ".json", ".opml", ".txt"})
"""Endings of files that name pages: feeds, site maps."""
_HOST_FILES = frozenset({".htaccess", "_headers", "_redirects", "_redirects.nginx", "_redirects.caddy"})
_ASSETS = "assets/"
_SEAL = "seal/"
_HEADS = frozenset({"seal/checkpoint", "seal/corrections"})
"""What leads to the tiles of the log, which must be there before."""
_COPIES = frozenset({".gz", ".br"})
"""Endings of compressed copies, which are sent with their texts."""


class Phase(enum.IntEnum):
    """The phases of a deployment. One is complete before the next one begins."""

    ASSETS = 1
    MEDIA = 2
    """Photos, documents, and all that is not named below."""
    NEW_PAGES = 3
    CHANGED_PAGES = 4
    HOME = 5
    SEARCH = 6
    SEARCH_ENTRY = 7
    """The files that name the parts of the search index."""
    FEEDS = 8
    HOST_FILES = 9
    """Rules for the web server: redirects lead only to pages that are there."""
    MANIFEST = 10
    """Its shards, then its root."""
    ROOT = 11


class Plan(msgspec.Struct, frozen=True):
    """What a deployment sends and deletes."""

    steps: dict[Phase, tuple[str, ...]]
    """The files to send, by phase; deep addresses first."""
    digests: dict[str, str]
    """The digest of each file to send but the root of the manifest."""
    deleted: tuple[str, ...]
    """The files to delete, after everything is sent and verified: feeds before the pages that they lead to."""

    kept: tuple[str, ...]
    """Assets that the site no longer has, and that stay for pages in caches."""

    files: int
    """Number of files of the site."""

    @property
    def sent(self) -> int:
        """The number of files to send."""
        return sum(len(addresses) for addresses in self.steps.values())


def plan(found: Difference, files: int, kept: Collection[str], expired: Collection[str]) -> Plan:
    """Order what differs.

    `files`: how many the site has; `kept`: which of the removed files stay on the server; `expired`: which stayed long
    enough.
    """
    steps: dict[Phase, list[str]] = {phase: [] for phase in Phase}
    for address in (*found.new, *found.changed):
        steps[phase_of(address, is_new=address in found.new)].append(address)
    removed = found.removed | set(expired)
    if found.new or found.changed or removed:
        steps[Phase.ROOT] = [manifest.NAME]
    return Plan(
        steps={phase: tuple(sorted(addresses, key=_deep_first)) for phase, addresses in steps.items() if addresses},
        digests=found.new | found.changed,
        deleted=tuple(sorted(removed.difference(kept), key=_last_phase_first)),
        kept=tuple(sorted(kept)),
        files=files,
    )


def is_asset(address: str) -> bool:
    """Tell whether the name of a file contains its digest, so that old pages in caches may still need it."""
    return address.startswith(_ASSETS) and not manifest.is_manifest(address)


def phase_of(address: str, is_new: bool) -> Phase:
    """Return the phase in which a file is sent."""
    path = PurePosixPath(address)
    if path.suffix in _COPIES and PurePosixPath(path.stem).suffix:
        return phase_of(str(path.with_suffix("")), is_new)
    phases = {
        Phase.MANIFEST: manifest.is_manifest(address),
        Phase.SEARCH_ENTRY: urls.is_in_index(address) and path.name == _SEARCH_ENTRY,
        Phase.SEARCH: urls.is_in_index(address),
        Phase.HOME: address == _HOME,
        Phase.NEW_PAGES: is_new and path.suffix == _PAGE,
        Phase.CHANGED_PAGES: path.suffix == _PAGE,
        Phase.ASSETS: address.startswith(_ASSETS),
        Phase.HOST_FILES: address in _HOST_FILES,
        Phase.FEEDS: address in _HEADS or (path.suffix in _LISTS_OF_PAGES and not address.startswith(_SEAL)),
    }
    return next((phase for phase, fits in phases.items() if fits), Phase.MEDIA)


def _deep_first(address: str) -> tuple[int, str]:
    return -address.count("/"), address


def _last_phase_first(address: str) -> tuple[int, int, str]:
    return -phase_of(address, is_new=False), *_deep_first(address)
