"""Proof that a build is what a clean build would be: build clean beside it, and compare."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from press.build import engine
from press.build.request import Order
from press.store import database


def differences(order: Order) -> list[str]:
    """Build everything anew into a folder of its own; give the addresses that differ, in order."""
    with tempfile.TemporaryDirectory(prefix="press-verify-") as folder:
        clean = msgspec.structs.replace(order, output=Path(folder) / "site", changed=None)
        try:
            engine.build(clean)
        finally:
            database.thrown_away(clean.cache)
            clean.cache.with_suffix(".lock").unlink(missing_ok=True)
        ours, theirs = dict(files(order.output)), dict(files(clean.output))
    return sorted(address for address in ours.keys() | theirs.keys() if ours.get(address) != theirs.get(address))


def files(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file of a folder with its SHA-256, hexadecimal."""
    for path in sorted(folder.rglob("*")):
        address = path.relative_to(folder).as_posix()
        if path.is_file() and not address.startswith(".git/"):
            yield address, hashlib.sha256(path.read_bytes()).hexdigest()
