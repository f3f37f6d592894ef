"""Verification of a build: make a clean build in another folder, and compare the files."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from press import disk
from press.build import engine
from press.build.request import BuildRequest
from press.diagnostics import Diagnostic
from press.errors import Refused
from press.site import manifest
from press.site.last_publication import open_publication
from press.store import database


def differences(request: BuildRequest, problems: Sequence[Diagnostic]) -> list[str]:
    """Build everything again into a temporary folder. Returns in order the problems and addresses that differ.

    The clean build knows what was published from the manifest.

    `problems` are those that the build reported.
    """
    with tempfile.TemporaryDirectory(prefix="press-verify-") as folder:
        published = open_publication(str(request.output / manifest.NAME))
        clean = msgspec.structs.replace(request, output=Path(folder) / "site", published=published, changed=None)
        try:
            others = engine.build(clean).problems
        except Refused as refused:
            others = tuple(refused.problems)
        finally:
            database.delete(clean.database)
            engine.lock_of(clean.database).unlink(missing_ok=True)
        ours, theirs = dict(digests(request.output)), dict(digests(clean.output))
    ours_only = [one for one in problems if one not in others]
    different = {f"{one.place}: {one.rule}" for one in (*ours_only, *(one for one in others if one not in problems))}
    addresses = {address for address in ours.keys() | theirs.keys() if ours.get(address) != theirs.get(address)}
    return sorted(different) + sorted(addresses)


def digests(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield each file of a folder: its path in the folder, and its SHA-256, hexadecimal."""
    for path in sorted(folder.rglob("*")):
        address = path.relative_to(folder).as_posix()
        if path.is_file() and not address.startswith(".git/"):
            yield address, disk.file_digest(path)
