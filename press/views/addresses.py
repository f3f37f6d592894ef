"""Which addresses the site has, and where those lead that it had before."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from press import urls
from press.config import Config
from press.media import renditions
from press.model import ALL, CHANGES, EVENTS, LIST_PAGES, LISTS, Card, Listing, ListingKind
from press.store.card_keys import fold, has_change_feed
from press.store.published import PORTAL, PublishedPath, of_release, path_of
from press.views import builders, editions, indexes, terms
from press.views.context import Snapshot, declared

FILES = frozenset({
    "404.html", "410.html", "robots.txt", "sitemap.xml", "sitemap-news.xml", "manifest.json", "feeds.opml",
})  # fmt: skip
"""Files that every portal has."""
_FEEDS = frozenset(feed.name for feed in urls.FEEDS)
_KEPT = frozenset({ListingKind.TAG, ListingKind.LANG})
"""Kinds of lists that stay if they become empty, since any edit of a release may do that."""


class Destination(NamedTuple):
    """Where a former address leads."""

    address: str
    """Of a page, with a slash at its end; or of a file."""
    title: str
    lang: str
    """Language of the title."""


# What the site has ----------------------------------------------------------------------------------------------


def exists(path: str, snapshot: Snapshot) -> bool:
    """Tell whether a link to a path leads to a page or file, perhaps through a redirect. Case does not matter."""
    address = path.removesuffix("index.html")
    if path in FILES or snapshot.catalogue.at(address) or snapshot.catalogue.moved_from(address):
        return True
    if is_served(path_of(path), snapshot) or _is_beside_release(path_of(path), snapshot):
        return True
    lost = snapshot.catalogue.published.lost_at(path_of(path))
    return lost is not None and destination(lost, snapshot) is not None


def _is_beside_release(path: str, snapshot: Snapshot) -> bool:
    """Tell whether a path is that of the share pack of a release, or of the feed of its changes."""
    config, folder = snapshot.config, f"{path.rpartition('/')[0]}/"
    card = snapshot.catalogue.page_at(folder)
    if card is None or card.is_page:
        return False
    if f"{path}/" == urls.share_pack_address(folder, config):
        return config.sharing.pack
    return path == urls.change_feed(folder, config) and has_change_feed(card)


def is_served(path: str, snapshot: Snapshot) -> bool:
    """Tell whether the site has something of its own at a path, or a former address that a file or setting names."""
    if card_at(path, snapshot) or not {path, _page_file(path)}.isdisjoint(snapshot.static):
        return True
    if is_list(path, snapshot) or is_document(path, snapshot):
        return True
    folder, _, name = path.rpartition("/")
    former = former_lists(snapshot.config)
    if is_calendar(path, snapshot) or is_generated(path, snapshot) or period_at(path, snapshot):
        return True
    if name in _FEEDS and (folder in former or _has_feed(folder, snapshot)):
        return True
    return path in former or path in former_feed_paths(snapshot.config)


def card_at(path: str, snapshot: Snapshot) -> Card | None:
    """Return the public card that is at a path, or names it as a former address."""
    card = snapshot.catalogue.at(path)
    addresses = (card.address, *card.release.aliases) if card else ()
    return card if any(path == address.strip("/") for address in addresses) else None


def is_list(path: str, snapshot: Snapshot) -> bool:
    """Tell whether a path is that of a list, of one of its pages, or of another page that every portal has."""
    address = f"{path}/".lstrip("/")
    if address in urls.fixed_pages(snapshot.config):
        return True
    listing, number = urls.listing_at(address, snapshot.config)
    if not listing:
        return False
    total = snapshot.catalogue.count(listing)
    if number:
        has_pages = listing.kind in LIST_PAGES and listing != EVENTS
        return has_pages and number <= urls.numbered_pages(total, snapshot.config.lists.size)
    if listing.kind is ListingKind.CHANGES:  # the newest year is on the register's first page, not on its own page
        return total > 0 and bool(snapshot.catalogue.neighbours(listing)[1])
    return total > 0 or _is_fixed(listing, snapshot)


def generated(snapshot: Snapshot) -> dict[str, str]:
    """Return the addresses of the index pages, and of the contacts, at which the desk has put nothing of its own."""
    config = snapshot.config
    stated = former_lists(config).keys() | former_feed_paths(config).keys()
    return {
        name: address
        for name, address in indexes.pages(config).items()
        if address.rstrip("/") not in stated
        and not card_at(address.rstrip("/"), snapshot)
        and not {address.rstrip("/"), urls.file_of(address)} & snapshot.static.keys()
    }


def is_generated(path: str, snapshot: Snapshot) -> bool:
    """Tell whether a path is that of an index page, or of the contacts, at which the desk has put nothing."""
    known = indexes.pages(snapshot.config).values()
    return f"{path}/" in known and f"{path}/" in generated(snapshot).values()


def period_at(path: str, snapshot: Snapshot) -> Destination | None:
    """Return where the address of a month or year without the archive's folder leads: ``2026/11``."""
    period, config = indexes.period_at(path), snapshot.config
    if not period or not snapshot.catalogue.count(period):
        return None
    return Destination(urls.listing_address(period, config), terms.list_title(period, snapshot), config.language)


