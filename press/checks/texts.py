"""The checks of texts: what they get, and how they are run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

import msgspec

from press.checks import with_severities
from press.config import Config
from press.content import prose
from press.content.prose import Prose
from press.diagnostics import Diagnostic
from press.model import Parsed


class TextContext(msgspec.Struct, frozen=True):
    """What checks of texts need besides the text; it is sent to workers with every batch."""

    root: Path
    config: Config


class TextCheck(Protocol):
    """The shape of a module in a table of text checks."""

    def check(self, prose: Prose, context: TextContext) -> Iterator[Diagnostic]:
        """Yield the problems of a text."""


def problems(parsed: Parsed, checks: Mapping[str, TextCheck], context: TextContext) -> tuple[Diagnostic, ...]:
    """Run checks on a parsed file. Problems have the severities that config.toml sets."""
    text = prose.read(parsed) if checks else None
    found = (problem for each in checks.values() for problem in each.check(text, context)) if text else ()
    return with_severities(found, context.config)
