"""The head of a feed: its title, its addresses, its dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from press import urls
from press.config import Config
from press.i18n.catalogues import translator
from press.i18n.words import ABOUT_CORRECTIONS
from press.model import ALL, CHANGES, Listing, ListingKind
from press.outputs.feeds import content
from press.outputs.feeds.item import plain_line, xml_safe
from press.outputs.feeds.window import Entry
from press.urls import FeedFormat
from press.views import View, terms
from press.views.context import Snapshot
from press.views.icons import LARGE_ICON, SMALL_ICON

_NAMED_BY_LANGUAGE = frozenset({ListingKind.ALL, ListingKind.KIND, ListingKind.LANG, ListingKind.CHANGES})
"""Kinds of listings whose names come from the language of the portal, not from config.toml or the releases."""


class Feed(View, frozen=True, kw_only=True):
    """A feed in one of the formats. All URLs are absolute, but for `style`."""

    format: str
    """``rss``, ``atom`` or ``json``."""
    mime: str
    id: str
    """A tag URI; an archived part of the feed has the same."""
    url: str
    """The feed's own URL; a copy at a former address also contains this one."""
    page: str
    """The page of the list."""
    listing: str
    """Name of the listing that the feed, or the whole feed of which this is a part, belongs to."""
    name: str
    """Name of the list; empty where it comes from the language of the portal."""
    site: str
    """Name of the portal."""
    interface: str
    """Language of the portal."""
    language: str
    """Language of the list."""
    description: str
    updated: str
    """When its newest item was published or changed; for an empty feed, a constant date."""
    publisher: str
    publisher_url: str
    email: str
    license: str
    license_url: str
    icon: str
    """The portal's icon, in the size for the format; empty if it has none."""
    style: str
    """Link to the stylesheet with which browsers show the feed."""
    hub: str
    """The WebSub hub; only for a live feed of a portal that has a hub."""
    archive: bool
    """A closed month (RFC 5005)."""
    current: str
    """For an archive: the live feed."""
    previous: str
    """The archive of the month before."""
    next: str
    """The archive of the month after."""
    body_digests: tuple[str, ...]
    """Digests of the bodies that the items name."""
    preview: bool
    """Whether its title says that it is not public."""
    items: tuple[msgspec.Raw, ...]
    """See `item.Item`; newest first."""
    heading: str = ""
    """The title of a feed that belongs to no list; empty: the title is that of the list."""

    def bodies(self) -> tuple[str, ...]:
        """The digests of the bodies of its items."""
        return self.body_digests

    def title(self) -> str:
        """The title of the feed."""
        title = self.heading or content.feed_title(Listing.named(self.listing), self.name, self.site, self.interface)
        marked = f"[{translator(self.interface)('Preview')}] {title}" if self.preview else title
        return xml_safe(plain_line(marked))


def live(listing: Listing, entries: Sequence[Entry], snapshot: Snapshot) -> Feed:
    """The feed of a list, as RSS."""
    config = snapshot.config
    closed = _last_closed_month(snapshot) if listing == ALL and not config.folder else None
    return msgspec.structs.replace(
        _feed(listing, listing, entries, snapshot), hub=config.feeds.hub, previous=_archive_url(closed, config)
    )


def archived(month: Listing, entries: Sequence[Entry], snapshot: Snapshot) -> Feed:
    """The archived part of the portal's feed for a closed month, as RSS."""
    before, after = snapshot.catalogue.neighbours(month)
    config = snapshot.config
    return msgspec.structs.replace(
        _feed(month, ALL, entries, snapshot),
        archive=True,
        current=urls.absolute(urls.FEEDS[0].name, config),
        previous=_archive_url(before, config),
        next=_archive_url(after if after and snapshot.catalogue.neighbours(after)[1] else None, config),
    )


