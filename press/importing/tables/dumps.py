"""Read the rows of a dump of MySQL or MariaDB: ``INSERT INTO … VALUES``, as mysqldump and phpMyAdmin write it.

The file is read piece by piece, and is never run. A dump that is cut off gives all rows before the cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TextIO

from press.importing import encodings

_CHUNK = 1 << 18
_LARGEST = 50_000_000
"""Most characters of one value; a longer one is a quotation mark that is never closed."""
_TOKEN = re.compile(
    r"""(?P<comment>--(?=\s)[^\n]*|\#[^\n]*|/\*(?!!)[^*]*+(?:\*(?!/)[^*]*+)*+\*/|/\*!\d*|\*/)
    |(?P<text>'(?:[^'\\]++|\\[\s\S]|'')*+'|"(?:[^"\\]++|\\[\s\S]|"")*+")
    |(?P<name>`(?:[^`]|``)*+`)
    |(?P<word>[\w.$@+-]+)
    |(?P<sign>[(),;=])
    |(?P<space>\s+)
    |(?P<other>[\s\S])""",
    re.VERBOSE,
)
_OPENINGS = "'\"`/"
_ESCAPES = {"0": "", "b": "\b", "n": "\n", "r": "\r", "t": "\t", "Z": "\x1a", "%": "\\%", "_": "\\_"}
_NO_COLUMNS = {"primary", "key", "unique", "constraint", "index", "fulltext", "foreign", "spatial", "check", "period"}
Value = str | None


class Row(NamedTuple):
    """One row of a table."""

    table: str
    line: int
    """The line of the file on which it begins, from 1."""
    values: dict[str, Value]
    """By the names of columns in lower case; None for NULL."""


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


def rows(path: Path) -> Iterator[Row]:
    """Yield the rows of all tables. Raises OSError."""
    with encodings.opened(path) as file:
        yield from _Parser(_tokens(file)).rows()


def _tokens(file: TextIO) -> Iterator[_Token]:
    """Yield the tokens of a dump, without comments and blanks."""
    buffer, position, line, is_last = "", 0, 1, False
    while not is_last or position < len(buffer):
        found = _TOKEN.match(buffer, position)
        is_open = found is None or found.end() == len(buffer) or (found["other"] or "x") in _OPENINGS
        if is_open and not is_last and len(buffer) - position < _LARGEST:
            piece = file.read(max(_CHUNK, len(buffer) - position))
            is_last, buffer, position = not piece, buffer[position:] + piece, 0
            continue
        if found is None:
            return
        kind, text = found.lastgroup or "", found[0]
        if kind == "other" and (text in "'\"`" or buffer.startswith("/*", position)):  # never closed: it is cut off
            return
        if kind not in ("comment", "space", "other"):
            yield _Token(kind, text, line)
        line += text.count("\n")
        position = found.end()


class _Parser:
    """Finds the statements that define and fill tables."""

    def __init__(self, tokens: Iterator[_Token]) -> None:
        self._tokens = tokens
        self._columns: dict[str, list[str]] = {}

    def rows(self) -> Iterator[Row]:
        is_start = True
        for token in self._tokens:
            word = token.text.lower() if is_start and token.kind == "word" else ""
            is_start = token.text == ";" and token.kind == "sign"
            if word == "create":
                self._define()
                is_start = True
            elif word in ("insert", "replace"):
                yield from self._insert()
                is_start = True

    def _define(self) -> None:
        """Read the names of the columns of ``CREATE TABLE name (…)``; leave out any other definition."""
        names, depth, is_first, columns = [], 0, False, list[str]()
        for token in self._tokens:
            if token.kind == "sign":
                if token.text == ";":
                    break
                depth += {"(": 1, ")": -1}.get(token.text, 0)
                is_first = (token.text == "(" and depth == 1) or (token.text == "," and depth == 1)
                continue
            if depth == 0 and not columns:
                names.append(token)
            elif is_first and (token.kind == "name" or token.text.lower() not in _NO_COLUMNS):
                columns.append(_name(token))
            is_first = False
        if names and names[0].text.lower() in ("table", "temporary"):
            self._columns[_name(names[-1])] = columns

    def _insert(self) -> Iterator[Row]:
        """Yield the rows of one statement."""
        table, columns, token = "", list[str](), None
        for token in self._tokens:
            if token.text.lower() in ("values", "value") and token.kind == "word":
                break
            if token.kind == "sign" and token.text == ";":
                return
            if token.text == "(" and token.kind == "sign":
                columns = [_name(one) for one in self._until_closed()]
            elif token.kind == "name" or (token.kind == "word" and token.text.lower() not in _MODIFIERS):
                table = _name(token)
        columns = columns or self._columns.get(table, [])
        for token in self._tokens:
            if token.kind == "sign" and token.text == ";":
                return
            if token.kind == "sign" and token.text == "(":
                values = self._values()
                if values is None:
                    return
                names = columns or [str(number) for number in range(len(values))]
                yield Row(table, token.line, dict(zip(names, values, strict=False)))
            elif token.kind == "word":  # ON DUPLICATE KEY UPDATE
                self._skip()
                return

    def _until_closed(self) -> Iterator[_Token]:
        for token in self._tokens:
            if token.kind == "sign" and token.text == ")":
                return
            if token.kind != "sign":
                yield token

    def _skip(self) -> None:
        for token in self._tokens:
            if token.kind == "sign" and token.text == ";":
                return

    def _values(self) -> list[Value] | None:
        """Return the values of a row, whose bracket was opened; None if the dump ends in it."""
        values: list[Value] = []
        current: list[_Token] = []
        depth = 1
        for token in self._tokens:
            if token.kind == "sign" and token.text in "()":
                depth += 1 if token.text == "(" else -1
            if depth == 0 or (depth == 1 and token.kind == "sign" and token.text == ","):
                values.append(_value(current))
                current = []
                if depth == 0:
                    return values
            else:
                current.append(token)
        return None


_MODIFIERS = {"into", "ignore", "low_priority", "delayed", "high_priority"}


def _name(token: _Token) -> str:
    """Return a name without quotation marks and without that of its database."""
    text = token.text[1:-1].replace("``", "`") if token.kind == "name" else token.text.strip("\"'")
    return text.rpartition(".")[2].lower() if token.kind == "word" else text.lower()


def _value(tokens: list[_Token]) -> Value:
    """Return a value; None for NULL and for what the database would compute."""
    texts = [_unescaped(one.text) for one in tokens if one.kind == "text"]
    if texts:
        return "".join(texts)
    if len(tokens) != 1 or tokens[0].text.lower() in ("null", "default"):
        return None
    word = tokens[0].text
    if re.fullmatch(r"0x(?:[0-9A-Fa-f]{2})+", word):
        return encodings.decoded(bytes.fromhex(word[2:]))
    return {"true": "1", "false": "0"}.get(word.lower(), word)


def _unescaped(text: str) -> str:
    mark, inside = text[0], text[1:-1]
    inside = inside.replace(mark * 2, mark) if "\\" not in inside else inside
    pattern = rf"\\([\s\S])|{mark}{mark}"
    return (
        re.sub(pattern, lambda found: _ESCAPES.get(found[1], found[1]) if found[1] else mark, inside)
        if "\\" in inside
        else inside
    )
