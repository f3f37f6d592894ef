"""The listings of the agenda that contain an event: of what is coming or past, by office, and of its months."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from press import slugs
from press.model import Event, Listing, ListingKind, Release, ReleaseKind

_MOST_MONTHS = 24
"""In how many months an event is listed at most."""


def listings(release: Release, now: datetime) -> Iterator[Listing]:
    """Yield the listings of an event at `now`; none for another release, or a translation, as in all other lists."""
    event = release.event
    if event is None or release.kind is not ReleaseKind.EVENT or release.translation_of:
        return
    kind = ListingKind.COMING if now < event.over else ListingKind.PAST
    yield Listing(kind)
    offices = dict.fromkeys(slugs.term_id(ListingKind.OFFICE, name) for name in release.offices)
    yield from (Listing(kind, office) for office in offices)
    yield from (Listing(ListingKind.AGENDA, month) for month in _months(event))


def _months(event: Event) -> Iterator[str]:
    """Yield the months in which an event is, in the time zone of its place: ``2026-11``."""
    first, last = event.starts, event.over - timedelta(seconds=1)
    number = first.year * 12 + first.month - 1
    count = min(max(1, last.year * 12 + last.month - number), _MOST_MONTHS)
    for month in range(number, number + count):
        yield f"{month // 12:04}-{month % 12 + 1:02}"