def of_changes(
    address: str, subject: str, name: str, description: str, entries: Sequence[Entry], snapshot: Snapshot
) -> Feed:
    """The Atom feed of the changes of the page at an address; `subject` is what its id names."""
    config, identity = snapshot.config, snapshot.config.identity
    feed = formatted(_feed(ALL, ALL, entries, snapshot), urls.FEEDS[1])
    return msgspec.structs.replace(
        feed,
        id=f"tag:{identity.authority},{identity.year}:changes/{subject}",
        url=urls.absolute(urls.change_feed(address, config), config),
        page=urls.absolute(address, config),
        heading=f"{name} – {config.title}",
        description=xml_safe(plain_line(description)),
    )


def formatted(feed: Feed, format: FeedFormat) -> Feed:
    """The same feed in another format."""
    primary = urls.FEEDS[0].name

    def in_format(url: str) -> str:
        return url.removesuffix(primary) + format.name if url else ""

    return msgspec.structs.replace(
        feed,
        format=format.label.lower(),
        mime=format.mime,
        url=in_format(feed.url),
        current=in_format(feed.current),
        previous=in_format(feed.previous),
        next=in_format(feed.next),
        icon=feed.icon.replace(LARGE_ICON, SMALL_ICON) if format.label == "RSS" else feed.icon,
    )


def _feed(listing: Listing, whole: Listing, entries: Sequence[Entry], snapshot: Snapshot) -> Feed:
    """A feed without what only live feeds or only archives have; `whole` is the listing that `listing` is a part of."""
    config = snapshot.config
    address = urls.listing_address(listing, config)
    return Feed(
        format="rss",
        mime=urls.FEEDS[0].mime,
        id=_tag_uri(whole, config),
        url=urls.absolute(address + urls.FEEDS[0].name, config),
        page=urls.absolute(address, config),
        listing=str(whole),
        name="" if whole.kind in _NAMED_BY_LANGUAGE else terms.listing_name(whole, snapshot),
        site=config.title,
        interface=config.language,
        language=whole.term if whole.kind is ListingKind.LANG else config.language,
        description=xml_safe(plain_line(_description(whole, config))),
        updated=_updated(entries, config),
        publisher=config.publisher,
        publisher_url=config.publisher_url,
        email=config.feeds.email,
        license=config.license,
        license_url=config.license_url,
        icon=urls.absolute(LARGE_ICON, config) if snapshot.site.icons else "",
        style=urls.href("feed.css", config),
        hub="",
        archive=False,
        current="",
        previous="",
        next="",
        preview=snapshot.site.preview,
        body_digests=tuple(dict.fromkeys(digest for entry in entries for digest in entry.body_digests())),
        items=tuple(msgspec.Raw(entry.item(snapshot)) for entry in entries),
    )


def _description(listing: Listing, config: Config) -> str:
    if listing == CHANGES:
        return translator(config.language)(ABOUT_CORRECTIONS)
    term = terms.vocabulary(listing.kind, config).get(listing.term)
    return (term.description if term else "") or config.description or config.title


def _tag_uri(listing: Listing, config: Config) -> str:
    identity = config.identity
    return f"tag:{identity.authority},{identity.year}:feed/{config.folder}{str(listing).replace(':', '/')}"


def _updated(entries: Sequence[Entry], config: Config) -> str:
    """When the newest item was published or changed, in the portal's zone."""
    if not entries:
        return f"{config.identity.year:04}-01-01T00:00:00+00:00"
    return datetime.fromtimestamp(max(entry.instant for entry in entries), config.zone).isoformat()


def _last_closed_month(snapshot: Snapshot) -> Listing | None:
    """The last but one of the months that have releases: the newest month that is closed."""
    months = snapshot.catalogue.counts(ListingKind.MONTH)
    return months[-2][0] if len(months) > 1 else None


def _archive_url(month: Listing | None, config: Config) -> str:
    return urls.absolute(urls.listing_address(month, config) + urls.FEEDS[0].name, config) if month else ""
