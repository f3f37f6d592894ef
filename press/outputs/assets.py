"""Stylesheet, scripts and crest, under names that change with their content."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from press.config import Config
from press.model import Card, Invalidation
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views import View
from press.views.context import Snapshot

TEMPLATES = ()
_UNDER_OWN_NAME = frozenset({"feed.css"})
"""Published under their own names too: a feed that named its stylesheet by content would change with it."""


class NamedAsset(View, frozen=True, kw_only=True):
    """An asset, by its name; its address holds the digest of its content."""

    name: str
    address: str


_asset = msgspec.json.Decoder(NamedAsset)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """All of them."""
    return snapshot.assets


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """None: no release changes them."""
    return ()


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """One asset, by its name."""
    name = invalidation.id
    asset = snapshot.assets.get(name)
    if asset:
        yield asset.address, NamedAsset(name=name, address=asset.address)
        if name in _UNDER_OWN_NAME:
            yield name, NamedAsset(name=name, address=name)


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Give its bytes."""
    return context.assets[_asset.decode(view).name].data
