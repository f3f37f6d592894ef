"""Regular expressions that are compiled when they are first used.

Compiling takes 0.1 to 3 ms, as long as the import of a module. A build that reads one release needs few of the
expressions for what may be in a text: it took 32 ms to compile all others.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_ATTRIBUTES = [name for name in dir(re.Pattern) if not name.startswith("_")]


def expression(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what `re.compile` returns, but compile it only when it is first used. An error in it is raised then."""
    return cast("re.Pattern[AnyStr]", _Uncompiled(text, flags))


class _Uncompiled:
    """Has no attributes of an expression until one of them is looked up."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._text, self._flags)
        self.__dict__.update((each, getattr(compiled, each)) for each in _ATTRIBUTES)
        return getattr(compiled, name)
