"""The table of kinds, in the stages in which they are published: pages, then lists, then what points to them."""

from __future__ import annotations

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

_PAGES: dict[str, Kind] = {
    "static": static,
    "assets": assets,
    "files": files,
    "page": page,
    "release": release,
    "sharing": sharing,
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
_POINTERS: dict[str, Kind] = {
    "feeds": feeds,
    "subscribe": subscribe,
    "sitemaps": sitemaps,
}
STAGES = (tuple(_PAGES), tuple(_LISTS), tuple(_POINTERS))
"""Names of kinds; a stage is on the disk before the next is begun, so that nothing points to what is not there yet."""
KINDS = _PAGES | _LISTS | _POINTERS
