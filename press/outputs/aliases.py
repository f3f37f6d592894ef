"""Former addresses of releases, lists and documents: pages that redirect. Feeds have full copies instead (`feeds`)."""

from __future__ import annotations

import html
from collections.abc import Iterable

import msgspec

from press import urls
from press.config import Config
from press.i18n.catalogues import translator
from press.model import Card, Invalidation, ListingKind
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.store.published import UNKNOWN, PublishedPath, of_release, path_of
from press.views import View, addresses, indexes
from press.views.addresses import Destination
from press.views.context import Snapshot

TEMPLATES = ()


class Moved(View, frozen=True, kw_only=True):
    """A redirect to a page or a file."""

    url: str
    title: str
    lang: str
    preview: bool


_moved = msgspec.json.Decoder(Moved)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The former addresses of lists that config.toml names, and all that were published and lead somewhere else.

    And the months and years without the archive's folder, which people type: ``/2026/11/``.
    """
    for kind in (ListingKind.MONTH, ListingKind.YEAR):
        yield from (indexes.period_path(period) for period, _ in snapshot.catalogue.counts(kind))
    yield from map(addresses.alias_of, addresses.former_lists(snapshot.config))
    yield from (addresses.alias_of(row.path) for row in snapshot.catalogue.published.lost())


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The former addresses of the release and of its lists, and its month and year if they are new or gone."""
    yield from card.release.aliases
    if card.former:
        yield f"/{card.former}"
    for listing in card.listings:
        if listing.kind in (ListingKind.MONTH, ListingKind.YEAR) and not catalogue.has_older(listing, card.instant):
            yield indexes.period_path(listing)
    lost = catalogue.published.lost_of
    yield from map(addresses.alias_of, lost(of_release(card.release.id)))
    if former := addresses.former_lists(config):
        paths = {urls.listing_address(listing, config).rstrip("/") for listing in card.listings}
        stated = (path for path, present in former.items() if path in paths or present in card.listings)
        yield from map(addresses.alias_of, stated)


def owns(path: str, config: Config) -> bool:
    """The former addresses of lists and their feeds, where no list can be; each release takes its own."""
    former = addresses.former_list(path_of(path), config) if config.lists.aliases else None
    return former is not None and urls.listing_at(path_of(path), config)[0] is None


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """The page at one former address; for an address with an extension (``/lama.html``), a file of that name.

    Where a page is, nothing: it took the address from a release that had it before the language was a part of it.
    """
    path = invalidation.id.strip("/")
    if snapshot.catalogue.page_at(f"{path}/") or addresses.is_list(path, snapshot):
        return
    if addresses.is_generated(path, snapshot):
        return
    address = path if urls.is_file(path) else urls.file_of(f"{path}/")
    found = None if addresses.is_document(path, snapshot) else _destination(invalidation.id, path, snapshot)
    yield address, _view(found, snapshot) if found else None


def _destination(alias: str, path: str, snapshot: Snapshot) -> Destination | None:
    card = snapshot.catalogue.at(path)
    if card:
        return addresses.of_card(path, card, snapshot) if alias in card.release.aliases else None
    if path in snapshot.static:
        return None
    lost = snapshot.catalogue.published.lost_at(path) or PublishedPath(path, UNKNOWN)
    found = None if addresses.copied_feed(lost) else addresses.destination(lost, snapshot)
    return found or addresses.period_at(path, snapshot)


def _view(found: Destination, snapshot: Snapshot) -> Moved:
    url = urls.absolute(found.address, snapshot.config)
    return Moved(url=url, title=found.title, lang=found.lang, preview=snapshot.site.preview)


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Write the page."""
    moved = _moved.decode(view)
    url, title, lang = (html.escape(text) for text in (moved.url, moved.title, moved.lang))
    banner = f"<p><strong>{translator(context.config.language)('Preview')}</strong></p>\n" if moved.preview else ""
    return _PAGE.format(url=url, title=title, lang=lang, banner=banner).encode()


_PAGE = """<!doctype html>
<html lang="{lang}">
<meta charset="utf-8">
<title>{title}</title>
<link rel="canonical" href="{url}">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={url}">
{banner}<p><a href="{url}">{title}</a></p>
</html>
"""
