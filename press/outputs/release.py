"""The page of a release, in every kind and state."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from press import urls, views
from press.media import renditions
from press.model import Card, Kind, State, Touch
from press.rendering.context import Bodies, Workshop, decode, on_page
from press.store import card_keys
from press.views import builders, json_ld
from press.views.context import Edition, feed_links

TEMPLATES = ("release.html",)
_RELATED = 3
_CREDITS = ("author", "photographer", "editor", "approved_by", "code")
_WORDS_A_MINUTE = 200


def fixed(edition: Edition) -> Iterable[str]:
    """None: a release is there only when it was written."""
    return ()


def touched(card: Card, edition: Edition) -> Iterable[str]:
    """Its own page, and the newer ones that name it: the next one, and the next few on its topic."""
    if card.release.kind is Kind.PAGE:
        return
    yield card.address
    if "all" in card.listings:
        yield from edition.catalogue.newer_addresses(card, "all")
    for listing in card.listings:
        if listing.startswith("topic:"):
            yield from edition.catalogue.newer_addresses(card, listing, _RELATED)


def describe(touch: Touch, edition: Edition) -> Iterable[tuple[str, views.View | None]]:
    """The page at one address."""
    card = edition.catalogue.page_at(touch.id)
    yield urls.file_of(touch.id), _view(card, edition) if card else None


def render(view: bytes, bodies: Bodies, workshop: Workshop) -> bytes:
    """Draw the page."""
    page = decode(view)
    return workshop.page("release.html", page, body=on_page(bodies.get(page["body"]), page, workshop))


def _view(card: Card, edition: Edition) -> views.Release:
    release, config = card.release, edition.config
    blank = builders.is_blank(card)
    picture = None if blank else builders.lead_picture(card, config)
    kind_list = urls.href(urls.listing_address(f"kind:{release.kind}", config), config)
    return views.Release(
        head=_head(card, picture, edition),
        title=release.title,
        summary="" if blank else release.summary,
        kind=release.kind,
        state=card.state,
        date=release.date.isoformat(),
        updated=release.updated.isoformat() if release.updated else "",
        expires=release.expires.isoformat() if release.expires else "",
        place=release.place,
        lang=release.lang,
        kind_list=views.Link(href=kind_list, label=release.kind),
        offices=_terms("office", release.offices, edition),
        topics=_terms("topic", release.topics, edition),
        regions=_terms("region", release.regions, edition),
        tags=_terms("tag", release.tags, edition),
        picture=picture,
        pictures=() if blank else _pictures(card, edition),
        attachments=() if blank else _attachments(card, edition),
        contact=builders.contact(card, config),
        corrections=() if blank else _corrections(card),
        withdrawn=_withdrawn(card, edition),
        claim=builders.claim(card),
        **{name: getattr(release, name) for name in _CREDITS},
        original=release.original,
        original_host=urlsplit(release.original).hostname or "",
        translations=builders.alternates(card, edition),
        share=_share(card, edition),
        older=_first(builders.teaser(older, edition) for older in _older(card, edition)),
        related=tuple(builders.teaser(older, edition) for older in _related(card, edition)),
        body="" if blank else card.body,
        refs=() if blank else builders.targets(card, edition),
        pictures_in_body={} if blank else builders.pictures_in_body(card, config),
        minutes=max(1, round(card.words / _WORDS_A_MINUTE)),
    )


def _head(card: Card, picture: views.Picture | None, edition: Edition) -> views.Head:
    release, config = card.release, edition.config
    terms = [("topic", topic) for topic in release.topics] + [("office", office) for office in release.offices]
    kind_list = urls.listing_address(f"kind:{release.kind}", config)
    image, changed = builders.share_image(card, edition), card_keys.changed(card)
    return builders.head(
        release.title,
        card.address,
        edition,
        description="" if builders.is_blank(card) else card.lead,
        canonical=release.original if _is_copy(card) else urls.absolute(card.address, config),
        lang=release.lang or config.language,
        kind="article",
        feeds=tuple(link for listing, typed in terms for link in _feeds(listing, typed, edition)[:1]),
        alternates=builders.alternates(card, edition),
        noindex=edition.site.preview or card.state is State.WITHDRAWN,
        published=release.date.isoformat(),
        updated=changed.isoformat() if changed else "",
        short_title=release.short_title,
        image=image,
        json_ld=json_ld.of_release(card, edition, picture, image),
        crumbs=(views.Link(href=urls.href(kind_list, config), label=release.kind),),
    )


def _is_copy(card: Card) -> bool:
    return bool(card.release.original) and card.release.kind is not Kind.LINK


def _feeds(listing: str, typed: str, edition: Edition) -> tuple[views.FeedLink, ...]:
    name = builders.term(listing, typed, edition).name
    return feed_links(f"{listing}:{urls.term_id(typed)}", name, edition.config)


def _terms(listing: str, typed: Iterable[str], edition: Edition) -> tuple[views.Term, ...]:
    return tuple(builders.term(listing, name, edition) for name in typed)


def _pictures(card: Card, edition: Edition) -> tuple[views.Picture, ...]:
    found = (builders.picture(card, image, edition.config) for image in card.release.images)
    return tuple(picture for picture in found if picture)


def _attachments(card: Card, edition: Edition) -> tuple[views.Attachment, ...]:
    return tuple(
        views.Attachment(
            href=builders.file_href(card, file, renditions.name(file), edition.config),
            title=attachment.title or renditions.name(file),
            mime=file.mime,
            size=file.size,
            pages=file.pages,
        )
        for attachment in card.release.attachments
        if (file := card.files.get(attachment.src))
    )


def _corrections(card: Card) -> tuple[views.Correction, ...]:
    ordered = sorted(card.release.corrections, key=lambda correction: correction.date, reverse=True)
    return tuple(
        views.Correction(date=one.date.isoformat(), note=one.note, was=one.was, now=one.now) for one in ordered
    )


def _withdrawn(card: Card, edition: Edition) -> views.Withdrawal | None:
    withdrawn = card.release.withdrawn
    if card.state is not State.WITHDRAWN or not withdrawn:
        return None
    return views.Withdrawal(
        date=withdrawn.date.isoformat(),
        reason=withdrawn.reason,
        replacement=builders.replacement(card, edition),
    )


def _share(card: Card, edition: Edition) -> tuple[views.Share, ...]:
    """Plain links, no scripts of the services: nobody is told who reads what."""
    url = quote(urls.absolute(card.address, edition.config), safe="")
    title = quote(card.release.short_title or card.release.title, safe="")
    addresses = {
        "whatsapp": f"https://wa.me/?text={title}%20{url}",
        "telegram": f"https://t.me/share/url?url={url}&text={title}",
        "x": f"https://x.com/intent/post?url={url}&text={title}",
        "facebook": f"https://www.facebook.com/sharer/sharer.php?u={url}",
        "mail": f"mailto:?subject={title}&body={url}",
    }
    return tuple(views.Share(service=service, href=href) for service, href in addresses.items())


def _older(card: Card, edition: Edition) -> list[Card]:
    return edition.catalogue.older(card, "all") if "all" in card.listings else []


def _related(card: Card, edition: Edition) -> list[Card]:
    topic = _topic(card)
    return edition.catalogue.older(card, topic, _RELATED) if topic else []


def _topic(card: Card) -> str:
    """The listing by which releases are related: the first topic."""
    return next((listing for listing in card.listings if listing.startswith("topic:")), "")


def _first(found: Iterable[views.Teaser]) -> views.Teaser | None:
    return next(iter(found), None)
