"""Blocks and paragraphs: no block inside inline elements, no text outside paragraphs, no line break at an edge."""

from __future__ import annotations

from bs4.element import PageElement

from press.importing.html.tree import RAW, NavigableString, Tag, has_blocks, is_blank, is_block, is_text, new_tag

_INLINE = {
    "a", "b", "strong", "i", "em", "u", "s", "del", "ins", "sub", "sup", "small", "mark", "q", "cite", "abbr", "dfn",
    "code", "time", "bdi", "bdo", "label", "data", "output", "meter", "progress", "map",
}  # fmt: skip
_EMPHASIS = {"b": "strong", "strong": "strong", "i": "em", "em": "em"}
_HOLDERS = {"body", "div", "section", "article", "blockquote", "main", "aside", "header", "footer", "nav", "li",
            "hgroup", "summary", "form"}  # fmt: skip
"""Elements whose texts are put into paragraphs."""


def straighten(body: Tag) -> None:
    """Bring the blocks of a tree in order, except in what stays HTML."""
    for tag in _found(body, sorted(_INLINE)):
        if tag.parent is not None and has_blocks(tag):
            _move_into_blocks(tag)
    for tag in _found(body, ["p"]):
        if has_blocks(tag):
            tag.name = "div"
    for tag in (body, *_found(body, sorted(_HOLDERS))):
        if tag.name != "li" or has_blocks(tag):
            _wrap_texts(tag)
    for tag in _found(body, list(_EMPHASIS)):
        _join(tag)
    for tag in _found(body, sorted(_INLINE)):
        _move_breaks_out(tag)
    for tag in _found(body, ["p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th"]):
        _split_at_breaks(tag)
    for image in _found(body, ["img"]):
        if image.get("title") and not _is_figure(image):
            _write_caption(image)


def _found(body: Tag, names: list[str]) -> list[Tag]:
    """Return the elements with some names that do not stay HTML."""
    return [tag for tag in body.find_all(names) if not _is_raw(tag)]


def _is_raw(tag: Tag) -> bool:
    return tag.has_attr(RAW) or any(parent.has_attr(RAW) for parent in tag.parents)


def _is_figure(image: Tag) -> bool:
    """Tell whether an image is alone in a paragraph, so that its title is shown as a caption."""
    holder = image.parent if image.parent is not None and image.parent.name == "a" else image
    paragraph = holder.parent
    if paragraph is None or paragraph.name != "p" or image.find_parent(["li", "td", "th"]) is not None:
        return False
    others = [node for one in (paragraph, holder) for node in one.children if node is not holder and node is not image]
    return all(is_blank(node) for node in others)


def _write_caption(image: Tag) -> None:
    """Write the caption of an image after it, on a line of its own."""
    holder = image.parent if image.parent is not None and image.parent.name == "a" else image
    for node in (NavigableString(f"{image['title']} "), new_tag("br")):
        holder.insert_after(node)
    del image["title"]


def _move_into_blocks(tag: Tag) -> None:
    """Put an inline element around the contents of the blocks in it, instead of around the blocks."""
    for block in tag.find_all(is_block):
        if block.has_attr(RAW) or _is_raw(block) or block.name in ("table", "tr", "tbody", "thead", "pre"):
            continue
        _wrap_runs(block, tag)
    _wrap_runs(tag, tag)
    tag.unwrap()


def _wrap_runs(holder: Tag, pattern: Tag) -> None:
    """Put copies of an inline element around the inline contents of an element that are not blank."""
    for run in _runs(holder):
        if not all(is_blank(node) for node in run):
            copy = new_tag(pattern.name)
            copy.attrs = dict(pattern.attrs)
            run[0].insert_before(copy)
            for node in run:
                copy.append(node.extract())


def _runs(holder: Tag) -> list[list[PageElement]]:
    """Return the inline contents of an element, split where blocks are."""
    runs: list[list[PageElement]] = [[]]
    for node in holder.children:
        if is_block(node) or (isinstance(node, Tag) and has_blocks(node)):
            runs.append([])
        else:
            runs[-1].append(node)
    return [run for run in runs if run]


def _wrap_texts(holder: Tag) -> None:
    """Put the texts between the blocks of an element into paragraphs."""
    for run in _runs(holder):
        if not all(is_blank(node) or (isinstance(node, Tag) and node.name == "br") for node in run):
            paragraph = new_tag("p")
            run[0].insert_before(paragraph)
            for node in run:
                paragraph.append(node.extract())


def _join(tag: Tag) -> None:
    """Join an emphasis with the same one directly after it, and remove one inside the same."""
    if tag.parent is None:
        return
    name = _EMPHASIS[tag.name]
    if any(_EMPHASIS.get(parent.name) == name for parent in tag.parents):
        tag.unwrap()
        return
    while isinstance(after := tag.next_sibling, Tag) and _EMPHASIS.get(after.name) == name:
        for node in list(after.contents):
            tag.append(node.extract())
        after.extract()


def _move_breaks_out(tag: Tag) -> None:
    """Move line breaks at the edges of an inline element out of it."""
    if tag.name == "code":
        return
    for is_first in (True, False):
        while edge := _edge(tag, is_first):
            edge.extract()
            tag.insert_before(edge) if is_first else tag.insert_after(edge)


def _edge(tag: Tag, is_first: bool) -> Tag | None:
    """Return the line break that is first or last in an element, if only blanks are before or after it."""
    for node in tag.contents if is_first else reversed(tag.contents):
        if isinstance(node, Tag):
            return node if node.name == "br" else None
        if is_text(node) and str(node).strip():
            return None
    return None


def _split_at_breaks(tag: Tag) -> None:
    """Remove line breaks at the edges of a block; make two paragraphs of one with several line breaks in a row."""
    for is_first in (True, False):
        while edge := _edge(tag, is_first):
            edge.extract()
    if tag.name != "p":
        return
    for line_break in tag.find_all("br", recursive=False):
        after = line_break.next_sibling
        while isinstance(after, NavigableString) and is_blank(after):
            after = after.next_sibling
        if isinstance(after, Tag) and after.name == "br":
            rest = new_tag("p")
            for node in list(line_break.next_siblings):
                rest.append(node.extract())
            line_break.extract()
            tag.insert_after(rest)
            _split_at_breaks(tag)
            _split_at_breaks(rest)
            return
