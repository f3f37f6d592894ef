"""The sitemaps: an index, one for each month, one of the other pages, and that of the news of the last 48 hours.

A new release rewrites the sitemap of its month, the index and the news. Dates come from the content: first published,
or last changed significantly. What is withdrawn, or was first published by another office, stands in none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

import msgspec

from press import urls
from press.config import Config
from press.content import lifecycle
from press.model import LISTS, STANDING_PAGES, Card, Invalidation, Listing, ListingKind, ReleaseKind
from press.outputs import Described
from press.outputs.xml import DECLARATION, attributes, element
from press.rendering.context import Bodies, RenderContext
from press.store.card_keys import modified, sitemap_of
from press.store.catalogue import Catalogue
from press.views import View
from press.views.context import Snapshot

TEMPLATES = ()
_INDEX, _NEWS = "sitemap.xml", "sitemap-news.xml"
_NEWSWORTHY = frozenset({ReleaseKind.RELEASE, ReleaseKind.NEWS, ReleaseKind.CLARIFICATION, ReleaseKind.ANNOUNCEMENT})
MOST_NEWS = 1000
"""A news sitemap holds no more (developers.google.com, news sitemaps)."""
_FARTHEST = timedelta(hours=14)
"""No zone is farther from UTC."""


class Version(View, frozen=True, kw_only=True):
    """A page in one language."""

    lang: str
    url: str


class Place(View, frozen=True, kw_only=True):
    """A page that asks to be found, or one of the sitemaps."""

    url: str
    modified: str = ""
    """ISO 8601; empty: not known."""
    versions: tuple[Version, ...] = ()
    """Itself and its translations; none where there are no translations."""


class Index(View, frozen=True, kw_only=True, tag=True):
    """The sitemap of sitemaps."""

    maps: tuple[Place, ...]


class Map(View, frozen=True, kw_only=True, tag=True):
    """A sitemap."""

    places: tuple[Place, ...]


class Story(View, frozen=True, kw_only=True):
    """A release of the last 48 hours."""

    url: str
    title: str
    published: str
    lang: str


class News(View, frozen=True, kw_only=True, tag=True):
    """The sitemap of the news."""

    publication: str
    stories: tuple[Story, ...]
    """Newest first."""
    home: str
    """What stands in the place of stories where there are none: a sitemap may not be empty."""


_sitemap: msgspec.json.Decoder[Index | Map | News] = msgspec.json.Decoder(Index | Map | News)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The index, the news, and the sitemap of the pages."""
    return (_INDEX, _NEWS, str(STANDING_PAGES))


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """Those of its month and of its translations, the index, the pages (a list may be new or gone), and the news.

    A release leaves the news by the clock alone.
    """
    yield from (str(sitemap_of(card)), _INDEX, str(STANDING_PAGES))
    if not card.is_page:
        yield _NEWS
        yield from (str(sitemap_of(other)) for other in catalogue.translations(card))


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """One sitemap. A month in which nothing may be found has none."""
    if invalidation.id == _INDEX:
        yield _INDEX, Index(maps=tuple(_maps(snapshot)))
        return
    if invalidation.id == _NEWS:
        yield _NEWS, _news(snapshot)
        return
    listing = Listing.named(invalidation.id)
    if listing == STANDING_PAGES:
        yield _address(listing), Map(places=tuple(_pages(snapshot)))
    else:
        found = tuple(_place(card, snapshot) for card in snapshot.catalogue.newest(listing, -1))
        yield _address(listing), Map(places=found) if found else None


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Write the sitemap."""
    match _sitemap.decode(view):
        case Index(maps=maps):
            return _written("sitemapindex", {}, (_entry("sitemap", each) for each in maps))
        case Map(places=places):
            return _written("urlset", {"xmlns:xhtml": _XHTML}, (_entry("url", each) for each in places))
        case News(publication=publication, stories=stories, home=home):
            entries = [_story(story, publication) for story in stories] or [_entry("url", Place(url=home))]
            return _written("urlset", {"xmlns:news": _GOOGLE}, entries)


# What they hold -----------------------------------------------------------------------------------------------


def _address(listing: Listing) -> str:
    return f"sitemaps/{listing.term}.xml"


def _maps(snapshot: Snapshot) -> Iterator[Place]:
    """The pages first, then the months, newest first. The sitemap of the pages has no date, since lists have none."""
    config = snapshot.config
    yield Place(url=urls.absolute(_address(STANDING_PAGES), config))
    for listing, newest in reversed(snapshot.catalogue.newest_instants(ListingKind.SITEMAP)):
        if listing != STANDING_PAGES:
            modified = datetime.fromtimestamp(newest, config.zone).isoformat()
            yield Place(url=urls.absolute(_address(listing), config), modified=modified)


def _place(card: Card, snapshot: Snapshot) -> Place:
    return Place(
        url=urls.absolute(card.address, snapshot.config),
        modified=modified(card).isoformat(),
        versions=_versions(card, snapshot),
    )


def _versions(card: Card, snapshot: Snapshot) -> tuple[Version, ...]:
    """The languages in which a release may be found, its own with them, as the page's head names them."""
    others = [other for other in snapshot.catalogue.translations(card) if other.public and not other.is_withdrawn]
    config = snapshot.config
    found = (
        Version(lang=one.release.lang or config.language, url=urls.absolute(one.address, config))
        for one in (card, *others)
        if others
    )
    return tuple(sorted(found, key=lambda version: (version.lang, version.url)))


