"""The table of kinds, in the order in which they are published: files, pages, lists, then what points to them."""

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
    lists,
    page,
    plain,
    release,
    sharing,
    sitemaps,
    static,
    subscribe,
)

KINDS: dict[str, Kind] = {
    "static": static,
    "assets": assets,
    "files": files,
    "page": page,
    "release": release,
    "sharing": sharing,
    "aliases": aliases,
    "lists": lists,
    "archive": archive,
    "corrections": corrections,
    "plain": plain,
    "home": home,
    "feeds": feeds,
    "subscribe": subscribe,
    "sitemaps": sitemaps,
}
