"""The table of output kinds, in phases of publishing: files, pages, lists, search folders, what links to all these."""

from __future__ import annotations

from press.model import OutputRecord
from press.outputs import (
    OutputKind,
    agenda,
    aliases,
    archive,
    assets,
    canonical,
    cap,
    check,
    corrections,
    directory,
    editor,
    feeds,
    files,
    home,
    hosts,
    icons,
    lists,
    not_found,
    offline,
    page,
    pinned,
    portal_card,
    ppid,
    release,
    seal,
    share_pack,
    sharing,
    sitemaps,
    static,
    subscribe,
    well_known,
)
from press.outputs.feeds import changes
from press.outputs.search import index
from press.outputs.search import page as search_page

_ASSETS: dict[str, OutputKind] = {
    "static": static,
    "assets": assets,
    "icons": icons,
    "portal_card": portal_card,
}
_PHOTOS: dict[str, OutputKind] = {
    "files": files,
    "sharing": sharing,
    "editor": editor,
}
_PAGES: dict[str, OutputKind] = {
    "page": page,
    "release": release,
    "share_pack": share_pack,
    "aliases": aliases,
    "cap": cap,
    "canonical": canonical,
}
_LISTS: dict[str, OutputKind] = {
    "lists": lists,
    "archive": archive,
    "corrections": corrections,
    "ppid": ppid,
    "agenda": agenda,
    "directory": directory,
    "not_found": not_found,
    "hosts": hosts,
    "well_known": well_known,
    "pinned": pinned,
    "offline": offline,
    "home": home,
}
_FOLDERS: dict[str, OutputKind] = {
    "index": index,
}
_LINKING: dict[str, OutputKind] = {
    "search": search_page,
    "feeds": feeds,
    "change_feeds": changes,
    "subscribe": subscribe,
    "sitemaps": sitemaps,
    "seal": seal,
    "check": check,
}
PHASES = (tuple(_ASSETS), tuple(_PHOTOS), tuple(_PAGES), tuple(_LISTS), tuple(_FOLDERS), tuple(_LINKING))
"""Names of output kinds. A phase is written before the next begins, so no file links to one that does not exist yet."""
_SLOW = (tuple(_PHOTOS), tuple(_FOLDERS))
ROUNDS = (PHASES,)
"""The phases that are published together: in most builds, all."""
URGENT_ROUNDS = (tuple(phase for phase in PHASES if phase not in _SLOW), _SLOW)
"""The same in an urgent build: texts, lists, feeds and alerts first; then photos, share cards, and the search."""
KINDS = _ASSETS | _PHOTOS | _PAGES | _LISTS | _FOLDERS | _LINKING
PHOTOS = frozenset(_PHOTOS)
"""Output kinds whose files are made from photos and documents."""
FILES = frozenset(_ASSETS | _PHOTOS)
"""Output kinds that read the portal's files when they render, and so can be rendered only on the portal's machine."""
FOLDERS = frozenset(_FOLDERS)
"""Output kinds whose outputs are whole folders. Their bytes depend on their views alone, not on what pages share."""

FOR_READERS = frozenset(
    {"static", "lists", "archive", "corrections", "ppid", "agenda", "directory", "home", "search", "feeds", "subscribe"}
)
"""Output kinds whose addresses readers may know, besides those of releases."""


def output_address(record: OutputRecord) -> str:
    """The address of the output that a file belongs to: the file itself, or the entry file of its folder."""
    return index.entry_address(record.address) if record.kind in FOLDERS else record.address
