"""A shelf: what was worked out once and will be needed again, as far as there is room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Shelf(Generic[K, V]):
    """Keeps values by keys that name all that they depend on, so that none is ever stale."""

    def __init__(self, room: int) -> None:
        """`room` for so many values; then the one that has lain there longest goes."""
        self._room = room
        self._kept: dict[K, V] = {}

    def get(self, key: K, make: Callable[[], V]) -> V:
        """What lies there by a key; made where it does not."""
        try:
            return self._kept[key]
        except KeyError:
            value = make()
        if len(self._kept) >= self._room:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = value
        return value