def is_document(path: str, snapshot: Snapshot) -> bool:
    """Tell whether a release or page publishes a file at a path."""
    folder, _, name = path.rpartition("/")
    card = snapshot.catalogue.page_at(f"{folder}/") or snapshot.catalogue.moved_from(folder)
    return card is not None and name in _file_names(card)


def is_calendar(path: str, snapshot: Snapshot) -> bool:
    """Tell whether a path is that of a calendar: of all events, of an office, or of one event."""
    config, (folder, _, name) = snapshot.config, path.rpartition("/")
    if name != urls.calendar_address("", config):
        return False
    card, listing = snapshot.catalogue.page_at(f"{folder}/"), urls.listing_at(folder, config)[0]
    return bool(card and card.event) or (listing is not None and has_calendar(listing, snapshot))


def has_calendar(listing: Listing, snapshot: Snapshot) -> bool:
    """Tell whether a list has a calendar: that of all events, of a declared office, and of any other with events."""
    if listing.kind is not ListingKind.OFFICE or listing in declared(snapshot.config):
        return listing.kind is ListingKind.OFFICE or listing == EVENTS
    return any(snapshot.catalogue.count(Listing(kind, listing.term)) for kind in (ListingKind.COMING, ListingKind.PAST))


def is_kept(listing: Listing, snapshot: Snapshot) -> bool:
    """Tell whether a list that became empty stays, with its feeds."""
    path = urls.listing_address(listing, snapshot.config).rstrip("/")
    is_stated = path in former_lists(snapshot.config) or snapshot.config.addresses.is_gone(path)
    return listing.kind in _KEPT and not is_stated and snapshot.catalogue.published.at(path) is not None


def kept_lists(snapshot: Snapshot) -> Iterator[Listing]:
    """Yield the lists that stay although they are empty."""
    prefixes = ("", *(f"{language}/" for language in snapshot.config.editions))
    for kind in (f"{prefix}{kind}" for prefix in prefixes for kind in _KEPT):
        rows = snapshot.catalogue.published.of_subjects(f"{kind}:")
        listings = {_listing_of(row.subject) for row in rows}
        yield from (one for one in listings if one and not snapshot.catalogue.count(one) and is_kept(one, snapshot))


def _is_fixed(listing: Listing, snapshot: Snapshot) -> bool:
    """Tell whether a listing has a page even if it is empty."""
    is_declared = Listing(listing.kind, listing.term) in declared(snapshot.config)
    return listing.kind is ListingKind.KIND or is_declared or is_kept(listing, snapshot)


