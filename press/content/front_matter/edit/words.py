"""The difference of two texts in words, and its place in a file: marks and line breaks between words stay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from press.content.front_matter.edit.source import Change

_TOKENS = re.compile(r"\w+(?:[.,:/]\w+)*|\s+|[^\w\s]")


def word_changes(old: str, new: str) -> Iterator[Change]:
    """Yield the changes that make one text of another, with offsets in the old one."""
    before, after = _tokens(old), _tokens(new)
    matcher = SequenceMatcher(None, [_folded(text) for text in before], [_folded(text) for text in after], False)
    offsets = [0]
    for token in before:
        offsets.append(offsets[-1] + len(token))
    for operation, start, end, new_start, new_end in matcher.get_opcodes():
        if operation != "equal":
            yield Change(offsets[start], offsets[end], "".join(after[new_start:new_end]))


def _tokens(text: str) -> list[str]:
    return [found[0] for found in _TOKENS.finditer(text)]


def _folded(token: str) -> str:
    """Return a token for comparisons: a line break is a space."""
    return token if token.strip(" \t\n") else " "


def spread(spans: Sequence[tuple[int, int]], start: int, end: int, new: str) -> list[Change]:
    """Return the changes that write a text in place of some characters; what is between their spans stays.

    `spans` are the places of all characters; the text is written in place of the first ones that are together.
    """
    if start == end:
        at = spans[start - 1][1] if start else spans[0][0] if spans else 0
        return [Change(at, at, new)]
    runs: list[list[int]] = []
    for first, last in spans[start:end]:
        if runs and runs[-1][1] == first:
            runs[-1][1] = last
        else:
            runs.append([first, last])
    return [Change(first, last, new * (number == 0)) for number, (first, last) in enumerate(runs)]
