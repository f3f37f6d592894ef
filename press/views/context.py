"""An edition: one state of the portal, as the kinds of outputs are asked to describe it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from press import urls, views
from press.config import Config, MenuItem
from press.memo import Shelf
from press.rendering.assets import Asset
from press.store.catalogue import Catalogue

FEED_FORMATS = (
    ("feed.xml", "application/rss+xml", "RSS"),
    ("atom.xml", "application/atom+xml", "Atom"),
    ("feed.json", "application/feed+json", "JSON"),
)
"""File name, media type and short name of the feeds of every list; the primary one first."""


_TERMS, _RELEASES = 4096, 4096
"""Room on the shelves of an edition, which live as long as it does."""


class Edition(msgspec.Struct, frozen=True):
    """All that a description may depend on."""

    config: Config
    catalogue: Catalogue
    now: datetime
    site: views.Site
    assets: dict[str, Asset]
    static: dict[str, str]
    """Digest (SHA-256) of each file of ``static/``, by its address."""
    terms: Shelf[tuple[str, str], views.Term] = msgspec.field(default_factory=lambda: Shelf(_TERMS))
    """Terms as they were described, by listing and as typed."""
    teasers: Shelf[str, views.Teaser] = msgspec.field(default_factory=lambda: Shelf(_RELEASES))
    """Teasers as they were described, by source."""
    pieces: Shelf[tuple[str, str], bytes] = msgspec.field(default_factory=lambda: Shelf(_RELEASES))
    """Parts of views that are written once for all that hold them, by what they are and of what."""


def site_view(config: Config, assets: Mapping[str, Asset], preview: bool) -> views.Site:
    """What all pages share."""
    links = {name: urls.href(asset.address, config) for name, asset in assets.items()}
    return views.Site(
        title=config.title,
        short_title=config.short_title or config.title,
        description=config.description,
        language=config.language,
        timezone=config.timezone,
        base_url=config.base_url,
        home=urls.href("", config),
        publisher=config.publisher,
        publisher_url=config.publisher_url,
        license=config.license,
        license_url=config.license_url,
        colour=config.theme.colour,
        menu=tuple(_menu_link(item, config) for item in config.menu),
        footer=tuple(_menu_link(item, config) for item in config.footer),
        assets=links,
        crest=links.get(config.theme.crest, ""),
        archive=urls.href(urls.archive_address(config), config),
        subscribe=urls.href(f"{urls.word('subscribe', config)}/", config),
        search=urls.href(urls.search_address(config), config),
        corrections=urls.href(f"{urls.word('corrections', config)}/", config),
        feeds=feed_links("all", config.title, config),
        preview=preview,
    )


def feed_links(listing: str, title: str, config: Config) -> tuple[views.FeedLink, ...]:
    """The three feeds of a list; `title` names the list."""
    address = urls.listing_address(listing, config)
    return tuple(
        views.FeedLink(
            href=urls.href(address + name, config),
            url=urls.absolute(address + name, config),
            title=f"{title} ({label})",
            mime=mime,
        )
        for name, mime, label in FEED_FORMATS
    )


def declared(config: Config) -> tuple[str, ...]:
    """The listings that exist from the day they are declared, empty or not."""
    terms = (("topic", config.topics), ("office", config.offices), ("region", config.regions))
    return tuple(f"{name}:{term}" for name, closed in terms for term in closed or ())


def _menu_link(item: MenuItem, config: Config) -> views.Link:
    href = item.url if urls.is_foreign(item.url) else urls.href(item.url.lstrip("/"), config)
    return views.Link(href=href, label=item.label)
