"""Every link into the portal leads somewhere: to a release, a photo, a list, a file of ``static/``."""

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
    """Name each link of the body that leads nowhere."""
    line = card.release.lines.get("body", 1)
    for ref in card.refs:
        if not ref.image and not _leads_somewhere(ref, card, snapshot):
            place = Place(card.release.source, line + ref.line - 1)
            message, hint = N_("the link “{target}” leads nowhere"), N_("correct it, or remove it")
            yield rules.LINK.broken(place, message, hint, target=ref.target)


def _leads_somewhere(ref: Ref, card: Card, snapshot: Snapshot) -> bool:
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
    if listing.kind is ListingKind.CHANGES:  # the newest year has no page but the register's first
        return is_filled and bool(snapshot.catalogue.neighbours(listing)[1])
    return is_filled or listing in declared(snapshot.config) or (listing.kind is ListingKind.KIND and not page)
