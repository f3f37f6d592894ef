"""The values of a build: what changed, what is to be made, what was made, and the rows that the ledger keeps."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import msgspec

from press.diagnostics import Diagnostic


class Invalidation(msgspec.Struct, frozen=True):
    """Outputs that may have to look different: what an output kind is asked to describe."""

    id: str
    """What the output kind calls them: an address, or the name of a listing."""
    since: int
    """Date of the oldest release that affects them, in seconds since the epoch: nothing older in a list has moved."""
    count: int
    """How many releases affect them: a list cannot have shrunk by more."""


class Output(msgspec.Struct, frozen=True):
    """A file to publish."""

    address: str
    """Path under ``site/``: ``2026/03/jembatan/index.html``."""
    kind: str
    """Name of its output kind."""
    owner: str
    """The `Invalidation.id` that it was described for."""
    view: bytes
    """JSON; all that the template may see."""
    key: str
    """SHA-256 of all that the bytes depend on, hexadecimal."""
    bodies: tuple[str, ...] = ()
    """Digests of the bodies that the view names."""


class OutputRecord(msgspec.Struct, frozen=True):
    """A file that was published: a row of the ledger."""

    address: str
    kind: str
    owner: str
    """The `Invalidation.id` that it was described for."""
    key: str
    digest: str
    """SHA-256 of the bytes, hexadecimal."""
    size: int
    """Bytes."""
    mtime: int
    """Nanoseconds since the epoch, as the file system gave it."""


class SourceRecord(msgspec.Struct, frozen=True):
    """A file of the portal as it was last read: a row of the ledger."""

    path: str
    digest: str
    """SHA-256 of the bytes, hexadecimal; empty where it was never read."""
    size: int
    """Bytes."""
    mtime: int
    """Nanoseconds since the epoch; -1 where it changed so shortly before that the next build must look again."""


class Revision(msgspec.Struct, frozen=True):
    """What git had of the portal."""

    commit: str
    """Empty outside a repository."""
    dirty: tuple[str, ...]
    """Files and folders (with a slash at the end) that were not as committed, or not tracked."""


NO_REVISION = Revision("", ())
"""Outside a repository, or not asked."""


class Changes(msgspec.Struct, frozen=True):
    """What may differ from the last build. A full build is one in which everything does."""

    edited: tuple[SourceRecord, ...] = ()
    """Files to read; `SourceRecord.digest` is that of the last build, or empty."""
    removed: tuple[str, ...] = ()
    """Paths of files that are gone."""
    is_beyond_git: bool = False
    """Git would not tell all that may happen to these files: there are symbolic links among them, or repositories."""
    revision: Revision = NO_REVISION
    """What git had when the changes were found."""
    started: int = 0
    """When git was asked, in nanoseconds since the epoch."""
    everything: bool = False
    """Config, templates or code differ: ask for every output."""
    problems: tuple[Diagnostic, ...] = ()
    """What cannot be read at all."""


class Timing(NamedTuple):
    """What a step of a build, or an output kind in it, took."""

    step: str
    kind: str
    """Name of an output kind; empty: the whole of a step that has none."""
    seconds: float
    """Wall time of whichever process did it: those of workers run beside each other."""
    number: int
    """Of releases or outputs."""


class Report(msgspec.Struct, frozen=True):
    """What a build did."""

    changed: int
    """Sources that differed from the last build."""
    described: int
    """Outputs whose view was asked for."""
    written: tuple[str, ...]
    """Addresses whose bytes changed."""
    removed: tuple[str, ...]
    """Addresses that are gone."""
    total: int
    """Files of the site."""
    problems: tuple[Diagnostic, ...]
    """All that is wrong in the portal now."""
    next_change: datetime | None
    """When the clock alone will change the site next."""
    timings: tuple[Timing, ...]
    """Where the time went, by step and output kind."""
    slowest: tuple[tuple[float, str], ...]
    """The releases that took longest to read, with the seconds."""
