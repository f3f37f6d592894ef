"""Images, with their captions: each image with a caption, or alone, gets a paragraph of its own."""

from __future__ import annotations

import re

from press import web
from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.importing.html import Addresses
from press.importing.html.tree import RAW, NavigableString, Tag, attribute, is_blank, new_tag, plain
from press.importing.notes import note

_SOURCES = ("data-full-url", "data-orig-file", "data-lazy-src", "data-src", "src")
"""Attributes with the address of an image, the best first; programs that load images late put a placeholder in src."""
_CAPTIONS = re.compile(r"\bwp-caption-text\b|\bgallery-caption\b|\bblocks-gallery-item__caption\b")


def replace(body: Tag, addresses: Addresses, notes: list[Diagnostic]) -> None:
    """Give images their new addresses, and make a paragraph of each figure."""
    for image in body.find_all("img"):
        _readdress(image, addresses, notes)
    for caption in body.find_all(class_=_CAPTIONS):
        _make_figcaption(caption)
    for gallery in body.find_all(["ul", "ol"]):
        _unfold_gallery(gallery)
    for figure in body.find_all("figure"):
        if figure.find("figure") is None:
            _replace_figure(figure)
    for figure in body.find_all(["figure", "figcaption", "picture"]):
        figure.name = "div" if figure.name != "picture" else "span"
    for source in body.find_all("source"):
        source.decompose()
    for span in body.find_all("span"):
        span.unwrap()
    for tag in body.find_all(["press-figure", "press-figcaption"]):
        tag.name = tag.name.removeprefix("press-")
    for tag in body.find_all(class_=True):
        del tag["class"]


def _readdress(image: Tag, addresses: Addresses, notes: list[Diagnostic]) -> None:
    """Give an image its new address; remove one that counts readers, and report one that cannot be shown."""
    written = next((attribute(image, name) for name in _SOURCES if _is_address(attribute(image, name))), "")
    if {attribute(image, "width"), attribute(image, "height")} <= {"0", "1"} and image.get("width"):
        notes.append(note("image", _PIXEL, address=written[:100]))
        image.decompose()
        return
    found = addresses.image(written) if written else None
    if found is None:
        alt = attribute(image, "alt")
        notes.append(note("image", _NO_IMAGE, _NO_IMAGE_HINT, address=written[:100] or "–", alt=alt[:60] or "–"))
        image.replace_with(NavigableString(alt))
        return
    link = image.parent if image.parent is not None and image.parent.name == "a" else None
    if link is not None and addresses.is_same_photo(attribute(link, "href"), written):
        link.unwrap()
    caption = attribute(image, "data-caption")
    alt = attribute(image, "alt") or found.alt
    image.attrs = {"src": found.url, "alt": alt, **({"title": caption} if caption else {})}


def _is_address(text: str) -> bool:
    """Tell whether an attribute has the address of an image, not a placeholder."""
    return bool(text) and not re.match(r"data:image/(?:gif|svg)", text)


def _make_figcaption(caption: Tag) -> None:
    """Make a figure of what older themes made of an image and its caption."""
    if caption.name == "figcaption":
        return
    caption.name = "figcaption"
    holder = caption.parent
    previous = caption.find_previous_sibling()
    if holder is not None and holder.name in ("div", "dl") and holder.name != "body" and holder.find("img"):
        holder.name = "figure"
    elif previous is not None and previous.find("img"):
        figure = new_tag("figure")
        previous.insert_before(figure)
        figure.append(previous.extract())
        figure.append(caption.extract())


def _unfold_gallery(gallery: Tag) -> None:
    """Make blocks of a list whose items are only figures."""
    items = gallery.find_all("li", recursive=False)
    if items and all(_is_figure(item) for item in items):
        for tag in (gallery, *items):
            tag.name = "div"


def _is_figure(item: Tag) -> bool:
    """Tell whether a list item has a figure and no words outside it."""
    figure = item.find("figure")
    return figure is not None and plain(figure).split() == plain(item).split()


def _replace_figure(figure: Tag) -> None:
    """Make a paragraph of a figure with one image; its caption becomes the image's title, if it is plain text."""
    for holder in figure.find_all(["p", "div"]):
        if holder.find_parent("figcaption") is not None or not plain(holder).strip():
            holder.unwrap()
    caption, images = figure.find("figcaption"), figure.find_all("img")
    words = " ".join(plain(caption).split()) if caption is not None else ""
    if len(images) != 1 or figure.find(["table", "p", "ul", "ol", "blockquote", "pre", "video"]) is not None:
        if caption is not None:
            caption.name = "p"
        return
    image = images[0]
    holder = image.parent if image.parent is not None and image.parent.name == "a" else image
    others = [node for node in figure.descendants if _is_other(node, image, holder, caption)]
    if others or web.is_foreign(attribute(image, "src")):  # whose title the page would not show
        if caption is not None:
            caption.name = "p"
        return
    if caption is not None and caption.find("a", href=True) is not None:
        _keep_raw(figure, holder, caption)
        return
    if words:
        image["title"] = words
    paragraph = new_tag("p")
    paragraph.append(holder.extract())
    figure.replace_with(paragraph)


def _is_other(node: object, image: Tag, holder: Tag, caption: Tag | None) -> bool:
    """Tell whether a node is neither the image, nor its caption, nor a link around it."""
    if (
        node in (image, holder, caption)
        or is_blank(node)
        or (caption is not None and caption in getattr(node, "parents", ()))
    ):
        return False
    return isinstance(node, NavigableString) or (isinstance(node, Tag) and node.name in ("a", "img"))


def _keep_raw(figure: Tag, holder: Tag, caption: Tag) -> None:
    """Keep a figure as HTML, since a caption in Markdown has no links."""
    holder.extract()
    caption.extract()
    figure.clear()
    figure.attrs = {RAW: ""}
    figure.append(holder)
    figure.append(caption)
    figure.name, caption.name, caption.attrs = "press-figure", "press-figcaption", {}


_PIXEL = N_("an image of one pixel, with which a site counts its readers, is left out: {address}")
_NO_IMAGE = N_("an image cannot be shown: {address} (its description: {alt})")
_NO_IMAGE_HINT = N_("save it as JPEG or PNG beside the text, and write ![what it shows](name.jpg)")
