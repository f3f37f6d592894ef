"""The table of kinds, in the stages in which they are published: files, pages, lists, then what points to them."""

from __future__ import annotations

from press.model import Made
from press.outputs import (
    Kind,
    aliases,
    archive,
    assets,
    corrections,
    feeds,
    files,
    home,
    hosts,
    lists,
    page,
    plain,
    release,
    sharing,
    sitemaps,
    static,
    subscribe,
)
from press.outputs.search import index
from press.outputs.search import page as search

_FILES: dict[str, Kind] = {
    "static": static,
    "assets": assets,
    "files": files,
    "sharing": sharing,
}
_PAGES: dict[str, Kind] = {
    "page": page,
    "release": release,
    "aliases": aliases,
}
_LISTS: dict[str, Kind] = {
    "lists": lists,
    "archive": archive,
    "corrections": corrections,
    "plain": plain,
    "hosts": hosts,
    "home": home,
}
_FOLDERS: dict[str, Kind] = {
    "index": index,
}
_POINTERS: dict[str, Kind] = {
    "search": search,
    "feeds": feeds,
    "subscribe": subscribe,
    "sitemaps": sitemaps,
}
STAGES = (tuple(_FILES), tuple(_PAGES), tuple(_LISTS), tuple(_FOLDERS), tuple(_POINTERS))
"""Names of kinds; a stage is on the disk before the next is begun, so that nothing points to what is not there yet."""
KINDS = _FILES | _PAGES | _LISTS | _FOLDERS | _POINTERS
FILES = frozenset(_FILES)
"""Kinds that read the portal's files while they draw, and so can be drawn on its machine alone."""
FOLDERS = frozenset(_FOLDERS)
"""Kinds whose outputs are whole folders. They see nothing of the site but their views."""


def leader(made: Made) -> str:
    """The address that an output goes by of which a file is a part."""
    return index.leader(made.address) if made.kind in FOLDERS else made.address
