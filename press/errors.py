"""The exceptions that Press raises on purpose, and its exit codes.

Problems in the content are values (`press.diagnostics`), collected and shown together. There are few exceptions:

    PressError                 the base class; caught once, in `press.cli`
    ├── Refused                the content has errors; nothing was published       exit 1
    ├── Misuse                 wrong arguments or a wrong config.toml              exit 2
    │   ├── BadConfig          … with the diagnostics of config.toml
    │   └── MemoryUnreadable   it cannot be found out what was published before
    ├── Busy                   another build holds the lock                        exit 75
    ├── CacheDamaged           the cache is damaged or outdated; the build starts again without it
    ├── ClusterLost            the cluster ended before the build                  exit 1
    └── Unwritable             a file cannot be written (disk full, read-only)     exit 1

Any other exception is a bug in Press: exit 3, with a traceback in a file.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from typing import Any

from press.diagnostics import Diagnostic, texts
from press.i18n.mark import N_


class Exit(enum.IntEnum):
    """Exit codes of the command (sysexits.h for 75, shells for 130)."""

    GOOD = 0
    CONTENT = 1
    MISUSE = 2
    BUG = 3
    HELD = 4
    """All was published but what has errors (``build --hold-broken``)."""
    NOT_AS_BUILT = 5
    """Of `audit` only: the live site is not what was built."""
    NOTHING_DUE = 10
    """Of `schedule --due` and `build --only-alerts` only."""
    BUSY = 75
    INTERRUPTED = 130


class PressError(Exception):
    """The base class of what Press raises on purpose. It has a message id and its values, like a `Diagnostic`."""

    exit_code = Exit.CONTENT

    def __init__(self, message: str, **values: object) -> None:
        self.message = message
        self.values = texts(values)
        super().__init__(message.format_map(self.values))

    def __reduce__(self) -> tuple[Callable[..., PressError], tuple[type[PressError], str, dict[str, Any]]]:
        """Pickle the exception, so that a worker process can send it to the process that builds."""
        return _unpickled, (type(self), str(self), vars(self))


def _unpickled(kind: type[PressError], text: str, fields: dict[str, Any]) -> PressError:
    error = kind.__new__(kind, text)
    vars(error).update(fields)
    return error


class Refused(PressError):
    """The content has errors; ``site/`` was not changed."""

    def __init__(self, problems: Iterable[Diagnostic]) -> None:
        self.problems = tuple(problems)
        super().__init__(N_("nothing was published: correct the errors above first"))


class Misuse(PressError):
    """The command was called wrongly, or cannot work here."""

    exit_code = Exit.MISUSE


class BadConfig(Misuse):
    """``config.toml`` is wrong."""

    def __init__(self, problems: Iterable[Diagnostic]) -> None:
        self.problems = tuple(problems)
        super().__init__(N_("config.toml has errors: correct those above"))


class MemoryUnreadable(Misuse):
    """The manifest of what was published cannot be read: addresses might vanish without anybody noticing."""


UNREADABLE = N_("{location} says what was published, and cannot be read: {reason}; correct that, and try again")
"""The message of a `MemoryUnreadable` with another error as its reason."""


class Busy(PressError):
    """Another build of this portal is running."""

    exit_code = Exit.BUSY


class CacheDamaged(PressError):
    """The cache is damaged or outdated; the build deletes it and builds everything."""


class ClusterLost(PressError):
    """The cluster ended before the build."""


class Unwritable(PressError):
    """A file cannot be written."""
