"""The entries of the log: one line each, which says that a version of a release has a canonical text with a digest.

``press/seal-entry-v1 <time> <action> <version> <SHA-256> <id>``: the line without its line break is the leaf.
There is nothing else in the log: of a text that had to be removed, only its digest is left.
"""

from __future__ import annotations

import enum
import re
from datetime import UTC, datetime

import msgspec

FORMAT = "press/seal-entry-v1"
_LINE = re.compile(
    rf"{FORMAT} (?P<time>\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\dZ) (?P<action>[a-z]+) (?P<version>[1-9]\d*) "
    r"(?P<digest>[0-9a-f]{64}) (?P<id>\S.*)"
)


class Action(enum.StrEnum):
    """Why there is a new version."""

    PUBLISH = "publish"
    CORRECT = "correct"
    """It has a correction, or a later `updated`, which readers see."""
    WITHDRAW = "withdraw"
    RESTATE = "restate"
    """The same release otherwise written: at another address, or because a person said so."""


class Entry(msgspec.Struct, frozen=True):
    """One entry."""

    time: str
    """When it was sealed, in UTC: ``2026-11-15T00:00:00Z``."""
    action: Action
    version: int
    digest: str
    """SHA-256 of the canonical text, hexadecimal."""
    id: str

    def __str__(self) -> str:
        return f"{FORMAT} {self.time} {self.action} {self.version} {self.digest} {self.id}"


def entry(line: str) -> Entry:
    """Return the entry of a line. Raises ValueError."""
    found = _LINE.fullmatch(line)
    if not found or not line.isprintable():
        raise ValueError(f"not an entry of the log: {line[:120]}")
    return Entry(found["time"], Action(found["action"]), int(found["version"]), found["digest"], found["id"])


def time_of(moment: datetime) -> str:
    """Return a time as entries have it."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
