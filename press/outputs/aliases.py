"""Former addresses of releases: a page that sends the reader on. A feed is never moved this way (`feeds`)."""

from __future__ import annotations

import html
from collections.abc import Iterable

from press import urls
from press.model import Card, Touch
from press.rendering.context import Bodies, Workshop, decode
from press.views import View
from press.views.context import Edition

TEMPLATES = ()


class Moved(View, frozen=True, kw_only=True):
    """Where a release is now."""

    url: str
    title: str
    lang: str


def fixed(edition: Edition) -> Iterable[str]:
    """None."""
    return ()


def touched(card: Card, edition: Edition) -> Iterable[str]:
    """Its former addresses."""
    return (alias.strip("/") for alias in card.release.aliases)


def describe(touch: Touch, edition: Edition) -> Iterable[tuple[str, View | None]]:
    """The page at one former address; an address with an ending (``/lama.html``) is a file of that name."""
    card = edition.catalogue.at(touch.id)
    address = touch.id if touch.id.endswith((".html", ".htm")) else urls.file_of(f"{touch.id}/")
    if card and touch.id in (alias.strip("/") for alias in card.release.aliases):
        url = urls.absolute(card.address, edition.config)
        yield address, Moved(url=url, title=card.release.title, lang=card.release.lang or edition.config.language)
    else:
        yield address, None


def render(view: bytes, bodies: Bodies, workshop: Workshop) -> bytes:
    """Write the page."""
    moved = {name: html.escape(text) for name, text in decode(view).items()}
    return _PAGE.format_map(moved).encode()


_PAGE = """<!doctype html>
<html lang="{lang}">
<meta charset="utf-8">
<title>{title}</title>
<link rel="canonical" href="{url}">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={url}">
<p><a href="{url}">{title}</a></p>
</html>
"""
