"""Comparison of the site's folder with the ledger: it finds files that are damaged, touched or unexpected.

The whole folder is checked after a build that crashed, and if anything is wrong. Other builds check the folders of the
manifest, whose mtimes show whether files were added or removed directly in them, and a part of the files; the time of
the build determines which part. The time that this takes does not grow with the archive
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
from press.site.writer import NOT_OURS, TEMPORARY, SiteFolder
from press.store.ledger import Ledger

FILES_PER_BUILD = 2000
"""About so many files are checked in each build, even if no folder has changed: some hundredths of a second."""


class SiteAudit(msgspec.Struct, frozen=True):
    """The differences between the folder of the site and the ledger."""

    damaged: tuple[OutputRecord, ...]
    """Files that are missing, or that differ from what was written."""
    touched: tuple[OutputRecord, ...]
    """Files with the right content but another mtime, which these rows have: restored copies, for example."""
    unexpected: tuple[str, ...]
    """Addresses of files and empty folders that no build made."""


def audit(site: SiteFolder, ledger: Ledger, now: datetime) -> SiteAudit:
    """Compare the site with the ledger; after a build that crashed, all of it and thoroughly."""
    folders = _folders(manifest.shards(ledger))
    if site.is_incomplete() or not ledger.note("now"):
        return _check_folders(folders, folders, site.folder, ledger, thorough=True)
    found = _check_folders(_folders_to_check(folders, site.folder, ledger, now), folders, site.folder, ledger)
    return _check_folders(folders, folders, site.folder, ledger) if found.damaged or found.unexpected else found


def record_folders(site: SiteFolder, ledger: Ledger) -> None:
    """Record the mtimes of the folders, after all files were written."""
    noted, times = ledger.folders(), _mtimes(site.folder, _folders(manifest.shards(ledger)))
    ledger.record_folders(dict(times.items() - noted.items()), gone=noted.keys() - times.keys())


def _folders(shards: Iterable[str]) -> list[str]:
    """Return the folders of the manifest and those above them, in order; the site's own is ``""``."""
    found = {""}
    for shard in shards:
        parts = shard.split("/")
        found.update("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))
    return sorted(found)


def _folders_to_check(folders: list[str], site: Path, ledger: Ledger, now: datetime) -> list[str]:
    """Return the folders in which files were added or removed, and those whose turn it is.

    The turn depends on a digest of the time: with the time itself, builds at the same hour of each day might never
    check some parts.
    """
    times, noted = _mtimes(site, folders), ledger.folders()
    parts = ledger.count() // FILES_PER_BUILD + 1
    turn = int(disk.digest(b"%d" % now.timestamp()), 16) % parts
    return [
        folder
        for number, folder in enumerate(folders)
        if number % parts == turn or times.get(folder, 0) != noted.get(folder)
    ]


def _mtimes(site: Path, folders: Iterable[str]) -> dict[str, int]:
    """Return the mtimes of those folders that exist, in nanoseconds."""
    found: dict[str, int] = {}
    for name in folders:
        with suppress(OSError):
            found[name] = os.stat(f"{site}/{name}").st_mtime_ns & disk.LARGEST
    return found


def _check_folders(
    chosen: Iterable[str], folders: Collection[str], site: Path, ledger: Ledger, thorough: bool = False
) -> SiteAudit:
    excluded = frozenset(folders)
    found = [_check_folder(site, folder, manifest.outputs_in(folder, ledger), excluded, thorough) for folder in chosen]
    return SiteAudit(
        tuple(record for one in found for record in one.damaged),
        tuple(record for one in found for record in one.touched),
        tuple(address for one in found for address in one.unexpected),
    )


def _check_folder(
    site: Path, folder: str, records: Iterable[OutputRecord], excluded: Container[str], thorough: bool
) -> SiteAudit:
    """Compare the files in a folder and below it, except in the folders `excluded`, with what was made there.

    With `thorough`, every file is read; otherwise only those whose mtime differs.
    """
    found = dict(_files(site, folder, excluded))
    damaged: list[OutputRecord] = []
    touched: list[OutputRecord] = []
    for record in records:
        stat = found.pop(record.address, None)
        mtime = _mtime_if_intact(f"{site}/{record.address}", stat, record, thorough) if stat else None
        if mtime is None:
            damaged.append(record)
        elif mtime != record.mtime:
            touched.append(msgspec.structs.replace(record, mtime=mtime))
    return SiteAudit(tuple(damaged), tuple(touched), tuple(sorted(found.keys() - NOT_OURS)))


def _files(site: Path, folder: str, excluded: Container[str]) -> Iterator[tuple[str, os.stat_result]]:
    """Yield the files and the empty folders in a folder and below it, by address; links are not followed."""
    try:
        entries = list(os.scandir(f"{site}/{folder}"))
    except OSError:
        return
    for entry in entries:
        path = f"{folder}/{entry.name}" if folder else entry.name
        if not entry.is_dir(follow_symlinks=False):
            yield path, entry.stat(follow_symlinks=False)
        elif path not in excluded and path not in (".git", TEMPORARY):
            below = list(_files(site, path, excluded))
            yield from below or [(path, entry.stat(follow_symlinks=False))]


def _mtime_if_intact(path: str, stat: os.stat_result, record: OutputRecord, thorough: bool) -> int | None:
    """Return the mtime of a file that has the content that was written, else None."""
    if stat.st_size != record.size or not S_ISREG(stat.st_mode):
        return None
    mtime = stat.st_mtime_ns & disk.LARGEST
    if not thorough and mtime == record.mtime:
        return mtime
    try:
        return mtime if disk.file_digest(path) == record.digest else None
    except OSError:
        return None
