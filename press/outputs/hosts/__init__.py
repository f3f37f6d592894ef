"""Files that web servers read: how to serve the site (`press.outputs.hosts.serving`), and redirects.

``_headers`` and ``_redirects`` are for Netlify and Cloudflare, ``.htaccess`` is for Apache and LiteSpeed;
``_redirects.nginx`` and ``_redirects.caddy`` are parts of what `block` returns for servers of one's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from press import urls
from press.config import Config
from press.model import Card, Invalidation
from press.outputs import Described
from press.outputs.hosts import apache, caddy, netlify, nginx, redirects
from press.outputs.hosts.serving import HostFile
from press.rendering.assets import Asset
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views import Site
from press.views.check import page as check_page
from press.views.context import Snapshot, site_view

TEMPLATES = ()
_FIRST_LINE = "# Written by Press; a file of this name in static/ takes its place."
_BLOCKS: dict[str, Callable[[HostFile, str, str], Iterator[str]]] = {"nginx": nginx.server, "caddy": caddy.site}
SERVERS = tuple(_BLOCKS)
"""The servers of one's own for which there is a block."""

_file = msgspec.json.Decoder(HostFile)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The names of all files."""
    return tuple(_WRITERS)


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The files with redirects, if the card has former addresses."""
    return WITH_REDIRECTS if redirects.are_affected_by(card, catalogue, config) else ()


def owns(path: str, config: Config) -> bool:
    """All files."""
    return path in _WRITERS


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """One of the files, by its name."""
    name = invalidation.id
    found = redirects.redirects(snapshot) if name in WITH_REDIRECTS else ()
    file = _host_file(name, snapshot.site, snapshot.config, snapshot.assets)
    published = (asset.address for key, asset in snapshot.assets.items() if key not in check_page.INLINED)
    assets = tuple(published) if name == "_headers" else ()
    yield name, msgspec.structs.replace(file, redirects=found, assets=assets)


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Write the file."""
    file = _file.decode(view)
    return "\n".join([_FIRST_LINE, *_WRITERS[file.name](file), ""]).encode()


def block(server: str, config: Config, folder: str, assets: Mapping[str, Asset]) -> str:
    """Return the complete configuration of one of `SERVERS`, for a site that is in a folder of its disk."""
    file = _host_file(server, site_view(config, {}, preview=False), config, assets)
    first = "# Printed by Press; print it again when Press or config.toml changed."
    return "\n".join([first, *_BLOCKS[server](file, config.base_url, folder.rstrip("/")), ""])


def _host_file(name: str, site: Site, config: Config, assets: Mapping[str, Asset]) -> HostFile:
    compressed = tuple(sorted(config.hosts.compress)) if name in (".htaccess", *SERVERS) else ()
    api = config.editor.api if config.editor.repository else ""
    has_check = config.seal.has_check and not site.preview
    return HostFile(
        name=name,
        home=site.home,
        searches=dict(_searches(config)),
        preview=site.preview,
        compressed=compressed,
        editor=api,
        check=urls.href(urls.check_address(config), config) if has_check else "",
        check_sources=check_page.sources(assets) if has_check else ("", ""),
    )


def _searches(config: Config) -> Iterator[tuple[str, str]]:
    yield "search", urls.href(urls.search_address(config), config)
    for language, edition in config.other_editions.items():
        yield f"search_{language}", urls.href(urls.search_address(edition), edition)


_WRITERS: dict[str, Callable[[HostFile], Iterator[str]]] = {
    "_headers": netlify.headers,
    ".htaccess": apache.htaccess,
    "_redirects": netlify.redirects,
    "_redirects.nginx": nginx.redirects,
    "_redirects.caddy": caddy.redirects,
}
WITH_REDIRECTS = tuple(name for name in _WRITERS if name != "_headers")
"""The files in which former addresses are."""
