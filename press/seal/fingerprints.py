"""Fingerprints of texts, by which the page `/cek/` finds the release that a message may be of. They prove nothing.

A fingerprint is the CRC-32 of five words in a row. Of each four such runs at neighbouring words, the smallest one is
kept (winnowing: Schleimer, Wilkerson and Aiken 2003), so that texts with eight words in a row in common have one in
common. ``templates/assets/check-find.js`` does the same in the browser.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from zlib import crc32

RUN, WINDOW = 5, 4
"""Words of a run; runs of which one is kept."""
SHARDS = "0123456789abcdef"
"""The shards of an index, by the first hexadecimal digit of a fingerprint."""
PART = 256
"""Most texts of an index: their numbers have one byte."""
_FREQUENT = 64
"""A fingerprint that more texts of an index have finds nothing, and is left out."""
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


def shards(prints: Mapping[int, Iterable[int]]) -> dict[str, bytes]:
    """Return the files of an index, by shard: for each fingerprint and text, four bytes and one, in their order.

    `prints` are the fingerprints of each text, by its number.
    """
    counts = Counter(one for found in prints.values() for one in found)
    pairs = sorted((one, number) for number, found in prints.items() for one in found if counts[one] <= _FREQUENT)
    files = {shard: bytearray() for shard in SHARDS}
    for one, number in pairs:
        files[SHARDS[one >> 28]] += one.to_bytes(4, "big") + bytes((number,))
    return {shard: bytes(data) for shard, data in files.items()}
