"""Former addresses of releases: pages that redirect to the new address. Feeds have full copies instead (`feeds`)."""

from __future__ import annotations

import html
from collections.abc import Iterable

import msgspec

from press import urls
from press.config import Config
from press.i18n.catalogues import translator
from press.model import Card, Invalidation
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views import View, builders
from press.views.context import Snapshot

TEMPLATES = ()


class Moved(View, frozen=True, kw_only=True):
    """A redirect to the page of a release."""

    url: str
    title: str
    lang: str
    preview: bool


_moved = msgspec.json.Decoder(Moved)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """No ids: each former address belongs to a release."""
    return ()


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The former addresses of the release."""
    return (*card.release.aliases, f"/{card.former}") if card.former else card.release.aliases


def owns(path: str, config: Config) -> bool:
    """No path: each release takes its own."""
    return False


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """The page at one former address; for an address with an extension (``/lama.html``), a file of that name.

    Where a page is, nothing: it took the address from a release that had it before the language was a part of it.
    """
    alias = invalidation.id
    path = alias.strip("/")
    if snapshot.catalogue.page_at(f"{path}/"):
        return
    card = snapshot.catalogue.at(path)
    if card is None and path not in snapshot.static:
        card = snapshot.catalogue.moved_from(path)
    address = path if urls.is_file(path) else urls.file_of(f"{path}/")
    if card and alias in (*card.release.aliases, f"/{card.former}"):
        url, title = urls.absolute(card.address, snapshot.config), builders.headline(card, snapshot.config)
        lang = card.release.lang or snapshot.config.language
        yield address, Moved(url=url, title=title, lang=lang, preview=snapshot.site.preview)
    else:
        yield address, None


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Write the page."""
    moved = _moved.decode(view)
    url, title, lang = (html.escape(text) for text in (moved.url, moved.title, moved.lang))
    banner = f"<p><strong>{translator(context.config.language)('Preview')}</strong></p>\n" if moved.preview else ""
    return _PAGE.format(url=url, title=title, lang=lang, banner=banner).encode()


_PAGE = """<!doctype html>
<html lang="{lang}">
<meta charset="utf-8">
<title>{title}</title>
<link rel="canonical" href="{url}">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={url}">
{banner}<p><a href="{url}">{title}</a></p>
</html>
"""
