"""Messages about syntax errors in front matter, in words for press officers instead of those of a parser."""

from __future__ import annotations

import re
from typing import Any

import yaml

from press import rules
from press.content.front_matter.values import Fields, Findings, Position
from press.expressions import expression
from press.i18n.mark import N_


def too_deep(at: Position, findings: Findings) -> None:
    """Report nesting beyond the limit."""
    hint = N_("put quotation marks around a value that begins with a bracket or a hyphen")
    findings.add(at, rules.FRONT_MATTER, N_("lists are nested too deep here"), hint)


def duplicate_field(name: str, at: Position, fields: Fields, findings: Findings) -> None:
    """Report a field that is written a second time."""
    message = N_("“{field}” is written a second time here; the first is on line {line}")
    findings.add(
        at, rules.FRONT_MATTER, message, N_("delete one of the two"), field=name[:80], line=fields[name].key[0]
    )


def tabs(text: str, first: int, findings: Findings) -> bool:
    """Report every tab in a place where YAML wants spaces, and tell whether there is one.

    YAML parsers disagree on tabs after a colon, after a hyphen and at the end of a line; so these are errors too.
    """
    found = False
    for number, line in enumerate(text.split("\n"), first):
        if "\t" in line and (column := _tab(line)):
            found = True
            hint = N_("use spaces instead; delete a tab at the end of a line")
            findings.add((number, column), rules.FRONT_MATTER, N_("there is a tab character here"), hint)
    return found


def _tab(line: str) -> int:
    """Return the column of a tab before or after a value; 0 if there is none."""
    before = _TAB.match(line)
    return before.end() if before else line.find("\t", len(line.rstrip(" \t"))) + 1


def starts_with_sign(sign: str, at: Position, findings: Findings) -> None:
    """Report a value that begins with a character that is special in YAML."""
    findings.add(at, rules.FRONT_MATTER, N_("a value that begins with “{sign}” must be in quotes"), _QUOTE, sign=sign)


def not_a_field(at: Position, findings: Findings) -> None:
    """Report a line that is not a field."""
    hint = N_("write one field per line, with a space after the colon, and end the fields with a line ---")
    findings.add(at, rules.FRONT_MATTER, N_("this is not of the form “field: value”"), hint)


_QUOTE = N_("put quotation marks around the whole value")
_FIELD = expression(r"[ \t]*(?:-[ \t]+)*([^\s:#\"'\[{-][^:\n]{0,60}?)[ \t]{0,9}:(?:[ \t]+|$)")
_TAB = expression(r"(?:[ ]*|[ ]*-[ ]*|[^:\"']*:[ ]*)\t")
_SIGNS = "@`%*&!|>{}[],?#"


def explain(reason: yaml.YAMLError, text: str, first: int, findings: Findings) -> None:
    """Report the error at which the YAML parser stopped. The text begins on line `first` of its file."""
    mark: Any = getattr(reason, "problem_mark", None) or getattr(reason, "context_mark", None)
    context: Any = getattr(reason, "context_mark", None) or mark
    problem = f"{getattr(reason, 'context', '')} {getattr(reason, 'problem', '')}"
    lines = _Lines(text.split("\n"), first, findings)
    if mark is None:
        lines.add(0, 0, N_("these fields cannot be read"), _QUOTE)
    elif "quoted scalar" in problem and "end of stream" in problem:
        hint = N_("end the value with the same quotation mark")
        lines.add(context.line, context.column, N_("this quotation mark is never closed"), hint)
    elif "escape" in problem:
        hint = N_("write it twice, or put the value in single quotation marks")
        lines.add(mark.line, mark.column, N_("a single backslash is not allowed inside double quotation marks"), hint)
    elif "simple key" in problem:
        lines.add_not_a_field(context.line, context.column)
    else:
        lines.explain(min(mark.line, len(lines.lines) - 1), mark.column)


class _Lines:
    """The lines of front matter, searched for the cause of an error. Lines and columns count from 0, as in PyYAML."""

    def __init__(self, lines: list[str], first: int, findings: Findings) -> None:
        self.lines = lines
        self.first = first
        self.findings = findings

    def explain(self, number: int, column: int) -> None:
        """Report the probable cause of an error at this place."""
        line = self.lines[number]
        field = _FIELD.match(line)
        if not line.strip():
            self.explain_line_above(number)
        elif field is None and line.lstrip().startswith("- "):
            self.add_indentation(number)
        elif field is None:
            self.add_not_a_field(number, column)
        elif column <= field.end(1):
            self.explain_line_above(number)
        elif line[column : column + 1] == ":":
            self.add_unquoted_colon(number, column, field)
        else:
            self.explain_value(number, field.end(), column)

    def add_unquoted_colon(self, number: int, column: int, field: re.Match[str]) -> None:
        value = self.lines[number][field.end() :].strip()[:200]
        quoted = f"'{value}'" if '"' in value else f'"{value}"'
        message = N_("a value with a colon in it must be in quotes")
        self.add(number, column, message, N_("write {field}: {value}"), field=field[1], value=quoted)

    def explain_value(self, number: int, start: int, column: int) -> None:
        """Find the cause by the first character of the value."""
        sign = self.lines[number][start : start + 1]
        if sign and sign in _SIGNS:
            starts_with_sign(sign, (number + self.first, start + 1), self.findings)
        elif sign and sign in "\"'":
            hint = N_("put quotation marks around the whole value, single ones if it contains double ones")
            self.add(number, column, N_("there is something after the closing quotation mark"), hint)
        else:
            self.explain_line_above(number)

    def explain_line_above(self, number: int) -> None:
        """Find the cause in the line above: a parser can report a valid line because the line above it is invalid."""
        above = next((n for n in range(number - 1, -1, -1) if self.lines[n].strip()), None)
        field = _FIELD.match(self.lines[above]) if above is not None else None
        if above is None or (field and self.lines[above][field.end() : field.end() + 1] not in ("[", "{")):
            self.add_indentation(number)
        elif field:
            self.add(above, field.end(), N_("this bracket is never closed"), _QUOTE)
        else:
            self.add_not_a_field(above, 0)

    def add_indentation(self, number: int) -> None:
        hint = N_("begin all fields at the left margin, and all entries of a list in the same column")
        self.add(number, 0, N_("this line is indented differently from the lines around it"), hint)

    def add_not_a_field(self, number: int, column: int) -> None:
        not_a_field((number + self.first, column + 1), self.findings)

    def add(self, number: int, column: int, message: str, hint: str, **values: object) -> None:
        self.findings.add((number + self.first, column + 1), rules.FRONT_MATTER, message, hint, **values)
