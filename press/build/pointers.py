"""Pointers of Git LFS in ``static/``: they are not published in place of the files that are meant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from press import rules
from press.build.state import BuildState
from press.checks import with_severities
from press.diagnostics import Diagnostic, Place
from press.media import types
from press.model import STATIC


def record(build: BuildState) -> None:
    """Record a problem for each pointer."""
    build.ledger.record_problems("", "pointers", with_severities(_problems(build), build.request.config))


def _problems(build: BuildState) -> Iterator[Diagnostic]:
    for record in build.ledger.sources_under(STATIC.rstrip("/")):
        if len(types.POINTER) < record.size < types.POINTER_BYTES:
            with suppress(OSError):  # a file that cannot be read is reported by others
                place = Place(record.path)
                if types.is_pointer((build.request.root / record.path).read_bytes()):
                    yield rules.MEDIA.broken(place, types.IS_POINTER, types.IS_POINTER_HINT, path=record.path)
