"""The files of ``static/``, copied as they are."""

from __future__ import annotations

from collections.abc import Iterable

from press.model import Card, Touch
from press.rendering.context import Bodies, Workshop, decode
from press.views import View
from press.views.context import Edition

TEMPLATES = ()


class Copy(View, frozen=True, kw_only=True):
    """A file to copy."""

    source: str
    digest: str
    """SHA-256 of its bytes, hexadecimal."""


def fixed(edition: Edition) -> Iterable[str]:
    """All of them."""
    return edition.static


def touched(card: Card, edition: Edition) -> Iterable[str]:
    """None: no release changes them."""
    return ()


def describe(touch: Touch, edition: Edition) -> Iterable[tuple[str, View | None]]:
    """One file, by its address."""
    digest = edition.static.get(touch.id)
    yield touch.id, Copy(source=f"static/{touch.id}", digest=digest) if digest else None


def render(view: bytes, bodies: Bodies, workshop: Workshop) -> bytes:
    """Read the file."""
    source: str = decode(view)["source"]
    return (workshop.root / source).read_bytes()
