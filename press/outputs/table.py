"""The table of output kinds, by the phases in which they are published: files, pages, lists, what points to them."""

from __future__ import annotations

from press.model import OutputRecord
from press.outputs import (
    OutputKind,
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
from press.outputs.search import page as search_page

_FILES: dict[str, OutputKind] = {
    "static": static,
    "assets": assets,
    "files": files,
    "sharing": sharing,
}
_PAGES: dict[str, OutputKind] = {
    "page": page,
    "release": release,
    "aliases": aliases,
}
_LISTS: dict[str, OutputKind] = {
    "lists": lists,
    "archive": archive,
    "corrections": corrections,
    "plain": plain,
    "hosts": hosts,
    "home": home,
}
_FOLDERS: dict[str, OutputKind] = {
    "index": index,
}
_POINTERS: dict[str, OutputKind] = {
    "search": search_page,
    "feeds": feeds,
    "subscribe": subscribe,
    "sitemaps": sitemaps,
}
PHASES = (tuple(_FILES), tuple(_PAGES), tuple(_LISTS), tuple(_FOLDERS), tuple(_POINTERS))
"""Names of output kinds. A phase is on the disk before the next begins: nothing points to what does not exist yet."""
KINDS = _FILES | _PAGES | _LISTS | _FOLDERS | _POINTERS
FILES = frozenset(_FILES)
"""Output kinds that read the portal's files when they render, and so can be rendered on its machine alone."""
FOLDERS = frozenset(_FOLDERS)
"""Output kinds whose outputs are whole folders. They see nothing of the site but their views."""


def leader(record: OutputRecord) -> str:
    """The address of the output of which a file is a part: its own, or the leading file of its folder."""
    return index.leader(record.address) if record.kind in FOLDERS else record.address
