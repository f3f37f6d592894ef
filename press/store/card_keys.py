"""The keys of a card in the catalogue: its listings, its addresses, and the names that it uses.

A *name* identifies a file or another card to which a card refers: ``posts/2026/03/x.md``, ``posts/2026/03/foto.jpg``,
``/topik/air`` (an address of the site), ``id:2026-0042``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import datetime
from posixpath import dirname, normpath
from urllib.parse import unquote, urlsplit

from press.model import (
    ALERTS,
    ALL,
    NETWORK,
    PINNED,
    STANDING_PAGES,
    STATIC,
    Attachment,
    Card,
    Listing,
    ListingKind,
    Release,
    State,
)

_WITHOUT_CHANGES = frozenset({ListingKind.MONTH, ListingKind.YEAR, ListingKind.SEARCH})
"""Kinds of listings that are never queried in the order of changes."""


def id_of(release: Release) -> str:
    """Return the id of a card in the catalogue; that of another portal's release is never one of our own."""
    return pulled_id(release.id) if release.origin else release.id


def pulled_id(id: str) -> str:
    """Return the id in the catalogue of a release of another portal, by its id in feeds."""
    return f"{NETWORK}{id}"


def corrections(card: Card) -> tuple[datetime, ...]:
    """Return when a release was corrected and withdrawn; in no order."""
    withdrawn = card.release.withdrawn if card.is_withdrawn else None
    dates = tuple(correction.date for correction in card.release.corrections)
    return (*dates, withdrawn.date) if withdrawn else dates


def changed(card: Card) -> datetime | None:
    """Return when a release last changed significantly after it was published; None: never."""
    release = card.release
    dates = (*corrections(card), release.updated) if release.updated else corrections(card)
    last = max(dates, default=release.date)
    return last if last > release.date else None


def modified(card: Card) -> datetime:
    """Return when a release last changed significantly, or was published."""
    return changed(card) or card.release.date


def has_change_feed(card: Card) -> bool:
    """Tell whether a release has a feed of its changes: whether it is of a sort that changes, or changed already.

    What decides this stays in the file of a release, so that the feed stays, too.
    """
    release = card.release
    return (
        card.has_page and not card.is_page and any((release.claim, release.expires, release.updated, corrections(card)))
    )


def changes_by_year(card: Card) -> dict[Listing, int]:
    """Return the listings ``changes:2026`` that contain a card, with its last correction or withdrawal in each year.

    Times are in seconds since the epoch.
    """
    found: dict[Listing, int] = {}
    for date in corrections(card) if card.listings else ():
        year, instant = Listing(ListingKind.CHANGES, f"{date:%Y}"), int(date.timestamp())
        found[year] = max(instant, found.get(year, instant))
    return found


def sitemap_of(card: Card) -> Listing:
    """Return the listing of the sitemap for a card: that of its month, or of the standing pages."""
    return STANDING_PAGES if card.is_page else Listing(ListingKind.SITEMAP, f"{card.release.date:%Y-%m}")


def _is_valid_alert(card: Card) -> bool:
    """Tell whether a card is an alert that is not over; an all-clear is shown as long as it is pinned."""
    is_over = card.state in (State.EXPIRED, State.WITHDRAWN) or ALL not in card.listings
    return card.alert is not None and not is_over and (not card.alert.all_clear or card.release.pinned is not None)


def _is_for_search_engines(card: Card) -> bool:
    """Tell whether search engines should index a page: no notice of a withdrawal, no copy of another office's page."""
    return card.has_page and not card.is_withdrawn and not card.is_copy


def by_change(listing: str) -> str:
    """Return the name of the listing of the changed releases of another one, by its name, in the order of changes."""
    return f"{ListingKind.CHANGES}/{listing}"


def corrected(topic: Listing) -> Listing:
    """Return the listing of the releases on a topic that were corrected or withdrawn."""
    return Listing(ListingKind.CORRECTED, topic.term)


