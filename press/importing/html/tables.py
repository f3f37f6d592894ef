"""Which tables, lists and preformatted texts Markdown can say, and which stay HTML."""

from __future__ import annotations

from press.diagnostics import Diagnostic
from press.i18n.mark import N_
from press.importing.html.tree import RAW, Tag, attribute, has_blocks, has_contents, is_blank, is_block, new_tag, plain
from press.importing.notes import note

_KEPT = {
    "href",
    "src",
    "alt",
    "title",
    "colspan",
    "rowspan",
    "scope",
    "start",
    "type",
    "reversed",
    "value",
    "open",
    "id",
}
_IN_CELLS = {"p", "div"}
"""Blocks that a cell may have and still be one line: line breaks take their place."""


def mark(body: Tag, notes: list[Diagnostic]) -> None:
    """Mark the elements that stay HTML, and simplify the cells of those that become Markdown."""
    for table in body.find_all("table"):
        if not has_contents(table):
            table.decompose()
    for table in body.find_all("table"):
        if _is_layout(table):
            notes.append(note("table", _LAYOUT, _LAYOUT_HINT, words=" ".join(plain(table).split())[:60]))
            _unfold(table)
    for code in body.find_all("code"):
        if code.find(["a", "img"]) is not None:
            code.unwrap()
    for tag in body.find_all(["table", "ol", "dl", "details", "pre"]):
        if any(parent.has_attr(RAW) for parent in tag.parents) or tag.has_attr(RAW):
            continue
        if tag.name == "table" and _is_simple(tag):
            _simplify(tag)
        elif _needs_html(tag):
            tag[RAW] = ""
    for tag in body.find_all(lambda one: one.has_attr(RAW)):
        _clean(tag)


def _needs_html(tag: Tag) -> bool:
    """Tell whether Markdown cannot say an element: lists with letters, links in a preformatted text."""
    match tag.name:
        case "ol":
            return attribute(tag, "type") in ("a", "A", "i", "I") or tag.has_attr("reversed")
        case "pre":
            return tag.find(["a", "img"]) is not None
        case _:
            return True


def rows(table: Tag) -> list[list[Tag]]:
    """Return the cells of a table by row, without those of tables inside it."""
    own = (row for row in table.find_all("tr") if row.find_parent("table") is table)
    return [cells for row in own if (cells := row.find_all(["td", "th"], recursive=False))]


def _is_layout(table: Tag) -> bool:
    """Tell whether a table only places things beside each other: it has one cell, or tables in it."""
    found = rows(table)
    return not found or (len(found) == 1 and len(found[0]) == 1) or table.find("table") is not None


def _unfold(table: Tag) -> None:
    """Make the cells of a table blocks that follow each other."""
    own = [tag for tag in table.find_all(["tr", "td", "th", "tbody", "thead", "tfoot", "caption", "colgroup"])
           if tag.find_parent("table") is table]  # fmt: skip
    for tag in own:
        tag.name, tag.attrs = "div", {}
    table.name, table.attrs = "div", {}


def _is_simple(table: Tag) -> bool:
    """Tell whether a table has a header, cells of one line, and as many of them in each row."""
    found = rows(table)
    cells = [cell for row in found for cell in row]
    is_regular = len({len(row) for row in found}) == 1 and not any(_spans(cell) for cell in cells)
    has_header = _is_header(found[0]) and not any(_is_header(row) for row in found[1:])
    is_plain = all(not _has_other_blocks(cell) for cell in cells) and table.find("caption") is None
    return is_regular and has_header and is_plain


def _spans(cell: Tag) -> bool:
    return any(attribute(cell, name) not in ("", "1") for name in ("colspan", "rowspan"))


def _is_header(row: list[Tag]) -> bool:
    """Tell whether a row is a header: cells of that sort, or all in bold."""
    if all(cell.name == "th" or cell.find_parent("thead") for cell in row):
        return True
    filled = [cell for cell in row if plain(cell).strip()]
    return len(filled) > 1 and all(_is_bold(cell) for cell in filled)


def _is_bold(cell: Tag) -> bool:
    inner = cell
    while len(children := [node for node in inner.children if not is_blank(node)]) == 1 and isinstance(
        children[0], Tag
    ):
        inner = children[0]
        if inner.name in ("b", "strong"):
            return True
    return False


def _has_other_blocks(cell: Tag) -> bool:
    return any(tag.name not in _IN_CELLS for tag in cell.find_all(is_block)) or cell.find("pre") is not None


def _simplify(table: Tag) -> None:
    """Write a table as rows of cells, the first of them the header; paragraphs in cells become lines."""
    found = rows(table)
    for number, row in enumerate(found):
        for cell in row:
            cell.name = "td" if number else "th"
            cell.attrs = {}
            for block in cell.find_all(is_block):
                if block.find_next_sibling() is not None or any(not is_blank(one) for one in block.next_siblings):
                    block.insert_after(new_tag("br"))
                block.unwrap()
    table.clear()
    for row in found:
        line = new_tag("tr")
        for cell in row:
            line.append(cell)
        table.append(line)


def _clean(tag: Tag) -> None:
    """Leave only what a page may have in an element that stays HTML."""
    for inner in (tag, *tag.find_all(True)):
        inner.attrs = {key: value for key, value in inner.attrs.items() if key in _KEPT or key == RAW}
        if inner is not tag and RAW in inner.attrs:
            del inner[RAW]
    if tag.name == "table" and not has_blocks(tag):
        tag.unwrap()


_LAYOUT = N_("a table that only placed “{words}” is paragraphs now: it had one cell, or tables in it")
_LAYOUT_HINT = N_("if its rows and columns have a meaning, write it as a table again")
