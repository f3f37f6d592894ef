"""Diagnostics as text, JSON, and annotations of CI services."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator

import msgspec

from press.errors import Diagnostic

FORMATS = ("text", "json", "github", "gitlab")
Say = Callable[[str], str]


def lines_of(problems: Iterable[Diagnostic], shape: str, say: Say) -> Iterator[str]:
    """Write the problems in one of `FORMATS`; `say` translates a message id."""
    if shape == "text":
        return (line for problem in problems for line in _text(problem, say))
    if shape == "github":
        return (_github(problem, say) for problem in problems)
    rows = [(_json if shape == "json" else _gitlab)(problem, say) for problem in problems]
    return iter([msgspec.json.format(msgspec.json.encode(rows)).decode()])


def _message(problem: Diagnostic, say: Say) -> str:
    return say(problem.message).format_map(problem.values)


def _hint(problem: Diagnostic, say: Say) -> str:
    return say(problem.hint).format_map(problem.values) if problem.hint else ""


def _text(problem: Diagnostic, say: Say) -> Iterator[str]:
    yield f"{problem.place}: {problem.severity}[{problem.rule}]: {_message(problem, say)}"
    if hint := _hint(problem, say):
        yield f"    {hint}"


def _json(problem: Diagnostic, say: Say) -> dict[str, object]:
    return {
        "path": problem.place.path,
        "line": problem.place.line,
        "column": problem.place.column,
        "severity": problem.severity,
        "rule": problem.rule,
        "message": _message(problem, say),
        "hint": _hint(problem, say),
    }


def _github(problem: Diagnostic, say: Say) -> str:
    """A workflow command (docs.github.com, workflow commands): shown at the line in a pull request."""
    fields = f"file={_property(problem.place.path)},line={max(1, problem.place.line)}"
    fields += f",col={problem.place.column}" * bool(problem.place.column)
    text = f"{_message(problem, say)}\n{_hint(problem, say)}".strip()
    return f"::{problem.severity} {fields},title={problem.rule}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _gitlab(problem: Diagnostic, say: Say) -> dict[str, object]:
    """A finding of GitLab's code quality report (docs.gitlab.com, code quality)."""
    mark = f"{problem.place}\0{problem.rule}\0{_message(problem, say)}"
    return {
        "description": f"{_message(problem, say)} {_hint(problem, say)}".strip(),
        "check_name": problem.rule,
        "fingerprint": hashlib.sha256(mark.encode()).hexdigest(),
        "severity": "major" if problem.severity == "error" else "minor",
        "location": {"path": problem.place.path, "lines": {"begin": max(1, problem.place.line)}},
    }
