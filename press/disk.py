"""The one way to write a file as a whole, and to name its content."""

from __future__ import annotations

import hashlib
import os
import threading
from contextlib import suppress
from pathlib import Path


def digest(data: bytes) -> str:
    """The SHA-256 of bytes, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def file_digest(path: str | Path) -> str:
    """The SHA-256 of a file, hexadecimal. Raises OSError."""
    with open(path, "rb") as file:  # noqa: PTH123 - called for thousands of files, whose paths are texts
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(path: Path, data: bytes) -> None:
    """Write a file as a whole or not at all: beside its place first, then by a rename. Raises OSError.

    Readers see the old file or the new one; a writer that dies leaves the old one.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}~")  # no two writers share one
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink()
        raise
