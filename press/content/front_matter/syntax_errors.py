"""What can be wrong with front matter as such, in the words of a desk, not in those of a parser."""

from __future__ import annotations

import re
from typing import Any

import yaml

from press import rules
from press.content.front_matter.values import Fields, Findings, Position
from press.i18n.mark import N_


def too_deep(at: Position, findings: Findings) -> None:
    """Note nesting beyond the limit."""
    hint = N_("put a value that begins with a bracket or a hyphen into quotes")
    findings.add(at, rules.FRONT_MATTER, N_("lists within lists go too deep here"), hint)


def twice(name: str, at: Position, fields: Fields, findings: Findings) -> None:
    """Note a field that is written a second time."""
    message = N_("“{field}” stands here a second time; the first is on line {line}")
    findings.add(at, rules.FRONT_MATTER, message, N_("keep one of the two"), field=name[:80], line=fields[name].key[0])


def tabs(text: str, first: int, findings: Findings) -> bool:
    """Note every tab that stands where YAML wants spaces, and tell whether there is one.

    YAML parsers disagree on tabs behind a colon, behind a hyphen and at the end of a line; so none is taken.
    """
    found = False
    for number, line in enumerate(text.split("\n"), first):
        if "\t" in line and (column := _tab(line)):
            found = True
            hint = N_("use spaces instead of tabs; at the end of a line, delete it")
            findings.add((number, column), rules.FRONT_MATTER, N_("a tab stands here"), hint)
    return found


def _tab(line: str) -> int:
    """The column of a tab before a value or behind it; 0 where there is none."""
    before = _TAB.match(line)
    return before.end() if before else line.find("\t", len(line.rstrip(" \t"))) + 1


def starts_with(sign: str, at: Position, findings: Findings) -> None:
    """Note a value that begins with a sign that means something in YAML."""
    findings.add(at, rules.FRONT_MATTER, N_("a value that begins with “{sign}” must be in quotes"), _QUOTE, sign=sign)


def no_field(at: Position, findings: Findings) -> None:
    """Note what is not a field at all."""
    hint = N_("write one field a line, with a space behind the colon, and end the fields with a line of ---")
    findings.add(at, rules.FRONT_MATTER, N_("this is not of the form “field: value”"), hint)


_QUOTE = N_("put quotation marks around the whole value")
_FIELD = re.compile(r"[ \t]*(?:-[ \t]+)*([^\s:#\"'\[{-][^:\n]{0,60}?)[ \t]{0,9}:(?:[ \t]+|$)")
_TAB = re.compile(r"(?:[ ]*|[ ]*-[ ]*|[^:\"']*:[ ]*)\t")
_SIGNS = "@`%*&!|>{}[],?#"


def explain(reason: yaml.YAMLError, text: str, first: int, findings: Findings) -> None:
    """Note the one problem at which a YAML parser gave up. The text begins on line `first` of its file."""
    mark: Any = getattr(reason, "problem_mark", None) or getattr(reason, "context_mark", None)
    context: Any = getattr(reason, "context_mark", None) or mark
    problem = f"{getattr(reason, 'context', '')} {getattr(reason, 'problem', '')}"
    look = _Look(text.split("\n"), first, findings)
    if mark is None:
        look.note(0, 0, N_("these fields cannot be read"), _QUOTE)
    elif "quoted scalar" in problem and "end of stream" in problem:
        hint = N_("end the value with the same quotation mark")
        look.note(context.line, context.column, N_("this quotation mark is never closed"), hint)
    elif "escape" in problem:
        hint = N_("double it, or put the value into single quotes")
        look.note(mark.line, mark.column, N_("a backslash cannot stand alone within double quotes"), hint)
    elif "simple key" in problem:
        look.no_field(context.line, context.column)
    else:
        look.at_line(min(mark.line, len(look.lines) - 1), mark.column)


class _Look:
    """Looks at the line itself. Lines and columns count from 0, as the parser counts them."""

    def __init__(self, lines: list[str], first: int, findings: Findings) -> None:
        self.lines = lines
        self.first = first
        self.findings = findings

    def at_line(self, number: int, column: int) -> None:
        line = self.lines[number]
        field = _FIELD.match(line)
        if not line.strip():
            self.above(number)
        elif field is None and line.lstrip().startswith("- "):
            self.out_of_line(number)
        elif field is None:
            self.no_field(number, column)
        elif column <= field.end(1):
            self.above(number)
        elif line[column : column + 1] == ":":
            self.colon(number, column, field)
        else:
            self.value(number, field.end(), column)

    def colon(self, number: int, column: int, field: re.Match[str]) -> None:
        value = self.lines[number][field.end() :].strip()[:200]
        quoted = f"'{value}'" if '"' in value else f'"{value}"'
        message = N_("a value with a colon in it must be in quotes")
        self.note(number, column, message, N_("write {field}: {value}"), field=field[1], value=quoted)

    def value(self, number: int, start: int, column: int) -> None:
        """Judge a value by the sign with which it begins."""
        sign = self.lines[number][start : start + 1]
        if sign and sign in _SIGNS:
            starts_with(sign, (number + self.first, start + 1), self.findings)
        elif sign and sign in "\"'":
            hint = N_("put the whole value into quotes, single ones where it holds double ones")
            self.note(number, column, N_("something follows the closing quotation mark"), hint)
        else:
            self.above(number)

    def above(self, number: int) -> None:
        """A parser stumbles over a good line where the one above it is wrong."""
        above = next((n for n in range(number - 1, -1, -1) if self.lines[n].strip()), None)
        field = _FIELD.match(self.lines[above]) if above is not None else None
        if above is None or (field and self.lines[above][field.end() : field.end() + 1] not in ("[", "{")):
            self.out_of_line(number)
        elif field:
            self.note(above, field.end(), N_("this bracket is never closed"), _QUOTE)
        else:
            self.no_field(above, 0)

    def out_of_line(self, number: int) -> None:
        hint = N_("let all fields begin at the left margin, and all entries of a list in the same column")
        self.note(number, 0, N_("this line begins further in or out than its neighbours"), hint)

    def no_field(self, number: int, column: int) -> None:
        no_field((number + self.first, column + 1), self.findings)

    def note(self, number: int, column: int, message: str, hint: str, **values: object) -> None:
        self.findings.add((number + self.first, column + 1), rules.FRONT_MATTER, message, hint, **values)