def _pages(snapshot: Snapshot) -> Iterator[Place]:
    """Home, archive, feeds, corrections; the first screen of every list that is not empty; standing pages.

    Only standing pages are dated: a list would change with every release, and this sitemap with it.
    """
    config = snapshot.config
    addresses = [f"{urls.word(name, config)}/" for name in ("archive", "subscribe", "corrections")]
    for kind in (*LISTS, ListingKind.YEAR, ListingKind.MONTH):
        addresses += [urls.listing_address(listing, config) for listing, _ in snapshot.catalogue.counts(kind)]
    former_years = snapshot.catalogue.counts(ListingKind.CHANGES)[:-1]
    addresses += [urls.listing_address(listing, config) for listing, _ in former_years]
    yield from (Place(url=urls.absolute(address, config)) for address in ("", *addresses))
    for card in snapshot.catalogue.oldest(STANDING_PAGES, -1):
        updated = card.release.updated
        yield Place(url=urls.absolute(card.address, config), modified=updated.isoformat() if updated else "")


def _news(snapshot: Snapshot) -> News:
    config = snapshot.config
    return News(
        publication=config.title,
        stories=tuple(
            Story(
                url=urls.absolute(card.address, config),
                title=card.release.title,
                published=card.release.date.isoformat(),
                lang=(card.release.lang or config.language).partition("-")[0],
            )
            for card in _newest(snapshot)
        ),
        home=urls.absolute("", config),
    )


def _newest(snapshot: Snapshot) -> list[Card]:
    """The news at this hour, newest first, in every language. A month has its name from the zone of its releases."""
    start, now = snapshot.now - lifecycle.NEWS, snapshot.now
    ends = (start - _FARTHEST, now + _FARTHEST)
    months = sorted({Listing(ListingKind.SITEMAP, f"{at.astimezone(UTC):%Y-%m}") for at in ends})
    since = int(start.timestamp()) + 1
    found = [card for month in months for card in snapshot.catalogue.since(month, since)]
    fresh = [card for card in found if card.instant >= since and card.release.kind in _NEWSWORTHY]
    return sorted(fresh, key=lambda card: (card.instant, card.release.source), reverse=True)[:MOST_NEWS]


# How they are written -----------------------------------------------------------------------------------------

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_GOOGLE = "http://www.google.com/schemas/sitemap-news/0.9"


def _written(root: str, spaces: dict[str, str], entries: Iterable[str]) -> bytes:
    opened = f"<{root}{attributes(xmlns=_SITEMAP, **spaces)}>\n"
    return (DECLARATION + opened + "".join(f"{entry}\n" for entry in entries) + f"</{root}>\n").encode()


def _entry(name: str, place: Place) -> str:
    versions = "".join(
        f"<xhtml:link{attributes(rel='alternate', hreflang=version.lang, href=version.url)}/>"
        for version in place.versions
    )
    return f"<{name}>{element('loc', place.url)}{element('lastmod', place.modified)}{versions}</{name}>"


def _story(story: Story, publication: str) -> str:
    paper = element("news:name", publication) + element("news:language", story.lang)
    what = element("news:publication_date", story.published) + element("news:title", story.title)
    news = f"<news:news><news:publication>{paper}</news:publication>{what}</news:news>"
    return f"<url>{element('loc', story.url)}{news}</url>"
