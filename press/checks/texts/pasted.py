"""Check that lists, tables and paragraphs from other programs are written as Markdown, and fix them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from press import rules
from press.checks.texts import TextContext
from press.config import Config
from press.content import front_matter
from press.content.markdown.dialect.tables import is_delimiter_row
from press.content.markdown.outline import OutlineLine, outline
from press.content.pasted import indents, lists, tables
from press.content.pasted.found import Found
from press.content.prose import Prose
from press.diagnostics import Diagnostic, Place, Rule
from press.i18n.mark import N_
from press.model import SourceFile

Find = Callable[[Sequence[OutlineLine]], Iterator[Found]]

_FINDS: dict[Rule, Find] = {
    rules.INDENTED_TEXT: indents.find,
    rules.PASTED_LIST: lists.find,
    rules.PASTED_TABLE: tables.find,
}
"""In the order in which they are fixed: below an indentation, there may be a list."""
_MESSAGES = {
    rules.INDENTED_TEXT: (
        N_("this paragraph is indented, so the page shows it as code"),
        N_("delete the spaces or the tab before it; build.py check --fix does that for you"),
    ),
    rules.PASTED_LIST: (
        N_("“{sample}” does not begin the item of a list: the page shows these lines as one paragraph"),
        N_("write - or 1. and a space before each item; build.py check --fix does that for you"),
    ),
    rules.PASTED_TABLE: (
        N_("these lines are not a table or a list of terms yet: the page shows them as one paragraph"),
        N_("run build.py check --fix, which writes them as a table or as a list of terms"),
    ),
}
_SUSPICIOUS = re.compile(
    r"\n(?: {0,3}\t| {4}|[ \t]*(?:[oüØvq§][ \t\xa0]|[·»~]|[^\x00-\xff“”‘’…]|\(?[aAiI][.)]|\(1\)|1[.)]{2}"
    r"|\d{1,9}[.)][^\W\d_]|-[^\W\d_]{2}|\S+\xa0))"
)
"""A line that may begin a list of this sort, or an indented paragraph."""
_FORM = re.compile(r"\n[^\n:|]{1,60}[ \t\xa0]:[ \t\xa0A-Z\d]")
_ROUNDS = 3
"""How often a text is fixed: what one fix uncovers, the next round finds."""


def check(prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
    """Yield a problem for each list, table or paragraph that is not read as one."""
    text = prose.markdown
    if not _is_suspicious(text):
        return
    lines = outline(text)
    for rule, find in _FINDS.items():
        for found in find(lines):
            place = Place(prose.release.source, prose.line - 1 + found.line)
            yield rule.broken(place, *_MESSAGES[rule], sample=found.sample)


def _is_suspicious(text: str) -> bool:
    """Tell whether a text may have something of this sort: most have not, and need not be read line by line."""
    framed = f"\n\n{text}"
    return (
        _SUSPICIOUS.search(framed) is not None
        or "\t" in text
        or ("|" in text and _has_rows(framed.split("\n")))
        or (":" in text and _FORM.search(framed) is not None)
    )


def _has_rows(lines: list[str]) -> bool:
    """Tell whether there are two rows of cells that do not begin a table."""
    return any(
        "|" in row and "|" in below and "|" not in above and not is_delimiter_row(row, below)
        for above, row, below in zip(lines, lines[1:], lines[2:], strict=False)
    )


def fix(file: SourceFile, problems: Sequence[Diagnostic], config: Config) -> bytes:
    """Return the file with all of this sort written as Markdown, unless config.toml switches its rule off."""
    data = file.data
    finds = [find for rule, find in _FINDS.items() if config.checks.severity.get(rule.name) != "off"]
    for find in finds * _ROUNDS:
        data = _fixed(SourceFile(file.path, data, ""), find, config)
    return data


def _fixed(file: SourceFile, find: Find, config: Config) -> bytes:
    parsed = front_matter.parse(file, config)
    from press.content.front_matter.edit import EditableFile  # noqa: PLC0415 - 3 ms, which builds do not need

    edited = EditableFile(file.path, file.data)
    offsets = [0, *accumulate(len(line) + 1 for line in edited.text.split("\n"))]
    for found in find(outline(parsed.text)):
        first = parsed.line - 1 + found.line - 1
        edited.change(offsets[first], offsets[first + found.count] - 1, "\n".join(found.lines))
    return edited.data()
