"""Source file ⇄ `Release`: `parse` reads a source file and reports its problems; `dump` is the inverse."""

from __future__ import annotations

from press.config import Config
from press.content.front_matter import decode, release_fields, split
from press.content.front_matter.dump import dump
from press.content.front_matter.values import Findings
from press.diagnostics import Diagnostic
from press.model import Parsed, SourceFile

__all__ = ["decoded", "dump", "parse"]


def decoded(source: SourceFile) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """Return the text of a file that has no fields, None if it is too large or not UTF-8, and its problems."""
    findings = Findings(source.path)
    return decode.decode(source.data, findings), tuple(findings.problems)


def parse(source: SourceFile, config: Config) -> Parsed:
    """Read a release, or a standing page under ``pages/``. Returns all problems together; none is an exception."""
    findings = Findings(source.path)
    text = decode.decode(source.data, findings)
    if text is None:
        return Parsed(None, "", 1, tuple(findings.problems))
    parts = split.split(text, findings)
    release = None
    if parts.fields is not None:
        release = release_fields.read(parts.fields, parts.line, source.path, config, findings)
    return Parsed(release, parts.text, parts.line, tuple(findings.problems))
