"""Stylesheet, scripts and crest, under file names that contain a digest of their content."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from press.config import Config
from press.model import Card, Invalidation
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views import View
from press.views.check.page import INLINED
from press.views.context import Snapshot

TEMPLATES = ()
_ALSO_WITHOUT_DIGEST = frozenset({"feed.css"})
"""Published also without a digest in the name: else every feed would change when its stylesheet changes."""


class NamedAsset(View, frozen=True, kw_only=True):
    """An asset and where it is published."""

    name: str
    address: str


_asset = msgspec.json.Decoder(NamedAsset)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The names of all of them."""
    return (name for name in snapshot.assets if name not in INLINED)


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """No ids: no release changes them."""
    return ()


def owns(path: str, config: Config) -> bool:
    """The folder of assets, and the names without a digest."""
    return path.startswith("assets/") or path in _ALSO_WITHOUT_DIGEST


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """One asset, by its name; a few at two addresses."""
    name = invalidation.id
    asset = snapshot.assets.get(name)
    if asset and name not in INLINED:
        yield asset.address, NamedAsset(name=name, address=asset.address)
        if name in _ALSO_WITHOUT_DIGEST:
            yield name, NamedAsset(name=name, address=name)


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Look up the bytes of the asset."""
    return context.assets[_asset.decode(view).name].data
