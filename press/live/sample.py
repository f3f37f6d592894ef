"""Which files are asked for today: some always, and of the others another part each day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from press import disk
from press.live.reference import UNSERVED, Reference

NEWEST = 40
"""Pages of releases that are always asked for."""
_LARGE = 10_000_000
"""Bytes; larger files are asked for only if all are."""


class Sample(msgspec.Struct, frozen=True):
    """The files to ask for."""

    addresses: tuple[str, ...]
    days: int
    """In so many days, all are asked for."""


def sample(reference: Reference, always: Iterable[str], day: date, most: int) -> Sample:
    """Choose files: `always` and those that matter most, and a part of the others, about `most` together.

    The order of the others is that of the digests of their addresses: it is the same every day, and nobody chooses it.
    """
    first = [address for address in dict.fromkeys([*always, *_important(reference)]) if _is_served(address, reference)]
    chosen = set(first)
    others = [
        address
        for address in reference.rows
        if address not in chosen and _is_served(address, reference) and reference.size(address) <= _LARGE
    ]
    others.sort(key=lambda address: disk.digest(address.encode()))
    size = max(1, most - len(first))
    days = max(1, -(-len(others) // size))
    start = day.toordinal() % days * size
    return Sample((*first, *others[start : start + size]), days)


def everything(reference: Reference) -> Sample:
    """Choose all files."""
    return Sample(tuple(address for address in reference.rows if _is_served(address, reference)), 1)


def _important(reference: Reference) -> Iterator[str]:
    """Yield the home page, feeds, sitemaps and all else at the top, and the newest releases."""
    yield "index.html"
    yield from sorted(address for address in reference.root.files if address.count("/") == 0)
    yield from sorted((address for address in reference.rows if address.startswith("sitemaps/")), reverse=True)[:12]
    yield from reference.releases()[:NEWEST]


def _is_served(address: str, reference: Reference) -> bool:
    return address in reference.rows and address not in UNSERVED
