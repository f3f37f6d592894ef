"""Under what a card stands in the catalogue: its listings, the addresses that it takes, the names that it uses.

A *name* is what one card may say of a file or of another card: ``posts/2026/03/x.md``, ``posts/2026/03/foto.jpg``,
``/topik/air`` (an address of the site), ``id:2026-0042``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import datetime
from posixpath import dirname, normpath
from urllib.parse import unquote, urlsplit

from press.model import CHANGES, STANDING_PAGES, STATIC, Card, Listing, ListingKind, Release, ReleaseKind

_WITHOUT_CHANGES = frozenset({ListingKind.MONTH, ListingKind.YEAR, ListingKind.SEARCH})
"""Kinds of listings that nobody asks for in the order of changes."""


def corrections(card: Card) -> tuple[datetime, ...]:
    """When a release was corrected, and withdrawn if it is; in no order. With its text removed, only the latter."""
    withdrawn = card.release.withdrawn if card.is_withdrawn else None
    if withdrawn and withdrawn.remove_text:
        return (withdrawn.date,)
    dates = tuple(correction.date for correction in card.release.corrections)
    return (*dates, withdrawn.date) if withdrawn else dates


def changed(card: Card) -> datetime | None:
    """When a release last changed significantly after it was published; None: never."""
    release = card.release
    dates = (*corrections(card), release.updated) if release.updated else corrections(card)
    last = max(dates, default=release.date)
    return last if last > release.date else None


def modified(card: Card) -> datetime:
    """When a release was published, or last changed significantly."""
    return changed(card) or card.release.date


def changes_by_year(card: Card) -> dict[Listing, int]:
    """The listings ``changes:2026`` that a card stands in, with its last correction or withdrawal in each year.

    In seconds since the epoch.
    """
    found: dict[Listing, int] = {}
    for date in corrections(card) if card.listings else ():
        year, instant = Listing(ListingKind.CHANGES, f"{date:%Y}"), int(date.timestamp())
        found[year] = max(instant, found.get(year, instant))
    return found


def sitemap_of(card: Card) -> Listing:
    """The listing of the sitemap that a card would stand in: that of its month, or of the standing pages."""
    return STANDING_PAGES if card.is_page else Listing(ListingKind.SITEMAP, f"{card.release.date:%Y-%m}")


def _is_for_search_engines(card: Card) -> bool:
    """Tell whether a page asks to be found: it is no notice of a withdrawal, and no copy of another office's page."""
    is_copy = bool(card.release.original) and card.release.kind is not ReleaseKind.LINK
    return not card.is_withdrawn and not is_copy


def by_change(listing: Listing) -> str:
    """The name of the listing that holds what changed in another one, in the order of the changes."""
    return f"{ListingKind.CHANGES}/{listing}"


def members(card: Card) -> Iterator[tuple[str, int]]:
    """The names of the listings that a card stands in, with what orders it there, in seconds since the epoch."""
    yield from ((str(listing), card.instant) for listing in card.listings)
    if card.listings and (last := changed(card)):
        at = int(last.timestamp())
        yield from ((by_change(listing), at) for listing in card.listings if listing.kind not in _WITHOUT_CHANGES)
    if card.listings and (notices := corrections(card)):
        yield str(CHANGES), int(max(notices).timestamp())
        yield from ((str(year), instant) for year, instant in changes_by_year(card).items())
    if _is_for_search_engines(card):
        yield str(sitemap_of(card)), int(modified(card).timestamp())


def names_used(card: Card) -> set[str]:
    """The names of the files and the other releases that a card speaks of."""
    release = card.release
    images = (release.image, *release.images)
    targets = [image.src for image in images if image]
    targets += [attachment.src for attachment in release.attachments] + [ref.target for ref in card.refs]
    names = {resolved(release, target) for target in targets}
    names |= {f"id:{other}" for other in _other_ids(release)}
    return names - {""}


def resolved(release: Release, target: str) -> str:
    """The name of what a link of a release points to; ``""`` for a place in the same page.

    ``foto.jpg`` is ``posts/2026/03/foto.jpg``; ``/topik/air/`` is ``/topik/air``, an address of the site.
    """
    path = unquote(urlsplit(target).path)
    if not path:
        return ""
    return normpath(path) if path.startswith("/") else normpath(f"{dirname(release.source)}/{path}")


def file_name(path: str) -> str:
    """The name of a file: its path; that of a file in ``static/``, which has an address of its own, is the address."""
    return f"/{path.removeprefix(STATIC)}" if path.startswith(STATIC) else path


def _other_ids(release: Release) -> Iterator[str]:
    if release.translation_of:
        yield release.translation_of
    if release.withdrawn and release.withdrawn.replacement:
        yield release.withdrawn.replacement


def addresses(card: Card) -> set[str]:
    """The addresses that a card takes, in the form of `fold`."""
    return {fold(address.strip("/")) for address in (card.address, *card.release.aliases)}


def fold(address: str) -> str:
    """An address in a form in which two that differ only in case or Unicode form are equal."""
    return unicodedata.normalize("NFC", address).casefold()
