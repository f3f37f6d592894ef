"""The state of the portal, from which the output kinds make their views."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
from cachetools import FIFOCache

from press import urls, views, web
from press.config import Config, MenuItem
from press.i18n.catalogues import translator
from press.i18n.formats import LocaleFormat
from press.i18n.mark import N_
from press.i18n.words import words
from press.model import ALL, VOCABULARIES, Listing, ListingKind
from press.rendering import assets as published
from press.rendering.assets import Asset
from press.store.catalogue import Catalogue
from press.views import indexes, offices, offline, portal_card
from press.views.icons import ICONS, WEB_MANIFEST

if TYPE_CHECKING:  # imported only for portals with a seal
    from press.seal.ledger import Log
    from press.views.sealed_text import SealedText

_CACHED_TERMS, _CACHED_RELEASES, _CACHED_TEXTS = 4096, 4096, 512
"""Sizes of the caches."""


class Snapshot(msgspec.Struct, frozen=True):
    """All that views may depend on. It is made after the catalogue was brought up to date."""

    config: Config
    catalogue: Catalogue
    now: datetime
    site: views.Site
    assets: dict[str, Asset]
    static: dict[str, str]
    """Digest (SHA-256) of each file of ``static/``, by its address."""
    log: Log | None = None
    """The log of the seal; None: nothing is sealed."""
    restates: bool = False
    """Whether a person says that texts which changed without a correction say the same."""
    sealed: dict[str, SealedText] = {}
    """What is known of the seals of releases, by source."""
    unsure: frozenset[str] = frozenset()
    """The sources of releases of which the newest version in the log may not be that of their texts as they are now."""
    canonical: FIFOCache[str, str] = msgspec.field(default_factory=lambda: FIFOCache(_CACHED_TEXTS))
    """Cache of canonical texts, by source."""
    terms: FIFOCache[tuple[str, str], views.Term] = msgspec.field(default_factory=lambda: FIFOCache(_CACHED_TERMS))
    """Cache of terms, by kind of listing and name as typed."""
    teasers: FIFOCache[str, views.Teaser] = msgspec.field(default_factory=lambda: FIFOCache(_CACHED_RELEASES))
    """Cache of teasers, by source."""
    editions: dict[str, Snapshot] = {}
    """The same for each other edition whose views were made, by its language."""
    encoded: FIFOCache[tuple[str, str], bytes] = msgspec.field(default_factory=lambda: FIFOCache(_CACHED_RELEASES))
    """Cache of encoded parts that several views share, by the sort of part and what it belongs to."""


def with_log(snapshot: Snapshot, log: Log | None) -> Snapshot:
    """Return a snapshot with the log as it is now."""
    known = {source: found for source, found in snapshot.sealed.items() if not found.is_unsealed}
    unsure = snapshot.unsure.union(snapshot.sealed.keys() - known.keys())
    return msgspec.structs.replace(snapshot, log=log, sealed=known, unsure=unsure, editions={})


def site_view(config: Config, assets: Mapping[str, Asset], preview: bool) -> views.Site:
    """Return the view that all pages share."""
    links = {name: urls.href(asset.address, config) for name, asset in assets.items()}
    font = published.font(assets)
    return views.Site(
        title=config.title,
        short_title=config.short_title or config.title,
        description=config.description,
        language=config.language,
        timezone=config.timezone,
        base_url=config.base_url,
        home=urls.href(config.folder, config),
        base=config.base_path,
        editions=tuple(_edition_link(one) for one in _others(config)),
        fallback=config.portal.language if config.folder else "",
        publisher=config.publisher,
        publisher_url=config.publisher_url,
        license=config.license,
        license_url=config.license_url,
        colour=config.theme.colour,
        menu=tuple(_links(config.menu, config.portal.menu, config)),
        footer=tuple(_links(config.footer, config.portal.footer, config)),
        assets=links,
        font=urls.href(font, config) if font else "",
        crest=links.get(config.theme.crest, ""),
        icons=_icons(assets, config),
        card=portal_card.image(config),
        archive=urls.href(urls.archive_address(config), config),
        subscribe=urls.href(urls.subscribe_address(config), config),
        search=urls.href(urls.search_address(config), config),
        corrections=urls.href(f"{urls.word('corrections', config)}/", config),
        ppid=urls.href(f"{urls.word('ppid', config)}/", config) if config.ppid else "",
        indexes=_indexes(config),
        contact=urls.href(indexes.index_address(indexes.CONTACT, config), config) if config.contacts else "",
        check=urls.href(urls.check_address(config), config) if config.seal.has_check else "",
        channels=tuple(views.Link(href=one.href, label=one.service) for one in offices.channels(config)),
        feeds=feed_links(ALL, config.title, config),
        preview=preview,
        offline="" if preview else offline.worker(config),
        quotes=config.prose.quotes,
    )


def _icons(assets: Mapping[str, Asset], config: Config) -> dict[str, str]:
    names = (*ICONS, WEB_MANIFEST) if icon_source(assets, config) else ()
    return {name: urls.href(name, config) for name in names}


def _indexes(config: Config) -> dict[str, str]:
    """Return the links to the index pages, which an edition does not have."""
    kinds = () if config.folder else _declared_kinds(config)
    return {kind: urls.href(indexes.index_address(kind, config), config) for kind in kinds}


def icon_source(assets: Mapping[str, Asset], config: Config) -> str:
    """Return the name of the asset from which icons are made: the icon, else the crest; empty if there is neither."""
    return next((name for name in ("icon.svg", config.theme.crest) if name in assets), "")


def feed_links(listing: Listing, title: str, config: Config) -> tuple[views.FeedLink, ...]:
    """Return the feeds of a list; `title` names the list."""
    address = urls.listing_address(listing, config)
    return tuple(
        views.FeedLink(
            href=urls.href(address + feed.name, config),
            url=urls.absolute(address + feed.name, config),
            title=f"{title} ({feed.label})",
            mime=feed.mime,
        )
        for feed in urls.FEEDS
    )


def declared(config: Config) -> tuple[Listing, ...]:
    """Return the listings that config.toml declares; they exist even if they are empty."""
    declarations = {
        ListingKind.TOPIC: config.topics, ListingKind.OFFICE: config.offices, ListingKind.REGION: config.regions,
    }  # fmt: skip
    return tuple(Listing(kind, term) for kind in VOCABULARIES for term in declarations[kind] or ())


def _declared_kinds(config: Config) -> tuple[ListingKind, ...]:
    return tuple(dict.fromkeys(listing.kind for listing in declared(config)))


def _others(config: Config) -> Iterator[Config]:
    """The settings of the other editions, those of the portal first."""
    whole = (config.portal, *config.portal.other_editions.values())
    yield from (one for one in whole if one.language != config.language)


def _edition_link(edition: Config) -> views.EditionLink:
    """The link to another edition, in its own language."""
    name = LocaleFormat(edition.language).language(edition.language)
    return views.EditionLink(
        lang=edition.language,
        href=urls.href(edition.folder, edition),
        name=name[:1].upper() + name[1:],
        home=translator(edition.language)(N_("home page")),
    )


def _links(own: Iterable[MenuItem], main: Iterable[MenuItem], config: Config) -> Iterator[views.MenuLink]:
    """The links of a menu; an edition that has none takes those of the portal, to its own lists where it has them."""
    if own or not config.folder:
        return (_menu_link(item, config) for item in own)
    return (_link_of_edition(item, config) for item in main)


def _menu_link(item: MenuItem, config: Config) -> views.MenuLink:
    is_own = web.is_foreign(item.url) or not config.folder or f"{item.url.strip('/')}/".startswith(config.folder)
    return views.MenuLink(href=_href(item, config), label=item.label, hreflang="" if is_own else config.portal.language)


def _link_of_edition(item: MenuItem, config: Config) -> views.MenuLink:
    if item.url == f"/{urls.search_address(config.portal)}":
        label = translator(config.language)(N_("Search"))
        return views.MenuLink(href=urls.href(urls.search_address(config), config), label=label)
    listing = None if web.is_foreign(item.url) else urls.listing_at(item.url, config)[0]
    if listing is None or listing.kind is not ListingKind.KIND:
        language = "" if web.is_foreign(item.url) else config.portal.language
        return views.MenuLink(
            href=_href(item, config), label=item.label, hreflang=language, lang=config.portal.language
        )
    label = words(config.language).kind_lists[listing.term]
    return views.MenuLink(href=urls.href(urls.listing_address(listing, config), config), label=label)


def _href(item: MenuItem, config: Config) -> str:
    return item.url if web.is_foreign(item.url) else config.base_path + web.encoded(item.url.lstrip("/"))
