"""The sitemaps: an index, one for each month, one of the other pages, and one of the news of the last 48 hours.

A new release changes the sitemap of its month, the index and the news sitemap. Dates come from the content: when a
release was first published, or last changed significantly. No sitemap contains a release that is withdrawn, or that
another office published first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

import msgspec

from press import urls, views
from press.config import Config
from press.content import lifecycle
from press.model import (
    ALL,
    EDITION_LISTS,
    LIST_PAGES,
    STANDING_PAGES,
    Card,
    Invalidation,
    Listing,
    ListingKind,
    ReleaseKind,
    State,
)
from press.outputs import Described, directory
from press.outputs.xml import DECLARATION, attributes, element
from press.rendering.context import Bodies, RenderContext
from press.store.card_keys import modified, sitemap_of
from press.store.catalogue import Catalogue
from press.views import View, editions
from press.views.context import Snapshot

TEMPLATES = ()
_INDEX, _NEWS = "sitemap.xml", "sitemap-news.xml"
_NEWS_KINDS = frozenset({ReleaseKind.RELEASE, ReleaseKind.NEWS, ReleaseKind.CLARIFICATION, ReleaseKind.ANNOUNCEMENT})
MAX_NEWS = 1000
"""The most entries that a news sitemap may have (developers.google.com, news sitemaps)."""
_MAX_OFFSET = timedelta(hours=14)
"""The largest offset of a time zone from UTC."""


class Version(View, frozen=True, kw_only=True):
    """A page in one of its languages."""

    lang: str
    url: str


class Entry(View, frozen=True, kw_only=True):
    """An entry of a sitemap: a page for search engines; or an entry of the index: a sitemap."""

    url: str
    modified: str = ""
    """When it last changed, ISO 8601; empty: not known."""
    versions: tuple[Version, ...] = ()
    """The page itself and its translations; empty where it has no translations."""


class Index(View, frozen=True, kw_only=True, tag=True):
    """The index: the list of all other sitemaps but that of the news."""

    maps: tuple[Entry, ...]


class Map(View, frozen=True, kw_only=True, tag=True):
    """A sitemap."""

    entries: tuple[Entry, ...]


class Story(View, frozen=True, kw_only=True):
    """A release of the last 48 hours."""

    url: str
    title: str
    published: str
    lang: str


class News(View, frozen=True, kw_only=True, tag=True):
    """The news sitemap."""

    publication: str
    stories: tuple[Story, ...]
    """Newest first."""
    home: str
    """Absolute URL of the home page: the only entry where there are no stories, since a sitemap must not be empty."""


_sitemap: msgspec.json.Decoder[Index | Map | News] = msgspec.json.Decoder(Index | Map | News)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The index, the news sitemap, and the sitemap of the other pages."""
    return (_INDEX, _NEWS, str(STANDING_PAGES))


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The index, the news, the sitemaps of its month and of its translations, and that of the other pages.

    The last one changes if a list is new or gone. This is also called when a release becomes too old for the news.
    """
    yield from (str(sitemap_of(card)), _INDEX, str(STANDING_PAGES))
    if not card.is_page:
        yield _NEWS
        yield from (str(sitemap_of(other)) for other in catalogue.translations(card))


def owns(path: str, config: Config) -> bool:
    """The index, the news sitemap and the folder of the others."""
    return path in (_INDEX, _NEWS) or path.startswith("sitemaps/")


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """One sitemap. A month without entries has none."""
    if invalidation.id == _INDEX:
        yield _INDEX, Index(maps=tuple(_maps(snapshot)))
        return
    if invalidation.id == _NEWS:
        yield _NEWS, _news(snapshot)
        return
    listing = Listing.named(invalidation.id)
    if listing == STANDING_PAGES:
        yield _address(listing), Map(entries=tuple(_pages(snapshot)))
    else:
        found = tuple(_entry_of(card, snapshot) for card in snapshot.catalogue.newest(listing, -1))
        yield _address(listing), Map(entries=found) if found else None


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Write the sitemap."""
    match _sitemap.decode(view):
        case Index(maps=maps):
            return _document("sitemapindex", {}, (_entry_xml("sitemap", each) for each in maps))
        case Map(entries=entries):
            return _document("urlset", {"xmlns:xhtml": _XHTML_NAMESPACE}, (_entry_xml("url", each) for each in entries))
        case News(publication=publication, stories=stories, home=home):
            written = [_story_xml(story, publication) for story in stories] or [_entry_xml("url", Entry(url=home))]
            return _document("urlset", {"xmlns:news": _NEWS_NAMESPACE}, written)


# Contents -----------------------------------------------------------------------------------------------------


def _address(listing: Listing) -> str:
    return f"sitemaps/{listing.term}.xml"


def _maps(snapshot: Snapshot) -> Iterator[Entry]:
    """The sitemap of the other pages, without a date since lists have none; then those of the months, newest first."""
    config = snapshot.config
    yield Entry(url=urls.absolute(_address(STANDING_PAGES), config))
    for listing, newest in reversed(snapshot.catalogue.newest_instants(ListingKind.SITEMAP)):
        if listing != STANDING_PAGES:
            modified = datetime.fromtimestamp(newest, config.zone).isoformat()
            yield Entry(url=urls.absolute(_address(listing), config), modified=modified)


def _entry_of(card: Card, snapshot: Snapshot) -> Entry:
    return Entry(
        url=urls.absolute(card.address, snapshot.config),
        modified=modified(card).isoformat(),
        versions=_versions(card, snapshot),
    )


