"""What links consist of: labels, destinations, titles, and the definitions of links (CommonMark, "Links").

All functions get a text and a position in it, and return the position after what they read, or None.
"""

from __future__ import annotations

import re
from html.entities import html5
from typing import NamedTuple

from press.expressions import expression

PUNCTUATION = r"!-/:-@\[-`{-~"
"""ASCII punctuation, as a part of a character class: each of it can be escaped with a backslash."""
MAX_PARENTHESES = 32
"""Most parentheses nested inside each other in a destination, as in other implementations: it bounds the time."""

ENTITY = expression(
    r"&(?:#(?P<decimal>[0-9]{1,7})|#[xX](?P<hexadecimal>[0-9a-fA-F]{1,6})|(?P<name>[A-Za-z0-9]{1,32}));"
)
_ESCAPED = expression(rf"\\([{PUNCTUATION}])|{ENTITY.pattern}")
_LABEL = expression(r"\[((?:[^\[\]\\]|\\.){1,999}+)\]", re.DOTALL)
_POINTED = expression(r"<((?:[^<>\n\\]|\\.)*+)>")
_PIECE = expression(r"(?:[^\x00-\x20\x7f()\\]|\\[^\x00-\x20\x7f]|\\(?=[\x00-\x20]))++")
_TITLE = expression(r"\"((?:[^\"\\]|\\.)*+)\"|'((?:[^'\\]|\\.)*+)'|\(((?:[^()\\]|\\.)*+)\)", re.DOTALL)
_FILE_NAME = expression(r"([^\s()<>\[\]\"'][^\n()<>\[\]\"']{0,200}\.\w{2,5})[ \t]*\)")
_SPACE = expression(r"[ \t]*+(?:\n[ \t]*+)?")
_LINE_END = expression(r"[ \t]*+(?:\n|\Z)")
_BLANK_LINE = expression(r"\n[ \t]*\n")


class Target(NamedTuple):
    """Where a link leads."""

    address: str
    title: str | None
    end: int
    """The position after it."""


def unescaped(text: str) -> str:
    """Resolve backslash escapes and character references."""
    return _ESCAPED.sub(lambda found: found[1] or character(found), text) if "\\" in text or "&" in text else text


def character(reference: re.Match[str]) -> str:
    """Return the character of a match of `ENTITY`; the reference itself, if there is no such character."""
    if name := reference["name"]:
        return html5.get(f"{name};", reference[0])
    number = int(reference["decimal"] or reference["hexadecimal"], 10 if reference["decimal"] else 16)
    is_text = number >= 32 or number in (9, 10, 13)
    is_character = number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF
    return chr(number) if is_text and is_character else "\ufffd" if number == 0 or not is_character else ""


def key(label: str) -> str:
    """Return what is equal for equal labels."""
    return " ".join(label.split()).casefold()


def label(text: str, position: int) -> tuple[str, int] | None:
    """Read ``[label]``."""
    found = _LABEL.match(text, position)
    return (found[1], found.end()) if found and found[1].strip() else None


def inline_target(text: str, position: int) -> Target | None:
    """Read ``(address "title")``, from its opening parenthesis.

    Also read, other than by CommonMark: a title without an address, and a file name with blanks.
    """
    start = _skip(text, position + 1)
    if (titled := _title(text, start)) and text.startswith(")", _skip(text, titled[1])):
        return Target("", titled[0], _skip(text, titled[1]) + 1)
    read = _destination(text, start)
    address, end = read or ("", start)
    after = _skip(text, end)
    title, end = (_title(text, after) or (None, after)) if read and after > end else (None, after)
    end = _skip(text, end)
    if text.startswith(")", end):
        return Target(address, title, end + 1)
    name = _FILE_NAME.match(text, start)
    return Target(unescaped(name[1]), None, name.end()) if name else None


def definition(text: str, position: int) -> tuple[str, Target] | None:
    """Read the definition of a link, ``[label]: address "title"``, to the end of its line. Returns its key too."""
    name = label(text, position)
    if not name or text[name[1] : name[1] + 1] != ":":
        return None
    start = _skip(text, name[1] + 1)
    read = _destination(text, start)
    if not read or text[read[1] : read[1] + 1] not in ("", " ", "\t", "\n") or _is_word(text[start : read[1]]):
        return None
    address, end = read
    after = _skip(text, end)
    if after > end and (titled := _title(text, after)) and (line_end := _LINE_END.match(text, titled[1])):
        return key(name[0]), Target(address, titled[0], line_end.end())
    line_end = _LINE_END.match(text, end)
    return (key(name[0]), Target(address, None, line_end.end())) if line_end else None


def _skip(text: str, position: int) -> int:
    """Skip spaces, tabs, and one line ending."""
    found = _SPACE.match(text, position)
    return found.end() if found else position


def _destination(text: str, position: int) -> tuple[str, int] | None:
    if text.startswith("<", position):
        pointed = _POINTED.match(text, position)
        return (unescaped(pointed[1]), pointed.end()) if pointed else None
    end, depth = position, 0
    while end < len(text):
        if piece := _PIECE.match(text, end):
            end = piece.end()
        elif text[end] == "(" and depth < MAX_PARENTHESES:
            end, depth = end + 1, depth + 1
        elif text[end] == ")" and depth:
            end, depth = end + 1, depth - 1
        else:
            break
    return (unescaped(text[position:end]), end) if end > position and not depth else None


def _title(text: str, position: int) -> tuple[str, int] | None:
    found = _TITLE.match(text, position)
    if not found or _BLANK_LINE.search(found[0]):
        return None
    return unescaped(found[0][1:-1]), found.end()


def _is_word(target: str) -> bool:
    """Tell whether what looks like the target of a definition is a word of a sentence, as in ``[Wartawan]: Benar?``."""
    return target[-1] in "?!.,:;" and "/" not in target and "#" not in target
