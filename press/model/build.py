"""The values of a build: what changed, what is to be made, what was made, and the records in the ledger."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import msgspec

from press.diagnostics import Diagnostic


class Invalidation(msgspec.Struct, frozen=True):
    """Outputs that may have changed: their output kind must describe them again."""

    id: str
    """The id that the output kind gave them: an address, or the name of a listing."""
    since: int
    """Date of the oldest release that affects them, in seconds since the epoch; in a list, nothing older has moved."""
    count: int
    """How many releases affect them: a list cannot have become shorter by more."""


class Output(msgspec.Struct, frozen=True):
    """A file to publish."""

    address: str
    """Path under ``site/``: ``2026/03/jembatan/index.html``."""
    kind: str
    """Name of its output kind."""
    owner: str
    """The `Invalidation.id` that it was described for."""
    view: bytes
    """JSON; all data that the template gets."""
    key: str
    """SHA-256 of all that the bytes depend on, hexadecimal."""
    bodies: tuple[str, ...] = ()
    """Digests of the bodies that the view uses."""
    photo: str = ""
    """Digest of the photo that must be decoded for it; empty: none. Outputs of one photo are made one by one."""


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


NOT_KNOWN = -1
"""A ctime that no file has."""


class SourceRecord(msgspec.Struct, frozen=True):
    """A file of the portal as it was last read: a row of the ledger."""

    path: str
    digest: str
    """SHA-256 of the bytes, hexadecimal; empty if it was never read."""
    size: int
    """Bytes."""
    mtime: int = 0
    """Nanoseconds since the epoch, as the file system gave it; any program can set it."""
    ctime: int = NOT_KNOWN
    """When content, mtime or owner last changed, in nanoseconds since the epoch; no program can set it. `NOT_KNOWN` if
    that was so recently that the next build must read the file again."""
    inode: int = 0
    """Its number in the file system. Like the times, it is reduced to 63 bits, as the database stores it."""


class Revision(msgspec.Struct, frozen=True):
    """The state of the portal in git."""

    commit: str
    """Empty outside a repository."""
    dirty: tuple[str, ...]
    """Files and folders (with a slash at the end) that were not as committed, or not tracked."""
    started: int = 0
    """When git was run, in nanoseconds since the epoch."""


NO_REVISION = Revision("", ())
"""The portal is not in a git repository, or git was not run."""


class Changes(msgspec.Struct, frozen=True):
    """What may differ from the last build. In a full build, everything may."""

    edited: tuple[SourceRecord, ...] = ()
    """Files to read; each `SourceRecord.digest` is that of the last build, or empty."""
    removed: tuple[str, ...] = ()
    """Paths of files that no longer exist."""
    is_beyond_git: bool = False
    """Whether git cannot detect all changes of the files, since there are symbolic links or repositories among them."""
    revision: Revision = NO_REVISION
    """The state in git when the changes were found."""
    everything: bool = False
    """Whether config, assets or code differ, so that every output must be described."""
    kinds: frozenset[str] = frozenset()
    """The output kinds whose templates differ, so that all their outputs must be described."""
    problems: tuple[Diagnostic, ...] = ()
    """Problems of files that cannot be read at all."""
    all_sources: bool = False
    """Whether every source is read again, so that no card of the last build is right."""


class TakenPath(NamedTuple):
    """A path of the site that a card takes, for a file or a folder of its own."""

    path: str
    """Normalised by `press.store.card_keys.fold`; without a slash at its end."""
    is_whole: bool
    """Whether nothing else may be below it: it is a file, or the folder of a release."""


class Timing(NamedTuple):
    """The time that a step of a build took, or one output kind in it."""

    step: str
    kind: str
    """Name of an output kind; empty for a step that is not divided by output kinds."""
    seconds: float
    """Sum of the wall times in the processes that did it; workers run in parallel."""
    number: int
    """Number of releases or outputs."""


class Report(msgspec.Struct, frozen=True):
    """What a build did."""

    changed: int
    """Number of sources that differed from the last build."""
    described: int
    """Number of outputs that were described."""
    written: tuple[str, ...]
    """Addresses whose bytes changed."""
    removed: tuple[str, ...]
    """Addresses of the files that were removed."""
    replaced: tuple[str, ...]
    """Addresses of the portal's own files that files of ``static/`` replace."""
    total: int
    """Number of files of the site."""
    problems: tuple[Diagnostic, ...]
    """All that is wrong in the portal now."""
    pages: dict[str, str]
    """The address of each text that has a problem, by its source."""
    next_change: datetime | None
    """When a date in the content will next change the site without an edit."""
    held: tuple[str, ...]
    """The files whose errors did not stop the build: the site has their releases as they were before."""
    timings: tuple[Timing, ...]
    """The time that was taken, by step and output kind."""
    slowest: tuple[tuple[float, str], ...]
    """The releases that took longest to read, with the seconds."""
