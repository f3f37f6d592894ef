"""The text of a post as WordPress would show it."""

from __future__ import annotations

import html

from press.diagnostics import Diagnostic
from press.importing.items import Picture
from press.importing.wordpress import blocks, shortcodes
from press.importing.wordpress.export import Site, picture_of
from press.importing.wordpress.paragraphs import with_paragraphs
from press.media.types import RECORDING_ENDINGS


def shown(text: str, id: str, site: Site, notes: list[Diagnostic]) -> str:
    """Return the HTML of a post's text; `id` is the number of the post, whose attachments a gallery may mean."""

    def gallery(ids: list[str], is_of_post: bool = False) -> str:
        if is_of_post:
            ids = [number for number, (post, one) in site.attachments.items() if post == id and _is_photo(one)]
        found = (picture_of(one, site) for one in ids)
        return "\n\n" + "\n\n".join(_figure(one) for one in found if one) + "\n\n"

    if blocks.has_blocks(text):
        text = blocks.without_comments(text, site.reusable, gallery, notes)
        return shortcodes.as_html(text, gallery, notes)
    text = shortcodes.as_html(text.replace("\r\n", "\n"), gallery, notes)
    return with_paragraphs(text.replace("<!--more-->", "\n\n").replace("<!--nextpage-->", "\n\n"))


def _is_photo(picture: Picture) -> bool:
    return not picture.url.lower().endswith((*RECORDING_ENDINGS, ".pdf"))


def _figure(picture: Picture) -> str:
    address, alt = html.escape(picture.url), html.escape(picture.alt)
    if not _is_photo(picture):
        return f'<p><a href="{address}">{html.escape(picture.caption) or address.rpartition("/")[2]}</a></p>'
    caption = f"<figcaption>{picture.caption}</figcaption>" if picture.caption else ""
    return f'<figure><img src="{address}" alt="{alt}">{caption}</figure>'
