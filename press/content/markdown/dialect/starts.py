"""How blocks begin: for each character that can begin a block, the functions that try to read its beginning.

Each function gets the open blocks and what is left of the line, and tells whether a block begins; if so, the block is
open, and its marker is skipped. The rules are CommonMark's and GitHub's, with these additions: footnotes,
definitions, abbreviations, attribute lists, and the bullets of word processors.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from press.content.markdown.dialect.attributes import attribute_line
from press.content.markdown.dialect.blocks import (
    Definition,
    DefinitionList,
    Fence,
    Footnote,
    Html,
    IndentedCode,
    Item,
    List,
    OneLine,
    Paragraph,
    Quote,
)  # fmt: skip
from press.content.markdown.dialect.lines import CODE_INDENT, Line
from press.content.markdown.dialect.open_blocks import OpenBlocks
from press.content.markdown.dialect.tables import Table, is_delimiter_row
from press.expressions import expression

Start = Callable[[OpenBlocks, Line], bool]

PASTED_BULLETS = "•◦‣▪▫●○■□➢✓"
"""Bullets that word processors put into text that is copied from them."""
_PASTED_BULLET = "•"
"""The marker of a list with pasted bullets: they are often mixed."""

_HEADING = expression(r"(#{1,6})(?:[ \t]+|$)")
_CLOSING_HASHES = expression(r"(?:^|[ \t])#+[ \t]*$")
_FENCE = expression(r"(`{3,})([^`]*)$|(~{3,})(.*)$")
_RULE = expression(r"(?:(?:\*[ \t]*){3,}+|(?:-[ \t]*){3,}+|(?:_[ \t]*){3,}+)$")
_UNDERLINE = expression(r"(=+|-+)[ \t]*$")
_BULLET = expression(rf"([-+*])(?=[ \t]|$)|([{PASTED_BULLETS}])(?=[ \t])")
_NUMBER = expression(r"([0-9]{1,9})([.)])(?=[ \t]|$)")
_FOOTNOTE = expression(r"\[\^([^\]\s]+)\]:")
_DEFINITION = expression(r":(?=[ \t]+[^ \t])")
_ABBREVIATION = expression(r"\*\[([^\\\]]+)\][ ]?:(.*)$")

TAG_NAME = r"[A-Za-z][A-Za-z0-9-]*+"
ATTRIBUTE = r"\s++[A-Za-z_:][A-Za-z0-9_.:-]*+(?:\s*+=\s*+(?:[^\s\"'=<>`]++|'[^']*+'|\"[^\"]*+\"))?+"
_VERBATIM_TAGS = "pre|script|style|textarea"
_BLOCK_TAGS = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|"
    "fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|"
    "menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|"
    "track|ul"
)
_HTML_BLOCKS: tuple[tuple[re.Pattern[str], re.Pattern[str] | None], ...] = (
    (
        expression(rf"<(?:{_VERBATIM_TAGS})(?:[ \t>]|$)", re.IGNORECASE),
        expression(rf"</(?:{_VERBATIM_TAGS})>", re.IGNORECASE),
    ),
    (expression(r"<!--"), expression(r"-->")),
    (expression(r"<\?"), expression(r"\?>")),
    (expression(r"<!\[CDATA\["), expression(r"\]\]>")),
    (expression(r"<![A-Za-z]"), expression(r">")),
    (expression(rf"</?(?:{_BLOCK_TAGS})(?:[ \t]|/?>|$)", re.IGNORECASE), None),
)
"""For each kind of HTML block: how its first line begins, and what its last line contains; None for a blank line."""
_LONE_TAG = expression(rf"(?:<{TAG_NAME}(?:{ATTRIBUTE})*+[ \t]*+/?>|</{TAG_NAME}[ \t]*+>)[ \t]*$")


def _quote(blocks: OpenBlocks, line: Line) -> bool:
    line.skip(1)
    line.skip_indent(1)
    blocks.begin(Quote())
    return True


def _heading(blocks: OpenBlocks, line: Line) -> bool:
    found = _HEADING.match(line.content)
    if not found:
        return False
    text = line.content[found.end() :].rstrip(" \t")
    blocks.begin(OneLine(f"h{len(found[1])}", _CLOSING_HASHES.sub("", text).rstrip(" \t")))
    line.skip_all()
    return True


def _fence(blocks: OpenBlocks, line: Line) -> bool:
    found = _FENCE.match(line.content)
    if not found:
        return False
    blocks.begin(Fence(found[1] or found[3], line.indent))
    line.skip_all()
    return True


def _html(blocks: OpenBlocks, line: Line) -> bool:
    for beginning, end in _HTML_BLOCKS:
        if beginning.match(line.content):
            blocks.begin(Html(end, blocks.stash))
            return True
    if isinstance(blocks.tip, Paragraph) or not _LONE_TAG.match(line.content):
        return False
    blocks.begin(Html(None, blocks.stash))
    return True


def _underlined_heading(blocks: OpenBlocks, line: Line) -> bool:
    found = _UNDERLINE.match(line.content)
    text = blocks.take_text() if found else None
    if not found or not text:
        return False
    blocks.begin(OneLine("h1" if found[1].startswith("=") else "h2", text))
    line.skip_all()
    return True


def _rule(blocks: OpenBlocks, line: Line) -> bool:
    if not _RULE.match(line.content):
        return False
    blocks.begin(OneLine("hr"))
    line.skip_all()
    return True


def _bullet(blocks: OpenBlocks, line: Line) -> bool:
    found = _BULLET.match(line.content)
    return found is not None and _item(blocks, line, found[0], found[1] or _PASTED_BULLET, None)


def _number(blocks: OpenBlocks, line: Line) -> bool:
    found = _NUMBER.match(line.content)
    if not found or (int(found[1]) != 1 and isinstance(blocks.tip, Paragraph)):
        return False
    return _item(blocks, line, found[0], found[2], int(found[1]))


def _item(blocks: OpenBlocks, line: Line, text: str, list_marker: str, start: int | None) -> bool:
    """Begin an item, and a list if it continues none."""
    is_blank = not line.content[len(text) :].strip(" \t")
    if is_blank and isinstance(blocks.tip, Paragraph):
        return False
    indent = line.indent
    line.skip(len(text))
    padding = 1 if is_blank or line.indent > CODE_INDENT else line.indent
    line.skip_indent(padding)
    item = Item(list_marker, indent + len(text) + padding)
    if not (isinstance(blocks.tip, List) and blocks.tip.can_hold(item)):
        blocks.begin(List(list_marker, start))
    blocks.begin(item)
    return True


def _footnote(blocks: OpenBlocks, line: Line) -> bool:
    found = _FOOTNOTE.match(line.content)
    if not found or blocks.notes is None:
        return False
    line.skip(found.end())
    blocks.begin(Footnote(found[1], blocks.notes))
    return True


def _definition(blocks: OpenBlocks, line: Line) -> bool:
    """Begin a definition: the line before is its term, or another definition of the same term."""
    terms = blocks.take_terms() if _DEFINITION.match(line.content) else None
    if terms is None:
        return False
    is_loose = blocks.is_after_blank_line
    indent = line.indent
    line.skip(1)
    padding = min(line.indent, CODE_INDENT - 1)
    line.skip_indent(padding)
    if not isinstance(blocks.tip, DefinitionList):
        blocks.begin(DefinitionList())
    blocks.begin(Definition(terms, indent + 1 + padding, is_loose))
    return True


def _abbreviation(blocks: OpenBlocks, line: Line) -> bool:
    found = _ABBREVIATION.match(line.content)
    if not found or blocks.abbreviations is None:
        return False
    blocks.close_unmatched()
    blocks.abbreviations[found[1].strip()] = found[2].strip()
    line.skip_all()
    return True


def _attributes(blocks: OpenBlocks, line: Line) -> bool:
    found = attribute_line(line.content)
    if found is None:
        return False
    blocks.assign(found)
    line.skip_all()
    return True


def _table(blocks: OpenBlocks, line: Line) -> bool:
    lines = blocks.tip.lines if isinstance(blocks.tip, Paragraph) else []
    if not lines or not is_delimiter_row(lines[-1], line.content):
        return False
    blocks.begin(Table(lines.pop(), line.content))
    line.skip_all()
    return True


def _indented_code(blocks: OpenBlocks, line: Line) -> bool:
    if isinstance(blocks.last, Paragraph):
        return False
    blocks.begin(IndentedCode())
    return True


_STARTS: dict[str, tuple[Start, ...]] = {
    ">": (_quote,),
    "#": (_heading,),
    "`": (_fence,),
    "~": (_fence,),
    "<": (_html,),
    "=": (_underlined_heading,),
    "-": (_underlined_heading, _rule, _bullet, _table),
    "*": (_rule, _bullet, _abbreviation),
    "_": (_rule,),
    "+": (_bullet,),
    "|": (_table,),
    ":": (_table, _definition),
    "[": (_footnote,),
    "{": (_attributes,),
    **dict.fromkeys("0123456789", (_number,)),
    **dict.fromkeys(PASTED_BULLETS, (_bullet,)),
}
"""For each first character of a line: what can begin there."""


def begins(blocks: OpenBlocks, line: Line) -> bool:
    """Tell whether a block begins in a line that is not blank; if so, it is open, and its marker is skipped."""
    if line.indent >= CODE_INDENT:
        return _indented_code(blocks, line)
    return any(start(blocks, line) for start in _STARTS.get(line.content[0], ()))