def _has_feed(folder: str, snapshot: Snapshot) -> bool:
    """Tell whether there is a feed in a folder; a month has none while it is the newest."""
    if folder in ("", urls.listing_address(CHANGES, snapshot.config).rstrip("/"), *snapshot.config.editions):
        return True
    listing, number = urls.listing_at(folder, snapshot.config)
    if not listing or number:
        return False
    is_filled = snapshot.catalogue.count(listing) > 0
    if listing.kind is ListingKind.MONTH:
        return is_filled and bool(snapshot.catalogue.neighbours(listing)[1])
    return listing.kind in LISTS and (is_filled or _is_fixed(listing, snapshot))


def _page_file(path: str) -> str:
    return urls.file_of(f"{path}/".lstrip("/"))


def _file_names(card: Card) -> set[str]:
    return {name for file in card.files.values() if not file.is_static for name in renditions.names(file)}


# Where former addresses lead --------------------------------------------------------------------------------------


def destination(row: PublishedPath, snapshot: Snapshot) -> Destination | None:
    """Return where a lost path leads; None if nothing follows it, or if it may vanish.

    Where a translation was before, and where settings say that a list was, a redirect is made in any case.
    """
    path, config = row.path, snapshot.config
    if _is_blocked(path, snapshot):
        return None
    if card := follower(row, snapshot):
        return of_card(path, card, snapshot)
    is_gone = config.addresses.is_gone(path)
    if row.subject == PORTAL and not is_gone:
        return Destination("", config.title, config.language)
    listing = former_list(path, config) or (None if is_gone else _listing_of(row.subject))
    return _of_list(listing, snapshot) if listing else None


def alias_of(path: str) -> str:
    """Return a path as a former address in front matter."""
    return f"/{path}" if urls.is_file(path) else f"/{path}/"


def of_card(path: str, card: Card, snapshot: Snapshot) -> Destination:
    """Return where a former address of a release leads: to its document of this name, else to its page."""
    name = path.rpartition("/")[2]
    is_file = "." in name and name in _file_names(card)
    lang = card.release.lang or snapshot.config.portal.language
    return Destination(card.address + name * is_file, builders.headline(card, snapshot.config), lang)


def is_stated(row: PublishedPath, snapshot: Snapshot) -> bool:
    """Tell whether a lost path needs no alias: settings say where it leads, or it follows from what releases there are.

    A document that a release no longer has leads to the release's page, in whose folder no alias can be.
    """
    listing = _listing_of(row.subject)
    is_derived = listing is not None and (listing.kind not in LISTS or _is_numbered(row.path, snapshot.config))
    former = snapshot.catalogue.moved_from(row.path)
    card = follower(row, snapshot)
    is_former = card is not None and (card == former or row.path.startswith(card.address))
    return is_derived or is_former or former_list(row.path, snapshot.config) is not None


def follower(row: PublishedPath, snapshot: Snapshot) -> Card | None:
    """Return the public release to which a lost path leads."""
    is_of_release = row.subject.startswith(of_release("")) and not snapshot.config.addresses.is_gone(row.path)
    card = snapshot.catalogue.by_id(row.subject.removeprefix(of_release(""))) if is_of_release else None
    return card if card and card.public else snapshot.catalogue.moved_from(row.path)


def _of_list(listing: Listing, snapshot: Snapshot) -> Destination | None:
    """Return where the former address of a list, or of a page of it, leads; None: there is no such list any more."""
    config = snapshot.config
    for address in (urls.listing_address(listing, config), *_above(listing, config)):
        if is_list(address.rstrip("/"), snapshot):
            named = editions.in_language(listing.lang, snapshot)
            return Destination(address, terms.list_title(listing, named), named.config.language)
    return None


def _is_numbered(path: str, config: Config) -> bool:
    return urls.listing_at(path, config)[1] > 0


def copied_feed(row: PublishedPath) -> tuple[Listing, str] | None:
    """Return the list and the name of the feed of which a lost path gets a full copy; None if it was no feed.

    The archive of a month that is empty, or the newest, becomes a copy of the portal's feed.
    """
    name = row.subject.rpartition("/")[2]
    listing = _listing_of(row.subject) if name in _FEEDS else None
    if listing is None:
        return None
    return (ALL if listing.kind is ListingKind.MONTH else listing), name


