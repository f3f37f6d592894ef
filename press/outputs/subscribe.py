"""The list of all feeds: as a page, and as an OPML file that feed readers import.

Feeds of tags are left out: there are many, they do not last, and the page of each tag links to its feeds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

import msgspec

from press import urls, views
from press.config import Config
from press.i18n.catalogues import translator
from press.i18n.mark import N_
from press.i18n.words import words
from press.model import ALL, CHANGES, EDITION_LISTS, EVENTS, LISTED_KINDS, Card, Invalidation, Listing, ListingKind
from press.outputs import Described
from press.outputs.xml import DECLARATION, attributes, element
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views import editions, offices, terms, trail
from press.views.context import Snapshot, declared, feed_links

TEMPLATES = ("subscribe.html",)
_OPML = "feeds.opml"
_GROUPS = (
    ListingKind.ALL, ListingKind.KIND, ListingKind.TOPIC, ListingKind.OFFICE, ListingKind.REGION, ListingKind.LANG,
    ListingKind.CHANGES,
)  # fmt: skip
_GROUPS_OF_EDITION = tuple(kind for kind in _GROUPS if kind in EDITION_LISTS)
_WITHOUT_FOLDER = frozenset({ListingKind.ALL, ListingKind.CHANGES})
"""Groups of one feed each; they are at the top of the OPML file, in no folder."""


class Opml(views.View, frozen=True, kw_only=True, tag=True):
    """The list of feeds for feed readers."""

    title: str
    publisher: str
    language: str
    pages: dict[str, str]
    """Absolute URL of the page of each list, by the link to it."""
    groups: tuple[views.FeedGroup, ...]


_page: msgspec.json.Decoder[views.Subscribe | Opml] = msgspec.json.Decoder(views.Subscribe | Opml)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """The page and the file, under one id."""
    return (_OPML,)


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The page and the file: a release may bring a new topic, office, region or language."""
    if not card.is_page:
        yield _OPML


def owns(path: str, config: Config) -> bool:
    """The page and the file."""
    whole = (config, *config.other_editions.values())
    return path == _OPML or path in {urls.file_of(urls.subscribe_address(one)) for one in whole}


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """The page, that of each edition, and the file."""
    config = snapshot.config
    groups = tuple(_groups(snapshot))
    yield urls.file_of(urls.subscribe_address(config)), _view(groups, snapshot)
    for edition in list(editions.all_of(snapshot))[1:]:
        yield urls.file_of(urls.subscribe_address(edition.config)), _view(tuple(_groups(edition)), edition)
    yield (
        _OPML,
        Opml(
            title=config.title,
            publisher=config.publisher,
            language=config.language,
            pages={row.href: urls.absolute_link(row.href, config) for group in groups for row in group.rows},
            groups=groups,
        ),
    )


def _view(groups: tuple[views.FeedGroup, ...], snapshot: Snapshot) -> views.Subscribe:
    config = snapshot.config
    name = translator(config.language)(N_("Subscribe"))
    alternates = editions.of_page(urls.subscribe_address, snapshot)
    return views.Subscribe(
        head=trail.head("", urls.subscribe_address(config), snapshot, trail.Trail(name), alternates=alternates),
        groups=groups,
        opml=urls.href(_OPML, config),
        channels=offices.channels(config),
        calendar=_calendar(snapshot),
        seal=_seal_key(config) if config.seal.has_check else None,
    )


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Render the page, or write the file."""
    page = _page.decode(view)
    if isinstance(page, Opml):
        return _opml_file(page)
    return context.edition(page.head.edition).page("subscribe.html", page)


def _calendar(snapshot: Snapshot) -> str:
    """The address of the calendar of all events, if there ever was one."""
    config, address = snapshot.config, urls.listing_address(EVENTS, snapshot.config)
    has_events = not config.folder and snapshot.catalogue.count(EVENTS)
    return urls.absolute(urls.calendar_address(address, config), config) if has_events else ""


def _seal_key(config: Config) -> views.SealKey:
    """Where texts are checked, and the root key, so that readers can compare it with what they have on paper."""
    address, root = urls.check_address(config), config.seal.root
    digits = hashlib.sha256(root.encode()).hexdigest()
    return views.SealKey(
        check=urls.href(address, config),
        typed=urls.absolute(address, config).partition("://")[2],
        root=root,
        fingerprint=tuple(digits[at : at + 4] for at in range(0, len(digits), 4)),
    )


def _groups(snapshot: Snapshot) -> Iterator[views.FeedGroup]:
    for kind in _GROUPS if not snapshot.config.folder else _GROUPS_OF_EDITION:
        rows = tuple(_row(listing, snapshot) for listing in _listings(kind, snapshot))
        if kind is ListingKind.LANG:
            rows += tuple(_row(ALL, edition) for edition in list(editions.all_of(snapshot))[1:])
        if rows:
            yield views.FeedGroup(listing=kind, rows=rows)


def _listings(kind: ListingKind, snapshot: Snapshot) -> Iterable[Listing]:
    """The listings of a kind that have feeds: those of every portal, those that are declared, those with releases."""
    if kind in _WITHOUT_FOLDER:
        return (ALL if kind is ListingKind.ALL else CHANGES,)
    kinds = [Listing(ListingKind.KIND, name) for name in LISTED_KINDS]
    found = [listing for listing in (*kinds, *declared(snapshot.config)) if listing.kind is kind]
    return dict.fromkeys((*found, *(listing for listing, _ in snapshot.catalogue.counts(kind))))


def _row(listing: Listing, snapshot: Snapshot) -> views.FeedRow:
    """A list with its feeds, under the title of its page."""
    config = snapshot.config
    name = terms.list_title(listing, snapshot)
    return views.FeedRow(
        name=name,
        href=urls.href(urls.listing_address(listing, config), config),
        feeds=feed_links(listing, name, config),
    )


# OPML 2.0 (opml.org/spec2.opml) -------------------------------------------------------------------------------


def _opml_file(opml: Opml) -> bytes:
    """The OPML file. A group is a folder; the feed of the portal and that of the corrections are at the top."""
    head = element("title", opml.title) + element("ownerName", opml.publisher)
    lines = [f"<head>{head}</head>", "<body>"]
    for group in opml.groups:
        rows = [_outline(row, group.listing, opml) for row in group.rows]
        heading = "" if group.listing in _WITHOUT_FOLDER else words(opml.language).listings[group.listing]
        lines += [f"<outline{attributes(text=heading)}>", *rows, "</outline>"] if heading else rows
    return "\n".join([f'{DECLARATION}<opml version="2.0">', *lines, "</body>", "</opml>", ""]).encode()


def _outline(row: views.FeedRow, listing: str, opml: Opml) -> str:
    """A list with its primary feed; the page of the list names the other formats."""
    values = {
        "text": row.name,
        "title": row.name,
        "xmlUrl": row.feeds[0].url,
        "htmlUrl": opml.pages[row.href],
        "language": row.href.rstrip("/").rpartition("/")[2] if listing == ListingKind.LANG else opml.language,
    }
    return f'<outline type="rss"{attributes(**values)}/>'
