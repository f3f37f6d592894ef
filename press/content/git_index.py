"""Git's index, read for the edits that git does not see: it compares times only to the second.

If a file is edited in place in the second in which git checked it, with the same size and a restored mtime, git reports
no difference, now and later. But the index has the ctime of the file to the nanosecond, and no program can set a ctime.
Git itself reads a file whose mtime is not older than the index, so only files with an older mtime are of interest: very
few, also in a fresh checkout.
"""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

RACY = 20_000_000
"""Nanoseconds: a file that changed so shortly before it was checked may change again without a new ctime."""
_SECOND = 1_000_000_000
"""Nanoseconds."""
_HEADER = struct.Struct(">4sI4x")
"""Signature and version of the index; the entries follow (gitformat-index(5))."""
_ENTRY = struct.Struct(">III48xH")
"""The beginning of an entry: seconds and nanoseconds of the ctime, seconds of the mtime, flags. The name follows."""
_EXTENDED, _LENGTH = 0x4000, 0x0FFF
"""Parts of the flags: whether two more bytes of flags follow; the length of the name, if it is shorter than this."""
_ALIGNMENT = 8
"""Entries are padded with NUL to a multiple of these bytes."""
_MOST_PREFIXES = 64
"""The whole index is searched for each prefix of the seconds: of 3 bytes up to 4 hours, of 2 bytes up to 48 days."""


def edits_to_check(index: Path, top: Path, since: int) -> list[str] | None:
    """Return the files that may differ from what git noted without git seeing it; None if the index cannot tell.

    `top` is the folder that the index is for. Edits before `since` (nanoseconds since the epoch) are not of interest:
    an entry with an earlier ctime hides none that came later.
    """
    first, last = (since - RACY) // _SECOND, time.time_ns() // _SECOND
    try:
        stat = index.stat()
        if max(stat.st_mtime_ns, stat.st_ctime_ns) // _SECOND < first:
            return []
        data = index.read_bytes()
        signature, version = _HEADER.unpack_from(data)
    except (OSError, struct.error):
        return None
    prefixes = _prefixes(first, last)
    is_split = b"\0link\0\0" in data  # most entries are in another file
    if signature != b"DIRC" or version not in (2, 3) or is_split or not prefixes:
        return None
    reliable = range(1, stat.st_mtime_ns - RACY)
    entries = _entries(data, first, prefixes)
    return [path for path, ctime in entries if not _is_as_noted(f"{top}/{path}", ctime, reliable)]


def _prefixes(first: int, last: int) -> list[bytes]:
    """Return the first bytes of all seconds between two, big-endian; none if there would be too many of them."""
    for size in (3, 2):
        shift = 8 * (4 - size)
        if 0 <= (last >> shift) - (first >> shift) < _MOST_PREFIXES:
            return [high.to_bytes(size) for high in range(first >> shift, (last >> shift) + 1)]
    return []


def _entries(data: bytes, first: int, prefixes: Iterable[bytes]) -> Iterator[tuple[str, int]]:
    """Yield the entries with a ctime since a second and an older mtime, each as path and ctime in nanoseconds.

    `prefixes` are the first bytes of such seconds: a loop over all entries would take 1 µs for each.
    """
    for prefix in prefixes:
        at = data.find(prefix, _HEADER.size)
        while 0 <= at <= len(data) - _ENTRY.size:
            seconds, nanoseconds, mtime, flags = _ENTRY.unpack_from(data, at)
            start = at + _ENTRY.size + (2 if flags & _EXTENDED else 0)
            name = data[start : data.find(b"\0", start)]
            # These bytes may also be in another part of an entry.
            is_entry = (at - _HEADER.size) % _ALIGNMENT == 0 and min(len(name), _LENGTH) == flags & _LENGTH
            if is_entry and seconds >= first and mtime < seconds:
                yield os.fsdecode(name), seconds * _SECOND + nanoseconds
            at = data.find(prefix, at + (_ENTRY.size if is_entry else 1))


def _is_as_noted(path: str, ctime: int, reliable: range) -> bool:
    """Tell whether a file has the ctime that git noted, and could not change once more with this ctime.

    File systems without nanoseconds, and git compiled without them, have 0 in their place.
    """
    try:
        return ctime in reliable and bool(ctime % _SECOND) and os.lstat(path).st_ctime_ns == ctime
    except OSError:
        return False
