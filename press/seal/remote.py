"""A log on a web server: its checkpoint, and all its hashes and entries. Nothing is believed that does not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from press.i18n.mark import N_
from press.seal import notes, tiles
from press.seal.merkle import Tree
from press.seal.notes import Note
from press.seal.tiles import WIDTH, Tile

Fetch = Callable[[str], bytes | None]
"""Returns a file by its path in the log; None: the server says that there is none."""
_MISSING = N_("a tile is missing: the log went back, or it was not published as a whole")


def checkpoint(fetch: Fetch) -> Note:
    """Return the newest checkpoint. Raises ValueError."""
    data = fetch("checkpoint")
    if data is None:
        raise ValueError(N_("there is no log at this address"))
    return notes.note(data.decode())


def entries(fetch: Fetch, size: int) -> list[bytes]:
    """Return all entries of a log of some size. Raises ValueError."""
    found = [one for tile in tiles.bundles(size) for one in tiles.entries_of(_tile(fetch, tile))[: tile.width]]
    if len(found) != size:
        raise ValueError(_MISSING)
    return found


def last_entry(fetch: Fetch, size: int) -> bytes:
    """Return the last entry of a log of some size that is not 0. Raises ValueError."""
    *_, tile = tiles.bundles(size)
    found = tiles.entries_of(_tile(fetch, tile))
    if len(found) < tile.width:
        raise ValueError(_MISSING)
    return found[tile.width - 1]


def tree(fetch: Fetch, size: int) -> Tree:
    """Return the tree of a log of some size, from its tiles of level 0. Raises ValueError."""
    return Tree.of_leaves(list(_leaves(fetch, size)))


def has_tiles_of(tree: Tree, size: int, fetch: Fetch) -> bool:
    """Tell whether every tile has the hashes of a tree."""
    wanted = (tile for tile in tiles.of_sizes((), size) if tile.level >= 0)
    return all(fetch(tile.path) == tile.hashes(tree) for tile in wanted)


def _leaves(fetch: Fetch, size: int) -> Iterator[bytes]:
    for bundle in tiles.bundles(size):
        data = _tile(fetch, Tile(0, bundle.number, bundle.width))
        if len(data) < 32 * bundle.width:
            raise ValueError(_MISSING)
        yield from (data[32 * number : 32 * (number + 1)] for number in range(bundle.width))


def _tile(fetch: Fetch, tile: Tile) -> bytes:
    """Return a tile; of a partial one that is no longer there, the full one."""
    data = fetch(tile.path)
    if data is None and tile.width < WIDTH:
        data = fetch(Tile(tile.level, tile.number, WIDTH).path)
    if data is None:
        raise ValueError(_MISSING)
    return data
