"""A standing page: about, contact, editorial policy."""

from __future__ import annotations

from collections.abc import Iterable

from press import urls, views
from press.model import Card, Kind, Touch
from press.rendering.context import Bodies, Workshop, decode, on_page
from press.views import builders
from press.views.context import Edition

TEMPLATES = ("page.html",)
_CONTENTS_FROM = 3


def fixed(edition: Edition) -> Iterable[str]:
    """None: a page is there only when it was written."""
    return ()


def touched(card: Card, edition: Edition) -> Iterable[str]:
    """Itself."""
    if card.release.kind is Kind.PAGE:
        yield card.address


def describe(touch: Touch, edition: Edition) -> Iterable[tuple[str, views.View | None]]:
    """The page at one address."""
    card = edition.catalogue.page_at(touch.id)
    yield urls.file_of(touch.id), _view(card, edition) if card else None


def render(view: bytes, bodies: Bodies, workshop: Workshop) -> bytes:
    """Draw the page."""
    page = decode(view)
    return workshop.page("page.html", page, body=on_page(bodies.get(page["body"]), page, workshop))


def _view(card: Card, edition: Edition) -> views.Page:
    release = card.release
    return views.Page(
        head=builders.head(release.title, card.address, edition, description=card.lead),
        title=release.title,
        summary=release.summary,
        updated=release.updated.isoformat() if release.updated else "",
        body=card.body,
        refs=builders.targets(card, edition),
        pictures_in_body=builders.pictures_in_body(card, edition.config),
        contents=_contents(card),
    )


def _contents(card: Card) -> tuple[views.Link, ...]:
    headings = [heading for heading in card.headings if heading.level == 2]
    if len(headings) < _CONTENTS_FROM:
        return ()
    return tuple(views.Link(href=f"#{heading.id}", label=heading.text) for heading in headings)
