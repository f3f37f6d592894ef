"""The checks of texts: what they get, and how they are run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

import msgspec

from press.checks import with_severities
from press.config import Config
from press.content import prose
from press.content.prose import Passage, Prose
from press.diagnostics import Diagnostic
from press.model import Parsed


class TextContext(msgspec.Struct, frozen=True):
    """What checks of texts need besides the text; it is sent to workers with every batch."""

    root: Path
    config: Config
    lists: str = ""
    """The fingerprint of the dictionary and the portal's lists, by which what is read from them is cached; empty: it is
    read again for each text."""


class TextCheck(Protocol):
    """The shape of a module in a table of text checks."""

    def check(self, prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
        """Yield the problems of a text."""


_LONGEST = 20_000
"""Characters of a passage. A longer one is no prose, and some checks take time in the square of it."""


def own_passages(prose: Prose) -> Iterator[Passage]:
    """Yield the passages in the newsroom's own words: no claim of others, no words about errors, and none too long."""
    others = ("claim.text", "corrections.", "withdrawn.")
    passages = (passage for passage in prose.passages if len(passage.text) <= _LONGEST)
    return (passage for passage in passages if not passage.field.startswith(others))


def problems(parsed: Parsed, checks: Mapping[str, TextCheck], context: TextContext) -> tuple[Diagnostic, ...]:
    """Run checks on a parsed file. Problems have the severities that config.toml sets."""
    text = prose.read(parsed) if checks and not _is_text_removed(parsed) else None
    found = (problem for each in checks.values() for problem in each.check(text, context)) if text else ()
    return with_severities(found, context.config)


def _is_text_removed(parsed: Parsed) -> bool:
    """Tell whether the text must not be shown any longer: its problems must not stop the build that removes it."""
    return bool(parsed.release and parsed.release.withdrawn and parsed.release.withdrawn.removes_text)
