"""Problems in the content, as values: they are collected and shown together; none of them is an exception."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping

import msgspec


class Severity(enum.StrEnum):
    """How bad a problem is: an error stops the build, a warning stops it only with ``--strict``."""

    ERROR = "error"
    WARNING = "warning"


class Place(msgspec.Struct, frozen=True, order=True):
    """Where in the portal a problem is."""

    path: str
    """File, relative to the root, with forward slashes."""
    line: int = 0
    """Line from 1; 0 where a line means nothing (a whole file)."""
    column: int = 0
    """Column from 1 in characters; 0 where unknown."""

    def __str__(self) -> str:
        """Return ``path:line:column`` as compilers print it, without the parts that are 0."""
        parts = [self.path, *(str(number) for number in (self.line, self.column) if number)]
        return ":".join(parts)


class Diagnostic(msgspec.Struct, frozen=True):
    """A problem at a place. Its texts are English message ids with named fields, filled in from `values`."""

    place: Place
    severity: Severity
    rule: str
    """Name of the rule that was broken (see `press.rules`)."""
    message: str
    """What is wrong: a message id such as ``unknown office “{name}”``."""
    hint: str = ""
    """How to fix it: another message id, or nothing."""
    values: dict[str, str] = {}
    """What fills the fields of `message` and `hint`."""


class Rule(msgspec.Struct, frozen=True):
    """Something that must hold. All rules stand in one registry, `press.rules`."""

    name: str
    """As ``[checks.severity]`` of config.toml and docs/rules.md know it."""
    severity: Severity
    """Of its diagnostics, unless the desk wants another one."""
    subject: str
    """What must hold, in one English sentence for docs/rules.md."""
    essential: bool = False
    """No desk can change its severity: where it is broken there is no release, or the release would show too much."""

    def broken(self, place: Place, message: str, hint: str = "", **values: object) -> Diagnostic:
        """Make the diagnostic that says where and how the rule is broken."""
        return Diagnostic(place, self.severity, self.name, message, hint, texts(values))


def is_fatal(problems: Iterable[Diagnostic], strict: bool = False) -> bool:
    """Tell whether the problems stop the build."""
    return any(strict or problem.severity is Severity.ERROR for problem in problems)


def texts(values: Mapping[str, object]) -> dict[str, str]:
    """Turn the values of a message into texts."""
    return {name: str(value) for name, value in values.items()}