def members(card: Card) -> Iterator[tuple[str, int]]:
    """Yield the names of the listings that contain a card, with its sort key there, in seconds since the epoch."""
    listings = (*card.listings, *card.edition)
    yield from ((str(listing), card.instant) for listing in listings)
    yield from ((str(listing), starts(card)) for listing in card.agenda)
    if card.listings and (last := changed(card)):
        at = int(last.timestamp())
        yield from ((by_change(str(listing)), at) for listing in listings if listing.kind not in _WITHOUT_CHANGES)
    for whole in (listing for listing in listings if listing.kind is ListingKind.ALL):
        yield str(Listing(ListingKind.ORIGIN, card.release.origin, whole.lang)), card.instant
    if card.release.pinned and ALL in card.listings:
        yield str(PINNED), card.instant
    if _is_valid_alert(card):
        yield str(ALERTS), card.instant
    if card.listings and (notices := corrections(card)):
        languages = ("", *(listing.lang for listing in card.edition if listing.kind is ListingKind.ALL))
        yield from ((str(Listing(ListingKind.CHANGES, "", lang)), int(max(notices).timestamp())) for lang in languages)
        topics = (listing for listing in card.listings if listing.kind is ListingKind.TOPIC)
        yield from ((str(corrected(topic)), int(max(notices).timestamp())) for topic in topics)
        yield from ((str(year), instant) for year, instant in changes_by_year(card).items())
    if _is_for_search_engines(card):
        yield str(sitemap_of(card)), int(modified(card).timestamp())


def starts(card: Card) -> int:
    """Return when the event of a card begins, its sort key in the agenda, in seconds since the epoch."""
    return int(card.release.event.starts.timestamp()) if card.release.event else card.instant


def names_used(card: Card) -> set[str]:
    """Return the names of the files and the other releases to which a card refers.

    Also the address that it had before, and its own name if that is not ASCII.
    """
    release = card.release
    images = (release.image, *release.images)
    targets = [image.src for image in images if image]
    targets += [name for attachment in release.attachments for name in attachment_files(attachment)]
    targets += [ref.target for ref in card.refs]
    names = {name for target in targets if target for name in file_names(release, target)}
    names |= {f"id:{other}" for other in _other_ids(release)}
    names |= {address_name(card.former), former_name(card.former)} if card.former else set()
    if not release.source.isascii():
        names.add(own_name(release.source))
    return {composed(name) for name in names - {""}}


def attachment_files(attachment: Attachment) -> tuple[str, ...]:
    """Return the names of the files that belong to an attachment, itself first; ``""`` where there is none."""
    transcript = attachment.transcript if is_file_name(attachment.transcript) else ""
    return (attachment.src, *attachment.captions, attachment.poster, transcript)


def is_file_name(transcript: str) -> bool:
    """Tell whether a transcript is the name of a file, not the words themselves."""
    return transcript.lower().endswith((".md", ".txt")) and "\n" not in transcript


def resolved(release: Release, target: str) -> str:
    """Return the name of the target of a release's link; ``""`` for a link within the page.

    ``foto.jpg`` is ``posts/2026/03/foto.jpg``; ``/topik/air/`` is ``/topik/air``, an address of the site.
    """
    path = unquote(urlsplit(target).path)
    if not path:
        return ""
    return _absolute(release, path)


def address_name(path: str) -> str:
    """Return the name of an address of the site; that of ``/topik/air/index.html`` is ``/topik/air``."""
    return normpath(f"/{path.strip('/').removesuffix('index.html')}")


def file_names(release: Release, target: str) -> tuple[str, ...]:
    """Return the names of the files that a release may mean, the likeliest first.

    In ``laporan.pdf#page=2`` and ``100%25.jpg``, ``#``, ``?`` and ``%`` have a meaning; in ``foto#1.jpg`` and
    ``100%.jpg`` they are parts of the name.
    """
    found = [resolved(release, target)]
    if any(sign in target for sign in "#?%") and not target.startswith("#"):
        found += [_absolute(release, unquote(target)), _absolute(release, target)]
    return tuple(dict.fromkeys(found))


def _absolute(release: Release, path: str) -> str:
    return address_name(path) if path.startswith("/") else normpath(f"{dirname(release.source)}/{path}")


def composed(name: str) -> str:
    """Return the Unicode form (NFC) in which names are compared: file systems and keyboards use different forms."""
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def file_name(path: str) -> str:
    """Return the name of a file: its path, or its address on the site if it is in ``static/``."""
    return address_name(path.removeprefix(STATIC)) if path.startswith(STATIC) else path


def former_name(address: str) -> str:
    """Return the name by which a text is found that had an address before."""
    return f"former:{address_name(address)}"


def own_name(source: str) -> str:
    """Return the name by which a text is found whose path is not ASCII, whatever Unicode form the path has."""
    return f"text:{source}"


def _other_ids(release: Release) -> Iterator[str]:
    if release.translation_of:
        yield release.translation_of
    if release.withdrawn and release.withdrawn.replacement:
        yield release.withdrawn.replacement
    if release.event and release.event.result:
        yield release.event.result
    if release.alert and release.alert.updates:
        yield release.alert.updates


def fold(address: str) -> str:
    """Normalise an address, so that addresses that differ only in case or Unicode form are equal."""
    return unicodedata.normalize("NFC", address).casefold()
