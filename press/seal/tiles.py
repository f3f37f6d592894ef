"""The log as static files (https://c2sp.org/tlog-tiles): tiles of 256 hashes, and bundles of 256 entries.

A tile at level L has the heads of full tiles of the level below; at level 0, the hashes of leaves. The last tile of a
level is partial, and has a file of its own for each size of the log of which there is a checkpoint.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from press.seal.merkle import Tree

WIDTH = 256
_LEVELS = 8
"""Levels of the tree in one level of tiles."""
_ENTRIES = "entries"
_LENGTH = struct.Struct(">H")
_PATH = re.compile(r"tile/(\d{1,2}|entries)/((?:x\d{3}/){0,4}\d{3})(?:\.p/(\d{1,3}))?", re.ASCII)


class Tile(msgspec.Struct, frozen=True):
    """One tile, or one bundle of entries."""

    level: int
    """-1: a bundle of entries."""
    number: int
    width: int

    @property
    def path(self) -> str:
        """Its path: ``tile/0/x001/234`` or ``tile/entries/012.p/17``."""
        parts = [f"{part:03}" for part in _thousands(self.number)]
        name = "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])
        level = _ENTRIES if self.level < 0 else str(self.level)
        return f"tile/{level}/{name}" if self.width == WIDTH else f"tile/{level}/{name}.p/{self.width}"

    def hashes(self, tree: Tree) -> bytes:
        """Return the hashes of a tile."""
        begin = self.number * WIDTH
        return b"".join(tree.levels[self.level * _LEVELS][begin : begin + self.width])

    def bundle(self, entries: Sequence[bytes]) -> bytes:
        """Return the entries of a bundle, each behind its length."""
        begin = self.number * WIDTH
        return b"".join(_LENGTH.pack(len(one)) + one for one in entries[begin : begin + self.width])


def of_sizes(sizes: Iterable[int], size: int) -> set[Tile]:
    """Return all tiles of a log of some size: the full ones, and the partial ones of the sizes of its checkpoints.

    Of a tile that is full, the partial ones are not needed any longer.
    """
    found = {Tile(-1, number, WIDTH) for number in range(size // WIDTH)}
    level, count, counts = 0, size, {*sizes, size}
    while count:
        full, rest = divmod(count, WIDTH)
        begin = count - rest
        found.update(Tile(level, number, WIDTH) for number in range(full))
        widths = [one - begin for one in counts if one > begin]
        found.update(Tile(level, full, width) for width in widths)
        if level == 0:
            found.update(Tile(-1, full, width) for width in widths)
        level, count, counts = level + 1, full, {one // WIDTH for one in counts}
    return found


def tile_at(path: str) -> Tile | None:
    """Return the tile with a path."""
    found = _PATH.fullmatch(path)
    if not found:
        return None
    level = -1 if found[1] == _ENTRIES else int(found[1])
    tile = Tile(level, int(re.sub("[x/]", "", found[2])), int(found[3] or WIDTH))
    return tile if tile.path == path else None


def entries_of(bundle: bytes) -> list[bytes]:
    """Return the entries of a bundle. Raises ValueError."""
    found, position = [], 0
    while position < len(bundle):
        end = position + _LENGTH.size
        length = _LENGTH.unpack_from(bundle, position)[0] if end <= len(bundle) else len(bundle)
        if end + length > len(bundle):
            raise ValueError("a bundle of entries is cut")
        found.append(bundle[end : end + length])
        position = end + length
    return found


def bundles(size: int) -> Iterator[Tile]:
    """Yield the bundles of a log of some size."""
    for number in range((size + WIDTH - 1) // WIDTH):
        yield Tile(-1, number, min(WIDTH, size - number * WIDTH))


def _thousands(number: int) -> list[int]:
    parts = [number % 1000]
    while number := number // 1000:
        parts.insert(0, number % 1000)
    return parts
