"""Fingerprints of texts, by which the page `/cek/` finds the release that a message may be of. They prove nothing.

A fingerprint is the CRC-32 of five words in a row. Of each four such runs at neighbouring words, the smallest one is
kept (winnowing: Schleimer, Wilkerson and Aiken 2003), so that texts with eight words in a row in common have one in
common. ``templates/assets/check-find.js`` does the same in the browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain, groupby, islice
from struct import pack, unpack
from zlib import crc32

RUN, WINDOW = 5, 4
"""Words of a run; runs of which one is kept."""
SHARDS = 256
"""Files of the index of all texts, by the last byte of a fingerprint: the first ones are not spread evenly."""
MOST = 65
"""Most releases that are kept of a fingerprint. One that has so many finds nothing."""
_KEY = 3
_ROW = 6
"""Bytes of the key of a release, and of a row: three bytes of a fingerprint before the last one, and the key."""
_SAID = frozenset(
    {"title", "short-title", "summary", "point", "claim", "fact", "quote"}
    | {f"alert-{name}" for name in ("area", "impact", "affected", "avoid", "evacuation", "help", "measures")}
    | {"alert-announcer", "alert-channels"}
)
"""Keys of the header whose values people copy with the text."""
_WORD = re.compile(r"[^\W_]+")
_TARGET = re.compile(r" ?⟨[^⟩]*⟩")
_FILE = re.compile(r"(?:photo|file): ([0-9a-f]{8})")


def of_release(canonical_text: str, code: str) -> frozenset[int]:
    """Return the fingerprints of a canonical text, of the files that it names, and of its sign-off code, if any."""
    head, _, body = canonical_text.partition("\n\n")
    rows = head.split("\n")
    values = [value for key, _, value in (row.partition(": ") for row in rows) if key in _SAID]
    files = {int(found[1], 16) for found in map(_FILE.match, rows) if found}
    codes = {crc32(f"code:{code.lower()}".encode())} if code else set()
    return frozenset(of_text("\n".join((*values, body))) | files | codes)


def of_text(text: str) -> set[int]:
    """Return the fingerprints of a text, without the targets of its links."""
    words = [word.encode() for word in _WORD.findall(_TARGET.sub("", text).lower())]
    runs = [crc32(b" ".join(words[at : at + RUN])) for at in range(len(words) - RUN + 1)]
    if len(runs) < WINDOW:
        return {min(runs)} if runs else set()
    return set(map(min, runs, runs[1:], runs[2:], runs[3:]))


def key(release_id: str) -> bytes:
    """Return three bytes of the CRC-32 of an id: they name a release in the index."""
    return (crc32(release_id.encode()) & 0xFFFFFF).to_bytes(_KEY, "big")


def shard_of_id(release_id: str) -> int:
    """Return the number of the file of an id: the first byte of its key."""
    return crc32(release_id.encode()) >> 16 & 0xFF


def shard_of(print: int) -> int:
    """Return the number of the file of a fingerprint."""
    return print % SHARDS


def row(print: int, key: bytes) -> bytes:
    """Return the row of a fingerprint of a release in its file."""
    return (print >> 8).to_bytes(3, "big") + key


def rows(data: bytes) -> list[bytes]:
    """Return the rows of a file."""
    return [data[at : at + _ROW] for at in range(0, len(data), _ROW)]


def shard(rows: Iterable[bytes]) -> bytes:
    """Return the file of some rows, in their order; of the releases with a fingerprint, the first `MOST`.

    So the file of more rows can be made from a file and the further rows.
    """
    sorted_rows = sorted(rows)
    ordered = [one for one, before in zip(sorted_rows, [b"", *sorted_rows], strict=False) if one != before]
    if not any(one[:3] == other[:3] for one, other in zip(ordered, ordered[MOST:], strict=False)):
        return b"".join(ordered)
    return b"".join(chain.from_iterable(islice(same, MOST) for _, same in groupby(ordered, lambda row: row[:3])))


def item(prints: Iterable[int], key: bytes) -> bytes:
    """Return the key of a release, and the fingerprints of a text of it in their order, four bytes each."""
    found = sorted(prints)[:0xFFFF]
    return key + pack(f">{len(found)}I", *found)


def prints_of(item: bytes) -> tuple[int, ...]:
    """Return the fingerprints of such an item."""
    return unpack(f">{(len(item) - _KEY) // 4}I", item[_KEY:])


def newest(items: Iterable[bytes]) -> bytes:
    """Return the file of some items: of each the key, how many fingerprints it has, and three bytes of each one."""
    return b"".join(item[:_KEY] + pack(">H", (len(item) - _KEY) // 4) + _three_of_four(item[_KEY:]) for item in items)


def _three_of_four(data: bytes) -> bytes:
    found = bytearray(len(data) // 4 * 3)
    for at in range(3):
        found[at::3] = data[at::4]
    return bytes(found)
