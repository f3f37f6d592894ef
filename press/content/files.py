"""The source files of a portal: reading them, and which of them are releases."""

from __future__ import annotations

from pathlib import Path

from press import disk
from press.model import SourceFile


def read(root: Path, path: str) -> SourceFile:
    """Read a source file with its digest. Raises OSError."""
    data = (root / path).read_bytes()
    return SourceFile(path, data, disk.digest(data))


def is_release(path: str) -> bool:
    """Tell whether a file is a release or a standing page, not a photo or other file that belongs to one."""
    return path.endswith(".md") and path.startswith(("posts/", "pages/"))
