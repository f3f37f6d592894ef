"""Check that every link into the portal has a target: a release, a heading in it, a photo, a list, a file."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from press import rules, urls
from press.content.used_files import nearest_name
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.media import renditions
from press.model import CHANGES, LIST_PAGES, LISTS, Card, Listing, ListingKind, Ref
from press.store.card_keys import resolved
from press.views.context import Snapshot, declared

_FILES = frozenset({"404.html", "robots.txt", "sitemap.xml", "sitemap-news.xml", "manifest.json", "feeds.opml"})
_SHOWN = 8
"""How many headings a hint lists."""
_FEEDS = frozenset(feed.name for feed in urls.FEEDS)


def check(card: Card, snapshot: Snapshot) -> Iterator[Diagnostic]:
    """Yield a problem for each link of the body whose target, or the place in it, does not exist."""
    line = card.release.lines.get("body", 1)
    anchors: dict[str, frozenset[str]] = {}
    for ref in card.refs:
        if ref.image:
            continue
        place = Place(card.release.source, line + ref.line - 1)
        if not _has_target(ref, card, snapshot):
            message = N_("the link “{target}” leads to nothing in this portal")
            hint = N_("correct the address, or remove the link")
            if nearest := _nearest(ref, card, snapshot):
                hint = N_("there is “{nearest}”: write the name exactly so, also its capital letters and its ending")
            yield rules.LINK.broken(place, message, hint, target=ref.target, nearest=nearest)
        elif not _has_anchor(ref, card, snapshot, anchors):
            message = N_("the link “{target}” leads to a heading that is not on its page")
            hint = N_("correct what follows the #, or remove it: the page has {anchors}")
            known = ", ".join(f"#{one}" for one in sorted(_anchors(ref, card, snapshot, anchors) or ())[:_SHOWN])
            yield rules.ANCHOR.broken(place, message, hint, target=ref.target, anchors=known or "–")


def _has_target(ref: Ref, card: Card, snapshot: Snapshot) -> bool:
    path = unquote(urlsplit(ref.target).path)
    if not path or ref.target in card.files:
        return True
    if path.startswith("/"):
        return exists(path.lstrip("/"), snapshot)
    other = snapshot.catalogue.linked(resolved(card.release, ref.target))
    return other is not None and (other.public or not card.public)


def _nearest(ref: Ref, card: Card, snapshot: Snapshot) -> str:
    """Return the name of a file that differs from that of a link only in case or in its ending; empty if there is none.

    Of a link into another folder, the folder must be right.
    """
    path = unquote(urlsplit(ref.target).path)
    if path.startswith("/"):
        folder, _, name = path.lstrip("/").rpartition("/")
        names = (address.rpartition("/") for address in snapshot.static)
        return nearest_name(name, sorted(other for place, _, other in names if place == folder)) if name else ""
    folder, _, name = resolved(card.release, ref.target).rpartition("/")
    return nearest_name(name, snapshot.catalogue.names_in(folder))


def _has_anchor(ref: Ref, card: Card, snapshot: Snapshot, known: dict[str, frozenset[str]]) -> bool:
    """Tell whether a link leads to a place in the text of its page, or to a part of the page that templates make."""
    id = unquote(urlsplit(ref.target).fragment.partition(":~:")[0])  # a text fragment follows the second colon
    if not id or id.lower() == "top" or urls.is_page_id(id):
        return True
    anchors = _anchors(ref, card, snapshot, known)
    return anchors is None or id in anchors


def _anchors(ref: Ref, card: Card, snapshot: Snapshot, known: dict[str, frozenset[str]]) -> frozenset[str] | None:
    """Return the ids in the text that a link leads to, from `known` if they are there; None if it is no text."""
    path = unquote(urlsplit(ref.target).path)
    if not path:
        other: Card | None = card
    elif ref.target in card.files:
        return None
    elif path.startswith("/"):
        other = snapshot.catalogue.at(path.lstrip("/").removesuffix("index.html"))
    else:
        other = snapshot.catalogue.linked(resolved(card.release, ref.target))
    if other is None:
        return None
    if other.body not in known:
        known[other.body] = snapshot.catalogue.anchors(other)
    return known[other.body]


def exists(path: str, snapshot: Snapshot) -> bool:
    """Tell whether the site has a page or file at a path."""
    address = path.removesuffix("index.html")
    static = {path, urls.file_of(f"{path.rstrip('/')}/".lstrip("/"))}
    if path in _FILES or not static.isdisjoint(snapshot.static) or snapshot.catalogue.at(address):
        return True
    if snapshot.catalogue.moved_from(address):
        return True
    folder, _, name = path.rpartition("/")
    if name in _FEEDS:
        return _has_feed(f"{folder}/".lstrip("/"), name, snapshot)
    return _is_list(f"{address.rstrip('/')}/".lstrip("/"), snapshot) or _is_of_release(folder, name, snapshot)


def _is_list(address: str, snapshot: Snapshot) -> bool:
    if address in urls.fixed_pages(snapshot.config):
        return True
    listing, number = urls.listing_at(address, snapshot.config)
    if not listing:
        return False
    total = snapshot.catalogue.count(listing)
    if number:
        return listing.kind in LIST_PAGES and number <= urls.numbered_pages(total, snapshot.config.lists.size)
    if listing.kind is ListingKind.CHANGES:  # the newest year is on the register's first page, not on its own page
        return total > 0 and bool(snapshot.catalogue.neighbours(listing)[1])
    return total > 0 or _is_fixed(listing, snapshot)


def _has_feed(folder: str, name: str, snapshot: Snapshot) -> bool:
    """Tell whether there is a feed of a name in a folder; a month has no JSON feed, and none while it is the newest."""
    if folder in ("", urls.listing_address(CHANGES, snapshot.config)):
        return True
    listing, number = urls.listing_at(folder, snapshot.config)
    if not listing or number:
        return False
    is_filled = snapshot.catalogue.count(listing) > 0
    if listing.kind is ListingKind.MONTH:
        return is_filled and name != "feed.json" and bool(snapshot.catalogue.neighbours(listing)[1])
    return listing.kind in LISTS and (is_filled or _is_fixed(listing, snapshot))


def _is_fixed(listing: Listing, snapshot: Snapshot) -> bool:
    """Tell whether a listing has a page even if it is empty."""
    return listing.kind is ListingKind.KIND or listing in declared(snapshot.config)


def _is_of_release(folder: str, name: str, snapshot: Snapshot) -> bool:
    """Tell whether a release or page publishes a file of a name in its folder."""
    card = snapshot.catalogue.at(folder) or snapshot.catalogue.moved_from(folder)
    files = (file for file in card.files.values() if not file.is_static) if card else ()
    return any(name in renditions.names(file) for file in files)
