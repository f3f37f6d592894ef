"""The sitemaps: an index, one a month, one of the other pages, and that of the news of the last 48 hours.

A new release rewrites the sitemap of its month, the index and the news. Dates come from the content: first published,
or last changed significantly. What is withdrawn, or was first published by another office, stands in none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from press import urls
from press.content import lifecycle
from press.model import Card, Kind, State, Touch
from press.outputs.xml import DECLARATION, attributes, element
from press.rendering.context import Bodies, Workshop, decode
from press.store.card_keys import modified, sitemap_of
from press.views import View
from press.views.context import Edition

TEMPLATES = ()
_INDEX, _NEWS, _PAGES, _LISTING = "sitemap.xml", "sitemap-news.xml", "sitemap:pages", "sitemap:"
_LISTS = ("kind", "topic", "tag", "office", "region", "lang", "year", "month")
_NEWSWORTHY = frozenset({Kind.RELEASE, Kind.NEWS, Kind.CLARIFICATION, Kind.ANNOUNCEMENT})
_MOST_NEWS = 1000
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


class Index(View, frozen=True, kw_only=True):
    """The sitemap of sitemaps."""

    maps: tuple[Place, ...]


class Map(View, frozen=True, kw_only=True):
    """A sitemap."""

    places: tuple[Place, ...]


class Story(View, frozen=True, kw_only=True):
    """A release of the last 48 hours."""

    url: str
    title: str
    published: str
    lang: str


class News(View, frozen=True, kw_only=True):
    """The sitemap of the news."""

    publication: str
    stories: tuple[Story, ...]
    """Newest first."""
    home: str
    """What stands in the place of stories where there are none: a sitemap may not be empty."""


def fixed(edition: Edition) -> Iterable[str]:
    """The index, the news, and the sitemap of the pages."""
    return (_INDEX, _NEWS, _PAGES)


def touched(card: Card, edition: Edition) -> Iterable[str]:
    """Those of its month and of its translations', the index, the pages (a list may come or go), and the news, which it
    enters when it goes out and leaves by the clock alone.
    """
    yield from (sitemap_of(card), _INDEX, _PAGES)
    if card.release.kind is not Kind.PAGE:
        yield _NEWS
        yield from (sitemap_of(other) for other in edition.catalogue.family(card))


def describe(touch: Touch, edition: Edition) -> Iterable[tuple[str, View | None]]:
    """One sitemap. A month in which nothing may be found has none."""
    if touch.id == _INDEX:
        yield _INDEX, Index(maps=tuple(_maps(edition)))
    elif touch.id == _NEWS:
        yield _NEWS, _news(edition)
    elif touch.id == _PAGES:
        yield _address(_PAGES), Map(places=tuple(_pages(edition)))
    else:
        found = tuple(_place(card, edition) for card in edition.catalogue.newest(touch.id, -1))
        yield _address(touch.id), Map(places=found) if found else None


def render(view: bytes, bodies: Bodies, workshop: Workshop) -> bytes:
    """Write the sitemap."""
    page = decode(view)
    if "maps" in page:
        return _written("sitemapindex", {}, (_entry("sitemap", each) for each in page["maps"]))
    if "places" in page:
        return _written("urlset", {"xmlns:xhtml": _XHTML}, (_entry("url", each) for each in page["places"]))
    stories = [_story(story, page["publication"]) for story in page["stories"]]
    return _written("urlset", {"xmlns:news": _GOOGLE}, stories or [_entry("url", {"url": page["home"]})])


# What they hold -----------------------------------------------------------------------------------------------


def _address(listing: str) -> str:
    return f"sitemaps/{listing.removeprefix(_LISTING)}.xml"


def _maps(edition: Edition) -> Iterator[Place]:
    """The pages first, then the newest month. The sitemap of the pages is undated: lists come without a date."""
    config = edition.config
    yield Place(url=urls.absolute(_address(_PAGES), config))
    for listing, newest in reversed(edition.catalogue.latest(_LISTING)):
        if listing != _PAGES:
            modified = datetime.fromtimestamp(newest, config.zone).isoformat()
            yield Place(url=urls.absolute(_address(listing), config), modified=modified)


def _place(card: Card, edition: Edition) -> Place:
    return Place(
        url=urls.absolute(card.address, edition.config),
        modified=modified(card).isoformat(),
        versions=_versions(card, edition),
    )


def _versions(card: Card, edition: Edition) -> tuple[Version, ...]:
    """The languages in which a release may be found, its own with them, as the page's head names them."""
    others = [other for other in edition.catalogue.family(card) if other.public and other.state is not State.WITHDRAWN]
    config = edition.config
    found = (
        Version(lang=one.release.lang or config.language, url=urls.absolute(one.address, config))
        for one in (card, *others)
        if others
    )
    return tuple(sorted(found, key=lambda version: (version.lang, version.url)))


