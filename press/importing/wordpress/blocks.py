"""The comments with which WordPress's block editor marks blocks: their attributes are read, then they are removed."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.importing.notes import note
from press.importing.wordpress.paragraphs import with_paragraphs

_COMMENT = re.compile(
    r"<!--\s*(?P<end>/)?wp:(?P<name>[a-z][a-z0-9/-]*)\s*(?P<attributes>\{.*?\})?\s*(?P<void>/)?-->", re.DOTALL
)
_WITHOUT_TEXT = {
    "spacer", "separator", "more", "nextpage", "latest-posts", "latest-comments", "categories", "archives", "calendar",
    "tag-cloud", "search", "rss", "social-links", "social-link", "loginout", "page-list", "navigation", "comments",
    "post-comments", "post-title", "post-date", "post-author", "post-navigation-link", "query", "site-title",
}  # fmt: skip
"""Blocks that WordPress fills when it shows a page, with nothing of the text itself."""
_DEPTH = 5
"""Most reusable blocks inside each other."""


def has_blocks(text: str) -> bool:
    """Tell whether a text was written in the block editor."""
    return "<!-- wp:" in text


def without_comments(
    text: str, reusable: Mapping[str, str], gallery: Callable[[list[str]], str], notes: list[Diagnostic], depth: int = 0
) -> str:
    """Return the text of blocks as HTML; `reusable` are texts of reusable blocks by id, `gallery` shows attachments."""
    pieces, position, open_blocks = [], 0, 0
    for comment in _COMMENT.finditer(text):
        between = text[position : comment.start()]
        pieces.append(between if open_blocks else _free(between))
        position = comment.end()
        name, attributes = comment["name"].removeprefix("core/"), _attributes(comment["attributes"])
        if comment["end"]:
            open_blocks = max(0, open_blocks - 1)
        elif comment["void"]:
            pieces.append(_void(name, attributes, reusable, gallery, notes, depth))
        else:
            open_blocks += 1
            pieces.append(_old_gallery(name, attributes, text[position : position + 400], gallery))
    pieces.append(_free(text[position:]))
    return "".join(pieces)


def _free(text: str) -> str:
    """Return text outside all blocks: it was written in the old editor."""
    return with_paragraphs(text) if text.strip() and "<p" not in text else text


def _attributes(written: str | None) -> dict[str, Any]:
    try:
        return msgspec.json.decode(written or "{}", type=dict[str, Any])
    except msgspec.MsgspecError:
        return {}


def _void(
    name: str, attributes: dict[str, Any], reusable: Mapping[str, str], gallery: Callable[[list[str]], str],
    notes: list[Diagnostic], depth: int,
) -> str:  # fmt: skip
    """Return what a block without contents shows."""
    if name == "block" and (text := reusable.get(str(attributes.get("ref")))) is not None and depth < _DEPTH:
        return without_comments(text, reusable, gallery, notes, depth + 1)
    if name.startswith(("embed", "core-embed/")) and isinstance(attributes.get("url"), str):
        return f"<p>{html.escape(attributes['url'])}</p>"
    if name == "file" and isinstance(attributes.get("href"), str):
        address = html.escape(attributes["href"])
        return f'<p><a href="{address}">{address.rpartition("/")[2]}</a></p>'
    texts = [value for key, value in attributes.items() if key in ("content", "text", "html", "title") and value]
    shown = "".join(f"<p>{text}</p>" for text in texts if isinstance(text, str))
    if name in _WITHOUT_TEXT and not shown:
        return ""
    notes.append(note("shortcode", _BLOCK, _BLOCK_HINT, name=name))
    return shown


def _old_gallery(name: str, attributes: dict[str, Any], after: str, gallery: Callable[[list[str]], str]) -> str:
    """Return the photos of a gallery that has only their numbers."""
    ids = attributes.get("ids")
    if name != "gallery" or not isinstance(ids, list) or "<img" in after or "wp:image" in after:
        return ""
    return gallery([str(id) for id in ids])


_BLOCK = N_("a block “{name}” was filled by WordPress or a plug-in; what it showed is left out")
_BLOCK_HINT = N_("look at the old page, and write in the text what it showed")
