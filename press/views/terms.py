"""Topics, offices, regions and tags, and the names of lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import structs

from press import slugs, urls, views
from press.config import Config, Term
from press.i18n.catalogues import translator
from press.i18n.formats import LocaleFormat
from press.i18n.words import CORRECTIONS, words
from press.memo import get_or_make
from press.model import TERM_FIELDS, VOCABULARIES, Listing, ListingKind, Release
from press.views.context import Snapshot


def term(kind: ListingKind, typed: str, snapshot: Snapshot) -> views.Term:
    """Return a topic, office, region or tag: by its id if the vocabulary is closed, as typed if it is open."""
    return get_or_make(snapshot.terms, (kind, typed), lambda: _term(kind, typed, snapshot.config))


def _term(kind: ListingKind, typed: str, config: Config) -> views.Term:
    found = vocabulary(kind, config).get(typed)
    name = found.name if found else typed
    href = urls.href(urls.listing_address(Listing(kind, slugs.term_id(kind, typed)), config), config)
    return views.Term(href=href, label=(found.short if found else "") or name, name=name)


def vocabulary(kind: ListingKind, config: Config) -> Mapping[str, Term]:
    """Return the terms of a kind that config.toml declares; none if the vocabulary is open."""
    match kind:
        case ListingKind.TOPIC:
            return config.topics or {}
        case ListingKind.OFFICE:
            return config.offices or {}
        case ListingKind.REGION:
            return config.regions or {}
    return {}


def groups(snapshot: Snapshot) -> tuple[views.Group, ...]:
    """Return the declared topics, offices and regions, for links to their lists."""
    return tuple(
        views.Group(listing=kind, terms=tuple(_declared(kind, typed, snapshot) for typed in declared))
        for kind in VOCABULARIES
        if (declared := vocabulary(kind, snapshot.config))
    )


def _declared(kind: ListingKind, id: str, snapshot: Snapshot) -> views.Term:
    found, main = term(kind, id, snapshot), vocabulary(kind, snapshot.config.portal)[id].name
    return found if found.name == main else structs.replace(found, searched=main)


def listing_name(listing: Listing, snapshot: Snapshot) -> str:
    """Return the name of a list: as declared; in an open vocabulary, as its oldest release spells it; else its term.

    For kinds and languages, that is the term, which templates translate.
    """
    found = vocabulary(listing.kind, snapshot.config).get(listing.term)
    if found:
        return found.name
    oldest = snapshot.catalogue.oldest(listing, 1)
    return spelling(listing, _typed(listing.kind, oldest[0].release) if oldest else ())


def spelling(listing: Listing, typed: Iterable[str]) -> str:
    """Return the name of a list as one of some terms spells it; its id if none is meant by it."""
    return next((name for name in typed if slugs.term_id(listing.kind, name) == listing.term), listing.term)


def _typed(kind: ListingKind, release: Release) -> tuple[str, ...]:
    """Return the terms of a kind that a release names."""
    names: tuple[str, ...] = getattr(release, TERM_FIELDS[kind]) if kind in TERM_FIELDS else ()
    return names


def list_title(listing: Listing, snapshot: Snapshot) -> str:
    """Return the name of a list in the portal's language, for use outside templates: in the titles of feeds."""
    language = snapshot.config.language
    match listing.kind:
        case ListingKind.ALL:
            return snapshot.config.title
        case ListingKind.LANG | ListingKind.MONTH:
            formats = LocaleFormat(language)
            is_month = listing.kind is ListingKind.MONTH
            return formats.date(listing.term, "month") if is_month else formats.language(listing.term)
        case ListingKind.CHANGES:
            return translator(language)(CORRECTIONS)
        case ListingKind.KIND:
            return words(language).kind_lists[listing.term]
        case ListingKind.VERDICT | ListingKind.CHECKED:
            term = words(language).verdicts.get(listing.term, listing.term)
            return f"{words(language).listings[listing.kind]}: {term}"
    return listing_name(listing, snapshot)
