"""What stands in the folder of the site, against the ledger: files that are damaged, moved, or of somebody else.

All of it is looked at after a build that died, and where anything is wrong. Other builds look at the folders of the
manifest, whose mtimes tell whether files were added or removed directly in them, and at a part of the files; the time
of the build decides which part. What that costs does not grow with the archive
(docs/decisions/0009-the-audit-takes-turns.md).
"""

from __future__ import annotations

import os
from collections.abc import Collection, Container, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from stat import S_ISREG

import msgspec

from press import disk
from press.model import OutputRecord
from press.site import manifest
from press.site.writer import TEMPORARY, SiteFolder
from press.store.ledger import Ledger

PART = 2000
"""So many files are looked at in each build although their folders say nothing: some hundredths of a second."""


class SiteAudit(msgspec.Struct, frozen=True):
    """What the folder of the site looks like, against what the ledger says."""

    damaged: tuple[OutputRecord, ...]
    """Missing, or not what was written."""
    moved: tuple[OutputRecord, ...]
    """Right, but with another mtime, which these rows have: a copy that was restored."""
    unexpected: tuple[str, ...]
    """Addresses of files that no build wrote."""


def audit(site: SiteFolder, ledger: Ledger, now: datetime) -> SiteAudit:
    """Look at the site; after a build that died, at all of it, and thoroughly."""
    folders = _folders(manifest.shards(ledger))
    if site.is_incomplete() or not ledger.note("now"):
        return _look(folders, folders, site.folder, ledger, thorough=True)
    found = _look(_suspects(folders, site.folder, ledger, now), folders, site.folder, ledger)
    return _look(folders, folders, site.folder, ledger) if found.damaged or found.unexpected else found


def record_folders(site: SiteFolder, ledger: Ledger) -> None:
    """Note the mtimes of the folders, now that all is written."""
    noted, times = ledger.folders(), _mtimes(site.folder, _folders(manifest.shards(ledger)))
    ledger.record_folders(dict(times.items() - noted.items()), gone=noted.keys() - times.keys())


def _folders(shards: Iterable[str]) -> list[str]:
    """The folders of the manifest and those above them, in order; the site's own is ``""``."""
    found = {""}
    for shard in shards:
        parts = shard.split("/")
        found.update("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))
    return sorted(found)


def _suspects(folders: list[str], site: Path, ledger: Ledger, now: datetime) -> list[str]:
    """The folders in which files were added or removed, and those whose turn it is.

    Turns follow a digest of the time: by the time itself, builds at the same hour of each day might leave parts out.
    """
    times, noted = _mtimes(site, folders), ledger.folders()
    parts = ledger.count() // PART + 1
    turn = int(disk.digest(b"%d" % now.timestamp()), 16) % parts
    return [
        folder
        for place, folder in enumerate(folders)
        if place % parts == turn or times.get(folder, 0) != noted.get(folder)
    ]


def _mtimes(site: Path, folders: Iterable[str]) -> dict[str, int]:
    """The mtimes of folders in nanoseconds, of those that exist."""
    found: dict[str, int] = {}
    for name in folders:
        with suppress(OSError):
            found[name] = os.stat(f"{site}/{name}").st_mtime_ns
    return found


def _look(
    suspects: Iterable[str], folders: Collection[str], site: Path, ledger: Ledger, thorough: bool = False
) -> SiteAudit:
    apart = frozenset(folders)
    found = [_look_into(site, folder, manifest.outputs_in(folder, ledger), apart, thorough) for folder in suspects]
    return SiteAudit(
        tuple(record for one in found for record in one.damaged),
        tuple(record for one in found for record in one.moved),
        tuple(address for one in found for address in one.unexpected),
    )


def _look_into(
    site: Path, folder: str, records: Iterable[OutputRecord], apart: Container[str], thorough: bool
) -> SiteAudit:
    """Look at what is in a folder and below it, except in the folders `apart`, against what was made there.

    A thorough look reads every file; otherwise size and mtime are enough.
    """
    found = dict(_files(site, folder, apart))
    damaged: list[OutputRecord] = []
    moved: list[OutputRecord] = []
    for record in records:
        stat = found.pop(record.address, None)
        mtime = _mtime_if_whole(f"{site}/{record.address}", stat, record, thorough) if stat else None
        if mtime is None:
            damaged.append(record)
        elif mtime != record.mtime:
            moved.append(msgspec.structs.replace(record, mtime=mtime))
    return SiteAudit(tuple(damaged), tuple(moved), tuple(sorted(found)))


def _files(site: Path, folder: str, apart: Container[str]) -> Iterator[tuple[str, os.stat_result]]:
    """The files in a folder and below it, by address; links are not followed."""
    try:
        entries = list(os.scandir(f"{site}/{folder}"))
    except OSError:
        return
    for entry in entries:
        path = f"{folder}/{entry.name}" if folder else entry.name
        if not entry.is_dir(follow_symlinks=False):
            yield path, entry.stat(follow_symlinks=False)
        elif path not in apart and path not in (".git", TEMPORARY):
            yield from _files(site, path, apart)


def _mtime_if_whole(path: str, stat: os.stat_result, record: OutputRecord, thorough: bool) -> int | None:
    """The mtime of a file that is what was written, else None."""
    if stat.st_size != record.size or not S_ISREG(stat.st_mode):
        return None
    if not thorough and stat.st_mtime_ns == record.mtime:
        return record.mtime
    try:
        return stat.st_mtime_ns if disk.file_digest(path) == record.digest else None
    except OSError:
        return None
