"""What a page says to machines: JSON-LD in the words of schema.org, ready for a script element.

schema.org knows no press release: it is a `NewsArticle` whose `genre` says so. Dates are those that the page shows. Of
a text that must not be shown any longer nothing stands here either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from press import urls, views
from press.errors import N_
from press.i18n import translator
from press.model import Card, Claim, Kind, State, Verdict
from press.store import card_keys
from press.views import builders
from press.views.context import Edition

_HEADLINE = 110
"""Characters of a headline that search engines show."""
_GENRES = {
    Kind.RELEASE: N_("Press release"), Kind.NEWS: N_("News"), Kind.CLARIFICATION: N_("Clarification"),
    Kind.ANNOUNCEMENT: N_("Announcement"), Kind.SPEECH: N_("Speech"), Kind.PHOTO: N_("Photos"), Kind.LINK: N_("Link"),
}  # fmt: skip
_KINDS = {
    Kind.RELEASE: N_("Press releases"), Kind.NEWS: N_("News"), Kind.CLARIFICATION: N_("Clarifications"),
    Kind.ANNOUNCEMENT: N_("Announcements"), Kind.SPEECH: N_("Speeches"), Kind.PHOTO: N_("Photos"),
    Kind.LINK: N_("Links"),
}  # fmt: skip
_VERDICTS = {
    Verdict.FALSE: (1, N_("False")), Verdict.FABRICATED: (1, N_("Fabricated")), Verdict.SCAM: (1, N_("Scam")),
    Verdict.MISLEADING: (2, N_("Misleading")), Verdict.OLD_CONTENT: (2, N_("Old content, shared as new")),
    Verdict.TRUE: (5, N_("True")), Verdict.UNPROVEN: (0, N_("Not proven")),
}  # fmt: skip
"""The place on a scale from 1 (false) to 5 (true), 0 for none, and the word for it, which is what counts."""
Node = dict[str, Any]
Say = Callable[[str], str]
_encode = msgspec.json.Encoder().encode


def of_portal(edition: Edition) -> str:
    """The home page: the site, and the government body that answers for it."""
    config = edition.config
    site = {
        "@type": "WebSite",
        "@id": f"{config.base_url}#site",
        "url": config.base_url,
        "name": config.title,
        "alternateName": config.short_title,
        "description": config.description,
        "inLanguage": config.language,
        "publisher": {"@id": f"{config.base_url}#publisher"},
    }
    return _script([_filled(site), _publisher(edition)])


def of_release(card: Card, edition: Edition, picture: views.Picture | None, share: views.ShareImage | None) -> str:
    """The page of a release; `picture` is its lead photo where it may be shown, `share` its share card."""
    say = translator(card.release.lang or edition.config.language)
    url = urls.absolute(card.address, edition.config)
    graph = [_article(card, url, edition, say, _image(picture, share, edition)), _way(card, url, edition)]
    claim = card.release.claim
    if claim and card.state is not State.WITHDRAWN:
        graph.append(_review(card, claim, url, edition, say))
    return _script(graph)


def _script(graph: list[Any]) -> str:
    """JSON that nothing in it can end: no ``<`` stands in a script element."""
    return _encode({"@context": "https://schema.org", "@graph": graph}).replace(b"<", b"\\u003c").decode()


def _filled(node: Node) -> Node:
    return {name: value for name, value in node.items() if value}


# The release --------------------------------------------------------------------------------------------------


def _article(card: Card, url: str, edition: Edition, say: Say, image: Node | None) -> Node:
    release, config = card.release, edition.config
    topics = [builders.term("topic", topic, edition).name for topic in release.topics]
    headline = _shortened(release.title)
    return _filled(
        {
            "@type": "NewsArticle",
            "@id": f"{url}#article",
            "url": url,
            "mainEntityOfPage": {"@type": "WebPage", "@id": url},
            "headline": headline,
            "alternativeHeadline": release.short_title or (release.title if headline != release.title else ""),
            "description": "" if builders.is_blank(card) else card.lead,
            "genre": say(_GENRES[release.kind]),
            "articleSection": topics or [say(_KINDS[release.kind])],
            "keywords": [*topics, *release.tags],
            "inLanguage": release.lang or config.language,
            "dateline": release.place,
            "datePublished": release.date.isoformat(),
            "dateModified": card_keys.modified(card).isoformat(),
            "expires": release.expires.isoformat() if release.expires else "",
            "creativeWorkStatus": say(N_("Withdrawn")) if card.state is State.WITHDRAWN else "",
            "author": _authors(card, edition),
            "publisher": _publisher(edition),
            "image": image,
            "contentLocation": _locations(card, edition),
            "locationCreated": _place(release.place) if release.place else None,
            "correction": list(_corrections(card)),
            "isBasedOn": release.original,
            "license": config.license_url or config.license,
            "isAccessibleForFree": True,
        }
    )


def _shortened(title: str) -> str:
    if len(title) <= _HEADLINE:
        return title
    cut = title[: _HEADLINE - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:–-") + "…"


def _authors(card: Card, edition: Edition) -> list[object]:
    """Who wrote it, and the offices in whose name; the publisher where nobody is named."""
    release = card.release
    person: list[object] = [{"@type": "Person", "name": release.author}] if release.author else []
    return [*person, *(_office(office, edition) for office in release.offices)] or [_publisher(edition)]


def _office(typed: str, edition: Edition) -> msgspec.Raw:
    def node() -> Node:
        term = builders.term("office", typed, edition)
        return {"@type": "GovernmentOrganization", "name": term.name, "url": _absolute(term.href, edition)}

    return _remembered(("office", typed), node, edition)


def _publisher(edition: Edition) -> msgspec.Raw:
    config = edition.config

    def node() -> Node:
        crest = edition.site.crest
        return _filled(
            {
                "@type": "GovernmentOrganization",
                "@id": f"{config.base_url}#publisher",
                "name": config.publisher,
                "url": config.publisher_url or config.base_url,
                "logo": {"@type": "ImageObject", "url": _absolute(crest, edition)} if crest else None,
                "correctionsPolicy": _absolute(edition.site.corrections, edition),
            }
        )

    return _remembered(("publisher", ""), node, edition)


def _remembered(key: tuple[str, str], make: Callable[[], Node], edition: Edition) -> msgspec.Raw:
    """What is the same in thousands of releases, written once."""
    return msgspec.Raw(edition.pieces.get(key, lambda: _encode(make())))


def _image(picture: views.Picture | None, share: views.ShareImage | None, edition: Edition) -> Node | None:
    """The photo; where there is none, the share card."""
    if picture:
        return _filled(
            {
                "@type": "ImageObject",
                "url": _absolute(picture.href, edition),
                "width": picture.width,
                "height": picture.height,
                "caption": picture.caption or picture.alt,
                "creditText": picture.credit,
            }
        )
    if share:
        return {"@type": "ImageObject", "url": share.url, "width": share.width, "height": share.height}
    return None


def _locations(card: Card, edition: Edition) -> list[Node]:
    release = card.release
    regions = [builders.term("region", region, edition).name for region in release.regions]
    return [_place(name) for name in regions or ([release.place] if release.place else [])]


def _place(name: str) -> Node:
    return {"@type": "Place", "name": name}


def _corrections(card: Card) -> Iterator[Node]:
    """The withdrawal, then the corrections, newest first."""
    withdrawn = card.release.withdrawn
    if withdrawn and card.state is State.WITHDRAWN:
        yield _comment(withdrawn.reason, withdrawn.date.isoformat())
    if card.release.corrections and not builders.is_blank(card):
        for one in sorted(card.release.corrections, key=lambda correction: correction.date, reverse=True):
            yield _comment(one.note, one.date.isoformat())


def _comment(text: str, date: str) -> Node:
    return {"@type": "CorrectionComment", "text": text, "datePublished": date}


def _way(card: Card, url: str, edition: Edition) -> Node:
    """Home, the list of its kind, the release: in the language of the portal, as the page's own path is."""
    config, kind = edition.config, card.release.kind
    say = translator(config.language)
    stations = (
        (say(N_("Home")), config.base_url),
        (say(_KINDS[kind]), urls.absolute(urls.listing_address(f"kind:{kind}", config), config)),
        (card.release.title, url),
    )
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": item}
        for number, (name, item) in enumerate(stations, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _review(card: Card, claim: Claim, url: str, edition: Edition, say: Say) -> Node:
    """The finding of a clarification."""
    value, words = _VERDICTS[claim.verdict]
    scale = {"ratingValue": value, "worstRating": 1, "bestRating": 5} if value else {}
    where = {"url" if urls.is_foreign(claim.where) and urls.is_safe(claim.where) else "name": claim.where}
    reviewed = {
        "@type": "Claim",
        "appearance": {"@type": "CreativeWork", **where} if claim.where else None,
        "datePublished": claim.first_seen.isoformat() if claim.first_seen else "",
    }
    return _filled(
        {
            "@type": "ClaimReview",
            "url": url,
            "claimReviewed": claim.text,
            "datePublished": card.release.date.isoformat(),
            "author": _publisher(edition),
            "reviewRating": {"@type": "Rating", "alternateName": say(words), **scale},
            "itemReviewed": _filled(reviewed),
            "citation": list(claim.evidence),
            "inLanguage": card.release.lang or edition.config.language,
        }
    )


def _absolute(href: str, edition: Edition) -> str:
    """The whole address of a link from a page."""
    return edition.config.base_url + href.removeprefix(edition.config.base_path)
