"""What stands in the folder of the site, against what the ledger says: whether a file was damaged, or a stranger came.

All of it is looked at after a build that died, and where anything is found amiss. Else a build looks at the folders of
the manifest, whose times tell what came and went right in them, and at a part of the files; which one, its clock
decides. What that costs does not grow with the archive (docs/decisions/0009-the-survey-takes-turns.md).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from datetime import datetime

from press.site import manifest
from press.site.writer import Site, Survey
from press.store.ledger import Ledger

_PART = 2000
"""Files that are looked at although their folders say nothing: some hundredths of a second."""


def taken(site: Site, ledger: Ledger, now: datetime) -> Survey:
    """The survey of a site; of all of it, and thorough, after a build that died."""
    folders = _folders(manifest.shards(ledger))
    if site.is_unsettled() or not ledger.note("now"):
        return _looked(folders, folders, site, ledger, thorough=True)
    found = _looked(_suspects(folders, site, ledger, now), folders, site, ledger)
    return _looked(folders, folders, site, ledger) if found.damaged or found.strangers else found


def remember_folders(site: Site, ledger: Ledger) -> None:
    """Note the times of the folders, now that all is written."""
    noted, times = ledger.folders(), site.times(_folders(manifest.shards(ledger)))
    ledger.remember_folders(dict(times.items() - noted.items()), gone=noted.keys() - times.keys())


def _folders(shards: Iterable[str]) -> list[str]:
    """The folders of the manifest and those above them, in order; the site's own is ``""``."""
    found = {""}
    for shard in shards:
        parts = shard.split("/")
        found.update("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))
    return sorted(found)


def _suspects(folders: list[str], site: Site, ledger: Ledger, now: datetime) -> list[str]:
    """The folders that something came into or went from, and those whose turn it is.

    Turns go by a digest of the time: by the time itself, builds at the same hour of each day might leave parts out.
    """
    times, noted = site.times(folders), ledger.folders()
    parts = ledger.total() // _PART + 1
    turn = int.from_bytes(hashlib.sha256(b"%d" % now.timestamp()).digest()) % parts
    return [
        folder
        for place, folder in enumerate(folders)
        if place % parts == turn or times.get(folder, 0) != noted.get(folder)
    ]


def _looked(
    suspects: Iterable[str], folders: Collection[str], site: Site, ledger: Ledger, thorough: bool = False
) -> Survey:
    apart = frozenset(folders)
    found = [site.look(folder, manifest.made_in(folder, ledger), apart, thorough) for folder in suspects]
    return Survey(
        tuple(made for one in found for made in one.damaged),
        tuple(made for one in found for made in one.moved),
        tuple(address for one in found for address in one.strangers),
    )
