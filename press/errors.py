"""What can be wrong, and how Press says it.

Problems in the content are values (`Diagnostic`), collected and shown together. Exceptions are few:

    PressError                 the root; caught once, in `press.cli`
    ├── Refused                the content has errors; nothing was published       exit 1
    ├── Misuse                 bad arguments or a bad config.toml                  exit 2
    │   └── BadConfig          … with the diagnostics of config.toml
    ├── Busy                   another build holds the lock                        exit 75
    ├── CacheDamaged           the cache cannot be trusted; the engine starts afresh
    ├── ClusterLost            the cluster ended before the build did              exit 1
    └── Unwritable             the disk refused (full, read-only)                  exit 1

Anything else is a bug of ours: exit 3, with a traceback in a file.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec


class Exit(enum.IntEnum):
    """Exit codes of the command (sysexits.h for 75, shells for 130)."""

    GOOD = 0
    CONTENT = 1
    MISUSE = 2
    BUG = 3
    BUSY = 75
    INTERRUPTED = 130


ESSENTIAL = frozenset({"front-matter", "encoding", "size", "title", "date", "slug", "draft", "withdrawn"})
"""Rules that no desk can turn off: where one is broken there is no release, or it would show what it must not."""


class Severity(enum.StrEnum):
    """How bad a diagnostic is: an error stops the build, a warning only with ``--strict``."""

    ERROR = "error"
    WARNING = "warning"


class Place(msgspec.Struct, frozen=True, order=True):
    """Where in the repository."""

    path: str
    """File, relative to the root, with forward slashes."""
    line: int = 0
    """Line from 1; 0 where a line means nothing (a whole file)."""
    column: int = 0
    """Column from 1 in characters; 0 where unknown."""

    def __str__(self) -> str:
        """Return ``path:line:column`` as compilers print it, without the parts that are 0."""
        parts = [self.path, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)


class Diagnostic(msgspec.Struct, frozen=True):
    """A problem at a place. Its texts are English message ids with named fields, filled in from `values`."""

    place: Place
    severity: Severity
    rule: str
    """Name of the rule, as ``[checks.severity]`` of config.toml knows it."""
    message: str
    """What is wrong: a message id such as ``unknown office “{name}”``."""
    hint: str = ""
    """How to mend it: another message id, or nothing."""
    values: dict[str, str] = {}
    """What fills the fields of `message` and `hint`."""


def N_(message: str) -> str:
    """Mark a message id for translation; the text itself is translated where it is shown."""
    return message


def error(place: Place, rule: str, message: str, hint: str = "", **values: object) -> Diagnostic:
    """Make a diagnostic that stops the build."""
    return Diagnostic(place, Severity.ERROR, rule, message, hint, _texts(values))


def warning(place: Place, rule: str, message: str, hint: str = "", **values: object) -> Diagnostic:
    """Make a diagnostic that stops the build only with ``--strict``."""
    return Diagnostic(place, Severity.WARNING, rule, message, hint, _texts(values))


def fatal(problems: Iterable[Diagnostic], strict: bool = False) -> bool:
    """Tell whether the problems stop the build."""
    return any(strict or problem.severity is Severity.ERROR for problem in problems)


def _texts(values: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}


class PressError(Exception):
    """The root of what Press raises on purpose. Carries a message id and its values, like a `Diagnostic`."""

    exit_code = Exit.CONTENT

    def __init__(self, message: str, **values: object) -> None:
        self.message = message
        self.values = _texts(values)
        super().__init__(message.format_map(self.values))

    def __reduce__(self) -> tuple[Callable[..., PressError], tuple[type[PressError], str, dict[str, Any]]]:
        """Travel home from a worker."""
        return _again, (type(self), str(self), vars(self))


def _again(kind: type[PressError], text: str, fields: dict[str, Any]) -> PressError:
    made = kind.__new__(kind, text)
    vars(made).update(fields)
    return made


class Refused(PressError):
    """The content has errors; ``site/`` is as it was."""

    def __init__(self, problems: Iterable[Diagnostic]) -> None:
        self.problems = tuple(problems)
        super().__init__(N_("nothing was published: the content has errors"))


class Misuse(PressError):
    """The command was called wrongly, or cannot work here."""

    exit_code = Exit.MISUSE


class BadConfig(Misuse):
    """``config.toml`` is wrong."""

    def __init__(self, problems: Iterable[Diagnostic]) -> None:
        self.problems = tuple(problems)
        super().__init__(N_("config.toml has errors"))


class Busy(PressError):
    """Another build of this portal is running."""

    exit_code = Exit.BUSY


class CacheDamaged(PressError):
    """The cache is not what was written; the engine throws it away and builds everything."""


class ClusterLost(PressError):
    """The cluster ended before the build did."""


class Unwritable(PressError):
    """The file system refused to take a file."""
