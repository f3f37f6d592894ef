"""Under what a card is entered in the catalogue: listings, names that it uses, addresses that it takes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import datetime
from posixpath import dirname, normpath
from urllib.parse import unquote, urlsplit

from press.model import Card, Kind, Release, State

_OF_A_TIME = ("month:", "year:", "search:")


def corrections(card: Card) -> tuple[datetime, ...]:
    """When a release was corrected, and withdrawn if it is; in no order. With its text removed, only the latter."""
    withdrawn = card.release.withdrawn if card.state is State.WITHDRAWN else None
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


def changes_by_year(card: Card) -> dict[str, int]:
    """The listings ``changes:2026`` that a card stands in, with its last correction or withdrawal in each year."""
    found: dict[str, int] = {}
    for date in corrections(card) if card.listings else ():
        name, at = f"changes:{date:%Y}", int(date.timestamp())
        found[name] = max(at, found.get(name, at))
    return found


def sitemap_of(card: Card) -> str:
    """The listing of the sitemap that a card would stand in: that of its month, or of the standing pages."""
    return "sitemap:pages" if card.release.kind is Kind.PAGE else f"sitemap:{card.release.date:%Y-%m}"


def _is_for_search_engines(card: Card) -> bool:
    """Tell whether a page asks to be found: it is no notice of a withdrawal, and no copy of another office's page."""
    is_copy = bool(card.release.original) and card.release.kind is not Kind.LINK
    return card.state is not State.WITHDRAWN and not is_copy


def members(card: Card) -> Iterator[tuple[str, int]]:
    """The listings that a card stands in, with what each is ordered by, in seconds since the epoch."""
    yield from ((name, card.instant) for name in card.listings)
    if card.listings and (last := changed(card)):
        at = int(last.timestamp())
        yield from ((f"changes/{name}", at) for name in card.listings if not name.startswith(_OF_A_TIME))
    if card.listings and (notices := corrections(card)):
        yield "changes", int(max(notices).timestamp())
        yield from changes_by_year(card).items()
    if _is_for_search_engines(card):
        yield sitemap_of(card), int(modified(card).timestamp())


def names_used(card: Card) -> set[str]:
    """The names by which a card speaks of files and of other releases."""
    release = card.release
    images = (release.image, *release.images)
    targets = [image.src for image in images if image]
    targets += [attachment.src for attachment in release.attachments] + [ref.target for ref in card.refs]
    names = {resolved(release, target) for target in targets}
    names |= {f"id:{other}" for other in _others(release)}
    return names - {""}


def resolved(release: Release, target: str) -> str:
    """The name of what a link of a release points to: a path from the root, or ``""`` for a place in the same page.

    ``foto.jpg`` is ``posts/2026/03/foto.jpg``; ``/topik/air/`` is ``/topik/air``, an address of the site.
    """
    path = unquote(urlsplit(target).path)
    if not path:
        return ""
    return normpath(path) if path.startswith("/") else normpath(f"{dirname(release.source)}/{path}")


def _others(release: Release) -> Iterator[str]:
    if release.translation_of:
        yield release.translation_of
    if release.withdrawn and release.withdrawn.replacement:
        yield release.withdrawn.replacement


def folded(card: Card) -> set[str]:
    """The addresses that a card takes, folded so that twins by case or by Unicode form meet."""
    return {fold(address.strip("/")) for address in (card.address, *card.release.aliases)}


def fold(address: str) -> str:
    """An address by which twins by case or by Unicode form meet."""
    return unicodedata.normalize("NFC", address).casefold()
