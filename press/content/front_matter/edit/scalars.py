"""The characters of a scalar as it is read, each with its place in the file; and texts in a style of scalars."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from press.content.front_matter.edit.nodes import Node

Char = tuple[str, int, int]
"""A character of the value, and the offsets in the file between which it is written."""

_FOLD = re.compile(r"[ \t]*\n(?:[ \t]*\n)*[ \t]*")
"""A line break in a YAML scalar, with blank lines below it and the space around."""
_ESCAPE = re.compile(r"\\(?:u[\da-fA-F]{4}|U[\da-fA-F]{8}|x[\da-fA-F]{2}|\n[ \t]*|[\s\S])")
_ESCAPED = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
"""The escapes of YAML that stand for other characters; TOML and JSON have some of them, with the same meaning."""


def chars(text: str, node: Node, opening: str) -> list[Char]:
    """Return the characters of a scalar in front matter that opens with ``---``, ``+++`` or ``{``."""
    if opening == "---":
        return list(_of_block(text, node) if node.style in ("|", ">") else _of_yaml(text, node))
    return list(_of_toml_or_json(text, node))


def _of_yaml(text: str, node: Node) -> Iterator[Char]:
    """Yield the characters of a scalar on one or several lines; a line break is a space."""
    width = len(node.style)
    position, end = node.start + width, node.end - width
    while position < end:
        fold = _FOLD.match(text, position, end)
        escape = _ESCAPE.match(text, position, end) if node.style == '"' else None
        if fold:
            breaks = fold[0].count("\n")
            yield (" " if breaks == 1 else "\n" * (breaks - 1)), position, fold.end()
            position = fold.end()
        elif escape:
            yield _unescaped(escape[0]), position, escape.end()
            position = escape.end()
        else:
            length = 2 if node.style == "'" and text.startswith("''", position) else 1
            yield text[position], position, position + length
            position += length


def _of_toml_or_json(text: str, node: Node) -> Iterator[Char]:
    width = len(node.style)
    position, end = node.start + width, node.end - width
    if width == 3 and text.startswith("\n", position):
        position += 1
    while position < end:
        escape = _ESCAPE.match(text, position, end) if node.style.startswith('"') else None
        after = escape.end() if escape else position + 1
        if escape and escape[0].startswith("\\\n"):
            after += len(text[after:end]) - len(text[after:end].lstrip())
        yield _unescaped(escape[0]) if escape else text[position], position, after
        position = after


def _unescaped(escape: str) -> str:
    if escape[1] in "uUx" and len(escape) > 2:
        return chr(int(escape[2:], 16))
    return "" if escape[1] == "\n" else _ESCAPED.get(escape[1], escape[1])


def _of_block(text: str, node: Node) -> Iterator[Char]:
    """Yield the characters of a block scalar, without its indentation; a folded line break is a space.

    Not exact for lines that are indented further in a folded text.
    """
    position = text.index("\n", node.start) + 1
    lines = text[position : node.end].split("\n")
    indent = next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), 0)
    for number, line in enumerate(lines):
        content = line[indent:]
        start = position + min(indent, len(line))
        yield from ((sign, start + offset, start + offset + 1) for offset, sign in enumerate(content))
        position += len(line) + 1
        if number < len(lines) - 1:
            is_folded = node.style == ">" and bool(content.strip())
            is_single = bool(lines[number + 1].strip())
            after = position + min(indent, len(lines[number + 1]))
            yield (" " * is_single if is_folded else "\n"), position - 1, after


def encoded(value: str, node: Node) -> str:
    """Return a text as it is written inside a scalar of that style."""
    if node.style == "'":
        return value.replace("'", "''")
    if node.style.startswith('"'):
        return json.dumps(value, ensure_ascii=False)[1:-1]
    return value


def fits(words: str, node: Node, opening: str) -> bool:
    """Tell whether some words can be written in a scalar with quotation marks or in a block."""
    if node.style.startswith('"'):
        return True
    is_plain = words.replace("\n", "").isprintable() and "\n" not in words
    return is_plain and not (opening == "+++" and "'" in words)
