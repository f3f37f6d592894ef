"""Which asterisks, underscores and tildes begin and end emphasis: CommonMark, "process emphasis"."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from markdown.util import STX  # the beginning of what Python-Markdown puts behind a footnote

STRIKE = "~"
_TAGS = {1: "em", 2: "strong"}


@dataclass(eq=False)
class Run:
    """Equal characters that follow each other."""

    character: str
    length: int
    can_open: bool
    can_close: bool
    left: int = 0
    """How many of them are neither beginning nor end of an emphasis: they are text."""
    closes: int = 0
    """How many elements end here."""
    opens: list[str] = field(default_factory=list)
    """The tags of the elements that begin here, the innermost first."""

    def __post_init__(self) -> None:
        self.left = self.length


def run_at(text: str, start: int, end: int) -> Run:
    """Return the run of characters between two positions."""
    character = text[start]
    before, after = text[start - 1 : start] or "\n", text[end : end + 1] or "\n"
    is_space_before, is_space_after = before.isspace(), after.isspace() or after == STX
    is_sign_before, is_sign_after = _is_sign(before), _is_sign(after)
    is_left = not is_space_after and (not is_sign_after or is_space_before or is_sign_before)
    is_right = not is_space_before and (not is_sign_before or is_space_after or is_sign_after)
    if character == STRIKE and end - start != 2:  # GitHub takes one, too; but ``10~12`` is a range
        return Run(character, end - start, can_open=False, can_close=False)
    if character != "_":
        return Run(character, end - start, is_left, is_right)
    can_open = is_left and (not is_right or is_sign_before)
    return Run(character, end - start, can_open, is_right and (not is_left or is_sign_after))


def _is_sign(character: str) -> bool:
    """Tell whether a character is punctuation or a symbol."""
    return not character.isalnum() and unicodedata.category(character)[0] in "PS"


def pair(runs: list[Run]) -> None:
    """Find the runs that begin and end emphasis, and write what begins and ends there into them."""
    openers: list[Run] = []
    bottoms: dict[tuple[str, bool, int], int] = {}
    """For each kind of closer: how many openers, from the first, are known not to match. It keeps the time linear."""
    for closer in runs:
        kind = (closer.character, closer.can_open, closer.length % 3)
        while closer.can_close and closer.left:
            index = len(openers) - 1
            while index >= bottoms.get(kind, 0) and not _match(openers[index], closer):
                index -= 1
            if index < bottoms.get(kind, 0):
                bottoms[kind] = len(openers)
                break
            _join(openers[index], closer)
            del openers[index + bool(openers[index].left) :]
            bottoms = {kind: min(bottom, len(openers)) for kind, bottom in bottoms.items()}
        if closer.can_open and closer.left:
            openers.append(closer)


def _match(opener: Run, closer: Run) -> bool:
    if opener.character != closer.character:
        return False
    is_ambiguous = opener.can_close or closer.can_open
    if opener.character != STRIKE and is_ambiguous and (opener.length + closer.length) % 3 == 0:
        return opener.length % 3 == 0 and closer.length % 3 == 0
    return True


def _join(opener: Run, closer: Run) -> None:
    """Make an element of what is between two runs."""
    size = 2 if min(opener.left, closer.left) >= 2 else 1
    opener.opens.append("del" if opener.character == STRIKE else _TAGS[size])
    closer.closes += 1
    opener.left -= size
    closer.left -= size
