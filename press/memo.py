"""Values that were worked out once and will be needed again, kept as far as there is room."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


def remembered(cache: MutableMapping[K, V], key: K, make: Callable[[], V]) -> V:
    """Give what a bounded cache (of `cachetools`) holds under a key, or make it and put it there.

    The key names all that the value depends on, so that no value is ever out of date.
    """
    try:
        return cache[key]
    except KeyError:
        value = cache[key] = make()
        return value
