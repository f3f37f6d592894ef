"""The lead photo, where a text begins with it again: our page shows it above the text already."""

from __future__ import annotations

import re

import msgspec

from press.importing.html import Addresses
from press.importing.html.tree import BLOCK_TAGS, Tag, attribute, parse, plain
from press.importing.items import Picture

_SHOWN = ["img", "iframe", "video", "audio", "object", "embed", "hr", "table"]
_WITH_CAPTION = re.compile(r"\bwp-caption\b|\bwp-block-image\b")


def moved(html: str, photo: Picture, addresses: Addresses) -> tuple[str, Picture] | None:
    """Return HTML without the photo that it begins with, if that is `photo`, and the photo with its description.

    None if the text begins with anything else, or if its photo has other words or leads elsewhere.
    """
    body = parse(html)
    image = body.find(_SHOWN)
    if image is None or image.name != "img" or not addresses.is_same_photo(attribute(image, "src"), photo.url):
        return None
    block, caption = _block(image, photo.caption)
    links = [*([block] if block.name == "a" else []), *block.find_all("a")]
    if not all(addresses.is_same_photo(attribute(link, "href"), photo.url) for link in links):
        return None
    if not _begins(block, body):
        return None
    alt = photo.alt or attribute(image, "alt")
    block.decompose()
    return body.decode_contents(), msgspec.structs.replace(photo, alt=alt, caption=photo.caption or caption)


def _block(image: Tag, caption: str) -> tuple[Tag, str]:
    """Return the largest element that has only the image and its caption, and the caption."""
    block, words = image, ""
    while (parent := block.parent) is not None and parent.name != "body" and len(parent.find_all(_SHOWN)) == 1:
        found = " ".join(plain(parent).split())
        is_figure = parent.name == "figure" or bool(_WITH_CAPTION.search(attribute(parent, "class")))
        if found not in ("", words, caption) and not (is_figure and not caption):
            break
        block, words = parent, found
    return block, words


def _begins(block: Tag, body: Tag) -> bool:
    """Tell whether a text begins with an element, which is not in a line with words."""
    before = block.find_all_previous(string=True)
    is_alone = block.name in BLOCK_TAGS or block.parent is body
    return is_alone and not any(str(one).strip() for one in before)