def _versions(card: Card, snapshot: Snapshot) -> tuple[Version, ...]:
    """A release and its translations that search engines may find; none where it has no such translations."""
    others = [other for other in snapshot.catalogue.translations(card) if other.public and not other.is_withdrawn]
    config = snapshot.config
    found = (
        Version(lang=one.release.lang or config.portal.language, url=urls.absolute(one.address, config))
        for one in (card, *others)
        if others
    )
    return _with_default(sorted(found, key=lambda version: (version.lang, version.url)), config)


def _with_default(found: list[Version], config: Config) -> tuple[Version, ...]:
    """The versions of a page and, for readers of all other languages, that in the portal's own."""
    default = (Version(lang="x-default", url=one.url) for one in found if one.lang == config.language)
    return (*found, *default)


def _pages(snapshot: Snapshot) -> Iterator[Entry]:
    """Home, archive, feeds, corrections; the first screen of every list that is not empty; index pages; standing pages.

    Only standing pages have dates: with the dates of lists, this sitemap would change with every release.
    """
    config = snapshot.config
    addresses = [f"{urls.word(name, config)}/" for name in ("archive", "subscribe", "corrections")]
    for kind in (*LIST_PAGES, ListingKind.AGENDA, ListingKind.YEAR, ListingKind.MONTH):
        addresses += [urls.listing_address(listing, config) for listing, _ in snapshot.catalogue.counts(kind)]
    former_years = snapshot.catalogue.counts(ListingKind.CHANGES)[:-1]
    addresses += [urls.listing_address(listing, config) for listing, _ in former_years]
    addresses += directory.filled(snapshot)
    yield from (Entry(url=urls.absolute(address, config)) for address in ("", *addresses))
    yield from _lists_of_editions(snapshot)
    for card in snapshot.catalogue.oldest(STANDING_PAGES, -1):
        updated = card.release.updated
        yield Entry(url=urls.absolute(card.address, config), modified=updated.isoformat() if updated else "")


def _lists_of_editions(snapshot: Snapshot) -> Iterator[Entry]:
    """The home page, the feeds and the lists with releases of each edition, with the same in other languages."""
    for edition in list(editions.all_of(snapshot))[1:]:
        listings = [listing for kind in EDITION_LISTS[1:] for listing, _ in edition.catalogue.counts(kind)]
        feeds = editions.of_page(urls.subscribe_address, edition)
        yield _entry_with(urls.subscribe_address(edition.config), feeds, edition)
        for listing in (ALL, *listings):
            address = urls.listing_address(listing, edition.config)
            yield _entry_with(address, editions.of_list(listing, edition), edition)


def _entry_with(address: str, alternates: Iterable[views.Alternate], edition: Snapshot) -> Entry:
    found = [Version(lang=one.lang, url=one.url) for one in alternates]
    return Entry(url=urls.absolute(address, edition.config), versions=_with_default(found, edition.config.portal))


def _news(snapshot: Snapshot) -> News:
    config = snapshot.config
    return News(
        publication=config.title,
        stories=tuple(
            Story(
                url=urls.absolute(card.address, config),
                title=card.release.title,
                published=card.release.date.isoformat(),
                lang=(card.release.lang or config.portal.language).partition("-")[0],
            )
            for card in _newest(snapshot)
        ),
        home=urls.absolute("", config),
    )


def _newest(snapshot: Snapshot) -> list[Card]:
    """The releases of the last 48 hours that are still current, newest first, in every language.

    The month of a release is that of its own time zone: so the period is widened by the largest offset to find months.
    """
    start, now = snapshot.now - lifecycle.NEWS, snapshot.now
    ends = (start - _MAX_OFFSET, now + _MAX_OFFSET)
    months = sorted({Listing(ListingKind.SITEMAP, f"{at.astimezone(UTC):%Y-%m}") for at in ends})
    since = int(start.timestamp()) + 1
    found = [card for month in months for card in snapshot.catalogue.since(month, since)]
    current = [card for card in found if card.state is not State.EXPIRED]
    fresh = [card for card in current if card.instant >= since and card.release.kind in _NEWS_KINDS]
    return sorted(fresh, key=lambda card: (card.instant, card.release.source), reverse=True)[:MAX_NEWS]


# XML ----------------------------------------------------------------------------------------------------------

_SITEMAP_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML_NAMESPACE = "http://www.w3.org/1999/xhtml"
_NEWS_NAMESPACE = "http://www.google.com/schemas/sitemap-news/0.9"


def _document(root: str, namespaces: dict[str, str], entries: Iterable[str]) -> bytes:
    start_tag = f"<{root}{attributes(xmlns=_SITEMAP_NAMESPACE, **namespaces)}>\n"
    return (DECLARATION + start_tag + "".join(f"{entry}\n" for entry in entries) + f"</{root}>\n").encode()


def _entry_xml(name: str, entry: Entry) -> str:
    versions = "".join(
        f"<xhtml:link{attributes(rel='alternate', hreflang=version.lang, href=version.url)}/>"
        for version in entry.versions
    )
    return f"<{name}>{element('loc', entry.url)}{element('lastmod', entry.modified)}{versions}</{name}>"


def _story_xml(story: Story, publication: str) -> str:
    source = element("news:name", publication) + element("news:language", story.lang)
    details = element("news:publication_date", story.published) + element("news:title", story.title)
    news = f"<news:news><news:publication>{source}</news:publication>{details}</news:news>"
    return f"<url>{element('loc', story.url)}{news}</url>"
