"""Check that quotation marks and brackets are closed, and that a text has one sort of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from press import rules
from press.checks.language.passages import indonesian
from press.checks.texts import TextContext
from press.content.prose import Passage, PassageKind, Prose
from press.diagnostics import Diagnostic
from press.i18n.mark import N_

_STRAIGHT = re.compile(r'(?<!\d)"|(?<=\d)"(?=[\s,.;:!?)]|$)')
"""A straight quotation mark, but not the inches of 21"-screens."""
_MARKS = re.compile(r"[“”\"()]")


def check(prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
    """Yield the marks that have no partner, and the first one of the rarer sort."""
    passages = list(indonesian(prose, context))
    for passage, following in pairwise([*passages, None]):
        if passage:
            yield from _unbalanced(passage, following)
    yield from _mixed(passages)


def _unbalanced(passage: Passage, following: Passage | None) -> Iterator[Diagnostic]:
    opened: list[int] = []
    brackets: list[int] = []
    for found in _MARKS.finditer(passage.text):
        mark, start = found[0], found.start()
        is_end = mark == "”" or (mark == '"' and bool(opened))
        if mark == "(":
            brackets.append(start)
        elif mark == ")":
            if brackets:
                brackets.pop()
        elif not is_end:
            opened.append(start)
        elif opened:
            opened.pop()
        elif mark == "”":
            yield _problem(passage, start)
    if opened and not (len(opened) == 1 and _continues(passage, following)):
        yield _problem(passage, opened[0])
    if brackets:
        yield _problem(passage, brackets[0])


def _continues(passage: Passage, following: Passage | None) -> bool:
    """Tell whether a quotation goes on in the next paragraph, which then begins with its mark again."""
    is_running = passage.kind in (PassageKind.PARAGRAPH, PassageKind.QUOTE)
    return is_running and following is not None and following.text[:1] in '“"'


def _mixed(passages: list[Passage]) -> Iterator[Diagnostic]:
    straight = [(passage, found.start()) for passage in passages for found in _STRAIGHT.finditer(passage.text)]
    curly = [(passage, found.start()) for passage in passages for found in re.finditer("[“”]", passage.text)]
    if straight and curly:
        passage, start = min(straight, curly, key=len)[0]
        message = N_("the text has straight and curly quotation marks")
        hint = N_('write all quotation marks in one way: “…” or "…"')
        yield rules.QUOTATION_MARKS.broken(passage.place(start), message, hint)


def _problem(passage: Passage, start: int) -> Diagnostic:
    message = N_("the mark {mark} has no partner")
    hint = N_("write both the opening and the closing mark, or neither")
    return rules.QUOTATION_MARKS.broken(passage.place(start), message, hint, mark=passage.text[start])
