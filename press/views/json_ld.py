"""JSON-LD for search engines, in the vocabulary of schema.org, ready for a script element.

schema.org has no type for press releases: they are a `NewsArticle` with a `genre`. Dates are those that the page shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from press import urls, views, web
from press.config import Config
from press.i18n.catalogues import translator
from press.i18n.mark import N_
from press.i18n.words import MARKED, words
from press.memo import get_or_make
from press.model import Card, Claim, Event, Evidence, Listing, ListingKind, Verdict
from press.store import card_keys
from press.views import builders, events, terms
from press.views.context import Snapshot

_HEADLINE_LENGTH = 110
"""Most characters of a headline that search engines show."""
_RATINGS = {
    Verdict.FALSE: 1, Verdict.FABRICATED: 1, Verdict.SCAM: 1, Verdict.MISLEADING: 2, Verdict.OLD_CONTENT: 2,
    Verdict.TRUE: 5,
}  # fmt: skip
"""From 1 (false) to 5 (true); an unproven claim has none. The verdict itself is given as a word (`alternateName`)."""
Node = dict[str, Any]
_encode = msgspec.json.Encoder().encode


def of_portal(snapshot: Snapshot) -> str:
    """Return the JSON-LD of the home page: the site, and the government body that is responsible for it."""
    config = snapshot.config
    site = {
        "@type": "WebSite",
        "@id": _site_id(config),
        "url": urls.absolute(config.folder, config),
        "name": config.title,
        "alternateName": config.short_title,
        "description": config.description,
        "inLanguage": config.language,
        "publisher": {"@id": f"{config.base_url}#publisher"},
    }
    return _script([_without_empty(site), _publisher(snapshot)])


def _site_id(config: Config) -> str:
    return f"{urls.absolute(config.folder, config)}#site"


def of_release(card: Card, snapshot: Snapshot, picture: views.Picture | None, share: views.ShareImage | None) -> str:
    """Return the JSON-LD of a release; `picture` is its lead photo if it may be shown, `share` its share card."""
    url = urls.absolute(card.address, snapshot.config)
    graph = [_article(card, url, snapshot, _image(picture, share, snapshot.config)), _breadcrumbs(card, url, snapshot)]
    if card.event:
        graph.append(_event(card, card.event, url, snapshot, _image(picture, share, snapshot.config)))
    claim = card.release.claim
    if claim and not card.is_withdrawn and claim.verdict is not Verdict.CHECKING:  # without a finding, no review
        graph.append(_review(card, claim, url, snapshot))
    return _script(graph)


def _script(graph: list[Any]) -> str:
    """Encode a graph as JSON without ``<``, so that it cannot end its script element."""
    return _encode({"@context": "https://schema.org", "@graph": graph}).replace(b"<", b"\\u003c").decode()


def _without_empty(node: Node) -> Node:
    return {name: value for name, value in node.items() if value}


# The release --------------------------------------------------------------------------------------------------


def _article(card: Card, url: str, snapshot: Snapshot, image: Node | None) -> Node:
    release, config = card.release, snapshot.config
    lang = release.lang or config.portal.language
    topics = [terms.term(ListingKind.TOPIC, topic, snapshot).name for topic in release.topics]
    title = builders.headline(card, config)
    headline, alternative = _shortened(title), builders.short_headline(card, config) or title
    return _without_empty(
        {
            "@type": "NewsArticle",
            "@id": f"{url}#article",
            "url": url,
            "mainEntityOfPage": {"@type": "WebPage", "@id": url},
            "headline": headline,
            "alternativeHeadline": alternative if alternative != headline else "",
            "description": builders.description(card, config),
            "genre": words(lang).kinds[release.kind],
            "articleSection": topics or [words(lang).kind_lists[release.kind]],
            "keywords": [*topics, *release.tags],
            "inLanguage": lang,
            "dateline": release.place,
            "datePublished": release.date.isoformat(),
            "dateModified": card_keys.modified(card).isoformat(),
            "expires": release.expires.isoformat() if release.expires else "",
            "creativeWorkStatus": words(lang).states[card.mark] if card.mark in MARKED else "",
            "author": _authors(card, snapshot),
            "publisher": _publisher(snapshot),
            "image": image,
            "contentLocation": _locations(card, snapshot),
            "locationCreated": _place(release.place) if release.place else None,
            "correction": list(_corrections(card)),
            "isBasedOn": release.original,
            "license": config.license_url or config.license,
            "isAccessibleForFree": True,
        }
    )


def _shortened(title: str) -> str:
    if len(title) <= _HEADLINE_LENGTH:
        return title
    cut = title[: _HEADLINE_LENGTH - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:–-") + "…"


def _authors(card: Card, snapshot: Snapshot) -> list[object]:
    """Return the authors and the offices; the publisher if there are none."""
    release = card.release
    people = [{"@type": "Person", "name": name} for name in release.author]
    return [*people, *(_office(office, snapshot) for office in release.offices)] or [_publisher(snapshot)]


def _office(typed: str, snapshot: Snapshot) -> msgspec.Raw:
    def node() -> Node:
        term = terms.term(ListingKind.OFFICE, typed, snapshot)
        return {
            "@type": "GovernmentOrganization",
            "name": term.name,
            "url": urls.absolute_link(term.href, snapshot.config),
        }

    return _cached_node(("office", typed), node, snapshot)


def _publisher(snapshot: Snapshot) -> msgspec.Raw:
    config = snapshot.config

    def node() -> Node:
        crest = snapshot.site.crest
        return _without_empty(
            {
                "@type": "GovernmentOrganization",
                "@id": f"{config.base_url}#publisher",
                "name": config.publisher,
                "url": config.publisher_url or config.base_url,
                "logo": {"@type": "ImageObject", "url": urls.absolute_link(crest, config)} if crest else None,
                "correctionsPolicy": urls.absolute_link(snapshot.site.corrections, config),
            }
        )

    return _cached_node(("publisher", ""), node, snapshot)


def _cached_node(key: tuple[str, str], make: Callable[[], Node], snapshot: Snapshot) -> msgspec.Raw:
    """Encode a node that is the same in thousands of releases once, and cache it."""
    return msgspec.Raw(get_or_make(snapshot.encoded, key, lambda: _encode(make())))


def _image(picture: views.Picture | None, share: views.ShareImage | None, config: Config) -> Node | None:
    """Return the photo; if there is none, the share card."""
    if picture:
        return _without_empty(
            {
                "@type": "ImageObject",
                "url": urls.absolute_link(picture.href, config),
                "width": picture.width,
                "height": picture.height,
                "caption": picture.caption or picture.alt,
                "creditText": picture.credit,
            }
        )
    if share:
        return {"@type": "ImageObject", "url": share.url, "width": share.width, "height": share.height}
    return None


def _locations(card: Card, snapshot: Snapshot) -> list[Node]:
    release = card.release
    regions = [terms.term(ListingKind.REGION, region, snapshot).name for region in release.regions]
    return [_place(name) for name in regions or ([release.place] if release.place else [])]


def _place(name: str) -> Node:
    return {"@type": "Place", "name": name}


def _corrections(card: Card) -> Iterator[Node]:
    """Yield the withdrawal, then the corrections, newest first."""
    withdrawn = card.release.withdrawn
    if withdrawn and card.is_withdrawn:
        yield _comment(withdrawn.reason, withdrawn.date.isoformat())
    for one in sorted(card.release.corrections, key=lambda correction: correction.date, reverse=True):
        yield _comment(one.note, one.date.isoformat())


def _comment(text: str, date: str) -> Node:
    return {"@type": "CorrectionComment", "text": text, "datePublished": date}


def _breadcrumbs(card: Card, url: str, snapshot: Snapshot) -> Node:
    """Return home, the list of its kind and the release: in the portal's language, like the breadcrumbs on the page."""
    config, kind = snapshot.config, card.release.kind
    kind_list = urls.listing_address(Listing(ListingKind.KIND, kind), config)
    parent = (words(config.language).kind_lists[kind], urls.absolute(kind_list, config))
    return _steps((parent, (builders.headline(card, config), url)), config)