def copies_of_feed(listing: Listing, name: str, snapshot: Snapshot) -> Iterator[str]:
    """Yield the files that are full copies of a feed: at its stated former addresses, and where it was lost."""
    address, config = urls.listing_address(listing, snapshot.config), snapshot.config
    for alias, target in config.feeds.aliases.items():
        if target.lstrip("/") == address + name:
            yield from _feed_files(alias, target)
    for path, present in former_lists(config).items():
        if present == listing and not _has_feed(path, snapshot):
            yield f"{path}/{name}"
    for row in snapshot.catalogue.published.lost():
        if copied_feed(row) == (listing, name) and not config.addresses.is_gone(row.path):
            yield row.path if "." in row.path.rpartition("/")[2] else _page_file(row.path)


def former_feed_files(config: Config) -> Iterator[str]:
    """Yield the files at the former addresses of all feeds."""
    return chain.from_iterable(_feed_files(alias, target) for alias, target in config.feeds.aliases.items())


def former_feed_paths(config: Config) -> dict[str, str]:
    """Return the feed at each path that ``[feeds] aliases`` names."""
    return {
        path_of(file): target.lstrip("/")
        for alias, target in config.feeds.aliases.items()
        for file in _feed_files(alias, target)
    }


def former_lists(config: Config) -> dict[str, Listing]:
    """Return the present list by the path of a former one: as terms and ``[lists] aliases`` name them."""
    found: dict[str, Listing] = {}
    for (kind, alias), id in config.former_terms.items():
        listing = Listing(ListingKind(kind), alias)
        found[urls.listing_address(listing, config).rstrip("/")] = Listing(listing.kind, id)
    for alias, target in config.lists.aliases.items():
        if listing_now := urls.listing_at(target, config)[0]:
            found[alias.strip("/")] = listing_now
    return found


def former_list(path: str, config: Config) -> Listing | None:
    """Return the present list for the path of a former one, of one of its numbered pages or of one of its feeds."""
    former = former_lists(config)
    folder, _, name = path.rpartition("/")
    if found := former.get(path):
        return found
    if _is_numbered(path, config):
        return former.get(folder.rpartition("/")[0])
    return former.get(folder) if name in _FEEDS else None


def _feed_files(alias: str, target: str) -> Iterator[str]:
    """Yield the files at a former address of a feed.

    A host serves ``feed/index.html`` for ``/feed/``, whatever its content is; ``feed/index.xml`` is for hosts that can
    be configured to serve that file.
    """
    file = alias.lstrip("/")
    if file.endswith("/"):
        yield f"{file}index.{target.rpartition('.')[2]}"
        file = urls.file_of(file)
    yield file


def _listing_of(subject: str) -> Listing | None:
    """Return the list that a page or feed belongs to; None if it belongs to none."""
    try:
        name, _, file = subject.rpartition("/")
        return Listing.named(name if file in _FEEDS else subject)
    except ValueError:
        return None


def _above(listing: Listing, config: Config) -> tuple[str, ...]:
    """Return the addresses to which that of a list leads that is derived from dates and no longer there."""
    match listing.kind:
        case ListingKind.MONTH:
            year = Listing(ListingKind.YEAR, listing.term[:4])
            return urls.listing_address(year, config), urls.archive_address(config)
        case ListingKind.YEAR:
            return (urls.archive_address(config),)
        case ListingKind.CHANGES:
            return (urls.listing_address(CHANGES, config),)
        case ListingKind.AGENDA:
            return (urls.listing_address(EVENTS, config),)
    return ()


def _is_blocked(path: str, snapshot: Snapshot) -> bool:
    """Tell whether a file is in the place of a folder above a path, or a folder in the place of the path."""
    parts = path.split("/")
    above = ["/".join(parts[:depth]) for depth in range(1, len(parts))]
    if any(folder in snapshot.static or (urls.is_file(folder) and card_at(folder, snapshot)) for folder in above):
        return True
    if not urls.is_file(path):
        return False
    is_static = any(address.startswith(f"{path}/") for address in snapshot.static)
    return is_static or bool(snapshot.catalogue.taken_below(fold(path)))
