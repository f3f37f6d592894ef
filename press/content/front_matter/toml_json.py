"""Parse TOML and JSON front matter. Typed values become text, and each gets its position, which the parsers of these
formats do not return.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from press import rules, toml
from press.content.front_matter import syntax_errors
from press.content.front_matter.decode import clean
from press.content.front_matter.values import Fields, Findings, Position, Value
from press.content.front_matter.yaml import MAX_DEPTH
from press.expressions import expression
from press.i18n.mark import N_

_KEY = r"(?:[\w-]+|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*')"
_DOTTED = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_DEEP_KEY = expression(rf"(?:^|[\[{{,])[ \t]*(?:{_KEY}[ \t]*\.[ \t]*){{{MAX_DEPTH}}}", re.MULTILINE)
"""A dotted key that is nested too deep. tomllib takes 16 s for one of 64 kB."""


def load_toml(text: str, line: int, findings: Findings) -> Fields | None:
    """Read the fields of a TOML text whose first line is line `line` of its file."""
    if found := _DEEP_KEY.search(text):
        syntax_errors.too_deep((text.count("\n", 0, found.end()) + line, 0), findings)
        return None
    try:
        data = toml.loads(text, floats_as_text=True)
    except RecursionError:
        syntax_errors.too_deep((line, 0), findings)
        return None
    except toml.NotToml as reason:
        hint = N_('write each field as name = "value", with the quotation marks')
        at = (reason.line - 1 + line, reason.column) if reason.line else (text.rstrip().count("\n") + line, 0)
        findings.add(at, rules.FRONT_MATTER, reason.message, hint, **reason.values)
        return None
    return _TomlPositions(text, line, findings).fields(data, ())


class _TomlPositions:
    """Adds its position to each value of a TOML document; positions are found by keys."""

    def __init__(self, text: str, line: int, findings: Findings) -> None:
        self.findings = findings
        self.positions: dict[tuple[str, ...], Position] = {}
        for path, at in _toml_keys(text, line):
            for length in range(1, len(path) + 1):
                self.positions.setdefault(path[:length], at)
        self.line = line

    def fields(self, data: dict[str, Any], path: tuple[str, ...]) -> Fields:
        return {name: self.value(value, (*path, name)) for name, value in data.items()}

    def value(self, data: Any, path: tuple[str, ...]) -> Value:
        at = self._position(path)
        if isinstance(data, dict | list) and len(path) > MAX_DEPTH:
            syntax_errors.too_deep(at, self.findings)
            return Value("", at, at)
        if isinstance(data, dict):
            return Value(self.fields(data, path), at, at)
        if isinstance(data, list):
            return Value([self.value(entry, (*path, str(n))) for n, entry in enumerate(data)], at, at)
        return Value(_text(data), at, at)

    def _position(self, path: tuple[str, ...]) -> Position:
        """Return the position of a key; if it was not found, that of the nearest key that contains it."""
        for length in range(len(path), 0, -1):
            if found := self.positions.get(path[:length]):
                return found
        return self.line, 0


_TOML_HEADER = expression(rf"[ \t]*(\[\[?)[ \t]*({_DOTTED})[ \t]*\]")
_TOML_FIELD = expression(rf"[ \t]*({_DOTTED})[ \t]*=")


def _toml_keys(text: str, first: int) -> Iterator[tuple[tuple[str, ...], Position]]:
    """Yield the path and position of each key at the beginning of a line. Entries of ``[[tables]]`` are numbered."""
    table: tuple[str, ...] = ()
    count: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.split("\n"), first):
        if header := _TOML_HEADER.match(line):
            table = _toml_path(header[2])
            if header[1] == "[[":
                count[table] = count.get(table, -1) + 1
                table = (*table, str(count[table]))
            yield table, (number, header.start(2) + 1)
        elif field := _TOML_FIELD.match(line):
            yield (*table, *_toml_path(field[1])), (number, field.start(1) + 1)


def _toml_path(dotted: str) -> tuple[str, ...]:
    return tuple(key.strip("\"'") for key in re.findall(_KEY, dotted))


def load_json(text: str, line: int, findings: Findings) -> Fields | None:
    """Read the fields of a JSON text whose first line is line `line` of its file."""
    try:
        data = json.loads(text, object_pairs_hook=_Pairs, parse_int=str, parse_float=str, parse_constant=str)
    except RecursionError:
        syntax_errors.too_deep((line, 0), findings)
        return None
    except json.JSONDecodeError as reason:
        at = (reason.lineno - 1 + line, reason.colno)
        hint = N_("look for a missing comma or quotation mark on this line or the one above")
        findings.add(at, rules.FRONT_MATTER, N_("this is not JSON: {reason}"), hint, reason=reason.msg)
        return None
    return _JsonPositions(text, line, findings).fields(data, 0)


class _Pairs(tuple[tuple[str, Any], ...]):
    """A JSON object as a list of keys and values, duplicate keys included."""

    __slots__ = ()


class _JsonPositions:
    """Adds its position to each value of a JSON document. Keys and positions are in the order of the text."""

    def __init__(self, text: str, line: int, findings: Findings) -> None:
        self.findings = findings
        self.keys = _json_keys(text, line)
        self.at = (line, 0)

    def fields(self, data: _Pairs, depth: int) -> Fields:
        fields: Fields = {}
        for name, value in data:
            self.at = at = next(self.keys)
            read = self.value(value, depth)
            if name in fields:
                syntax_errors.duplicate_field(name, at, fields, self.findings)
            else:
                fields[name] = read
        return fields

    def value(self, data: Any, depth: int) -> Value:
        at = self.at
        if isinstance(data, _Pairs | list) and depth >= MAX_DEPTH:
            syntax_errors.too_deep(at, self.findings)
            return Value("", at, at)
        if isinstance(data, _Pairs):
            return Value(self.fields(data, depth + 1), at, at)
        if isinstance(data, list):
            return Value([self.value(entry, depth + 1) for entry in data], at, at)
        return Value(_text(data), at, at)


_JSON_STRING = expression(r'"(?:[^"\\]|\\.)*"(\s*:)?')


def _json_keys(text: str, first: int) -> Iterator[Position]:
    """Yield the position of every key."""
    line, start = first, 0
    for found in _JSON_STRING.finditer(text):
        if found[1]:
            line += text.count("\n", start, found.start())
            start = found.start()
            yield line, start - text.rfind("\n", 0, start)


def _text(data: object) -> str:
    """Format a typed scalar as people would write it."""
    if data is None:
        return ""
    if isinstance(data, bool):
        return "true" if data else "false"
    if isinstance(data, datetime | date | time):
        return data.isoformat()
    return clean(str(data)).strip()
