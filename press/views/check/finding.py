"""The index by which the page finds the release that a message may be of: fingerprints of all entries of the log.

It has 256 shards, by the last byte of a fingerprint. With each entry more, one of them is brought up to date, each in
its turn; the newest 255 entries are also in a file of their own. So one entry more writes two files, whatever the size
of the log is, and whoever reads that file and a shard misses no entry. Why so: docs/decisions/check.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from press.seal import canonical, fingerprints
from press.seal.ledger import Log
from press.store.catalogue import Catalogue
from press.views.check.links import has_text

_GONE, _REMOVED, _SHOWN = "gone", "removed", "shown "
"""States of a sealed release: it is not public; only its withdrawal is; or it is, and this is its sign-off code."""


def newest(log: Log, catalogue: Catalogue) -> bytes:
    """Return the file of the newest texts: those that may be in no shard yet; first, which files of ids there are."""
    if not log.size:
        return b""
    there = sum(1 << shard for shard in log.shards())
    items = _items(max(0, log.size - fingerprints.SHARDS + 1), log.size, log, catalogue)
    return there.to_bytes(32, "little") + fingerprints.newest(items.values())


def shard(number: int, log: Log, catalogue: Catalogue) -> bytes:
    """Return a shard: the fingerprints that end with a byte, of the texts that it has when the log has some size."""
    size, before = size_of(number, log.size), catalogue.prints.shard(number)
    if before and before[0] == size:
        return before[1]
    if before is None or before[0] < size - fingerprints.SHARDS or before[0] > size:
        return _made(log, catalogue)[number]
    added = (_rows(item, number) for item in _items(before[0], size, log, catalogue).values())
    rows = [*fingerprints.rows(before[1]), *(row for rows in added for row in rows)]
    data = fingerprints.shard(rows)
    catalogue.prints.record_shards([(number, size, data)])
    return data


def size_of(number: int, size: int) -> int:
    """Return how many entries of a log of some size a shard has: its turn was when the log had so many."""
    return max(0, size - (size - number) % fingerprints.SHARDS)


def turns(before: int, size: int) -> Iterable[int]:
    """Return the shards whose turn it is when a log grows."""
    return sorted({one % fingerprints.SHARDS for one in range(max(before, size - fingerprints.SHARDS) + 1, size + 1)})


def forget_changed(ids: Iterable[str] | None, catalogue: Catalogue) -> bool:
    """Forget all fingerprints if one of the releases whose fingerprints were made has another state; tell whether.

    That is so if its text was removed, it is not public any longer, or has another sign-off code. None: any of all.
    """
    prints = catalogue.prints
    known = ((id, prints.state(id)) for id in (prints.ids() if ids is None else ids))
    if any(state is not None and state != _state(id, catalogue) for id, state in known):
        prints.clear()
        return True
    return False


def _made(log: Log, catalogue: Catalogue) -> dict[int, bytes]:
    """Make all shards, which are those of the whole log."""
    sizes = {number: size_of(number, log.size) for number in range(fingerprints.SHARDS)}
    rows: dict[int, list[bytes]] = {number: [] for number in sizes}
    for index in range(log.size):
        item = _item(index, log, catalogue)
        key = item[:3]
        for one in fingerprints.prints_of(item):
            number = fingerprints.shard_of(one)
            if index < sizes[number]:
                rows[number].append(fingerprints.row(one, key))
    made = {number: fingerprints.shard(found) for number, found in rows.items()}
    catalogue.prints.record_shards((number, sizes[number], data) for number, data in made.items())
    return made


def _rows(item: bytes, number: int) -> Iterator[bytes]:
    key, count = item[:3], fingerprints.SHARDS
    prints = fingerprints.prints_of(item)
    return (fingerprints.row(one, key) for one in prints if one % count == number)


def _items(first: int, last: int, log: Log, catalogue: Catalogue) -> dict[int, bytes]:
    """Return the items of a range of entries, in their order."""
    known = catalogue.prints.items(first, last)
    new = [(index, _item(index, log, catalogue)) for index in range(first, last) if index not in known]
    if new:
        catalogue.prints.record_items(new, log.size - 2 * fingerprints.SHARDS)
    return dict(sorted((*known.items(), *new)))


def _item(index: int, log: Log, catalogue: Catalogue) -> bytes:
    """Return the fingerprints of the text of an entry; none if nobody may see it."""
    entry = log.entry(index)
    state = _known_state(entry.id, catalogue)
    text = "" if state == _GONE else log.canonical_text(entry.digest)
    if state == _REMOVED and text and not canonical.fields(text).is_removed:
        text = ""
    code = state.removeprefix(_SHOWN) if state.startswith(_SHOWN) else ""
    return fingerprints.item(fingerprints.of_release(text, code) if text else (), fingerprints.key(entry.id))


def _known_state(id: str, catalogue: Catalogue) -> str:
    found = catalogue.prints.state(id)
    if found is None:
        found = _state(id, catalogue)
        catalogue.prints.record_states([(id, found)])
    return found


def _state(id: str, catalogue: Catalogue) -> str:
    card = catalogue.by_id(id)
    if card is None or not has_text(card):
        return _GONE
    withdrawn = card.release.withdrawn if card.is_withdrawn else None
    return _REMOVED if withdrawn and withdrawn.removes_text else f"{_SHOWN}{card.release.code}"
