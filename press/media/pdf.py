"""How many pages a PDF has, without a PDF library: a reader is told “12 pages”, nothing depends on it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

_TOKEN = re.compile(rb"<<|>>|endobj|/Type\s*/Pages(?![A-Za-z])|/Parent(?![A-Za-z])|/Count\s+(\d{1,6})(?!\d)")
_PACKED = re.compile(rb"/ObjStm\b[^>]{0,300}>>\s{0,4}stream\r?\n")
_BYTES = 40 * 1024 * 1024
"""Larger files are not searched."""
_UNPACKED = 4 * 1024 * 1024
"""Bytes of one packed stream that are looked at, and of all together eight times as many."""
_DEPTH = 64


def pages(data: bytes) -> int:
    """Count the pages of a PDF; 0 where it does not show (encrypted, damaged, larger than 40 MB)."""
    if len(data) > _BYTES:
        return 0
    found = 0
    for part in (data, *_unpacked(data)):
        for count in _roots(part):
            found = count  # a file that was edited holds several trees of pages: the last one is in force
    return found


def _roots(part: bytes) -> Iterator[int]:
    """The page counts of all roots of page trees: dictionaries of type Pages that have no parent."""
    stack: list[dict[str, int]] = []
    for token in _TOKEN.finditer(part):
        text = token[0]
        if text == b"<<" and len(stack) < _DEPTH:
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


def _unpacked(data: bytes) -> Iterator[bytes]:
    """The object streams, in which newer files pack their dictionaries."""
    left = 8 * _UNPACKED
    view = memoryview(data)
    for match in _PACKED.finditer(data):
        try:
            part = zlib.decompressobj().decompress(view[match.end() : match.end() + _UNPACKED], min(left, _UNPACKED))
        except zlib.error:
            continue
        left -= len(part)
        yield part
        if left <= 0:
            return
