"""Text ⇄ `Release`: `parse` takes a source file apart and says what is wrong with it, `dump` is its inverse."""

from __future__ import annotations

from press.config import Config
from press.model import Parsed, Source
from press.releases import decoding, fields, matter
from press.releases.values import Notes
from press.releases.writing import dump

__all__ = ["dump", "parse"]


def parse(source: Source, config: Config) -> Parsed:
    """Read a release, or a standing page under ``pages/``. All its problems come at once; none is an exception."""
    notes = Notes(source.path)
    text = decoding.decode(source.data, notes)
    if text is None:
        return Parsed(None, "", 1, tuple(notes.problems))
    parted = matter.split(text, notes)
    release = None
    if parted.fields is not None:
        release = fields.read(parted.fields, parted.line, source.path, config, notes)
    return Parsed(release, parted.text, parted.line, tuple(notes.problems))
