"""Bounded caches of computed values."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


def get_or_make(cache: MutableMapping[K, V], key: K, make: Callable[[], V]) -> V:
    """Return the value of a key in a bounded cache (of `cachetools`), or make it and store it there.

    The key must contain all that the value depends on, so that no cached value is out of date.
    """
    try:
        return cache[key]
    except KeyError:
        value = cache[key] = make()
        return value
