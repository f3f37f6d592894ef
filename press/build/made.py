"""The cache ``.press/made/`` of photos and share cards: what the site no longer uses is deleted from it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from press.build.state import BuildState
from press.outputs import files, sharing
from press.outputs.table import PHOTOS
from press.views.context import Snapshot

_SPARE = 500
"""Photos and cards that are made before the cache is looked at again: the most that it has besides what is used."""
_NOTE = "made"
"""Name of the note in the ledger: how many photos and cards were made since the cache was last looked at."""


def prune(build: BuildState, snapshot: Snapshot, made: int, everything: bool) -> None:
    """Delete what the site does not use, in a full build and after each `_SPARE` files that were made.

    `made` is the number of photos and cards that this build published. Only builds of ``site/`` do so: a preview has
    photos of drafts besides. A folder that is a link is shared with other portals.
    """
    request, ledger = build.request, build.ledger
    since = int(ledger.note(_NOTE) or 0) + made
    folder = request.render_context().media_cache
    if request.drafts or request.output != request.root / "site" or folder.is_symlink():
        return
    if everything or since >= _SPARE:
        _delete_unused(folder, ledger.count_of(sorted(PHOTOS)) + ledger.count_of(["sharing"]), snapshot)
        since = 0
    ledger.write_note(_NOTE, str(since))


def _delete_unused(folder: Path, most: int, snapshot: Snapshot) -> None:
    """Delete the files that no card uses, if there are more than the site can use."""
    with suppress(OSError):  # a cache that cannot be read or changed is only too large
        found = {path.name for path in folder.iterdir()}
        if len(found) > most:
            for name in sorted(found.difference(_used(snapshot))):
                (folder / name).unlink()


def _used(snapshot: Snapshot) -> Iterator[str]:
    for source in snapshot.catalogue.sources():
        card = snapshot.catalogue.card(source)
        if card and card.public:
            yield from files.cache_keys(card, snapshot)
            yield from sharing.cache_keys(card, snapshot.config)
