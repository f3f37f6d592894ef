"""Diagnostics as text, JSON, and annotations of CI services."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from press import disk
from press.diagnostics import Diagnostic, Severity
from press.i18n.catalogues import Translate

FORMATS = ("text", "json", "github", "gitlab")
_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_GITLAB = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def lines_of(problems: Iterable[Diagnostic], format: str, translate: Translate) -> Iterator[str]:
    """Format the problems in one of `FORMATS`; `translate` translates a message id."""
    if format == "text":
        return (line for problem in problems for line in _text(problem, translate))
    if format == "github":
        return (_github(problem, translate) for problem in problems)
    rows = [(_json if format == "json" else _gitlab)(problem, translate) for problem in problems]
    return iter([msgspec.json.format(msgspec.json.encode(rows)).decode()])


def _text(problem: Diagnostic, translate: Translate) -> Iterator[str]:
    yield f"{problem.place}: {problem.severity}[{problem.rule}]: {problem.message_in(translate)}"
    if hint := problem.hint_in(translate):
        yield f"    {hint}"


def _json(problem: Diagnostic, translate: Translate) -> dict[str, object]:
    return {
        "path": problem.place.path,
        "line": problem.place.line,
        "column": problem.place.column,
        "severity": problem.severity,
        "rule": problem.rule,
        "message": problem.message_in(translate),
        "hint": problem.hint_in(translate),
    }


def _github(problem: Diagnostic, translate: Translate) -> str:
    """Return a workflow command (docs.github.com, workflow commands): shown at the line in a pull request."""
    fields = f"file={_property(problem.place.path)},line={max(1, problem.place.line)}"
    fields += f",col={problem.place.column}" * bool(problem.place.column)
    text = f"{problem.message_in(translate)}\n{problem.hint_in(translate)}".strip()
    return f"::{_GITHUB[problem.severity]} {fields},title={problem.rule}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _gitlab(problem: Diagnostic, translate: Translate) -> dict[str, object]:
    """Return a finding of GitLab's code quality report (docs.gitlab.com, code quality)."""
    identity = f"{problem.place}\0{problem.rule}\0{problem.message_in(translate)}"
    return {
        "description": f"{problem.message_in(translate)} {problem.hint_in(translate)}".strip(),
        "check_name": problem.rule,
        "fingerprint": disk.digest(identity.encode()),
        "severity": _GITLAB[problem.severity],
        "location": {"path": problem.place.path, "lines": {"begin": max(1, problem.place.line)}},
    }
