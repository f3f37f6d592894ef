"""Problems in the content, as values: they are collected and shown together; they are not exceptions."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping

import msgspec


class Severity(enum.StrEnum):
    """The severity of a problem: an error stops the build, a warning only with ``--strict``, a note never."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    """A problem of a draft, which is not published."""


class Place(msgspec.Struct, frozen=True, order=True):
    """The place of a problem in the portal."""

    path: str
    """File, relative to the root, with forward slashes."""
    line: int = 0
    """Line from 1; 0 if it concerns a whole file."""
    column: int = 0
    """Column from 1 in characters; 0 if unknown."""

    def __str__(self) -> str:
        """Return ``path:line:column`` as compilers print it, without the parts that are 0."""
        parts = [self.path, *(str(number) for number in (self.line, self.column) if number)]
        return ":".join(parts)


class Diagnostic(msgspec.Struct, frozen=True):
    """A problem at a place. Its texts are English message ids; their named fields are filled in from `values`."""

    place: Place
    severity: Severity
    rule: str
    """Name of the rule that was broken (see `press.rules`)."""
    message: str
    """What is wrong: a message id such as ``unknown office “{name}”``."""
    hint: str = ""
    """How to fix it: another message id, or empty."""
    values: dict[str, str] = {}
    """The values for the fields of `message` and `hint`."""

    def message_in(self, translate: Callable[[str], str]) -> str:
        """Return what is wrong, in the language of `translate`."""
        return translate(self.message).format_map(self.values)

    def hint_in(self, translate: Callable[[str], str]) -> str:
        """Return how to fix it, in the language of `translate`; it may be empty."""
        return translate(self.hint).format_map(self.values) if self.hint else ""


class Rule(msgspec.Struct, frozen=True):
    """A condition that the content must meet. All rules are in one registry, `press.rules`."""

    name: str
    """Its name in ``[checks.severity]`` of config.toml and in docs/rules.md."""
    severity: Severity
    """The severity of its diagnostics, unless config.toml sets another one."""
    subject: str
    """The condition, as one English sentence for docs/rules.md."""
    essential: bool = False
    """Whether its severity is fixed: if such a rule is broken, there is no release, or it might publish what must not
    be public."""

    def broken(self, place: Place, message: str, hint: str = "", **values: object) -> Diagnostic:
        """Make a diagnostic for a place where the rule is broken."""
        return Diagnostic(place, self.severity, self.name, message, hint, texts(values))


def is_fatal(problems: Iterable[Diagnostic], strict: bool = False) -> bool:
    """Tell whether the problems stop the build."""
    fatal = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return any(problem.severity in fatal for problem in problems)


def as_notes(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the problems of a draft, none of which may stop a build."""
    return tuple(msgspec.structs.replace(problem, severity=Severity.NOTE) for problem in problems)


def texts(values: Mapping[str, object]) -> dict[str, str]:
    """Convert the values of a message to texts."""
    return {name: str(value) for name, value in values.items()}
