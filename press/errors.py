"""What Press raises on purpose, and its exit codes.

Problems in the content are values (`press.diagnostics`), collected and shown together. Exceptions are few:

    PressError                 the root; caught once, in `press.cli`
    ├── Refused                the content has errors; nothing was published       exit 1
    ├── Misuse                 wrong arguments or a wrong config.toml              exit 2
    │   └── BadConfig          … with the diagnostics of config.toml
    ├── Busy                   another build holds the lock                        exit 75
    ├── CacheDamaged           the cache cannot be trusted; the build starts again without it
    ├── ClusterLost            the cluster ended before the build did              exit 1
    └── Unwritable             the disk refused (full, read-only)                  exit 1

Anything else is a bug of ours: exit 3, with a traceback in a file.
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
    BUSY = 75
    INTERRUPTED = 130


class PressError(Exception):
    """The root of what Press raises on purpose. Carries a message id and its values, like a `Diagnostic`."""

    exit_code = Exit.CONTENT

    def __init__(self, message: str, **values: object) -> None:
        self.message = message
        self.values = texts(values)
        super().__init__(message.format_map(self.values))

    def __reduce__(self) -> tuple[Callable[..., PressError], tuple[type[PressError], str, dict[str, Any]]]:
        """Travel from a worker process to the one that builds."""
        return _unpickled, (type(self), str(self), vars(self))


def _unpickled(kind: type[PressError], text: str, fields: dict[str, Any]) -> PressError:
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
    """The cache is not what was written; the build deletes it and makes everything."""


class ClusterLost(PressError):
    """The cluster ended before the build did."""


class Unwritable(PressError):
    """The file system refused to take a file."""
