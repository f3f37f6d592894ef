"""Split a file, and parse its front matter: YAML between ``---``, TOML between ``+++``, or JSON in braces.

python-frontmatter detects the format and splits the file; `yaml` and `toml_json` parse strictly: nothing is guessed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import msgspec
from frontmatter import detect_format
from frontmatter.default_handlers import BaseHandler, JSONHandler, YAMLHandler

from press import rules
from press.content.front_matter import toml_json, yaml
from press.content.front_matter.values import Fields, Findings
from press.i18n.mark import N_

MAX_BYTES = 64 * 1024
"""Limit of front matter. What people write is smaller."""


class SplitFile(msgspec.Struct, frozen=True):
    """A file, split into its front matter and its text."""

    fields: Fields | None
    """None where the front matter could not be read."""
    text: str
    """The Markdown below, without blank lines around it."""
    line: int
    """The line of the file on which `text` begins, from 1."""
    opening: str = ""
    """With what the front matter opens: ``---`` for YAML, ``+++`` for TOML, ``{`` for JSON."""
    start: int = 0
    """The offset of the front matter in the file, after its opening line."""
    end: int = 0
    """The offset of its end, before its closing line."""


class _YAML(YAMLHandler):
    # The library's pattern includes the blank lines after a boundary, so that line numbers would be wrong.
    FM_BOUNDARY = re.compile(r"^-{3,}[ \t]*$", re.MULTILINE)


class _TOML(BaseHandler):
    # The library has a handler for TOML only if the package `toml` is installed.
    FM_BOUNDARY = re.compile(r"^\+{3,}[ \t]*$", re.MULTILINE)
    START_DELIMITER = END_DELIMITER = "+++"


class _JSON(JSONHandler):
    FM_BOUNDARY = re.compile(r"^(?:\{|\}[ \t]*$)", re.MULTILINE)
    START_DELIMITER, END_DELIMITER = "{", "}"

    def split(self, text: str) -> tuple[str, str]:
        """Split after the first JSON object; if it is invalid, at the first line that holds only ``}``."""
        try:
            _, end = json.JSONDecoder(parse_int=str).raw_decode(text[:MAX_BYTES])
        except (ValueError, RecursionError):
            return super().split(text)
        return text[:end], text[end:]


Loader = Callable[[str, int, Findings], Fields | None]
"""Parses front matter. Arguments: its text, the line of the file on which it begins, and the findings to add to."""

_LOADERS: dict[BaseHandler, Loader] = {_YAML(): yaml.load, _TOML(): toml_json.load_toml, _JSON(): toml_json.load_json}
_BLANK_LINES = re.compile(r"(?:[ \t]*\n)*")
_LOOKS_LIKE_FIELD = re.compile(r"[A-Za-z_]{2,20}[ \t]*:(?:[ \t]|$)", re.MULTILINE)
_LOOKS_LIKE_DASHES = re.compile(r"^[ \t]*(?!-[ \t]*$)[-\u2010-\u2015]{1,4}[ \t]*$", re.MULTILINE)


def split(text: str, findings: Findings) -> SplitFile:
    """Split a file and parse its front matter."""
    start = _end_of_match(_BLANK_LINES, text, 0)
    if not text.strip():
        findings.add(
            (0, 0), rules.FRONT_MATTER, N_("the file is empty"), N_("write a title, a date and the text of the release")
        )
        return SplitFile(None, "", 1)
    body = text[start:]
    line = text.count("\n", 0, start) + 1
    handler = detect_format(body, _LOADERS)
    if handler is None:
        _report_no_opening(body, line, findings)
        return SplitFile(None, body.rstrip(), line)
    try:
        inside, below = handler.split(body)
    except ValueError:
        _report_no_closing(handler, body, line, findings)
        return SplitFile(None, "", line)
    fields = _load(_LOADERS[handler], inside, line, findings)
    end = len(text) - len(below)
    below_start = _end_of_match(_BLANK_LINES, text, end)
    markdown, below_line = text[below_start:].rstrip(), text.count("\n", 0, below_start) + 1
    opening = handler.START_DELIMITER or ""
    if opening != "{":
        start = _end_of_match(handler.FM_BOUNDARY, text, start)
        end = start + len(inside)
    return SplitFile(fields, markdown, below_line, opening, start, end)


def _load(load: Loader, inside: str, line: int, findings: Findings) -> Fields | None:
    if len(inside.encode()) <= MAX_BYTES:
        return load(inside, line, findings)
    message = N_("the fields above the text are larger than 64 kB")
    findings.add(
        (line, 0), rules.FRONT_MATTER, message, N_("move the text of the release below the line that ends the fields")
    )
    return None


def _report_no_opening(body: str, line: int, findings: Findings) -> None:
    first = body.partition("\n")[0]
    if _LOOKS_LIKE_FIELD.match(first) or _LOOKS_LIKE_DASHES.match(first):
        message = N_("the line --- above the fields is missing")
    else:
        message = N_("the file does not begin with title and date")
    findings.add(
        (line, 0),
        rules.FRONT_MATTER,
        message,
        N_("begin the file with a line ---, then title: and date:, then another line ---"),
    )


def _report_no_closing(handler: BaseHandler, body: str, line: int, findings: Findings) -> None:
    """Report the line that was probably meant as the closing line, else the opening line."""
    message = N_("the line {mark} below the fields is missing")
    hint = N_("end the fields with a line that holds only {mark}, then write the text")
    mistyped = next(_closing_candidates(body), None) if handler.END_DELIMITER == "---" else None
    if mistyped is not None:
        line += body.count("\n", 0, mistyped.start())
        message = N_("this line should be {mark}, three hyphens, to end the fields")
        hint = N_("some programs turn hyphens into a dash; write {mark} again")
    findings.add((line, 0), rules.FRONT_MATTER, message, hint, mark=handler.END_DELIMITER)


def _closing_candidates(body: str) -> Iterator[re.Match[str]]:
    return _LOOKS_LIKE_DASHES.finditer(body, body.find("\n") + 1 or len(body))


def _end_of_match(pattern: re.Pattern[str] | None, text: str, start: int) -> int:
    found = pattern.match(text, start) if pattern else None
    return found.end() if found else start
