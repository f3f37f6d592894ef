"""The number of pages of a PDF, found without a PDF library: it is only shown to readers (“12 pages”)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_TOKEN = re.compile(rb"<<|>>|endobj|/Type\s*/Pages(?![A-Za-z])|/Parent(?![A-Za-z])|/Count\s+(\d{1,6})(?!\d)")
_OBJECT_STREAM = re.compile(rb"/ObjStm\b[^>]{0,300}>>\s{0,4}stream\r?\n")
_MAX_BYTES = 40 * 1024 * 1024
"""Larger files are not searched."""
_MAX_STREAM_BYTES = 4 * 1024 * 1024
"""Bytes of one object stream that are searched; of all streams together, eight times as many."""
_MAX_DEPTH = 64


def parts(data: bytes) -> Iterator[bytes]:
    """Yield the parts of a PDF in which dictionaries are: the file itself, and its decompressed object streams."""
    if len(data) <= _MAX_BYTES:
        yield data
        yield from _object_streams(data)


def pages(data: bytes) -> int:
    """Count the pages of a PDF; 0 if the number cannot be found (encrypted, damaged, larger than 40 MB)."""
    found = 0
    for part in parts(data):
        for count in _roots(part):
            found = count  # an edited file contains several page trees: the last one is valid
    return found


def _roots(part: bytes) -> Iterator[int]:
    """Yield the page counts of all roots of page trees: dictionaries of type Pages that have no parent."""
    stack: list[dict[str, int]] = []
    for token in _TOKEN.finditer(part):
        text = token[0]
        if text == b"<<" and len(stack) < _MAX_DEPTH:
            stack.append({})
        elif text == b"endobj":
            stack.clear()
        elif text == b">>":
            seen = stack.pop() if stack else {}
            if "pages" in seen and "parent" not in seen:
                yield seen.get("count", 0)
        elif stack:
            name = "count" if token[1] else "parent" if text == b"/Parent" else "pages"
            stack[-1][name] = int(token[1] or 0)


def _object_streams(data: bytes) -> Iterator[bytes]:
    """Yield the decompressed object streams, in which newer files store their dictionaries."""
    left = 8 * _MAX_STREAM_BYTES
    view = memoryview(data)
    for match in _OBJECT_STREAM.finditer(data):
        try:
            packed = view[match.end() : match.end() + _MAX_STREAM_BYTES]
            part = zlib.decompressobj().decompress(packed, min(left, _MAX_STREAM_BYTES))
        except zlib.error:
            continue
        left -= len(part)
        yield part
        if left <= 0:
            return
