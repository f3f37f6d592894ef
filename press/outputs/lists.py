"""The lists: by kind, topic, tag, office, region and language. The list of events is the agenda (`agenda`).

The first screen shows the newest releases. Older ones are on numbered pages, counted from the *oldest* release: page 7
always stays page 7, and a new release changes only the first screen and, sometimes, adds a numbered page.

The first screen also has filters; in the lists whose number does not grow with the archive, the bar of warnings too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from press import urls, views
from press.config import Config
from press.model import (
    EVENTS,
    LIST_PAGES,
    LISTED_KINDS,
    REGISTERS,
    Card,
    Invalidation,
    Listing,
    ListingKind,
    ReleaseKind,
    Verdict,
)
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views import addresses, alerts, builders, editions, offices, terms, trail
from press.views.context import Snapshot, declared, feed_links
from press.views.pinned import affects, warnings

TEMPLATES = ("list.html",)
_ALERTS = Listing(ListingKind.KIND, ReleaseKind.ALERT)
_CLARIFICATIONS = Listing(ListingKind.KIND, ReleaseKind.CLARIFICATION)
_page = msgspec.json.Decoder(views.List)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The lists of every kind, and of every term that config.toml declares, empty or not; and those that are kept."""
    settled = _settled_in_all(snapshot.config)
    return (str(listing) for listing in (*settled, *addresses.kept_lists(snapshot)))


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The lists that contain the release; if it is pinned or an alert, also those that show the bar of warnings.

    The pages of the register of clarifications link to its lists by verdict and by year, so one that is new or gone
    affects all. In that case this is also called for the oldest release of the list.
    """
    if affects(card):
        yield from map(str, _settled_in_all(config))
    for listing in (*card.listings, *card.edition):
        if listing.kind in LIST_PAGES and listing != EVENTS:
            yield str(listing)
        if listing.kind in REGISTERS and not catalogue.has_older(listing, card.instant):
            yield from (str(other) for kind in REGISTERS for other, _ in catalogue.counts(kind))


def owns(path: str, config: Config) -> bool:
    """The pages of all lists."""
    listing = urls.listing_of(path, config)
    return listing is not None and listing.kind in LIST_PAGES and listing != EVENTS


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """The first screen, and the numbered pages from the oldest release that affects them."""
    listing, snapshot = editions.of_id(invalidation.id, snapshot)
    size, total = snapshot.config.lists.size, snapshot.catalogue.count(listing)
    if not total and listing not in set(_settled(snapshot.config)) and not addresses.is_kept(listing, snapshot):
        yield urls.file_of(urls.listing_address(listing, snapshot.config)), None
        count = 0
    else:
        count = urls.numbered_pages(total, size)
        yield _first_screen(listing, total, count, snapshot)
        yield from _numbered_pages(listing, count, _first_affected(invalidation, listing, count, snapshot), snapshot)
    for number in range(count + 1, count + 1 + _max_new_or_gone(invalidation, size)):
        yield urls.file_of(urls.page_address(listing, number, snapshot.config)), None


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Render the page."""
    page = _page.decode(view)
    return context.edition(page.head.edition).page("list.html", page)


def _settled(config: Config) -> Iterator[Listing]:
    """The lists that exist whatever the releases are: their number does not grow with the archive.

    An edition has no agenda, but a list of its events.
    """
    kinds = (Listing(ListingKind.KIND, kind) for kind in LISTED_KINDS)
    yield from (listing for listing in kinds if config.folder or listing != EVENTS)
    yield from declared(config)


def _settled_in_all(config: Config) -> Iterator[Listing]:
    """The same of the portal, then of its editions."""
    yield from _settled(config)
    for language, edition in config.other_editions.items():
        yield from (Listing(one.kind, one.term, language) for one in _settled(edition))


def _first_affected(invalidation: Invalidation, listing: Listing, count: int, snapshot: Snapshot) -> int:
    """The first numbered page that may differ: the page of the oldest release that affects the list.

    It is never after the page that was the last one until now, since the link of that page to the next may differ.
    """
    size = snapshot.config.lists.size
    position = snapshot.catalogue.count_older(listing, invalidation.since) // size + 1
    return max(1, min(position, count - _max_new_or_gone(invalidation, size)))


