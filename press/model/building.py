"""What happens in between, and what goes out: changes, claims, outputs, and the rows of the ledger."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

import msgspec

from press.errors import Diagnostic


class Touch(msgspec.Struct, frozen=True):
    """A claim that outputs may look different: what a kind is asked to describe."""

    id: str
    """What the kind calls it: an address, or the key of a list."""
    since: int
    """Time (see `instant`) of the oldest release that touched it: nothing older in a list has moved."""
    count: int
    """How many releases touched it: a list cannot have shrunk by more."""


class Output(msgspec.Struct, frozen=True):
    """Something to publish."""

    address: str
    """Path under ``site/``: ``2026/03/jembatan/index.html``."""
    kind: str
    """Name of its kind in the table of kinds."""
    owner: str
    """The claim that it was described for."""
    view: bytes
    """JSON; all that the template may see."""
    key: str
    """SHA-256 of all that the bytes depend on, hexadecimal."""
    bodies: tuple[str, ...] = ()
    """Digests of the bodies that the view names."""


class Made(msgspec.Struct, frozen=True):
    """A file that was published: a row of the ledger."""

    address: str
    kind: str
    owner: str
    """The claim that it was described for."""
    key: str
    digest: str
    """SHA-256 of the bytes, hexadecimal."""
    size: int
    mtime: int
    """Nanoseconds since the epoch, as the file system gave it."""


class Seen(msgspec.Struct, frozen=True):
    """A file of the portal as it was last read: a row of the ledger."""

    path: str
    digest: str
    """SHA-256 of the bytes, hexadecimal."""
    size: int
    mtime: int
    """Nanoseconds since the epoch; -1 where it changed so shortly before that the next build must look again."""


class Revision(msgspec.Struct, frozen=True):
    """What git had of the portal."""

    commit: str
    """Empty outside a repository."""
    dirty: tuple[str, ...]
    """Files and folders (with a slash at the end) that were not as committed, or not tracked."""


NOWHERE = Revision("", ())
"""Outside a repository, or not looked at."""


class Changes(msgspec.Struct, frozen=True):
    """What may differ from the last build. A full build is one in which everything does."""

    edited: tuple[Seen, ...] = ()
    """Files to read; `Seen.digest` is that of the last build, or empty."""
    removed: tuple[str, ...] = ()
    is_beyond_git: bool = False
    """Git would not tell all that may happen to these files: there are symbolic links among them, or repositories."""
    revision: Revision = NOWHERE
    """What git had when this was found out."""
    started: int = 0
    """When git was asked, in nanoseconds since the epoch."""
    everything: bool = False
    """Config, templates or the engine differ: ask for every output."""
    problems: tuple[Diagnostic, ...] = ()
    """What cannot be read at all."""


class Spent(NamedTuple):
    """What a stage, or a kind of output in it, took."""

    stage: str
    kind: str
    """Name of a kind of output; empty: the whole of a stage that has none."""
    seconds: float
    """On the clock of whichever process did it: those of workers run beside each other."""
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
    total: int
    """Files of the site."""
    problems: tuple[Diagnostic, ...]
    """All that stands in the portal now."""
    next_change: datetime | None
    """When the clock alone will change the site next."""
    spent: tuple[Spent, ...]
    """Where the time went, by stage and kind."""
    dearest: tuple[tuple[float, str], ...]
    """The releases that took longest to read, with the seconds."""
