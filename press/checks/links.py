"""Every link into the portal leads somewhere: to a release, a photo, a list, a file of ``static/``."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from press import urls
from press.errors import N_, Diagnostic, Place, error
from press.model import Card, Ref
from press.store.card_keys import resolved
from press.views.context import FEED_FORMATS, Edition, declared

_FILES = frozenset({"404.html", "robots.txt", "sitemap.xml", "sitemap-news.xml", "manifest.json", "feeds.opml"})


def check(card: Card, edition: Edition) -> Iterator[Diagnostic]:
    """Name each link of the body that leads nowhere."""
    line = card.release.lines.get("body", 1)
    for ref in card.refs:
        if not ref.image and not _leads_somewhere(ref, card, edition):
            yield error(
                Place(card.release.source, line + ref.line - 1), "link",
                N_("the link “{target}” leads nowhere"), N_("mend it, or take it out"), target=ref.target,
            )  # fmt: skip


def _leads_somewhere(ref: Ref, card: Card, edition: Edition) -> bool:
    path = unquote(urlsplit(ref.target).path)
    if not path or ref.target in card.files:
        return True
    if path.startswith("/"):
        return exists(path.lstrip("/"), edition)
    other = edition.catalogue.card(resolved(card.release, ref.target))
    return other is not None and (other.public or not card.public)


def exists(path: str, edition: Edition) -> bool:
    """Tell whether the site has a page or file at a path."""
    address = path.removesuffix("index.html")
    if address in edition.static or address in _FILES or edition.catalogue.at(address):
        return True
    folder, _, name = address.rpartition("/")
    if name in {name for name, _, _ in FEED_FORMATS}:
        return exists(f"{folder}/", edition)
    return _is_list(f"{address.rstrip('/')}/".lstrip("/"), edition)


def _is_list(address: str, edition: Edition) -> bool:
    if address in urls.fixed_pages(edition.config):
        return True
    listing, page = urls.listing_at(address, edition.config)
    if not listing:
        return False
    if listing.startswith("changes:"):  # of the newest year, the register's first page is the only one
        return edition.catalogue.count(listing) > 0 and bool(edition.catalogue.beside(listing)[1])
    return (
        listing in declared(edition.config)
        or edition.catalogue.count(listing) > 0
        or (listing.startswith("kind:") and not page)
    )