def _max_new_or_gone(invalidation: Invalidation, size: int) -> int:
    """The largest number of numbered pages that can be new or gone."""
    return -(-invalidation.count // size) + 1


def _first_screen(listing: Listing, total: int, count: int, snapshot: Snapshot) -> Described:
    config = snapshot.config
    cards = snapshot.catalogue.newest(listing, total - count * config.lists.size) if total else []
    address = urls.listing_address(listing, config)
    return urls.file_of(address), _view(listing, total, 0, count, cards, snapshot)


def _numbered_pages(listing: Listing, count: int, start: int, snapshot: Snapshot) -> Iterator[Described]:
    """The numbered pages from `start` on. Only the first is found by counting; each other continues the one before."""
    size, catalogue = snapshot.config.lists.size, snapshot.catalogue
    cards: list[Card] = []
    for number in range(start, count + 1):
        following = catalogue.newer(cards[-1], listing, size) if cards else None
        cards = catalogue.oldest(listing, size, (number - 1) * size) if following is None else following
        address = urls.page_address(listing, number, snapshot.config)
        yield urls.file_of(address), _view(listing, 0, number, count, cards[::-1], snapshot)


def _view(listing: Listing, total: int, number: int, count: int, cards: list[Card], snapshot: Snapshot) -> views.List:
    config = snapshot.config
    term = terms.vocabulary(listing.kind, config).get(listing.term)
    name, title = terms.listing_name(listing, snapshot), terms.list_title(listing, snapshot)
    address = _address(listing, number, config)
    teasers = tuple(builders.teaser(card, snapshot) for card in cards)
    return views.List(
        head=trail.head(
            name,
            address,
            snapshot,
            trail.of_list(listing, number, snapshot),
            items=[teaser.href for teaser in teasers],
            description=(term.description if term else "") or f"{title} – {config.description or config.title}",
            feeds=_feeds(listing, snapshot),
            alternates=editions.of_list(listing, snapshot) if not number else (),
            warnings=warnings(snapshot) if not number and listing in set(_settled(config)) else None,
        ),
        listing=listing.kind,
        term=listing.term,
        name=name,
        description=term.description if term else "",
        change_feed=_change_feed(listing, config) if not number else "",
        contact=config.contacts.get(term.contact) if term else None,
        url=term.url if term else "",
        total=total,
        teasers=teasers,
        pager=_pager(listing, number, count, config),
        in_register=_is_in_register(listing),
        register=_register(snapshot) if not number and _is_in_register(listing) and not config.folder else None,
        valid_now=_valid_now(snapshot) if not number and listing == _ALERTS else None,
        office=_office(listing, config) if not number else None,
        map=_map(listing, config) if not number else None,
        calendar=_calendar(listing, snapshot) if not number else "",
        filters=_filters(listing, count, total, snapshot)
        if not number and (config.folder or not _is_in_register(listing))
        else None,
    )


def _valid_now(snapshot: Snapshot) -> tuple[views.Teaser, ...]:
    """The alerts that are valid now, the worst first."""
    return tuple(builders.teaser(card, snapshot) for card in editions.versions(alerts.valid_now(snapshot), snapshot))


def _change_feed(listing: Listing, config: Config) -> str:
    """The feed of what was corrected and withdrawn on a topic; an edition has none."""
    address = urls.change_feed(urls.listing_address(listing, config), config)
    return urls.href(address, config) if listing.kind is ListingKind.TOPIC and not config.folder else ""


def _office(listing: Listing, config: Config) -> views.OfficeEntry | None:
    """How to reach a declared office."""
    declared = (config.offices or {}).get(listing.term) if listing.kind is ListingKind.OFFICE else None
    return offices.office(listing.term, declared, config) if declared else None


def _calendar(listing: Listing, snapshot: Snapshot) -> str:
    """The link to the calendar of an office that has, or had, events."""
    config, count = snapshot.config, snapshot.catalogue.count
    has_events = any(count(Listing(kind, listing.term)) for kind in (ListingKind.COMING, ListingKind.PAST))
    if listing.kind is not ListingKind.OFFICE or not has_events or config.folder:
        return ""
    return urls.href(urls.calendar_address(urls.listing_address(listing, config), config), config)


def _map(listing: Listing, config: Config) -> views.RegionMap | None:
    return offices.region_map(listing.term, config) if listing.kind is ListingKind.REGION else None


def _filters(listing: Listing, count: int, total: int, snapshot: Snapshot) -> views.ListFilters:
    """The filters of a list. They depend on settings and on the list's own releases, never on other releases."""
    config = snapshot.config
    groups = {group.listing: group.terms for group in terms.groups(snapshot)}
    return views.ListFilters(
        kinds=tuple(_link(Listing(ListingKind.KIND, kind), config) for kind in LISTED_KINDS),
        years=tuple(_years(listing, count, total, snapshot)),
        offices=groups.get(ListingKind.OFFICE, ()),
        topics=groups.get(ListingKind.TOPIC, ()),
        search=_search(config),
    )


def _search(config: Config) -> str:
    """The link to the search page."""
    return urls.href(urls.search_address(config), config) if config.search.enabled else ""


def _link(listing: Listing, config: Config) -> views.Link:
    return views.Link(href=urls.href(urls.listing_address(listing, config), config), label=listing.term)


def _years(listing: Listing, count: int, total: int, snapshot: Snapshot) -> Iterator[views.Link]:
    """For each year, newest first, a link to the heading above its newest release, on whichever page that is."""
    config, catalogue = snapshot.config, snapshot.catalogue
    last, remaining = 0, total
    while remaining:
        newest = catalogue.oldest(listing, 1, remaining - 1)[0].release.date
        number = (remaining - 1) // config.lists.size + 1
        address = _address(listing, number if number <= count else 0, config)
        if not last or newest.year < last:  # in two time zones, the same hour may be in two years
            yield views.Link(href=f"{urls.href(address, config)}#y{newest.year}", label=str(newest.year))
        last = newest.year
        first_day = newest.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
        remaining = catalogue.count_older(listing, int(first_day.timestamp()))


def _address(listing: Listing, number: int, config: Config) -> str:
    return urls.page_address(listing, number, config) if number else urls.listing_address(listing, config)


def _feeds(listing: Listing, snapshot: Snapshot) -> tuple[views.FeedLink, ...]:
    """The feeds of a list; the lists of the register have that of all clarifications."""
    with_feeds = _CLARIFICATIONS if listing.kind in REGISTERS else listing
    return feed_links(with_feeds, terms.list_title(with_feeds, snapshot), snapshot.config)


def _is_in_register(listing: Listing) -> bool:
    return listing == _CLARIFICATIONS or listing.kind in REGISTERS


def _register(snapshot: Snapshot) -> views.Register:
    """The filters of the register; without numbers, which would change with every clarification."""
    config, counts = snapshot.config, snapshot.catalogue.counts
    is_searchable = bool(_search(config))

    def links(kind: ListingKind) -> tuple[views.Link, ...]:
        return tuple(
            views.Link(href=urls.href(urls.listing_address(listing, config), config), label=listing.term)
            for listing, _ in counts(kind)
        )

    verdicts = {link.label: link for link in links(ListingKind.VERDICT)}
    return views.Register(
        all=urls.href(urls.listing_address(_CLARIFICATIONS, config), config),
        verdicts=tuple(verdicts[verdict] for verdict in Verdict if verdict in verdicts),
        years=links(ListingKind.CHECKED)[::-1],
        topics=tuple(group for group in terms.groups(snapshot) if group.listing == ListingKind.TOPIC)
        if is_searchable
        else (),
        search=_search(config),
    )


def _pager(listing: Listing, number: int, count: int, config: Config) -> views.Pager:
    """The pager. When a numbered page is added, only the page that was the last one until now changes."""
    first = urls.href(urls.listing_address(listing, config), config)

    def page(other: int) -> str:
        return urls.href(urls.page_address(listing, other, config), config) if 1 <= other <= count else ""

    newer = "" if number == 0 else page(number + 1) or first
    older = page(count) if number == 0 else page(number - 1)
    return views.Pager(
        number=number,
        count=0 if number else count,
        newer=newer,
        older=older,
        first=first,
        last=page(1) if count else "",
    )
