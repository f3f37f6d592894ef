"""The source files of a portal: reading them, and which of them are releases."""

from __future__ import annotations

from pathlib import Path

from press import disk, rules
from press.diagnostics import Diagnostic, Place
from press.i18n.mark import N_
from press.model import SourceFile


def read(root: Path, path: str) -> SourceFile:
    """Read a source file with its digest. Raises OSError."""
    data = (root / path).read_bytes()
    return SourceFile(path, data, disk.digest(data))


def digest(root: Path, path: str) -> str:
    """Return the digest of a source file. Raises OSError."""
    return disk.file_digest(root / path)


def unreadable(path: str, reason: OSError) -> Diagnostic:
    """Return the problem of a file that cannot be read."""
    message = N_("this file cannot be read: {reason}")
    hint = N_("check that the file is there and that you may read it")
    return rules.UNREADABLE.broken(Place(path), message, hint, reason=reason.strerror)


def is_release(path: str) -> bool:
    """Tell whether a file is a release or a standing page, not a photo or other file that belongs to one."""
    return path.endswith(".md") and path.startswith(("posts/", "pages/"))
