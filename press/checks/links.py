"""Check that every link into the portal has a target: a release, a photo, a list, a file of ``static/``."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from press import rules, urls
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.model import Card, ListingKind, Ref
from press.store.card_keys import resolved
from press.views.context import Snapshot, declared

_FILES = frozenset({"404.html", "robots.txt", "sitemap.xml", "sitemap-news.xml", "manifest.json", "feeds.opml"})
_FEEDS = frozenset(feed.name for feed in urls.FEEDS)


def check(card: Card, snapshot: Snapshot) -> Iterator[Diagnostic]:
    """Yield a problem for each link of the body whose target does not exist."""
    line = card.release.lines.get("body", 1)
    for ref in card.refs:
        if not ref.image and not _has_target(ref, card, snapshot):
            place = Place(card.release.source, line + ref.line - 1)
            message = N_("the link “{target}” leads to nothing in this portal")
            hint = N_("correct the address, or remove the link")
            yield rules.LINK.broken(place, message, hint, target=ref.target)


def _has_target(ref: Ref, card: Card, snapshot: Snapshot) -> bool:
    path = unquote(urlsplit(ref.target).path)
    if not path or ref.target in card.files:
        return True
    if path.startswith("/"):
        return exists(path.lstrip("/"), snapshot)
    other = snapshot.catalogue.card(resolved(card.release, ref.target))
    return other is not None and (other.public or not card.public)


def exists(path: str, snapshot: Snapshot) -> bool:
    """Tell whether the site has a page or file at a path."""
    address = path.removesuffix("index.html")
    if address in snapshot.static or address in _FILES or snapshot.catalogue.at(address):
        return True
    folder, _, name = address.rpartition("/")
    if name in _FEEDS:
        return exists(f"{folder}/", snapshot)
    return _is_list(f"{address.rstrip('/')}/".lstrip("/"), snapshot)


def _is_list(address: str, snapshot: Snapshot) -> bool:
    if address in urls.fixed_pages(snapshot.config):
        return True
    listing, page = urls.listing_at(address, snapshot.config)
    if not listing:
        return False
    is_filled = snapshot.catalogue.count(listing) > 0
    if listing.kind is ListingKind.CHANGES:  # the newest year is on the register's first page, not on its own page
        return is_filled and bool(snapshot.catalogue.neighbours(listing)[1])
    return is_filled or listing in declared(snapshot.config) or (listing.kind is ListingKind.KIND and not page)
