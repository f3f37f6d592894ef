"""How the common parts of views are made from cards: teasers, heads, terms, pictures, and where links lead."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from urllib.parse import urlsplit

import msgspec

from press import urls, views
from press.config import Config, Term
from press.errors import N_
from press.i18n import Phrasing, translator
from press.media import renditions
from press.media.share_card_model import HEIGHT, WIDTH, ShareCard
from press.model import Card, Contact, File, Image, Kind, Release, State, Verdict
from press.store.card_keys import resolved
from press.views import pictures
from press.views.context import Edition

_SHARE_NAME = "kartu"
LISTED_KINDS = tuple(kind for kind in Kind if kind is not Kind.PAGE)


def teaser(card: Card, edition: Edition) -> views.Teaser:
    """A release as a list shows it."""
    return edition.teasers.get(card.release.source, lambda: _teaser(card, edition))


def _teaser(card: Card, edition: Edition) -> views.Teaser:
    release, config = card.release, edition.config
    office = term("office", release.offices[0], edition) if release.offices else None
    topic = term("topic", release.topics[0], edition) if release.topics else None
    claim = release.claim
    return views.Teaser(
        href=urls.href(card.address, config),
        title=release.title,
        summary="" if is_blank(card) else card.lead,
        kind=release.kind,
        state=card.state,
        date=release.date.isoformat(),
        lang=release.lang,
        office=office.label if office else "",
        topic=views.Link(href=topic.href, label=topic.label) if topic else None,
        picture=None if is_blank(card) else lead_picture(card, config),
        verdict=claim.verdict if claim else "",
        claim=claim.text if claim else "",
        host=urlsplit(release.original).hostname or "" if release.kind is Kind.LINK else "",
    )


def is_blank(card: Card) -> bool:
    """Tell whether the text of a withdrawn release must not be shown."""
    withdrawn = card.release.withdrawn
    return card.state is State.WITHDRAWN and bool(withdrawn and withdrawn.remove_text)


def head(title: str, address: str, edition: Edition, **more: object) -> views.Head:
    """The ``<head>`` of a page; `more` are other fields of `views.Head`."""
    config = edition.config
    fields: dict[str, object] = {
        "title": title,
        "description": config.description,
        "canonical": urls.absolute(address, config),
        "lang": config.language,
        "kind": "website",
        "noindex": edition.site.preview,
    }
    return views.Head(**{**fields, **more})  # type: ignore[arg-type]


def term(listing: str, typed: str, edition: Edition) -> views.Term:
    """A topic, office, region or tag: by its id where the vocabulary is closed, as typed where it is open."""
    return edition.terms.get((listing, typed), lambda: _term(listing, typed, edition.config))


def _term(listing: str, typed: str, config: Config) -> views.Term:
    found = vocabulary(listing, config).get(typed)
    name = found.name if found else typed
    href = urls.href(urls.listing_address(f"{listing}:{urls.term_id(typed)}", config), config)
    return views.Term(href=href, label=(found.short if found else "") or name, name=name)


def vocabulary(listing: str, config: Config) -> dict[str, Term]:
    """The declared terms of a listing; none where it is open."""
    closed = {"topic": config.topics, "office": config.offices, "region": config.regions}
    return closed.get(listing) or {}


def lead_picture(card: Card, config: Config) -> views.Picture | None:
    """The lead photo of a release, in all its sizes."""
    image = card.release.image
    return picture(card, image, config) if image else None


def picture(card: Card, image: Image, config: Config) -> views.Picture | None:
    """A photo in all its sizes; None where its file is missing (`check` says so)."""
    file = card.files.get(image.src)
    if not file or not file.width:
        return None
    return pictures.picture(
        file, lambda name: file_href(card, file, name, config), image.alt, image.caption, image.credit
    )


def file_href(card: Card, file: File, name: str, config: Config) -> str:
    """The link to a file of a release, published as `name` beside it; one in ``static/`` stays where it is."""
    return urls.href(file_address(card, file, name), config)


def file_address(card: Card, file: File, name: str) -> str:
    """The address of a file of a release, published as `name`."""
    if file.path.startswith("static/"):
        return file.path.removeprefix("static/")
    return card.address + name


def targets(card: Card, edition: Edition) -> tuple[str, ...]:
    """What each link and image of a body becomes on a page of the portal."""
    return tuple(target(card, ref.target, edition) for ref in card.refs)


def target(card: Card, written: str, edition: Edition) -> str:
    """Where a link of a release leads, as a link from a page of the portal.

    What leads nowhere stays as it was written, under the address of the page; `check` names it.
    """
    parts = urlsplit(written)
    tail = urls.mended(("?" + parts.query if parts.query else "") + ("#" + parts.fragment if parts.fragment else ""))
    if not parts.path:
        return tail
    file = card.files.get(written)
    if file:
        return file_href(card, file, renditions.name(file), edition.config) + tail
    name = resolved(card.release, written)
    other = edition.catalogue.card(name) if name.endswith(".md") else None
    if other and other.public:
        return urls.href(other.address, edition.config) + tail
    if parts.path.startswith("/"):
        return edition.config.base_path + urls.quoted(parts.path.lstrip("/")) + tail
    return urls.href(card.address, edition.config) + urls.quoted(parts.path) + tail


def pictures_in_body(card: Card, config: Config) -> dict[str, views.Picture]:
    """The photos within a body, by the number of their place (see `Ref`)."""
    found: dict[str, views.Picture] = {}
    for number, ref in enumerate(card.refs):
        shown = picture(card, Image(ref.target), config) if ref.image else None
        if shown:
            found[str(number)] = shown
    return found


def alternates(card: Card, edition: Edition) -> tuple[views.Alternate, ...]:
    """The same release in other languages."""
    family = sorted(edition.catalogue.family(card), key=lambda other: (other.release.lang, other.address))
    return tuple(
        views.Alternate(
            lang=other.release.lang or edition.config.language,
            href=urls.href(other.address, edition.config),
            url=urls.absolute(other.address, edition.config),
            title=other.release.title,
        )
        for other in family
        if other.public
    )


def replacement(card: Card, edition: Edition) -> views.Link | None:
    """What takes the place of a withdrawn release."""
    withdrawn = card.release.withdrawn
    other = edition.catalogue.by_id(withdrawn.replacement) if withdrawn and withdrawn.replacement else None
    if not other or not other.public:
        return None
    return views.Link(href=urls.href(other.address, edition.config), label=other.release.title)


class ShareFile(views.View, frozen=True, kw_only=True):
    """The share card of a release: what is on it, and where it is."""

    address: str
    card: ShareCard
    photo: str
    """Path of the photo; empty: a typeset card."""
    digest: str
    """SHA-256 of the photo's file, hexadecimal."""


