"""What rendering needs, in this process or in a worker: templates, the view of the site, bodies, folders to read."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from press.config import Config
from press.model import Body
from press.model.encoding import decode_body
from press.rendering import assets, players
from press.rendering.assets import Asset
from press.rendering.players import NO_BODY, PageBody
from press.rendering.templates import Templates
from press.rendering.typography import quotes_of_html

_IMAGE = re.compile(r'<img src="press:(\d+)" alt="([^"]*)"(?: title="([^"]*)")?>')
_REFERENCE = re.compile(r'(href|src)="press:(\d+)"')


class Bodies:
    """The bodies that a view names, by digest. They are sent to workers encoded, and are decoded when they are used."""

    def __init__(self, encoded: Mapping[str, bytes]) -> None:
        self._encoded = encoded

    def __getitem__(self, digest: str) -> Body:
        return decode_body(self._encoded[digest])

    def get(self, digest: str) -> Body | None:
        """The body with a digest; None where the view does not name it."""
        return self[digest] if digest in self._encoded else None


class RenderContext(msgspec.Struct, frozen=True, dict=True):
    """What rendering needs besides a view. It is small, since it is sent to workers with every batch.

    The portal's folders may be on another machine: only the output kinds `FILES` of the table read them.
    """

    fingerprint: str
    """Digest of config, templates and code: equal for equal contexts of a portal."""
    root: Path
    """The folder of the portal; photos and attachments are read from it."""
    media_cache: Path
    """The folder that caches what is slow to make: renditions of photos, and share cards."""
    template_folders: tuple[Path, ...]
    """Assets are read from these; the portal's own folder comes first."""
    config: Config
    templates: Templates
    """They have the view of the site (`views.Site`), which all pages share."""
    editions: dict[str, Templates] = {}
    """The same for the editions in other languages."""

    @cached_property
    def assets(self) -> dict[str, Asset]:
        """The assets, by name."""
        return assets.load(self.template_folders, self.config)

    def edition(self, language: str) -> RenderContext:
        """The context for the pages of an edition; the same context if there is none in this language."""
        return msgspec.structs.replace(self, templates=self.editions.get(language, self.templates))

    def page(self, template: str, view: msgspec.Struct, **more: object) -> bytes:
        """Render a page."""
        return self.templates.render(template, page=view, **more).encode()

    def body_of_page(
        self,
        body: Body | None,
        refs: Sequence[str],
        pictures: Mapping[str, msgspec.Struct],
        recordings: Mapping[str, Any],
    ) -> PageBody:
        """The HTML of a body for the page of a release, with its photos in all their sizes and its players.

        `refs` are the links that replace each ``press:N``; `pictures` and `recordings` are those among them, by N.
        """
        from press.rendering.phones import phones_of_html  # noqa: PLC0415 - 3 ms of expressions, for pages with a text

        if body is None:
            return NO_BODY
        render = self.templates.macro("macros.html", "picture") if pictures else None

        def picture(number: int, image: ImageInBody) -> str:
            known = pictures.get(str(number))
            if not render or not known:
                return image.plain
            return render(msgspec.structs.replace(known, alt=image.alt, title=image.title))

        transcripts = {name: filled(html, refs, picture) for name, html in body.transcripts.items()}
        made = players.with_players(body.html, refs, recordings, transcripts, self.templates)
        made = made._replace(html=_with_focusable_tables(phones_of_html(filled(made.html, refs, picture))))
        return _with_quotes(made) if self.config.prose.quotes else made


def _with_focusable_tables(html: str) -> str:
    """On a narrow screen tables scroll sideways: by keyboard too, where they can have the focus (WCAG 2.1.1)."""
    return _TABLE.sub('<table tabindex="0"', html)


_TABLE = re.compile(r"<table(?=[ >])")


def _with_quotes(body: PageBody) -> PageBody:
    transcripts = {name: quotes_of_html(html) for name, html in body.transcripts.items()}
    return body._replace(html=quotes_of_html(body.html), transcripts=transcripts)


class ImageInBody(NamedTuple):
    """An image as its author wrote it."""

    alt: str
    title: str
    plain: str
    """An ``<img>`` with its link: HTML for a file of which no photo in several sizes is known."""


def filled(body_html: str, refs: Sequence[str], picture: Callable[[int, ImageInBody], str]) -> str:
    """The HTML of a body in which each ``press:N`` is replaced.

    `refs` are the links by N. `picture` is called with N and the image, and returns the HTML that replaces the
    ``<img>``, whose form `press.content.markdown.links` defines.
    """

    def image(match: re.Match[str]) -> str:
        number = int(match[1])
        plain = match[0].replace(f'"press:{number}"', f'"{_escaped(refs[number])}"', 1)
        return picture(number, ImageInBody(html.unescape(match[2]), html.unescape(match[3] or ""), plain))

    def reference(match: re.Match[str]) -> str:
        return f'{match[1]}="{_escaped(refs[int(match[2])])}"'

    if not refs:
        return body_html
    return _REFERENCE.sub(reference, _IMAGE.sub(image, body_html))


def _escaped(address: str) -> str:
    return address.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
