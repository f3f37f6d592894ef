"""Stylesheet, scripts and crest, under names that change with their content."""

from __future__ import annotations

from collections.abc import Iterable

from press.model import Card, Touch
from press.rendering.context import Bodies, Workshop, decode
from press.views import View
from press.views.context import Edition

TEMPLATES = ()
_STEADY = frozenset({"feed.css"})
"""Published under their own names too: a feed that named its stylesheet by content would change with it."""


class Named(View, frozen=True, kw_only=True):
    """An asset, by its name; its address has the digest of its content."""

    name: str
    address: str


def fixed(edition: Edition) -> Iterable[str]:
    """All of them."""
    return edition.assets


def touched(card: Card, edition: Edition) -> Iterable[str]:
    """None: no release changes them."""
    return ()


def describe(touch: Touch, edition: Edition) -> Iterable[tuple[str, View | None]]:
    """One asset, by its name."""
    asset = edition.assets.get(touch.id)
    if asset:
        yield asset.address, Named(name=touch.id, address=asset.address)
        if touch.id in _STEADY:
            yield touch.id, Named(name=touch.id, address=touch.id)


def render(view: bytes, bodies: Bodies, workshop: Workshop) -> bytes:
    """Give its bytes."""
    return workshop.assets[decode(view)["name"]].data
