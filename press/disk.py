"""Atomic writes of files, their removal, and SHA-256 digests of their content."""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
from contextlib import suppress
from pathlib import Path

LARGEST = 2**63 - 1
"""The largest integer that the database stores, a mask for times in nanoseconds and inodes: some have more bits."""


def digest(data: bytes) -> str:
    """Return the SHA-256 of bytes, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def file_digest(path: str | Path) -> str:
    """Return the SHA-256 of a file, hexadecimal. Raises OSError."""
    with open(path, "rb") as file:  # noqa: PTH123 - called for thousands of files, whose paths are strings
        return hashlib.file_digest(file, "sha256").hexdigest()


def leads_out(path: str | Path, folder: str | Path) -> bool:
    """Tell whether a path leads out of a folder, also through a link."""
    try:
        return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))
    except ValueError:  # a NUL character
        return True


def remove(path: Path) -> None:
    """Remove a file, a link or a whole folder, if it is there. Raises OSError, which names this path."""
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as reason:
        raise OSError(reason.errno, reason.strerror, str(path)) from reason


def write(path: Path, data: bytes) -> None:
    """Write a file atomically: a temporary file in the same folder is written and renamed. Raises OSError.

    Readers see the old file or the new one; if the process crashes, the old one remains.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}~")  # each writer has its own
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise
