"""What stands at the head of a feed: its name, its addresses, its dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from press import urls
from press.config import Config
from press.outputs.feeds import content
from press.outputs.feeds.items import fit, plain
from press.outputs.feeds.window import CHANGES, Entry
from press.views import View, builders
from press.views.context import FEED_FORMATS, Edition


class Feed(View, frozen=True, kw_only=True):
    """A feed in one of the formats. All addresses are whole."""

    format: str
    """``rss``, ``atom`` or ``json``."""
    mime: str
    id: str
    """A tag URI, the same for an archived part of the feed."""
    url: str
    """The feed's own address; a copy at a former address names this one."""
    page: str
    """The list in HTML."""
    listing: str
    name: str
    """Of the list; empty where the language of the portal has a word for it."""
    site: str
    """Name of the portal."""
    interface: str
    """Language of the portal."""
    language: str
    """Language of the list."""
    description: str
    updated: str
    """Of its newest item; of an empty feed, a date that stands still."""
    publisher: str
    publisher_url: str
    email: str
    license: str
    license_url: str
    style: str
    """Link to the stylesheet that browsers show it with."""
    hub: str
    """Of a live feed, where the portal has one."""
    archive: bool
    """A closed month (RFC 5005)."""
    current: str
    """Of an archive: the live feed."""
    previous: str
    """The archive of the month before."""
    next: str
    """The archive of the month after."""
    texts: tuple[str, ...]
    """Digests of the bodies that the items name."""
    items: tuple[msgspec.Raw, ...]
    """See `items.Item`; newest first."""

    def bodies(self) -> tuple[str, ...]:
        """Those of its items."""
        return self.texts

    def title(self) -> str:
        """What the feed is called."""
        return fit(plain(content.feed_title(self.listing, self.name, self.site, self.interface)))


def live(listing: str, entries: Sequence[Entry], edition: Edition) -> Feed:
    """The feed of a list, as RSS."""
    config = edition.config
    closed = _closed(edition) if listing == "all" else ""
    return msgspec.structs.replace(
        _feed(listing, listing, entries, edition), hub=config.feeds.hub, previous=_archive_url(closed, config)
    )


def archived(month: str, entries: Sequence[Entry], edition: Edition) -> Feed:
    """The part of the portal's feed that a closed month is, as RSS."""
    before, after = edition.catalogue.beside(month)
    config = edition.config
    return msgspec.structs.replace(
        _feed(month, "all", entries, edition),
        archive=True,
        current=urls.absolute(FEED_FORMATS[0][0], config),
        previous=_archive_url(before, config),
        next=_archive_url(after if edition.catalogue.beside(after)[1] else "", config),
    )


def formatted(feed: Feed, name: str, mime: str) -> Feed:
    """The same feed in another format; `name` is that of its file."""
    rss = FEED_FORMATS[0][0]

    def there(url: str) -> str:
        return url.removesuffix(rss) + name if url else ""

    return msgspec.structs.replace(
        feed,
        format=_FORMATS[name],
        mime=mime,
        url=there(feed.url),
        current=there(feed.current),
        previous=there(feed.previous),
        next=there(feed.next),
    )


_FORMATS = {name: label.lower() for name, _, label in FEED_FORMATS}


def _feed(listing: str, whole: str, entries: Sequence[Entry], edition: Edition) -> Feed:
    """A feed without what only live ones or only archives have; `whole` is the listing that it is a part of."""
    config = edition.config
    prefix, _, term_id = whole.partition(":")
    term = builders.vocabulary(prefix, config).get(term_id)
    address = urls.listing_address(listing, config)
    return Feed(
        format="rss",
        mime=FEED_FORMATS[0][1],
        id=_tag_uri(whole, config),
        url=urls.absolute(address + FEED_FORMATS[0][0], config),
        page=urls.absolute(address, config),
        listing=whole,
        name="" if prefix in ("all", "kind", "lang", CHANGES) else builders.listing_name(whole, edition),
        site=config.title,
        interface=config.language,
        language=term_id if prefix == "lang" else config.language,
        description=fit(plain((term.description if term else "") or config.description or config.title)),
        updated=_updated(entries, config),
        publisher=config.publisher,
        publisher_url=config.publisher_url,
        email=config.feeds.email,
        license=config.license,
        license_url=config.license_url,
        style=urls.href("feed.css", config),
        hub="",
        archive=False,
        current="",
        previous="",
        next="",
        texts=tuple(dict.fromkeys(text for entry in entries for text in entry.texts())),
        items=tuple(msgspec.Raw(entry.item(edition)) for entry in entries),
    )


def _tag_uri(listing: str, config: Config) -> str:
    identity = config.identity
    return f"tag:{identity.authority},{identity.year}:feed/{listing.replace(':', '/')}"


def _updated(entries: Sequence[Entry], config: Config) -> str:
    """When the newest item was published or changed, in the portal's zone."""
    if not entries:
        return f"{config.identity.year:04}-01-01T00:00:00+00:00"
    return datetime.fromtimestamp(max(entry.instant for entry in entries), config.zone).isoformat()


def _closed(edition: Edition) -> str:
    """The newest month but one that has releases: the newest that nothing is added to any more."""
    months = edition.catalogue.listings("month:")
    return months[-2][0] if len(months) > 1 else ""


def _archive_url(month: str, config: Config) -> str:
    return urls.absolute(urls.listing_address(month, config) + FEED_FORMATS[0][0], config) if month else ""