_KIND_LABELS = {
    Kind.RELEASE: N_("Press release"), Kind.NEWS: N_("News"), Kind.CLARIFICATION: N_("Clarification"),
    Kind.ANNOUNCEMENT: N_("Announcement"), Kind.SPEECH: N_("Speech"), Kind.PHOTO: N_("Photos"), Kind.LINK: N_("Link"),
}  # fmt: skip
_STAMPS = {
    Verdict.FALSE: N_("HOAX"), Verdict.MISLEADING: N_("MISLEADING"), Verdict.OLD_CONTENT: N_("OLD CONTENT"),
    Verdict.FABRICATED: N_("HOAX"), Verdict.SCAM: N_("SCAM"), Verdict.TRUE: N_("TRUE"),
    Verdict.UNPROVEN: N_("NOT PROVEN"),
}  # fmt: skip


def share_file(card: Card, edition: Edition) -> ShareFile:
    """What a release's share card is made of. A withdrawn release shows no photo, and says so."""
    release, config = card.release, edition.config
    say = translator(config.language)
    photo = card.files.get(release.image.src) if release.image and card.state is not State.WITHDRAWN else None
    photo = photo if photo and photo.width else None
    shown = ShareCard(
        title=release.short_title or release.title,
        portal=config.title,
        colour=config.theme.colour,
        kind_label=say(N_("Withdrawn") if card.state is State.WITHDRAWN else _KIND_LABELS[release.kind]),
        stamp=say(_STAMPS[release.claim.verdict]) if release.claim else "",
        credit=release.image.credit if photo and release.image else "",
        copyright=config.publisher,
    )
    digest = photo.digest if photo else ""
    mark = hashlib.sha256(msgspec.json.encode((shown, digest))).hexdigest()[:8]
    return ShareFile(
        address=f"{card.address}{_SHARE_NAME}-{mark}.jpg", card=shown, photo=photo.path if photo else "", digest=digest
    )


