"""Text ⇄ `Release`: `parse` takes a source file apart and says what is wrong with it, `dump` is its inverse."""

from __future__ import annotations

from press.config import Config
from press.content.front_matter import decode, release_fields, split
from press.content.front_matter.dump import dump
from press.content.front_matter.values import Findings
from press.model import Parsed, SourceFile

__all__ = ["dump", "parse"]


def parse(source: SourceFile, config: Config) -> Parsed:
    """Read a release, or a standing page under ``pages/``. All its problems come at once; none is an exception."""
    findings = Findings(source.path)
    text = decode.decode(source.data, findings)
    if text is None:
        return Parsed(None, "", 1, tuple(findings.problems))
    parted = split.split(text, findings)
    release = None
    if parted.fields is not None:
        release = release_fields.read(parted.fields, parted.line, source.path, config, findings)
    return Parsed(release, parted.text, parted.line, tuple(findings.problems))
