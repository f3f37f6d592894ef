"""WebSub: which feeds a build changed, for the program that tells the hub about them (docs/feeds.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from press import disk, urls
from press.config import Config
from press.model import ListingKind

NAME = "changed-feeds.txt"
_FEEDS = frozenset(feed.name for feed in urls.FEEDS)


def write_note(written: Iterable[str], config: Config, folder: Path) -> None:
    """Write the whole addresses of the live feeds among the files that a build wrote into `folder`, one a line.

    The file is there, and may be empty, after every build of a portal that has a hub; it speaks of that build alone.
    """
    if config.feeds.hub:
        folder.mkdir(parents=True, exist_ok=True)
        lines = "".join(f"{url}\n" for url in changed(written, config))
        disk.write(folder / NAME, lines.encode())


def changed(written: Iterable[str], config: Config) -> Iterator[str]:
    """The live feeds among files of the site, by their whole addresses.

    A copy at a former address is left out, since it names its original; so is an archive, which has no hub.
    """
    for address in sorted(written):
        folder, _, name = address.rpartition("/")
        if name in _FEEDS and not _is_archive(folder, config) and f"/{address}" not in config.feeds.aliases:
            yield urls.absolute(address, config)


def _is_archive(folder: str, config: Config) -> bool:
    listing, _ = urls.listing_at(folder, config)
    return listing is not None and listing.kind is ListingKind.MONTH
