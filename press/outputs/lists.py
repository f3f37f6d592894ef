"""The lists: by kind, topic, tag, office, region and language.

The first screen shows the newest. Behind it stand numbered pages, cut from the *oldest* release on: page 7 stays page 7
for ever, and a new release writes only the first screen and, now and then, one new page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from press import urls, views
from press.model import Card, Touch
from press.rendering.context import Bodies, Workshop, decode
from press.views import builders
from press.views.context import Edition, declared, feed_links

TEMPLATES = ("list.html",)
PREFIXES = ("kind", "topic", "tag", "office", "region", "lang")


def fixed(edition: Edition) -> Iterable[str]:
    """Every kind, and every term that config.toml declares, empty or not."""
    yield from (f"kind:{kind}" for kind in builders.LISTED_KINDS)
    yield from declared(edition.config)


def touched(card: Card, edition: Edition) -> Iterable[str]:
    """The lists in which it stands."""
    return (listing for listing in card.listings if listing.partition(":")[0] in PREFIXES)


def describe(touch: Touch, edition: Edition) -> Iterable[tuple[str, views.View | None]]:
    """The first screen, and the numbered pages from the oldest release that was touched."""
    listing, size = touch.id, edition.config.lists.size
    total = edition.catalogue.count(listing)
    if not total and listing not in set(fixed(edition)):
        yield urls.file_of(urls.listing_address(listing, edition.config)), None
        count = 0
    else:
        count = numbered(total, size)
        yield _first_screen(listing, total, count, edition)
        yield from _numbered(listing, count, _start(touch, count, edition), edition)
    for number in range(count + 1, count + 1 + _most_new(touch, size)):
        yield urls.file_of(urls.page_address(listing, number, edition.config)), None


def render(view: bytes, bodies: Bodies, workshop: Workshop) -> bytes:
    """Draw the page."""
    return workshop.page("list.html", decode(view))


def numbered(total: int, size: int) -> int:
    """How many numbered pages a list of `total` releases has: full ones only, and none while all fit on one screen.

    The first screen then shows all that no numbered page holds, and at least as many as half a page.
    """
    full = total // size
    return full if total - full * size >= size // 2 or full == 0 else full - 1


def _start(touch: Touch, count: int, edition: Edition) -> int:
    """The first numbered page that may differ: where the oldest touched release stands, and no later than the page that
    was the last one before, since its link to the next newer page may differ.
    """
    size = edition.config.lists.size
    position = edition.catalogue.before(touch.id, touch.since) // size + 1
    return max(1, min(position, count - _most_new(touch, size)))


def _most_new(touch: Touch, size: int) -> int:
    """How many numbered pages can have come or gone at most."""
    return -(-touch.count // size) + 1


def _first_screen(listing: str, total: int, count: int, edition: Edition) -> tuple[str, views.View]:
    size = edition.config.lists.size
    cards = edition.catalogue.newest(listing, total - count * size) if total else []
    return urls.file_of(urls.listing_address(listing, edition.config)), _view(listing, total, 0, count, cards, edition)


def _numbered(listing: str, count: int, start: int, edition: Edition) -> Iterator[tuple[str, views.View | None]]:
    """The pages from `start` on; only the first is counted off from the oldest, each other begins behind the last."""
    size, catalogue = edition.config.lists.size, edition.catalogue
    cards: list[Card] = []
    for number in range(start, count + 1):
        follows = catalogue.newer(cards[-1], listing, size) if cards else None
        cards = catalogue.oldest(listing, size, (number - 1) * size) if follows is None else follows
        address = urls.page_address(listing, number, edition.config)
        yield urls.file_of(address), _view(listing, 0, number, count, cards[::-1], edition)


def _view(listing: str, total: int, number: int, count: int, cards: list[Card], edition: Edition) -> views.List:
    config = edition.config
    prefix, _, term_id = listing.partition(":")
    term = builders.vocabulary(prefix, config).get(term_id)
    name, title = builders.listing_name(listing, edition), builders.list_title(listing, edition)
    address = urls.page_address(listing, number, config) if number else urls.listing_address(listing, config)
    return views.List(
        head=builders.head(
            name,
            address,
            edition,
            description=(term.description if term else "") or f"{title} – {config.description or config.title}",
            feeds=feed_links(listing, title, config),
        ),
        listing=prefix,
        term=term_id,
        name=name,
        description=term.description if term else "",
        contact=config.contacts.get(term.contact) if term else None,
        url=term.url if term else "",
        total=total,
        teasers=tuple(builders.teaser(card, edition) for card in cards),
        pager=_pager(listing, number, count, edition),
    )


def _pager(listing: str, number: int, count: int, edition: Edition) -> views.Pager:
    """The pager. A numbered page says nothing that changes when a newer one is added, but for the last of them."""
    config = edition.config
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
