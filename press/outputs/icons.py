"""Icons in the formats that browsers, phones and feed readers ask for, and the web manifest that names them.

They are made from ``icon.svg`` of the templates' assets; without it, from the crest. Their addresses never change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from press import disk, urls, views
from press.config import Config
from press.errors import Misuse
from press.i18n.mark import N_
from press.media import cache
from press.model import Card, Invalidation
from press.outputs import Described
from press.rendering.assets import Asset
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views.context import Snapshot, icon_source
from press.views.icons import ICONS, WEB_MANIFEST

TEMPLATES = ()
_SVG = ".svg"


class Icon(views.View, frozen=True, kw_only=True, tag=True):
    """An icon."""

    source: str
    """The asset from which it is made."""
    digest: str
    """SHA-256 of that asset."""
    size: int
    """Pixels of each side; 0 for ``favicon.ico``, which has several sizes."""
    share: float
    opaque: bool


class WebManifest(views.View, frozen=True, kw_only=True, tag=True):
    """What phones show of a portal that is put on the home screen (W3C, Web Application Manifest)."""

    name: str
    short_name: str
    description: str
    lang: str
    home: str
    colour: str
    icons: tuple[tuple[str, int, str], ...]
    """Link, size and purpose of each."""


_view: msgspec.json.Decoder[Icon | WebManifest] = msgspec.json.Decoder(Icon | WebManifest)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The addresses of all of them."""
    return (*ICONS, WEB_MANIFEST)


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """No ids: no release changes them."""
    return ()


def owns(path: str, config: Config) -> bool:
    """All of them."""
    return path in ICONS or path == WEB_MANIFEST


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """One icon or the manifest; none if there is nothing to make them from."""
    address = invalidation.id
    source = icon_source(snapshot.assets, snapshot.config)
    if not source:
        yield address, None
    elif address == WEB_MANIFEST:
        yield address, _manifest(snapshot.config)
    else:
        yield address, _icon(address, source, snapshot.assets)


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Draw the icon, or read it from the cache; or write the manifest."""
    found = _view.decode(view)
    if isinstance(found, WebManifest):
        return _manifest_file(found)
    return cache.cached(context.media_cache, cache.icon_key(view), lambda: _drawn(found, context.assets))


def _icon(address: str, source: str, assets: Mapping[str, Asset]) -> Icon:
    shape = ICONS[address]
    digest = disk.digest(assets[source].data)
    return Icon(source=source, digest=digest, size=shape.size, share=shape.share, opaque=shape.opaque)


def _drawn(icon: Icon, assets: Mapping[str, Asset]) -> bytes:
    from press.media import icons  # noqa: PLC0415 - Pillow and resvg, which most builds do not need

    data, is_svg = assets[icon.source].data, icon.source.lower().endswith(_SVG)
    try:
        if not icon.size:
            return icons.ico(data, is_svg)
        return icons.png(data, is_svg, icons.IconShape(size=icon.size, share=icon.share, opaque=icon.opaque))
    except ValueError as reason:
        message = N_("templates/assets/{name} cannot be drawn as an icon: {reason}; save it again as plain SVG or PNG")
        raise Misuse(message, name=icon.source, reason=reason) from reason


def _manifest(config: Config) -> WebManifest:
    return WebManifest(
        name=config.title,
        short_name=config.short_title or config.title,
        description=config.description,
        lang=config.language,
        home=urls.href("", config),
        colour=config.theme.colour,
        icons=tuple(
            (urls.href(address, config), shape.size, shape.purpose) for address, shape in ICONS.items() if shape.purpose
        ),
    )


def _manifest_file(manifest: WebManifest) -> bytes:
    data = {
        "name": manifest.name,
        "short_name": manifest.short_name,
        "description": manifest.description,
        "lang": manifest.lang,
        "id": manifest.home,
        "start_url": manifest.home,
        "scope": manifest.home,
        "display": "minimal-ui",
        "background_color": "#ffffff",
        "theme_color": manifest.colour,
        "icons": [
            {"src": src, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for src, size, purpose in manifest.icons
        ],
    }
    return msgspec.json.encode(data) + b"\n"