def _pages(edition: Edition) -> Iterator[Place]:
    """Home, archive, feeds, corrections; the first screen of every list that is not empty; standing pages.

    Only standing pages are dated: a list would change with every release, and this sitemap with it.
    """
    config = edition.config
    addresses = [f"{urls.word(name, config)}/" for name in ("archive", "subscribe", "corrections")]
    for prefix in _LISTS:
        addresses += [urls.listing_address(name, config) for name, _ in edition.catalogue.listings(f"{prefix}:")]
    former = edition.catalogue.listings("changes:")[:-1]
    addresses += [urls.listing_address(name, config) for name, _ in former]
    yield from (Place(url=urls.absolute(address, config)) for address in ("", *addresses))
    for card in edition.catalogue.oldest(_PAGES, -1):
        updated = card.release.updated
        yield Place(url=urls.absolute(card.address, config), modified=updated.isoformat() if updated else "")


def _news(edition: Edition) -> News:
    config = edition.config
    return News(
        publication=config.title,
        stories=tuple(
            Story(
                url=urls.absolute(card.address, config),
                title=card.release.title,
                published=card.release.date.isoformat(),
                lang=(card.release.lang or config.language).partition("-")[0],
            )
            for card in _newest(edition)
        ),
        home=urls.absolute("", config),
    )


def _newest(edition: Edition) -> list[Card]:
    """The news at this hour, newest first, in every language. A month has its name from the zone of its releases."""
    start, now = edition.now - lifecycle.NEWS, edition.now
    ends = (start - _FARTHEST, now + _FARTHEST)
    months = sorted({f"{_LISTING}{at.astimezone(UTC):%Y-%m}" for at in ends})
    since = int(start.timestamp()) + 1
    found = [card for month in months for card in edition.catalogue.since(month, since)]
    fresh = [card for card in found if card.instant >= since and card.release.kind in _NEWSWORTHY]
    return sorted(fresh, key=lambda card: (card.instant, card.release.source), reverse=True)[:_MOST_NEWS]


# How they are written -----------------------------------------------------------------------------------------

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_GOOGLE = "http://www.google.com/schemas/sitemap-news/0.9"


def _written(root: str, spaces: dict[str, str], entries: Iterable[str]) -> bytes:
    opened = f"<{root}{attributes(xmlns=_SITEMAP, **spaces)}>\n"
    return (DECLARATION + opened + "".join(f"{entry}\n" for entry in entries) + f"</{root}>\n").encode()


def _entry(name: str, place: dict[str, Any]) -> str:
    versions = "".join(
        f"<xhtml:link{attributes(rel='alternate', hreflang=version['lang'], href=version['url'])}/>"
        for version in place.get("versions", ())
    )
    dated = element("lastmod", place.get("modified", ""))
    return f"<{name}>{element('loc', place['url'])}{dated}{versions}</{name}>"


def _story(story: dict[str, Any], publication: str) -> str:
    paper = element("news:name", publication) + element("news:language", story["lang"])
    what = element("news:publication_date", story["published"]) + element("news:title", story["title"])
    news = f"<news:news><news:publication>{paper}</news:publication>{what}</news:news>"
    return f"<url>{element('loc', story['url'])}{news}</url>"