def share_image(card: Card, edition: Edition) -> views.ShareImage | None:
    """The image of a release's share card, as pages name it; the photo where no cards are drawn."""
    config, image = edition.config, card.release.image
    if config.theme.share_cards:
        url = urls.absolute(share_file(card, edition).address, config)
        return views.ShareImage(url=url, width=WIDTH, height=HEIGHT, alt=card.release.title)
    shown = None if is_blank(card) else lead_picture(card, config)
    if not shown or not image:
        return None
    url = urls.absolute(shown.href.removeprefix(config.base_path), config)
    return views.ShareImage(url=url, width=shown.width, height=shown.height, alt=image.alt)


def contact(card: Card, config: Config) -> Contact | None:
    """Whom to call: the release's own contact, else that of its office."""
    if card.release.contact:
        return card.release.contact
    offices = vocabulary("office", config)
    named = (offices[office].contact for office in card.release.offices if office in offices)
    return next((config.contacts[name] for name in named if name), None)


def listing_name(listing: str, edition: Edition) -> str:
    """What a list is called: as declared; of an open vocabulary, as its oldest release spells it; else its id.

    Kinds and languages are called by their ids, which templates translate.
    """
    prefix, _, term_id = listing.partition(":")
    found = vocabulary(prefix, edition.config).get(term_id)
    if found:
        return found.name
    oldest = edition.catalogue.oldest(listing, 1)
    typed = _TYPED[prefix](oldest[0].release) if oldest and prefix in _TYPED else ()
    return next((name for name in typed if urls.term_id(name) == term_id), term_id)


_KIND_LISTS = {
    Kind.RELEASE: N_("Press releases"), Kind.NEWS: N_("News"), Kind.CLARIFICATION: N_("Clarifications"),
    Kind.ANNOUNCEMENT: N_("Announcements"), Kind.SPEECH: N_("Speeches"), Kind.PHOTO: N_("Photos"),
    Kind.LINK: N_("Links"),
}  # fmt: skip


def list_title(listing: str, edition: Edition) -> str:
    """What a list is called in the portal's language, where no template says it: in the titles of feeds."""
    prefix, _, term_id = listing.partition(":")
    language = edition.config.language
    if prefix == "all":
        return edition.config.title
    if prefix == "lang":
        return Phrasing(language).language(term_id)
    if prefix == "changes":
        return translator(language)(N_("Corrections and withdrawals"))
    return translator(language)(_KIND_LISTS[Kind(term_id)]) if prefix == "kind" else listing_name(listing, edition)


_TYPED: dict[str, Callable[[Release], tuple[str, ...]]] = {
    "topic": lambda release: release.topics,
    "tag": lambda release: release.tags,
    "office": lambda release: release.offices,
    "region": lambda release: release.regions,
}


def groups(edition: Edition) -> tuple[views.Group, ...]:
    """The declared topics, offices and regions, as ways into the archive."""
    declared = {listing: vocabulary(listing, edition.config) for listing in ("topic", "office", "region")}
    return tuple(
        views.Group(listing=listing, terms=tuple(term(listing, typed, edition) for typed in terms))
        for listing, terms in declared.items()
        if terms
    )


def claim(card: Card) -> views.Claim | None:
    """What a clarification answers; evidence is a link where it is a safe address."""
    answered = card.release.claim
    if not answered:
        return None
    return views.Claim(
        text=answered.text,
        verdict=answered.verdict,
        where=answered.where,
        first_seen=answered.first_seen.isoformat() if answered.first_seen else "",
        evidence=tuple(
            views.Evidence(href=text if urls.is_foreign(text) and urls.is_safe(text) else "", label=text)
            for text in answered.evidence
        ),
    )