def of_page(
    name: str, address: str, parents: Iterable[views.Link], snapshot: Snapshot, items: Iterable[str] = ()
) -> str:
    """Return the JSON-LD of any other page: its breadcrumbs, from the home page through its `parents`.

    Of a list also the releases on the page, of which `items` are the links, in their order.
    """
    config = snapshot.config
    above = [(parent.label, urls.absolute_link(parent.href, config)) for parent in parents]
    url = urls.absolute(address, config)
    trail = _steps((*above, (name, url)), config)
    listed = [urls.absolute_link(href, config) for href in items]
    return _script([_collection(name, url, listed, config), trail] if listed else [trail])


def _collection(name: str, url: str, listed: Iterable[str], config: Config) -> Node:
    entries = [{"@type": "ListItem", "position": number, "url": one} for number, one in enumerate(listed, 1)]
    return {
        "@type": "CollectionPage",
        "url": url,
        "name": name,
        "inLanguage": config.language,
        "isPartOf": {"@id": _site_id(config)},
        "mainEntity": {"@type": "ItemList", "itemListElement": entries},
    }


def _steps(steps: Iterable[tuple[str, str]], config: Config) -> Node:
    """Return breadcrumbs, each with name and absolute URL, below the home page."""
    home = (translator(config.language)(N_("Home")), urls.absolute(config.folder, config))
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": item}
        for number, (name, item) in enumerate((home, *steps), 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


_SCHEMA = "https://schema.org/"


def _event(card: Card, event: Event, url: str, snapshot: Snapshot, image: Node | None) -> Node:
    """Return an event (developers.google.com, event)."""
    release, config = card.release, snapshot.config
    place = {**_place(event.place or event.address), "address": event.address or event.place}
    virtual = {"@type": "VirtualLocation", "url": event.online}
    modes = {(True, True): "Mixed", (False, True): "Online"}
    mode = modes.get((bool(place["name"]), bool(event.online)), "Offline")
    first, last = events.span(event)
    return _without_empty(
        {
            "@type": "Event",
            "@id": f"{url}#event",
            "url": url,
            "name": release.title,
            "description": builders.description(card, config),
            "startDate": first,
            "endDate": last,
            "previousStartDate": events.time(event.postponed_from, event),
            "eventStatus": f"{_SCHEMA}Event{_event_status(card, event)}",
            "eventAttendanceMode": f"{_SCHEMA}{mode}EventAttendanceMode",
            "location": [*([place] if place["name"] else []), *([virtual] if event.online else [])],
            "organizer": [_office(office, snapshot) for office in release.offices] or [_publisher(snapshot)],
            "image": image,
            "inLanguage": release.lang or config.portal.language,
            "isAccessibleForFree": True,
        }
    )


def _event_status(card: Card, event: Event) -> str:
    if card.is_withdrawn or event.is_cancelled:
        return "Cancelled"
    if event.has_no_time:
        return "Postponed"
    return "Rescheduled" if event.postponed_from else "Scheduled"


def _citation(evidence: Evidence) -> str | Node:
    if not (evidence.title and evidence.url):
        return evidence.title or evidence.url
    return {"@type": "CreativeWork", "name": evidence.title, "url": web.link_of(evidence.url)}


def _review(card: Card, claim: Claim, url: str, snapshot: Snapshot) -> Node:
    """Return the verdict of a clarification."""
    lang = card.release.lang or snapshot.config.portal.language
    value = _RATINGS.get(claim.verdict)
    scale = {"ratingValue": value, "worstRating": 1, "bestRating": 5} if value else {}
    link = web.link_of(claim.where)
    where = {"url": link} if link else {"name": claim.where}
    reviewed = {
        "@type": "Claim",
        "appearance": {"@type": "CreativeWork", **where} if claim.where else None,
        "datePublished": claim.first_seen.isoformat() if claim.first_seen else "",
    }
    return _without_empty(
        {
            "@type": "ClaimReview",
            "url": url,
            "claimReviewed": claim.text,
            "datePublished": card.release.date.isoformat(),
            "author": _publisher(snapshot),
            "reviewRating": {"@type": "Rating", "alternateName": words(lang).verdicts[claim.verdict], **scale},
            "itemReviewed": _without_empty(reviewed),
            "citation": [_citation(one) for one in claim.evidence],
            "inLanguage": lang,
        }
    )
