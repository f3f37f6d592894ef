"""Standing pages: about, contact, editorial policy."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from press import urls, views
from press.config import Config
from press.model import Card, Invalidation
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views import builders, editions, links, pictures, recordings, trail
from press.views.context import Snapshot

TEMPLATES = ("page.html", "players.html")
_MIN_HEADINGS = 3
"""A page with at least this many headings of level 2 has a table of contents."""
_page = msgspec.json.Decoder(views.Page)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """No ids: each page is made from a file under ``pages/``."""
    return ()


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The page itself, by its address."""
    if card.is_page:
        yield card.address


def owns(path: str, config: Config) -> bool:
    """No path: each page takes its own."""
    return False


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """The page at one address."""
    card = snapshot.catalogue.page_at(invalidation.id)
    yield urls.file_of(invalidation.id), _view(card, snapshot) if card else None


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Render the page."""
    page = _page.decode(view)
    context = context.edition(page.head.edition)
    body = context.body_of_page(bodies.get(page.body), page.refs, page.pictures_in_body, page.recordings_in_body)
    return context.page("page.html", page, body=body.html, players=body)


def _view(card: Card, snapshot: Snapshot) -> views.Page:
    release, snapshot = card.release, editions.of_card(card, snapshot)
    title, description = builders.headline(card, snapshot.config), builders.description(card, snapshot.config)
    noindex = snapshot.site.preview or card.is_withdrawn
    return views.Page(
        head=trail.head(
            title,
            card.address,
            snapshot,
            trail.Trail(title),
            description=description,
            lang=release.lang or snapshot.config.portal.language,
            noindex=noindex,
            alternates=() if card.is_withdrawn else links.all_versions(card, snapshot),
        ),
        title=release.title,
        summary=release.summary,
        state=card.state,
        valid_until=builders.valid_until(release),
        date=release.date.isoformat() if "date" in release.lines else "",
        updated=release.updated.isoformat() if release.updated else "",
        picture=pictures.lead_picture(card, snapshot.config),
        pictures=pictures.gallery(card, snapshot.config),
        attachments=recordings.attachments(card, snapshot.config),
        withdrawn=links.withdrawal(card, snapshot),
        body=card.body,
        refs=links.targets(card, snapshot),
        pictures_in_body=pictures.pictures_in_body(card, snapshot.config),
        recordings_in_body=recordings.in_body(card, snapshot.config),
        contents=_contents(card),
    )


def _contents(card: Card) -> tuple[views.Link, ...]:
    headings = [heading for heading in card.headings if heading.level == 2]
    if len(headings) < _MIN_HEADINGS:
        return ()
    return tuple(views.Link(href=f"#{heading.id}", label=heading.text) for heading in headings)
